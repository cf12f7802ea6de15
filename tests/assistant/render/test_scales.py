"""Axis ticks are round, in 万 and 亿 for Chinese, and the numbers at bars are brief."""

import pytest

from assistant.render.scales import axis_for, brief


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (5123456.78, "money", "512.3万", "5.1M"),
        (123456789, "money", "1.2亿", "123.5M"),
        (9999, "count", "9,999", "10.0K"),
        (286.4, "money", "286.4", "286.4"),
        (28.64, "money", "28.6", "28.6"),
        (0.1234, "ratio", "12.3%", "12.3%"),
        (0.0004, "ratio", "0.04%", "0.04%"),
        (-0.05, "points", "-5.0pp", "-5.0pp"),
        (3, "count", "3", "3"),
        (None, "money", "–", "–"),
    ],
)
def test_brief(value: float | None, unit: str, zh: str, en: str) -> None:
    assert (brief(value, unit, "zh"), brief(value, unit, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("unit", "values", "texts"),
    [
        ("money", [5123456.78, 0.0], ("0", "200万", "400万", "600万")),
        ("ratio", [0.05, 0.118], ("0", "2.5%", "5%", "7.5%", "10%", "12.5%")),
        ("count", [7], ("0", "2", "4", "6", "8")),
        ("money", [-300, 900], ("-500", "-250", "0", "250", "500", "750", "1,000")),
        ("count", [0, 0], ("0", "1")),
        ("count", [], ("0", "1")),
        ("count", [2, 3], ("0", "1", "2", "3")),
        ("ratio", [0, 0], ("0", "20%", "40%", "60%", "80%", "100%")),
    ],
)
def test_ticks(unit: str, values: list[float], texts: tuple[str, ...]) -> None:
    assert axis_for(unit, list(values), "zh", from_zero=True).texts == texts


@pytest.mark.parametrize("high", [1e-9, 0.3, 1, 7, 99, 1e4, 123456, 9.99e8, 1e15])
@pytest.mark.parametrize("low", [0, -1, -1e6])
def test_an_axis_holds_its_values(low: float, high: float) -> None:
    axis = axis_for("money", [low, high], "zh", from_zero=True)
    assert axis.low <= low
    assert axis.high >= high
    assert 3 <= len(axis.values) <= 9
    assert len(set(axis.texts)) == len(axis.texts)
