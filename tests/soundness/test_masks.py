"""What a role may not read it cannot get: not shown, not by choosing, ordering or counting."""

from pathlib import Path
from typing import Any

import pytest

from semantic_layer.check import check
from semantic_layer.errors import PolicyError, QueryError, ShopError
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.engines.bazaar import opened
from tests.engines.bazaar.opened import bazaar

ROLES = """
roles:
  clerk: {metrics: "*", dimensions: "*"}
  caller: {metrics: "*", dimensions: "*", sees: [customer.phone]}
  packer: {metrics: "*", dimensions: "*", masks: {customer.phone: ends, customer.full_name: ends}}
  coded: {metrics: "*", dimensions: "*", sees: "*", masks: [customer.customer_id]}
  no_city: {metrics: ["*", -ad_cost], dimensions: ["*", -customer.city]}
  tmall: {metrics: "*", dimensions: "*", rows: {orders: "platform = 'tmall'", customers: "city = '上海'"}}
  nobody: {}
"""
GMV = {"metrics": ["gmv"]}
MORE_THAN_1 = {"op": ">", "values": [1]}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Any:
    opened_ = bazaar(tmp_path_factory.mktemp("masks"), more=ROLES)
    yield opened_
    opened_.close()


def values(shop: Shop, role: str, by: str, metrics: tuple[str, ...] = ("customers",)) -> set[Any]:
    return {row[0] for row in shop.query(MetricQuery(metrics=metrics, by=(by,)), role=role).rows}


PHONES = {"13900001111", "13900002222", "13900005555", "021-555", None}


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("owner", PHONES),
        ("caller", PHONES),
        ("clerk", {"***"}),
        ("packer", {"139****11", "139****22", "139****55", "0***", None}),
    ],
)
def test_personal_data_is_stars_unless_the_role_says_so(
    shop: Shop, role: str, shown: set[Any]
) -> None:
    assert values(shop, role, "customer.phone") == shown
    assert {r[0] for r in shop.query(MetricQuery(by=("phone",)), role=role).rows} == shown


def test_stars_are_not_even_read(shop: Shop) -> None:
    sql = shop.compile(MetricQuery(metrics=("gmv",), by=("customer.phone",)), "clerk").sql
    assert "phone" not in sql.replace("customer.phone", "")


def test_a_masked_label_still_counts_by_its_key(shop: Shop) -> None:
    query = MetricQuery(metrics=("customers",), by=("customer.full_name",))
    found = shop.query(query, role="packer").rows
    assert sorted(found) == [
        ("O***", 1),
        ("李***", 1),
        ("王*** (1)", 1),
        ("王*** (3)", 1),
        ("赵***", 1),
    ]


def test_groups_of_masked_values_add_up_to_the_whole(shop: Shop) -> None:
    whole = shop.query(MetricQuery(metrics=("gmv",)), role="packer").rows[0][0]
    parts = shop.query(MetricQuery(metrics=("gmv",), by=("customer.phone",)), role="packer").rows
    assert sum(row[1] for row in parts) == whole  # type: ignore[misc]


MASKED: dict[str, dict[str, Any]] = {
    "a filter": {**GMV, "where": [{"field": "customer.phone", "values": ["13900001111"]}]},
    "a filter by part": {**GMV, "where": [{"field": "phone", "op": "starts", "values": ["139"]}]},
    "empty or not": {**GMV, "where": [{"field": "phone", "op": "is_null"}]},
    "an expression": {**GMV, "where": ["left(customer.phone, 3) = '139'"]},
    "an expression in another role": {**GMV, "where": ["payer.phone > '139'"]},
    "an order": {**GMV, "by": ["phone"], "order": ["phone"]},
    "an order downwards": {**GMV, "by": ["customer.phone"], "order": ["-customer.phone"]},
    "having": {**GMV, "by": ["phone"], "having": [{"field": "phone", **MORE_THAN_1}]},
    "ends": {"by": ["phone"], "ends": True},
    "a filter per member": {**GMV, "where": [
        {"field": "orders", **MORE_THAN_1, "per": "customer", "given": ["phone = '1'"]}]},
    "a base's condition": {**GMV, "time": {"start": "2025-03-01", "end": "2025-03-31"}, "compare": [
        {"kind": "other", "instead": [{"field": "phone", "values": ["1"]}]}]},
    "the least of it": {"metrics": ["x"], "define": [{"name": "x", "agg": "min", "field": "phone"}]},
    "a length of it": {"metrics": ["x"], "define": [
        {"name": "x", "agg": "max", "field": "length(customer.phone)"}]},
    "a part by it": {"metrics": ["x"], "define": [
        {"name": "x", "metric": "gmv", "given": ["customer.phone like '139%'"]}]},
    "bands": {**GMV, "by": ["x"], "bands": [{"name": "x", "field": "phone", "edges": [1]}]},
    "a top": {**GMV, "by": ["phone"], "top": {"by": "phone", "n": 2}},
    "a share within": {**GMV, "by": ["phone", "platform"], "share": ["gmv"], "share_within": ["phone"]},
}  # fmt: skip


@pytest.mark.parametrize("where", MASKED)
@pytest.mark.parametrize("role", ["clerk", "packer"])
def test_nothing_is_chosen_or_computed_by_what_is_masked(shop: Shop, role: str, where: str) -> None:
    with pytest.raises(PolicyError) as caught:
        shop.query(MetricQuery(**MASKED[where]), role=role)
    assert caught.value.code == "dimension_masked"
    for lang in ("zh", "en"):
        assert "139" not in caught.value.sentence(lang)


HIDDEN: dict[str, dict[str, Any]] = {
    "a group": {**GMV, "by": ["customer.city"]},
    "a group in another role": {**GMV, "by": ["payer.city"]},
    "a filter": {**GMV, "where": [{"field": "city", "values": ["上海"]}]},
    "an expression": {**GMV, "where": ["customer.city = '上海'"]},
    "members": {"by": ["city"]},
    "a metric": {"metrics": ["ad_cost"]},
    "entities by a metric": {"metrics": ["gmv"], "where": [
        {"field": "ad_cost", **MORE_THAN_1, "per": "customer"}]},
    "an entity's metric in an expression": {"metrics": ["gmv"], "where": ['"ad_cost by customer" > 1']},
    "having": {**GMV, "having": [{"field": "ad_cost", **MORE_THAN_1}]},
    "an order": {**GMV, "by": ["platform"], "order": ["-ad_cost"]},
    "a metric over another": {"metrics": ["x"], "define": [{"name": "x", "metric": "gmv", "over": "ad_cost"}]},
    "nested by it": {"metrics": ["x"], "define": [
        {"name": "x", "metric": "gmv", "agg": "avg", "per": "customer.city"}]},
    "a band of a metric": {**GMV, "by": ["x"], "bands": [
        {"name": "x", "field": "ad_cost", "per": "customer", "edges": [1]}]},
    "a top by a metric": {**GMV, "by": ["platform"], "top": {"by": "platform", "n": 1, "metric": "ad_cost"}},
    "rows of a table": {"of": "customers", "by": ["city"]},
}  # fmt: skip


@pytest.mark.parametrize("where", HIDDEN)
def test_what_is_not_allowed_is_refused_wherever_it_is_named(shop: Shop, where: str) -> None:
    with pytest.raises(PolicyError) as caught:
        shop.query(MetricQuery(**HIDDEN[where]), role="no_city")
    assert caught.value.code in ("dimension_not_allowed", "metric_not_allowed")


def test_a_masked_key_counts_but_is_not_shown(shop: Shop) -> None:
    """`customer` is the column that `customer.customer_id` shows."""
    many = {"field": "orders", **MORE_THAN_1, "per": "customer"}
    query = MetricQuery(metrics=("orders",), where=(many,))  # type: ignore[arg-type]
    assert shop.query(query, role="coded").rows == shop.query(query).rows
    assert values(shop, "coded", "customer") == {"***"}
    one = MetricQuery(metrics=("gmv",), where=("customer = 1",))
    with pytest.raises(PolicyError):
        shop.query(one, role="coded")


@pytest.mark.parametrize("role", ["nobody", "no_such_role"])
def test_unlisted_means_no(shop: Shop, role: str) -> None:
    with pytest.raises(PolicyError):
        shop.query(MetricQuery(metrics=("gmv",)), role=role)
    with pytest.raises(PolicyError):
        shop.query(MetricQuery(by=("note",)), role=role)


def test_hints_name_nothing_hidden(shop: Shop) -> None:
    with pytest.raises(QueryError) as plain:
        shop.query(MetricQuery(metrics=("gmv",), by=("cityy",)))
    with pytest.raises(QueryError) as screened:
        shop.query(MetricQuery(metrics=("gmv",), by=("cityy",)), role="no_city")
    assert any("city" in c for c in plain.value.choices)
    assert not any("city" in c for c in screened.value.choices)
    with pytest.raises(QueryError) as metric:
        shop.query(MetricQuery(metrics=("ad_costs",)), role="no_city")
    assert "ad_cost" not in metric.value.choices
    assert metric.value.code == "unknown_metric"


def test_values_are_those_of_the_rows_in_sight(shop: Shop) -> None:
    whole, limited = shop.values("owner"), shop.values("tmall")
    assert whole == shop.values()
    assert limited["order.platform"] == ("tmall",)
    assert limited["customer.city"] == ("上海",)
    assert limited["product.category"] == whole["product.category"]
    assert "customer.city" not in shop.values("no_city")
    with pytest.raises(PolicyError):
        shop.values("no_such_role")


def faults(folder: Path, roles: str) -> set[str]:
    folder.mkdir()
    text = (opened.FOLDER / "shop.yml").read_text(encoding="utf-8")
    (folder / "shop.yml").write_text(text.partition("\nroles:")[0] + "\n" + roles, encoding="utf-8")
    with pytest.raises(ShopError) as caught:
        load(folder)
    return {f.code for f in caught.value.faults}


def test_a_typing_error_in_a_role_is_a_fault(tmp_path: Path) -> None:
    for n, (role, code) in enumerate([
        ("{dimensions: ['*', -customer.phonne]}", "no_such_dimension"),
        ("{masks: [customer.phonne]}", "no_such_dimension"),
        ("{sees: [phones]}", "no_such_dimension"),
        ("{masks: {customer.phone: half}}", "bad_choice"),
        ("{metrics: [gmw]}", "no_such_metric"),
        ("{rows: {order: 'true'}}", "no_such_table"),
        ("{rows: {orders: '1 +'}}", "bad_expression"),
        ("{rows: {orders: 'exists (select 1)'}}", "expression_not_allowed"),
    ]):  # fmt: skip
        assert faults(tmp_path / str(n), f"roles: {{one: {role}}}\n") == {code}, role


def test_check_finds_rules_that_do_not_run_or_leave_rows_open(tmp_path: Path) -> None:
    shop = bazaar(tmp_path, more="""
roles:
  broken: {rows: {ads: "no_such_column = 1"}}
  open: {rows: {products: "category = '女装'"}}
""")  # fmt: skip
    found = [
        (f.code, dict(f.values).get("role"), dict(f.values).get("table"))
        for f in check(shop.model, shop.engine)
    ]
    shop.close()
    assert ("rule_cannot_run", "broken", "ads") in found
    assert {t for code, role, t in found if role == "open"} == {"items", "stock"}
