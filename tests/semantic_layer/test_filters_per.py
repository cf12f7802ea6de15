"""Conditions on a metric of each entity, ranks, and text matches: counted by hand."""

from pathlib import Path
from typing import Any

import pytest

from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.query import Filter, MetricQuery, TimeRange
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.test_nested import NESTED, written
from tests.semantic_layer.test_query import FEB, MAR


def per(field: str, op: str, *values: Any, of: str = "customer", **parts: Any) -> Filter:
    return Filter(field=field, op=op, values=values, per=of, **parts)  # type: ignore[arg-type]


def count(shop: Shop, metric: str, *where: Filter | str, role: str = "owner", **parts: Any) -> Any:
    return shop.query(MetricQuery(metrics=(metric,), where=where, **parts), role=role).rows[0][0]


JD = Filter(field="platform", values=("jd",))
TMALL = Filter(field="platform", values=("tmall",))

# customers 1 to 4; paid valid orders: 1 has two (tmall, 100.10 and 200), 2 one (jd, 50), 3 one
# (no platform, 70), 4 one (tmall, 300); one of 30.30 (jd, February) has no customer
CASES: list[tuple[str, str, tuple[Filter | str, ...], Any]] = [
    ("every customer has ordered", "customers", (per("orders", "=", 0),), 0),
    ("three have not in February", "customers", (per("orders", "=", 0, time=FEB),), 3),
    ("and spent nothing", "customers", (per("gmv", "<", 1, time=FEB),), 3),
    ("a difference of two sums of nothing is 0", "customers", (per("net", "<=", 0, time=FEB),), 3),
    ("two orders", "customers", (per("orders", ">=", 2),), 1),
    ("other than one order keeps those without", "customers", (per("orders", "!=", 1, time=FEB),), 3),
    ("a ratio of nothing is no number", "customers", (per("gmv_per_buyer", "<", 9e9, time=FEB),), 1),
    ("nor different from one", "customers", (per("gmv_per_buyer", "!=", 5, time=FEB),), 1),
    ("but it is empty", "customers", (per("gmv_per_buyer", "is_null", time=FEB),), 3),
    ("a median of nothing is empty", "customers", (per("median_amount", "is_null", time=FEB),), 3),
    ("orders of no customer are nobody's", "orders", (per("orders", "=", 0, time=MAR),), 3),
    ("nor are they nobody's in a text", "orders", ('"orders by customer" < 100',), 5),
    ("has bought on tmall", "customers", (per("orders", ">=", 1, given=(TMALL,)),), 2),
    ("has both", "customers",
     (per("orders", ">=", 1, given=(TMALL,)), per("refunds", ">", 0)), 1),
    ("has one and not the other", "customers",
     (per("orders", ">=", 1, given=(TMALL,)), per("refunds", "=", 0)), 1),
    ("has bought, never on jd", "gmv",
     (per("orders", ">=", 1), per("orders", "=", 0, given=(JD,))), "670.10"),
    ("a text inside", "customers", (per("orders", ">=", 1, given=("big",)),), 2),
    ("another fact's metric, another fact counted", "units", (per("refunds", ">", 0),), 6),
    ("cities by their buyers", "gmv", (per("buyers", ">=", 2, of="customer.city"),), "600.10"),
    ("platforms without spending on ads", "orders", (per("ad_cost", "=", 0, of="platform", time=MAR),), 5),
    ("days", "orders", (per("gmv", ">", 150, of="day"),), 2),
    ("the top platform", "orders", (per("gmv", "top", 1, of="platform"),), 3),
    ("the bottom platform, the empty one aside", "orders", (per("gmv", "bottom", 1, of="platform"),), 2),
    ("the top two customers, ties by key", "gmv", (per("orders", "top", 2),), "350.10"),
    ("the top one percent is one at least", "gmv", (per("gmv", "top_percent", 1),), "300.10"),
    ("a quarter of four is one", "gmv", (per("gmv", "top_percent", 25),), "300.10"),
    ("a bit more than a quarter is two", "gmv", (per("gmv", "top_percent", 25.5),), "600.10"),
    ("the bottom half", "gmv", (per("gmv", "bottom_percent", 50),), "120.00"),
    ("more than there are is all of them", "gmv", (per("gmv", "top", 99),), "720.10"),
    ("ranked by a part", "gmv", (per("gmv", "top", 1, of="platform", given=(JD,)),), "80.30"),
    ("no rank without a value", "orders", (per("roas", "top", 5, of="platform", time=MAR),), 0),
]  # fmt: skip


@pytest.mark.parametrize(("case", "metric", "where", "expected"), CASES, ids=[c[0] for c in CASES])
def test_conditions_on_entities(
    small_shop: Shop, case: str, metric: str, where: tuple[Filter | str, ...], expected: Any
) -> None:
    assert str(count(small_shop, metric, *where)) == str(expected), case


def test_a_rank_is_by_the_asked_days_and_the_same_for_both_periods(small_shop: Shop) -> None:
    """In March the best customer is 4; in February he bought nothing."""
    where = (per("gmv", "top", 1),)
    query = MetricQuery(
        metrics=("gmv",), where=where, time=MAR, compare=({"kind": "previous"},)  # type: ignore[arg-type]
    )  # fmt: skip
    found = small_shop.query(query)
    assert [str(v) for v in found.rows[0][:2]] == ["300.00", "0.00"]
    assert "2025-03-01 至 2025-03-31" in found.filters[0].label.zh


def test_a_rank_by_time_steps_has_no_other_period(small_shop: Shop) -> None:
    query = MetricQuery(
        metrics=("gmv",), where=(per("gmv", "top", 1, of="day"),), time=MAR,
        compare=({"kind": "previous"},),  # type: ignore[arg-type]
    )  # fmt: skip
    with pytest.raises(QueryError) as caught:
        small_shop.query(query)
    assert caught.value.code == "steps_against_base"


def test_the_chosen_are_named(small_shop: Shop) -> None:
    found = small_shop.query(
        MetricQuery(metrics=("orders",), where=(per("gmv", "top", 1, of="platform"),))
    )
    assert [n.zh for n in found.notes] == [
        "平台：支付金额最高的 1 个（全部时间）是：天猫",
        "没有填写平台的记录不参与排名",
    ]
    assert found.notes[0].en == "platform: top 1 by GMV (all days) are: Tmall"


def test_a_tie_at_the_cut_is_said_and_namesakes_keep_their_key(small_shop: Shop) -> None:
    query = MetricQuery(
        metrics=("orders",), where=(per("orders", "top", 3, of="customer.full_name"),)
    )
    notes = [n.zh for n in small_shop.query(query).notes]
    assert notes[0].endswith("是：王伟 (1)、李娜、王伟 (3)")
    assert notes[1].startswith("排在最后的一个与下一个的")


def test_no_member_is_said(small_shop: Shop) -> None:
    query = MetricQuery(
        metrics=("orders",), where=(per("gmv", "top", 2, time=TimeRange(start="2030-01-01", end="2030-01-02")),)
    )  # fmt: skip
    found = small_shop.query(query)
    assert found.rows == ((0,),)
    assert "没有一个有数" in found.notes[0].zh


def test_conditions_on_entities_are_said_with_days_and_parts(small_shop: Shop) -> None:
    where = (per("gmv", ">=", 1000, time=FEB, given=(TMALL,)),)
    found = small_shop.query(MetricQuery(metrics=("customers",), where=where))
    assert found.filters[0].label.zh == (
        "客户：支付金额不低于1000（2025-02-01 至 2025-02-28，平台：天猫）"
    )
    assert found.filters[0].label.en == (
        "customers: GMV at least 1000 (2025-02-01 to 2025-02-28, platform: Tmall)"
    )


def test_rows_out_of_sight_do_not_choose(small_shop: Shop) -> None:
    """The clerk of tmall ranks what she sees, in the inner query too."""
    top = per("gmv", "bottom", 1, of="platform")
    assert count(small_shop, "orders", top) == 2
    assert count(small_shop, "orders", top, role="tmall_clerk") == 3
    few = per("orders", ">=", 1, given=(JD,))
    assert count(small_shop, "orders", few) == 1
    with pytest.raises(PolicyError):
        count(small_shop, "orders", few, role="tmall_clerk")


@pytest.mark.parametrize("where", [
    per("ad_cost", ">", 1, of="platform"),
    per("gmv", ">", 1, of="customer.city"),
    per("gmv", ">", 1, given=(Filter(field="customer.city", values=("上海",)),)),
    per("gmv", "top", 1, given=("customer.city = '上海'",)),
])  # fmt: skip
def test_what_a_role_may_not_see_it_may_not_choose_by(small_shop: Shop, where: Filter) -> None:
    with pytest.raises(PolicyError):
        count(small_shop, "orders", where, role="clerk")


REFUSED: list[tuple[str, Filter, str]] = [
    ("a rank without members", Filter(field="platform", op="top", values=(3,)), "needs_per"),
    ("days without members", Filter(field="platform", values=("jd",), time=FEB), "needs_per"),
    ("parts without members", Filter(field="platform", values=("jd",), given=(JD,)), "needs_per"),
    ("the top none", per("gmv", "top", 0), "bad_rank"),
    ("the top and a half", per("gmv", "top", 1.5), "bad_rank"),
    ("the top in words", per("gmv", "top", "ten"), "bad_rank"),
    ("the top true", per("gmv", "top", True), "bad_rank"),
    ("more than all", per("gmv", "top_percent", 101), "bad_rank"),
    ("two sizes", per("gmv", "top", 1, 2), "bad_rank"),
    ("an unknown metric", per("gvm", "top", 1), "unknown_metric"),
    ("an unknown entity", per("gmv", ">", 1, of="custmer"), "unknown_dimension"),
    ("several cities", per("gmv", ">", 1, of="city"), "ambiguous_dimension"),
    ("orders have several products", per("units", ">", 1, of="product"), "fan_out"),
    ("the average is for groups", per("gmv", ">", 1, than="average"), "than_is_for_having"),
    ("a text match on a number", per("gmv", "contains", "1"), "bad_filter"),
]


@pytest.mark.parametrize(("case", "where", "code"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(small_shop: Shop, case: str, where: Filter, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        count(small_shop, "orders", where)
    assert caught.value.code == code, case
    assert caught.value.sentence("zh")
    assert caught.value.sentence("en")


MATCHES: list[tuple[str, str, tuple[Any, ...], int]] = [
    ("a label's sign", "contains", ("猫",), 3),
    ("a label's beginning", "starts", ("京",), 2),
    ("a label's end", "ends", ("东",), 2),
    ("the other language's label", "starts", ("t",), 3),
    ("a code", "contains", ("mal",), 3),
    ("not the label, the empty stay", "not_contains", ("猫",), 3),
    ("neither of two", "not_contains", ("猫", "jd"), 1),
    ("one of two", "contains", ("猫", "京"), 5),
    ("nothing", "contains", ("抖",), 0),
    ("a label for its code", "=", ("天猫",), 3),
    ("a label in the other language, case aside", "in", ("tmall", "jd"), 5),
    ("not a label", "!=", ("京东",), 4),
]


@pytest.mark.parametrize(("case", "op", "values", "expected"), MATCHES, ids=[c[0] for c in MATCHES])
def test_labels_and_codes(
    small_shop: Shop, case: str, op: str, values: tuple[Any, ...], expected: int
) -> None:
    where = Filter(field="platform", op=op, values=values)  # type: ignore[arg-type]
    assert count(small_shop, "orders", where) == expected, case


def test_text_matches_elsewhere(small_shop: Shop) -> None:
    def orders(field: str, op: str, *values: Any) -> Any:
        return count(small_shop, "orders", Filter(field=field, op=op, values=values))  # type: ignore[arg-type]

    assert orders("customer.full_name", "starts", "王") == 3
    assert orders("order.freight", "starts", "10") == 1
    for field, op, values in [("paid_at", "contains", ("2025",)), ("platform", "contains", ())]:
        with pytest.raises(QueryError) as caught:
            orders(field, op, *values)
        assert caught.value.code == "bad_filter"


def test_chosen_days_are_the_days_of_an_average_per_day(tmp_path: Path) -> None:
    """300 on 4 March alone was above 150: of the days that count there is one, not four."""
    shop = open_shop(written(tmp_path, NESTED))
    try:
        assert count(shop, "per_day", time=MAR) == pytest.approx(370 / 4)
        assert count(shop, "per_day", per("gmv", ">", 150, of="day"), time=MAR) == 300
        assert count(shop, "per_day", per("gmv", "<", 150, of="day"), time=MAR) == pytest.approx(
            70 / 3
        )
        assert count(shop, "per_day", per("gmv", "top", 2, of="day"), time=MAR) == 185
    finally:
        shop.close()
