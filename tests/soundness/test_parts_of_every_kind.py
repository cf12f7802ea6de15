"""For every kind of metric: the rest of a ranking, a class, a group's share and a member without
rows are what the same metric says when it is asked for just these rows."""

from collections.abc import Iterator
from typing import Any

import pytest

from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.engines.bazaar.opened import bazaar

KINDS = [
    "gmv", "orders", "large_orders", "buyers", "average_order", "median_order", "p90_order",
    "app_share", "gmv_per_buyer", "refunded", "refund_rate", "net", "tmall_share", "gmv_so_far",
    "gmv_7_days", "gmv_before", "gmv_grown", "per_customer", "per_day", "repeaters",
]  # fmt: skip
VISITS = ["visits", "visit_to_order", "visit_orders"]
STOCK = ["in_stock", "first_stock", "stock_by_house"]
MARCH = {"start": "2025-03-01", "end": "2025-03-31"}
NESTED = """
metrics:
  per_customer: {type: nested, metric: gmv, per: customer, agg: avg, unit: money}
  per_day: {type: nested, metric: gmv, per: day, agg: avg, unit: money}
  repeaters: {type: nested, metric: orders, per: customer, agg: count, having: ">= 2"}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    patch = pytest.MonkeyPatch()
    patch.setenv("WENSHU_STATE", str(tmp_path_factory.mktemp("state")))
    opened = bazaar(tmp_path_factory.mktemp("bazaar"), more=NESTED)
    yield opened
    opened.close()
    patch.undo()


def ask(shop: Shop, metric: str, **parts: Any) -> list[tuple[Any, ...]]:
    query = {"metrics": (metric,), "time": MARCH, **parts}
    return list(shop.query(MetricQuery.model_validate(query)).rows)


def alone(shop: Shop, metric: str, *where: Any, **parts: Any) -> Any:
    """The metric of the rows that a condition leaves."""
    ((value,),) = ask(shop, metric, where=where, **parts)
    return value


def same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return not one and not other
    return bool(float(one) == pytest.approx(float(other)))


CUTS = [
    *((m, by) for m in KINDS for by in ("platform", "customer.city", "customer.full_name")),
    ("visits", "visit.source"), *((m, "customer.city") for m in VISITS),
    *((m, by) for m in STOCK for by in ("warehouse", "product.title")),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "by"), CUTS)
def test_the_first_and_the_rest_are_those_rows(shop: Shop, metric: str, by: str) -> None:
    ranked_by = "visits" if metric in VISITS else "in_stock" if metric in STOCK else "gmv"
    if by == "customer.full_name" and metric in ("median_order", "p90_order"):
        by = "payer.city"
    top = {"by": by, "n": 2, "metric": ranked_by, "others": True}
    rows = ask(shop, metric, by=(by,), top=top)
    key = "customer.customer_id" if by == "customer.full_name" else by
    members = [
        r[0]
        for r in ask(shop, ranked_by, by=(key,), order=(f"-{ranked_by}", key))
        if r[0] is not None
    ][:2]
    assert len(members) == 2
    shown = {row[0]: row[1] for row in rows}
    rest = {"field": key, "op": "not_in", "values": members}
    assert same(shown.pop("其他", None), alone(shop, metric, rest))
    first = [alone(shop, metric, {"field": key, "values": (member,)}) for member in members]
    given = [v for v in shown.values() if v]
    assert sorted(float(v) for v in first if v) == pytest.approx(sorted(float(v) for v in given))


@pytest.mark.parametrize("metric", VISITS)
def test_an_event_follows_the_last_of_all_whatever_is_shown(shop: Shop, metric: str) -> None:
    """An order belongs to its last visit, though that one's source be among the rest."""
    plain = dict(ask(shop, metric, by=("visit.source",)))
    for others in (False, True):
        top = {"by": "visit.source", "n": 1, "metric": "visits", "others": others}
        rows = ask(shop, metric, by=("visit.source",), top=top)
        assert len(rows) == 1 + others
        assert rows[0][1] == plain[rows[0][0]]


@pytest.mark.parametrize("metric", KINDS)
def test_a_class_is_the_entities_between_its_edges(shop: Shop, metric: str) -> None:
    edges = (150, 600)
    band = {"name": "spent", "field": "gmv", "per": "customer", "edges": edges, "time": MARCH}
    shown = {row[0]: row[1] for row in ask(shop, metric, by=("spent",), bands=(band,))}
    between: dict[str, tuple[dict[str, Any], ...]] = {
        "< 150": ({"op": "<", "values": (150,)},),
        "150–600": ({"op": ">=", "values": (150,)}, {"op": "<", "values": (600,)}),
        "≥ 600": ({"op": ">=", "values": (600,)},),
    }
    for label, conditions in between.items():
        where = [{"field": "gmv", "per": "customer", "time": MARCH, **c} for c in conditions]
        assert same(shown.get(label), alone(shop, metric, *where)), label
    nobody = {"field": "customer", "op": "is_null"}
    assert same(shown.get(None), alone(shop, metric, nobody))


@pytest.mark.parametrize(
    ("metric", "group", "part"),
    [(m, "platform", "customer.city") for m in ("gmv", "orders", "buyers", "refunded", "net")]
    + [("visits", "visit.source", "customer.city"), ("units", "platform", "product.category")],
)
def test_a_share_is_of_its_group(shop: Shop, metric: str, group: str, part: str) -> None:
    rows = ask(shop, metric, by=(group, part), share_within=(group,), limit=5)
    assert rows
    for member, _, value, share in rows:
        whole = alone(shop, metric, {"field": group, "values": (member,)})
        assert same(share, float(value) / float(whole) if whole else None)


@pytest.mark.parametrize("metric", [*KINDS, "customers"])
def test_all_members_change_no_number(shop: Shop, metric: str) -> None:
    parts: dict[str, Any] = {"by": ("customer",)}
    if metric == "customers":
        parts["time"] = None
    with_rows = dict(ask(shop, metric, **parts))
    everyone = dict(ask(shop, metric, all_members=True, **parts))
    assert len(everyone) >= len(with_rows)
    assert {k: v for k, v in everyone.items() if k in with_rows} == with_rows
    assert all(not v for k, v in everyone.items() if k not in with_rows)
