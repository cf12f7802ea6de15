"""Files come in, are replaced, restated, refused; the data is whole at every moment."""

import os
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semantic_layer.errors import ShopError
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from semantic_layer.shop import open_shop
from semantic_layer.sources import sync as syncing
from semantic_layer.sources.store import Store
from semantic_layer.sources.sync import Synced, sync
from semantic_layer.versions import state_folder

SHOP = """\
version: 1
shop: {name: little}
sources:
  orders:
    files: [exports/orders*.csv]
    key: [order_id]
    columns:
      order_id: {from: 订单 ID}
      amount: {from: 实付/元, type: money}
      paid_at: {from: 付款时间, type: time}
  daily:
    files: [exports/日报*.csv]
    replaces: [date, store]
    columns:
      date: {from: 日期, type: date}
      store: 店铺
      uv: {from: 访客数, type: integer}
tables:
  orders:
    entities: {order: {kind: primary, columns: order_id}}
    time: paid_at
    dimensions: {paid_at: {type: time}}
  daily:
    entities: {report: {kind: primary, columns: [date, store]}}
    time: date
    dimensions: {date: {type: date}, store: {}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  orders: {table: orders, agg: count}
  uv: {table: daily, agg: reported, expr: uv}
"""


class Little:
    """The shop in a folder, with a way to drop files and to ask."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.exports = folder, folder / "exports"
        self.exports.mkdir(parents=True)
        (folder / "shop.yml").write_text(SHOP, encoding="utf-8")
        self.clock = 1_700_000_000

    def orders(self, name: str, *rows: str, encoding: str = "utf-8") -> Path:
        return self.drop(name, "订单 ID,实付/元,付款时间", rows, encoding)

    def daily(self, name: str, *rows: str) -> Path:
        return self.drop(name, "日期,店铺,访客数", rows, "utf-8")

    def drop(self, name: str, header: str, rows: Iterable[str], encoding: str) -> Path:
        path = self.exports / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding=encoding)
        self.clock += 60
        os.utime(path, (self.clock, self.clock))
        return path

    def sync(self) -> Synced:
        return sync(load(self.folder), self.state)

    @property
    def state(self) -> Path:
        return state_folder("little")

    def ask(self, *metrics: str, **more: Any) -> tuple[tuple[Any, ...], ...]:
        shop = open_shop(self.folder)
        try:
            return shop.query(MetricQuery(metrics=metrics, **more)).rows
        finally:
            shop.close()


@pytest.fixture
def little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Little:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    shop = Little(tmp_path / "shop")
    shop.orders("orders1.csv", "A1,¥10.50,2025-11-01 10:00", 'A2,"1,200.00",2025/11/2 9:05')
    shop.daily("日报1.csv", "2025-11-01,甲,100", "2025-11-01,乙,50", "2025-11-02,甲,120")
    return shop


def said(done: Synced, source: str) -> str:
    return "\n".join(n.zh for s in done.sources if s.name == source for n in s.notes)


def test_the_first_sync_loads_all_and_the_shop_answers(little: Little) -> None:
    with pytest.raises(ShopError, match="nothing_loaded"):
        open_shop(little.folder)
    done = little.sync()
    assert done.changed
    assert [(s.name, s.files, s.rows, s.total) for s in done.sources] == [
        ("orders", 1, 2, 2),
        ("daily", 1, 3, 3),
    ]
    assert little.ask("gmv", "orders") == ((1210.5, 2),)


def test_nothing_new_changes_nothing(little: Little) -> None:
    first = little.sync()
    again = little.sync()
    assert (again.version, again.changed) == (first.version, False)


def test_a_later_row_replaces_the_one_with_its_key(little: Little) -> None:
    little.sync()
    little.orders("orders2.csv", "A2,1000,2025-11-02 09:05", "A3,5,2025-11-03 08:00")
    done = little.sync()
    assert [(s.rows, s.replaced, s.total) for s in done.sources] == [(2, 1, 3), (0, 0, 3)]
    assert little.ask("gmv", "orders") == ((1015.5, 3),)


def test_of_one_key_twice_in_a_file_the_last_row_counts_and_it_is_told(little: Little) -> None:
    little.orders("orders2.csv", "B1,1,2025-11-03", "B1,2,2025-11-03", "B1,3,2025-11-03")
    done = little.sync()
    assert "2 行被后面的行代替" in said(done, "orders")
    assert little.ask("gmv", where=("paid_at >= '2025-11-03'",)) == ((3,),)


def test_a_restated_day_replaces_that_day_of_that_store_alone(little: Little) -> None:
    little.sync()
    little.daily("日报2.csv", "2025-11-01,甲,111")
    little.sync()
    day = {"start": date(2025, 11, 1), "end": date(2025, 11, 1)}
    assert little.ask("uv", by=("store",), time=day, order=("store",)) == (("乙", 50), ("甲", 111))


def test_a_row_that_cannot_be_read_is_set_aside_and_told(little: Little) -> None:
    little.orders(
        "orders2.csv", "C2,7,2025-11-03", "C1,abc,2025-11-03", ",5,2025-11-03", "C3,1,昨天"
    )
    done = little.sync()
    assert [s.rejected for s in done.sources] == [3, 0]
    assert "orders2.csv：3 行读不懂" in said(done, "orders")
    assert "第 2 行的“amount”：abc" in said(done, "orders")
    shop = open_shop(little.folder)
    found = shop.query(MetricQuery(metrics=("orders",)))
    assert found.rows == ((3,),)
    assert "“orders”的数据存疑：有 3 行没能读懂" in "".join(n.zh for n in found.notes)
    assert not shop.query(MetricQuery(metrics=("uv",), by=("date", "store"))).notes
    shop.close()


def test_a_file_that_is_broken_is_left_out_and_the_others_are_loaded(little: Little) -> None:
    (little.exports / "orders9.csv").write_bytes(b"")
    little.orders("orders2.csv", "C2,7,2025-11-03")
    done = little.sync()
    assert [s.unread for s in done.sources] == [1, 0]
    assert "orders9.csv 没有加载" in said(done, "orders")
    assert little.ask("orders") == ((3,),)
    little.orders("orders9.csv", "D1,1,2025-11-04")
    assert little.sync().sources[0].rows == 1


def test_a_file_without_the_key_is_left_out(little: Little) -> None:
    little.drop("orders2.csv", "编号,实付/元,付款时间", ["C2,7,2025-11-03"], "utf-8")
    assert "没有列“订单 ID”" in said(little.sync(), "orders")


def test_columns_that_come_and_go_are_told(little: Little) -> None:
    little.drop("orders2.csv", "订单 ID,付款时间,备注", ["C2,2025-11-03,加急"], "utf-8")
    told = said(little.sync(), "orders")
    assert "多了列“备注”" in told
    assert "少了列“实付/元”" in told
    assert little.ask("orders", "gmv") == ((3, 1210.5),)


def test_the_same_content_counts_once(little: Little) -> None:
    shutil.copyfile(little.exports / "日报1.csv", little.exports / "日报1 (1).csv")
    done = little.sync()
    assert "内容相同" in said(done, "daily")
    assert done.sources[1].total == 3


def test_a_file_in_the_code_page_of_old_exports(little: Little) -> None:
    little.orders("orders2.csv", "客-1,8,2025年11月3日 10:00", encoding="gb18030")
    little.sync()
    assert little.ask("gmv", where=("paid_at >= '2025-11-03'",)) == ((8,),)


def test_a_changed_way_of_reading_loads_all_anew(little: Little) -> None:
    first = little.sync()
    path = little.folder / "shop.yml"
    path.write_text(SHOP.replace("type: money", "type: number"), encoding="utf-8")
    done = little.sync()
    assert done.version != first.version
    assert [s.files for s in done.sources] == [1, 0]
    assert little.ask("gmv") == ((1210.5,),)


def test_nor_is_it_loaded_anew_when_files_are_gone(little: Little) -> None:
    first = little.sync()
    (little.exports / "orders1.csv").unlink()
    kept = little.sync()
    assert "它的 2 行仍保留" in said(kept, "orders")
    path = little.folder / "shop.yml"
    path.write_text(SHOP.replace("type: money", "type: number"), encoding="utf-8")
    with pytest.raises(ShopError, match="files_gone"):
        little.sync()
    assert Store(little.state).current().id == first.version  # type: ignore[union-attr]


def test_a_sync_that_fails_midway_leaves_the_data_as_it_was(
    little: Little, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = little.sync()
    little.orders("orders2.csv", "C2,7,2025-11-03")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(syncing, "clear", full)
        with pytest.raises(ShopError, match="sync_failed"):
            little.sync()
    store = Store(little.state)
    assert store.current().id == first.version  # type: ignore[union-attr]
    assert not store.building.exists()
    assert little.ask("orders") == ((2,),)


def test_an_open_shop_keeps_its_version_while_a_new_one_is_swapped_in(little: Little) -> None:
    little.sync()
    before = open_shop(little.folder)
    little.orders("orders2.csv", "C2,7,2025-11-03")
    little.sync()
    after = open_shop(little.folder)
    count = MetricQuery(metrics=("orders",))
    assert (before.query(count).rows, after.query(count).rows) == (((2,),), ((3,),))
    assert before.data_version != after.data_version
    before.close()
    after.close()


def test_two_syncs_do_not_meet(little: Little) -> None:
    with Store(little.state).alone(), pytest.raises(ShopError, match="sync_running"):
        little.sync()


def test_the_same_files_give_the_same_version(
    little: Little, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = little.sync()
    monkeypatch.setenv("WENSHU_STATE", str(little.folder / "elsewhere"))
    assert little.sync().version == first.version


def test_a_source_without_a_file_is_told(little: Little) -> None:
    (little.exports / "日报1.csv").unlink()
    with pytest.raises(ShopError, match="source_without_files"):
        little.sync()


def test_few_versions_are_kept(little: Little) -> None:
    for n in range(6):
        little.orders(f"orders{n + 2}.csv", f"N{n},1,2025-11-05")
        little.sync()
    assert len(list((little.state / "data").glob("*.duckdb"))) == 3
