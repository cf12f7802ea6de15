"""Members without a row, shown with the others: by hand."""

from decimal import Decimal as D
from typing import Any

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.semantic_layer.test_query import FEB, MAR


def ask(shop: Shop, *metrics: str, role: str = "owner", **parts: Any) -> Any:
    parts = {"all_members": True, **parts}
    return shop.query(MetricQuery.model_validate({"metrics": metrics, **parts}), role=role)


def test_customers_without_an_order(small_shop: Shop) -> None:
    found = ask(
        small_shop,
        "orders",
        "gmv",
        "gmv_per_buyer",
        by=("customer",),
        time=FEB,
        order=("customer",),
    )
    assert found.rows == (
        (1, 1, D("200.00"), 200.0), (2, 0, D("0"), None), (3, 0, D("0"), None), (4, 0, D("0"), None),
        (None, 1, D("30.30"), None),
    )  # fmt: skip
    assert found.notes[-1].zh.startswith("没有记录的客户也列出")
    assert found.full_count == 5


def test_members_known_by_a_key(small_shop: Shop) -> None:
    found = ask(small_shop, "orders", by=("customer.full_name",), time=FEB)
    assert set(found.rows) == {
        ("王伟 (1)", 1), (None, 1), ("李娜", 0), ("王伟 (3)", 0), ("赵敏", 0),
    }  # fmt: skip


def test_values_of_a_fact(small_shop: Shop) -> None:
    """In March jd had no order; platforms of test orders alone would not be there."""
    found = ask(small_shop, "orders", by=("platform",), time=MAR, order=("platform",))
    assert found.rows == (("jd", 0), ("tmall", 1), (None, 1))


def test_conditions_on_the_members_hold_for_them(small_shop: Shop) -> None:
    city = {"field": "customer.city", "values": ("上海",)}
    parts = {"by": ("customer",), "time": FEB, "order": ("customer",)}
    assert ask(small_shop, "orders", **parts, where=(city,)).rows == ((1, 1), (4, 0))
    none = {"field": "orders", "values": (0,), "per": "customer", "time": FEB}
    assert ask(small_shop, "orders", **parts, where=(none,)).rows == ((2, 0), (3, 0), (4, 0))
    jd = {"field": "platform", "values": ("jd",)}
    assert ask(small_shop, "orders", **parts, where=(jd,)).rows == (
        (1, 0), (2, 0), (3, 0), (4, 0), (None, 1),
    )  # fmt: skip
    cities = ask(small_shop, "orders", by=("customer.city",), time=FEB, where=(city,))
    assert cities.rows == (("上海", 1),)
    assert ask(small_shop, "orders", by=("platform",), time=MAR, where=(jd,)).rows == (("jd", 0),)


def test_the_same_thing_in_another_role(small_shop: Shop) -> None:
    """In February 北京 paid for an order of 上海; 上海 paid for none."""
    parts = {"by": ("payer.city",), "time": FEB, "order": ("payer.city",)}
    assert ask(small_shop, "orders", **parts).rows == (("上海", 0), ("北京", 1), (None, 1))
    payer = {"field": "payer.city", "values": ("上海",)}
    assert ask(small_shop, "orders", **parts, where=(payer,)).rows == (("上海", 0),)
    buyer = {"field": "customer.city", "values": ("上海",)}
    assert ask(small_shop, "orders", **parts, where=(buyer,)).rows == (("上海", 0), ("北京", 1))
    found = ask(small_shop, "orders", by=("customer.city", "payer.city"), time=FEB)
    assert len(found.rows) == 5
    assert {r[:2] for r in found.rows if not r[2]} == {
        ("上海", "上海"),
        ("北京", "上海"),
        ("北京", "北京"),
    }


def test_every_member_in_every_step(small_shop: Shop) -> None:
    time = {"start": "2025-01-01", "end": "2025-02-28"}
    found = ask(small_shop, "orders", by=("month", "customer.city"), time=time, fill=True,
                order=("month", "customer.city"))  # fmt: skip
    assert [(r[0].month, *r[1:]) for r in found.rows] == [
        (1, "上海", 0), (1, "北京", 0), (1, None, 0), (2, "上海", 1), (2, "北京", 0), (2, None, 1),
    ]  # fmt: skip


def test_parts_of_time_and_classes(small_shop: Shop) -> None:
    found = ask(small_shop, "orders", by=("weekday",), time=MAR)
    assert found.rows == ((1, 1), (2, 1), *((n, 0) for n in range(3, 8)))
    band = {"name": "spent", "field": "gmv", "per": "customer", "edges": (0, 60, 1000)}
    found = ask(small_shop, "orders", by=("spent",), bands=(band,), where=("customer is not null",))
    assert found.rows == (("< 0", 0), ("0–60", 1), ("60–1000", 4), ("≥ 1000", 0))


def test_two_facts_a_share_and_a_comparison(small_shop: Shop) -> None:
    found = ask(
        small_shop, "gmv", "ad_cost", by=("platform",), time=FEB, share=("gmv",), order=("platform",),
        compare=({"kind": "previous"},),
    )  # fmt: skip
    assert [(r[0], r[1], r[2], r[3]) for r in found.rows] == [
        ("jd", D("30.30"), pytest.approx(303 / 2303), D("0.00")),
        ("tmall", D("200.00"), pytest.approx(2000 / 2303), D("0.00")),
    ]


def test_a_role_has_the_members_that_it_sees(small_shop: Shop) -> None:
    found = ask(small_shop, "orders", role="tmall_clerk", by=("platform",), time=FEB)
    assert found.rows == (("tmall", 1),)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("steps that are not filled", {"by": ("month", "platform"), "time": FEB}, "members_need_fill"),
    ("days of the month", {"by": ("day_of_month",), "time": FEB}, "no_known_members"),
    ("the first", {"by": ("platform",), "top": {"by": "platform", "n": 1}}, "not_together"),
    ("without a metric", {"metrics": (), "by": ("customer.city",)}, "needs_metric"),
]


@pytest.mark.parametrize(("case", "parts", "code"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(small_shop: Shop, case: str, parts: dict[str, Any], code: str) -> None:
    query = {"metrics": ("orders",), "all_members": True, **parts}
    with pytest.raises(QueryError) as caught:
        small_shop.query(MetricQuery.model_validate(query))
    assert caught.value.code == code, case
    assert caught.value.sentence("zh")
    assert caught.value.sentence("en")
