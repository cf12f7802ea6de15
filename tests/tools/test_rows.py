"""Lists of rows and of values as results: the count in words, the rows in the table."""

from datetime import datetime

from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.semantic_layer.conftest import small_shop
from tools.reading import member_words
from tools.registry import Context
from tools.rows import answer_rows

__all__ = ["small_shop"]


def test_a_list_says_how_many_there_are_in_all(small_shop: Shop) -> None:
    query = MetricQuery.model_validate({
        "of": "order", "by": ("order", "platform"), "limit": 2,
        "where": ({"field": "platform", "values": ("天猫",)},),
    })  # fmt: skip
    found = answer_rows(small_shop, query, Context())
    assert found.rows == ((7, "tmall"), (4, "tmall"))
    assert found.full_count == 3
    assert found.title.zh == "订单明细"
    assert found.words["platform"]["tmall"].zh == "天猫"
    facts = {f.id: f for f in found.findings}
    assert (facts["rows"].value, facts["rows"].noun.zh) == (3, "行")
    assert facts["filters"].words.zh == "平台：天猫"
    assert found.sentences[0].key == "rows.cut"
    assert facts["shown"].value == 2
    assert "共 3 行，这里列出 2 行" in [n.zh for n in found.notes]


def test_nothing_to_list_is_said(small_shop: Shop) -> None:
    query = MetricQuery(of="order", by=("order",), where=("platform = 'douyin'",))
    found = answer_rows(small_shop, query, Context())
    assert found.sentences[0].key == "rows.none"
    assert found.full_count is None


def test_values_alone(small_shop: Shop) -> None:
    found = answer_rows(small_shop, MetricQuery(by=("platform",)), Context(lang="en"))
    assert found.title.en == "values of platform"
    assert found.rows == (("jd",), ("tmall",), (None,))


def test_a_moment_is_said_by_the_minute_and_a_step_by_its_own() -> None:
    moment = datetime(2025, 3, 4, 20, 5, 9)
    assert member_words("paid_at", moment, {}).zh == "2025-03-04 20:05"
    assert member_words("order.paid_at__hour", moment, {}).zh == "2025-03-04 20:00"
