"""Queries over the small shop, each against numbers counted by hand."""

from datetime import date, datetime
from decimal import Decimal as D
from typing import Any

import pytest

from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.query import Compare, Filter, MetricQuery, TimeRange
from semantic_layer.shop import Shop

FEB = TimeRange(start=date(2025, 2, 1), end=date(2025, 2, 28))
MAR = TimeRange(start=date(2025, 3, 1), end=date(2025, 3, 31))
FIRST_OF_MAR = TimeRange(start=date(2025, 3, 1), end=date(2025, 3, 4))


def rows(shop: Shop, *metrics: str, role: str = "owner", **parts: Any) -> list[tuple[Any, ...]]:
    return list(shop.query(MetricQuery(metrics=metrics, **parts), role=role).rows)


def where(field: str, op: str, *values: Any) -> tuple[Filter, ...]:
    return (Filter(field=field, op=op, values=values),)  # type: ignore[arg-type]


CASES: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    ("total leaves out test orders and unpaid ones",
     {"metrics": ("gmv",)}, [(D("750.40"),)]),
    ("all_rows counts test orders, still not unpaid ones",
     {"metrics": ("all_gmv",)}, [(D("1749.40"),)]),
    ("another clock: unpaid orders were placed",
     {"metrics": ("placed",), "time": MAR}, [(D("870.00"),)]),
    ("the last second of a month belongs to it",
     {"metrics": ("gmv",), "time": FEB}, [(D("230.30"),)]),
    ("a buyer without an id is no buyer",
     {"metrics": ("orders", "buyers"), "time": FEB}, [(2, 1)]),
    ("by platform, the empty platform is a group of its own",
     {"metrics": ("gmv",), "by": ("platform",)},
     [("tmall", D("600.10")), ("jd", D("80.30")), (None, D("70.00"))]),
    ("a ratio is sum over sum",
     {"metrics": ("gmv_per_buyer",), "by": ("platform",)},
     [("tmall", 300.05), ("jd", 80.3), (None, 70.0)]),
    ("two facts of different grain meet after aggregation",
     {"metrics": ("gmv", "units", "upt"), "by": ("platform",), "order": ("platform",)},
     [("jd", D("80.30"), 2, 1.0), ("tmall", D("600.10"), 10, 10 / 3), (None, D("70.00"), 1, 1.0)]),
    ("three facts by customer city (chasm)",
     {"metrics": ("gmv", "units", "refunds"), "by": ("customer.city",), "order": ("customer.city",)},
     [("上海", D("600.10"), 10, D("240.10")), ("北京", D("50.00"), 1, D("0")),
      (None, D("100.30"), 2, D("0"))]),
    ("over two hops",
     {"metrics": ("gmv",), "by": ("customer.region.region_name",), "order": ("customer.region.region_name",)},
     [("华东", D("600.10")), ("华北", D("50.00")), (None, D("100.30"))]),
    ("the same thing in another role",
     {"metrics": ("gmv",), "by": ("payer.city",), "order": ("payer.city",)},
     [("上海", D("450.10")), ("北京", D("200.00")), (None, D("100.30"))]),
    ("refunds by the day they happened",
     {"metrics": ("refunds",), "time": MAR}, [(D("200.00"),)]),
    ("refunds of the orders of the period",
     {"metrics": ("refunds_of",), "time": FEB}, [(D("200.00"),)]),
    ("a derived metric where one part has no rows",
     {"metrics": ("net",), "time": FEB}, [(D("230.30"),)]),
    ("a ratio of two clocks is taken as it stands: each by its own",
     {"metrics": ("refund_rate",), "time": MAR}, [(0.540540540541,)]),
    ("facts side by side by a shared dimension, members of either",
     {"metrics": ("gmv", "ad_cost", "roas"), "by": ("platform",), "time": FEB, "order": ("platform",)},
     [("jd", D("30.30"), D("10.00"), 3.03), ("tmall", D("200.00"), D("20.00"), 10.0)]),
    ("division by nothing is empty",
     {"metrics": ("roas",), "time": {"start": "2025-03-02", "end": "2025-03-31"}}, [(None,)]),
    ("a metric with a filter inside, beside its whole",
     {"metrics": ("tmall_rate",), "time": FEB}, [(pytest.approx(200 / 230.3),)]),
    ("conditions of several metrics of one table do not leak into each other",
     {"metrics": ("orders", "big_orders"), "by": ("platform",), "order": ("platform",)},
     [("jd", 2, 0), ("tmall", 3, 3), (None, 1, 0)]),
    ("months, gaps filled with zero",
     {"metrics": ("gmv",), "by": ("month",), "fill": True,
      "time": {"start": "2025-01-15", "end": "2025-03-31"}},
     [(date(2025, 1, 1), D("0")), (date(2025, 2, 1), D("230.30")), (date(2025, 3, 1), D("370.00"))]),
    ("gaps are not filled unless asked",
     {"metrics": ("gmv",), "by": ("month",), "time": {"start": "2025-01-15", "end": "2025-03-31"}},
     [(date(2025, 2, 1), D("230.30")), (date(2025, 3, 1), D("370.00"))]),
    ("weeks begin on Monday",
     {"metrics": ("gmv",), "by": ("week",), "time": MAR}, [(date(2025, 3, 3), D("370.00"))]),
    ("hours",
     {"metrics": ("gmv",), "by": ("hour",), "time": MAR},
     [(datetime(2025, 3, 3, 8), D("70.00")), (datetime(2025, 3, 4, 20), D("300.00"))]),
    ("weekday 1 is Monday",
     {"metrics": ("gmv",), "by": ("weekday",), "time": MAR}, [(1, D("70.00")), (2, D("300.00"))]),
    ("a time dimension by name, with a step",
     {"metrics": ("gmv",), "by": ("order.created_at:day",), "time": FEB},
     [(date(2025, 2, 1), D("200.00")), (date(2025, 2, 28), D("30.30"))]),
    ("a month that has only begun against the same first days of the one before",
     {"metrics": ("gmv",), "time": MAR, "compare": ({"kind": "previous"},)},
     [(D("370.00"), D("200.00"), D("170.00"), 0.85)]),
    ("a year before, whole February against whole February",
     {"metrics": ("gmv",), "time": FEB, "compare": ({"kind": "year"},)},
     [(D("230.30"), D("100.10"), D("130.20"), pytest.approx(130.2 / 100.1))]),
    ("a base before the data is unknown, not zero",
     {"metrics": ("gmv",), "time": {"start": "2024-02-01", "end": "2024-02-29"},
      "compare": ({"kind": "year"},)},
     [(D("100.10"), None, None, None)]),
    ("members of the base period only are shown too",
     {"metrics": ("gmv",), "by": ("platform",), "time": FIRST_OF_MAR, "compare": ({"kind": "range", "time": FEB},),
      "order": ("platform",)},
     [("jd", D("0"), D("30.30"), D("-30.30"), -1.0),
      ("tmall", D("300.00"), D("200.00"), D("100.00"), 0.5),
      (None, D("70.00"), D("0"), D("70.00"), None)]),
    ("days against the day before",
     {"metrics": ("orders",), "by": ("day",), "compare": ({"kind": "previous"},),
      "time": {"start": "2025-03-04", "end": "2025-03-04"}},
     [(date(2025, 3, 4), 1, 1, 0, 0.0)]),
    ("share of the whole, not of what is shown",
     {"metrics": ("gmv",), "by": ("platform",), "share": ("gmv",), "limit": 1},
     [("tmall", D("600.10"), pytest.approx(600.1 / 750.4))]),
    ("share of a distinct count is of the true total",
     {"metrics": ("buyers",), "by": ("platform",), "share": ("buyers",), "order": ("platform",)},
     [("jd", 1, 0.25), ("tmall", 2, 0.5), (None, 1, 0.25)]),
    ("other than keeps the empty",
     {"metrics": ("gmv",), "where": where("platform", "!=", "tmall")}, [(D("150.30"),)]),
    ("in, and empty as a value",
     {"metrics": ("gmv",), "where": where("platform", "in", "jd", None)}, [(D("150.30"),)]),
    ("text matches take signs literally",
     {"metrics": ("gmv",), "where": where("platform", "contains", "%")}, [(D("0"),)]),
    ("text match, case aside",
     {"metrics": ("orders",), "where": where("platform", "starts", "TM")}, [(3,)]),
    ("a number dimension takes a number in text",
     {"metrics": ("orders",), "where": where("order.freight", ">=", "8")}, [(2,)]),
    ("a day of a time dimension is the whole day",
     {"metrics": ("orders",), "where": where("order.paid_at", "=", "2025-02-28")}, [(1,)]),
    ("between days, last included",
     {"metrics": ("orders",), "where": where("order.paid_at", "between", "2025-02-01", "2025-02-28")},
     [(2,)]),
    ("an expression over dimensions",
     {"metrics": ("gmv",), "where": ("platform = 'jd' or customer.city = '上海'",)}, [(D("680.40"),)]),
    ("having",
     {"metrics": ("gmv",), "by": ("platform",), "having": where("gmv", ">", 75)},
     [("tmall", D("600.10")), ("jd", D("80.30"))]),
    ("having nothing left", {"metrics": ("gmv",), "by": ("platform",), "having": where("gmv", ">", 9e9)}, []),
    ("median", {"metrics": ("median_amount",), "time": MAR}, [(185.0,)]),
    ("an expression that reaches a joined table (said by the owner: per line)",
     {"metrics": ("freight_of_lines",), "time": MAR}, [(D("16.00"),)]),
    ("grouping is by key: two people of one name stay two",
     {"metrics": ("gmv",), "by": ("customer.full_name",), "time": {"start": "2025-02-01", "end": "2025-03-31"},
      "order": ("-gmv",)},
     [("赵敏", D("300.00")), ("王伟 (1)", D("200.00")), ("王伟 (3)", D("70.00")), (None, D("30.30"))]),
    ("a metric without a clock, without a period", {"metrics": ("customers",)}, [(4,)]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "query", "expected"), CASES, ids=[c[0] for c in CASES])
def test_query(small_shop: Shop, case: str, query: dict[str, Any], expected: list[Any]) -> None:
    found = small_shop.query(MetricQuery.model_validate(query)).rows
    assert [_close(row) for row in found] == [_close(row) for row in expected], case


def _close(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(pytest.approx(v) if isinstance(v, float) else v for v in row)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("an unknown metric", {"metrics": ("gvm",)}, "unknown_metric"),
    ("an unknown dimension", {"metrics": ("gmv",), "by": ("platfrom",)}, "unknown_dimension"),
    ("order money by product (fan-out)", {"metrics": ("gmv",), "by": ("product",)}, "fan_out"),
    ("a filter that would multiply rows",
     {"metrics": ("gmv",), "where": where("product", "=", "裙")}, "fan_out"),
    ("facts that do not meet", {"metrics": ("ad_cost",), "by": ("customer.city",)}, "unreachable"),
    ("no clock", {"metrics": ("customers",), "time": FEB}, "no_clock"),
    ("no clock, by month", {"metrics": ("customers",), "by": ("month",)}, "no_clock"),
    ("share of a ratio", {"metrics": ("upt",), "by": ("platform",), "share": ("upt",)}, "share_of_ratio"),
    ("comparison without a period", {"metrics": ("gmv",), "compare": ({"kind": "year"},)}, "compare_needs_time"),
    ("filling without a period", {"metrics": ("gmv",), "by": ("day",), "fill": True}, "fill_needs_time"),
    ("a step of a text", {"metrics": ("gmv",), "by": ("platform:month",)}, "not_by_time"),
    ("an unknown step", {"metrics": ("gmv",), "by": ("paid_at:fortnight",)}, "bad_grain"),
    ("order by what is not there", {"metrics": ("gmv",), "order": ("-orders",)}, "metric_not_asked"),
    ("order by nothing known", {"metrics": ("gmv",), "order": ("-ordres",)}, "unknown_column"),
    ("having what is not there", {"metrics": ("gmv",), "having": where("x", ">", 1)}, "unknown_column"),
    ("a text for a number", {"metrics": ("gmv",), "where": where("order.freight", ">", "many")}, "bad_value"),
    ("a filter without values", {"metrics": ("gmv",), "where": where("platform", "=")}, "bad_filter"),
    ("the same metric twice", {"metrics": ("gmv", "gmv")}, "duplicate_column"),
    ("the same group twice", {"metrics": ("gmv",), "by": ("month", "month")}, "duplicate_column"),
    ("a subquery", {"metrics": ("gmv",), "where": ("platform in (select 1)",)}, "expression_not_allowed"),
    ("a file", {"metrics": ("gmv",), "where": ("read_text('/etc/passwd') = ''",)}, "expression_not_allowed"),
    ("two statements", {"metrics": ("gmv",), "where": ("true; drop table orders",)}, "bad_expression"),
    ("a physical column is no dimension", {"metrics": ("gmv",), "where": ("kind = 'test'",)}, "unknown_dimension"),
    ("too many steps",
     {"metrics": ("gmv",), "by": ("hour",), "fill": True, "time": {"start": "2000-01-01", "end": "2025-01-01"}},
     "too_many_steps"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "query", "code"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(small_shop: Shop, case: str, query: dict[str, Any], code: str) -> None:
    with pytest.raises(QueryError) as caught:
        small_shop.query(MetricQuery.model_validate(query))
    assert caught.value.code == code, case
    for lang in ("zh", "en"):
        assert caught.value.sentence(lang)


def test_nearest_names_are_offered(small_shop: Shop) -> None:
    with pytest.raises(QueryError) as caught:
        rows(small_shop, "gvm")
    assert "gmv" in caught.value.choices


def test_an_ambiguous_path_names_its_choices(small_shop: Shop) -> None:
    with pytest.raises(QueryError) as caught:
        rows(small_shop, "gmv", by=("city",))
    assert caught.value.code == "ambiguous_dimension"
    assert set(caught.value.choices) == {"customer.city", "payer.city"}


def test_roles(small_shop: Shop) -> None:
    assert rows(small_shop, "gmv", role="clerk", by=("platform",))
    for parts in ({"metrics": ("ad_cost",)}, {"metrics": ("roas",)}):
        with pytest.raises(PolicyError):
            small_shop.query(MetricQuery(**parts), role="clerk")
    with pytest.raises(PolicyError):
        rows(small_shop, "gmv", role="clerk", where=where("customer.city", "=", "上海"))
    with pytest.raises(PolicyError):
        rows(small_shop, "gmv", role="clerk", where=("customer.city = '上海'",))
    with pytest.raises(PolicyError):
        rows(small_shop, "gmv", role="nobody")


def test_row_rules_hold_in_every_period(small_shop: Shop) -> None:
    found = rows(
        small_shop, "gmv", role="tmall_clerk", time=MAR, compare=(Compare(kind="previous"),)
    )
    assert found == [(D("300.00"), D("200.00"), D("100.00"), 0.5)]


def test_the_same_question_gives_the_same_bytes(small_shop: Shop) -> None:
    query = MetricQuery(metrics=("gmv", "upt"), by=("platform",))
    first, second = small_shop.query(query), small_shop.query(query)
    assert repr(first) == repr(second).replace(str(second.query_ms), str(first.query_ms))


def test_today_follows_the_data(small_shop: Shop) -> None:
    assert (small_shop.first_day, small_shop.last_day) == (date(2024, 2, 28), date(2025, 3, 4))
    assert small_shop.today == date(2025, 3, 5)


def test_a_late_source_is_said(small_shop: Shop) -> None:
    found = small_shop.query(MetricQuery(metrics=("ad_cost",), time=MAR))
    assert any("2025-03-01" in note.zh for note in found.notes)


def test_values_are_learnt(small_shop: Shop) -> None:
    assert small_shop.values() == {
        "order.platform": ("jd", "tmall"),
        "customer.city": ("上海", "北京"),
    }
