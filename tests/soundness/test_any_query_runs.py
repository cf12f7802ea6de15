"""Any mix of what a query can say is answered, with each group once, or refused with a reason."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic_layer.compile import Compiled
from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery
from semantic_layer.shown import shown_rows
from tests.soundness.plain.shops import Small, datas, examples

METRICS = ["gmv", "orders", "buyers", "units", "refunds", "net", "upt", "gmv_per_buyer", "customers",
           "median_amount", "ad_cost", "mine"]  # fmt: skip
BYS = ["platform", "customer.city", "customer", "customer.full_name", "payer.city", "product", "month",
       "week", "weekday", "order.created_at:day", "spent", "freight_class"]  # fmt: skip
FEB = {"start": "2024-02-20", "end": "2024-03-20"}
PARTS = st.sampled_from([(), ("big",), ({"field": "platform", "values": ("tmall",)},)])
PERS = st.sampled_from(["customer", "platform", "customer.full_name", "day", "product"])
DEFINED = {"name": "mine", "metric": "gmv", "agg": "avg", "per": "customer"}


@st.composite
def filters(draw: st.DrawFn) -> Any:
    kind = draw(st.sampled_from(["plain", "match", "per", "rank", "text"]))
    if kind == "text":
        return draw(st.sampled_from(["platform is not null", "customer.city = '上海' or big"]))
    if kind == "plain":
        return {
            "field": draw(st.sampled_from(["platform", "customer.city"])),
            "op": "!=",
            "values": ("jd",),
        }
    if kind == "match":
        return {
            "field": "platform",
            "op": draw(st.sampled_from(["contains", "not_contains"])),
            "values": ("猫",),
        }
    per = {"field": draw(st.sampled_from(METRICS)), "per": draw(PERS), "given": draw(PARTS),
           "time": draw(st.sampled_from([None, FEB]))}  # fmt: skip
    if kind == "rank":
        return {**per, "op": draw(st.sampled_from(["top", "bottom_percent"])), "values": (2,)}
    op = draw(st.sampled_from(["=", "!=", ">=", "is_null"]))
    return {**per, "op": op, "values": () if op == "is_null" else (1,)}


def some(values: list[str], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


SHAPES = [
    (), ("top",), ("top", "share_within"), ("top", "compare"), ("top", "fill", "limit"), ("having",),
    ("having", "share_within", "limit"), ("having", "tail"), ("tail", "compare"), ("all_members",),
    ("all_members", "fill"), ("all_members", "share_within", "tail"), ("all_members", "compare"),
    ("fill", "compare"), ("share_within", "compare", "limit"), ("top", "having"), ("of",),
]  # fmt: skip


@st.composite
def queries(draw: st.DrawFn) -> MetricQuery:
    shape = draw(st.sampled_from(SHAPES))
    metrics, by = draw(some(METRICS, 3)), draw(some(BYS, 3))
    if "of" in shape:
        metrics, by = [], by or ["order"]
    elif not metrics:
        metrics = ["gmv"]
    timed = {"compare", "fill"} & {*shape}
    band = {
        "name": "spent",
        "field": draw(st.sampled_from(METRICS)),
        "per": draw(PERS),
        "edges": (0, 50),
    }
    freight = {"name": "freight_class", "field": "order.freight", "edges": (1,)}
    made: dict[str, Any] = {
        "metrics": metrics, "by": by, "where": draw(st.lists(filters(), max_size=2)),
        "time": FEB if timed else draw(st.sampled_from([None, FEB])), "define": (DEFINED,),
        "bands": [band] * ("spent" in by) + [freight] * ("freight_class" in by),
    }  # fmt: skip
    return MetricQuery.model_validate(made | draw(shaped(shape, metrics, by)))


@st.composite
def shaped(draw: st.DrawFn, shape: tuple[str, ...], metrics: list[str], by: list[str]) -> Any:
    """The fields that make a shape."""
    within = draw(some(by[1:], 1)) if len(by) > 1 else []
    given_ = {
        "top": {"by": by[0], "n": 2, "others": draw(st.booleans()), "within": within} if by else None,
        "having": [{"field": metrics[0], "op": ">=", "than": "average"}] if metrics else [],
        "share_within": by[:1], "compare": [{"kind": draw(st.sampled_from(["previous", "year", "week"]))}],
        "fill": any(b in ("month", "week") for b in by), "all_members": True, "limit": 2,
        "of": draw(st.sampled_from(["orders", "items", "refunds"])),
    }  # fmt: skip
    made = {name: given_[name] for name in shape if name != "tail"}
    return {**made, "tail": 1, "limit": 2} if "tail" in shape else made


def outcome(small: Small, query: MetricQuery) -> tuple[Compiled | None, tuple[str, ...]]:
    """The statement, or why there is none, in both languages."""
    try:
        return small.compiler.compile(query), ()
    except QueryError as error:
        return None, (error.sentence("zh"), error.sentence("en"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("any"))


@examples(300)
@given(data=datas(), query=queries())
def test_it_runs_or_is_refused(small: Small, data: Any, query: MetricQuery) -> None:
    small.fill(data)
    compiled, said = outcome(small, query)
    if compiled is None:
        assert all(said)
        return
    rows = small.connection.execute(compiled.compact_sql).fetchall()
    width = len(compiled.columns) + len(compiled.asides)
    assert all(len(row) == width for row in rows)
    if not query.of:
        groups = [row[: len(compiled.keys)] for row in rows]
        assert len(set(groups)) == len(groups), "a group stands twice"
    shown = shown_rows(compiled, tuple(rows))
    assert shown.full_count >= len(rows)
    if query.limit is not None:
        assert len(rows) <= query.limit + (query.tail or 0)
    for one in compiled.chosen:
        small.connection.execute(one.tree.sql(dialect="duckdb"))
    if compiled.tie is not None:
        small.connection.execute(compiled.tie.tree.sql(dialect="duckdb"))
