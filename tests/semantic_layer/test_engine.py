"""The engine is read-only, has no way out, and stops when told."""

import threading
import time
from pathlib import Path

import duckdb
import pytest

from semantic_layer.engines.duckdb import DuckDBEngine
from semantic_layer.engines.protocol import Cancel
from semantic_layer.errors import EngineError, ShopError
from semantic_layer.load import load
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.test_load import GOOD

BOMB = "select count(*) from range(100000000) a, range(100000) b"


@pytest.mark.parametrize(
    "sql",
    [
        "create table t (a int)",
        "insert into orders select * from orders",
        "delete from orders",
        "copy orders to 'out.csv'",
        "select * from read_csv('/etc/passwd')",
        "attach 'other.duckdb'",
        "set threads = 1",
        "install httpfs",
        "select * from nowhere",
    ],
)
def test_nothing_gets_in_or_out(small_shop: Shop, sql: str) -> None:
    with pytest.raises(EngineError) as caught:
        small_shop.engine.run(sql)
    assert caught.value.code in ("engine_failed", "data_differs")
    assert "nowhere" not in caught.value.sentence("en")


def test_a_time_out_stops_the_query(small_shop: Shop) -> None:
    started = time.monotonic()
    with pytest.raises(EngineError) as caught:
        small_shop.engine.run(BOMB, timeout=0.2)
    assert caught.value.code == "timeout"
    assert time.monotonic() - started < 10
    assert small_shop.engine.run("select 1").rows == ((1,),)


def test_a_person_stops_the_query(small_shop: Shop) -> None:
    cancel = Cancel()
    threading.Timer(0.1, cancel.cancel).start()
    with pytest.raises(EngineError) as caught:
        small_shop.engine.run(BOMB, cancel=cancel)
    assert caught.value.code == "cancelled"
    with pytest.raises(EngineError):
        small_shop.engine.run("select 1", cancel=cancel)


def test_floats_come_back_at_twelve_digits_and_never_as_nan(small_shop: Shop) -> None:
    sql = "select 0.1 + 0.2, 1e0 / 3, 'nan'::double, 'inf'::double"
    assert small_shop.engine.run(sql).rows[0][1:] == (0.333333333333, None, None)


def test_many_threads_share_an_engine(small_shop: Shop) -> None:
    found: list[object] = []

    def ask() -> None:
        found.append(small_shop.engine.run("select sum(amount) from orders").rows[0][0])

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1


def test_a_folder_of_files_is_read_in_place(tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_text(GOOD, encoding="utf-8")
    duckdb.sql("select 1 id, 'a' platform, timestamp '2025-01-02' paid_at, 5 amount").write_parquet(
        str(tmp_path / "orders.parquet")
    )
    shop = open_shop(tmp_path)
    assert shop.engine.run("select sum(amount) from orders").rows == ((5,),)
    with pytest.raises(EngineError):
        shop.engine.run("select * from read_csv('/etc/passwd')")
    shop.close()


def test_one_process_may_open_a_shop_twice(small_shop: Shop) -> None:
    again = open_shop(Path(small_shop.model.folder))
    assert again.engine.run("select 1").rows == ((1,),)
    again.close()
    assert small_shop.engine.run("select 1").rows == ((1,),)


def test_missing_and_broken_data(tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_text(GOOD, encoding="utf-8")
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"not a database at all")
    for path, code in ((tmp_path / "none.duckdb", "no_data"), (broken, "unreadable_data")):
        with pytest.raises(ShopError) as caught:
            DuckDBEngine(path, load(tmp_path))
        assert caught.value.code == code


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_text(GOOD, encoding="utf-8")

    def version(amount: int) -> str:
        path = tmp_path / "orders.parquet"
        path.unlink(missing_ok=True)
        relation = duckdb.sql(
            f"select 1 id, 'a' platform, timestamp '2025-01-02' paid_at, {amount} amount"
        )
        relation.write_parquet(str(path))
        shop = open_shop(tmp_path)
        shop.close()
        return shop.data_version

    first, second, third = version(5), version(6), version(5)
    assert first == third
    assert first != second
