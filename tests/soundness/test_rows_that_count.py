"""Which rows count: cancelled, refunded, test and brushed ones; one event with two clocks."""

from collections.abc import Callable

import pytest

from semantic_layer.shop import Shop
from tests.soundness.world import days, money, one, rows, table, trap

Make = Callable[..., Shop]

MODEL = """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    rows: [valid]
    segments:
      valid: {expr: "kind = 'normal'", label: {zh: 有效订单, en: valid orders}}
      kept: {expr: "closed_at is null", label: {zh: 未取消, en: not cancelled}}
    dimensions:
      platform: {}
      created_at: {type: time}
      paid_at: {type: time}
  lines:
    entities:
      line: {kind: primary, columns: id}
      order: {kind: foreign, columns: order_id}
    time: order.paid_at
    rows: [order.valid]
    dimensions: {is_gift: {type: bool}}
  refunds:
    entities:
      refund: {kind: primary, columns: id}
      order: {kind: foreign, columns: order_id}
    time: success_at
    rows: [order.valid]
    dimensions: {success_at: {type: time}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  gmv_kept: {table: orders, expr: amount, unit: money, where: [kept]}
  placed: {table: orders, expr: amount, unit: money, time: created_at}
  everything: {table: orders, expr: amount, unit: money, all_rows: true}
  orders: {table: orders, agg: count}
  units: {table: lines, expr: qty, where: ["not is_gift"]}
  lines: {table: lines, agg: count}
  refunded: {table: refunds, expr: amount, unit: money}
  refunded_of: {table: refunds, expr: amount, unit: money, time: order.paid_at}
  net: {type: derived, expr: gmv - refunded, unit: money}
  net_of: {type: derived, expr: gmv - refunded_of, unit: money}
  refund_rate: {type: ratio, numerator: refunded, denominator: gmv}
  refund_rate_of: {type: ratio, numerator: refunded_of, denominator: gmv}
"""
MARCH = days("2025-03-01", "2025-03-31")
APRIL = days("2025-04-01", "2025-04-30")


@pytest.fixture
def made(shop: Make) -> Shop:
    """1 is paid in March and refunded in April, 2 a test, 3 brushed, 4 unpaid, 5 cancelled,
    6 placed in March and paid in April."""
    return shop(
        MODEL,
        orders=table(
            "id int, kind text, platform text, amount decimal(12,2), created_at timestamp, "
            "paid_at timestamp, closed_at timestamp",
            (1, "normal", "tmall", "100.00", "2025-03-05 10:00", "2025-03-05 10:01", None),
            (2, "test", "tmall", "999.00", "2025-03-05 10:00", "2025-03-05 10:01", None),
            (3, "brushed", "jd", "500.00", "2025-03-06 10:00", "2025-03-06 10:01", None),
            (4, "normal", "jd", "70.00", "2025-03-07 10:00", None, None),
            (5, "normal", "jd", "30.00", "2025-03-08 10:00", "2025-03-08 10:01", "2025-03-09 00:00"),
            (6, "normal", "jd", "8.00", "2025-03-31 23:59", "2025-04-01 00:00", None),
        ),
        lines=table(
            "id int, order_id int, qty int, is_gift bool",
            (1, 1, 2, False), (2, 1, 1, True), (3, 2, 50, False), (4, 5, 1, False), (5, 6, 1, None),
        ),
        refunds=table(
            "id int, order_id int, amount decimal(12,2), success_at timestamp",
            (1, 1, "40.00", "2025-04-02 09:00"), (2, 2, "999.00", "2025-03-06 09:00"),
            (3, 5, "30.00", "2025-03-09 00:00"), (4, 1, "10.00", None),
        ),
    )  # fmt: skip


@trap("test and brushed orders count nowhere, not in refunds and lines either")
def test_valid_rows(made: Shop) -> None:
    assert one(made, "gmv", "orders", time=MARCH) == (money("130.00"), 2)
    assert one(made, "everything", time=MARCH) == money("1629.00")
    assert one(made, "refunded", time=MARCH) == money("30.00")
    assert one(made, "units", time=MARCH) == 3


@trap("an unpaid order is placed and not paid")
def test_unpaid(made: Shop) -> None:
    assert one(made, "placed", time=MARCH) == money("208.00")
    assert one(made, "gmv") == money("138.00")


@trap("a cancelled order leaves where the definition says so")
def test_cancelled(made: Shop) -> None:
    assert one(made, "gmv", "gmv_kept", time=MARCH) == (money("130.00"), money("100.00"))


@trap("two clocks: placed in March, paid in April")
def test_placed_and_paid(made: Shop) -> None:
    assert rows(made, "placed", "gmv", by=("month",)) == [
        ("2025-03-01", money("208.00"), money("130.00")), ("2025-04-01", 0, money("8.00")),
    ]  # fmt: skip


@trap("two clocks: refunds by their own day and by the order's day")
def test_refunds_by_both_clocks(made: Shop) -> None:
    """The refund that has not succeeded yet has no day of its own, but belongs to its order."""
    assert rows(made, "refunded", "refunded_of", by=("month",)) == [
        ("2025-03-01", money("30.00"), money("80.00")), ("2025-04-01", money("40.00"), 0),
    ]  # fmt: skip


@trap("net by occurrence may fall below zero, net of the orders may not")
def test_net_both_ways(made: Shop) -> None:
    assert one(made, "net", "net_of", time=APRIL) == (money("-32.00"), money("8.00"))
    assert one(made, "net", "net_of", time=MARCH) == (money("100.00"), money("50.00"))


@trap("a rate over two clocks passes 100 %, that of the orders does not")
def test_rates_both_ways(made: Shop) -> None:
    april, of_april = one(made, "refund_rate", "refund_rate_of", time=APRIL)
    assert (april, of_april) == (5.0, 0.0)


@trap("a refund by the platform of its order")
def test_refund_by_platform(made: Shop) -> None:
    assert rows(made, "refunded", by=("platform",), order=("platform",)) == [
        ("jd", money("30.00")), ("tmall", money("40.00")),
    ]  # fmt: skip


@trap("an event that has not happened counts in no period and not in all time")
def test_not_happened(made: Shop) -> None:
    assert one(made, "refunded") == money("70.00")
    by_month = rows(made, "refunded", by=("month",))
    assert sum(row[1] for row in by_month) == money("70.00")


@trap("a flag that is empty is not false")
def test_empty_flag(made: Shop) -> None:
    """`not is_gift` of a line that does not say: unknown, so it is left out as written."""
    assert one(made, "units") == 3


@trap("a condition and its opposite add up to all: not-equal keeps the empty ones")
def test_opposites(made: Shop) -> None:
    gift = ({"field": "is_gift", "op": "=", "values": [True]},)
    no_gift = ({"field": "is_gift", "op": "!=", "values": [True]},)
    empty = ({"field": "is_gift", "op": "is_null"},)
    found = [one(made, "lines", where=w) for w in (gift, no_gift, empty, ())]
    assert found == [1, 3, 1, 4]
