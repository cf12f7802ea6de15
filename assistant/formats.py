"""Numbers, dates and units as people read them, in Chinese and English.

Sentences say money exactly to the cent; a part of a breakdown may be said briefly (12.35 万元).
Rows are never rounded: `cell_text` shows every cent.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assistant.messages import say
from semantic_layer.answered import Cell, Column
from semantic_layer.texts import Text
from tools.reading import member_words
from tools.result import Finding

__all__ = ["Style", "cell_text", "clean", "heading", "language_of", "said", "width"]

_SYMBOLS = {"CNY": "¥", "USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "HKD": "HK$"}
NO_CURRENCY = "XXX"  # ISO 4217: the shop's files do not say in what its amounts are
_ZH_CURRENCIES = {
    "CNY": "元",
    "USD": "美元",
    "GBP": "英镑",
    "EUR": "欧元",
    "JPY": "日元",
    "HKD": "港元",
}
_LONGEST = 80
_BRIEF_FROM = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Style:
    """The language and currency that numbers are shown in."""

    lang: str = "zh"
    currency: str = "CNY"


def said(finding: Finding, style: Style, *, brief: bool = False) -> str:
    """A finding's value as text, with its unit; `brief` rounds large figures in Chinese to 万."""
    value, unit, lang = finding.value, finding.unit, style.lang
    if unit == "text":
        return clean(finding.words.get(lang) or str(value))
    if unit == "period":
        return _period(str(value), lang)
    if value is None:
        return say("say.unknown" if unit in ("change", "points") else "say.nothing", lang)
    if unit in ("change", "points"):
        return _direction(_decimal(value), unit, lang)
    return _quantity(finding, _decimal(value), style, brief=brief)


def cell_text(cell: Cell, column: Column, words: Mapping[Cell, Text], style: Style) -> str:
    """A table cell: numbers in full with their sign or percent, members by their label."""
    if column.kind in ("time", "dimension"):
        return clean(member_words(column.name, cell, words).get(style.lang))
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return clean(str(cell))
    number, signed = Decimal(str(cell)), column.kind in ("difference", "change")
    if column.unit == "points":
        return _fixed(number * 100, 2, signed=True) + say("say.points.short", style.lang)
    if column.unit == "ratio" or column.kind in ("share", "change"):
        return _percent(number, signed=signed)
    if column.unit == "money":
        return _fixed(number, 2, signed=signed)
    return _plain(number, None, signed=signed)


def heading(column: Column, style: Style) -> str:
    """A column's title, with the currency for money."""
    label = clean(column.label.get(style.lang) or column.name)
    if column.unit != "money" or column.kind in ("change", "share"):
        return label
    unit = _currency(style)
    return say("say.heading", style.lang, label=label, unit=unit) if unit else label


def clean(text: str) -> str:
    """Text from data made fit for one line: no control or direction marks, no endless names."""
    spaced = "".join(
        " " if c in "\t\r\n\u2028\u2029" else c
        for c in text
        if c in "\t\r\n\u2028\u2029" or unicodedata.category(c) not in ("Cc", "Cf")
    )
    line = " ".join(spaced.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def language_of(text: str, otherwise: str) -> str:
    """zh when there is a Chinese character, en when there is a Latin word, else `otherwise`.

    A code in capitals (GMV, ROI) is at home in both languages.
    """
    if re.search(r"[\u3400-\u9fff\uf900-\ufaff]", text):
        return "zh"
    return "en" if re.search(r"[a-z]", text) else otherwise


def width(text: str) -> int:
    """The columns that a text takes on a terminal; Chinese characters take two."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _quantity(finding: Finding, number: Decimal, style: Style, *, brief: bool) -> str:
    unit, signed = finding.unit, finding.signed
    if unit == "ratio":
        return _percent(number, signed=signed)
    if unit == "money":
        return _money(number, style, signed=signed, brief=brief)
    if unit in ("hours", "days", "seconds"):
        figure = _plain(number, finding.decimals, signed=signed)
        return say(f"say.{unit}", style.lang, value=figure)
    if unit == "count":
        noun = finding.noun.get(style.lang)
        if style.lang == "en" and noun.lower() in finding.label.get("en").lower():
            noun = ""
        return _count(number, noun, style, signed=signed, brief=brief)
    return _plain(number, finding.decimals, signed=signed)


def _money(number: Decimal, style: Style, *, signed: bool, brief: bool) -> str:
    if style.lang == "en":
        number = number.quantize(Decimal("0.01"), ROUND_HALF_UP)
        symbol, figure = _SYMBOLS.get(style.currency), _fixed(abs(number), 2)
        sign = _sign(number, signed=signed)
        return (
            f"{sign}{symbol}{figure}" if symbol else f"{sign}{figure} {_currency(style)}".rstrip()
        )
    return f"{_figure(number, 2, signed=signed, brief=brief)}{_currency(style)}".rstrip()


def _count(number: Decimal, noun: str, style: Style, *, signed: bool, brief: bool) -> str:
    if style.lang == "en":
        figure = _plain(number, None, signed=signed)
        return f"{figure} {noun}" if noun else figure
    places = 0 if number == number.to_integral_value() else 2
    return f"{_figure(number, places, signed=signed, brief=brief)}{noun}".rstrip()


def _figure(number: Decimal, places: int, *, signed: bool, brief: bool) -> str:
    """A Chinese figure with the space before its unit, in 万 or 亿 when it is large and brief."""
    if brief and abs(number) >= 100_000_000:
        return _fixed(number / 100_000_000, 2, signed=signed) + " 亿"
    if brief and abs(number) >= _BRIEF_FROM:
        return _fixed(number / 10_000, 2, signed=signed) + " 万"
    return _fixed(number, places, signed=signed) + " "


def _currency(style: Style) -> str:
    if style.currency == NO_CURRENCY:
        return ""
    if style.lang == "en":
        return style.currency
    return _ZH_CURRENCIES.get(style.currency, style.currency)


def _direction(change: Decimal, unit: str, lang: str) -> str:
    """上升 12.3%, down 1.2 percentage points, unchanged."""
    if change == 0:
        return say("say.unchanged", lang)
    size = abs(change)
    if unit == "points":
        figure = say(
            "say.points", lang, value=_fixed(size * 100, 1 if size >= Decimal("0.01") else 2)
        )
    else:
        figure = _percent(size)
    if not re.search(r"[1-9]", figure):
        return say("say.hardly", lang)
    return say("say.up" if change > 0 else "say.down", lang, value=figure)


def _percent(ratio: Decimal, *, signed: bool = False) -> str:
    """12.0%; small ones get a second place, so that 0.04% is not said as nothing."""
    places = 1 if abs(ratio) >= Decimal("0.01") or ratio == 0 else 2
    return _fixed(ratio * 100, places, signed=signed) + "%"


def _plain(number: Decimal, decimals: int | None, *, signed: bool = False) -> str:
    whole = number == number.to_integral_value()
    places = decimals if decimals is not None else 0 if whole else 2
    return _fixed(number, places, signed=signed)


def _fixed(number: Decimal, places: int, *, signed: bool = False) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{_sign(rounded, signed=signed)}{abs(rounded):,.{places}f}"


def _sign(number: Decimal, *, signed: bool) -> str:
    return "-" if number < 0 else "+" if signed and number > 0 else ""


def _period(days: str, lang: str) -> str:
    start, _, end = days.partition("/")
    return start if start == end else say("say.period", lang, start=start, end=end)


def _decimal(value: Cell) -> Decimal:
    if isinstance(value, date) or value is None:
        raise TypeError(f"{value!r} is no number")
    return Decimal(str(value))
