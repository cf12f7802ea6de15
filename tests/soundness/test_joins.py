"""Rows that a join would multiply, lose or lead astray."""

from collections.abc import Callable

from semantic_layer.shop import Shop
from tests.soundness.world import days, money, one, refused, rows, table, trap

Make = Callable[..., Shop]

ORDERS_AND_LINES = """
tables:
  orders:
    entities:
      order: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
    time: paid_on
    dimensions: {platform: {}, paid_on: {type: date}}
  lines:
    entities:
      line: {kind: primary, columns: [order_id, n]}
      order: {kind: foreign, columns: order_id}
      sku: {kind: foreign, columns: sku}
    time: order.paid_on
  skus:
    entities: {sku: {kind: primary, columns: sku}}
    dimensions: {colour: {}}
  customers:
    entities: {customer: {kind: primary, columns: id}}
    dimensions: {city: {}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  orders: {table: orders, agg: count}
  mean_order: {table: orders, agg: avg, expr: amount, unit: money}
  buyers: {table: orders, agg: count_distinct, expr: customer_id}
  units: {table: lines, expr: qty}
  freight_of_lines: {table: lines, expr: order.freight, unit: money}
  upt: {type: ratio, numerator: units, denominator: orders}
"""


def lined(shop: Make) -> Shop:
    """Order 1 has three lines, order 2 one, order 3 none."""
    return shop(
        ORDERS_AND_LINES,
        orders=table(
            "id int, customer_id int, platform text, amount decimal(12,2), freight decimal(12,2), "
            "paid_on date",
            (1, 1, "tmall", "100.00", "10.00", "2025-03-01"),
            (2, 1, "jd", "50.00", "5.00", "2025-03-01"),
            (3, 2, "jd", "30.00", "0.00", "2025-03-02"),
        ),
        lines=table(
            "order_id int, n int, sku text, qty int",
            (1, 1, "a", 1), (1, 2, "b", 2), (1, 3, "b", 1), (2, 1, "a", 4),
        ),
        skus=table("sku text, colour text", ("a", "red"), ("b", "blue")),
        customers=table("id int, city text", (1, "上海"), (2, "北京")),
    )  # fmt: skip


@trap("fan-out: a sum beside the lines of its orders")
def test_sum_beside_lines(shop: Make) -> None:
    """A join of orders to lines would give tmall 300."""
    found = rows(lined(shop), "gmv", "units", by=("platform",))
    assert found == [("tmall", money("100.00"), 4), ("jd", money("80.00"), 4)]


@trap("fan-out: an average beside the lines of its orders")
def test_average_beside_lines(shop: Make) -> None:
    """(100 + 50 + 30) / 3; over the joined rows it would be (3 x 100 + 50 + 30) / 5 = 76."""
    assert one(lined(shop), "mean_order", "units") == (60.0, 8)


@trap("fan-out: a distinct count beside the lines of its orders")
def test_distinct_beside_lines(shop: Make) -> None:
    found = rows(lined(shop), "buyers", "units", by=("customer.city",))
    assert found == [("上海", 1, 8), ("北京", 1, 0)]


@trap("fan-out: a count of rows beside the lines of its orders")
def test_count_beside_lines(shop: Make) -> None:
    """8 units over 3 orders, one of which has no line; over joined rows there would be 5 orders."""
    orders, units, upt = one(lined(shop), "orders", "units", "upt")
    assert (orders, units) == (3, 8)
    assert abs(upt - 8 / 3) < 1e-9


@trap("fan-out: an order's amount by an attribute of its lines")
def test_amount_by_a_line_attribute(shop: Make) -> None:
    made = lined(shop)
    assert refused(made, "gmv", by=("colour",)) == "fan_out"
    assert refused(made, "gmv", where=("colour = 'red'",)) == "fan_out"
    assert refused(made, "gmv", "units", by=("colour",)) == "fan_out"
    assert rows(made, "units", by=("colour",)) == [("red", 5), ("blue", 3)]


CHASM = """
tables:
  customers:
    entities: {customer: {kind: primary, columns: id}}
    dimensions: {city: {}}
  orders:
    entities:
      order: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
    time: paid_on
    dimensions: {paid_on: {type: date}}
  visits:
    entities:
      visit: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
    time: at_day
    dimensions: {at_day: {type: date}}
  calls:
    entities:
      call: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
    time: at_day
    dimensions: {at_day: {type: date}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  visits: {table: visits, agg: count}
  minutes: {table: calls, expr: minutes}
  gmv_per_visit: {type: ratio, numerator: gmv, denominator: visits, unit: money}
"""


def chasm(shop: Make) -> Shop:
    """Shanghai: 2 orders, 3 visits, 2 calls. Beijing: visits only. Nowhere: one call."""
    return shop(
        CHASM,
        customers=table("id int, city text", (1, "上海"), (2, "北京"), (3, None)),
        orders=table(
            "id int, customer_id int, amount decimal(12,2), paid_on date",
            (1, 1, "10.00", "2025-03-01"), (2, 1, "20.00", "2025-03-02"),
        ),
        visits=table(
            "id int, customer_id int, at_day date",
            (1, 1, "2025-03-01"), (2, 1, "2025-03-01"), (3, 1, "2025-03-02"), (4, 2, "2025-03-02"),
        ),
        calls=table(
            "id int, customer_id int, minutes int, at_day date",
            (1, 1, 5, "2025-03-01"), (2, 1, 7, "2025-03-02"), (3, 3, 11, "2025-03-02"),
        ),
    )  # fmt: skip


@trap("chasm: three facts by the city of their customers")
def test_three_facts_by_city(shop: Make) -> None:
    """Joined in one go Shanghai's 30.00 would come six times: 180.00."""
    assert rows(chasm(shop), "gmv", "visits", "minutes", by=("customer.city",)) == [
        ("上海", money("30.00"), 3, 12), ("北京", 0, 1, 0), (None, 0, 0, 11),
    ]  # fmt: skip


@trap("chasm: the ratio of two facts by day")
def test_ratio_of_two_facts(shop: Make) -> None:
    found = rows(chasm(shop), "gmv_per_visit", by=("day",))
    assert found == [("2025-03-01", 5.0), ("2025-03-02", 10.0)]


@trap("a fact without rows keeps the others' totals")
def test_no_row_of_one_fact(shop: Make) -> None:
    first = days("2025-03-01")
    assert one(chasm(shop), "gmv", "visits", "minutes", time=first) == (money("10.00"), 2, 5)
    none = days("2025-03-05")
    assert one(chasm(shop), "gmv", "visits", "minutes", time=none) == (0, 0, 0)


BRIDGE = """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions: {paid_on: {type: date}}
  order_coupons:
    entities:
      use: {kind: primary, columns: [order_id, coupon_id]}
      order: {kind: foreign, columns: order_id}
      coupon: {kind: foreign, columns: coupon_id}
    time: order.paid_on
  coupons:
    entities: {coupon: {kind: primary, columns: id}}
    dimensions: {batch: {}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  uses: {table: order_coupons, agg: count}
  orders_with: {table: order_coupons, agg: count_distinct, expr: order_id}
"""


@trap("many-to-many: orders and coupons through a bridge")
def test_bridge(shop: Make) -> None:
    """Order 1 used a coupon of each batch: its 100.00 belongs to neither, and to both."""
    made = shop(
        BRIDGE,
        orders=table(
            "id int, amount decimal(12,2), paid_on date",
            (1, "100.00", "2025-03-01"), (2, "10.00", "2025-03-01"),
        ),
        order_coupons=table(
            "order_id int, coupon_id int", (1, 1), (1, 2), (2, 1)
        ),
        coupons=table("id int, batch text", (1, "spring"), (2, "summer")),
    )  # fmt: skip
    assert refused(made, "gmv", by=("batch",)) == "fan_out"
    assert rows(made, "uses", "orders_with", by=("batch",)) == [("spring", 2, 2), ("summer", 1, 1)]
    assert one(made, "orders_with", "uses", "gmv") == (2, 3, money("110.00"))


@trap("one name on two facts: each group stands once")
def test_conformed_dimension_with_missing_members(shop: Make) -> None:
    made = shop(
        """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions: {platform: {}, paid_on: {type: date}}
  ads:
    time: at_day
    dimensions: {platform: {same_as: order.platform}, at_day: {type: date}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  cost: {table: ads, expr: cost, unit: money}
  roas: {type: ratio, numerator: gmv, denominator: cost}
""",
        orders=table(
            "id int, platform text, amount decimal(12,2), paid_on date",
            (1, "tmall", "10.00", "2025-03-01"), (2, None, "4.00", "2025-03-01"),
        ),
        ads=table(
            "platform text, cost decimal(12,2), at_day date",
            ("jd", "5.00", "2025-03-01"), (None, "2.00", "2025-03-01"),
        ),
    )  # fmt: skip
    assert rows(made, "gmv", "cost", "roas", by=("platform",)) == [
        ("tmall", money("10.00"), 0, None), (None, money("4.00"), money("2.00"), 2.0),
        ("jd", 0, money("5.00"), 0.0),
    ]  # fmt: skip


@trap("a measure that reaches into a joined row counts it once for each row")
def test_parent_amount_over_lines(shop: Make) -> None:
    """`order.freight` over lines repeats an order's freight: 3 x 10 + 5. It is what was written;
    by order, the freight belongs to a metric of orders."""
    assert one(lined(shop), "freight_of_lines") == money("35.00")
