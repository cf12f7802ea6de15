"""Hours of the day: 昨晚, 凌晨, 昨天20点到22点, this morning, between 8pm and 10pm."""

import re
from dataclasses import replace

from assistant.understand.numerals import count
from assistant.understand.time.periods import Clock, Period

Hours = tuple[int, int]
PARTS: dict[str, Hours] = {
    "凌晨": (0, 5), "清晨": (6, 11), "清早": (6, 11), "早晨": (6, 11), "早上": (6, 11), "上午": (6, 11),
    "中午": (11, 13), "午间": (11, 13), "下午": (12, 17), "傍晚": (17, 18), "晚上": (18, 23),
    "晚间": (18, 23), "夜间": (18, 23), "夜晚": (18, 23), "夜里": (18, 23),
}  # fmt: skip
_SHORT: dict[str, Hours] = {"晚": (18, 23), "夜": (18, 23), "早": (6, 11)}
_ENGLISH: dict[str, Hours] = {
    "early morning": (0, 5), "morning": (6, 11), "noon": (11, 13), "afternoon": (12, 17),
    "evening": (18, 23), "night": (18, 23),
}  # fmt: skip
_LATE = ("下午", "傍晚", "晚上", "晚间", "夜间", "夜晚", "夜里", "晚")
_ZH = "|".join(PARTS)
_EN = "|".join(_ENGLISH)
_AT = r"(?P<{0}>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:点|时|:00)(?:整|钟)?"
_EN_AT = r"(?P<{0}>\d{{1,2}})(?::00)? ?(?P<{0}m>am|pm)?"
_TO = r" ?(?:到|至|-|~|—) ?"

AFTER_DAY = re.compile(
    rf"(?P<en> (?:{_EN})(?![a-z]))"
    rf"| (?:between|from) (?P<erange>{_EN_AT.format('x')} (?:and|to|until) {_EN_AT.format('y')})(?![a-z\d])"
    rf"|(?:的| |时段)?(?:(?P<part>{_ZH})(?:时段|时间段|的时候)?)?"
    rf"(?:(?P<range>{_AT.format('a')}{_TO}(?:{_ZH})?{_AT.format('b')})"
    rf"|{_AT.format('c')}(?P<side>(?:之|以)?[后前]))?"
)
SHORT = re.compile(r"(?P<day>昨|今|前|当|明)(?P<part>[晚夜早])(?!上|间|餐|饭|点|晨)")
LAST_NIGHT = re.compile(
    rf"(?<![a-z])(?:(?P<last>last night)|(?P<to>tonight)|this (?P<part>{_EN}))(?![a-z])"
)
BARE = re.compile(
    rf"(?:时段)?(?:(?P<late>{_ZH})(?:时段|时间段|的时候)?)?{_AT.format('c')}(?P<side>(?:之|以)?[后前])|"
    rf"(?:时段)?(?:(?P<part>{_ZH})(?:时段|时间段|的时候)?)?(?:{_AT.format('a')}{_TO}(?:{_ZH})?{_AT.format('b')})"
    rf"|(?P<alone>{_ZH})(?:时段|时间段|的时候)?"
    rf"|(?<![a-z])(?:in the |at )(?P<en>{_EN})s?(?![a-z])"
)
BEFORE_DAY = re.compile(
    rf"(?:between|from) {_EN_AT.format('a')} (?:and|to|until) {_EN_AT.format('b')} (?:on |of )?$"
    rf"|(?:in |on |during )?the (?P<en>{_EN}) (?:of |on )$"
)
_NOON = 12
_DAY_STEPS = {"昨": -1, "今": 0, "前": -2, "当": 0, "明": 1}


def within_day(match: re.Match[str], period: Period) -> Period | None:
    """The days of a period with the hours that stand beside it."""
    said = match.groupdict()
    if said.get("erange"):
        said |= {"range": said["erange"], "a": said["x"], "b": said["y"]}
        said |= {"am": said["xm"], "bm": said["ym"]}
    exact = said.get("range") or said.get("c")
    if period.hours and (said.get("part") or not exact):
        return None
    late = period.hours is not None and period.hours[0] >= _NOON
    hours = _hours(said, late=late)
    return replace(period, hours=hours) if hours else None


def short(match: re.Match[str], clock: Clock) -> Period:
    """昨晚, 今早."""
    at = clock.today.fromordinal(clock.today.toordinal() + _DAY_STEPS[match["day"]])
    return Period(at, at, "day", hours=_SHORT[match["part"]])


def last_night(match: re.Match[str], clock: Clock) -> Period:
    """last night, this morning, tonight."""
    at = clock.yesterday if match["last"] else clock.today
    return Period(at, at, "day", hours=_ENGLISH[match["part"] or "night"])


def bare(match: re.Match[str], clock: Clock) -> Period | None:
    """凌晨, 20点到22点: hours of whatever days are asked."""
    said = match.groupdict()
    said["part"] = said["part"] or said["late"]
    hours = PARTS[said["alone"]] if said["alone"] else _hours({"range": said["a"], **said})
    if hours is None:
        return None
    return Period(clock.first_day, clock.last_day, vague=True, hours=hours)


def _hours(said: dict[str, str | None], *, late: bool = False) -> Hours | None:
    part, english = said.get("part"), (said.get("en") or "").strip()
    if english:
        return _ENGLISH[english]
    late = late or (bool(part) and part in _LATE)
    if said.get("range") or (said.get("a") and said.get("b")):
        return _between(said, late)
    if said.get("c"):
        at = _hour(said["c"], late)
        if at is None or not 0 < at < 24:
            return None
        return (at, 23) if (said["side"] or "").endswith("后") else (0, at - 1)
    return PARTS[part] if part else None


def _between(said: dict[str, str | None], late: bool) -> Hours | None:
    """From the first hour up to the second; `8 to 10pm` are both in the evening."""
    first, last = said.get("am") or said.get("bm"), said.get("bm")
    start = _hour(said["a"], late or first == "pm")
    end = _hour(said["b"], late or last == "pm")
    if start is None or end is None or not 0 <= start < end <= 24:
        return None
    return start, end - 1


def _hour(word: str | None, late: bool) -> int | None:
    number = count(word or "")
    if number is None or number > 24:
        return None
    return number + 12 if late and number < 12 else number


PATTERNS = ((SHORT, short), (LAST_NIGHT, last_night), (BARE, bare))
