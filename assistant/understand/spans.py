"""What a stretch of a message may be: a metric, a member, a time, a word of the language."""

from dataclasses import dataclass
from typing import Literal

from assistant.understand.time import Period

Kind = Literal[
    "metric", "dimension", "value", "term", "time", "cue", "limit", "threshold", "grain", "quoted",
    "noun", "unknown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A value of a dimension, as it stands in the data; `text` is how people know it."""

    dimension: str
    value: str | int | float | bool
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """Something of the shop that a word may name. `rank` 0 is its label, 1 a synonym, 2 weaker."""

    kind: Literal["metric", "dimension", "value", "term", "noun"]
    name: str
    rank: int = 0
    member: Member | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """One reading of `text[start:end]`.

    `targets` are what of the shop it may be; a cue has its class in `cue` and its argument in
    `detail`; limits and thresholds have a number.
    """

    start: int
    end: int
    kind: Kind
    text: str
    targets: tuple[Target, ...] = ()
    cue: str = ""
    detail: str = ""
    number: int | float | None = None
    period: Period | None = None
    weight: float = 0.0
    partial: bool = False
