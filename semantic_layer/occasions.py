"""Campaigns and holidays laid on each other by day number: which day is compared with which.

Conventions (also in docs/metric-query.md): day 1 lies on day 1. Two times of one campaign with the
same phases are laid phase by phase, so that 11 November meets itself whatever day number it has;
holidays with a main day (the lunar new year's first) are laid by that. Days of the longer one that
have no counterpart are left out, on both sides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from semantic_layer.errors import QueryError
from semantic_layer.nearest import nearest
from semantic_layer.query import TimeRange
from semantic_layer.vocabulary import Occasion

_DAY = timedelta(days=1)
Way = Literal["number", "phase", "main_day"]


@dataclass(frozen=True, slots=True)
class Taking:
    """One time that an occasion took place, last day included."""

    occasion: Occasion
    start: date
    end: date

    @property
    def length(self) -> int:
        return (self.end - self.start).days + 1

    def day(self, number: int) -> date:
        """The day with this number, 0 being the first."""
        return self.start + number * _DAY

    def holds(self, start: date, end: date) -> bool:
        return self.start <= start and end <= self.end

    @property
    def year(self) -> int:
        """The year that it is called by: that of its main day, else of its end."""
        return (self.main_day or self.end).year

    @property
    def main_day(self) -> date | None:
        return next((m for m in self.occasion.main_day if self.holds(m, m)), None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row of the asked period, and how many days before them their counterparts lie."""

    time: TimeRange
    days: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two times of occasions laid on each other: `here` holds the asked days."""

    here: Taking
    there: Taking
    counterparts: Mapping[date, date]
    way: Way = "number"


def align(time: TimeRange, wanted: str, occasions: tuple[Occasion, ...]) -> Alignment:
    """The counterparts of the asked days in the latest earlier time of `wanted` ("": the occasion
    in which the asked days lie).

    Raises QueryError no_occasion, not_in_occasion, no_earlier_occasion or occasion_too_short.
    """
    known = {o.name: o for o in occasions}
    if wanted and wanted not in known:
        raise QueryError("no_occasion", choices=nearest(wanted, known), name=wanted)
    here = _here(time, wanted, occasions)
    there = _earlier(here, known[wanted] if wanted else here.occasion, time)
    if not there.occasion.of and here.occasion.of and there.occasion.name != here.occasion.of:
        here, there = _same_phase(here, there, time, occasions)
    way = _way(here, there, occasions)
    pairs = {
        day: base
        for day, base in _pairs(way, here, there, occasions)
        if time.start <= day <= time.end
    }
    if not pairs:
        raise too_short(there)
    return Alignment(here, there, pairs, way)


def too_short(there: Taking) -> QueryError:
    """That the asked days have no counterpart in this time of an occasion."""
    start, end = str(there.start), str(there.end)
    return QueryError("occasion_too_short", name=there.occasion.label, start=start, end=end)


def takings(occasion: Occasion) -> tuple[Taking, ...]:
    """Every time that an occasion took place, in order."""
    return tuple(Taking(occasion, *days) for days in occasion.days)


def stretches(time: TimeRange, counterparts: Mapping[date, date]) -> tuple[Stretch, ...]:
    """The asked days that have counterparts, in rows that lie equally far from theirs.

    A cut hour of the first and the last asked day stays with that day.
    """
    rows: list[tuple[date, date, int]] = []
    for day in sorted(counterparts):
        gone = (day - counterparts[day]).days
        if rows and rows[-1][1] + _DAY == day and rows[-1][2] == gone:
            rows[-1] = (rows[-1][0], day, gone)
        else:
            rows.append((day, day, gone))
    return tuple(Stretch(_within(time, start, end), gone) for start, end, gone in rows)


def _within(time: TimeRange, start: date, end: date) -> TimeRange:
    since = time.since if start == time.start else None
    until = time.until if end == time.end else None
    return TimeRange(start=start, end=end, since=since, until=until, unit=time.unit)


def _here(time: TimeRange, wanted: str, occasions: tuple[Occasion, ...]) -> Taking:
    """The time of an occasion that holds the asked days: of the wanted one, else the shortest."""
    holding = [t for o in occasions for t in takings(o) if t.holds(time.start, time.end)]
    named = [t for t in holding if t.occasion.name == wanted]
    if not holding:
        raise QueryError("not_in_occasion", start=str(time.start), end=str(time.end))
    return min(named or holding, key=lambda t: t.length)


def _earlier(here: Taking, occasion: Occasion, time: TimeRange) -> Taking:
    """The latest time of the occasion that was over before `here` began."""
    before = [t for t in takings(occasion) if t.end < here.start]
    if not before:
        raise QueryError("no_earlier_occasion", name=occasion.label, start=str(time.start))
    return max(before, key=lambda t: t.start)


def _same_phase(
    here: Taking, there: Taking, time: TimeRange, occasions: tuple[Occasion, ...]
) -> tuple[Taking, Taking]:
    """A phase of one campaign beside the phase of that name in another, where it has one; else
    both campaigns as wholes."""
    for phase in _phases(there, occasions):
        if phase.occasion.phase == here.occasion.phase:
            return here, phase
    parents = [t for o in occasions if o.name == here.occasion.of for t in takings(o)]
    return next((t for t in parents if t.holds(time.start, time.end)), here), there


def _phases(campaign: Taking, occasions: tuple[Occasion, ...]) -> list[Taking]:
    """The phases of one time of a campaign, in order."""
    found = [
        t for o in occasions if o.of == campaign.occasion.name
        for t in takings(o) if campaign.holds(t.start, t.end)
    ]  # fmt: skip
    return sorted(found, key=lambda t: t.start)


def _way(here: Taking, there: Taking, occasions: tuple[Occasion, ...]) -> Way:
    """How two times are laid on each other."""
    both_holidays = here.occasion.kind == there.occasion.kind == "holiday"
    if both_holidays and here.main_day and there.main_day:
        return "main_day"
    if here.occasion.name != there.occasion.name or not _phases(here, occasions):
        return "number"
    alike = [label for label, _ in _parts(here, occasions)]
    return "phase" if alike == [label for label, _ in _parts(there, occasions)] else "number"


def _pairs(
    way: Way, here: Taking, there: Taking, occasions: tuple[Occasion, ...]
) -> Iterator[tuple[date, date]]:
    if way == "number":
        yield from _by_number(here, there)
    elif way == "phase":
        pairs = zip(_parts(here, occasions), _parts(there, occasions), strict=True)
        for (_, part), (_, other) in pairs:
            yield from _by_number(part, other)
    elif here.main_day and there.main_day:
        gone = here.main_day - there.main_day
        yield from ((here.day(n), here.day(n) - gone) for n in range(here.length))


def _by_number(here: Taking, there: Taking) -> Iterator[tuple[date, date]]:
    return ((here.day(n), there.day(n)) for n in range(min(here.length, there.length)))


def _parts(campaign: Taking, occasions: tuple[Occasion, ...]) -> Iterator[tuple[str, Taking]]:
    """The phases of a campaign, and the days between them under the phase that they follow."""
    day, before = campaign.start, ""
    for phase in _phases(campaign, occasions):
        if day < phase.start:
            yield f"after {before}", Taking(campaign.occasion, day, phase.start - _DAY)
        yield phase.occasion.phase, phase
        day, before = phase.end + _DAY, phase.occasion.phase
    if day <= campaign.end:
        yield f"after {before}", Taking(campaign.occasion, day, campaign.end)


__all__ = ["Alignment", "Stretch", "Taking", "align", "stretches", "takings", "too_short"]
