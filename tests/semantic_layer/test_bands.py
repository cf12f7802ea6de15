"""Classes of a number as a group-by: counted by hand."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from semantic_layer.compile.bands import class_labels
from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.query import Band, Filter, MetricQuery, TimeRange
from semantic_layer.shop import Shop
from tests.semantic_layer.test_query import FEB, MAR

SPENT = {"name": "spent", "field": "gmv", "per": "customer", "edges": (60, 300)}
FREIGHT = {"name": "freight_class", "field": "order.freight", "edges": (5,)}


def ask(shop: Shop, *metrics: str, role: str = "owner", **parts: Any) -> Any:
    return shop.query(MetricQuery.model_validate({"metrics": metrics, **parts}), role=role)


def test_rows_by_the_class_of_their_own_number(small_shop: Shop) -> None:
    """Freight of the paid orders: 10, 0, 5, 0, 0, 8; the edge belongs to the upper class."""
    found = ask(small_shop, "orders", by=("freight_class",), bands=(FREIGHT,))
    assert found.rows == (("< 5", 3), ("≥ 5", 3))
    assert found.columns[0].label.zh == "运费分档"
    assert found.columns[0].unit == "text"
    assert [n.zh for n in found.notes] == ["运费分档：每档含下限、不含上限"]


def test_customers_by_what_they_spent(small_shop: Shop) -> None:
    """2 spent 50, 3 spent 70, 1 and 4 some 300; the order of no customer is in no class."""
    found = ask(small_shop, "customers", "gmv", "units", by=("spent",), bands=(SPENT,))
    assert found.rows == (
        ("< 60", 1, D("50.00"), D("1")), ("60–300", 1, D("70.00"), D("1")),
        ("≥ 300", 2, D("600.10"), D("10")), (None, 0, D("30.30"), D("1")),
    )  # fmt: skip
    assert found.notes[0].zh.startswith("支付金额分档：按客户的支付金额分（全部时间）")


def test_customers_who_spent_nothing_are_in_the_class_of_0(small_shop: Shop) -> None:
    band = {**SPENT, "edges": (0, 1), "time": FEB}
    found = ask(small_shop, "customers", by=("spent",), bands=(band,))
    assert found.rows == (("0–1", 3), ("≥ 1", 1))


def test_a_ratio_of_nothing_is_in_no_class(small_shop: Shop) -> None:
    band = {**SPENT, "field": "gmv_per_buyer", "time": FEB}
    found = ask(small_shop, "customers", by=("spent",), bands=(band,))
    assert found.rows == (("60–300", 1), (None, 3))


def test_a_part_of_what_they_spent(small_shop: Shop) -> None:
    jd = Filter(field="platform", values=("jd",))
    band = {**SPENT, "edges": (1,), "given": (jd,)}
    assert ask(small_shop, "customers", by=("spent",), bands=(band,)).rows == (
        ("< 1", 3),
        ("≥ 1", 1),
    )


@pytest.mark.parametrize(("order", "first"), [
    ((), "< 60"), (("spent",), "< 60"), (("-spent",), "≥ 300"), (("-gmv",), "≥ 300"),
])  # fmt: skip
def test_classes_are_ordered_as_numbers(
    small_shop: Shop, order: tuple[str, ...], first: str
) -> None:
    found = ask(small_shop, "gmv", by=("spent",), bands=(SPENT,), order=order, limit=1)
    assert found.rows[0][0] == first
    assert found.full_count == 4


def test_beside_other_groups_and_another_class(small_shop: Shop) -> None:
    found = ask(
        small_shop, "orders", by=("spent", "platform", "freight_class"), bands=(SPENT, FREIGHT),
        order=("spent", "platform", "freight_class"), where=("platform is not null",),
    )  # fmt: skip
    assert found.rows == (
        ("< 60", "jd", "< 5", 1), ("≥ 300", "tmall", "≥ 5", 3), (None, "jd", "< 5", 1),
    )  # fmt: skip


def test_shares_conditions_and_steps(small_shop: Shop) -> None:
    parts = {"by": ("spent",), "bands": (SPENT,)}
    found = ask(small_shop, "gmv", **parts, share=("gmv",))
    assert [row[2] for row in found.rows] == [
        pytest.approx(float(v) / 750.4) for v in (50, 70, 600.1, 30.3)
    ]
    above = {"field": "gmv", "op": ">", "values": (65,)}
    assert [r[0] for r in ask(small_shop, "gmv", **parts, having=(above,)).rows] == [
        "60–300",
        "≥ 300",
    ]
    found = ask(small_shop, "gmv", by=("month", "spent"), bands=(SPENT,), time=MAR, fill=True)
    assert found.rows == (
        (date(2025, 3, 1), "60–300", D("70.00")), (date(2025, 3, 1), "≥ 300", D("300.00")),
    )  # fmt: skip


def test_a_comparison_keeps_the_classes(small_shop: Shop) -> None:
    """Of February the same first days: customer 1 spent then what he did not in March."""
    band = {**SPENT, "time": MAR}
    found = ask(
        small_shop, "gmv", by=("spent",), bands=(band,), time=MAR, compare=({"kind": "previous"},)
    )
    assert [row[:3] for row in found.rows] == [
        ("< 60", D("0.00"), D("200.00")), ("60–300", D("70.00"), D("0.00")),
        ("≥ 300", D("300.00"), D("0.00")),
    ]  # fmt: skip
    assert any("对比期用同样的支付金额分档" in n.zh for n in found.notes)


def test_values_alone(small_shop: Shop) -> None:
    found = ask(small_shop, by=("freight_class",), bands=(FREIGHT,))
    assert found.rows == (("< 5",), ("≥ 5",))


def test_a_role_is_classed_by_what_it_sees(small_shop: Shop) -> None:
    parts = {"by": ("spent",), "bands": (SPENT,)}
    seen = ask(small_shop, "orders", role="tmall_clerk", **parts).rows
    assert seen == (("≥ 300", 3),)
    with pytest.raises(PolicyError):
        ask(
            small_shop,
            "orders",
            role="clerk",
            **{**parts, "bands": ({**SPENT, "field": "ad_cost"},)},
        )
    hidden = {**SPENT, "given": ("customer.city = '上海'",)}
    with pytest.raises(PolicyError):
        ask(small_shop, "orders", role="clerk", **{**parts, "bands": (hidden,)})


def test_how_classes_read() -> None:
    assert class_labels((0, 500, 1000)) == ("< 0", "0–500", "500–1000", "≥ 1000")
    assert class_labels((0.05, 0.5)) == ("< 0.05", "0.05–0.5", "≥ 0.5")
    assert class_labels((-10, 0, 1e9)) == ("< -10", "-10 – 0", "0 – 1000000000", "≥ 1000000000")


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("a class that is not shown", {"by": ("platform",), "bands": (FREIGHT,)}, "unused_name"),
    ("a name of a dimension", {"by": ("platform",), "bands": ({**FREIGHT, "name": "platform"},)}, "name_taken"),
    ("a name of a metric", {"by": ("gmv",), "bands": ({**FREIGHT, "name": "gmv"},)}, "name_taken"),
    ("a name of time", {"by": ("month",), "bands": ({**FREIGHT, "name": "month"},)}, "name_taken"),
    ("a name twice", {"by": ("spent",), "bands": (SPENT, SPENT)}, "name_taken"),
    ("a metric of nobody", {"by": ("spent",), "bands": ({**SPENT, "per": ""},)}, "needs_per"),
    ("days of a row's own number",
     {"by": ("freight_class",), "bands": ({**FREIGHT, "time": FEB},)}, "needs_per"),
    ("classes of a text", {"by": ("x",), "bands": ({**FREIGHT, "name": "x", "field": "platform"},)}, "band_of_no_number"),
    ("classes of a time", {"by": ("x",), "bands": ({**FREIGHT, "name": "x", "field": "paid_at"},)}, "band_of_no_number"),
    ("an unknown number", {"by": ("x",), "bands": ({**FREIGHT, "name": "x", "field": "wieght"},)}, "unknown_dimension"),
    ("an unknown metric", {"by": ("spent",), "bands": ({**SPENT, "field": "gvm"},)}, "unknown_metric"),
    ("ads of customers", {"metrics": ("ad_cost",), "by": ("spent",), "bands": (SPENT,)}, "unreachable"),
    ("the least class", {"metrics": (), "by": ("freight_class",), "bands": (FREIGHT,), "ends": True}, "not_together"),
    ("a condition on a class",
     {"by": ("spent",), "bands": (SPENT,), "having": ({"field": "spent", "values": ("< 60",)},)}, "not_in_having"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "parts", "code"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(small_shop: Shop, case: str, parts: dict[str, Any], code: str) -> None:
    with pytest.raises(QueryError) as caught:
        small_shop.query(MetricQuery.model_validate({"metrics": ("orders",), **parts}))
    assert caught.value.code == code, case
    assert caught.value.sentence("zh")
    assert caught.value.sentence("en")


def test_a_class_of_days_takes_the_days_of_its_own(small_shop: Shop) -> None:
    band = Band(name="busy", field="orders", per="platform", edges=(1,), time=TimeRange(
        start=date(2025, 3, 1), end=date(2025, 3, 31)))  # fmt: skip
    found = ask(small_shop, "orders", by=("busy",), bands=(band.model_dump(),))
    assert found.rows == (("< 1", 2), ("≥ 1", 3), (None, 1))
