"""What a result says of where it comes from: tables and joins, as sentences."""

import pytest

from semantic_layer.query import MetricQuery


@pytest.mark.parametrize(
    ("metrics", "by", "tables", "joins"),
    [
        (("gmv",), (), ["订单"], []),
        (("gmv",), ("customer.city",), ["订单", "客户"], ["订单 → 客户（按 customer_id）"]),
        (("gmv",), ("payer.city",), ["订单", "客户"], ["订单 → 客户（按 payer_id），作为 payer"]),
        (
            ("gmv", "units"), ("customer.city",), ["订单", "客户", "订单行"],
            ["订单 → 客户（按 customer_id）", "订单行 → 订单（按 order_id）"],
        ),
        (("roas",), ("platform",), ["订单", "投放"], []),
    ],
)  # fmt: skip
def test_lineage(small_shop, metrics, by, tables, joins) -> None:
    found = small_shop.query(MetricQuery(metrics=metrics, by=by)).lineage
    assert [t.zh for t in found.tables] == tables
    assert [j.zh for j in found.joins] == joins
    assert all(j.en for j in found.joins)


def test_two_joins_of_one_kind_are_one_sentence(small_shop) -> None:
    query = MetricQuery(
        metrics=("gmv", "orders"), by=("customer.city", "customer.region.region_name")
    )
    joins = [j.en for j in small_shop.query(query).lineage.joins]
    assert joins == ["orders → customers (by customer_id)", "customers → regions (by region_id)"]
