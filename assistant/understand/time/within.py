"""Parts of a period that is named beside them: 上个月前10天, 10月第一周, 去年年底, end of last month.

Where people mean one thing or another (上月底: its last day, or its last ten) both are given, so
that the question is asked back.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from assistant.understand.numerals import COUNT, count
from assistant.understand.time.hours import AFTER_DAY, BEFORE_DAY, within_day
from assistant.understand.time.periods import (
    DAY,
    Clock,
    Period,
    Unit,
    cut,
    first_of,
    move,
    unit_at,
    whole,
)

_UNITS: dict[str, Unit] = {
    "天": "day", "日": "day", "周": "week", "个星期": "week", "星期": "week", "个礼拜": "week",
    "个周": "week", "个月": "month", "月": "month", "个季度": "quarter", "季度": "quarter",
    "day": "day", "week": "week", "month": "month", "quarter": "quarter",
}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "1st": 1, "2nd": 2,
             "3rd": 3, "4th": 4, "5th": 5, "last": -1, "final": -1}  # fmt: skip
_U = "|".join(sorted((u for u in _UNITS if not u.isascii()), key=len, reverse=True))
_O = "|".join(_ORDINALS)
_MOST, _MOST_WEEKS = 366, 53
_ANY = ("month", "quarter", "year")
Part = Callable[[re.Match[str], Period, Clock], Iterator[Period]]


def ending(period: Period) -> date:
    """The last day of the whole period, where it was cut at yesterday."""
    if period.running and period.unit in _ANY:
        return whole(period.unit, first_of(period.unit, period.start)).end
    return period.end


def _firsts(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    number, unit = count(match["n"]) if match["n"] else 1, _UNITS[match["u"]]
    if not number or number > _MOST or (unit == "week" and period.unit in _ANY):
        if number == 1:
            yield from _week(period, 1, clock)
        return
    yield from _from_start(period, 0, number, unit, clock)


def _lasts(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    number, unit = count(match["n"]) if match["n"] else 1, _UNITS[match["u"]]
    last = ending(period)
    if not number or number > _MOST or (period.running and period.unit not in _ANY):
        return
    if number == 1 and unit == "week" and period.unit in _ANY:
        week = whole("week", first_of("week", last, clock.week_start))
        yield from _either(cut(week, clock), cut(Period(last - 6 * DAY, last), clock))
        return
    if unit in _ANY:
        after = move(first_of(unit, last), unit, 1)
        start = move(after, unit, -number)
        kind: Unit = unit if number == 1 else "span"
        found = Period(start, after - DAY, kind, of=unit)
    else:
        length = number * (7 if unit == "week" else 1)
        found = Period(last - (length - 1) * DAY, last, _one_day(length))
    if period.start <= found.start and found.end <= last:
        yield cut(found, clock)


def _nth(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    number, unit = count(match["n"]), _UNITS[match["u"]]
    if not number or number > _MOST:
        return
    if unit == "week" and period.unit in _ANY:
        yield from _week(period, number, clock)
    else:
        yield from _from_start(period, number - 1, 1, unit, clock)


def _from_start(
    period: Period, skip: int, number: int, unit: Unit, clock: Clock
) -> Iterator[Period]:
    """`number` units of a period after the first `skip`."""
    if unit in _ANY and first_of(unit, period.start) != period.start:
        return
    start = move(period.start, unit, skip)
    last = move(start, unit, number) - DAY
    kind: Unit = unit if number == 1 else "span"
    limit = ending(period)
    open_ended = period.running and period.unit not in _ANY
    if last <= limit or open_ended:
        yield cut(Period(start, last, kind if unit in (*_ANY, "day") else "span"), clock)


def _week(period: Period, number: int, clock: Clock) -> Iterator[Period]:
    """The nth week of a month: the calendar's, or the nth seven days of it."""
    if number > _MOST_WEEKS:
        return
    if period.unit == "year":
        yield week_of_year(period.start.year, number, clock)
        return
    monday = first_of("week", period.start, clock.week_start) + 7 * (number - 1) * DAY
    by_days = period.start + 7 * (number - 1) * DAY
    if monday > ending(period) or by_days > ending(period):
        return
    weeks = whole("week", monday), Period(by_days, min(by_days + 6 * DAY, ending(period)))
    yield from _either(*(cut(w, clock) for w in weeks))


def week_of_year(year: int, number: int, clock: Clock) -> Period:
    """Week 1 is the one that 4 January lies in (ISO 8601, with the shop's first day of a week)."""
    first = first_of("week", date(year, 1, 4), clock.week_start)
    return cut(whole("week", first + 7 * (number - 1) * DAY), clock)


def _either(*periods: Period) -> Iterator[Period]:
    kept = list({(p.start, p.end): p for p in periods}.values())
    yield from (replace(p, unsure=len(kept) > 1) for p in kept)


def _end(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    """上月底: the last day, or the last ten of a month, the last month of what is longer."""
    last = ending(period)
    if period.unit not in _ANY or period.of:
        return
    longer = last.replace(day=21 if period.unit == "month" else 1)
    yield from _either(Period(last, last, "day"), cut(_month_or(period, longer, last), clock))


def _month_or(period: Period, first: date, last: date) -> Period:
    return Period(first, last, "span" if period.unit == "month" else "month")


def _beginning(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    """上月初: the first day, or the first ten of a month, the first month of what is longer."""
    first = period.start
    if period.unit not in _ANY or period.of:
        return
    last = first + 9 * DAY if period.unit == "month" else move(first, "month", 1) - DAY
    yield from _either(Period(first, first, "day"), cut(_month_or(period, first, last), clock))


def _third(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    if period.unit == "month":
        start = period.start
        bounds = {"e": (1, 10), "m": (11, 20), "l": (21, ending(period).day)}[match["t"][0]]
        yield cut(Period(start.replace(day=bounds[0]), start.replace(day=bounds[1])), clock)


def _week_around(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    yield cut(whole("week", first_of("week", period.start, clock.week_start)), clock)


def _half(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    if period.unit == "year":
        start = move(period.start, "month", 0 if match["h"] in ("first", "1st") else 6)
        yield cut(Period(start, move(start, "month", 6) - DAY), clock)


def _ordinal(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    number, unit = _ORDINALS[match["o"]], _UNITS[match["u"]]
    if number > 0 and unit == "week" and period.unit in _ANY:
        yield from _week(period, number, clock)
    elif number > 0:
        yield from _from_start(period, number - 1, 1, unit, clock)
    else:
        last = ending(period)
        if unit == "day" and (not period.running or period.unit in _ANY):
            yield Period(last, last, "day")


def _earlier(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    """11月之前, before November: all days of the data before it."""
    if clock.first_day < period.start:
        yield Period(clock.first_day, period.start - DAY)


def _after(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    """after Double 11: from the day after its last, to yesterday."""
    first = ending(period) + DAY
    if not period.running and first <= clock.yesterday:
        yield Period(first, clock.yesterday)


def _before_named(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    if period.named:
        yield from _earlier(match, period, clock)


def _after_named(match: re.Match[str], period: Period, clock: Clock) -> Iterator[Period]:
    if period.named:
        yield from _after(match, period, clock)


def _day_hours(match: re.Match[str], period: Period, _: Clock) -> Iterator[Period]:
    found = within_day(match, period) if match[0].strip() not in ("", "的") else None
    if found is not None:
        yield found


AFTER: tuple[tuple[re.Pattern[str], Part], ...] = (
    (re.compile(rf"的?(?:前|头|最初|开头)(?P<n>{COUNT})(?P<u>{_U})"), _firsts),
    (re.compile(r"的?(?:首|头一|头)(?P<n>)(?P<u>日|天|周|个月)"), _firsts),
    (re.compile(rf"的?(?:最后|末尾|末)的?(?P<n>{COUNT})(?P<u>{_U})"), _lasts),
    (re.compile(rf"的?第(?P<n>{COUNT})(?P<u>{_U})(?!度)"), _nth),
    (re.compile(r"的?(?:月|季|季度|年)?(?:底|末)(?!至今|以来|到|尾|次)"), _end),
    (re.compile(r"的?(?:月|季|季度|年)?初(?!至今|以来|到|次|始)"), _beginning),
    (re.compile(r"(?:之前|以前)"), _earlier),
    (re.compile(r"(?:开始)?前(?![一二两三四五六七八九十\d后个半名几天周])"), _before_named),
    (re.compile(r"(?:结束)?(?:之后|以后|后)(?![一二两三四五六七八九十\d第天周个])"), _after_named),
    (AFTER_DAY, _day_hours),
)
BEFORE: tuple[tuple[re.Pattern[str], Part], ...] = (
    (re.compile(rf"(?:in |over |during )?(?:the )?first (?P<n>{COUNT}) (?P<u>day|week|month|quarter)s? (?:of|in) $"), _firsts),
    (re.compile(rf"(?:in |over |during )?(?:the )?(?:last|final) (?P<n>{COUNT}) (?P<u>day|week|month|quarter)s? (?:of|in) $"), _lasts),
    (re.compile(rf"(?:in |on |over |during )?(?:the )?(?P<o>{_O}) (?P<u>day|week|month|quarter) (?:of|in) $"), _ordinal),
    (re.compile(r"(?:at |by )?(?:the )?end of $"), _end),
    (re.compile(r"(?:at |in )?(?:the )?(?:beginning|start) of $"), _beginning),
    (re.compile(r"(?:in )?(?P<t>early|mid|late)[ -]$"), _third),
    (re.compile(r"(?:in |during )?(?:the )?(?P<h>first|second|1st|2nd) half of $"), _half),
    (re.compile(r"(?:in |during )?(?:the )?week (?:of|around) $"), _week_around),
    (re.compile(r"(?:in )?(?:the )?(?P<u>week) (?P<n>\d{1,2}) of $"), _nth),
    (re.compile(r"(?:prior to|before|until before) $"), _earlier),
    (re.compile(r"after (?:the )?$"), _after),
    (BEFORE_DAY, _day_hours),
)  # fmt: skip


def _one_day(length: int) -> Unit:
    return "day" if length == 1 else "span"


def bare_end(match: re.Match[str], clock: Clock) -> Iterator[Period]:
    """月底 is the end of the latest month that is over, 年初 the beginning of this year."""
    unit: Unit = {"月": "month", "季": "quarter", "年": "year"}[match["u"]]  # type: ignore[assignment]
    over = match["e"] in "底末"
    made = _end if over else _beginning
    yield from made(match, unit_at(clock, unit, -1 if over else 0), clock)


ENDS = re.compile(
    r"(?<![个本上这下今去明当每各前后\d一二三四五六七八九十月季年度])(?P<u>月|季|年)度?(?P<e>[底末初])(?!至今|以来|到|始|次|尾)"
)


def numbered_week(match: re.Match[str], clock: Clock) -> Iterator[Period]:
    """第37周, week 37; 第一周 may be of the year or of this month."""
    number = count(match["n"] or match["n2"])
    if not number or number > 53:
        return
    found = week_of_year(clock.today.year, number, clock)
    months = _week(unit_at(clock, "month"), number, clock) if number <= 5 else ()
    yield from _either(found, *months)


WEEKS = re.compile(
    rf"(?<![\d年月度])第(?P<n>{COUNT})个?(?:周|星期)|(?<![a-z])(?:in )?week (?P<n2>\d{{1,2}})(?![\d/-])"
)
