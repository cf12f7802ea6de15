"""Metrics that a query defines for itself, against numbers counted by hand."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from pydantic import ValidationError

from semantic_layer.compile import Compiler
from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.query import Compare, Defined, Filter, MetricQuery, TimeRange
from semantic_layer.shop import Shop

FEB = TimeRange(start=date(2025, 2, 1), end=date(2025, 2, 28))
MAR = TimeRange(start=date(2025, 3, 1), end=date(2025, 3, 31))
TMALL = (Filter(field="platform", values=("tmall",)),)
TWICE = (Filter(field="orders", op=">=", values=(2,)),)


def rows(
    shop: Shop, *define: dict[str, Any], role: str = "owner", **parts: Any
) -> list[tuple[Any, ...]]:
    """The rows of the last of the definitions, called x."""
    return list(shop.query(_query(define, parts), role=role).rows)


def _query(define: tuple[dict[str, Any], ...], parts: dict[str, Any]) -> MetricQuery:
    named = tuple(Defined(**{"name": "x", **one}) for one in define)
    return MetricQuery(define=named, **{"metrics": (named[-1].name,), **parts})


CASES: list[tuple[str, tuple[dict[str, Any], ...], dict[str, Any], list[tuple[Any, ...]]]] = [
    ("a filtered part beside its whole",
     ({"metric": "gmv", "given": TMALL},), {"metrics": ("x", "gmv"), "by": ("month",)},
     [(date(2024, 2, 1), D("100.10"), D("100.10")), (date(2024, 3, 1), D("0.00"), D("50.00")),
      (date(2025, 2, 1), D("200.00"), D("230.30")), (date(2025, 3, 1), D("300.00"), D("370.00"))]),
    ("a filtered part of the whole", ({"metric": "gmv", "given": TMALL, "over": "gmv"},), {}, [(0.799706823028,)]),
    ("a condition as text, over two dimensions",
     ({"metric": "gmv", "given": ("platform = 'tmall' and freight > 5",), "over": "gmv"},), {}, [(0.533182302772,)]),
    ("only orders of customers with 60 and more in all: 1, 3 and 4",
     ({"metric": "orders", "given": (Filter(field="gmv", op=">", values=(60,), per="customer"),)},), {}, [(4,)]),
    ("metric by metric, of two facts", ({"metric": "units", "over": "orders"},), {"by": ("platform",), "order": ("platform",)},
     [("jd", 1.0), ("tmall", 10 / 3), (None, 1.0)]),
    ("the median of what is summed", ({"metric": "gmv", "agg": "median"},), {"by": ("platform",), "order": ("platform",)},
     [("jd", 40.15), ("tmall", 200.0), (None, 70.0)]),
    ("of 100.10, 50, 200, 30.30, 70, 300", ({"metric": "gmv", "agg": "stddev"},), {}, [(104.391640789,)]),
    ("a percentile", ({"metric": "gmv", "agg": "percentile", "percentile": 0.9},), {}, [(250.0,)]),
    ("how many rows", ({"metric": "gmv", "agg": "count", "given": TMALL},), {}, [(3,)]),
    ("of a dimension, the table found by it: test and unpaid orders are none",
     ({"field": "freight", "agg": "sum"},), {}, [(D("23.00"),)]),
    ("divided", ({"field": "freight", "agg": "sum", "over": "orders"},), {}, [(23 / 6,)]),
    ("of a dimension of a joined table, for each order: 上海 three, 北京 one",
     ({"field": "customer.city", "agg": "count_distinct", "of": "orders"},), {"by": ("platform",), "order": ("platform",)},
     [("jd", 1), ("tmall", 1), (None, 0)]),
    ("of all customers", ({"field": "city", "agg": "count_distinct"},), {}, [(2,)]),
    ("a key", ({"field": "customer", "agg": "count_distinct", "of": "order"},), {}, [(4,)]),
    ("a duration between events of one table: half a day at most",
     ({"field": "hours_between(created_at, paid_at)", "agg": "max"},), {}, [(12.0,)]),
    ("between events of two: refund 1 came 144 hours after order 1 was made, 2 718",
     ({"field": "hours_between(order.created_at, success_at)", "agg": "avg", "of": "refunds"},), {}, [(431.0,)]),
    ("an expression", ({"field": "case when big then freight else 0 end", "agg": "sum"},), {}, [(D("23.00"),)]),
    ("per day: two orders in 28 days", ({"metric": "orders", "per": "day", "agg": "avg"},), {"time": FEB}, [(2 / 28,)]),
    ("per customer", ({"metric": "gmv", "per": "customer", "agg": "avg"},), {}, [(180.025,)]),
    ("those that bought twice", ({"metric": "orders", "per": "customer", "agg": "share", "having": TWICE},),
     {"by": ("platform",), "order": ("platform",)}, [("jd", 0.0), ("tmall", 0.5), (None, 0.0)]),
    ("several conditions on each", ({"metric": "orders", "per": "customer", "agg": "count",
      "having": (Filter(field="orders", op="between", values=(1, 1)), Filter(field="gmv", op=">", values=(60,)))},), {}, [(2,)]),
    ("per customer over another metric", ({"metric": "gmv", "per": "customer", "agg": "max", "over": "gmv"},), {},
     [(0.399920042644,)]),
    ("one on another", ({"name": "a", "metric": "gmv", "given": TMALL}, {"metric": "a", "over": "orders"}), {}, [(600.1 / 6,)]),
    ("nested in one, compared: customers 4, and 1 in February",
     ({"name": "a", "metric": "gmv", "given": TMALL}, {"metric": "a", "per": "customer", "agg": "avg"}),
     {"time": MAR, "compare": (Compare(kind="previous"),)}, [(300.0, 200.0, 100.0, 0.5)]),
    ("a share of it, ordered by, with a condition",
     ({"metric": "orders", "given": TMALL},),
     {"by": ("customer.city",), "share": ("x",), "order": ("-x__share",), "having": (Filter(field="x", op=">", values=(0,)),)},
     [("上海", 3, 1.0)]),
    ("a share of distinct counts", ({"metric": "buyers", "given": ("freight >= 0",)},),
     {"by": ("platform",), "share": ("x",), "order": ("platform",)}, [("jd", 1, 0.25), ("tmall", 2, 0.5), (None, 1, 0.25)]),
    ("weekdays only, said in the definition", ({"metric": "gmv", "per": "day", "agg": "avg", "given": ("weekday <= 5",)},),
     {"time": FEB}, [(1.515,)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("define", "parts", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_against_hand_counted_numbers(
    small_shop: Shop, define: tuple[dict[str, Any], ...], parts: dict[str, Any], expected: list[Any]
) -> None:
    found = rows(small_shop, *define, **parts)
    assert found == [tuple(pytest.approx(v, rel=1e-9) if isinstance(v, float) else v for v in row)
                     for row in expected]  # fmt: skip


LABELS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"metric": "gmv", "per": "day", "agg": "avg"}, "平均每天的支付金额", "GMV per day", "money"),
    ({"metric": "orders", "per": "customer", "agg": "median"}, "每个客户orders的中位数", "median orders per customer", "number"),
    ({"metric": "orders", "per": "customer", "agg": "count", "having": TWICE}, "orders不低于2的客户数",
     "number of customers with orders at least 2", "count"),
    ({"metric": "orders", "per": "customer", "agg": "share", "having": TWICE}, "orders不低于2的客户占比",
     "share of customers with orders at least 2", "ratio"),
    ({"metric": "gmv", "agg": "median"}, "每条订单的支付金额中位数", "median GMV per row of orders", "money"),
    ({"metric": "gmv", "given": TMALL}, "支付金额（平台：天猫）", "GMV (platform: Tmall)", "money"),
    ({"metric": "gmv", "given": TMALL, "over": "gmv"}, "支付金额（平台：天猫）占支付金额的比例",
     "GMV (platform: Tmall) as a share of GMV", "ratio"),
    ({"metric": "gmv", "over": "orders"}, "支付金额÷orders", "GMV per orders", "money"),
    ({"metric": "refunds", "over": "gmv"}, "refunds÷支付金额", "refunds per GMV", "ratio"),
    ({"metric": "orders", "over": "gmv"}, "orders÷支付金额", "orders per GMV", "number"),
    ({"field": "hours_between(created_at, paid_at)", "agg": "avg"}, "下单时间到支付时间的小时数平均值",
     "average hours from created at to paid at", "hours"),
    ({"field": "freight", "agg": "max"}, "运费最大值", "greatest freight", "number"),
    ({"field": "city", "agg": "count_distinct"}, "城市去重数", "number of different city", "count"),
    ({"field": "freight * 2", "agg": "sum"}, "运费 * 2合计", "total freight * 2", "number"),
]  # fmt: skip


@pytest.mark.parametrize(("define", "zh", "en", "unit"), LABELS)
def test_it_is_called_by_its_parts(
    small_shop: Shop, define: dict[str, Any], zh: str, en: str, unit: str
) -> None:
    column = small_shop.query(_query((define,), {})).columns[0]
    assert (column.label.zh, column.label.en, column.unit) == (zh, en, unit)


def test_its_definition_names_what_it_stands_on(small_shop: Shop) -> None:
    part = {"name": "a", "metric": "gmv", "given": TMALL}
    found = small_shop.query(_query((part, {"metric": "a", "per": "customer", "agg": "avg"}), {}))
    assert [d.metric for d in found.definitions] == ["x", "a", "gmv"]
    texts = [d.text.zh for d in found.definitions]
    assert texts[0] == "每个客户的支付金额（平台：天猫）的平均值"
    assert texts[1] == "支付金额（平台：天猫）"
    assert texts[2] == "“订单”中“有效订单”的 amount 之和，按支付时间"
    again = small_shop.query(_query((part, {"metric": "a", "per": "customer", "agg": "max"}), {}))
    assert again.definitions[0].version != found.definitions[0].version


def test_the_days_are_said(small_shop: Shop) -> None:
    found = small_shop.query(
        _query(({"metric": "gmv", "per": "day", "agg": "avg"},), {"time": MAR})
    )
    assert [n.zh for n in found.notes] == [
        "平均每天的支付金额按 2025-03-01 至 2025-03-04 的 4 天算，没有记录的也算在内（按 0）"
    ]


REFUSED: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("an unknown metric", {"metric": "gvm"}, {}, "unknown_metric"),
    ("an unknown other", {"metric": "gmv", "over": "order"}, {}, "unknown_metric"),
    ("the name of another", {"name": "orders", "metric": "gmv"}, {"metrics": ("orders",)}, "defined_twice"),
    ("the median of a ratio", {"metric": "gmv_per_buyer", "agg": "median"}, {}, "define_not_simple"),
    ("the median of rows", {"metric": "orders", "agg": "median"}, {}, "define_counts"),
    ("the average of ids", {"metric": "buyers", "agg": "avg"}, {}, "define_counts"),
    ("different rows", {"metric": "orders", "agg": "count_distinct"}, {}, "define_counts"),
    ("the sum of names", {"field": "city", "agg": "sum"}, {}, "define_not_a_number"),
    ("the greatest moment", {"field": "paid_at", "agg": "max"}, {}, "define_not_a_number"),
    ("no dimension", {"field": "1 + 1", "agg": "sum"}, {}, "define_no_dimension"),
    ("an unknown dimension", {"field": "fright", "agg": "sum"}, {}, "unknown_dimension"),
    ("a column that is no dimension", {"field": "amount", "agg": "sum"}, {}, "unknown_dimension"),
    ("an unknown table", {"field": "freight", "agg": "sum", "of": "ordrs"}, {}, "unknown_table"),
    ("an order has many lines", {"field": "product", "agg": "count_distinct", "of": "orders"}, {}, "fan_out"),
    ("an order's freight in each line", {"field": "order.freight", "agg": "sum", "of": "items"}, {}, "define_repeats"),
    ("nor is its average that of orders", {"field": "order.freight", "agg": "avg", "of": "items"}, {}, "define_repeats"),
    ("no table has both", {"field": "hours_between(success_at, date)", "agg": "avg"}, {}, "define_no_table"),
    ("an unknown dimension in a condition", {"metric": "gmv", "given": ("platfrom = 'jd'",)}, {}, "unknown_dimension"),
    ("a plain column in a condition", {"metric": "gmv", "given": ("amount > 5",)}, {}, "unknown_dimension"),
    ("different members", {"metric": "gmv", "per": "customer", "agg": "count_distinct"}, {}, "define_no_members"),
    ("an unknown metric of each", {"metric": "gmv", "per": "customer", "agg": "count", "having": (Filter(field="nope", op=">", values=(1,)),)}, {}, "unknown_metric"),
    ("a text against each", {"metric": "gmv", "per": "customer", "agg": "count", "having": (Filter(field="gmv", op=">", values=("much",)),)}, {}, "define_bad_test"),
    ("the average of each", {"metric": "gmv", "per": "customer", "agg": "count", "having": (Filter(field="gmv", op=">", than="average"),)}, {}, "define_bad_test"),
    ("per weekday", {"metric": "gmv", "per": "weekday", "agg": "avg"}, {"time": FEB}, "nested_per_part"),
    ("per product", {"metric": "gmv", "per": "product", "agg": "avg"}, {}, "fan_out"),
    ("a share of averages", {"metric": "gmv", "per": "customer", "agg": "avg"}, {"by": ("platform",), "share": ("x",)}, "share_of_ratio"),
    ("not asked for", {"metric": "gmv"}, {"metrics": ("gmv",), "share": ("x",)}, "unknown_column"),
    ("no clock", {"field": "city", "agg": "count_distinct"}, {"time": FEB}, "no_clock"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("define", "parts", "code"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_refused_with_a_reason(
    small_shop: Shop, define: dict[str, Any], parts: dict[str, Any], code: str
) -> None:
    with pytest.raises(QueryError) as refused:
        rows(small_shop, define, **parts)
    assert refused.value.code == code
    assert all(refused.value.sentence(lang) for lang in ("zh", "en"))


def test_near_names_are_offered(small_shop: Shop) -> None:
    with pytest.raises(QueryError) as refused:
        rows(small_shop, {"metric": "gvm"})
    assert refused.value.choices[0] == "gmv"


MAY_NOT: list[tuple[str, dict[str, Any], str]] = [
    ("a metric", {"metric": "ad_cost", "agg": "max"}, "metric_not_allowed"),
    ("a metric below", {"metric": "gmv", "over": "roas"}, "metric_not_allowed"),
    ("a metric of each", {"metric": "orders", "per": "customer", "agg": "count",
                          "having": (Filter(field="ad_cost", op=">", values=(2,)),)}, "metric_not_allowed"),
    ("a metric in a condition", {"metric": "orders", "given": (Filter(field="ad_cost", op=">", values=(1,), per="customer"),)},
     "metric_not_allowed"),
    ("a dimension in a condition", {"metric": "gmv", "given": ("customer.city = '上海'",)}, "dimension_not_allowed"),
    ("a dimension to aggregate", {"field": "customer.city", "agg": "count_distinct", "of": "orders"}, "dimension_not_allowed"),
    ("a dimension within", {"field": "case when city = '上海' then 1 else 0 end", "agg": "sum"}, "dimension_not_allowed"),
    ("a dimension to take it per", {"metric": "gmv", "per": "customer.city", "agg": "avg"}, "dimension_not_allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("define", "code"), [c[1:] for c in MAY_NOT], ids=[c[0] for c in MAY_NOT])
def test_a_role_defines_from_what_it_may_see(
    small_shop: Shop, define: dict[str, Any], code: str
) -> None:
    with pytest.raises(PolicyError) as refused:
        rows(small_shop, define, role="clerk")
    assert refused.value.code == code


def test_a_row_rule_holds_in_it(small_shop: Shop) -> None:
    assert rows(small_shop, {"metric": "gmv", "agg": "max"}, role="tmall_clerk") == [(D("300.00"),)]
    per = {"metric": "gmv", "per": "customer", "agg": "avg"}
    assert rows(small_shop, per, role="tmall_clerk") == [(pytest.approx(300.05),)]
    assert rows(small_shop, {"field": "freight", "agg": "max"}, role="tmall_clerk") == [
        (D("10.00"),)
    ]
    with pytest.raises(PolicyError):
        rows(small_shop, {"metric": "buyers"}, role="tmall_clerk")


def test_it_is_of_its_query_alone(small_shop: Shop) -> None:
    rows(small_shop, {"metric": "gmv", "agg": "max"})
    assert "x" not in small_shop.model.metrics
    with pytest.raises(QueryError) as refused:
        small_shop.query(MetricQuery(metrics=("x",)))
    assert refused.value.code == "unknown_metric"


def test_postgres_says_it_too(small_shop: Shop) -> None:
    query = _query(
        ({"field": "hours_between(created_at, paid_at)", "agg": "median"},), {"by": ("platform",)}
    )
    sql = Compiler(small_shop.model, dialect="postgres").compile(query).compact_sql
    assert "PERCENTILE_CONT" in sql
    assert "EPOCH" in sql.upper()
    days = _query(({"metric": "gmv", "per": "day", "agg": "avg"},), {"time": FEB})
    assert "INTERVAL" in Compiler(small_shop.model, dialect="postgres").compile(days).compact_sql


@pytest.mark.parametrize(
    "wrong",
    [
        {"metric": "gmv", "field": "freight", "agg": "sum"},
        {"field": "freight"},
        {"metric": "gmv", "per": "day"},
        {"metric": "gmv", "agg": "share"},
        {"metric": "gmv", "having": TWICE},
        {"metric": "gmv", "agg": "percentile"},
        {"metric": "gmv", "name": "Grand Total"},
    ],
)  # fmt: skip
def test_what_is_no_definition(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Defined(**{"name": "x", **wrong})
