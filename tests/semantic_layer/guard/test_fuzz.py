"""Statements put together at random: refused, or made anew from nothing but what is allowed.

`WENSHU_FUZZ=20000` asks for so many examples of each kind instead of some.
"""

import os
import time

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from semantic_layer.errors import GuardError
from semantic_layer.guard import checked
from tests.semantic_layer.guard.test_passes import REFUSED, RUNS, VISIBLE
from tests.semantic_layer.isolation.test_own_attacks import attacks

EXAMPLES = int(os.environ.get("WENSHU_FUZZ", "200"))
OWN = [sql for _, sql in attacks()]
PIECES = sorted(
    {piece for sql in [*RUNS, *(s for cases in REFUSED.values() for s, _ in cases)]
     for piece in sql[:400].replace("(", " ( ").replace(")", " ) ").replace(",", " , ").split(" ") if piece}
    | {";", "--", "/*", "*/", "'", '"', "$$", "::", "->", "->>", "[", "]", "{", "}", "#1", "?", "$x", "@", "*",
       "EXCLUDE", "REPLACE", "COLUMNS", "LATERAL", "USING", "NATURAL", "POSITIONAL", "ASOF", "UNPIVOT", "FROM",
       "TABLE", "DESCRIBE", "SUMMARIZE", "SHOW", "EXPLAIN", "RETURNING", "INTO", "GROUP", "BY", "ALL", "secrets",
       "main.orders", "phone", "orders.phone", "rowid", "duckdb_settings", "information_schema"}
)  # fmt: skip
WORLD = duckdb.connect(":memory:")
WORLD.execute(
    "CREATE TABLE orders(order_id INTEGER, buyer INTEGER, paid_at TIMESTAMP, amount DECIMAL(12,2),"
    " channel VARCHAR, tags VARCHAR[]); CREATE TABLE buyers(buyer INTEGER, city VARCHAR, phone VARCHAR);"
    " CREATE TABLE secrets(value VARCHAR); INSERT INTO buyers VALUES (1, '杭州', 'CANARY');"
    " INSERT INTO secrets VALUES ('CANARY'); INSERT INTO orders VALUES (1, 1, now()::TIMESTAMP, 1, 'a', ['x']);"
    " SET enable_external_access = false"
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40), st.sampled_from(["", *RUNS]))
def test_pieces_in_any_order(pieces: list[str], begun: str) -> None:
    harmless(f"{begun} {' '.join(pieces)}".strip())


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from([*RUNS, *OWN]), st.integers(0, 400), st.text(max_size=12))
def test_something_put_in_the_middle(sql: str, place: int, text: str) -> None:
    harmless(sql[: place % len(sql)] + text + sql[place % len(sql) :])


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    harmless(text)


def harmless(text: str) -> None:
    started = time.monotonic()
    try:
        found = checked(text, VISIBLE)
    except GuardError:
        return
    finally:
        assert time.monotonic() - started < 20
    statements = WORLD.extract_statements(found.sql)
    assert len(statements) == 1
    assert statements[0].type == duckdb.StatementType.SELECT
    try:
        rows = WORLD.execute(found.sql).fetchall()
    except duckdb.Error:
        return
    assert "CANARY" not in repr(rows)
