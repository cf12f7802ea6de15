"""Fiscal years and quarters: 本财年, 2025财年Q2, H1 FY25, last fiscal quarter."""

import re
from datetime import date

from assistant.understand.numerals import count
from assistant.understand.time.periods import DAY, Clock, Period
from semantic_layer.reckoning import FiscalYear, months_back

_STEPS = {
    "上上": -2, "上上个": -2, "上": -1, "上个": -1, "上一": -1, "上一个": -1, "去年": -1, "前": -1,
    "本": 0, "这": 0, "这个": 0, "当前": 0, "今": 0, "今年": 0, "当": 0, "下": 1, "下个": 1,
    "last": -1, "previous": -1, "prior": -1, "past": -1, "this": 0, "current": 0, "the current": 0,
    "next": 1, "the last": -1, "the previous": -1,
}  # fmt: skip
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
}
_ZH = "|".join(sorted((s for s in _STEPS if not s.isascii()), key=len, reverse=True))
_EN = "|".join(sorted((s for s in _STEPS if s.isascii()), key=len, reverse=True))
_N = r"(?P<yr>20\d\d|\d\d)(?!\d)"
_PART_ZH = r"(?:的?(?:第?(?P<q>[1-4一二三四])(?:财)?季度?|(?P<h>[上下])半年?)| ?q(?P<q2>[1-4])(?!\d)| ?h(?P<h2>[12])(?!\d))?"
_PART_EN = r"(?:[ -]?q(?P<q>[1-4])(?!\d)|[ -]?h(?P<h>[12])(?!\d))?"
_BEFORE_EN = (
    rf"(?:(?:q(?P<qb>[1-4])|h(?P<hb>[12])|(?:the )?(?P<o>{'|'.join(_ORDINALS)}) "
    r"(?:(?:fiscal )?quarter|(?P<ho>half))) (?:of )?)?"
)
_YEARS_ZH = (
    rf"(?:{_N}(?:年)?财年|fy ?(?P<yr2>20\d\d|\d\d)(?!\d)|(?P<s>{_ZH})(?:财年|财务年度|会计年度))"
)

PATTERNS_OF_YEARS = (
    re.compile(rf"(?<![a-z\d]){_YEARS_ZH}{_PART_ZH}(?:全年|整年)?"),
    re.compile(
        rf"(?<![a-z\d])(?:in |for |during |over )?{_BEFORE_EN}(?:the )?"
        rf"(?:(?:fy ?|(?:fiscal|financial) year |fiscal ){_N}|(?P<s>{_EN}) (?:(?:fiscal|financial) year|fy)){_PART_EN}(?![a-z\d])"
    ),
    re.compile(r"财年(?:初)?(?:至今|以来)|(?<![a-z])(?:fiscal year to date|fytd)(?![a-z])"),
)
QUARTERS = re.compile(
    r"(?<![a-z])fiscal q(?P<n>[1-4])(?!\d)|"
    rf"(?P<s>{_ZH})财季|(?<![a-z])(?:in |for )?(?P<e>{_EN}) fiscal quarter(?![a-z])"
)


def fiscal_year(match: re.Match[str], clock: Clock) -> Period:
    """A fiscal year, or its quarter or half; `missing` where the shop states no fiscal year."""
    if clock.fiscal is None:
        return Period(clock.today, clock.today, missing=match[0], of="fiscal_year")
    groups = {name: value for name, value in match.groupdict().items() if value}
    start = _start(groups, clock, clock.fiscal)
    first, last, of = start, months_back(start, -12) - DAY, "fiscal_year"
    if quarter := _number(groups, ("q", "q2", "qb")) or _ordinal(groups):
        first = months_back(start, 3 - 3 * quarter)
        last, of = months_back(first, -3) - DAY, "fiscal_quarter"
    elif half := _half(groups):
        first = months_back(start, 6 - 6 * half)
        last, of = months_back(first, -6) - DAY, ""
    return _cut(Period(first, last, of=of), clock)


def fiscal_quarter(match: re.Match[str], clock: Clock) -> Period:
    """本财季, last fiscal quarter."""
    if clock.fiscal is None:
        return Period(clock.today, clock.today, missing=match[0], of="fiscal_year")
    if match["n"]:
        year = clock.fiscal.start(clock.today, "fiscal_year")
        first = months_back(year, 3 - 3 * int(match["n"]))
        first = months_back(first, 12) if first > clock.today else first
        return _cut(Period(first, months_back(first, -3) - DAY, of="fiscal_quarter"), clock)
    here = clock.fiscal.start(clock.today, "fiscal_quarter")
    first = months_back(here, -3 * _STEPS[match["s"] or match["e"]])
    last = months_back(first, -3) - DAY
    return _cut(Period(first, last, of="fiscal_quarter"), clock)


def _start(groups: dict[str, str], clock: Clock, fiscal: FiscalYear) -> date:
    here = fiscal.start(clock.today, "fiscal_year")
    if said := groups.get("yr") or groups.get("yr2"):
        return fiscal.first_of(int(said) if len(said) == 4 else 2000 + int(said))
    return months_back(here, -12 * _STEPS[groups.get("s", "this")])


def _number(groups: dict[str, str], names: tuple[str, ...]) -> int:
    said = next((groups[name] for name in names if name in groups), "")
    return (count(said) or 0) if said else 0


def _ordinal(groups: dict[str, str]) -> int:
    return 0 if "ho" in groups else _ORDINALS.get(groups.get("o", ""), 0)


def _half(groups: dict[str, str]) -> int:
    said = next((groups[name] for name in ("h", "h2", "hb") if name in groups), "")
    if "ho" in groups:
        return _ORDINALS[groups["o"]] if _ORDINALS[groups["o"]] <= 2 else 0
    return {"上": 1, "1": 1, "下": 2, "2": 2}.get(said, 0)


def _cut(period: Period, clock: Clock) -> Period:
    if not period.start <= clock.today <= period.end:
        return period
    end = max(clock.yesterday, period.start)
    return Period(period.start, end, running=True, of=period.of)


PATTERNS = (
    *((pattern, fiscal_year) for pattern in PATTERNS_OF_YEARS),
    (QUARTERS, fiscal_quarter),
)
