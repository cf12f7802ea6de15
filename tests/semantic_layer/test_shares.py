"""Shares of the whole and of groups: by hand."""

from decimal import Decimal as D
from typing import Any

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.semantic_layer.test_query import MAR


def ask(shop: Shop, *metrics: str, role: str = "owner", **parts: Any) -> Any:
    return shop.query(MetricQuery.model_validate({"metrics": metrics, **parts}), role=role)


def test_parts_of_each_group_add_up(small_shop: Shop) -> None:
    """上海: tmall 600.10. 北京: jd 50. No city: jd 30.30 of a guest, no platform 70, of 100.30."""
    found = ask(
        small_shop, "gmv", by=("customer.city", "platform"), share=("gmv",),
        share_within=("customer.city",), order=("customer.city", "platform"),
    )  # fmt: skip
    assert [c.name for c in found.columns[2:]] == [
        "gmv", "gmv__share", "gmv__share_of_customer.city",
    ]  # fmt: skip
    assert found.columns[-1].label.zh == "支付金额占城市的比例"
    assert found.columns[-1].kind == "share"
    assert [row[-1] for row in found.rows] == [
        1.0,
        1.0,
        pytest.approx(303 / 1003),
        pytest.approx(700 / 1003),
    ]
    assert sum(row[-2] for row in found.rows) == pytest.approx(1)


def test_of_all_metrics_when_no_share_is_named(small_shop: Shop) -> None:
    found = ask(
        small_shop, "orders", "units", by=("customer.city", "platform"), share_within=("customer.city",),
        order=("customer.city", "platform"),
    )  # fmt: skip
    assert [c.name for c in found.columns[2:]] == [
        "orders", "orders__share_of_customer.city", "units", "units__share_of_customer.city",
    ]  # fmt: skip
    assert [row[3] for row in found.rows] == [1.0, 1.0, 0.5, 0.5]


def test_of_each_month(small_shop: Shop) -> None:
    found = ask(
        small_shop, "gmv", by=("month", "platform"), share_within=("month",), fill=True,
        time={"start": "2025-01-01", "end": "2025-03-31"}, order=("month", "platform"),
    )  # fmt: skip
    assert [(r[0].month, r[1], r[3]) for r in found.rows] == [
        (1, "jd", None), (1, "tmall", None), (1, None, None),
        (2, "jd", pytest.approx(303 / 2303)), (2, "tmall", pytest.approx(2000 / 2303)), (2, None, 0),
        (3, "jd", 0), (3, "tmall", pytest.approx(30 / 37)), (3, None, pytest.approx(7 / 37)),
    ]  # fmt: skip


def test_of_members_known_by_a_key(small_shop: Shop) -> None:
    """Two people are called 王伟: each is a whole of its own."""
    found = ask(
        small_shop, "gmv", by=("customer.full_name", "platform"), share_within=("customer.full_name",),
    )  # fmt: skip
    shares = {(row[0], row[1]): row[3] for row in found.rows}
    assert shares["王伟 (1)", "tmall"] == shares["王伟 (3)", None] == 1.0


def test_of_the_first_members_and_the_rest(small_shop: Shop) -> None:
    found = ask(
        small_shop, "gmv", by=("platform", "customer.city"), share_within=("platform",),
        top={"by": "platform", "n": 1, "others": True}, order=("platform", "customer.city"),
    )  # fmt: skip
    assert [(r[0], r[1], r[3]) for r in found.rows] == [
        ("tmall", "上海", 1.0),
        ("其他", "北京", pytest.approx(500 / 1503)), ("其他", None, pytest.approx(1003 / 1503)),
    ]  # fmt: skip


def test_beside_a_comparison_and_under_a_limit(small_shop: Shop) -> None:
    found = ask(
        small_shop, "gmv", by=("customer.city", "platform"), share_within=("customer.city",),
        time=MAR, compare=({"kind": "previous"},), limit=1,
    )  # fmt: skip
    assert found.rows[0][:5] == ("上海", "tmall", D("300.00"), 1.0, D("200.00"))


def test_distinct_counts_may_overlap_and_it_is_said(small_shop: Shop) -> None:
    """Buyers by month: customer 1 bought in two of them."""
    found = ask(
        small_shop, "buyers", by=("platform", "month"), share_within=("platform",), order=("platform", "month"),
    )  # fmt: skip
    assert [(r[0], r[3]) for r in found.rows] == [
        ("jd", 1.0), ("jd", 0), ("tmall", 0.5), ("tmall", 0.5), ("tmall", 0.5), (None, 1.0),
    ]  # fmt: skip
    assert any("可能超过 100%" in n.zh for n in found.notes)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("a share of a ratio", {"metrics": ("upt",), "by": ("platform", "month"), "share_within": ("month",)}, "share_of_ratio"),
    ("of what is not shown", {"by": ("platform",), "share_within": ("month",)}, "unknown_column"),
    ("of nothing", {"metrics": (), "by": ("customer.city",), "share_within": ("customer.city",)}, "needs_metric"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "parts", "code"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(small_shop: Shop, case: str, parts: dict[str, Any], code: str) -> None:
    with pytest.raises(QueryError) as caught:
        small_shop.query(MetricQuery.model_validate({"metrics": ("gmv",), **parts}))
    assert caught.value.code == code, case
