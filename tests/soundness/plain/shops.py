"""Random small shops: rows by Hypothesis, and a model over tables that are filled anew with them."""

import os
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from semantic_layer.compile import Compiler
from semantic_layer.compile.coverage import Coverage
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from tests.semantic_layer.test_row_facts import with_facts
from tests.soundness.plain.rows import Data

DEEP = bool(os.environ.get("WENSHU_DEEP"))
FIRST, LAST = date(2024, 2, 20), date(2024, 4, 10)
START = datetime(2024, 2, 20)
TABLES = {
    "regions": "id int, region_name text",
    "customers": "id int, city text, full_name text, region_id int",
    "orders": "id int, customer_id int, payer_id int, kind text, platform text, amount decimal(12,2), "
    "freight decimal(12,2), created_at timestamp, paid_at timestamp",
    "items": "order_id int, line int, product text, qty int",
    "refunds": "id int, order_id int, amount decimal(12,2), success_at timestamp",
    "ads": "date date, platform text, cost decimal(12,2)",
}
METRICS = """
  new_buyers: {table: orders, agg: count_distinct, expr: customer_id, where: ["order_number = 1"]}
  gap_days: {table: orders, agg: sum, expr: "days_between(previous_paid_at, paid_at)"}
  of_firsts: {table: items, agg: sum, expr: qty, where: ["order.order_number = 1"]}
  firsts: {table: orders, agg: count, where: ["order_number = 1"]}
  again_in_5: {table: orders, agg: count, where: ["order_number = 1", "next_paid_at < paid_at + interval 5 day"]}
  repurchase: {type: ratio, numerator: again_in_5, denominator: firsts, matured: 10 days}
  of_whole: {type: ratio, numerator: gmv, denominator: {metric: gmv, fixed: []}}
  of_platform: {type: ratio, numerator: gmv, denominator: {metric: gmv, fixed: [platform]}}
"""
MOMENTS = st.one_of(
    st.datetimes(START, datetime(2024, 4, 10, 23, 59, 59)),
    st.datetimes(datetime(2023, 2, 20), datetime(2023, 4, 10, 23, 59, 59)),
    st.sampled_from(
        [datetime(2024, 2, 29), datetime(2024, 3, 1), datetime(2024, 2, 29, 23, 59, 59)]
    ),
)
CENTS = st.integers(-2_000, 30_000).map(lambda c: Decimal(c) / 100)


def examples(usual: int, deep: int = 0) -> settings:
    """So many examples, the same in every run; with `WENSHU_DEEP=1` more, new ones each time."""
    return settings(
        max_examples=(deep or 50 * usual) if DEEP else usual, deadline=None, derandomize=not DEEP,
        print_blob=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@st.composite
def sparse(draw: st.DrawFn) -> Data:
    """Up to a dozen orders of four customers, with lines and refunds, some of them of nobody."""
    cities = st.sampled_from(["上海", "北京", None])
    customers = [{"id": n, "city": draw(cities)} for n in range(1, 5)]
    orders = []
    for n in range(1, draw(st.sampled_from([9, 12, 6, 3, 1, 0])) + 1):
        created = draw(MOMENTS)
        paid = draw(st.sampled_from([created + timedelta(hours=1), created, None]))
        orders.append({
            "id": n, "customer_id": draw(st.sampled_from([1, 2, 3, 4, 99, None])),
            "kind": draw(st.sampled_from(["normal", "normal", "normal", "test"])),
            "platform": draw(st.sampled_from(["tmall", "jd", "dy", None])),
            "amount": draw(CENTS), "freight": draw(st.sampled_from([Decimal(0), Decimal(8), None])),
            "created_at": created, "paid_at": paid,
        })  # fmt: skip
    size = st.sampled_from([8, 10, 4, 0])
    lines = [
        {"order_id": draw(st.integers(1, 13)), "line": n, "qty": draw(st.integers(0, 5))}
        for n in range(draw(size))
    ]
    refunds = [
        {"id": n, "order_id": draw(st.integers(1, 13)), "amount": draw(CENTS),
         "success_at": draw(st.one_of(MOMENTS, st.none()))}
        for n in range(draw(size))
    ]  # fmt: skip
    ads = [
        {"date": draw(MOMENTS).date(), "platform": draw(st.sampled_from(["tmall", "jd", "ks"])),
         "cost": draw(CENTS)}
        for _ in range(draw(st.sampled_from([3, 6, 0])))
    ]  # fmt: skip
    return Data(customers, orders, lines, refunds, ads)


def crowded(seed: int) -> Data:
    """A shop with rows on many days: those that Hypothesis draws are mostly alike."""
    chance = random.Random(seed)

    def moment() -> datetime:
        return START + timedelta(minutes=chance.randrange(60 * 24 * 45))

    def cents(most: int) -> Decimal:
        return Decimal(chance.randint(0, most)) / 100

    customers = [{"id": n, "city": chance.choice(["上海", "北京", None])} for n in range(1, 5)]
    orders = []
    for n in range(1, chance.randint(6, 16)):
        created = moment()
        orders.append({
            "id": n, "customer_id": chance.choice([1, 1, 2, 2, 3, 4, 99, None]),
            "kind": chance.choice(["normal"] * 6 + ["test"]),
            "platform": chance.choice(["tmall", "tmall", "jd", "dy", None]), "amount": cents(9_000),
            "freight": chance.choice([Decimal(0), Decimal(5), None]), "created_at": created,
            "paid_at": chance.choice([created + timedelta(hours=1)] * 6 + [None]),
        })  # fmt: skip
    lines = [
        {"order_id": chance.randint(1, 17), "line": n, "qty": chance.randint(0, 5)}
        for n in range(14)
    ]
    refunds = [
        {"id": n, "order_id": chance.randint(1, 17), "amount": cents(5_000),
         "success_at": chance.choice([moment(), moment(), None])}
        for n in range(8)
    ]  # fmt: skip
    ads = [
        {"date": moment().date(), "platform": chance.choice(["tmall", "jd", "ks"]), "cost": cents(4_000)}
        for _ in range(6)
    ]  # fmt: skip
    return Data(customers, orders, lines, refunds, ads)


def datas() -> st.SearchStrategy[Data]:
    """Sparse shops, and crowded ones."""
    return st.one_of(sparse(), *[st.integers(0, 100_000).map(crowded)] * 2)


class Small:
    """The small shop's model over tables that are filled anew for each example."""

    def __init__(self, folder: Path) -> None:
        before, roles = with_facts().split("\nroles:")
        (folder / "shop.yml").write_text(f"{before}{METRICS}roles:{roles}", encoding="utf-8")
        self.model = load(folder)
        self.connection = duckdb.connect()
        for table, columns in TABLES.items():
            self.connection.execute(f"create table {table} ({columns})")
        self.compiler = Compiler(self.model, coverage=Coverage(LAST))

    def fill(self, data: Data) -> None:
        """The tables hold these rows and no others."""
        for name, rows in (
            ("customers", data.customers), ("orders", data.orders), ("items", data.lines),
            ("refunds", data.refunds), ("ads", data.ads),
        ):  # fmt: skip
            self.connection.execute(f"delete from {name}")
            if rows:
                marks = "(" + ", ".join("?" * len(rows[0])) + ")"
                self.connection.execute(
                    f"insert into {name} ({', '.join(rows[0])}) values {', '.join([marks] * len(rows))}",
                    [value for row in rows for value in row.values()],
                )

    def ask(self, query: MetricQuery) -> dict[tuple[Any, ...], dict[str, Any]]:
        """The rows of a plain query by their groups."""
        sql = self.compiler.compile(query).compact_sql
        n = len(query.by)
        found = self.connection.execute(sql).fetchall()
        assert len({row[:n] for row in found}) == len(found), "a group stands twice"
        return {row[:n]: dict(zip(query.metrics, row[n:], strict=True)) for row in found}


def close(one: Any, other: Any) -> bool:
    """Equal to nine digits."""
    if one is None or other is None:
        return one is other
    return abs(float(one) - float(other)) <= 1e-9 * max(1.0, abs(float(one)), abs(float(other)))
