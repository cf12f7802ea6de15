"""A metric over lines that does not know which orders count says so."""

from pathlib import Path

import pytest

from semantic_layer.query import MetricQuery
from semantic_layer.shop import open_shop

SHOP = """\
version: 1
shop: {name: lines, default_metric: gmv, default_period: all}
data: .
tables:
  orders:
    source: orders.csv
    label: {zh: 订单, en: orders}
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    segments: {valid: {expr: "status = 'paid'", label: {zh: 有效订单, en: valid orders}}}
    rows: [valid]
    dimensions: {paid_at: {type: time}}
  lines:
    source: lines.csv
    label: {zh: 订单行, en: lines}
    entities: {line: {kind: primary, columns: id}, order: {kind: foreign, columns: order_id}}
    time: order.paid_at
metrics:
  gmv: {label: {zh: 支付金额, en: GMV}, table: orders, expr: amount, unit: money}
  profit: {label: {zh: 毛利, en: profit}, table: lines, expr: value - cost, unit: money MORE}
  margin: {label: {zh: 毛利率, en: margin}, type: ratio, numerator: profit, denominator: goods_gmv}
concepts:
  order: {entity: order, time: order.paid_at, value: gmv}
  line: {entity: line, order: order, value: value}
"""


def told(folder: Path, metric: str, more: str = "") -> str:
    (folder / "shop.yml").write_text(SHOP.replace(" MORE", more), encoding="utf-8")
    (folder / "orders.csv").write_text(
        "id,status,amount,paid_at\n1,paid,10.00,2025-01-01\n2,closed,5.00,2025-01-02\n"
    )
    (folder / "lines.csv").write_text("id,order_id,value,cost\n1,1,10.00,4.00\n2,2,5.00,1.00\n")
    shop = open_shop(folder)
    notes = " ".join(n.zh for n in shop.query(MetricQuery(metrics=(metric,))).notes)
    shop.close()
    return notes


@pytest.mark.parametrize("metric", ["profit", "margin"])
def test_the_metric_and_what_is_made_of_it_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metric: str
) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    assert "“毛利”算了全部的行，没有套用订单的规则“有效订单”" in told(tmp_path, metric)


@pytest.mark.parametrize(
    ("metric", "more"),
    [("goods_gmv", ""), ("gmv", ""), ("profit", ", all_rows: true"), ("profit", ", where: [\"order.status = 'paid'\"]")],
)  # fmt: skip
def test_a_metric_with_a_rule_of_its_own_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metric: str, more: str
) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    assert "全部的行" not in told(tmp_path, metric, more)
