"""Open questions with no model: the set that the shop declares, its scorecard, over the days asked."""

from datetime import date

import pytest

from assistant.understand.lexicon import build_lexicon
from assistant.understand.planner import understand
from assistant.understand.understanding import Understanding
from semantic_layer.shop import Shop
from tools import registry


@pytest.fixture(scope="module")
def read(demo_shop: Shop) -> object:
    lexicon = build_lexicon(demo_shop.model, demo_shop.values(), registry.names())

    def go(text: str, lang: str) -> Understanding:
        days = {"first_day": demo_shop.first_day, "last_day": demo_shop.last_day}
        return understand(text, lexicon=lexicon, today=date(2025, 12, 22), lang=lang, **days)

    return go


@pytest.mark.parametrize(
    ("question", "lang", "start", "end"),
    [
        ("618复盘", "zh", "2025-05-20", "2025-06-20"),
        ("双11复盘一下", "zh", "2025-10-13", "2025-11-14"),
        ("给我一份上周经营周报", "zh", "2025-12-15", "2025-12-21"),
        ("周报", "zh", "2025-12-15", "2025-12-21"),
        ("出一份月报", "zh", "2025-11-01", "2025-11-30"),
        ("总结一下11月", "zh", "2025-11-01", "2025-11-30"),
        ("上周怎么样", "zh", "2025-12-15", "2025-12-21"),
        ("how did we do last week?", "en", "2025-12-15", "2025-12-21"),
        ("give me a summary of last month", "en", "2025-11-01", "2025-11-30"),
        ("recap of November", "en", "2025-11-01", "2025-11-30"),
    ],
)
def test_the_scorecard_answers(
    demo_shop: Shop, read: object, question: str, lang: str, start: str, end: str
) -> None:
    found = read(question, lang)  # type: ignore[operator]
    assert found.outcome == "call", found
    (call,) = found.calls
    card = demo_shop.model.scorecards["shop_card"]
    assert tuple(call.arguments["metrics"]) == card.metrics
    time = call.arguments["time"]
    assert (str(time["start"]), str(time["end"])) == (start, end)
    assert ("assumed.card", {"card": card.label.get(lang)}) in [
        (k, dict(v)) for k, v in found.assumed
    ]


@pytest.mark.parametrize(
    "question", ["昨天的周报有几个", "复盘价格", "总结者上个月GMV", "上周天气怎么样"]
)
def test_a_review_word_beside_an_unknown_one_is_no_card(read: object, question: str) -> None:
    found = read(question, "zh")  # type: ignore[operator]
    assert found.outcome != "call" or len(found.calls[0].arguments["metrics"]) == 1


def test_a_metric_that_is_named_stands_alone(read: object) -> None:
    found = read("上周退款金额怎么样", "zh")  # type: ignore[operator]
    assert found.calls[0].arguments["metrics"] == ["refund_amount"]
