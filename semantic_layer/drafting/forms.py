"""What the cells of a text column are: numbers, money, ratios, dates in which forms, or text.

A column is what nearly all of its cells are (`_ENOUGH`); the rest is counted and told, and a sync puts
it aside. A date form in which day and month can be either is a doubt that is asked or marked.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from semantic_layer.drafting.words import Match, unit_of

CellType = Literal["text", "integer", "number", "money", "ratio", "date", "time", "bool"]
Shape = Literal["", "phone", "masked_phone", "email", "id_card", "openid", "url"]

_ENOUGH = 0.9
_NOTHING = frozenset(
    ["", "-", "--", "---", "—", "——", "/", "\\n", "null", "none", "nan", "n/a", "na", "nil", "无", "空", "暂无", "未知"]
)  # fmt: skip
_CURRENCY = r"(?:[¥￥$€£]|rmb|cny|usd|元)"
_NUMBERS = {
    "integer": r"[-+]?\d{1,18}",
    "decimal": r"[-+]?(?:\d+\.\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?\d+e[-+]?\d+",
    "grouped": r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?",
    "scaled": r"[-+]?[\d,]+(?:\.\d+)?\s*[万亿wk]",
    "percent": r"[-+]?[\d,]*\.?\d+\s*[%％]",
    "currency": rf"[-+]?{_CURRENCY}\s*[-+]?[\d,]+(?:\.\d+)?[万亿]?|[-+]?[\d,]+(?:\.\d+)?[万亿]?\s*{_CURRENCY}",
    "negative": r"\(\s*[¥￥$€£]?[\d,]+(?:\.\d+)?\s*\)",
    "comma": r"[-+]?\d{1,3}(?:\.\d{3})+,\d+|[-+]?\d+,\d{1,2}",
}
_NUMBER_FORMS = [(name, re.compile(text, re.I)) for name, text in _NUMBERS.items()]
_DAYS = (
    (r"\d{4}-\d{1,2}-\d{1,2}", "%Y-%m-%d"),
    (r"\d{4}/\d{1,2}/\d{1,2}", "%Y/%m/%d"),
    (r"\d{4}\.\d{1,2}\.\d{1,2}", "%Y.%m.%d"),
    (r"\d{4}年\d{1,2}月\d{1,2}日", "%Y年%m月%d日"),
    (r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d", "%Y%m%d"),
    (r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y"),
    (r"\d{1,2}-\d{1,2}-\d{4}", "%d-%m-%Y"),
    (r"\d{1,2}\.\d{1,2}\.\d{4}", "%d.%m.%Y"),
    (r"\d{1,2}-[A-Za-z]{3}-\d{4}", "%d-%b-%Y"),
    (r"[A-Za-z]{3} \d{1,2}, \d{4}", "%b %d, %Y"),
    (r"\d{4}-\d{2}", "%Y-%m"),
    (r"\d{4}年\d{1,2}月", "%Y年%m月"),
)
_CLOCKS = (
    (r"\d{1,2}:\d{2}:\d{2}\.\d{1,6}", "%H:%M:%S.%f"),
    (r"\d{1,2}:\d{2}:\d{2}", "%H:%M:%S"),
    (r"\d{1,2}:\d{2}", "%H:%M"),
)
_ZONES = ((r"", ""), (r" ?[-+]\d{2}:?\d{2}", "%z"), (r"Z", "Z"))
_TIME_FORMS = [
    *((re.compile(day), form) for day, form in _DAYS),
    *(
        (re.compile(f"{day}{gap}{clock}{zone}"), f"{form}{gap}{timed}{' ' if zone.startswith(' ?[') else ''}{zoned}")
        for day, form in _DAYS[:9] for gap in (" ", "T") for clock, timed in _CLOCKS for zone, zoned in _ZONES
    ),
]  # fmt: skip
_EPOCHS = ((re.compile(r"1[0-9]{9}"), "epoch_s"), (re.compile(r"1[0-9]{12}"), "epoch_ms"))
_SERIAL = re.compile(r"[34]\d{4}(\.\d+)?")
_SHAPES: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    ("phone", re.compile(r"(\+?86[- ]?)?1[3-9]\d{9}")),
    ("masked_phone", re.compile(r"1[3-9]\d\*{4,6}\d{2,4}")),
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")),
    ("id_card", re.compile(r"[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])[0-3]\d{4}[\dXx]")),
    ("openid", re.compile(r"o[A-Za-z0-9_-]{27}")),
    ("url", re.compile(r"https?://\S+")),
)
_ONLY_TIMES = frozenset(["%Y%m%d", "%Y-%m", "%Y年%m月"])  # numbers and names as well, elsewhere
_FLAGS = frozenset(["true", "false", "是", "否"])
_MOMENTS = frozenset(["%d/%m/%Y", "%d-%m-%Y"])


@dataclass(frozen=True, slots=True)
class Reading:
    """What a column's cells are: type, forms of dates, how numbers are written, whose data it is.

    `signs` are the currencies that
    stand in the cells, `decimals` the places of its amounts (2 to 6). `counts` tells how many cells of the sample were of each form; `doubts` are codes of what the
    cells leave open: `day_month`, `mixed`, `percent`, `zone`.
    """

    type: CellType = "text"
    forms: tuple[str, ...] = ()
    comma: bool = False
    percent: bool = False
    shape: Shape = ""
    decimals: int = 2
    signs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def read(values: Mapping[str, int], header: str, match: Match | None) -> Reading:
    """What a text column is, from values with their counts."""
    told = {v.strip(): n for v, n in values.items() if v.strip().lower() not in _NOTHING}
    kind = match.role.kind if match else ""
    tally = Counter[str]()
    for value, count in told.items():
        tally[_form(value, kind)] += count
    whole = sum(tally.values())
    shape = _shape(told, whole)
    if not whole or kind in ("id", "name") or (shape and shape != "phone") or kind == "pii":
        timed = kind == "pii" and _times(told, tally, whole, header)
        return timed or Reading(shape=shape, counts=tally)
    if shape == "phone" and kind not in ("money", "count", "ratio"):
        return Reading(shape=shape, counts=tally)
    return (
        _times(told, tally, whole, header)
        or _numbers(told, tally, whole, header, match)
        or (Reading("bool", counts=tally) if {v.lower() for v in told} <= _FLAGS else None)
        or Reading(doubts=_mixed(tally, whole), counts=tally)
    )


def _form(value: str, kind: str) -> str:
    """A cell's form: a number's name, `time:` with its strptime form, or text."""
    if kind == "time":
        for pattern, form in _EPOCHS:
            if pattern.fullmatch(value):
                return f"time:{form}"
        if _SERIAL.fullmatch(value):
            return "time:serial"
    for pattern, form in _TIME_FORMS:
        if pattern.fullmatch(value) and (form not in _ONLY_TIMES or kind == "time"):
            return f"time:{form}"
    if len(value) > 1 and value[0] == "0" and value.isdigit():
        return "code"
    return next((name for name, p in _NUMBER_FORMS if p.fullmatch(value)), "text")


def _shape(told: Mapping[str, int], whole: int) -> Shape:
    for shape, pattern in _SHAPES:
        fits = sum(n for value, n in told.items() if pattern.fullmatch(value))
        if whole and fits >= _ENOUGH * whole:
            return shape
    return ""


def _times(told: Mapping[str, int], tally: Counter[str], whole: int, header: str) -> Reading | None:
    forms = Counter({k[5:]: n for k, n in tally.items() if k.startswith("time:")})
    if sum(forms.values()) < _ENOUGH * whole:
        return None
    names = [form for form, _ in forms.most_common()]
    doubts: list[str] = []
    for form in [f for f in names if f[:8] in _MOMENTS]:
        swapped = _day_or_month(told, form)
        doubts += ["day_month"] if swapped is None else []
        if swapped:
            names[names.index(form)] = (
                form.replace("%d", "%x").replace("%m", "%d").replace("%x", "%m")
            )
    if any("%z" in form or form.endswith("Z") for form in names):
        doubts.append("zone")
    clock = any("%H" in f or f.startswith("epoch") or f == "serial" for f in names)
    return Reading("time" if clock else "date", tuple(names), doubts=tuple(doubts), counts=tally)


def _day_or_month(told: Mapping[str, int], form: str) -> bool | None:
    """Whether the month comes first in `3/4/2025`: None when no cell can tell."""
    pairs = [re.match(r"(\d{1,2})\D(\d{1,2})\D\d{4}", value) for value in told]
    firsts = [(int(p[1]), int(p[2])) for p in pairs if p]
    if any(first > 12 for first, _ in firsts):
        return False
    return True if any(second > 12 for _, second in firsts) else None


def _numbers(
    told: Mapping[str, int], tally: Counter[str], whole: int, header: str, match: Match | None
) -> Reading | None:
    count = sum(tally[name] for name in _NUMBERS)
    if count < _ENOUGH * whole:
        return None
    kind = match.role.kind if match else ""
    if kind not in ("money", "count", "ratio") and _is_code(told):
        return Reading(counts=tally)
    comma = tally["comma"] > tally["grouped"] + tally["decimal"]
    base = Reading(comma=comma, counts=tally, decimals=decimals_of(told), signs=_signs(told))
    if tally["percent"] > 0.5 * count:
        return replace(base, type="ratio")
    if is_ratio(header, match):
        return _ratio(base, told, header)
    if kind == "money" or tally["currency"]:
        return replace(base, type="money")
    plain = tally["integer"] + tally["scaled"] + tally["grouped"]
    whole_numbers = plain == count and not any("." in v and "万" not in v for v in told)
    return replace(base, type="integer" if whole_numbers else "number")


def is_ratio(header: str, match: Match | None) -> bool:
    """True for headers of rates and shares: 转化率, 占比, bounce rate."""
    if match and match.role.kind in ("money", "count", "id", "time"):
        return False
    return bool(
        re.search(
            r"(率|占比|比例|百分比)([(（].*)?$|rate$|ratio$|share$|percent(age)?$",
            header.strip(),
            re.I,
        )
    )


def _ratio(base: Reading, told: Mapping[str, int], header: str) -> Reading:
    """A rate without signs: in hundredths when its header says so or its values go beyond 1."""
    sizes = [abs(float(v)) for v in told if re.fullmatch(r"[-+]?\d*\.?\d+", v)]
    above = bool(sizes) and max(sizes) > 1.5
    declared = "%" in unit_of(header)
    doubts = ("percent",) if above != declared else ()
    return replace(base, type="ratio", percent=above or declared, doubts=doubts)


def decimals_of(values: Mapping[str, int]) -> int:
    """The places that amounts are written with, 2 to 6; the noise of binary fractions aside."""
    places = [len(p[1]) for p in (re.search(r"\.(\d{1,6})0*$", v) for v in values) if p]
    return max([2, *places])


def _signs(told: Mapping[str, int]) -> tuple[str, ...]:
    found = {m[0].lower() for m in (re.search(_CURRENCY, v, re.I) for v in told) if m}
    return tuple(sorted(found))


def _is_code(told: Mapping[str, int]) -> bool:
    """Digits that are no number: leading zeros, or all as long as an order's number."""
    digits = [v for v in told if v.isdigit()]
    return bool(digits) and (
        any(len(v) > 1 and v[0] == "0" for v in digits) or min(len(v) for v in digits) >= 10
    )


def _mixed(tally: Counter[str], whole: int) -> tuple[str, ...]:
    odd = whole - tally["text"] - tally["code"]
    return ("mixed",) if odd >= 0.5 * whole else ()
