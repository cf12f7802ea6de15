"""Metric kinds and joins that came with the importers, against hand-counted numbers."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.shop import Shop, open_shop

SHOP = """
version: 1
shop: {name: kinds, today: data}
data: kinds.duckdb
spines:
  days: {table: days, column: day, grain: day, calendars: {season: season}}
tables:
  days: {source: days}
  visits:
    entities: {visit: {kind: primary, columns: id}, user: {kind: foreign, columns: user_id}}
    time: at
    dimensions: {at: {type: time, grain: day}, source: {}}
  buys:
    entities:
      buy: {kind: primary, columns: id}
      user: {kind: foreign, columns: user_id, partition: snapshot}
      price: {kind: foreign, columns: product}
    time: at
    dimensions: {at: {type: time, grain: day}, snapshot: {type: date}, product: {}}
  users:
    entities: {user: {kind: primary, columns: id, partition: snapshot}}
    dimensions: {snapshot: {type: date}, tier: {}}
  prices:
    entities: {price: {kind: natural, columns: product}}
    valid: {from: since, to: till}
    dimensions: {since: {type: time}, till: {type: time}, list_price: {type: number}}
metrics:
  visits: {table: visits, agg: count}
  buys: {table: buys, agg: count}
  rate: {type: conversion, base: visits, conversion: buys, entity: user, window: 3 days, unit: ratio}
  converted: {type: conversion, base: visits, conversion: buys, entity: user, calculation: count}
  buys_a_month_before:
    {type: derived, expr: before, inputs: {before: {metric: buys, offset: 1 month}}}
  buys_a_season_before:
    {type: derived, expr: before, inputs: {before: {metric: buys, offset: 1 season}}}
  buys_at_month_start:
    {type: derived, expr: start, inputs: {start: {metric: buys, to_grain: month}}}
queries:
  by_source: {metrics: [visits], by: [source], order: [-visits]}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "shop.yml").write_text(SHOP, encoding="utf-8")
    data = duckdb.connect(str(folder / "kinds.duckdb"))
    data.execute("""
        CREATE TABLE visits AS SELECT * FROM (VALUES
            (1, 'a', DATE '2024-01-30', 'ad'), (2, 'a', DATE '2024-01-31', 'mail'),
            (3, 'b', DATE '2024-02-10', 'ad'), (4, NULL, DATE '2024-02-10', 'ad')
        ) t (id, user_id, "at", source)""")
    data.execute("""
        CREATE TABLE buys AS SELECT * FROM (VALUES
            (1, 'a', DATE '2024-01-31', DATE '2024-01-01', 'x'),
            (2, 'a', DATE '2024-02-29', DATE '2024-02-01', 'x'),
            (3, 'b', DATE '2024-02-29', DATE '2024-02-01', 'y'),
            (4, NULL, DATE '2024-02-11', DATE '2024-02-01', 'z')
        ) t (id, user_id, "at", snapshot, product)""")
    data.execute("""
        CREATE TABLE users AS SELECT * FROM (VALUES
            ('a', DATE '2024-01-01', 'new'), ('a', DATE '2024-02-01', 'old'),
            ('b', DATE '2024-01-01', 'new')) t (id, snapshot, tier)""")
    data.execute("""
        CREATE TABLE prices AS SELECT * FROM (VALUES
            ('x', DATE '2024-01-01', DATE '2024-02-29', 10), ('x', DATE '2024-02-29', NULL, 12),
            ('y', DATE '2024-03-01', NULL, 7)) t (product, since, till, list_price)""")
    data.execute("""
        CREATE TABLE days AS SELECT CAST(d AS DATE) AS day,
            CASE WHEN d < DATE '2024-02-01' THEN 1 WHEN d < DATE '2024-02-11' THEN 2 ELSE 3 END
                AS season
        FROM range(DATE '2024-01-01', DATE '2024-06-01', INTERVAL 1 DAY) t (d)""")
    data.close()
    patch = pytest.MonkeyPatch()
    patch.setenv("WENSHU_STATE", str(folder / "state"))
    opened = open_shop(folder)
    yield opened
    opened.close()
    patch.undo()


def rows(shop: Shop, *metrics: str, **more: object) -> list[tuple[object, ...]]:
    found = shop.query(MetricQuery(metrics=metrics, **more)).rows  # type: ignore[arg-type]
    return sorted((tuple(_plain(v) for v in row) for row in found), key=repr)


def _plain(value: object) -> object:
    return str(value)[:10] if hasattr(value, "isoformat") else value


def test_a_conversion_belongs_to_the_last_event_before_it(shop: Shop) -> None:
    """Buy 1 (31 January) goes to the visit by mail of that day; no buy lies within 3 days else.

    Without a window, buy 2 (29 February) goes to mail too, and buy 3 to the visit of 10 February.
    A buy or a visit of nobody never converts.
    """
    assert rows(shop, "rate", by=("source",)) == [("ad", 0.0), ("mail", 1.0)]
    assert rows(shop, "rate") == [(0.25,)]
    assert rows(shop, "converted", by=("source",)) == [("ad", 1), ("mail", 2)]


def test_the_asked_days_are_those_of_the_visits(shop: Shop) -> None:
    january = TimeRange(start=date(2024, 1, 1), end=date(2024, 1, 31))
    assert rows(shop, "converted", time=january) == [(2,)]


def test_a_key_with_a_partition_meets_its_own_partition_only(shop: Shop) -> None:
    assert rows(shop, "buys", by=("tier",)) == [("new", 1), ("old", 1), (None, 2)]


def test_a_slowly_changing_table_is_read_at_the_moment_of_the_fact(shop: Shop) -> None:
    """The first price of x ends where the second begins; y has no price yet; z has none."""
    assert rows(shop, "buys", by=("list_price",)) == [(10, 1), (12, 1), (None, 2)]


def test_a_lag_of_a_month(shop: Shop) -> None:
    """By month whole months are laid on each other, though 29 February has three days in March."""
    assert rows(shop, "buys_a_month_before", by=("month",)) == [
        ("2024-02-01", 1),
        ("2024-03-01", 3),
    ]
    march = TimeRange(start=date(2024, 3, 1), end=date(2024, 3, 31))
    by_day = rows(shop, "buys_a_month_before", by=("day",), time=march)
    assert by_day == [("2024-03-11", 1), *((f"2024-03-{d}", 2) for d in (29, 30, 31))]
    for by in ("week", "quarter"):
        with pytest.raises(QueryError) as refused:
            rows(shop, "buys_a_month_before", by=(by,))
        assert refused.value.code == "lag_of_months"


def test_a_lag_by_a_calendar_of_the_shop(shop: Shop) -> None:
    """31 January is the 31st day of season 1; season 2 has ten days, so it is laid on the last."""
    assert rows(shop, "buys_a_season_before", by=("day",)) == [("2024-02-10", 1)]


def test_the_start_of_a_month(shop: Shop) -> None:
    with pytest.raises(QueryError) as refused:
        rows(shop, "buys_at_month_start", by=("month",))
    assert refused.value.code == "lag_to_same"


def test_values_without_a_metric(shop: Shop) -> None:
    assert rows(shop, by=("source",)) == [("ad",), ("mail",)]
    assert rows(shop, by=("buy.product",), ends=True) == [("x", "z")]
    assert rows(shop, by=("source", "visit.at:month")) == [
        ("ad", "2024-01-01"), ("ad", "2024-02-01"), ("mail", "2024-01-01"),
    ]  # fmt: skip
    with pytest.raises(QueryError) as refused:
        rows(shop, by=("source",), time=TimeRange(start=date(2024, 1, 1), end=date(2024, 1, 2)))
    assert refused.value.code == "needs_metric"
    with pytest.raises(QueryError) as refused:
        rows(shop, by=("source", "buy.product"))
    assert refused.value.code == "no_common_table"


def test_a_time_known_by_the_day_has_no_hours(shop: Shop) -> None:
    with pytest.raises(QueryError) as refused:
        rows(shop, "visits", by=("hour",))
    assert refused.value.code == "too_fine"


def test_a_saved_query(shop: Shop) -> None:
    assert shop.query(shop.saved("by_source")).rows == (("ad", 3), ("mail", 1))


def test_conditions_choose_by_a_metric_of_each_entity(shop: Shop) -> None:
    """Users with more than one buy: a, with two visits."""
    assert rows(shop, "visits", where=('"buys by user" > 1',)) == [(2,)]
