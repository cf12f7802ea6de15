"""What must be said of days and bases that are not alike: lengths, 29 February, summer time."""

from collections.abc import Iterable, Iterator
from datetime import date

from semantic_layer import compare_messages  # noqa: F401  (adds the texts of notes)
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.plan import Scope
from semantic_layer.periods import is_whole
from semantic_layer.query import TimeRange
from semantic_layer.reckoning import months_back
from semantic_layer.summer_time import odd_days
from semantic_layer.texts import Text

__all__ = ["hour_notes", "unlike_notes"]

_MOST_ODD = 4
_NAMED = ("previous", "year")


def hour_notes(scopes: Iterable[Scope], zone: str) -> tuple[Text, ...]:
    """The days of 23 or 25 hours among those that are looked at by the hour."""
    found = {
        odd
        for scope in scopes
        if scope.time is not None and (scope.time.until or _hourly(scope.keys))
        for odd in odd_days(scope.time, zone)
    }
    if len(found) > _MOST_ODD:
        return ()
    return tuple(
        both(
            "note.hour_lacking" if odd.hours < 24 else "note.hour_twice",
            day=str(odd.day), hours=str(odd.hours), hour=str(odd.hour),
        )
        for odd in sorted(found, key=lambda o: o.day)
    )  # fmt: skip


def _hourly(keys: tuple[Key, ...]) -> bool:
    return any(k.on_clock and k.grain in ("hour", "hour_of_day") for k in keys)


def unlike_notes(asked: TimeRange, base: Scope, grain: str) -> Iterator[Text]:
    """What lies differently in the base: fewer or more days, 29 February."""
    assert base.time is not None
    days, other = _days(asked), _days(base.time)
    if base.name in _NAMED and days != other and not is_whole(asked):
        name = both(f"base.{base.name}")
        yield both("note.longer", days=str(days), other=str(other), base=name)
    if base.shift.months % 12 or not base.shift.months or grain not in ("day", "hour"):
        return
    for leap in _leap_days(base.time):
        if leap.year != asked.start.year and months_back(leap, -base.shift.months).day != 29:
            yield both("note.leap_day", day=str(leap))
    for leap in _leap_days(asked):
        met = months_back(leap, base.shift.months)
        if met.day != 29 and asked.start < leap:
            yield both("note.leap_twice", day=str(leap), other=str(met))


def _days(time: TimeRange) -> int:
    return (time.end - time.start).days + 1


def _leap_days(time: TimeRange) -> list[date]:
    years = range(time.start.year, time.end.year + 1)
    leaps = [date(y, 2, 29) for y in years if y % 4 == 0 and (y % 100 or y % 400 == 0)]
    return [day for day in leaps if time.start <= day <= time.end]
