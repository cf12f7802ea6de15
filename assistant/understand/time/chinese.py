"""Chinese time words: a table of patterns, each with the function that reads it."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.understand.numerals import COUNT, count
from assistant.understand.time.periods import (
    DAY,
    Clock,
    Period,
    Unit,
    cut,
    day,
    first_of,
    last,
    move,
    shifted,
    unit_at,
    whole,
)

Resolver = Callable[[re.Match[str], Clock], Period | None]

UNITS: dict[str, Unit] = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "个星期": "week",
    "个礼拜": "week", "个月": "month", "月": "month", "个季度": "quarter", "季度": "quarter",
    "年": "year", "个自然月": "month", "个整月": "month", "个完整月": "month", "个完整的月": "month",
    "自然日": "day", "整天": "day", "个工作日": "day", "个自然周": "week", "个整周": "week",
}  # fmt: skip
YEAR = (
    r"(?:(?:(?P<yr>20\d\d|(?<!\d)[12]\d(?=年)|二[零〇]二[零〇一二三四五六七八九](?=年))(?:年度?|[ ])?"
    r"|(?P<yw>今年|本年度?|当年|去年|上年|前年|大前年|明年)))的?"
)
_YEAR_WORDS = {"今": 0, "本": 0, "当": 0, "去": -1, "上": -1, "前": -2, "大": -3, "明": 1}
_WEEKDAYS = (
    {c: i for i, c in enumerate("一二三四五六日")}
    | {"天": 6, "末": 5}
    | {str(i + 1): i for i in range(7)}
)
_DAYS = {
    "今天": 0, "今日": 0, "当天": 0, "今儿": 0, "昨天": -1, "昨日": -1, "昨儿": -1, "昨": -1, "前天": -2,
    "前日": -2, "大前天": -3, "明天": 1, "明日": 1, "后天": 2,
}  # fmt: skip
_WEEK_STEP = {"上上": -2, "上": -1, "上一": -1, "这": 0, "本": 0, "这个": 0, "上个": -1, "上上个": -2,
              "下": 1, "下个": 1, "前一": -1, "当": 0, "下一": 1, "今": 0}  # fmt: skip
_MOST_BACK = {"week": 520, "month": 240, "quarter": 80}
_STEP = "|".join(sorted(_WEEK_STEP, key=len, reverse=True))
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))


def year_of(match: re.Match[str], clock: Clock) -> int | None:
    """The year that a match's prefix says, None when it says none."""
    groups = match.groupdict()
    if groups.get("yr"):
        digits = groups["yr"].translate(str.maketrans("零〇一二三四五六七八九", "00123456789"))
        return int(digits) if len(digits) == 4 else 2000 + int(digits)
    word = groups.get("yw")
    return clock.today.year + _YEAR_WORDS[word[0]] if word else None


def _day_word(match: re.Match[str], clock: Clock) -> Period:
    return day(clock.today + timedelta(days=_DAYS[match[0]]))


def _recent(match: re.Match[str], clock: Clock) -> Period | None:
    number = count(match["n"]) if match["n"] else 1
    if not number or number > 2000:
        return None
    return last(clock, number, UNITS[match["u"]])


def _half(match: re.Match[str], clock: Clock) -> Period:
    return last(clock, 6, "month") if match["u"] == "年" else last(clock, 15, "day")


def _step(match: re.Match[str], clock: Clock) -> Period:
    unit: Unit = UNITS[match["u"]]
    return unit_at(clock, unit, _WEEK_STEP[match["s"]])


def _weekday(match: re.Match[str], clock: Clock) -> Period:
    monday = first_of("week", clock.today, 0)
    if match["d"] == "末":
        start = monday + timedelta(days=7 * _WEEK_STEP[match["s"]] + 5)
        return Period(start, start + DAY)
    at = monday + timedelta(days=7 * _WEEK_STEP[match["s"]] + _WEEKDAYS[match["d"]])
    return day(at)


def _bare_weekday(match: re.Match[str], clock: Clock) -> Period:
    back = (clock.yesterday.weekday() - _WEEKDAYS[match["d"]]) % 7
    return day(clock.yesterday - timedelta(days=back))


def _year(match: re.Match[str], clock: Clock) -> Period | None:
    year = year_of(match, clock)
    return cut(whole("year", date(year, 1, 1)), clock) if year else None


def _month(match: re.Match[str], clock: Clock) -> Period | None:
    year, number = year_of(match, clock), count(match["m"])
    if not number or number > 12:
        return None
    return month(clock, number, year)


def month(clock: Clock, number: int, year: int | None) -> Period:
    """A month of a year; without a year the latest one that has begun."""
    implied = year is None
    year = year or clock.today.year - (number > clock.today.month)
    found = cut(whole("month", date(year, number, 1)), clock)
    return Period(found.start, found.end, "month", found.running, implied)


def _month_part(match: re.Match[str], clock: Clock) -> Period | None:
    if match["m"]:
        base = _month(match, clock)
    else:
        base = whole("month", move(first_of("month", clock.today), "month", _WEEK_STEP[match["s"]]))
    if base is None:
        return None
    start = base.start
    end = whole("month", start).end
    bounds = {"上": (1, 10), "中": (11, 20), "下": (21, end.day)}
    first = start.replace(day=bounds[match["p"][0]][0])
    final = start.replace(day=bounds[match["p"][-1]][1])
    return cut(Period(first, final), clock)


def _date(match: re.Match[str], clock: Clock) -> Period | None:
    year, number, on = year_of(match, clock), count(match["m"]), count(match["d"])
    return dated(clock, year, number, on)


def dated(clock: Clock, year: int | None, number: int | None, on: int | None) -> Period | None:
    """One date; without a year the latest one that has begun. None when there is no such date."""
    try:
        found = date(year or clock.today.year, number or 0, on or 0)
    except ValueError:
        return None
    if year is None and found > clock.today:
        found = _year_back(found)
    return Period(found, found, "day", implied=year is None)


def _year_back(at: date) -> date:
    try:
        return at.replace(year=at.year - 1)
    except ValueError:
        return at.replace(year=at.year - 1, day=28)


def _day_of_month(match: re.Match[str], clock: Clock) -> Period | None:
    start = move(first_of("month", clock.today), "month", _WEEK_STEP[match["s"]])
    return dated(clock, start.year, start.month, count(match["d"]))


def _days_of_month(match: re.Match[str], clock: Clock) -> Period | None:
    """上个月15号到20号: both in the month that is said."""
    step = {"上上": -2, "上上个": -2}.get(match["s"]) or _WEEK_STEP[match["s"]]
    start = move(first_of("month", clock.today), "month", step)
    ends = [dated(clock, start.year, start.month, count(match[name])) for name in ("d", "e")]
    if ends[0] is None or ends[1] is None or ends[1].end < ends[0].start:
        return None
    return Period(ends[0].start, ends[1].end)


def _bare_day(match: re.Match[str], clock: Clock) -> Period | None:
    number = count(match["d"]) or 0
    start = first_of("month", clock.today)
    if number > clock.today.day:
        start = move(start, "month", -1)
    return dated(clock, start.year, start.month, number)


def _day_range(match: re.Match[str], clock: Clock) -> Period | None:
    year, number = year_of(match, clock), count(match["m"])
    first = dated(clock, year, number, count(match["d"]))
    if first is None:
        return None
    final = dated(clock, first.start.year, number, count(match["e"]))
    if final is None or final.end < first.start:
        return None
    return Period(first.start, final.end, implied=first.implied)


def _quarter(match: re.Match[str], clock: Clock) -> Period | None:
    number = count(match["q"])
    if number is None or not 1 <= number <= 4:
        return None
    return quarter(clock, number, year_of(match, clock))


def quarter(clock: Clock, number: int, year: int | None) -> Period:
    """A quarter of a year; without a year the latest one that has begun."""
    implied = year is None
    start = date(year or clock.today.year, 3 * number - 2, 1)
    if implied and start > clock.today:
        start = move(start, "year", -1)
    found = cut(whole("quarter", start), clock)
    return Period(found.start, found.end, "quarter", found.running, implied)


def _half_year(match: re.Match[str], clock: Clock) -> Period:
    second = match["h"] in ("下", "2")
    return half_year(clock, second, year_of(match, clock))


def half_year(clock: Clock, second: bool, year: int | None) -> Period:
    """A half of a year; without a year the latest one that has begun."""
    start = date(year or clock.today.year, 7 if second else 1, 1)
    if year is None and start > clock.today:
        start = move(start, "year", -1)
    return cut(Period(start, move(start, "month", 6) - DAY), clock)


def _to_date(match: re.Match[str], clock: Clock) -> Period:
    units: dict[str, Unit] = {"月": "month", "年": "year", "季": "quarter", "周": "week"}
    return unit_at(clock, units[match["u"][0]])


def _ago(match: re.Match[str], clock: Clock) -> Period | None:
    number = count(match["n"])
    return day(clock.today - number * DAY) if number and number < 4000 else None


def _units_ago(match: re.Match[str], clock: Clock) -> Period | None:
    number = count(match["n"])
    return ago(clock, UNITS[match["u"]], number or 0)


def ago(clock: Clock, unit: Unit, number: int) -> Period | None:
    """The unit that lies `number` units back; 2025 years back is no time word."""
    return unit_at(clock, unit, -number) if 0 < number <= _MOST_BACK.get(unit, 50) else None


def _months(match: re.Match[str], clock: Clock) -> Period | None:
    """1-6月, 2025年3到5月."""
    year, first, last_ = year_of(match, clock), count(match["m"]), count(match["e"])
    if not first or not last_ or not first < last_ <= 12:
        return None
    year_ = year or clock.today.year - (first > clock.today.month)
    start, end = date(year_, first, 1), whole("month", date(year_, last_, 1)).end
    found = cut(Period(start, end), clock)
    return Period(found.start, found.end, running=found.running, implied=year is None)


def _weekdays(match: re.Match[str], clock: Clock) -> Period | None:
    """上周一到周三; without a week the latest ones that are over."""
    steps = _WEEK_STEP[match["s"]] if match["s"] else None
    return weekdays(clock, _WEEKDAYS[match["d"]], _WEEKDAYS[match["e"]], steps)


def weekdays(clock: Clock, first: int, last: int, steps: int | None) -> Period | None:
    """Days of one week, 0 Monday; with `steps` None of the latest week in which they are over."""
    if last < first:
        return None
    monday = first_of("week", clock.today, 0) + timedelta(days=7 * (steps or 0))
    if steps is None and monday + last * DAY > clock.yesterday:
        monday -= 7 * DAY
    return cut(Period(monday + first * DAY, monday + last * DAY), clock)


def _everything(_: re.Match[str], clock: Clock) -> Period:
    return Period(clock.first_day, clock.last_day)


def _vague(_: re.Match[str], clock: Clock) -> Period:
    return Period(clock.first_day, clock.last_day, vague=True)


def _shift(kind: str) -> Resolver:
    def resolve(_: re.Match[str], clock: Clock) -> Period:
        base = shifted(unit_at(clock, "month"), kind)
        return Period(base.start, base.end, shift=kind)  # type: ignore[arg-type]

    return resolve


def _month_so_far(match: re.Match[str], clock: Clock) -> Period | None:
    """11月同期: as many days of that month as the present one has run."""
    found = _month(match, clock)
    if found is None:
        return None
    running = unit_at(clock, "month")
    return Period(found.start, min(found.end, found.start + (running.end - running.start)))


def _same_last_month(_: re.Match[str], clock: Clock) -> Period:
    start = move(first_of("month", clock.today), "month", -1)
    running = unit_at(clock, "month")
    final = min(start + (running.end - running.start), first_of("month", clock.today) - DAY)
    return Period(start, final)


_M = r"(?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?!\d*个)"
_D = r"(?P<d>\d{1,2}|[一二三]?十?[一二三四五六七八九十])"

PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (re.compile(pattern), resolver)
    for pattern, resolver in (
        ("|".join(sorted(_DAYS, key=len, reverse=True)), _day_word),
        (rf"(?:最近|过去|近|前|这|往前|最新)的?(?P<n>{COUNT})(?:个)?(?P<u>{_UNIT})(?:以?来|之?内|里|间)?", _recent),
        (rf"(?<![\d一二三四五六七八九十近去前这])(?P<n>{COUNT})(?P<u>天|日|周|个月|个星期|年|个季度)(?:之?内|以?来)", _recent),
        (r"(?:最近|过去|近|前)(?P<n>)(?P<u>周|星期|个月|个季度)(?!度)", _recent),
        (r"(?:最近|过去|近)(?P<n>)(?P<u>季度|年)(?!度)", _recent),
        (r"(?:最近|过去|近|前)(?:的)?半个?(?P<u>年|月)(?:以?来|内)?", _half),
        (r"(?<![上下前后])半个?(?P<u>年|月)(?:以?来|之?内)", _half),
        (rf"(?P<s>{_STEP})(?:个)?(?P<u>周|星期|礼拜)(?![二三四五六末1-7]|一(?!共|起|直|样|定|般|些|个)|日(?!均))", _step),
        (rf"(?P<s>{_STEP})(?:个)?(?P<u>月)(?:份)?(?:整月)?", _step),
        (rf"(?P<s>{_STEP})(?:个)?(?P<u>季度)", _step),
        (rf"(?P<s>{_STEP})(?:个)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天末1-7])(?!\d|共|起|直|样|定|般|些|个|均)", _weekday),
        (r"(?<![每个按周上下本这期拜])(?:周|星期|礼拜)(?P<d>[一二三四五六日天])(?!到|至)", _bare_weekday),
        (rf"{YEAR}(?:全年|一整年|整年|一年|年)?(?![-/.\d])", _year),
        (rf"(?:{YEAR})?{_M}份?(?:整月|整个月|全月)?", _month),
        (rf"(?:{YEAR})?(?<![\d./-])(?P<m>\d{{1,2}}|十[一二]?|[一二三四五六七八九])(?:-|~|到|至)(?P<e>\d{{1,2}}|十[一二]?|[一二三四五六七八九])月份?(?!\d)", _months),
        (rf"(?:{YEAR})?{_M}份?(?:的)?同期", _month_so_far),
        (rf"(?:(?:{YEAR})?{_M}份?|(?P<s>{_STEP})个?月)(?P<p>上中|中下|[上中下])旬", _month_part),
        (rf"(?:{YEAR})?{_M}{_D}(?![月\d])[日号]?", _date),
        (rf"(?P<s>上|本|这|当|上个|这个)月{_D}[日号]", _day_of_month),
        (rf"(?P<s>上上个?|上|本|这|当|上个|这个)月{_D}[日号]?(?:到|至|~|-)(?P<e>\d{{1,2}}|[一二三]?十?[一二三四五六七八九十])[日号]", _days_of_month),
        (r"(?<![月\d])(?P<d>\d{1,2})[日号](?!线|店|仓|楼)", _bare_day),
        (rf"(?:(?P<s>{_STEP})(?:个)?)?(?:周|星期|礼拜)(?P<d>六)(?:周|星期|礼拜)?(?P<e>日|天)(?!均)", _weekdays),
        (rf"(?:{YEAR})?{_M}{_D}[日号]?(?:到|至|~|-)(?P<e>\d{{1,2}}|[一二三]?十?[一二三四五六七八九十])[日号]?(?![\d月])", _day_range),
        (rf"(?:{YEAR})?第?(?P<q>[1-4一二三四])季度?", _quarter),
        (rf"(?:{YEAR})?q(?P<q>[1-4])(?![\da-z])(?:季度)?", _quarter),
        (rf"(?:{YEAR})?(?P<h>[上下])半年", _half_year),
        (rf"(?:{YEAR})?h(?P<h>[12])(?![\da-z])", _half_year),
        (r"(?<![\d一二三四五六七八九十今去前本])(?:本|当)?(?P<u>月|年|季|周)(?:度)?(?:初|头)?至今", _to_date),
        (r"(?P<u>月|年|季度|周)初(?:以来|至今|到现在|到昨天|至昨日)", _to_date),
        (r"(?:今年|本年)(?P<u>年)初?(?:以来|至今)", _to_date),
        (rf"(?P<n>{COUNT})天(?:之|以)?前", _ago),
        (rf"(?<![\d一二三四五六七八九十近去前这最])(?P<n>{COUNT})(?P<u>个月|个季度|个?星期|个?礼拜|周|年)(?:之|以)?前(?![\d一二三四五六七八九十]+[名个款位家大强])", _units_ago),
        (rf"(?:(?P<s>{_STEP})(?:个)?)?(?:周|星期|礼拜)(?P<d>[一二三四五六])(?:到|至|~|-)(?:本|这|当|(?P=s))?(?:周|星期|礼拜)?(?P<e>[一二三四五六日天])(?![\d一二三四五六七八九十月号])", _weekdays),
        (r"去年同期|上年同期|去年同月|上年同月|同期去年|去年的?同一?时[期间段]|去年这个时候|去年(?:的)?本月", _shift("year")),
        (r"上周同期|上周同一天", _shift("week")),
        (r"上期|上一期|上个?周期|上一周期|前一周期|前一期", _shift("previous")),
        (r"上个?月同期", _same_last_month),
        (r"历史(?:上)?(?:以来)?(?:全部|所有)?|有史以来|开店(?:至今|以来)|全部时间|所有时间|全周期|迄今为止|全时段|自开店以来", _everything),
        (r"(?<!.)最近(?![一二两三四五六七八九十\d])|最近(?![一二两三四五六七八九十\d天几])|近期|近来|这段时间|最近(?:几天|几个月|一段时间)", _vague),
    )
)  # fmt: skip
