"""Balances, running totals and conversions: what is read at a moment, not added over days."""

from collections.abc import Callable

import pytest

from semantic_layer.shop import Shop
from tests.soundness.world import days, one, refused, rows, table, trap, unless_refused

Make = Callable[..., Shop]

STOCK = """
tables:
  stock:
    entities:
      stock_day: {kind: primary, columns: [on_day, warehouse, sku]}
      sku: {kind: foreign, columns: sku}
    time: on_day
    dimensions: {on_day: {type: date}, warehouse: {}}
  skus:
    entities: {sku: {kind: primary, columns: sku}}
    dimensions: {colour: {}}
  sales:
    entities: {sale: {kind: primary, columns: id}, sku: {kind: foreign, columns: sku}}
    time: on_day
    dimensions: {on_day: {type: date}}
metrics:
  stock: {table: stock, expr: units, snapshot: {time: on_day, choice: last}}
  opening: {table: stock, expr: units, snapshot: {time: on_day, choice: first}}
  own_last: {table: stock, expr: units, snapshot: {time: on_day, choice: last, groups: [warehouse]}}
  seen_last: {table: stock, expr: units, snapshot: {time: on_day, choice: last, among: asked}}
  skus_in_stock: {table: stock, agg: count_distinct, expr: sku, where: ["units > 0"], snapshot: {time: on_day, choice: last}}
  sold: {table: sales, expr: qty}
  stock_to_sales: {type: ratio, numerator: stock, denominator: sold, unit: number}
"""


@pytest.fixture
def stocked(shop: Make) -> Shop:
    """Two warehouses on 1 and 2 March; on the 3rd only the north is counted; April has the 1st."""
    return shop(
        STOCK,
        stock=table(
            "on_day date, warehouse text, sku text, units int",
            ("2025-03-01", "north", "a", 10), ("2025-03-01", "south", "a", 20),
            ("2025-03-01", "south", "b", 5),
            ("2025-03-02", "north", "a", 9), ("2025-03-02", "south", "a", 18),
            ("2025-03-03", "north", "a", 8), ("2025-03-03", "north", "b", 0),
            ("2025-04-01", "north", "a", 7), ("2025-04-01", "south", "a", 30),
        ),
        skus=table("sku text, colour text", ("a", "red"), ("b", "blue")),
        sales=table("id int, sku text, qty int, on_day date", (1, "a", 3, "2025-03-01"), (2, "a", 1, "2025-03-02"), (3, "b", 2, "2025-03-02")),
    )  # fmt: skip


MARCH = days("2025-03-01", "2025-03-31")
ALL = days("2025-01-01", "2025-03-31")


@trap("a balance is never added over days")
def test_balance_over_days(stocked: Shop) -> None:
    assert one(stocked, "stock", time=days("2025-03-01", "2025-03-02")) == 27
    assert rows(stocked, "stock", by=("day",), time=days("2025-03-01", "2025-03-03")) == [
        ("2025-03-01", 35), ("2025-03-02", 27), ("2025-03-03", 8),
    ]  # fmt: skip


@trap("a balance by month is that of each month's last count")
def test_balance_by_month(stocked: Shop) -> None:
    assert rows(stocked, "stock", "opening", by=("month",)) == [
        ("2025-03-01", 8, 35), ("2025-04-01", 37, 37),
    ]  # fmt: skip


@trap("the last day of the period has no count: the last counted day stands")
def test_last_day_missing(stocked: Shop) -> None:
    assert one(stocked, "stock", time=MARCH) == 8


@trap("a warehouse without a row on the last day has no stock then")
def test_warehouse_missing_on_the_last_day(stocked: Shop) -> None:
    found = rows(stocked, "stock", by=("warehouse",), time=MARCH)
    assert dict(found).get("south", 0) == 0
    assert dict(found)["north"] == 8
    south = ({"field": "warehouse", "op": "=", "values": ["south"]},)
    assert one(stocked, "stock", time=MARCH, where=south) == 0


@trap("each warehouse at its own last count, where the model says so")
def test_own_last(stocked: Shop) -> None:
    assert one(stocked, "own_last", time=MARCH) == 26
    found = rows(stocked, "own_last", by=("warehouse",), time=MARCH)
    assert found == [("south", 18), ("north", 8)]


@trap("at the last count among the asked rows, where the model says so")
def test_last_among_asked(stocked: Shop) -> None:
    south = ({"field": "warehouse", "op": "=", "values": ["south"]},)
    assert one(stocked, "seen_last", time=MARCH, where=south) == 18
    blue = ({"field": "colour", "op": "=", "values": ["blue"]},)
    assert one(stocked, "seen_last", time=days("2025-03-01", "2025-03-02"), where=blue) == 5


@trap("balances add up over warehouses and goods on one day")
def test_balance_adds_over_places(stocked: Shop) -> None:
    first = days("2025-03-01")
    assert one(stocked, "stock", time=first) == 35
    assert sum(r[1] for r in rows(stocked, "stock", by=("colour",), time=first)) == 35
    assert one(stocked, "skus_in_stock", time=first) == 2
    assert one(stocked, "skus_in_stock", time=MARCH) == 1


@trap("stock to sales: a balance over a sum of the same days")
def test_stock_to_sales(stocked: Shop) -> None:
    two = days("2025-03-01", "2025-03-02")
    assert one(stocked, "stock_to_sales", time=two) == 27 / 6
    found = dict(rows(stocked, "stock_to_sales", by=("colour",), time=two))
    assert (found["red"], found["blue"]) == (27 / 4, 0.0)


@trap("a balance beside that of the period before")
def test_balance_compared(stocked: Shop) -> None:
    april = days("2025-04-01", "2025-04-02")
    march = {"kind": "range", "time": {"start": "2025-03-01", "end": "2025-03-31"}}
    found = one(stocked, "stock", time=april, compare=(march,))
    assert found[:3] == (37, 8, 29)


@trap("the share of a balance is of the balance of that moment")
def test_share_of_balance(stocked: Shop) -> None:
    """Additive over warehouses; refused or of 27, never of a sum over days."""
    two = days("2025-03-01", "2025-03-02")
    found = unless_refused(
        stocked, ("share_of_ratio",), "stock", by=("warehouse",), time=two, share=("stock",)
    )
    assert found is None or [(r[0], r[1], round(r[2], 6)) for r in found] == [
        ("south", 18, 0.666667),
        ("north", 9, 0.333333),
    ]


RUNNING = """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions: {paid_on: {type: date}, platform: {}}
metrics:
  gmv: {table: orders, expr: amount}
  so_far: {type: cumulative, table: orders, expr: amount}
  month_to_date: {type: cumulative, table: orders, expr: amount, to_date: month}
  last_7: {type: cumulative, table: orders, expr: amount, window: 7 days}
  buyers_7: {type: cumulative, table: orders, agg: count_distinct, expr: buyer, window: 7 days}
  month_before: {type: derived, expr: b, inputs: {b: {metric: gmv, offset: 1 month}}}
  growth: {type: derived, expr: "a / b - 1", inputs: {a: gmv, b: {metric: gmv, offset: 1 month}}, unit: ratio}
  year_before: {type: derived, expr: b, inputs: {b: {metric: gmv, offset: 1 year}}}
"""


@pytest.fixture
def running(shop: Make) -> Shop:
    return shop(
        RUNNING,
        orders=table(
            "id int, buyer int, amount int, platform text, paid_on date",
            (1, 1, 1, "tmall", "2025-01-31"), (2, 1, 2, "tmall", "2025-02-01"),
            (3, 2, 4, "jd", "2025-02-07"), (4, 1, 8, "jd", "2025-02-08"),
            (5, 3, 16, "tmall", "2025-02-28"), (6, 3, 32, "tmall", "2025-03-31"),
        ),
    )  # fmt: skip


@trap("running totals begin again with the month")
def test_month_to_date(running: Shop) -> None:
    edge = days("2025-01-31", "2025-02-01")
    assert rows(running, "month_to_date", by=("day",), time=edge) == [
        ("2025-01-31", 1),
        ("2025-02-01", 2),
    ]
    assert one(running, "month_to_date", time=days("2025-02-01", "2025-02-10")) == 14
    assert rows(running, "month_to_date", by=("month",), time=ALL) == [
        ("2025-01-01", 1), ("2025-02-01", 30), ("2025-03-01", 32),
    ]  # fmt: skip


@trap("everything so far counts what lies before the asked days")
def test_so_far(running: Shop) -> None:
    assert one(running, "so_far", time=days("2025-02-08")) == 15
    assert one(running, "so_far", time=days("2025-03-01", "2025-03-02")) == 31
    assert rows(running, "so_far", by=("month",), time=ALL) == [
        ("2025-01-01", 1), ("2025-02-01", 31), ("2025-03-01", 63),
    ]  # fmt: skip


@trap("seven days are seven days, this one included")
def test_window(running: Shop) -> None:
    """From 2 to 8 February: the 1st has just gone."""
    assert one(running, "last_7", time=days("2025-02-08")) == 12
    assert one(running, "last_7", time=days("2025-02-07")) == 6
    assert one(running, "buyers_7", time=days("2025-02-07")) == 2
    found = dict(rows(running, "last_7", by=("day",), time=days("2025-02-06", "2025-02-09")))
    assert found == {"2025-02-06": 3, "2025-02-07": 6, "2025-02-08": 12, "2025-02-09": 12}


@trap("distinct buyers of a rolling window are not the sum of the days'")
def test_distinct_in_a_window(running: Shop) -> None:
    """2 to 8 February: buyer 2 on the 7th, buyer 1 on the 8th; with the 1st it is buyer 1 again."""
    assert one(running, "buyers_7", time=days("2025-02-07")) == 2
    assert one(running, "buyers_7", time=days("2025-02-08")) == 2


@trap("a lag of a month over months of different length")
def test_lag_of_a_month(running: Shop) -> None:
    """28 February stands for 31 January only by whole months."""
    assert one(running, "month_before", time=days("2025-02-01", "2025-02-28")) == 1
    assert one(running, "month_before", time=days("2025-03-01", "2025-03-31")) == 30
    assert rows(running, "month_before", by=("month",), time=ALL) == [
        ("2025-02-01", 1), ("2025-03-01", 30),
    ]  # fmt: skip


@trap("growth over the month before, where there is no month before")
def test_growth(running: Shop) -> None:
    found = dict(rows(running, "growth", by=("month",), time=ALL))
    assert found["2025-02-01"] == 29.0
    assert found["2025-01-01"] is None


FUNNEL = """
tables:
  visits:
    entities: {visit: {kind: primary, columns: id}, user: {kind: foreign, columns: user_id}}
    time: visited_at
    dimensions: {visited_at: {type: time}, source: {}}
  buys:
    entities: {buy: {kind: primary, columns: id}, user: {kind: foreign, columns: user_id}}
    time: bought_at
    dimensions: {bought_at: {type: time}}
metrics:
  visits: {table: visits, agg: count}
  visitors: {table: visits, agg: count_distinct, expr: user_id}
  buys: {table: buys, agg: count}
  rate: {type: conversion, base: visits, conversion: buys, entity: user, window: 7 days, unit: ratio}
  converted: {type: conversion, base: visits, conversion: buys, entity: user, window: 7 days, calculation: count}
"""


def funnel(shop: Make, visits: list[tuple[str, str]], buys: list[tuple[str, str]]) -> Shop:
    """Visits and buys of (user, moment)."""
    return shop(
        FUNNEL,
        visits=table(
            "id int, user_id text, visited_at timestamp, source text",
            *((n, user, moment, f"s{n}") for n, (user, moment) in enumerate(visits)),
        ),
        buys=table(
            "id int, user_id text, bought_at timestamp",
            *((n, user, moment) for n, (user, moment) in enumerate(buys)),
        ),
    )


@trap("a conversion in the same second as its visit")
def test_same_second(shop: Make) -> None:
    made = funnel(shop, [("a", "2025-03-01 10:00:00")], [("a", "2025-03-01 10:00:00")])
    assert one(made, "converted", "rate") == (1, 1.0)


@trap("a buy before the visit is no conversion of it")
def test_before(shop: Make) -> None:
    made = funnel(
        shop, [("a", "2025-03-01 10:00")], [("a", "2025-03-01 09:59"), ("b", "2025-03-01 10:01")]
    )
    assert one(made, "converted") == 0


@trap("the window's last moment and the one after it")
def test_window_edges(shop: Make) -> None:
    made = funnel(
        shop, [("a", "2025-03-01 10:00"), ("b", "2025-03-01 10:00")],
        [("a", "2025-03-08 09:59:59"), ("b", "2025-03-08 10:00:01")],
    )  # fmt: skip
    assert one(made, "converted") == 1


@trap("several buys after one visit, several visits before one buy")
def test_several(shop: Make) -> None:
    """Both buys belong to the last visit before them; each buy counts for one visit only."""
    made = funnel(
        shop, [("a", "2025-03-01 10:00"), ("a", "2025-03-02 10:00")],
        [("a", "2025-03-02 11:00"), ("a", "2025-03-03 11:00")],
    )  # fmt: skip
    assert one(made, "converted") == 2
    assert dict(rows(made, "converted", by=("source",))).get("s0", 0) == 0
    assert dict(rows(made, "converted", by=("source",)))["s1"] == 2


@trap("a buy after the asked days belongs to the visit in them")
def test_conversion_after_the_days(shop: Make) -> None:
    made = funnel(shop, [("a", "2025-03-31 10:00")], [("a", "2025-04-02 10:00")])
    assert one(made, "converted", "rate", time=days("2025-03-01", "2025-03-31")) == (1, 1.0)
    assert one(made, "converted", time=days("2025-04-01", "2025-04-30")) == 0


@trap("two visits in one second do not count a buy twice")
def test_two_visits_at_once(shop: Make) -> None:
    made = funnel(
        shop,
        [("a", "2025-03-01 10:00:00"), ("a", "2025-03-01 10:00:00")],
        [("a", "2025-03-01 11:00:00")],
    )
    assert one(made, "converted") == 1
    assert sum(row[1] for row in rows(made, "converted", by=("source",))) == 1


@trap("nobody's events never convert")
def test_null_actors(shop: Make) -> None:
    made = funnel(shop, [(None, "2025-03-01 10:00")], [(None, "2025-03-01 11:00")])  # type: ignore[list-item]
    assert one(made, "converted", "visits", "buys") == (0, 1, 1)


@trap("a period without visits has no conversion rate")
def test_no_visits(shop: Make) -> None:
    made = funnel(shop, [("a", "2025-03-01 10:00")], [("a", "2025-03-01 11:00")])
    assert one(made, "rate", "converted", time=days("2025-05-01")) == (None, 0)
    assert one(made, "rate", "visits", "buys", time=days("2025-05-01")) == (None, 0, 0)


@trap("a running total of days of which one has no row")
def test_gap_in_a_running_total(running: Shop) -> None:
    """By day each step is shown, the days without an order too."""
    found = dict(rows(running, "so_far", by=("day",), time=days("2025-02-01", "2025-02-04")))
    assert found == {"2025-02-01": 3, "2025-02-02": 3, "2025-02-03": 3, "2025-02-04": 3}


@trap("a lag beside a filter by the clock")
def test_lag_and_filter(running: Shop) -> None:
    assert refused(running, "last_7", time=None, by=("platform",)) == "look_needs_time"
