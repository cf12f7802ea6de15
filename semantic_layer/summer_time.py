"""Days that are shorter or longer than 24 hours in the shop's zone.

Moments are stored shop-local without a zone: on the day on which clocks go forward an hour does not
exist, on the day on which they go back an hour stands for two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from semantic_layer.query import TimeRange

__all__ = ["OddDay", "exists", "odd_days", "today_in"]

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
MOST_DAYS = 1_000


@dataclass(frozen=True, slots=True)
class OddDay:
    """A day of 23 or 25 hours, and the local hour that it lacks or has twice."""

    day: date
    hours: int
    hour: int


def today_in(name: str) -> date:
    """The day that it is in a zone, by the machine's clock."""
    return datetime.now(_zone(name) or UTC).date()


def exists(moment: datetime, name: str) -> bool:
    """False for a local moment that the clocks skip."""
    zone = _zone(name)
    if zone is None:
        return True
    return (
        moment.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment
    )


def odd_days(time_: TimeRange, name: str) -> tuple[OddDay, ...]:
    """The days of a range (of its first thousand days) that have not 24 hours."""
    last = min(time_.end, time_.start + MOST_DAYS * _DAY)
    return tuple(_odd(time_.start, last, name)) if _zone(name) else ()


def _odd(first: date, last: date, name: str) -> Iterator[OddDay]:
    day = first
    while day <= last:
        hours = _length(day, name)
        if hours != 24:
            yield OddDay(day, hours, _changed_hour(day, name))
        day += _DAY


def _length(day: date, name: str) -> int:
    zone = _zone(name)
    start, end = (datetime.combine(d, time(), zone).astimezone(UTC) for d in (day, day + _DAY))
    return round((end - start) / _HOUR)


def _changed_hour(day: date, name: str) -> int:
    """The local hour that is skipped, or that comes twice."""
    zone = _zone(name)
    for hour in range(24):
        moment = datetime.combine(day, time(hour))
        ambiguous = [moment.replace(tzinfo=zone, fold=n).utcoffset() for n in (0, 1)]
        if ambiguous[0] != ambiguous[1]:
            return hour
    return 0


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
