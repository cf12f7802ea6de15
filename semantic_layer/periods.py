"""Which days a comparison looks at, and how the steps of the two periods are laid on each other.

Conventions (also in docs/metric-query.md): 环比 is the period of equal length before; a calendar
unit is compared with the unit before, one that has only begun with the same first days of it. 同比
is the same dates last year (29 February: 28), for weeks 52 weeks back. Campaigns are compared by
`occasions.py`, the same days of other members by `compile/bases.py`.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from semantic_layer.errors import QueryError
from semantic_layer.query import FISCAL_STEPS, Compare, TimeRange
from semantic_layer.reckoning import DAYS, MONTHS, Reckoning, months_back

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shift:
    """How far back a base lies: a step of the asked period less this is its step in the base."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Base:
    """The period to compare with, and the shift between its steps and the asked ones."""

    time: TimeRange
    shift: Shift


def _is_month_end(day: date) -> bool:
    return (day + _DAY).day == 1


def moved(time: TimeRange, shift: Shift) -> TimeRange:
    """The range moved back; a range of whole months stays one of whole months.

    A cut hour of a day that the base month does not have (31 March, 29 February) cuts nothing
    there: the last days that it has are over.
    """
    if not shift.months:
        gone = timedelta(days=shift.days)
        ends = {"start": time.start - gone, "end": time.end - gone}
        cuts = {
            "since": time.since and time.since - gone,
            "until": time.until and time.until - gone,
        }
        return time.model_copy(update={**ends, **cuts})
    start, end = months_back(time.start, shift.months), months_back(time.end, shift.months)
    if is_whole(time) and time.until is None:
        end = end.replace(day=calendar.monthrange(end.year, end.month)[1])
    since, until = (
        datetime.combine(months_back(moment.date(), shift.months), moment.time())
        if moment
        else None
        for moment in (time.since, time.until)
    )
    if end.day < time.end.day and time.start != time.end:
        until = None
    return time.model_copy(update={"start": start, "end": end, "since": since, "until": until})


def is_whole(time: TimeRange) -> bool:
    """True for whole months, unless they were said to be a run of days."""
    return time.unit != "day" and time.start.day == 1 and _is_month_end(time.end)


def so_far(time: TimeRange, last: date | None, by: Reckoning) -> TimeRange:
    """The days of a range up to the last day of data, by the unit that the whole of them is.

    A period that has only begun is compared with the same first days of its base.
    """
    if last is None or not time.start <= last < time.end:
        return time
    unit = time.unit or ("week" if _is_week(time, by) else _whole_unit(time))
    return time.model_copy(update={"end": last, "until": None, "unit": unit})


def _is_week(time: TimeRange, by: Reckoning) -> bool:
    return time.start.weekday() == by.week_start and (time.end - time.start).days == 6


def as_long(time: TimeRange, other: TimeRange) -> bool:
    """True for as many days, or as many whole months."""
    if is_whole(time) and is_whole(other):
        return _months(time) == _months(other)
    return time.end - time.start == other.end - other.start


def _months(time: TimeRange) -> int:
    return (time.end.year - time.start.year) * 12 + time.end.month - time.start.month


def base_of(time: TimeRange, compare: Compare, grain: str, by: Reckoning) -> Base:
    """The base of a comparison. `grain` is the finest step of time in the result, "" for none.

    Raises QueryError `misaligned` when the steps cannot be laid on each other.
    """
    if compare.kind == "range" and compare.time is not None:
        return Base(compare.time, _between(time, compare.time, grain))
    shift = _SHIFTS[compare.kind](time, grain, by)
    return Base(moved(time, shift), shift)


def _previous(time: TimeRange, grain: str, by: Reckoning) -> Shift:
    if grain in MONTHS:
        return Shift(months=MONTHS[grain])
    if grain in ("week", "day"):
        return Shift(days=7 if grain == "week" else 1)
    length = (time.end - time.start).days + 1
    unit = time.unit or _whole_unit(time)
    if unit in MONTHS:
        size = MONTHS[unit]
        return Shift(months=-(-_spanned(time, unit, by) // size) * size)
    if unit == "week":
        return Shift(days=-(-length // 7) * 7)
    return Shift(days=length)


def _spanned(time: TimeRange, unit: str, by: Reckoning) -> int:
    """The months that a range touches, as the unit's own months begin."""
    late = (by.year.day - 1) * _DAY if unit in FISCAL_STEPS else timedelta()
    first, last = time.start - late, time.end - late
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _year(time: TimeRange, grain: str, by: Reckoning) -> Shift:
    weeks = time.start.weekday() == by.week_start and ((time.end - time.start).days + 1) % 7 == 0
    if grain == "week" or (
        (time.unit == "week" or (not time.unit and weeks)) and grain not in MONTHS
    ):
        return Shift(days=364)
    return Shift(months=12)


def _week(_time: TimeRange, grain: str, _by: Reckoning) -> Shift:
    if grain in MONTHS:
        raise QueryError("misaligned", grain=grain)
    return Shift(days=7)


def _weekdays(_time: TimeRange, grain: str, _by: Reckoning) -> Shift:
    if grain in MONTHS:
        raise QueryError("misaligned", grain=grain)
    return Shift(days=364)


_SHIFTS = {"previous": _previous, "year": _year, "week": _week, "weekdays": _weekdays}


def _whole_unit(time: TimeRange) -> str:
    """`month` for a range of whole months when no unit was said."""
    return "month" if time.start.day == 1 and _is_month_end(time.end) else "day"


def keeps_steps(shift: Shift, grain: str) -> bool:
    """True where a shift lays every step of `grain` on a whole step: beside the month before, a
    month's year is no year's beginning."""
    if grain in DAYS:
        return True
    if shift.months:
        return grain in MONTHS and shift.months % MONTHS[grain] == 0
    return not shift.days or (grain == "week" and shift.days % 7 == 0)


def _between(time: TimeRange, base: TimeRange, grain: str) -> Shift:
    """The shift to a named range: by days, or by months where steps are months."""
    days = (time.start - base.start).days
    if grain in ("", "hour", "day") or (grain == "week" and days % 7 == 0):
        return Shift(days=days)
    months = (time.start.year - base.start.year) * 12 + time.start.month - base.start.month
    if grain in MONTHS and time.start.day == base.start.day and months % MONTHS[grain] == 0:
        return Shift(months=months)
    raise QueryError("misaligned", grain=grain)


def first_moment(range_: TimeRange) -> datetime:
    """The moment from which a range counts."""
    return range_.since or datetime.combine(range_.start, time())


def end_moment(range_: TimeRange) -> datetime:
    """The moment up to which a range counts, exclusive."""
    return range_.until or datetime.combine(range_.end + _DAY, time())


def step_start(day: date, grain: str, by: Reckoning) -> date:
    """The first day of the step of `grain` that holds `day`."""
    if grain == "week":
        return day - timedelta(days=(day.weekday() - by.week_start) % 7)
    if grain == "day":
        return day
    if grain in FISCAL_STEPS:
        return by.year.start(day, grain)
    month = day.month if grain == "month" else (day.month - 1) // 3 * 3 + 1
    return date(day.year, 1 if grain == "year" else month, 1)


def step_end(day: date, grain: str, by: Reckoning) -> date:
    """The last day of the step of `grain` that holds `day`."""
    return _next(step_start(day, grain, by), grain) - _DAY


def whole_steps(range_: TimeRange | None, grain: str, by: Reckoning) -> bool:
    """True for a range (or all time) that begins and ends with a step of `grain`."""
    if range_ is None:
        return True
    starts = range_.since is None and step_start(range_.start, grain, by) == range_.start
    return starts and range_.until is None and step_end(range_.end, grain, by) == range_.end


def whole_time(time: TimeRange, grain: str, *, steps: bool, by: Reckoning) -> TimeRange | None:
    """The range up to the end of the step of `grain` that it ends in, or of its own longer unit
    where it is not shown by steps; None where it does not begin with a step."""
    if time.since is not None or step_start(time.start, grain, by) != time.start:
        return None
    longer = MONTHS.get(time.unit, 0) > MONTHS.get(grain, 0) > 0
    unit = time.unit if longer and not steps else grain
    end = step_end(time.end, unit, by)
    if end == time.end and time.until is None:
        return time
    return time.model_copy(update={"end": end, "until": None})


def steps(range_: TimeRange, grain: str, by: Reckoning, most: int) -> list[date] | list[datetime]:
    """The starts of all steps of a range, in order. Raises QueryError `too_many_steps`."""
    size = {"hour": 1 / 24, "day": 1, "week": 7}.get(grain) or 28 * MONTHS[grain]
    count = int(((range_.end - range_.start).days + 1) / size)
    if count > most:
        raise QueryError("too_many_steps", count=count, grain=grain, most=most)
    if grain == "hour":
        first, end = first_moment(range_), end_moment(range_)
        first = first.replace(minute=0, second=0, microsecond=0)
        hours = -(-(end - first).total_seconds() // 3600)
        return [first + timedelta(hours=n) for n in range(int(hours))]
    found = [step_start(range_.start, grain, by)]
    while (following := _next(found[-1], grain)) <= range_.end:
        found.append(following)
    return found


def _next(day: date, grain: str) -> date:
    if grain in MONTHS:
        return months_back(day, -MONTHS[grain])
    return day + timedelta(days=7 if grain == "week" else 1)
