"""Workers: a statement that runs away is killed, its neighbours never notice."""

import threading
import time
from pathlib import Path

import duckdb
import pytest

from semantic_layer.engines.protocol import Cancel
from semantic_layer.errors import EngineError
from semantic_layer.isolation.pool import Caps, Pool

ENDLESS = "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "p.duckdb"
    connection = duckdb.connect(str(path))
    connection.execute("CREATE TABLE t AS SELECT range AS i, 'x' || range AS s FROM range(100000)")
    connection.close()
    return path


def made(database: Path, **kinds: object) -> Pool:
    return Pool(database, caps=Caps(seconds=1.0, rows=100), **kinds)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sql", "code"),
    [(ENDLESS, "timeout"), ("SELECT length(repeat('x', 3000000000))", "out_of_memory"),
     ("SELECT list(a.i) FROM t a, t b", "out_of_memory"), ("SELECT cast(s AS INTEGER) FROM t", "sql_failed"),
     ("COPY t TO 'out.csv'", "sql_failed"), ("SELECT * FROM read_csv('/etc/passwd')", "sql_failed"),
     ("SET memory_limit = '8GB'", "sql_failed")],
)  # fmt: skip
def test_what_goes_wrong_is_a_code_and_the_next_one_runs(
    database: Path, sql: str, code: str
) -> None:
    pool = made(database)
    try:
        with pytest.raises(EngineError) as caught:
            pool.run(sql)
        assert caught.value.code in (code, "timeout" if code == "out_of_memory" else code)
        assert pool.run("SELECT count(*) FROM t").rows == ((100000,),)
    finally:
        pool.close()


def test_a_killed_statement_takes_no_neighbour_along(database: Path) -> None:
    pool = made(database, size=2)
    answers: list[object] = []
    try:

        def neighbour() -> None:
            for _ in range(20):
                answers.append(pool.run("SELECT count(*) FROM t").rows)
                time.sleep(0.05)

        thread = threading.Thread(target=neighbour)
        thread.start()
        with pytest.raises(EngineError):
            pool.run(ENDLESS)
        thread.join(30)
        assert answers == [((100000,),)] * 20
    finally:
        pool.close()


def test_a_full_queue_says_the_place(database: Path) -> None:
    pool = made(database, size=1, queue=1)
    seen: list[int] = []
    codes: list[str] = []

    def ask(sql: str) -> None:
        try:
            pool.run(sql, on_wait=seen.append)
        except EngineError as error:
            codes.append(error.code)

    try:
        threads = [threading.Thread(target=ask, args=(ENDLESS,)) for _ in range(2)]
        threads[0].start()
        time.sleep(0.3)
        threads[1].start()
        time.sleep(0.2)
        with pytest.raises(EngineError) as caught:
            pool.run("SELECT 1")
        assert caught.value.code == "busy"
        assert caught.value.values["place"] == 2
        for thread in threads:
            thread.join(30)
        assert seen == [1]
    finally:
        pool.close()


def test_cancel_ends_it_at_once(database: Path) -> None:
    pool, cancel = made(database), Cancel()
    try:
        threading.Timer(0.2, cancel.cancel).start()
        started = time.monotonic()
        with pytest.raises(EngineError) as caught:
            pool.run(ENDLESS, cancel=cancel)
        assert caught.value.code == "cancelled"
        assert time.monotonic() - started < 0.9
    finally:
        pool.close()


def test_rows_and_bytes_are_cut_and_said(database: Path) -> None:
    pool = made(database)
    try:
        found = pool.run("SELECT i, s FROM t")
        assert len(found.rows) == 100
        assert found.cut
        whole = pool.run("SELECT i FROM t LIMIT 100")
        assert not whole.cut
        long = pool.run("SELECT string_agg(s, ',') FROM t").rows[0][0]
        assert isinstance(long, str)
        assert len(long) <= 2001
    finally:
        pool.close()


def test_workers_end_with_the_pool(database: Path) -> None:
    pool = made(database)
    pool.run("SELECT 1")
    workers = list(pool._free)
    pool.close()
    assert workers
    assert not any(w.alive for w in workers)
