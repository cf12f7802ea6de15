"""Days that people call by name wherever they sell: 七夕, Christmas, Black Friday.

What the shop's own calendar names comes first. Days of the lunar calendar are a table (2020 to
2030, checked against the new moons); all others follow from a rule.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from semantic_layer.texts import Text
from semantic_layer.vocabulary import Occasion

_YEARS = range(2010, 2041)
_DAY = timedelta(days=1)


def _lunar(text: str) -> Callable[[int], date]:
    """`0212 0303 …`: month and day for each year."""
    days = dict(zip(range(2020, 2031), text.split(), strict=True))
    return lambda year: date(year, int(days[year][:2]), int(days[year][2:]))


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, n: int, after: int = 0) -> Callable[[int], date]:
    """The nth weekday (0 Monday) of a month, and days after it."""

    def rule(year: int) -> date:
        first = date(year, month, 1)
        start = first + (weekday - first.weekday()) % 7 * _DAY
        return start + (7 * (n - 1) + after) * _DAY

    return rule


_NEW_YEAR = "0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203"
_EVE = _lunar(_NEW_YEAR)
_RULES: tuple[tuple[str, Callable[[int], date]], ...] = (
    ("除夕 年三十 大年三十|chinese new year's eve|lunar new year's eve", lambda y: _EVE(y) - _DAY),
    ("元宵 元宵节|lantern festival",
     _lunar("0208 0226 0215 0205 0224 0212 0303 0220 0209 0227 0217")),
    ("端午 端午节|dragon boat festival",
     _lunar("0625 0614 0603 0622 0610 0531 0619 0609 0528 0616 0605")),
    ("七夕 七夕节|qixi|qixi festival|double seventh festival",
     _lunar("0825 0814 0804 0822 0810 0829 0819 0808 0826 0816 0805")),
    ("中秋 中秋节|mid autumn festival|mid autumn day",
     _lunar("1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 0912")),
    ("重阳 重阳节|double ninth festival",
     _lunar("1025 1014 1004 1023 1011 1029 1018 1008 1026 1016 1005")),
    ("元旦|new year's day", _fixed(1, 1)),
    ("情人节|valentine's day|valentines day", _fixed(2, 14)),
    ("妇女节|international women's day", _fixed(3, 8)),
    ("愚人节|april fools' day|april fools day", _fixed(4, 1)),
    ("青年节", _fixed(5, 4)),
    ("儿童节 六一儿童节|children's day", _fixed(6, 1)),
    ("教师节|teachers' day", _fixed(9, 10)),
    ("万圣节|halloween", _fixed(10, 31)),
    ("光棍节", _fixed(11, 11)),
    ("平安夜|christmas eve", _fixed(12, 24)),
    ("圣诞 圣诞节|christmas|christmas day|xmas", _fixed(12, 25)),
    ("跨年夜|new year's eve", _fixed(12, 31)),
    ("母亲节|mother's day|mothers day", _nth(5, 6, 2)),
    ("父亲节|father's day|fathers day", _nth(6, 6, 3)),
    ("感恩节|thanksgiving|thanksgiving day", _nth(11, 3, 4)),
    ("黑五 黑色星期五|black friday", _nth(11, 3, 4, after=1)),
    ("网络星期一|cyber monday", _nth(11, 3, 4, after=4)),
)  # fmt: skip
_HOLIDAYS = (("元旦", 1, 1), ("五一", 5, 1), ("十一", 10, 1))
_SPENT = ("期间", "假期", "长假", "小长假", "黄金周", "放假", "节")


def _in_year(rule: Callable[[int], date], year: int) -> Iterator[date]:
    """The day of a year; none for a lunar day outside of the table."""
    try:
        yield rule(year)
    except KeyError:
        return


def festivals() -> Iterator[tuple[str, Occasion]]:
    """Each folded word with the days that it names."""
    for row, rule in _RULES:
        chinese, _, english = row.partition("|")
        words = (*chinese.split(), *(w for w in english.split("|") if w))
        main = tuple(day for year in _YEARS for day in _in_year(rule, year))
        days = tuple((day, day) for day in main)
        found = Occasion(words[0], Text(words[0], words[-1]), words, days, "holiday", main)
        yield from ((word, found) for word in words)


def own_day(word: str, days: tuple[date, date]) -> date | None:
    """The day that gives a stretch of days its name: 1 October of 国庆, the only day of one."""
    first, last = days
    rule = next((f for w, f in festivals() if w == word), None)
    named = rule.main_day if rule else ()
    named += tuple(date(first.year, month, day) for _, month, day in _HOLIDAYS)
    return first if first == last else next((d for d in named if first <= d <= last), None)


def holiday_words(occasions: tuple[Occasion, ...]) -> Iterator[tuple[str, Occasion]]:
    """十一期间, 五一假期: the shop's holiday that holds the day. 十一 alone may be a number."""
    for word, month, day in _HOLIDAYS:
        for one in occasions:
            holds = any(
                first <= date(first.year, month, day) <= last for first, last in one.days
            )  # fmt: skip
            if one.kind == "holiday" and holds:
                yield from ((f"{word}{spent}", one) for spent in _SPENT)
