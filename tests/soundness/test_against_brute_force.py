"""Random small shops and queries: compiled SQL equals a plain loop, and parts add up."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semantic_layer.compile import Compiler
from semantic_layer.load import load
from semantic_layer.query import Filter, MetricQuery, TimeRange
from tests.semantic_layer.conftest import SHOP
from tests.soundness.brute_force import DERIVED, RATIOS, Data, answer, facts

START = datetime(2024, 2, 27)
MOMENTS = st.integers(0, 60 * 24 * 40).map(lambda m: START + timedelta(minutes=m))
MONEY = st.integers(-5_000, 90_000).map(lambda c: Decimal(c) / 100)
PLATFORMS = st.sampled_from(["tmall", "jd", None])
METRICS = ["gmv", "placed", "orders", "buyers", "units", "refunds", "refunds_of", *RATIOS, *DERIVED]
BYS = ["platform", "customer.city", "day", "week", "month"]


@st.composite
def datas(draw: st.DrawFn) -> Data:
    customers = [
        {"id": n, "city": draw(st.sampled_from(["上海", "北京", None]))} for n in range(1, 4)
    ]
    orders = []
    for n in range(1, draw(st.integers(0, 9)) + 1):
        created = draw(MOMENTS)
        orders.append({
            "id": n, "customer_id": draw(st.sampled_from([1, 2, 3, 99, None])),
            "kind": draw(st.sampled_from(["normal", "normal", "test"])),
            "platform": draw(PLATFORMS), "amount": draw(MONEY), "created_at": created,
            "paid_at": draw(st.sampled_from([created + timedelta(hours=1), None])),
        })  # fmt: skip
    lines = [
        {"order_id": draw(st.integers(1, 10)), "line": n, "qty": draw(st.integers(0, 5))}
        for n in range(draw(st.integers(0, 9)))
    ]
    refunds = [
        {"id": n, "order_id": draw(st.integers(1, 10)), "amount": draw(MONEY),
         "success_at": draw(st.one_of(MOMENTS, st.none()))}
        for n in range(draw(st.integers(0, 5)))
    ]  # fmt: skip
    return Data(customers, orders, lines, refunds)


TABLES = {
    "regions": "id int, region_name text",
    "customers": "id int, city text, full_name text, region_id int",
    "orders": "id int, customer_id int, payer_id int, kind text, platform text, amount decimal(12,2), "
    "freight decimal(12,2), created_at timestamp, paid_at timestamp",
    "items": "order_id int, line int, product text, qty int",
    "refunds": "id int, order_id int, amount decimal(12,2), success_at timestamp",
    "ads": "date date, platform text, cost decimal(12,2)",
}


class Small:
    """The small shop's model over tables that are filled anew for each example."""

    def __init__(self, folder: Path) -> None:
        (folder / "shop.yml").write_text(SHOP, encoding="utf-8")
        self.model = load(folder)
        self.connection = duckdb.connect()
        for table, columns in TABLES.items():
            self.connection.execute(f"create table {table} ({columns})")
        self.compiler = Compiler(self.model)

    def fill(self, data: Data) -> None:
        for name, rows in (("customers", data.customers), ("orders", data.orders),
                           ("items", data.lines), ("refunds", data.refunds)):  # fmt: skip
            self.connection.execute(f"delete from {name}")
            if rows:
                marks = "(" + ", ".join("?" * len(rows[0])) + ")"
                self.connection.execute(
                    f"insert into {name} ({', '.join(rows[0])}) values {', '.join([marks] * len(rows))}",
                    [value for row in rows for value in row.values()],
                )

    def ask(self, query: MetricQuery) -> dict[tuple[Any, ...], dict[str, Any]]:
        sql = self.compiler.compile(query).compact_sql
        n = len(query.by)
        found = self.connection.execute(sql).fetchall()
        assert len({row[:n] for row in found}) == len(found), "a group stands twice"
        return {row[:n]: dict(zip(query.metrics, row[n:], strict=True)) for row in found}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("brute"))


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) or isinstance(theirs, float):
        return ours is not None and theirs is not None and abs(float(ours) - float(theirs)) < 1e-9
    return bool(ours == theirs)


SETTINGS = settings(
    max_examples=80, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@SETTINGS
@given(
    data=datas(),
    metrics=st.lists(st.sampled_from(METRICS), min_size=1, max_size=4, unique=True),
    by=st.lists(st.sampled_from(BYS), max_size=2, unique=True),
    days=st.one_of(st.none(), st.tuples(st.integers(0, 39), st.integers(0, 39))),
    member=st.sampled_from([None, ("=", "tmall"), ("!=", "tmall"), ("is_null",)]),
)
def test_the_compiler_agrees_with_a_plain_loop(
    small: Small, data: Data, metrics: list[str], by: list[str],
    days: tuple[int, int] | None, member: tuple[str, ...] | None,
) -> None:  # fmt: skip
    small.fill(data)
    time = None
    if days:
        first, last = sorted(START.date() + timedelta(days=d) for d in days)
        time = (first, last)
    where, keeps = (), lambda get: True
    if member:
        where = (Filter(field="platform", op=member[0], values=member[1:]),)  # type: ignore[arg-type]
        keeps = {
            "=": lambda get: get("platform") == "tmall",
            "!=": lambda get: get("platform") != "tmall",
            "is_null": lambda get: get("platform") is None,
        }[member[0]]
    query = MetricQuery(
        metrics=tuple(metrics), by=tuple(by), where=where,
        time=TimeRange(start=time[0], end=time[1]) if time else None,
    )  # fmt: skip
    ours, theirs = small.ask(query), answer(data, metrics, by, time, keeps)
    for key in ours.keys() | theirs.keys():
        for metric in metrics:
            left = ours.get(key, {}).get(metric, 0 if metric not in RATIOS else None)
            right = theirs.get(key, {}).get(metric, 0 if metric not in RATIOS else None)
            assert (left is None and right is None) or _same(left, right), (
                key,
                metric,
                left,
                right,
            )


@SETTINGS
@given(
    data=datas(),
    by=st.sampled_from(BYS),
    metric=st.sampled_from(sorted(set(facts(Data([], [], [], []))) - {"buyers"})),
)
def test_additive_parts_add_up_to_the_whole(small: Small, data: Data, by: str, metric: str) -> None:
    small.fill(data)
    parts = small.ask(MetricQuery(metrics=(metric,), by=(by,)))
    whole = small.ask(MetricQuery(metrics=(metric,)))[()][metric]
    assert sum(p[metric] for p in parts.values()) == whole


@SETTINGS
@given(data=datas(), metric=st.sampled_from(["gmv", "orders", "units", "refunds", "net"]))
def test_a_filter_and_its_opposite_add_up(small: Small, data: Data, metric: str) -> None:
    small.fill(data)

    def of(*where: Filter) -> Any:
        return small.ask(MetricQuery(metrics=(metric,), where=where))[()][metric]

    is_it = of(Filter(field="customer.city", op="=", values=("上海",)))
    is_not = of(Filter(field="customer.city", op="!=", values=("上海",)))
    assert is_it + is_not == of()


@SETTINGS
@given(data=datas(), turned=st.randoms(use_true_random=False))
def test_row_order_changes_nothing(small: Small, data: Data, turned: Any) -> None:
    query = MetricQuery(metrics=("gmv", "buyers", "upt"), by=("platform",))
    small.fill(data)
    first = small.ask(query)
    for rows in (data.orders, data.lines, data.customers):
        turned.shuffle(rows)
    small.fill(data)
    assert small.ask(query) == first


def test_the_days_of_the_example_hold_a_leap_day() -> None:
    assert date(2024, 2, 29) in {(START + timedelta(days=d)).date() for d in range(40)}
