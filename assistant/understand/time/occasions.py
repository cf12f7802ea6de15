"""Campaigns and holidays of the shop's own calendar: 双11当天, 618期间, Double 11 2024."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from assistant.understand.normalise import fold, normalise
from assistant.understand.numerals import COUNT, count
from assistant.understand.time.chinese import YEAR, year_of
from assistant.understand.time.festivals import festivals, holiday_words, own_day
from assistant.understand.time.periods import DAY, Clock, Period, cut
from semantic_layer.vocabulary import Occasion

_AFTER = (
    rf"(?:(?P<k>期间|期|大促|整个活动期|活动期间|活动期|活动|当天|当日|那天|假期|节日|全程|整体)"
    rf"|(?P<w>前|后)(?:的?第(?=一))?(?P<n>{COUNT})(?P<u>天|日|周|个?星期))?"
    r"(?P<ek> (?:period|campaign|sale|day itself|day))?"
    r"(?: ?(?:of |in )?(?P<y>20\d\d|this year|last year|今年|去年|前年))?"
)
_BEFORE = (
    rf"(?:(?:the )?(?:(?P<en>{COUNT}) )?(?P<eu>day|week)s? (?P<ew>before|after) )?"
    r"(?:(?P<dayof>(?:on )?(?:the )?day of )|during |over |on |in )?"
)


def occasion_patterns(occasions: tuple[Occasion, ...]) -> re.Pattern[str] | None:
    """One pattern for all names of the shop's occasions, and of days that are called by name."""
    names = sorted(_names(occasions), key=len, reverse=True)
    if not names:
        return None
    body = "|".join(map(re.escape, names))
    edge = r"(?<![a-z])"
    return re.compile(
        rf"{_BEFORE}(?:{YEAR} ?)?(?:(?P<ly>last year's |this year's |last ))?{edge}(?P<o>{body}){_AFTER}"
    )


@lru_cache(maxsize=8)
def _names(occasions: tuple[Occasion, ...]) -> Mapping[str, Occasion]:
    """Every word that names days: the shop's own first."""
    own = {
        fold(normalise(word)): occasion
        for occasion in occasions
        for word in (occasion.label.zh, occasion.label.en, *occasion.synonyms)
        if word
    }
    return {**dict(festivals()), **dict(holiday_words(occasions)), **own}


def resolve_occasion(match: re.Match[str], clock: Clock) -> Period | None:
    """The days that an occasion's name with its year and modifiers means, and those of the year
    before, which it is compared with."""
    occasion = _names(clock.occasions)[match["o"]]
    year = _asked_year(match, clock)
    found = _in_year(occasion, year) if year else _latest(occasion, clock)
    if found is None:
        return Period(clock.today, clock.today, missing=match["o"])
    period = _days_of(match, found, clock, implied=year is None)
    earlier = _in_year(occasion, (found[1] or found[0][1]).year - 1)
    before = _days_of(match, earlier, clock, implied=False) if earlier else None
    if period is None:
        return None
    period = replace(period, named=not match["w"] and not match["ew"])
    return replace(period, year_before=(before.start, before.end)) if before else period


def _days_of(match: re.Match[str], found: "Found", clock: Clock, implied: bool) -> Period | None:
    """An occasion's days, or those beside it (双11前一周), or its main one (当天)."""
    days, main = found
    number, unit, side = _offset(match)
    if number:
        return _beside(days, main, number * (7 if unit else 1), side)
    itself = (match["ek"] or "").endswith("itself") or match["dayof"]
    if itself or match["k"] in ("当天", "当日", "那天"):
        main = main or own_day(match["o"], days)
        return Period(main, main, "day") if main else None
    return cut(Period(*days, implied=implied), clock)


def _asked_year(match: re.Match[str], clock: Clock) -> int | None:
    said = match["y"] or (match["ly"] or "").strip()
    if said.isdigit():
        return int(said)
    if said:
        back = {"last": 1, "去年": 1, "前年": 2}
        return clock.today.year - next((n for word, n in back.items() if said.startswith(word)), 0)
    return year_of(match, clock)


def _offset(match: re.Match[str]) -> tuple[int, bool, str]:
    if match["w"]:
        return count(match["n"]) or 0, match["u"] not in ("天", "日"), match["w"]
    if match["ew"]:
        number = count(match["en"]) if match["en"] else 1
        return number or 0, match["eu"] == "week", "前" if match["ew"] == "before" else "后"
    return 0, False, ""


Days = tuple[date, date]
Found = tuple[Days, date | None]


def _beside(days: Days, main: date | None, length: int, side: str) -> Period:
    if side == "前":
        first = main or days[0]
        return Period(first - timedelta(days=length), first - DAY)
    return Period(days[1] + DAY, days[1] + timedelta(days=length))


def _main(occasion: Occasion, days: Days) -> date | None:
    return next((m for m in occasion.main_day if days[0] <= m <= days[1]), None)


def _in_year(occasion: Occasion, year: int) -> Found | None:
    for days in occasion.days:
        main = _main(occasion, days)
        if (main or days[1]).year == year:
            return days, main
    return None


def _latest(occasion: Occasion, clock: Clock) -> Found | None:
    begun = [
        days for days in occasion.days
        if days[0] <= clock.yesterday or days == (clock.today, clock.today)
    ]  # fmt: skip
    if not begun:
        return None
    days = max(begun)
    return days, _main(occasion, days)
