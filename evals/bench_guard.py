"""What the guard and the workers of free SQL cost, beside the parser's own work on the same text."""

import statistics
import tempfile
from pathlib import Path

from evals.bench import said, timed

COLUMNS = {
    "orders": "order_id user_id paid_at status channel province pay_amount refund_amount",
    "order_items": "item_id order_id product_id quantity item_amount",
    "products": "product_id product_name category list_price",
    "users": "user_id nickname gender province city member_level",
}
STATEMENTS = (
    "SELECT channel AS 渠道, sum(pay_amount) AS 销售额 FROM orders WHERE status = 'paid'"
    " GROUP BY channel ORDER BY 销售额 DESC",
    "WITH d AS (SELECT date_trunc('day', paid_at) AS day, sum(pay_amount) AS gmv FROM orders GROUP BY 1)"
    " SELECT day, gmv, avg(gmv) OVER (ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM d",
    "SELECT p.category, u.city, count(DISTINCT o.user_id) AS buyers, sum(i.item_amount) AS amount"
    " FROM order_items i JOIN orders o USING (order_id) JOIN products p USING (product_id)"
    " LEFT JOIN users u ON u.user_id = o.user_id WHERE o.paid_at >= DATE '2025-01-01'"
    " GROUP BY ALL HAVING sum(i.item_amount) > 100 ORDER BY amount DESC LIMIT 20",
    "SELECT product_name FROM products WHERE product_id IN (SELECT product_id FROM order_items"
    " GROUP BY product_id ORDER BY sum(quantity) DESC LIMIT 3)",
)


def guard() -> None:
    """The guard against parse + qualify + generate; a warm worker against the query in process."""
    import duckdb
    import sqlglot
    from sqlglot.optimizer.qualify import qualify

    from semantic_layer.guard import Relation, Visible, checked
    from semantic_layer.isolation.pool import Pool

    schema = {t: dict.fromkeys(c.split(), "VARCHAR") for t, c in COLUMNS.items()}
    visible = Visible({t: Relation(c) for t, c in schema.items()})

    def bare(known: object) -> None:
        for sql in STATEMENTS:
            tree = sqlglot.parse_one(sql, dialect="duckdb")
            qualify(tree, schema=known, dialect="duckdb").sql("duckdb")  # type: ignore[arg-type]

    def guarded() -> None:
        for sql in STATEMENTS:
            checked(sql, visible)

    base = statistics.median(timed(lambda: bare(schema), 40))
    said("sqlglot: parse + qualify + generate, four statements", base)
    spent = statistics.median(timed(guarded, 40))
    said("the guard on the same", spent, of=base, bar="bar: 2.00 x")
    kept = statistics.median(timed(lambda: bare(visible.resolver), 40))
    said("the same beside sqlglot with a schema made once", spent, of=kept)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.duckdb"
        connection = duckdb.connect(str(path))
        connection.execute(
            "CREATE TABLE t AS SELECT range AS i, range % 7 AS g FROM range(1000000)"
        )
        query = "SELECT g, sum(i) FROM t GROUP BY g ORDER BY g"
        here = statistics.median(timed(lambda: connection.execute(query).fetchall(), 20))
        connection.close()
        pool = Pool(path, size=1)
        there = statistics.median(timed(lambda: pool.run(query), 20))
        empty = statistics.median(timed(lambda: pool.run("SELECT 1"), 40))
        pool.close()
    said("a query of 1 M rows in process, two threads", here)
    said("the same in a worker, one thread", there)
    said("a warm worker adds (SELECT 1)", empty, bar="bar: 5 ms")
