"""Groups of few people: a role with a smallest group gets no numbers of them."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from semantic_layer.errors import PolicyError
from semantic_layer.query import Filter, MetricQuery
from semantic_layer.shop import Shop, open_shop

SHOP = """
version: 1
shop: {name: few, label: 小组, default_metric: gmv}
data: data.duckdb
tables:
  orders:
    source: orders
    entities: {order: {kind: primary, columns: id}, customer: {kind: foreign, columns: who}}
    time: at_day
    dimensions: {at_day: {type: date, label: 日期}, channel: {label: 渠道}}
  customers:
    source: customers
    entities: {customer: {kind: primary, columns: who}}
    dimensions: {city: {label: 城市}, age: {label: 年龄段}}
metrics:
  gmv: {table: orders, agg: sum, expr: amount, unit: money, label: 销售额}
  orders: {table: orders, agg: count, unit: count, label: 订单数}
concepts: {customer: {entity: customer}}
roles:
  owner: {metrics: "*", dimensions: "*"}
  analyst: {metrics: "*", dimensions: [customer.city, customer.age, order.channel], smallest_group: 3}
"""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """杭州: 4 people with 8 orders of 10; 北京: 2 people with 4 orders of 10."""
    folder: Path = tmp_path_factory.mktemp("few")
    made = duckdb.connect(str(folder / "data.duckdb"))
    made.execute("CREATE TABLE customers AS SELECT i AS who, CASE WHEN i <= 4 THEN '杭州' ELSE '北京' END AS city,"
                 " '20' AS age FROM range(1, 7) t(i)")  # fmt: skip
    made.execute("CREATE TABLE orders AS SELECT i AS id, 1 + i % 6 AS who, DATE '2025-01-01' AS at_day, 'app' AS channel,"
                 " 10::DECIMAL(12, 2) AS amount FROM range(12) t(i)")  # fmt: skip
    made.close()
    (folder / "shop.yml").write_text(SHOP, encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.setenv("WENSHU_STATE", str(folder / "state"))
    shop = open_shop(folder)
    yield shop
    shop.close()
    patch.undo()


def test_small_groups_are_left_empty_and_said(few: Shop) -> None:
    query = MetricQuery(metrics=("gmv", "orders"), by=("customer.city",), order=("customer.city",))
    assert [list(map(str, r)) for r in few.query(query).rows] == [
        ["北京", "40.00", "4"],
        ["杭州", "80.00", "8"],
    ]
    found = few.query(query, role="analyst")
    assert found.rows[0] == ("北京", None, None)
    assert [str(v) for v in found.rows[1]] == ["杭州", "80.00", "8"]
    assert any("3" in note.zh and "人" in note.zh for note in found.notes)


def test_a_filter_that_leaves_few_is_refused(few: Shop) -> None:
    one = MetricQuery(metrics=("gmv",), where=(Filter(field="customer.city", values=("北京",)),))
    many = MetricQuery(metrics=("gmv",), where=(Filter(field="customer.city", values=("杭州",)),))
    with pytest.raises(PolicyError) as caught:
        few.query(one, role="analyst")
    assert caught.value.code == "too_few_people"
    assert str(few.query(many, role="analyst").rows[0][0]) == "80.00"


def test_what_is_not_personal_is_shown(few: Shop) -> None:
    query = MetricQuery(metrics=("gmv",), by=("channel",))
    assert few.query(query, role="analyst").rows == few.query(query).rows


def test_lists_of_people_are_refused(few: Shop) -> None:
    with pytest.raises(PolicyError):
        few.query(MetricQuery(by=("customer.city", "customer.age")), role="analyst")
