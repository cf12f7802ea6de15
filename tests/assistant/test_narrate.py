"""Sentences come from findings: every number stands under its own label, and nowhere else."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.narrate import narrate, stray_numbers, tell
from semantic_layer.messages import add
from semantic_layer.shop import Shop
from tools import registry
from tools.result import Result

NOVEMBER = {"start": "2025-11-01", "end": "2025-11-30"}
PREVIOUS = [{"kind": "previous"}]

QUESTIONS: list[dict[str, Any]] = [
    {"metrics": ["gmv"]},
    {"metrics": ["gmv"], "time": NOVEMBER, "compare": PREVIOUS},
    {"metrics": ["gmv"], "time": NOVEMBER, "compare": [{"kind": "year"}, {"kind": "previous"}]},
    {"metrics": ["refund_rate", "orders"], "time": NOVEMBER, "compare": PREVIOUS},
    {"metrics": ["gmv"], "time": NOVEMBER, "by": ["platform"], "compare": PREVIOUS},
    {"metrics": ["gmv", "aov"], "time": NOVEMBER, "by": ["platform"], "share": ["gmv"]},
    {"metrics": ["gmv"], "time": NOVEMBER, "by": ["product"], "limit": 1},
    {"metrics": ["gmv"], "time": NOVEMBER, "by": ["product"], "limit": 3},
    {"metrics": ["orders"], "by": ["day"], "time": NOVEMBER},
    {"metrics": ["gmv"], "by": ["weekday"]},
    {"metrics": ["gmv"], "by": ["month", "platform"], "compare": PREVIOUS, "time": NOVEMBER},
    {"metrics": ["gmv"], "where": [{"field": "product", "values": ["帽子"]}], "time": NOVEMBER},
    {"metrics": ["aov"], "where": [{"field": "platform", "values": ["pdd"]}], "time": NOVEMBER},
    {
        "metrics": ["gmv"],
        "by": ["platform"],
        "having": [{"field": "gmv", "op": ">", "values": [1500.5]}],
    },
]


def result_of(shop: Shop, arguments: dict[str, Any]) -> Result:
    return registry.run("metrics", shop, arguments)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("arguments", QUESTIONS, ids=str)
def test_every_number_stands_in_a_finding(
    corner_shop: Shop, arguments: dict[str, Any], lang: str
) -> None:
    told = narrate(result_of(corner_shop, arguments), lang)
    assert told.text
    assert stray_numbers(told.text, told.findings) == []


@pytest.mark.parametrize("arguments", QUESTIONS, ids=str)
def test_shuffled_values_are_noticed(corner_shop: Shop, arguments: dict[str, Any]) -> None:
    told = narrate(result_of(corner_shop, arguments), "zh")
    texts = [f.text for f in told.findings]
    shuffled = tuple(
        replace(f, text=text) for f, text in zip(told.findings, texts[1:] + texts[:1], strict=True)
    )
    if any(c.isdigit() for c in told.text):
        assert stray_numbers(told.text, shuffled)


def test_a_number_that_nobody_computed_is_noticed(corner_shop: Shop) -> None:
    told = narrate(result_of(corner_shop, QUESTIONS[1]), "zh")
    assert stray_numbers(told.text + "预计下月 200,000 元。", told.findings) == ["200,000"]


def test_a_right_number_under_a_wrong_label_is_noticed(corner_shop: Shop) -> None:
    told = narrate(result_of(corner_shop, QUESTIONS[0]), "zh")
    assert stray_numbers(told.text.replace("支付金额", "退款金额"), told.findings)


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (
            QUESTIONS[1],
            "支付金额 183,000.00 元（统计期 2025-11-01 至 2025-11-30），环比上升 9,049.5%"
            "（上期 2,000.10 元，差额 +180,999.90 元）。",
            "GMV: ¥183,000.00 (period 2025-11-01 to 2025-11-30); vs previous period up 9,049.5% "
            "(previous period ¥2,000.10, difference +¥180,999.90).",
        ),
        (
            QUESTIONS[6],
            "支付金额最高的是连衣裙，180,000.55 元（占比 98.4%，统计期 2025-11-01 至 2025-11-30）。"
            "整体来看，支付金额 183,000.00 元。",
            "Highest GMV: 连衣裙, ¥180,000.55 (share 98.4%, period 2025-11-01 to 2025-11-30). "
            "Overall, GMV ¥183,000.00.",
        ),
        (
            QUESTIONS[12],
            "没有符合条件的数据（统计期 2025-11-01 至 2025-11-30，筛选平台：pdd）。",
            "Nothing matches (period 2025-11-01 to 2025-11-30, where platform: pdd).",
        ),
    ],
)
def test_wording(corner_shop: Shop, arguments: dict[str, Any], zh: str, en: str) -> None:
    result = result_of(corner_shop, arguments)
    assert narrate(result, "zh").text == zh
    assert narrate(result, "en").text == en


def test_a_year_without_data_cannot_be_compared(corner_shop: Shop) -> None:
    text = narrate(result_of(corner_shop, QUESTIONS[2]), "zh").text
    assert "同比无法计算（去年同期无数据）" in text


def test_the_values_of_a_message_are_findings_too() -> None:
    add({"test.range": ("数据从 {first} 到 {last}，店名 {shop}", "from {first} to {last}: {shop}")})
    told = tell("test.range", "zh", {"first": "2024-01-01", "last": "2025-12-21", "shop": "云裳"})
    assert told.text == "数据从 2024-01-01 到 2025-12-21，店名 云裳"
    assert [(f.label, f.text) for f in told.findings] == [
        ("数据从", "2024-01-01"),
        ("到", "2025-12-21"),
    ]
    assert stray_numbers(told.text, told.findings) == []
