"""The guard: what each pass refuses, that it is needed, and what runs all the same."""

import pytest
from sqlglot import exp, parse_one

from semantic_layer.errors import GuardError
from semantic_layer.guard import PASSES, Limits, Relation, Visible, checked

VISIBLE = Visible(
    {
        "orders": Relation(
            {"order_id": "INTEGER", "buyer": "INTEGER", "paid_at": "TIMESTAMP", "amount": "DECIMAL(12,2)",
             "channel": "VARCHAR", "tags": "VARCHAR[]"}
        ),
        "buyers": Relation({"buyer": "INTEGER", "city": "VARCHAR"}),
    }
)  # fmt: skip

REFUSED = {
    "plain_text": [
        ("", "sql_empty"),
        ("SELECT 1 " + " " * 30_000, "sql_too_long"),
        ("SELECT amount FROM​ orders", "sql_characters"),
        ("ｓｅｌｅｃｔ amount from orders", "sql_characters"),
        ("SELECT\x00 1", "sql_characters"),
        ("SELECT amount‮ FROM orders", "sql_characters"),
        ("SELECT " + "(" * 80 + "1" + ")" * 80, "sql_too_deep"),
    ],
    "one_query": [
        ("SELECT 1; SELECT 2", "sql_not_one"),
        ("SELECT 1 /* ; */; DROP TABLE orders", "sql_not_one"),
        ("DELETE FROM orders", "sql_not_a_query"),
        ("COPY orders TO 'x.csv'", "sql_not_a_query"),
        ("ATTACH 'x' AS x", "sql_not_a_query"),
        ("SET threads = 1", "sql_not_a_query"),
        ("CALL pragma_version()", "sql_not_a_query"),
        ("SELECT FROM WHERE", "sql_unreadable"),
        ("SELECT 1 +" + " 1 +" * 3000 + " 1", None),
    ],
    "allowed_nodes": [
        ("WITH d AS (DELETE FROM orders RETURNING *) SELECT * FROM d", None),
        ("SELECT * FROM (WITH d AS (INSERT INTO orders VALUES (1)) SELECT 1)", None),
        ("SELECT current_user", "sql_not_allowed"),
        ("SELECT COLUMNS('a.*') FROM orders", "sql_not_allowed"),
        ("SELECT * LIKE 'a%' FROM orders", "sql_not_allowed"),
        ("SELECT #1 FROM orders", "sql_not_allowed"),
        ("SELECT $1", "sql_not_allowed"),
        ("SELECT * FROM read_csv('/etc/passwd')", "sql_not_allowed"),
        ("SELECT * FROM range(10)", None),
        ("SELECT repeat('x', 1000000000)", "sql_not_allowed"),
        ("SELECT levenshtein(channel, channel) FROM orders", "sql_not_allowed"),
        ("SELECT amount::BLOB FROM orders", "sql_not_allowed"),
        ("SELECT * FROM main.orders", "sql_unknown_relation"),
        ("SELECT * FROM information_schema.tables", "sql_unknown_relation"),
        ("SELECT * FROM orders AT (VERSION => 1)", None),
    ],
    "allowed_functions": [
        ("SELECT getenv('HOME')", "sql_function"),
        ("SELECT sleep_ms(100000)", "sql_function"),
        ("SELECT current_setting('threads')", None),
        ("SELECT pg_get_viewdef('orders')", "sql_function"),
        ("SELECT write_log('x')", "sql_function"),
        ("SELECT list_aggregate(tags, 'max') FROM orders", "sql_function"),
    ],
    "bounded": [
        ("SELECT unnest(generate_series(1, 9000000000))", "sql_too_big"),
        ("SELECT unnest(range(1000000000))", "sql_too_big"),
        ("SELECT unnest(generate_series(1, (SELECT max(order_id) FROM orders)))", "sql_not_allowed"),
        ("SELECT unnest(generate_series(TIMESTAMP '0001-01-01', TIMESTAMP '9999-12-31', INTERVAL 1 SECOND))", "sql_too_big"),
        ("SELECT unnest(generate_series('2025-01-01'::timestamp, '2025-02-01'::timestamp, '1 microsecond'::interval))", "sql_too_big"),
        ("SELECT unnest(range(date '2025-01-01', date '2025-02-01', interval 0 day))", "sql_too_big"),
        ("SELECT unnest(range(date '2025-01-01', date '2025-02-01', interval '1 day 2 fortnights'))", "sql_too_big"),
        ("SELECT printf('%1000000000d', 1)", "sql_not_allowed"),
        ("SELECT printf('%*d', 1000000000, 1)", "sql_not_allowed"),
        ("SELECT format('{:' || channel || 'd}', 1) FROM orders", "sql_not_allowed"),
        ("SELECT ntile(1000000000) OVER () FROM orders", "sql_too_big"),
    ],
    "known_names": [
        ("SELECT * FROM app_secrets", "sql_unknown_relation"),
        ('SELECT * FROM "file.parquet"', "sql_unknown_relation"),
        ("SELECT phone FROM buyers", "sql_unknown_column"),
        ("SELECT b FROM buyers b", "sql_unknown_column"),
        ("SELECT buyers::VARCHAR FROM buyers", "sql_unknown_column"),
        ("SELECT city FROM buyers ORDER BY phone", "sql_unknown_column"),
        ("SELECT city FROM buyers WHERE hash_of = 1", "sql_unknown_column"),
        ("SELECT count(*) FROM orders JOIN buyers USING (phone)", "sql_unknown_column"),
        ("WITH x AS (SELECT * FROM buyers) SELECT x.phone FROM x", "sql_unknown_column"),
        ("SELECT 1 AS a UNION ALL BY NAME SELECT phone FROM buyers", "sql_unknown_column"),
        ("SELECT (WITH q AS (SELECT 1) SELECT 1) FROM q", "sql_unknown_relation"),
        ("PIVOT buyers ON city IN ('a') USING max(phone)", "sql_unknown_column"),
    ],
}  # fmt: skip

RUNS = [
    "SELECT count(*) FROM orders;",
    "SELECT channel AS 渠道, sum(amount) AS 销售额 FROM orders GROUP BY 1 ORDER BY 销售额 DESC",
    "WITH 日 AS (SELECT date_trunc('day', paid_at) d, sum(amount) m FROM orders GROUP BY 1)"
    " SELECT d, avg(m) OVER (ORDER BY d ROWS 6 PRECEDING) FROM 日",
    "SELECT b.city, count(DISTINCT o.buyer) FROM orders o LEFT JOIN buyers b USING (buyer) GROUP BY 1",
    "SELECT unnest(tags) t, count(*) FROM orders GROUP BY 1",
    "SELECT * FROM orders QUALIFY row_number() OVER (PARTITION BY buyer ORDER BY paid_at) = 1",
    "SELECT 'DROP TABLE orders; --' AS 文本, '/etc/passwd' AS 路径",
    "SELECT m FROM (SELECT unnest(generate_series(date '2025-01-01', date '2025-02-01', interval 1 day)) m)",
    "SELECT unnest(range(date '2025-01-01', date '2025-12-31', interval '1 month'))",
    "SELECT unnest(generate_series('2025-01-01'::timestamp, '2025-02-01 10:00'::timestamp, '3 hours'::interval))",
    "PIVOT (SELECT channel, buyer FROM orders) ON channel IN ('a', 'b') USING count(*) GROUP BY buyer",
]  # fmt: skip


@pytest.mark.parametrize(
    ("sql", "code"),
    [case for cases in REFUSED.values() for case in cases],
    ids=lambda v: str(v)[:50],
)
def test_is_refused(sql: str, code: str | None) -> None:
    with pytest.raises(GuardError) as caught:
        checked(sql, VISIBLE)
    if code:
        assert caught.value.code == code
    for lang in ("zh", "en"):
        assert caught.value.sentence(lang)


@pytest.mark.parametrize("sql", RUNS)
def test_runs(sql: str) -> None:
    found = checked(sql, VISIBLE)
    assert parse_one(found.sql, dialect="duckdb")


@pytest.mark.parametrize("left_out", [p.__name__ for p in PASSES])
def test_every_pass_is_needed(left_out: str) -> None:
    """Without any one pass, a statement that must not run does, or one that must run does not."""
    rest = tuple(p for p in PASSES if p.__name__ != left_out)

    def same(sql: str) -> bool:
        try:
            whole = checked(sql, VISIBLE)
        except GuardError:
            whole = None
        try:
            return checked(sql, VISIBLE, passes=rest) == whole
        except GuardError:
            return whole is None

    statements = [sql for sql, _ in REFUSED.get(left_out, [])] + RUNS
    if left_out == "only_visible":
        select = parse_one("SELECT buyer, city FROM buyers WHERE city = '杭州'")
        assert isinstance(select, exp.Select)
        narrowed = Visible({"buyers": Relation({"buyer": "INTEGER", "city": "VARCHAR"}, select)})
        whole = checked("SELECT count(*) FROM buyers b", narrowed)
        assert "杭州" in whole.sql
        assert "杭州" not in checked("SELECT count(*) FROM buyers b", narrowed, passes=rest).sql
        return
    assert not all(same(sql) for sql in statements)


def test_a_limit_is_added_and_a_greater_one_is_cut() -> None:
    free = checked("SELECT amount FROM orders", VISIBLE, Limits(rows=10))
    assert free.limit == 10
    assert free.sql.endswith("LIMIT 11")
    assert checked("SELECT amount FROM orders LIMIT 5", VISIBLE, Limits(rows=10)).limit == 0
    more = checked("SELECT amount FROM orders LIMIT 500", VISIBLE, Limits(rows=10))
    assert more.limit == 10
    assert more.sql.endswith("LIMIT 11")
    assert (
        checked("SELECT amount FROM orders LIMIT (SELECT 9)", VISIBLE, Limits(rows=10)).limit == 10
    )


def test_the_input_text_never_runs() -> None:
    found = checked("select/* a note */amount from orders -- tail", VISIBLE)
    assert "note" not in found.sql
    assert "tail" not in found.sql
    assert found.relations == ("orders",)


def test_a_relation_is_replaced_within_joins_and_subqueries() -> None:
    select = parse_one("SELECT buyer, city FROM buyers WHERE city = '杭州'")
    assert isinstance(select, exp.Select)
    visible = Visible(
        {
            "buyers": Relation({"buyer": "INTEGER", "city": "VARCHAR"}, select),
            "orders": VISIBLE.relations["orders"],
        }
    )
    sql = checked(
        "SELECT o.channel, (SELECT count(*) FROM buyers) n FROM orders o"
        " JOIN buyers b ON b.buyer = o.buyer WHERE o.buyer IN (SELECT buyer FROM buyers)",
        visible,
    ).sql
    assert sql.count("杭州") == 3
