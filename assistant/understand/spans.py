"""What a stretch of a message may be: a metric, a member, a time, a word of the language."""

from dataclasses import dataclass
from typing import Literal

from assistant.understand.time import Period

Kind = Literal["shop", "time", "cue", "limit", "threshold", "counted", "unknown", "quoted"]


@dataclass(frozen=True, slots=True)
class Member:
    """A value of a dimension, as it stands in the data; `text` is how people know it."""

    dimension: str
    value: str | int | float | bool
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """Something of the shop that a word may name. `rank` 0 is its label, 1 a synonym, 2 weaker.

    `card` and `saved` are a scorecard and a saved query, `table` rows, `moment` a time dimension,
    `thing` an entity without a readable name. A value has its `member`; `exact` is the only
    spelling that counts, for short codes; `term` is the word of the shop floor that a metric was
    reached through.
    """

    kind: Literal[
        "metric",
        "dimension",
        "value",
        "term",
        "thing",
        "undefined",
        "card",
        "saved",
        "table",
        "moment",
    ]
    name: str
    rank: int = 0
    member: Member | None = None
    exact: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """One reading of `text[start:end]`.

    shop: `targets` are what of the shop it may be. cue: `cues` are its classes with an argument.
    time: `period`. counted: `detail` is a counting word. limit and threshold: `number` with
    `detail` (high, low, or an operator).
    """

    start: int
    end: int
    kind: Kind
    text: str
    weight: float = 0.0
    targets: tuple[Target, ...] = ()
    cues: tuple[tuple[str, str], ...] = ()
    period: Period | None = None
    detail: str = ""
    number: int | float | None = None

    def cue(self, *names: str) -> bool:
        """Whether it may be a cue of one of these classes."""
        return any(name in names for name, _ in self.cues)

    def argument(self, name: str) -> str:
        """The argument of its cue class `name`, empty when it is none."""
        return next((detail for cue, detail in self.cues if cue == name), "")

    def target(self, kind: str) -> Target | None:
        """What it names of that kind, None when nothing."""
        return next((t for t in self.targets if t.kind == kind), None)
