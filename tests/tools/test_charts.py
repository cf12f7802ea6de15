"""Which chart is drawn for which question, on the corner shop."""

from typing import Any

import pytest

from semantic_layer.shop import Shop
from tools import registry

NOVEMBER = {"start": "2025-11-01", "end": "2025-11-30"}

CHARTS: list[tuple[str, dict[str, Any], str | None, str]] = [
    ("one value needs no picture", {}, None, ""),
    ("time runs along a line", {"by": ["day"]}, "line", ""),
    ("time by members is a line for each", {"by": ["day", "platform"]}, "line", ""),
    ("members lie as bars", {"by": ["platform"]}, "hbar", ""),
    ("weekdays stand in their order", {"by": ["weekday"]}, "bar", ""),
    ("two groupings share an axis", {"by": ["platform", "product"]}, "bar", ""),
    ("shares of a sum make a pie", {"by": ["platform"], "share": ["gmv"]}, "pie", ""),
    ("a pie when asked", {"by": ["platform"], "chart": "pie"}, "pie", ""),
    ("a bar when asked", {"by": ["platform"], "chart": "bar"}, "bar", ""),
    ("no pie of a trend", {"by": ["day"], "chart": "pie"}, "bar", "饼图"),
    ("no line without time", {"by": ["platform"], "chart": "line"}, "hbar", "折线图"),
    ("a table when asked", {"by": ["platform"], "chart": "table"}, "table", ""),
    ("nothing when asked", {"by": ["platform"], "chart": "none"}, None, ""),
]


@pytest.mark.parametrize(
    ("arguments", "kind", "note"), [c[1:] for c in CHARTS], ids=[c[0] for c in CHARTS]
)
def test_chart(corner_shop: Shop, arguments: dict[str, Any], kind: str | None, note: str) -> None:
    asked = {"metrics": ["gmv"], "time": NOVEMBER, **arguments}
    result = registry.run("metrics", corner_shop, asked)
    assert (result.chart.kind if result.chart else None) == kind
    assert any(note in n.zh for n in result.notes) or not note


def test_a_pie_of_ratios_is_not_drawn(corner_shop: Shop) -> None:
    asked = {"metrics": ["refund_rate"], "by": ["platform"], "chart": "pie", "time": NOVEMBER}
    chart = registry.run("metrics", corner_shop, asked).chart
    assert chart is not None
    assert chart.kind == "hbar"


def test_metrics_of_another_size_do_not_share_the_axis(corner_shop: Shop) -> None:
    asked = {"metrics": ["gmv", "aov", "refunded"], "by": ["platform"], "time": NOVEMBER}
    chart = registry.run("metrics", corner_shop, asked).chart
    assert chart is not None
    assert chart.y == ("gmv", "refunded")


def test_a_base_stands_beside_what_it_is_compared_with(corner_shop: Shop) -> None:
    asked = {
        "metrics": ["gmv"],
        "by": ["platform"],
        "time": NOVEMBER,
        "compare": [{"kind": "previous"}],
    }
    chart = registry.run("metrics", corner_shop, asked).chart
    assert chart is not None
    assert chart.y == ("gmv", "gmv__previous")


def test_time_is_the_axis_whatever_came_first(corner_shop: Shop) -> None:
    asked = {"metrics": ["gmv"], "by": ["platform", "day"], "time": NOVEMBER}
    chart = registry.run("metrics", corner_shop, asked).chart
    assert chart is not None
    assert (chart.x, chart.series) == ("day", "platform")
