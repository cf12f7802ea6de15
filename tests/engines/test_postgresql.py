"""PostgreSQL gives the same rows as DuckDB for every query of the list."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp

from semantic_layer.check import check
from semantic_layer.compile.dialects import text_of
from semantic_layer.engines import Cancel
from semantic_layer.engines.postgresql import PostgreSQLEngine
from semantic_layer.errors import EngineError, QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.engines.bazaar.queries import QUERIES

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("postgresql")]


def cell(value: Any) -> Any:
    return float(f"{value:.10g}") if isinstance(value, float | Decimal) else value


def rows(shop: Shop, query: MetricQuery) -> list[tuple[Any, ...]]:
    return [tuple(cell(v) for v in row) for row in shop.query(query).rows]


@pytest.mark.parametrize("name", QUERIES)
def test_the_same_rows(name: str, both: tuple[Shop, Shop]) -> None:
    query = MetricQuery(**QUERIES[name])
    ours, theirs = (rows(shop, query) for shop in both)
    assert ours, "nothing on either side proves nothing"
    assert theirs == ours


EXPRESSIONS = [
    line for line in (Path(__file__).parent / "bazaar" / "expressions.sql").read_text(encoding="utf-8").splitlines()
    if not line.startswith("--")
]  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_means_the_same(text: str, both: tuple[Shop, Shop]) -> None:
    tree = exp.select("id", exp.alias_(exp.Paren(this=parse_expression(text)), "x")).from_("orders")
    ours, theirs = (
        {row[0]: cell(row[1]) for row in shop.engine.run(text_of(tree, shop.engine.dialect)).rows}
        for shop in both
    )
    assert len(ours) > 50
    assert theirs == ours


@pytest.mark.parametrize(
    "text", ["try_cast(note as integer)", "date_diff('week', created_at, paid_at)"]
)
def test_what_it_cannot_say_is_refused(text: str, both: tuple[Shop, Shop]) -> None:
    with pytest.raises(QueryError) as caught:
        text_of(parse_expression(text), "postgres")
    assert caught.value.code == "not_supported_here"


def test_it_learns_the_same(both: tuple[Shop, Shop]) -> None:
    ours, theirs = both
    assert (theirs.engine.dialect, theirs.first_day, theirs.last_day) == (
        "postgres", ours.first_day, ours.last_day)  # fmt: skip
    assert theirs.values() == ours.values()
    assert theirs._learnt.extents == ours._learnt.extents
    assert theirs._learnt.keys == ours._learnt.keys
    assert theirs.data_version != ours.data_version


def test_check_holds_the_model_against_it(both: tuple[Shop, Shop], filled: str) -> None:
    ours, theirs = ([(f.place, f.code) for f in check(s.model, s.engine, data=True)] for s in both)
    assert theirs == ours
    model = both[1].model
    renamed = replace(model.tables["orders"], source="no_such_table")
    broken = replace(model, tables={**model.tables, "orders": renamed})
    engine = PostgreSQLEngine(filled, broken)
    assert "no_such_relation" in {f.code for f in check(broken, engine)}
    engine.close()


def test_a_new_row_is_a_new_version(both: tuple[Shop, Shop], filled: str) -> None:
    import psycopg

    engine = PostgreSQLEngine(filled, both[1].model)
    before = engine.state()
    assert engine.state() == before
    with psycopg.connect(filled, autocommit=True) as connection:
        connection.execute("create table extra (x int)")
        connection.execute("insert into regions values (3, '华南')")
        connection.execute("delete from regions where id = 3")
        connection.execute("select pg_stat_force_next_flush()")
    assert engine.state() != before
    engine.close()


@pytest.mark.parametrize(
    "sql",
    ["create table x (a int)", "delete from orders", "insert into ads values (null, null, null)",
     "set transaction read write; delete from orders", "drop table orders"],
)  # fmt: skip
def test_nothing_can_be_written(sql: str, both: tuple[Shop, Shop]) -> None:
    engine = both[1].engine
    rows_before = engine.count("orders")
    with pytest.raises(EngineError):
        engine.run(sql)
    assert engine.count("orders") == rows_before > 0


LONG = "select count(*) from generate_series(1, 1000000000) a, generate_series(1, 1000) b"


def test_a_long_statement_is_stopped(both: tuple[Shop, Shop]) -> None:
    with pytest.raises(EngineError) as caught:
        both[1].engine.run(LONG, timeout=0.3)
    assert caught.value.code == "timeout"
    assert both[1].engine.run("select 1").rows == ((1,),)


def test_a_person_may_stop_it(both: tuple[Shop, Shop]) -> None:
    cancel = Cancel()
    timer = threading.Timer(0.3, cancel.cancel)
    timer.start()
    with pytest.raises(EngineError) as caught:
        both[1].engine.run(LONG, timeout=30, cancel=cancel)
    timer.join()
    assert caught.value.code == "cancelled"
    with pytest.raises(EngineError):
        both[1].engine.run("select 1", cancel=cancel)


def test_many_ask_at_once(both: tuple[Shop, Shop]) -> None:
    query = MetricQuery(metrics=("gmv",), by=("platform",))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: rows(both[1], query), range(24)))
    assert all(one == found[0] for one in found)


def test_a_lost_connection_is_replaced(both: tuple[Shop, Shop], filled: str) -> None:
    import psycopg

    engine = both[1].engine
    with psycopg.connect(filled, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wenshu'"
        )
    assert engine.run("select 1").rows == ((1,),)


@pytest.mark.parametrize(
    ("sql", "code"),
    [("select no_such_column from orders", "data_differs"), ("select 1 from no_such_table", "data_differs"),
     ("select cast(note as int) from orders", "bad_types"), ("select note > 1 from orders", "bad_types"),
     ("select 1 / 0", "engine_failed"), ("selec 1", "engine_failed")],
)  # fmt: skip
def test_what_went_wrong_is_said_without_the_data(
    sql: str, code: str, both: tuple[Shop, Shop]
) -> None:
    with pytest.raises(EngineError) as caught:
        both[1].engine.run(sql)
    assert caught.value.code == code
    assert "加急" not in caught.value.sentence("zh")


def test_moments_with_a_zone_are_those_of_the_shop(both: tuple[Shop, Shop]) -> None:
    found = (
        both[1].engine.run("select timestamptz '2025-01-01 00:30:00+08', now() is not null").rows
    )
    assert found == ((datetime(2025, 1, 1, 0, 30), True),)


def test_free_sql_is_refused(both: tuple[Shop, Shop]) -> None:
    with pytest.raises(EngineError) as caught:
        both[1].engine.copying()
    assert caught.value.code == "no_free_sql_here"
