"""Which days the data covers: an average per day must not count days that have not come yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from semantic_layer.model import Measure
from semantic_layer.query import TimeRange
from semantic_layer.reckoning import MONTHS, months_back

_DAYS = {"day": 1, "week": 7}
# What conditions call the moment up to which the data is known.
DATA_UNTIL = "data_until"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The last day of the shop's data, and the first day of each clock (`clock_key`).

    A clock's own last day says nothing: where nothing was refunded on the last day, that day has
    passed all the same.
    """

    last: date
    firsts: Mapping[str, date] = field(default_factory=dict)

    @property
    def until(self) -> datetime:
        """The moment up to which the data is known, exclusive: the end of its last day."""
        return datetime.combine(self.last + timedelta(days=1), datetime.min.time())

    def clip(self, time: TimeRange | None, measures: Iterable[Measure]) -> TimeRange | None:
        """The days of `time` (None: all days) on which one of the measures may have data."""
        known = [self.firsts[k] for m in measures if (k := clock_key(m)) in self.firsts]
        first = min(known, default=time.start if time else self.last)
        return within(time, first, self.last) if first <= self.last else None

    def matured(self, length: tuple[int, str]) -> date:
        """The day before which rows are so long (count, unit) before the end of the data."""
        count, unit = length
        end = self.last + timedelta(days=1)
        if unit in MONTHS:
            return months_back(end, count * MONTHS[unit])
        return end - timedelta(days=count * _DAYS[unit])


def data_until(coverage: Coverage | None) -> datetime:
    """The moment up to which the data is known; the beginning of today where nobody said."""
    return coverage.until if coverage else datetime.combine(date.today(), datetime.min.time())


def within(time: TimeRange | None, first: date, last: date) -> TimeRange | None:
    """The days of `time` from `first` to `last`, None where there are none."""
    if time is None:
        return TimeRange(start=first, end=last)
    start, end = max(time.start, first), min(time.end, last)
    if end < start:
        return None
    since = time.since if start == time.start else None
    until = time.until if end == time.end else None
    return TimeRange(start=start, end=end, since=since, until=until)


def clock_key(measure: Measure) -> str:
    """The name under which the extent of a measure's clock is kept."""
    return f"{measure.table}|{measure.time}"
