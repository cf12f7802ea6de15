"""A rolling window that is empty at the end of a month is empty there, not what it last held."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.shop import Shop, open_shop

SHOP = """
version: 1
shop: {name: windows, today: data}
data: windows.duckdb
tables:
  sales:
    entities: {sale: {kind: primary, columns: id}}
    time: sold_at
    dimensions:
      sku: {label: {zh: 货品, en: SKU}}
      sold_at: {type: time, label: {zh: 售出时间, en: sold at}}
metrics:
  units_10d: {type: cumulative, table: sales, expr: qty, window: 10 days, unit: count, noun: 件}
"""
ROWS = "(1, 'a', 5, '2025-03-02'), (2, 'a', 1, '2025-04-28'), (3, 'b', 2, '2025-03-25'), (4, 'b', 3, '2025-04-30')"
MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
BOTH = TimeRange(start=MARCH, end=date(2025, 4, 30))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("windows")
    (folder / "shop.yml").write_text(SHOP, encoding="utf-8")
    with duckdb.connect(str(folder / "windows.duckdb")) as made:
        made.execute(
            "create table sales as select id, sku, qty, cast(sold_at as timestamp) sold_at"
            f" from (values {ROWS}) t(id, sku, qty, sold_at)"
        )
    patch = pytest.MonkeyPatch()
    patch.setenv("WENSHU_STATE", str(folder / "state"))
    opened = open_shop(folder)
    yield opened
    opened.close()
    patch.undo()


def _rows(shop: Shop, by: tuple[str, ...], time: TimeRange) -> set[tuple[object, ...]]:
    return set(shop.query(MetricQuery(metrics=("units_10d",), by=by, time=time)).rows)


def test_a_member_without_rows_in_reach_of_the_end_is_not_shown(shop: Shop) -> None:
    """`a` sold 5 on 2 March and nothing in the last ten days of March."""
    by_month = _rows(shop, ("sku", "month"), BOTH)
    assert by_month == {("b", MARCH, 2), ("a", APRIL, 1), ("b", APRIL, 3)}


def test_a_month_among_others_is_what_it_is_alone(shop: Shop) -> None:
    alone = _rows(shop, ("sku",), TimeRange(start=MARCH, end=date(2025, 3, 31)))
    beside = {(sku, n) for sku, month, n in _rows(shop, ("sku", "month"), BOTH) if month == MARCH}
    assert alone == beside == {("b", 2)}


def test_a_month_that_has_only_begun_is_read_at_its_last_asked_day(shop: Shop) -> None:
    begun = TimeRange(start=MARCH, end=date(2025, 4, 3))
    assert _rows(shop, ("sku", "month"), begun) == {("b", MARCH, 2), ("b", APRIL, 2)}
