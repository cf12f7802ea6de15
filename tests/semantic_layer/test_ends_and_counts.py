"""Best and worst together, groups against their average, and how many rows there are in all."""

from decimal import Decimal as D
from typing import Any

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop

CUSTOMERS = {1: D("300.10"), 4: D("300.00"), 3: D("70.00"), 2: D("50.00"), None: D("30.30")}


def ask(shop: Shop, **parts: Any) -> Any:
    return shop.query(MetricQuery.model_validate({"metrics": ("gmv",), **parts}))


def having(op: str, *values: Any, **parts: Any) -> dict[str, Any]:
    return {"field": "gmv", "op": op, "values": values, **parts}


@pytest.mark.parametrize(("limit", "tail", "members"), [
    (1, 1, [1, None]),
    (2, 2, [1, 4, 2, None]),
    (3, 3, [1, 4, 3, 2, None]),
    (5, 1, [1, 4, 3, 2, None]),
    (9, 9, [1, 4, 3, 2, None]),
])  # fmt: skip
def test_best_and_worst_together(
    small_shop: Shop, limit: int, tail: int, members: list[Any]
) -> None:
    found = ask(small_shop, by=("customer",), order=("-gmv",), limit=limit, tail=tail)
    assert list(found.rows) == [(m, CUSTOMERS[m]) for m in members]
    assert found.full_count == 5


def test_the_worst_has_a_value(small_shop: Shop) -> None:
    """A ratio over nothing is no worst: douyin has ad cost and no orders to divide by."""
    found = ask(
        small_shop, metrics=("upt", "ad_cost"), by=("platform",), order=("-upt",), limit=1, tail=1
    )
    assert [row[:2] for row in found.rows] == [("tmall", pytest.approx(10 / 3)), (None, 1.0)]
    assert found.full_count == 4


def test_worst_and_best_under_a_condition(small_shop: Shop) -> None:
    found = ask(
        small_shop, by=("customer",), order=("gmv",), limit=1, tail=1, having=(having(">", 60),)
    )
    assert [row[0] for row in found.rows] == [3, 1]
    assert found.full_count == 3


def test_rows_are_counted_before_the_limit(small_shop: Shop) -> None:
    assert ask(small_shop, by=("customer",), limit=2).full_count == 5
    assert ask(small_shop, by=("customer",)).full_count == 5
    assert ask(small_shop, by=("customer",), having=(having(">", 60),), limit=1).full_count == 3
    assert ask(small_shop, by=("customer",), having=(having(">", 9e9),), limit=1).full_count == 0
    assert ask(small_shop, metrics=(), by=("platform",), limit=1).full_count == 3
    assert ask(small_shop, metrics=(), by=("customer.city",), limit=1).full_count == 3
    assert ask(small_shop).full_count == 1


def test_groups_above_their_average(small_shop: Shop) -> None:
    """750.40 over five customers, the empty one among them: 150.08."""
    found = ask(small_shop, by=("customer",), having=(having(">", than="average"),))
    assert [row[0] for row in found.rows] == [1, 4]
    assert [c.name for c in found.columns] == ["customer", "gmv"]
    assert found.notes[0].zh == "支付金额各组的平均是 150.08（5 组，各组同等对待）"


def test_groups_at_or_below_the_median(small_shop: Shop) -> None:
    parts = {"by": ("customer",), "having": (having("<=", than="median"), having(">", 40))}
    found = ask(small_shop, **parts, limit=1)
    assert found.rows == ((3, D("70.00")),)
    assert found.full_count == 2
    assert "70.00（5 组）" in found.notes[0].zh


def test_a_ratio_against_the_mean_of_the_groups_ratios(small_shop: Shop) -> None:
    found = ask(
        small_shop, metrics=("upt",), by=("platform",),
        having=({"field": "upt", "op": "<", "than": "average"},),
    )  # fmt: skip
    assert {row[0] for row in found.rows} == {"jd", None}


def test_groups_that_are_all_alike_are_not_below_their_average(small_shop: Shop) -> None:
    """Three times 0.1 over 3 is not quite 0.1 in binary: that is rounding, not a difference."""
    query = {
        "metrics": ("tmall_rate",), "by": ("order.paid_at:day",),
        "where": ({"field": "platform", "values": ("tmall",)},),
    }  # fmt: skip
    for op, count in ((">", 0), ("<", 0), (">=", 3), ("<=", 3)):
        than = ({"field": "tmall_rate", "op": op, "than": "average"},)
        assert len(ask(small_shop, **query, having=than).rows) == count


def test_order_by_the_change(small_shop: Shop) -> None:
    begun = {"start": "2025-03-01", "end": "2025-03-04"}
    february = {"kind": "range", "time": {"start": "2025-02-01", "end": "2025-02-28"}}
    parts = {"by": ("platform",), "time": begun, "compare": (february,)}
    found = ask(small_shop, **parts, order=("-gmv__range_diff",))
    assert [row[0] for row in found.rows] == ["tmall", None, "jd"]
    found = ask(small_shop, **parts, order=("gmv__range_pct",), limit=1)
    assert found.rows[0][0] == "jd"


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("the worst of how many", {"by": ("platform",), "tail": 3}, "tail_needs_limit"),
    ("an order by what was not asked", {"order": ("-buyers",)}, "metric_not_asked"),
    ("a condition on what was not asked",
     {"having": ({"field": "buyers", "op": ">", "values": (1,)},)}, "metric_not_asked"),
    ("both a value and an average", {"having": (having(">", 1, than="average"),)}, "bad_filter"),
    ("equal to the average", {"having": (having("=", than="average"),)}, "bad_filter"),
    ("two values for one", {"having": (having(">", 1, 2),)}, "bad_filter"),
    ("a word for a number", {"having": (having(">", "many"),)}, "bad_value"),
    ("a rank", {"having": (having("top", 3),)}, "not_in_having"),
    ("members", {"having": (having(">", 3, per="customer"),)}, "not_in_having"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "parts", "code"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(small_shop: Shop, case: str, parts: dict[str, Any], code: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(small_shop, **parts)
    assert caught.value.code == code, case
    assert caught.value.sentence("zh")
    assert caught.value.sentence("en")
