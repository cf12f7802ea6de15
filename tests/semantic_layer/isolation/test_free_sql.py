"""Free SQL on a role's own database: what it sees agrees with the metrics, and nothing else is there."""

import duckdb
import pytest

from semantic_layer.errors import GuardError, PolicyError
from semantic_layer.isolation.free_sql import FreeSQL, free_sql
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop


def rows(free: FreeSQL, sql: str, role: str = "operator") -> list[tuple[object, ...]]:
    return list(free.run(sql, role).answered.rows)


def test_counts_agree_with_the_metrics(isolated: Shop, free: FreeSQL) -> None:
    query = MetricQuery(metrics=("orders", "gmv"), by=("channel",), order=("channel",))
    for role in ("owner", "operator", "hangzhou"):
        sql = "SELECT channel, count(*), sum(pay_amount) FROM orders GROUP BY 1 ORDER BY 1"
        assert rows(free, sql, role) == list(isolated.query(query, role=role).rows)


def test_the_database_does_not_hold_what_the_role_may_not_see(
    isolated: Shop, free: FreeSQL
) -> None:
    free.visible("operator")
    found = list((isolated.state / "projected").glob("*.duckdb"))
    assert found
    visible = free.visible("operator").relations
    assert set(visible["users"].columns) == {"user_id", "city"}
    assert set(visible["products"].columns) == {"product_id", "name"}
    assert set(visible["orders"].columns) == {
        "order_id",
        "user_id",
        "paid_at",
        "channel",
        "big",
        "pay_amount",
    }
    assert "level" in free.visible("owner").relations["users"].columns
    for file in found:
        connection = duckdb.connect(str(file), read_only=True)
        tables = {
            r[0] for r in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        }
        assert tables == {"orders", "users", "products"}
        names = connection.execute(
            "SELECT column_name FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
        assert ("phone",) not in names
        connection.close()
        assert b"CANARY-phone" not in file.read_bytes()


def test_row_rules_hold(free: FreeSQL) -> None:
    assert rows(free, "SELECT DISTINCT city FROM users", "hangzhou") == [("杭州",)]
    assert rows(free, "SELECT DISTINCT channel FROM orders", "hangzhou") == [("app",)]


@pytest.mark.parametrize(
    "sql",
    ["SELECT phone FROM users", "SELECT level FROM users", "SELECT value FROM secrets",
     "SELECT u FROM users u", "SELECT max(COLUMNS(*)) FROM users", "SELECT kind FROM orders",
     "SELECT cost FROM products", "SELECT name FROM products ORDER BY cost"],
)  # fmt: skip
def test_hidden_names_are_refused(free: FreeSQL, sql: str) -> None:
    with pytest.raises(GuardError):
        free.run(sql, "operator")


def test_roles_without_it_and_unknown_ones_have_no_free_sql(free: FreeSQL) -> None:
    for role in ("reader", "nobody"):
        with pytest.raises(PolicyError):
            free.run("SELECT 1", role)


def test_one_for_each_shop(isolated: Shop) -> None:
    assert free_sql(isolated) is free_sql(isolated)
