"""Lists of rows with attributes of their own and of their parents, read off by hand."""

from datetime import date, datetime
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import duckdb
import pytest

from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.conftest import DATA, SHOP
from tests.semantic_layer.test_query import FEB, MAR


def ask(shop: Shop, of: str = "orders", role: str = "owner", **parts: Any) -> Any:
    return shop.query(MetricQuery.model_validate({"of": of, **parts}), role=role)


def ids(shop: Shop, of: str = "orders", role: str = "owner", **parts: Any) -> list[Any]:
    """The orders' keys, or the first column."""
    parts = {"by": ("order",), **parts}
    return [row[0] for row in ask(shop, of, role, **parts).rows]


def test_rows_that_count_the_newest_first(small_shop: Shop) -> None:
    """3 is a test order, 8 is not paid; the metric counts six too."""
    found = ask(small_shop, by=("order", "platform", "customer.city", "paid_at"))
    assert found.rows[0] == (7, "tmall", "上海", datetime(2025, 3, 4, 20))
    assert [row[0] for row in found.rows] == [7, 6, 5, 4, 2, 1]
    assert found.full_count == 6
    assert small_shop.query(MetricQuery(metrics=("orders",))).rows == ((6,),)
    assert [(c.name, c.kind, c.unit) for c in found.columns] == [
        ("order", "dimension", "text"), ("platform", "dimension", "text"),
        ("customer.city", "dimension", "text"), ("paid_at", "time", "time"),
    ]  # fmt: skip
    assert [n.zh for n in found.notes] == ["只列有效订单", "只列已有支付时间的"]


def test_by_entity_and_by_what_shows_it(small_shop: Shop) -> None:
    assert ids(small_shop, "order") == [7, 6, 5, 4, 2, 1]
    assert ids(small_shop, "full_name", by=("customer_id",)) == [1, 2, 3, 4]
    assert ids(small_shop, "customer", by=("customer_id",)) == [1, 2, 3, 4]


def test_the_days_are_those_of_the_clock(small_shop: Shop) -> None:
    found = ask(small_shop, by=("order",), time=FEB)
    assert found.rows == ((5,), (4,))
    assert "时间按支付时间算" in [n.zh for n in found.notes]
    assert ids(small_shop, "refunds", by=("refund",), time=MAR) == [2]
    assert ids(small_shop, "items", by=("order",), time=FEB, order=("order",)) == [4, 5]


def test_what_has_not_happened_is_listed_when_asked_for(small_shop: Shop) -> None:
    """8 is valid and not paid: a condition on the date itself finds it."""
    unpaid = {"field": "paid_at", "op": "is_null"}
    found = ask(small_shop, by=("order",), where=(unpaid,))
    assert found.rows == ((8,),)
    assert [n.zh for n in found.notes] == ["只列有效订单"]


def test_conditions_texts_and_metrics_of_entities(small_shop: Shop) -> None:
    assert ids(small_shop, where=({"field": "platform", "op": "contains", "values": ("猫",)},)) == [
        7,
        4,
        1,
    ]
    assert ids(
        small_shop, where=({"field": "customer.full_name", "op": "starts", "values": ("王",)},)
    ) == [6, 4, 1]
    often = {"field": "orders", "op": ">=", "values": (2,), "per": "customer"}
    assert ids(small_shop, where=(often,)) == [4, 1]
    never = {"field": "orders", "values": (0,), "per": "customer", "time": FEB}
    assert ids(small_shop, "customer", by=("customer_id",), where=(never,)) == [2, 3, 4]
    assert ids(small_shop, where=("order.freight > 0 and platform = 'tmall'",)) == [7, 4, 1]


@pytest.mark.parametrize(("order", "limit", "expected"), [
    (("order.freight", "order"), 2, [2, 5]),
    (("-order.freight",), 2, [1, 7]),
    (("-customer.city", "-order"), 3, [2, 7, 4]),
    (("paid_at",), 1, [1]),
    (("-paid_at:month", "order"), 3, [6, 7, 4]),
])  # fmt: skip
def test_ordered_by_what_is_not_shown(
    small_shop: Shop, order: tuple[str, ...], limit: int, expected: list[int]
) -> None:
    found = ask(small_shop, by=("order",), order=order, limit=limit)
    assert [c.name for c in found.columns] == ["order"]
    assert [row[0] for row in found.rows] == expected
    assert found.full_count == 6
    assert f"共 6 行，这里列出 {limit} 行" in [n.zh for n in found.notes]


def test_the_first_and_the_last(small_shop: Shop) -> None:
    assert ids(small_shop, order=("paid_at",), limit=1, tail=1) == [1, 7]


def test_steps_and_classes_as_columns(small_shop: Shop) -> None:
    band = {"name": "freight_class", "field": "order.freight", "edges": (5,)}
    found = ask(
        small_shop, by=("order", "month", "order.created_at:day", "freight_class"), bands=(band,),
        limit=1,
    )  # fmt: skip
    assert found.rows == ((7, date(2025, 3, 1), date(2025, 3, 4), "≥ 5"),)


def test_alike_rows_stay_apart(small_shop: Shop) -> None:
    """Two tmall orders of one city: a list is no group."""
    assert ids(small_shop, by=("platform", "customer.city"), order=("platform",)) == [
        "jd", "jd", "tmall", "tmall", "tmall", None,
    ]  # fmt: skip


def test_columns_when_none_are_named(small_shop: Shop) -> None:
    found = ask(small_shop, "customer")
    assert [c.name for c in found.columns] == [
        "customer.customer_id",
        "customer.full_name",
        "customer.city",
        "region",
    ]
    found = ask(small_shop, "items")
    assert [c.name for c in found.columns] == ["order.paid_at", "order", "item.product"]
    found = ask(small_shop)
    assert [c.name for c in found.columns][:3] == ["order", "paid_at", "order.platform"]


def test_a_role_lists_what_it_sees(small_shop: Shop) -> None:
    assert ids(small_shop, role="tmall_clerk") == [7, 4, 1]
    columns = [c.name for c in ask(small_shop, "customer", role="clerk").columns]
    assert "customer.city" not in columns
    for parts in (
        {"by": ("order", "customer.city")}, {"by": ("order",), "order": ("customer.city",)},
        {"by": ("order",), "where": ("customer.city = '上海'",)},
    ):  # fmt: skip
        with pytest.raises(PolicyError):
            ask(small_shop, role="clerk", **parts)


def filled(folder: Path, data: str) -> None:
    connection = duckdb.connect(str(folder / "small.duckdb"))
    for statement in data.split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.close()


def test_a_parent_that_stands_twice_would_double_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    (tmp_path / "shop.yml").write_text(SHOP, encoding="utf-8")
    filled(
        tmp_path,
        DATA.replace("(1, '上海', '王伟', 1),", "(1, '上海', '王伟', 1), (1, '北京', '王伟', 1),"),
    )
    shop = open_shop(tmp_path)
    assert ids(shop) == [7, 6, 5, 4, 2, 1]
    with pytest.raises(QueryError) as caught:
        ask(shop, by=("order", "customer.city"))
    assert caught.value.code == "false_key"
    shop.close()


PEOPLE = """
  masked: {metrics: "*", dimensions: "*"}
"""


def test_personal_data_is_masked_and_not_ordered_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    text = SHOP.replace("full_name: {label:", "full_name: {pii: true, label:") + PEOPLE
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    filled(tmp_path, DATA)
    shop = open_shop(tmp_path)
    shown = ask(shop, "customer", role="masked", by=("customer_id", "full_name"))
    assert {row[1] for row in shown.rows} == {"***"}
    assert "customer.full_name" not in [
        c.name for c in ask(shop, "customer", role="masked").columns
    ]
    with pytest.raises(PolicyError):
        ask(shop, "customer", role="masked", by=("customer_id",), order=("full_name",))
    with pytest.raises(PolicyError):
        ask(shop, "orders", role="masked", by=("order",), where=({
            "field": "customer.full_name", "op": "contains", "values": ("王",)},))  # fmt: skip
    shop.close()


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("an unknown table", {"of": "ordrs"}, "unknown_list"),
    ("a metric", {"metrics": ("gmv",)}, "not_together"),
    ("a metric as a column", {"by": ("order", "gmv")}, "list_of_metrics"),
    ("in the order of a metric", {"by": ("order",), "order": ("-gmv",)}, "list_of_metrics"),
    ("an unknown column", {"by": ("order", "platfrom")}, "unknown_dimension"),
    ("a column twice", {"by": ("order", "order")}, "duplicate_column"),
    ("what a row has several of", {"by": ("order", "product")}, "fan_out"),
    ("days without a clock", {"of": "customers", "time": FEB}, "list_without_clock"),
    ("a comparison", {"by": ("order",), "time": MAR, "compare": ({"kind": "year"},)}, "not_together"),
    ("the first of each", {"by": ("order",), "top": {"by": "order", "n": 1}}, "not_together"),
    ("all of them", {"by": ("order",), "all_members": True}, "not_together"),
    ("conditions on groups", {"by": ("order",), "having": ({"field": "gmv", "op": ">", "values": (1,)},)}, "not_together"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "parts", "code"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(small_shop: Shop, case: str, parts: dict[str, Any], code: str) -> None:
    query = MetricQuery.model_validate({"of": "orders", **parts})
    with pytest.raises(QueryError) as caught:
        small_shop.query(query)
    assert caught.value.code == code, case
    assert caught.value.sentence("zh")
    assert caught.value.sentence("en")


def test_money_of_rows_is_exact(small_shop: Shop) -> None:
    found = ask(small_shop, by=("order", "order.freight"), order=("order",), limit=1)
    assert found.rows == ((1, D("10.00")),)
