"""Periods of days and the arithmetic between them, by the decisions of DESIGN.md.

最近N天 are N complete days ending yesterday, 近N周/月/季度 N complete ones, 本月 runs to yesterday.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from semantic_layer.reckoning import FiscalYear
from semantic_layer.vocabulary import Occasion

Unit = Literal["day", "week", "month", "quarter", "year", "span"]
DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included.

    `unit` says what it is one of (`span` for anything else). `running` marks a unit in progress
    that was cut at yesterday; `implied` that its year was not said. `shift` is set for a period
    that is only told by another one: the same days last `year` or `week`, or the `previous` one.
    `missing` names an occasion that did not take place then. `of` is the unit that the period is
    counted in (近三个月: month), which decides what the period before it is. `year_before` are the
    days of the same occasion a year earlier. `hours` are the first and last hour of each day that
    count (昨晚: 18 and 23), `repeats` the days that come again (weekend, workday, `weekday 3`);
    with `vague` either is a condition on the days that are asked otherwise. `named` are the days of
    an occasion: what comes after it comes after its end. `unsure` marks one of several meanings.
    """

    start: date
    end: date
    unit: Unit = "span"
    running: bool = False
    implied: bool = False
    shift: Literal["", "year", "week", "previous"] = ""
    missing: str = ""
    vague: bool = False
    of: str = ""
    year_before: tuple[date, date] | None = None
    hours: tuple[int, int] | None = None
    repeats: str = ""
    unsure: bool = False
    named: bool = False

    @property
    def counted(self) -> str:
        """The unit that the period is counted in, empty when it is just some days."""
        return self.of or ("" if self.unit == "span" else self.unit)

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Clock:
    """What a time word is read against."""

    today: date
    first_day: date
    last_day: date
    week_start: int = 0
    occasions: tuple[Occasion, ...] = ()
    fiscal: FiscalYear | None = None

    @property
    def yesterday(self) -> date:
        return self.today - DAY


def day(at: date) -> Period:
    return Period(at, at, "day")


def first_of(unit: str, at: date, week_start: int = 0) -> date:
    """The first day of the unit that `at` lies in."""
    if unit == "week":
        return at - timedelta(days=(at.weekday() - week_start) % 7)
    if unit == "month":
        return at.replace(day=1)
    if unit == "quarter":
        return date(at.year, 3 * ((at.month - 1) // 3) + 1, 1)
    return date(at.year, 1, 1) if unit == "year" else at


def move(start: date, unit: str, steps: int) -> date:
    """The first day of a unit, `steps` units later; `start` is the first day of one."""
    if unit in ("day", "week"):
        return start + timedelta(days=steps * (7 if unit == "week" else 1))
    index = start.year * 12 + start.month - 1 + steps * _MONTHS[unit]
    return date(index // 12, index % 12 + 1, 1)


def whole(unit: Unit, start: date) -> Period:
    """The complete unit that begins at `start`."""
    return Period(start, move(start, unit, 1) - DAY, unit)


def unit_at(clock: Clock, unit: Unit, steps: int = 0) -> Period:
    """The unit `steps` away from the present one; the present one is cut at yesterday."""
    start = move(first_of(unit, clock.today, clock.week_start), unit, steps)
    return cut(whole(unit, start), clock) if unit != "day" else day(start)


def cut(period: Period, clock: Clock) -> Period:
    """A period in progress, cut at yesterday; on its first day it is today alone."""
    if period.start <= clock.today <= period.end and period.unit != "day":
        return replace(period, end=max(clock.yesterday, period.start), running=True)
    return period


def last(clock: Clock, count: int, unit: Unit) -> Period:
    """The last `count` complete units."""
    if unit == "year":
        count, unit = 12 * count, "month"
    here = first_of(unit, clock.today, clock.week_start)
    kind: Unit = unit if count == 1 else "span"
    return Period(move(here, unit, -count), here - DAY, kind, of=unit)


def shifted(period: Period, kind: str) -> Period:
    """The base of a comparison: the same dates last year, the same weekdays last week, or the
    period of equal length before (a whole month, quarter or year: the one before)."""
    if kind == "week":
        return replace(period, start=period.start - 7 * DAY, end=period.end - 7 * DAY)
    if kind == "year":
        return _last_year(period)
    if period.unit in ("month", "quarter", "year") and not period.running:
        return whole(period.unit, move(period.start, period.unit, -1))
    length = timedelta(days=period.days)
    return replace(period, start=period.start - length, end=period.end - length)


def _last_year(period: Period) -> Period:
    if period.unit == "week":
        weeks = timedelta(weeks=52)
        return replace(period, start=period.start - weeks, end=period.end - weeks)
    if period.unit in ("month", "quarter", "year") and not period.running:
        return whole(period.unit, move(period.start, "year", -1))
    return replace(period, start=_same_day(period.start, -1), end=_same_day(period.end, -1))


def _same_day(at: date, years: int) -> date:
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, day=28)


def to_date(period: Period, running: Period) -> Period:
    """The part of a whole `period` that is as long as the `running` one: like with like."""
    end = min(period.end, period.start + (running.end - running.start))
    return replace(period, end=end)
