"""Days that come again and again: 工作日, 每周三, 周末, on weekends, every Monday.

They say no days of their own: they are conditions on the days that are asked.
"""

import re

from assistant.understand.time.periods import Clock, Period

_ZH = {c: i for i, c in enumerate("一二三四五六日", 1)} | {"天": 7}
_EN = {
    name: i
    for i, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), 1
    )
}
_NAMES = "|".join(_EN)
_WEEKEND = r"(?<![a-z])on the weekend(?![a-z])|(?<![上下这本个每期])(?:周末|双休日)(?:两天)?(?!们)"
_EVERY = (
    r"(?:每(?:个|逢)?|所有|全部)(?:的)?(?:(?P<end>周末|双休日)|(?:周|星期|礼拜)(?P<d>[一二三四五六日天]))"
    rf"|(?<![a-z])(?:on |during )?(?:(?:every|each|all) )?(?:(?P<ends>weekends)|(?P<ds>{_NAMES})s)(?![a-z])"
    rf"|(?<![a-z])(?:on )?(?:every|each) (?:(?P<e>weekend)|(?P<de>{_NAMES}))(?![a-z])"
)
_WORKDAYS = r"(?<![个是非分按])(?:工作日(?:里)?(?!历)|平日(?![与和及]))|(?<![a-z])(?:on |during )?(?:weekdays|workdays|business days|working days)(?![a-z])"


_HOLIDAYS = r"(?<![按各每个与和及是否非])(?:法定)?节假日(?![与和及])|(?<![a-z])(?:on |during )?public holidays(?![a-z])"
_DAYS_OFF = (
    r"(?<![按各每个与和及是否])(?:非工作日|休息日)(?![与和及])|(?<![a-z])(?:on )?days off(?![a-z])"
)
_NO_CAMPAIGN = r"非(?:活动|大促)(?:日|期间?)|(?<![a-z])(?:on )?(?:days )?(?:without|outside) campaigns(?![a-z])"


def _weekend(match: re.Match[str], clock: Clock) -> Period:
    return _always("weekend", clock)


def _every(match: re.Match[str], clock: Clock) -> Period:
    if match["end"] or match["ends"] or match["e"]:
        return _always("weekend", clock)
    number = _ZH[match["d"]] if match["d"] else _EN[match["ds"] or match["de"]]
    return _always(f"weekday {number}", clock)


def _workdays(match: re.Match[str], clock: Clock) -> Period:
    return _always("workday", clock)


def _always(which: str, clock: Clock) -> Period:
    return Period(clock.first_day, clock.last_day, vague=True, repeats=which)


PATTERNS = (
    (re.compile(_WEEKEND), _weekend),
    (re.compile(_EVERY), _every),
    (re.compile(_WORKDAYS), _workdays),
    (re.compile(_HOLIDAYS), lambda _, clock: _always("holiday", clock)),
    (re.compile(_DAYS_OFF), lambda _, clock: _always("day_off", clock)),
    (re.compile(_NO_CAMPAIGN), lambda _, clock: _always("no_campaign", clock)),
)
