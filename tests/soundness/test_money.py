"""Money stays exact to the cent whatever type the files hold it in."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop, open_shop

YAML = """
version: 1
shop: {name: tea, label: {zh: 茶庄, en: Tea house}, default_metric: sales, default_period: all}
data: %s
tables:
  sales:
    source: %s
    entities:
      line: {kind: primary, columns: '"行 号"'}
    time: sold_on
    dimensions:
      city: {expr: '"门店 城市"', label: {zh: 城市, en: city}, indexed: true}
      sold_on: {expr: '"下单 日期"', type: time, label: {zh: 日期, en: day}}
metrics:
  sales: {label: {zh: 销售额, en: sales}, table: sales, agg: sum, expr: '"实付 金额"', unit: money}
  list_price: {label: {zh: 标价, en: list}, table: sales, agg: sum, expr: '数量 * 单价', unit: money}
  dearest: {label: {zh: 最贵, en: dearest}, table: sales, agg: max, expr: 单价, unit: money}
  units: {label: {zh: 件数, en: units}, table: sales, agg: sum, expr: 数量, unit: count}
"""
HEADING = "行 号,门店 城市,下单 日期,实付 金额,数量,单价"
AMOUNTS = ["98765432109.10", "0.01", "0.20", "0.10", "12345678901.23", "-0.30", "0.07"] * 3


def rows() -> list[str]:
    cities = ["杭州", "Wu Xi", "杭州"]
    return [
        f"{n},{cities[n % 3]},2025-03-{n % 28 + 1:02d},{amount},3,1.1"
        for n, amount in enumerate(AMOUNTS)
    ]


@pytest.fixture(params=["csv", "duckdb"])
def shop(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    csv = tmp_path / "卖 货.csv"
    csv.write_text("\n".join([HEADING, *rows()]), encoding="utf-8")
    data, source = ".", "卖 货.csv"
    if request.param == "duckdb":
        data, source = "tea.duckdb", "茶 仓.销售 明细"
        with duckdb.connect(str(tmp_path / data)) as made:
            made.execute('CREATE SCHEMA "茶 仓"')
            made.execute(f'CREATE TABLE "茶 仓"."销售 明细" AS FROM read_csv(\'{csv}\')')
        csv.unlink()
    (tmp_path / "shop.yml").write_text(YAML % (data, source), encoding="utf-8")
    return open_shop(tmp_path)


def test_sums_of_float_columns_are_exact(shop: Shop) -> None:
    asked = MetricQuery(metrics=("sales", "list_price", "dearest", "units"))
    sales, listed, dearest, units = shop.query(asked).rows[0]
    assert sales == sum(map(Decimal, AMOUNTS))
    assert listed == Decimal("3.3") * len(AMOUNTS)
    assert dearest == Decimal("1.1")
    assert str(sales).endswith(".23")  # cents, not the places it was summed with
    assert units == 3 * len(AMOUNTS)


def test_parts_are_exact_and_add_up(shop: Shop) -> None:
    rows = shop.query(MetricQuery(metrics=("sales",), by=("city",))).rows
    assert sum(Decimal(str(row[1])) for row in rows) == sum(map(Decimal, AMOUNTS))
    assert all(isinstance(row[1], Decimal) for row in rows)


def test_it_is_remembered_with_the_data_version(shop: Shop) -> None:
    again = open_shop(Path(shop.model.folder))
    assert again.model.metrics["sales"].measure == shop.model.metrics["sales"].measure
    assert "decimal" in (shop.model.metrics["sales"].measure or "").expr  # type: ignore[union-attr]
    assert "decimal" not in shop.model.metrics["units"].measure.expr  # type: ignore[union-attr]
