"""Periods by the names that a shop folder uses: last_30_days, this_month, yesterday, all."""

from datetime import date, timedelta

from semantic_layer.query import TimeRange
from semantic_layer.reckoning import months_back

PERIODS = (
    "all", "yesterday", "last_7_days", "last_30_days", "last_90_days", "this_week", "last_week",
    "this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year",
)  # fmt: skip
_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def named_period(name: str, today: date, week_start: int = 0) -> TimeRange | None:
    """The days of a name in PERIODS, whole days that end before `today`; None for all days.

    A unit that has only begun ends yesterday; on its first day it is today alone.
    """
    if name in ("all", ""):
        return None
    if name == "yesterday":
        return TimeRange(start=today - _DAY, end=today - _DAY, unit="day")
    which, _, rest = name.partition("_")
    if rest.endswith("_days"):
        count = int(rest.partition("_")[0])
        return TimeRange(start=today - count * _DAY, end=today - _DAY, unit="day")
    first = _first_of(rest, today, week_start)
    if which == "this":
        return TimeRange(start=first, end=max(today - _DAY, first), unit=rest)  # type: ignore[arg-type]
    before = first - 7 * _DAY if rest == "week" else months_back(first, _MONTHS[rest])
    return TimeRange(start=before, end=first - _DAY, unit=rest)  # type: ignore[arg-type]


def _first_of(unit: str, day: date, week_start: int) -> date:
    if unit == "week":
        return day - (day.weekday() - week_start) % 7 * _DAY
    if unit == "quarter":
        return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return day.replace(day=1) if unit == "month" else date(day.year, 1, 1)
