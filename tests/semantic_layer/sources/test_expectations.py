"""What a shop expects of its data is counted at each load, told, and can keep a version out."""

from datetime import date
from pathlib import Path

import pytest

from semantic_layer.errors import ShopError
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from semantic_layer.shop import open_shop
from semantic_layer.sources.expectations import too_old
from semantic_layer.sources.source import Expectations
from semantic_layer.sources.sync import Synced, sync
from semantic_layer.versions import state_folder

SHOP = """\
version: 1
shop: {name: strict}
sources:
  orders:
    files: [orders*.csv]
    columns: {id: 编号, status: 状态, amount: {from: 金额, type: money}, day: {from: 日期, type: date}}
    expect: EXPECT
  items:
    files: [items*.csv]
    columns: {order_id: 订单, paid: {from: 实付, type: money}}
tables:
  orders:
    label: {zh: 订单, en: orders}
    entities: {order: {kind: primary, columns: id}}
    time: on_day
    dimensions: {on_day: {type: date, expr: day}, status: {}}
  items:
    label: {zh: 订单行, en: lines}
    entities: {item: {kind: primary, columns: []}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  paid: {table: items, expr: paid, unit: money}
"""
ORDERS = "编号,状态,金额,日期\nA,paid,10,2025-11-01\nB,closed,20,2025-11-02\nB,paid,,2025-11-02\n"
ITEMS = "订单,实付\nA,4\nA,6\nB,25\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "items.csv").write_text(ITEMS, encoding="utf-8")
    return tmp_path


def loaded(shop: Path, expect: str) -> Synced:
    (shop / "shop.yml").write_text(SHOP.replace("EXPECT", expect), encoding="utf-8")
    return sync(load(shop), state_folder("strict"))


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("{unique: [id]}", "id 应唯一，多出 1 行"),
        ("{unique: [[id, status]]}", ""),
        ("{not_null: [amount]}", "amount 有 1 行为空"),
        ("{not_null: [id, status]}", ""),
        ("{accepted: {status: [paid, refunded]}}", "status 有 1 行不在约定的值里（如 closed）"),
        ("{range: {amount: [0, 15]}}", "amount 有 1 行超出范围"),
        ("{range: {amount: [null, 20]}}", ""),
        ("{rows: 4}", "只有 3 行，至少应有 4 行"),
        ("{reconcile: {sum: amount, with: items, of: paid}}", "合计 30.00 对 35.00"),
        ("{reconcile: {sum: amount, with: items, of: paid, within: 0.2}}", ""),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told_by_the_sync_and_by_every_answer(
    shop: Path, expect: str, told: str
) -> None:
    done = loaded(shop, expect)
    notes = " ".join(n.zh for n in done.sources[0].notes)
    assert told in notes
    assert bool(told) == bool(notes)
    opened = open_shop(shop)
    said = " ".join(n.zh for n in opened.query(MetricQuery(metrics=("gmv",))).notes)
    assert ("“订单”的数据存疑" in said) == bool(told)
    assert told in said
    assert "存疑" not in " ".join(n.zh for n in opened.query(MetricQuery(metrics=("paid",))).notes)
    opened.close()


def test_a_sudden_change_of_rows_is_told(shop: Path) -> None:
    loaded(shop, "{change: 0.5}")
    (shop / "orders2.csv").write_text(
        ORDERS.replace("A,", "C,").replace("B,", "D,"), encoding="utf-8"
    )
    assert "从 3 变为 6" in " ".join(n.zh for n in loaded(shop, "{change: 0.5}").sources[0].notes)


def test_data_that_must_hold_and_does_not_is_not_swapped_in(shop: Path) -> None:
    first = loaded(shop, "{rows: 3, stop: true}")
    (shop / "orders.csv").write_text(
        "编号,状态,金额,日期\nA,paid,10,2025-11-01\n", encoding="utf-8"
    )
    with pytest.raises(ShopError, match="expectation_fails"):
        loaded(shop, "{rows: 3, stop: true}")
    opened = open_shop(shop)
    assert opened.query(MetricQuery(metrics=("gmv",))).rows == ((30,),)
    assert first.changed
    opened.close()


@pytest.mark.parametrize(("today", "old"), [(4, False), (5, True)])
def test_the_newest_day_may_be_so_many_days_old(today: int, old: bool) -> None:
    held = Expectations(fresh_by="day", fresh_days=2)
    assert bool(too_old(held, "2025-11-02", date(2025, 11, today))) == old
    assert too_old(held, "", date(2025, 11, 3))


def test_a_source_that_has_stopped_is_told_though_nothing_is_loaded(shop: Path) -> None:
    loaded(shop, "{fresh: {day: 2}}")
    opened = open_shop(shop)
    assert any(
        "最新只到 2025-11-02" in n.zh for n in opened.query(MetricQuery(metrics=("gmv",))).notes
    )
    opened.close()


@pytest.mark.parametrize(
    "expect", ["{unique: [nr]}", "{range: {amount: [1]}}", "{fresh: {dy: 2}}", "{uniqe: [id]}", "{reconcile: {sum: x, with: items}}"],
)  # fmt: skip
def test_an_expectation_that_names_nothing_is_a_fault(shop: Path, expect: str) -> None:
    with pytest.raises(ShopError) as raised:
        loaded(shop, expect)
    assert all(f.line == 7 for f in raised.value.faults)
