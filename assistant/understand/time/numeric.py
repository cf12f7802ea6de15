"""Dates in digits, the same in both languages: 2025-03-01, 2025.3, 10.1-10.7, 20250301."""

import re
from datetime import date

from assistant.understand.time.chinese import Resolver, dated, month
from assistant.understand.time.periods import Clock, Period, cut, day, whole


def _full(match: re.Match[str], _: Clock) -> Period | None:
    try:
        return day(date(int(match["y"]), int(match["m"]), int(match["d"])))
    except ValueError:
        return None


def _month(match: re.Match[str], clock: Clock) -> Period | None:
    number = int(match["m"])
    if not 1 <= number <= 12:
        return None
    return month(clock, number, int(match["y"]))


def _year(match: re.Match[str], clock: Clock) -> Period:
    return cut(whole("year", date(int(match["y"]), 1, 1)), clock)


def _short_range(match: re.Match[str], clock: Clock) -> Period | None:
    year = int(match["y"]) if match["y"] else None
    final = dated(clock, year, int(match["n"]), int(match["e"]))
    if final is None:
        return None
    first = dated(clock, final.start.year, int(match["m"]), int(match["d"]))
    if first is None:
        return None
    if first.start > final.start:
        first = dated(clock, final.start.year - 1, int(match["m"]), int(match["d"])) or first
    return Period(first.start, final.end, implied=year is None)


def _short(match: re.Match[str], clock: Clock) -> Period | None:
    return dated(clock, None, int(match["m"]), int(match["d"]))


_EDGE, _END = r"(?<![\d.\-/])", r"(?![\d\-/]|\.\d)"
_Y = r"(?P<y>20\d\d)"

PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = (
    (
        re.compile(rf"(?<![\d./]){_Y}[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})(?!\d)[日号]?"),
        _full,
    ),
    (re.compile(rf"{_EDGE}{_Y}(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d){_END}"), _full),
    (re.compile(rf"{_EDGE}{_Y}[-/.](?P<m>\d{{1,2}}){_END}"), _month),
    (re.compile(rf"{_EDGE}{_Y}(?P<m>0[1-9]|1[0-2]){_END}"), _month),
    (re.compile(rf"{_EDGE}{_Y}{_END}(?![a-z件单个元万亿款人份条%])"), _year),
    (
        re.compile(
            rf"{_EDGE}(?:{_Y}[-/.年])?(?P<m>\d{{1,2}})(?P<s>[./])(?P<d>\d{{1,2}})[日号]?"
            rf"\s?(?:到|至|-|~|to)\s?(?P<n>\d{{1,2}})(?P=s)(?P<e>\d{{1,2}})(?!\d)[日号]?"
        ),
        _short_range,
    ),
    (re.compile(rf"{_EDGE}(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}}){_END}"), _short),
    (re.compile(rf"{_EDGE}(?P<m>\d{{1,2}})\.(?P<d>\d{{1,2}})(?:日|号|当天|那天)"), _short),
)
