"""What a standard metric is made of, before a shop's own names are put in.

A recipe names concepts and slots (`order`, `refund.applied`), other recipes, and texts with holes:
`{orders}` is the label of the metric that this shop has for the recipe `orders`, `{rows}` its rule
of which rows count, `{time}` the label of the clock, `{order}` the label of the concept's table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from semantic_layer.model import NestedAggregation, Unit
from semantic_layer.texts import NO_TEXT, Text

SumOrCount = Literal["sum", "count", "count_distinct", "avg", "median"]


@dataclass(frozen=True, slots=True)
class Of:
    """A simple metric over the rows of a concept.

    `what` is a slot: the amount that is summed, the key that is counted once each, or with
    `count` nothing, and the things themselves are counted. `clock` is a slot of the concept, or of
    another that its rows lead to (`order.time`). `rows` are slots of rows or of values that must
    hold besides; `where` are expressions with holes for slots (`{stars} <= 2`). `expr` is an
    expression with such holes in place of a slot; `{order_number}`, `{previous_order}` and
    `{first_order}` are an order's place among its customer's, `{is_first}` and `{is_later}` that it
    is the first or a later one. `free` leaves the concept's own rows aside.
    """

    concept: str
    agg: SumOrCount = "sum"
    what: str = ""
    clock: str = "time"
    rows: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    expr: str = ""
    free: bool = False
    snapshot: bool = False


@dataclass(frozen=True, slots=True)
class Over:
    """One metric over another."""

    top: str
    bottom: str


@dataclass(frozen=True, slots=True)
class Made:
    """An expression over other metrics."""

    expr: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Per:
    """A metric of each `per` (a slot of a key, or a step of time), aggregated over those."""

    metric: str
    per: str
    agg: NestedAggregation
    having: str = ""


@dataclass(frozen=True, slots=True)
class Then:
    """How many of a metric's events are followed by one of another, of the same `per`."""

    first: str
    then: str
    per: str
    window: tuple[int, str]


Making = Of | Over | Made | Per | Then


@dataclass(frozen=True, slots=True)
class Recipe:
    """A standard metric. `needs` are slots that must be bound beyond those that `making` names."""

    name: str
    making: Making
    label: Text
    words: tuple[str, ...]
    formula: Text
    unit: Unit
    group: str = ""
    noun: Text = NO_TEXT
    decimals: int | None = None
    better: Literal["up", "down", "neither"] = "up"
    caveat: Text = NO_TEXT
    hidden: bool = False
    needs: tuple[str, ...] = ()
    matured: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A word of several standard meanings, asked back once: 退款率 by which clock."""

    name: str
    words: tuple[str, ...]
    choices: tuple[str, ...]
    ask: Text


@dataclass(frozen=True, slots=True)
class Recipes:
    """The recipes of one concept, in an order in which parts come before what they make."""

    group: str
    recipes: tuple[Recipe, ...]
    questions: tuple[Question, ...] = ()


def recipe(
    name: str,
    making: Making,
    label: tuple[str, str],
    words: str,
    formula: tuple[str, str],
    unit: Unit = "count",
    **more: object,
) -> Recipe:
    """A recipe from plain pairs (zh, en); `words` are parted by commas."""
    texts: Mapping[str, object] = {
        key: Text(*value) if key in ("noun", "caveat") else value  # type: ignore[misc]
        for key, value in more.items()
    }
    said = tuple(w.strip() for w in words.split(",") if w.strip())
    return Recipe(name, making, Text(*label), said, Text(*formula), unit, **texts)  # type: ignore[arg-type]
