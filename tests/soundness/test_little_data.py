"""Empty tables, one row, columns without a value: nothing is invented and nothing breaks."""

from collections.abc import Callable

import pytest

from semantic_layer.errors import ShopError
from semantic_layer.shop import Shop
from tests.soundness.world import days, money, one, rows, table, trap

Make = Callable[..., Shop]

MODEL = """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions: {paid_on: {type: date}, platform: {indexed: true}}
  refunds:
    entities:
      refund: {kind: primary, columns: id}
      order: {kind: foreign, columns: order_id}
    time: on_day
    dimensions: {on_day: {type: date}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  orders: {table: orders, agg: count}
  buyers: {table: orders, agg: count_distinct, expr: customer_id}
  aov: {type: ratio, numerator: gmv, denominator: orders, unit: money}
  mean: {table: orders, agg: avg, expr: amount, unit: money}
  least: {table: orders, agg: min, expr: amount, unit: money}
  most: {table: orders, agg: max, expr: amount, unit: money}
  middle: {table: orders, agg: median, expr: amount, unit: money}
  refunded: {table: refunds, expr: amount, unit: money}
  net: {type: derived, expr: gmv - refunded, unit: money}
  refund_rate: {type: ratio, numerator: refunded, denominator: gmv}
"""
ORDERS = "id int, customer_id int, platform text, amount decimal(12,2), paid_on date"
REFUNDS = "id int, order_id int, amount decimal(12,2), on_day date"
ALL = ("gmv", "orders", "buyers", "aov", "mean", "least", "most", "middle", "refunded", "net")
MARCH = days("2025-03-01", "2025-03-31")


@trap("an empty table: counts and sums are 0, the rest is empty")
def test_empty_fact(shop: Make) -> None:
    made = shop(
        MODEL,
        orders=table(ORDERS),
        refunds=table(REFUNDS, (1, 1, "2.00", "2025-03-01")),
    )
    found = one(made, *ALL, "refund_rate", time=MARCH)
    assert found == (0, 0, 0, None, None, None, None, None, money("2.00"), money("-2.00"), None)
    assert rows(made, "gmv", by=("platform",)) == []
    assert rows(made, "gmv", by=("day",), time=days("2025-03-01", "2025-03-02"), fill=True) == [
        ("2025-03-01", 0), ("2025-03-02", 0),
    ]  # fmt: skip


@trap("a shop without one dated row is refused, not answered with zeros")
def test_empty_shop(shop: Make) -> None:
    with pytest.raises(ShopError) as caught:
        shop(MODEL, orders=table(ORDERS), refunds=table(REFUNDS))
    assert caught.value.code == "empty_shop_data"


@trap("one row is its own sum, average, median and maximum")
def test_one_row(shop: Make) -> None:
    made = shop(
        MODEL, orders=table(ORDERS, (1, 1, "jd", "9.90", "2025-03-01")), refunds=table(REFUNDS)
    )
    found = one(made, *ALL)
    nine = money("9.90")
    assert found[:3] == (nine, 1, 1)
    assert [round(float(v), 9) for v in found[3:8]] == [9.9] * 5
    assert found[8:] == (0, nine)


@trap("a column without one value")
def test_all_null_column(shop: Make) -> None:
    """Two orders whose amount, buyer and platform nobody knows."""
    made = shop(
        MODEL,
        orders=table(
            ORDERS, (1, None, None, None, "2025-03-01"), (2, None, None, None, "2025-03-02")
        ),
        refunds=table(REFUNDS),
    )
    found = one(made, *ALL)
    assert found == (0, 2, 0, 0.0, None, None, None, None, 0, 0)
    assert rows(made, "orders", by=("platform",)) == [(None, 2)]
    assert made.values()["order.platform"] == ()


@trap("an average leaves the empty values out of its denominator")
def test_average_of_some(shop: Make) -> None:
    made = shop(
        MODEL,
        orders=table(
            ORDERS, (1, 1, "jd", "10.00", "2025-03-01"), (2, 2, "jd", None, "2025-03-01"),
            (3, 3, "jd", "20.00", "2025-03-01"),
        ),
        refunds=table(REFUNDS),
    )  # fmt: skip
    assert one(made, "mean", "aov", "orders") == (15.0, 10.0, 3)


@trap("a period without rows has no average, and no maximum of 0")
def test_nothing_in_the_period(shop: Make) -> None:
    made = shop(
        MODEL, orders=table(ORDERS, (1, 1, "jd", "-5.00", "2025-03-01")), refunds=table(REFUNDS)
    )
    april = days("2025-04-01", "2025-04-30")
    assert one(made, "orders", "mean", "most", "middle", "aov", time=april) == (
        0, None, None, None, None,
    )  # fmt: skip
    assert one(made, "most", "gmv") == (money("-5.00"), money("-5.00"))


@trap("sums of nothing beside sums that cancel out")
def test_cancelling_sums(shop: Make) -> None:
    """A group whose amounts add up to 0 is there; its rate is empty, its count is not."""
    made = shop(
        MODEL,
        orders=table(
            ORDERS, (1, 1, "jd", "5.00", "2025-03-01"), (2, 1, "jd", "-5.00", "2025-03-01"),
            (3, 1, "tmall", "1.00", "2025-03-01"),
        ),
        refunds=table(REFUNDS, (1, 1, "5.00", "2025-03-01")),
    )  # fmt: skip
    found = rows(
        made, "gmv", "orders", "refund_rate", by=("order.platform",), order=("order.platform",)
    )
    assert found == [("jd", 0, 2, None), ("tmall", money("1.00"), 1, 0.0)]


@trap("a share of a whole that adds up to nothing")
def test_share_of_cancelling_sums(shop: Make) -> None:
    made = shop(
        MODEL,
        orders=table(
            ORDERS, (1, 1, "jd", "5.00", "2025-03-01"), (2, 1, "tmall", "-5.00", "2025-03-01")
        ),
        refunds=table(REFUNDS),
    )
    found = rows(made, "gmv", by=("platform",), share=("gmv",))
    assert found == [("jd", money("5.00"), None), ("tmall", money("-5.00"), None)]
