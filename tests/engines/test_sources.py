"""Tables of real servers copied into a shop: rows come, change and go, servers vanish midway."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from semantic_layer.errors import ShopError
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from semantic_layer.shop import open_shop
from semantic_layer.sources import servers, tables
from semantic_layer.sources.sync import Synced, sync
from semantic_layer.versions import state_folder
from tests.engines import mariadb

pytestmark = pytest.mark.engines

SHOP = """\
version: 1
shop: {name: copied, time_zone: Asia/Shanghai}
sources:
  orders: {server: "${SHOP_DB}", key: [id], cursor: updated_at}
  goods: {server: "${SHOP_DB}", relation: products, key: [sku], columns: {sku: sku, name: 名称}}
tables:
  orders:
    entities: {order: {kind: primary, columns: id}, good: {kind: foreign, columns: sku}}
    time: paid_at
    dimensions: {paid_at: {type: time}, note: {}}
  goods:
    entities: {good: {kind: primary, columns: sku}}
    dimensions: {name: {}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  orders: {table: orders, agg: count}
"""
MADE = {
    "postgresql": [
        "DROP TABLE IF EXISTS orders, products",
        "CREATE TABLE orders (id bigint PRIMARY KEY, sku text, amount numeric(12,2), paid_at timestamptz, "
        "note text, updated_at timestamp)",
        'CREATE TABLE products (sku text PRIMARY KEY, "名称" text)',
    ],
    "mariadb": [
        "DROP TABLE IF EXISTS orders, products",
        "CREATE TABLE orders (id bigint PRIMARY KEY, sku varchar(20), amount decimal(12,2), paid_at timestamp, "
        "note text, updated_at datetime(6))",
        "CREATE TABLE products (sku varchar(20) PRIMARY KEY, `名称` varchar(40))",
    ],
}
ROWS = [
    "INSERT INTO orders VALUES (1, 'a', 10.50, '2025-11-11 00:30:00', '', '2025-11-11 01:00:00'), "
    "(2, 'a', 20, '2025-11-11 10:00:00', '加急, \"快\"', '2025-11-11 11:00:00'), "
    "(3, 'b', NULL, '2025-11-12 10:00:00', NULL, '2025-11-12 11:00:00')",
    "INSERT INTO products VALUES ('a', '短袖'), ('b', '长裤')",
]


@pytest.fixture(scope="module")
def mariadb_address() -> Iterator[str]:
    pytest.importorskip("pymysql", reason="PyMySQL is not installed (wenshu[mysql])")
    programs = mariadb.binaries()
    if programs is None:
        pytest.skip(
            "MariaDB's server is not installed (Debian: apt-get install mariadb-server-core mariadb-client-core)"
        )
    folder = Path(tempfile.mkdtemp(prefix="wenshu-my-"))
    folder.chmod(0o755)
    try:
        with mariadb.server(folder, programs) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Copied:
    """A shop that is copied from a server, and a way to change what the server has."""

    def __init__(self, folder: Path, kind: str, address: str) -> None:
        self.folder, self.kind, self.address = folder, kind, address
        (folder / "shop.yml").write_text(SHOP, encoding="utf-8")
        self.do(
            *MADE[kind],
            "SET TIME ZONE 'Asia/Shanghai'" if kind == "postgresql" else "SET time_zone = '+08:00'",
            *ROWS,
        )

    def do(self, *statements: str) -> None:
        with self.connected() as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            connection.commit()

    def connected(self) -> Any:
        if self.kind == "postgresql":
            import psycopg

            return psycopg.connect(self.address)
        import pymysql

        port = int(self.address.rpartition(":")[2].partition("/")[0])
        return pymysql.connect(
            host="127.0.0.1", port=port, user="wenshu", password="p@ss/1", database="wenshu"
        )

    def sync(self) -> Synced:
        return sync(load(self.folder), state_folder("copied"))

    def ask(self, *metrics: str, **more: Any) -> tuple[tuple[Any, ...], ...]:
        shop = open_shop(self.folder)
        try:
            return shop.query(MetricQuery(metrics=metrics, **more)).rows
        finally:
            shop.close()


@pytest.fixture(params=["postgresql", "mariadb"])
def copied(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Copied:
    name = "postgresql" if request.param == "postgresql" else "mariadb_address"
    address = request.getfixturevalue(name)
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("SHOP_DB", address)
    monkeypatch.setattr(tables, "_PAUSE", 0.0)
    return Copied(tmp_path, request.param, address)


def test_tables_are_copied_with_their_types_and_times_in_the_shops_zone(copied: Copied) -> None:
    done = copied.sync()
    assert [(s.name, s.rows, s.rejected) for s in done.sources] == [
        ("orders", 3, 0),
        ("goods", 2, 0),
    ]
    assert [row[1:] for row in copied.ask("orders", by=("day",), order=("day",))] == [(2,), (1,)]
    assert copied.ask("gmv", by=("name",), order=("-gmv",), limit=1) == (("短袖", 30.5),)
    assert copied.ask("orders", where=({"field": "note", "values": ['加急, "快"']},)) == ((1,),)


def test_rows_that_come_change_and_go(copied: Copied) -> None:
    copied.sync()
    copied.do(
        "INSERT INTO orders VALUES (4, 'b', 5, '2025-11-13 10:00:00', '', '2025-11-13 11:00:00')",
        "UPDATE orders SET amount = 21, updated_at = '2025-11-13 12:00:00' WHERE id = 2",
        "DELETE FROM orders WHERE id = 1",
        "UPDATE products SET sku = 'c' WHERE sku = 'b'",
    )
    done = copied.sync()
    orders, goods = done.sources
    assert (orders.deleted, orders.total, goods.total) == (1, 3, 2)
    assert copied.ask("gmv", "orders") == ((26, 3),)


def test_nothing_new_changes_nothing(copied: Copied) -> None:
    copied.sync()
    first = copied.sync()
    assert copied.sync().version == first.version
    assert not copied.sync().changed


def test_a_column_that_comes_is_loaded_with_all_rows(copied: Copied) -> None:
    copied.sync()
    copied.do(
        "ALTER TABLE orders ADD COLUMN channel varchar(20)",
        "UPDATE orders SET channel = '直播' WHERE id = 1",
    )
    copied.sync()
    path = copied.folder / "shop.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("note: {}", "note: {}, channel: {}"),
        encoding="utf-8",
    )
    assert copied.ask("orders", where=("channel = '直播'",)) == ((1,),)


def test_a_table_that_lost_its_key_column_is_told_and_nothing_is_lost(copied: Copied) -> None:
    copied.sync()
    copied.do("ALTER TABLE orders DROP COLUMN updated_at")
    with pytest.raises(ShopError, match="no_such_server_column"):
        copied.sync()
    assert copied.ask("orders") == ((3,),)


def test_a_server_that_is_gone_leaves_the_data_and_is_told(
    copied: Copied, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setenv(
            "SHOP_DB", copied.address.replace(copied.address.rpartition(":")[2], "1/wenshu")
        )
        with pytest.raises(ShopError, match="no_database"):
            copied.sync()
    first = copied.sync()
    monkeypatch.setenv(
        "SHOP_DB", copied.address.replace(copied.address.rpartition(":")[2], "1/wenshu")
    )
    done = copied.sync()
    assert (done.version, done.changed) == (first.version, False)
    assert all("没有更新" in s.notes[0].zh for s in done.sources)
    assert copied.ask("orders") == ((3,),)


def test_a_connection_cut_while_rows_are_copied_is_tried_again(
    copied: Copied, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: Callable[..., Any] = servers.open_server
    cuts = iter([True, False])

    class Cut:
        def __init__(self, server: Any) -> None:
            self._server = server

        def columns(self, relation: str) -> Any:
            return self._server.columns(relation)

        def write(self, *args: Any) -> None:
            self._server.write(*args)
            if next(cuts, False):
                raise ShopError("server_failed")

    @contextmanager
    def cut(*args: Any) -> Iterator[Cut]:
        with whole(*args) as server:
            yield Cut(server)

    monkeypatch.setattr(tables, "open_server", cut)
    assert [s.total for s in copied.sync().sources] == [3, 2]


def test_an_address_stays_out_of_what_is_said_and_kept(copied: Copied) -> None:
    copied.sync()
    kept = "".join(
        p.read_text(encoding="utf-8", errors="ignore")
        for p in state_folder("copied").rglob("*.json")
    )
    assert "p@ss" not in kept
    assert "p%40ss" not in kept
    assert not list((state_folder("copied") / "data").glob("incoming-*"))


def test_it_is_not_written_into_the_shop(copied: Copied) -> None:
    path = copied.folder / "shop.yml"
    path.write_text(SHOP.replace('"${SHOP_DB}"', "postgresql://a:b@h/x"), encoding="utf-8")
    with pytest.raises(ShopError) as raised:
        load(copied.folder)
    assert {f.code for f in raised.value.faults} == {"server_in_yaml"}
