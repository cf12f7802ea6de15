"""English time words: a table of patterns, each with the function that reads it."""

import re
from datetime import date, timedelta

from assistant.understand.numerals import COUNT, count
from assistant.understand.time.chinese import (
    Resolver,
    ago,
    dated,
    half_year,
    month,
    quarter,
    weekdays,
)
from assistant.understand.time.periods import (
    DAY,
    Clock,
    Period,
    Unit,
    cut,
    day,
    first_of,
    last,
    shifted,
    unit_at,
    whole,
)

_MONTHS = {
    name: index
    for index, names in enumerate(
        (
            "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul",
            "august|aug", "september|sept|sep", "october|oct", "november|nov", "december|dec",
        ),
        1,
    )
    for name in names.split("|")
}  # fmt: skip
_DAYS = {
    name: index
    for index, names in enumerate(
        ("monday|mon", "tuesday|tue", "wednesday|wed", "thursday|thu", "friday|fri",
         "saturday|sat", "sunday|sun")
    )
    for name in names.split("|")
}  # fmt: skip
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_STEPS = {"this": 0, "current": 0, "last": -1, "previous": -1, "prior": -1, "past": -1, "next": 1}


def _alternatives(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_MONTH = rf"(?P<m>{_alternatives(_MONTHS)})\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:,? ?(?:of )?(?P<y>20\d\d)|,? (?:of )?(?P<yw>this year|last year))?"
_STEP = rf"(?P<s>{_alternatives(_STEPS)})"


def _year_of(match: re.Match[str], clock: Clock) -> int | None:
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"])
    if groups.get("yw"):
        return clock.today.year - (1 if groups["yw"].startswith("last") else 0)
    return None


def _named_day(match: re.Match[str], clock: Clock) -> Period:
    steps = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}
    return day(clock.today + timedelta(days=steps.get(match[0], -2)))


def _recent(match: re.Match[str], clock: Clock) -> Period | None:
    number = count(match["n"])
    if not number or number > 2000:
        return None
    return last(clock, number, _unit(match["u"]))


def _unit(word: str) -> Unit:
    units: dict[str, Unit] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter"}
    return units.get(word, "year")


def _step(match: re.Match[str], clock: Clock) -> Period:
    extra = -1 if match["b"] else 0
    return unit_at(clock, _unit(match["u"]), _STEPS[match["s"]] + extra)


def _past_unit(match: re.Match[str], clock: Clock) -> Period:
    return last(clock, 1, _unit(match["u"]))


def _weekend(match: re.Match[str], clock: Clock) -> Period:
    monday = first_of("week", clock.today, 0)
    start = monday + timedelta(days=7 * _STEPS[match["s"]] + 5)
    return cut(Period(start, start + DAY), clock)


def _weekday(match: re.Match[str], clock: Clock) -> Period:
    back = (clock.yesterday.weekday() - _DAYS[match["d"]]) % 7
    return day(clock.yesterday - timedelta(days=back))


def _weekday_of(match: re.Match[str], clock: Clock) -> Period:
    monday = first_of("week", clock.today, 0)
    return day(monday + timedelta(days=_DAYS[match["d"]] + 7 * _STEPS[match["s"]]))


def _month(match: re.Match[str], clock: Clock) -> Period:
    return month(clock, _MONTHS[match["m"]], _year_of(match, clock))


def _last_month_named(match: re.Match[str], clock: Clock) -> Period:
    number = _MONTHS[match["m"]]
    if match["s"] == "this":
        return month(clock, number, clock.today.year)
    return month(clock, number, clock.today.year - (number >= clock.today.month))


def _date(match: re.Match[str], clock: Clock) -> Period | None:
    return dated(clock, _year_of(match, clock), _MONTHS[match["m"]], int(match["d"]))


def _day_range(match: re.Match[str], clock: Clock) -> Period | None:
    first = dated(clock, _year_of(match, clock), _MONTHS[match["m"]], int(match["d"]))
    if first is None:
        return None
    final = dated(clock, first.start.year, _MONTHS[match["m"]], int(match["e"]))
    if final is None or final.end < first.start:
        return None
    return Period(first.start, final.end, implied=first.implied)


def _quarter(match: re.Match[str], clock: Clock) -> Period:
    groups = match.groupdict()
    number = int(groups["q"]) if groups.get("q") else _ORDINALS[groups["o"]]
    return quarter(clock, number, _year_of(match, clock))


def _half(match: re.Match[str], clock: Clock) -> Period:
    second = match["h"] in ("second", "2nd", "2")
    return half_year(clock, second, _year_of(match, clock))


def _to_date(match: re.Match[str], clock: Clock) -> Period:
    units: dict[str, Unit] = {"w": "week", "m": "month", "q": "quarter", "y": "year"}
    return unit_at(clock, units[match["u"][0]])


def _week_of(match: re.Match[str], clock: Clock) -> Period | None:
    found = dated(clock, _year_of(match, clock), _MONTHS[match["m"]], int(match["d"]))
    if found is None:
        return None
    return cut(whole("week", first_of("week", found.start, clock.week_start)), clock)


def _ago(match: re.Match[str], clock: Clock) -> Period | None:
    number = count(match["n"])
    return day(clock.today - number * DAY) if number and number < 4000 else None


def _units_ago(match: re.Match[str], clock: Clock) -> Period | None:
    return ago(clock, _unit(match["u"]), count(match["n"]) or 0)


def _weekdays(match: re.Match[str], clock: Clock) -> Period | None:
    steps = _STEPS[match["s"]] if match["s"] else None
    return weekdays(clock, _DAYS[match["d"]], _DAYS[match["e"]], steps)


def _year(match: re.Match[str], clock: Clock) -> Period:
    return cut(whole("year", date(int(match["y"]), 1, 1)), clock)


def _everything(_: re.Match[str], clock: Clock) -> Period:
    return Period(clock.first_day, clock.last_day)


def _vague(_: re.Match[str], clock: Clock) -> Period:
    return Period(clock.first_day, clock.last_day, vague=True)


def _shift(kind: str) -> Resolver:
    def resolve(_: re.Match[str], clock: Clock) -> Period:
        base = shifted(unit_at(clock, "month"), kind)
        return Period(base.start, base.end, shift=kind)  # type: ignore[arg-type]

    return resolve


_IN = r"(?:(?:in|on|during|for|over|within|of|from) )?(?:the )?"
_QUARTERS = _alternatives(_ORDINALS)

PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (re.compile(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])"), resolver)
    for pattern, resolver in (
        (r"(?:today|yesterday|tomorrow|(?:the )?day before yesterday)", _named_day),
        (rf"{_IN}(?:last|past|previous|trailing|most recent|recent) (?P<n>{COUNT}) (?:full |complete |calendar )?(?P<u>day|week|month|quarter|year)s?", _recent),
        (rf"{_IN}(?P<b>week before |month before |quarter before |year before )?{_STEP} (?:calendar |full |complete )?(?P<u>week|month|quarter|year)", _step),
        (r"(?:in|during|over|for) the (?:last|past) (?P<u>week|month|quarter|year)", _past_unit),
        (rf"{_IN}{_STEP} weekend", _weekend),
        (rf"(?:last |on )(?P<d>{_alternatives(_DAYS)})", _weekday),
        (rf"(?P<d>{_alternatives(_DAYS)}) (?:of )?{_STEP} week", _weekday_of),
        (rf"(?:in |during |for |of |month of )*(?!may i|may we){_MONTH}{_YEAR}", _month),
        (rf"(?:in )?(?P<s>last|this) {_MONTH}", _last_month_named),
        (rf"(?:on )?{_MONTH} {_DAY}{_YEAR}", _date),
        (rf"(?:on )?(?:the )?{_DAY} (?:of )?{_MONTH}{_YEAR}", _date),
        (rf"(?:from |between )?{_MONTH} {_DAY} ?(?:-|~|to|through|until|and) ?(?P<e>\d{{1,2}})(?:st|nd|rd|th)?(?!\d){_YEAR}", _day_range),
        (rf"(?:from |between )?(?:the )?{_DAY} ?(?:-|~|to|through|until|and) ?(?:the )?(?P<e>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}{_YEAR}", _day_range),
        (rf"{_IN}q(?P<q>[1-4]){_YEAR}", _quarter),
        (rf"{_IN}(?P<y>20\d\d) ?q(?P<q>[1-4])", _quarter),
        (rf"{_IN}(?P<o>{_QUARTERS}) quarter{_YEAR}", _quarter),
        (rf"{_IN}h(?P<h>[12]){_YEAR}", _half),
        (rf"{_IN}(?P<y>20\d\d) ?h(?P<h>[12])", _half),
        (rf"{_IN}(?P<h>first|second|1st|2nd) half{_YEAR}(?: the year)?", _half),
        (r"(?<!last )(?<!past )(?<!prior )(?<!previous )(?<!this )(?<!current )(?<!fiscal )(?P<u>week|month|quarter|year) to date|(?:the )?(?:mtd|ytd|qtd|wtd)", lambda m, c: _abbreviation(m, c)),
        (rf"{_IN}week (?:of|beginning|starting) {_MONTH} {_DAY}{_YEAR}", _week_of),
        (rf"(?P<n>{COUNT}) days ago", _ago),
        (rf"(?P<n>{COUNT}) (?P<u>week|month|quarter|year)s? ago", _units_ago),
        (rf"{_IN}(?:last|past|previous) fortnight", lambda m, c: last(c, 2, "week")),
        (rf"{_IN}(?:last|past|previous) half(?: a)? year", lambda m, c: last(c, 6, "month")),
        (rf"(?:from |between )?(?P<d>{_alternatives(_DAYS)}) ?(?:-|~|to|through|until|and) ?(?P<e>{_alternatives(_DAYS)})(?: (?:of |in )?(?:the )?{_STEP} week)?", _weekdays),
        (rf"{_STEP} week,? (?:from )?(?P<d>{_alternatives(_DAYS)}) ?(?:-|~|to|through|until) ?(?P<e>{_alternatives(_DAYS)})", _weekdays),
        (rf"{_IN}(?:year )?(?P<y>20\d\d)(?![-/.]\d)", _year),
        (r"since the (?:beginning|start) of (?:the |this )(?P<u>week|month|quarter|year)", lambda m, c: unit_at(c, _unit(m["u"]))),
        (r"all time|of all time|ever|since (?:the )?(?:beginning|launch|start)(?! of)|in total history|(?:entire|whole) (?:history|period)|historically|to date", _everything),
        (r"recently|lately|these days|recent", _vague),
        (r"(?:the )?same (?:period|time|dates?|month|week|quarter|days?)(?: of| in)?(?: the)? (?:last|previous|prior) year|a year (?:ago|earlier|before)|(?:the )?same (?:month|period|quarter) a year (?:ago|earlier)|a year ago", _shift("year")),
        (r"(?:the )?same (?:days?|period|weekdays?)(?: of)? last week", _shift("week")),
        (rf"{_IN}(?P<u>week|month|quarter|year) before last", lambda m, c: unit_at(c, _unit(m["u"]), -2)),
        (r"(?:the )?(?:day|week|month|quarter|year) before(?: that)?(?! last)|(?:the )?(?:previous|prior|last|preceding) period|(?:the )?period before", _shift("previous")),
    )
)  # fmt: skip


def _abbreviation(match: re.Match[str], clock: Clock) -> Period:
    units: dict[str, Unit] = {"w": "week", "m": "month", "q": "quarter", "y": "year"}
    letter = match["u"][0] if match["u"] else match[0].removeprefix("the ")[0]
    return unit_at(clock, units[letter])
