"""What a question carries, as the planner's parts read it: days, members, numbers, names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.agent.candidates import Candidates
from assistant.understand.normalise import fold, normalise
from assistant.understand.numerals import AMOUNT, amount
from assistant.understand.time import Clock, Period, find_times, occasion_patterns
from assistant.understand.understanding import Call
from semantic_layer.model import Model
from semantic_layer.query import TimeRange


@dataclass(frozen=True, slots=True)
class Ground:
    """What a question carries, as the planner's parts read it.

    `unknown` are the words that the planner could not place; `unknown_member` says that they stand
    where a member's name would.
    """

    text: str
    model: Model
    today: date
    first_day: date
    last_day: date
    found: Candidates
    values: Mapping[str, Iterable[object]] = field(default_factory=dict)
    previous: Call | None = None
    default_time: TimeRange | None = None
    unknown: tuple[str, ...] = ()
    unknown_member: bool = False

    @property
    def folded(self) -> str:
        return fold(normalise(self.text))

    def clock(self) -> Clock:
        """What the question's time words are read against."""
        model = self.model
        return Clock(
            self.today, self.first_day, self.last_day, model.week_start, model.occasions,
            model.fiscal,
        )  # fmt: skip

    def periods(self) -> list[TimeRange]:
        """The periods that the question's time words mean, in order, then what they span."""
        pattern = occasion_patterns(self.model.occasions)
        spans = find_times(self.folded, self.clock(), pattern)
        plain = [_range(s.period) for s in spans if not s.period.shift]
        if len(plain) > 1:
            first, last = min(p.start for p in plain), max(p.end for p in plain)
            plain.append(TimeRange(start=first, end=last))
        return plain


def _range(period: Period) -> TimeRange:
    unit: Any = "" if period.unit == "span" else period.unit
    return TimeRange(start=period.start, end=period.end, unit=unit)


def stands(word: str, ground: Ground) -> bool:
    folded = fold(normalise(word))
    if folded.isascii():
        return bool(re.search(rf"(?<![a-z]){re.escape(folded)}s?(?![a-z])", ground.folded))
    return folded in ground.folded


def metrics_said(ground: Ground) -> dict[str, str]:
    """The metrics whose names stand in the question, with the longest one of each."""
    said: dict[str, str] = {}
    for metric in ground.model.metrics.values():
        names = (metric.label.zh, metric.label.en, *metric.synonyms)
        standing = [n for n in names if n and stands(n, ground)]
        if standing:
            said[metric.name] = max(standing, key=len)
    return {
        name: word
        for name, word in said.items()
        if not any(fold(word) in fold(o) and len(o) > len(word) for o in said.values())
    }


def numbers_in(text: str) -> set[float]:
    """Every amount that a text says, in digits or numerals, with its unit applied."""
    found = (amount(m[0]) for m in re.finditer(AMOUNT, fold(normalise(text))))
    return {float(n) for n in found if n is not None}
