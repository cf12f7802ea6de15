"""How numbers read in sentences and tables."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from assistant.formats import Style, cell_text, clean, heading, language_of, said, width
from semantic_layer.answered import Cell, Column
from semantic_layer.texts import Text
from tools.result import Finding

ZH, EN = Style("zh", "CNY"), Style("en", "CNY")
NOUN = Text("单", "orders")

# value, unit, zh, en
SAID: list[tuple[Any, str, str, str]] = [
    (Decimal("1234567.89"), "money", "1,234,567.89 元", "¥1,234,567.89"),
    (Decimal("9999.99"), "money", "9,999.99 元", "¥9,999.99"),
    (12.3, "money", "12.30 元", "¥12.30"),
    (Decimal("-0.004"), "money", "0.00 元", "¥0.00"),
    (Decimal("-5.5"), "money", "-5.50 元", "-¥5.50"),
    (2.675, "money", "2.68 元", "¥2.68"),
    (1234, "count", "1,234 单", "1,234 orders"),
    (0, "count", "0 单", "0 orders"),
    (0.12, "ratio", "12.0%", "12.0%"),
    (1.5, "ratio", "150.0%", "150.0%"),
    (0.0004, "ratio", "0.04%", "0.04%"),
    (0, "ratio", "0.0%", "0.0%"),
    (0.123, "change", "上升 12.3%", "up 12.3%"),
    (-0.123, "change", "下降 12.3%", "down 12.3%"),
    (0, "change", "持平", "unchanged"),
    (0.00001, "change", "几乎持平", "almost unchanged"),
    (None, "change", "无法计算", "cannot be computed"),
    (0.012, "points", "上升 1.2 个百分点", "up 1.2 percentage points"),
    (-0.0004, "points", "下降 0.04 个百分点", "down 0.04 percentage points"),
    (3.514, "number", "3.51", "3.51"),
    (4, "number", "4", "4"),
    (12.5, "hours", "12.50 小时", "12.50 h"),
    (3, "days", "3 天", "3 days"),
    (None, "money", "无数据", "no data"),
    ("2025-11-01/2025-11-30", "period", "2025-11-01 至 2025-11-30", "2025-11-01 to 2025-11-30"),
    ("2025-11-01/2025-11-01", "period", "2025-11-01", "2025-11-01"),
]


@pytest.mark.parametrize(("value", "unit", "zh", "en"), SAID)
def test_said(value: Any, unit: str, zh: str, en: str) -> None:
    finding = Finding("x", Text("支付", "paid"), value, unit, noun=NOUN)
    assert said(finding, ZH) == zh
    assert said(finding, EN) == en


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("9999.99"), "money", "9,999.99 元"),
        (Decimal("123456.78"), "money", "12.35 万元"),
        (Decimal("-123456.78"), "money", "-12.35 万元"),
        (Decimal("234567890"), "money", "2.35 亿元"),
        (66_097, "count", "6.61 万单"),
        (0.5, "ratio", "50.0%"),
    ],
)
def test_a_part_may_be_said_briefly_in_chinese(value: Any, unit: str, text: str) -> None:
    assert said(Finding("x", Text("a", "a"), value, unit, noun=NOUN), ZH, brief=True) == text


def test_a_difference_shows_its_sign() -> None:
    more = Finding("x", Text("差额", "difference"), Decimal("12.5"), "money", signed=True)
    assert (said(more, ZH), said(more, EN)) == ("+12.50 元", "+¥12.50")


@pytest.mark.parametrize(
    ("currency", "zh", "en"),
    [("GBP", "1.00 英镑", "£1.00"), ("USD", "1.00 美元", "$1.00"), ("CHF", "1.00 CHF", "1.00 CHF")],
)
def test_currencies(currency: str, zh: str, en: str) -> None:
    one = Finding("x", Text("a", "a"), 1, "money")
    assert said(one, Style("zh", currency)).replace("CHF", "CHF") == zh
    assert said(one, Style("en", currency)) == en


def column(name: str, kind: Any, unit: Any) -> Column:
    return Column(name, Text("列", "column"), kind, unit)


@pytest.mark.parametrize(
    ("cell", "shown", "text"),
    [
        (Decimal("1234567.8"), column("gmv", "metric", "money"), "1,234,567.80"),
        (0.1, column("rate", "metric", "ratio"), "10.0%"),
        (0.1, column("x", "change", "ratio"), "+10.0%"),
        (-0.012, column("x", "difference", "points"), "-1.20pp"),
        (Decimal("-3"), column("x", "difference", "money"), "-3.00"),
        (None, column("x", "metric", "money"), ""),
        (date(2025, 11, 1), column("month", "time", "time"), "2025-11"),
        (date(2025, 11, 1), column("order.paid_at:quarter", "time", "time"), "2025Q4"),
        (date(2025, 11, 1), column("day", "time", "time"), "2025-11-01"),
        (datetime(2025, 11, 1, 9), column("hour", "time", "time"), "2025-11-01 09:00"),
        (7, column("weekday", "time", "time"), "周日"),
        ("tmall", column("platform", "dimension", "text"), "天猫"),
        (None, column("platform", "dimension", "text"), "（空）"),
    ],
)
def test_cells(cell: Cell, shown: Column, text: str) -> None:
    assert cell_text(cell, shown, {"tmall": Text("天猫", "Tmall")}, ZH) == text


def test_a_money_column_names_its_currency() -> None:
    assert heading(column("gmv", "metric", "money"), ZH) == "列（元）"
    assert heading(column("gmv", "change", "ratio"), ZH) == "列"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("两\n行", "两 行"),
        ("\x1b[31m红\x07", "[31m红"),
        ("右\u202e左\u200b零", "右左零"),
        ("长" * 200, "长" * 79 + "…"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "lang"),
    [("GMV是多少", "zh"), ("sales?", "en"), ("GMV", "zh"), ("2025", "zh"), ("", "zh")],
)
def test_language(text: str, lang: str) -> None:
    assert language_of(text, "zh") == lang


def test_width_counts_chinese_twice() -> None:
    assert width("支付GMV") == 7
