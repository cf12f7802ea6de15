"""What a concept may be bound to: slots of a kind.

key        an entity of the model, or a dimension that tells the things apart
time       a time dimension
dimension  any dimension
amount     a metric, or an expression over the rows of the concept's table
rows       segments or conditions: which of the table's rows count
values     values of the dimension in the slot `of`, in order
metrics    metrics of the shop
"""

from dataclasses import dataclass
from typing import Literal

from semantic_layer.texts import Text

SlotKind = Literal["key", "time", "dimension", "amount", "rows", "values", "metrics"]
LISTS: tuple[SlotKind, ...] = ("rows", "values", "metrics")


@dataclass(frozen=True, slots=True)
class Slot:
    """One binding of a concept. `example` is what stands for it in messages and docs."""

    name: str
    kind: SlotKind
    example: str
    label: Text
    required: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A concept: one row of its table is one `label`."""

    name: str
    label: Text
    slots: tuple[Slot, ...]

    def slot(self, name: str) -> Slot | None:
        return next((s for s in self.slots if s.name == name), None)

    @property
    def required(self) -> tuple[Slot, ...]:
        return tuple(s for s in self.slots if s.required)
