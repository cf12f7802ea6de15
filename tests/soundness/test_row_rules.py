"""Under a row rule every query says what a database would say that holds only those rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from semantic_layer.compile import Compiled, Compiler
from semantic_layer.errors import WenshuError
from semantic_layer.load import load
from semantic_layer.model import Model
from semantic_layer.query import MetricQuery
from semantic_layer.vocabulary import Role
from tests.engines.bazaar import opened
from tests.engines.bazaar.data import rows, statements
from tests.engines.bazaar.queries import QUERIES


@dataclass(frozen=True)
class Limit:
    """Row rules by table, and the statements that leave only their rows in a database."""

    rows: Mapping[str, str]
    deletes: tuple[str, ...] = field(default=())

    def statements(self) -> tuple[str, ...]:
        plain = tuple(
            f"delete from {t} where not coalesce({r}, false)" for t, r in self.rows.items()
        )
        return self.deletes or plain


ELSEWHERE = "delete from orders where customer_id is null or customer_id not in (select id from customers where city = '上海')"
LIMITS: dict[str, Limit] = {
    "a fact": Limit({"orders": "platform = 'tmall'"}),
    "a fact, by what may be empty": Limit({"orders": "platform <> 'tmall'"}),
    "a fact and its lines": Limit(
        {"orders": "platform = 'tmall'", "items": "order.platform = 'tmall'"},
        ("delete from items where order_id not in (select id from orders where platform = 'tmall')",
         "delete from orders where not coalesce(platform = 'tmall', false)"),
    ),
    "a fact over a join": Limit({"orders": "customer.city = '上海'"}, (ELSEWHERE,)),
    "a fact over two joins": Limit(
        {"orders": "customer.region.region_name = '华东'"},
        (ELSEWHERE.replace("city = '上海'", "region_id = 1"),),
    ),
    "a segment of the fact": Limit({"orders": "valid"}, ("delete from orders where kind <> 'normal'",)),
    "a dimension's expression": Limit(
        {"orders": "band = 'large'"}, ("delete from orders where amount < 100",)
    ),
    "a table that is joined": Limit({"customers": "level >= 2"}),
    "a table that is joined twice": Limit({"regions": "region_name = '华东'"}),
    "a label": Limit({"products": "category = '女装'"}),
    "events of a conversion": Limit({"visits": "source = 'ad'", "orders": "amount > 50"}),
    "a balance": Limit({"stock": "warehouse = '东仓' and counted < date '2025-03-31'"}),
    "a slowly changing table": Limit({"tiers": "tier = 'gold'"}),
    "the calendar": Limit({"days": "day >= date '2024-12-25'"}),
    "no row at all": Limit({"orders": "false", "visits": "1 = 0"}),
    "spend": Limit({"ads": "platform in ('jd', 'tmall')", "refunds": "amount > 20"}),
}  # fmt: skip
METRICS = sorted({m for q in QUERIES.values() for m in q.get("metrics", ())})
BYS = ["platform", "customer.city", "payer.city", "product.category", "visit.source", "warehouse",
       "month", "week", "day", "weekday", "region_name", "customer"]  # fmt: skip


@lru_cache(maxsize=1)
def model() -> Model:
    return load(opened.FOLDER)


def database(seed: int, limit: Limit | None = None) -> Any:
    connection = duckdb.connect()
    for statement in (*statements(rows(seed)), *(limit.statements() if limit else ())):
        connection.execute(statement)
    return connection


def compiler(limit: Limit) -> Compiler:
    role = Role("limited", ("*",), ("*",), limit.rows, sees=("*",))
    return Compiler(
        replace(model(), roles={**model().roles, "limited": role}), coverage=opened.COVERAGE
    )


def outcome(compiler_: Compiler, connection: Any, query: MetricQuery, role: str) -> Any:
    """The rows, or the code of the refusal."""
    try:
        compiled = compiler_.compile(query, role)
    except WenshuError as error:
        return error.code
    said = connection.execute(compiled.compact_sql).fetchall()
    return [tuple(round(v, 9) if isinstance(v, float) else v for v in row) for row in said]


@pytest.fixture(scope="module")
def whole() -> Any:
    return database(7)


@pytest.mark.slow
@pytest.mark.parametrize("name", LIMITS)
def test_a_role_is_told_what_a_database_of_its_rows_says(name: str, whole: Any) -> None:
    limit = LIMITS[name]
    limited, plain, part = (
        compiler(limit),
        Compiler(model(), coverage=opened.COVERAGE),
        database(7, limit),
    )
    differs = 0
    for label, query in QUERIES.items():
        asked = MetricQuery(**query)
        found = outcome(limited, whole, asked, "limited")
        assert found == outcome(plain, part, asked, "owner"), (name, label)
        differs += found != outcome(plain, whole, asked, "owner")
    assert differs, "the rule changes nothing: this test could not fail"


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
@given(
    seed=st.integers(0, 10_000),
    limit=st.sampled_from(sorted(LIMITS)),
    metrics=st.lists(st.sampled_from(METRICS), min_size=1, max_size=3, unique=True),
    by=st.lists(st.sampled_from(BYS), max_size=2, unique=True),
    shape=st.sampled_from([{}, {"time": {"start": "2025-02-20", "end": "2025-03-20"}}, {
        "time": {"start": "2025-03-01", "end": "2025-03-31"}, "compare": [{"kind": "previous"}]}]),
    where=st.sampled_from([(), ("customer.level >= 2",), ({"field": "platform", "values": ["jd"]},)]),
    share=st.booleans(),
)  # fmt: skip
def test_so_it_is_for_any_query_on_any_data(
    seed: int, limit: str, metrics: list[str], by: list[str], shape: dict[str, Any],
    where: tuple[Any, ...], share: bool,
) -> None:  # fmt: skip
    query = MetricQuery(metrics=tuple(metrics), by=tuple(by), where=where, **shape,
                        share=metrics[:1] if share and by else ())  # fmt: skip
    limited, plain = compiler(LIMITS[limit]), Compiler(model(), coverage=opened.COVERAGE)
    part = database(seed, LIMITS[limit])
    assert outcome(limited, database(seed), query, "limited") == outcome(
        plain, part, query, "owner"
    )


def read_plainly(compiled: Compiled, limit: Limit) -> list[str]:
    """The relations with a rule that stand anywhere but in the select of a rule."""
    selects = [
        (node.name, node.find_ancestor(exp.Select))
        for node in compiled.tree.find_all(exp.Table)
        if node.name in limit.rows
    ]
    assert selects or not set(compiled.limits)
    return [
        name for name, select in selects
        if select is None or not select.args.get("where")
        or [e.is_star for e in select.expressions] != [True]
    ]  # fmt: skip


@pytest.mark.parametrize("label", QUERIES)
def test_no_relation_with_a_rule_is_read_without_it(label: str) -> None:
    limit = LIMITS["a fact and its lines"]
    query = MetricQuery(**QUERIES[label])
    compiled = compiler(limit).compile(query, "limited")
    assert read_plainly(compiled, limit) == []
    shown = {*(c.name for c in compiled.columns), *compiled.asides, "*"}
    beside = set(compiled.tree.named_selects) - shown
    assert {name for name in beside if name.partition("__")[0] not in query.metrics} == set()
