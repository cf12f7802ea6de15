"""Facts that come already aggregated: shown row by row, and never added, averaged or re-counted."""

from collections.abc import Callable
from typing import Any

import pytest

from semantic_layer.errors import QueryError, ShopError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.soundness.world import money, one, refused, rows, table, trap

Make = Callable[..., Shop]

REPORT = """
tables:
  report:
    entities:
      report_day: {kind: primary, columns: [day, store_id]}
      store: {kind: foreign, columns: store_id}
    time: on_day
    dimensions: {on_day: {type: date, expr: day}, seller: {expr: store_id}, region: {}}
  stores:
    entities: {store: {kind: primary, columns: id}}
    dimensions: {store_name: {expr: name}, store_id: {expr: id}}
  months:
    entities: {report_month: {kind: primary, columns: [month_start]}}
    time: starts
    dimensions: {starts: {type: date, grain: month, expr: month_start}}
metrics:
  uv: {table: report, agg: reported, expr: uv, unit: count}
  cvr: {table: report, agg: reported, expr: cvr, unit: ratio}
  gmv: {table: report, agg: sum, expr: gmv, unit: money}
  uv_times: {table: report, agg: sum, expr: uv, unit: count}
  uv_a_day: {type: nested, metric: uv, per: day, agg: avg}
  big_days: {type: nested, metric: uv, per: day, agg: count, having: ">= 100"}
  per_visitor: {type: ratio, numerator: gmv, denominator: uv, unit: money}
  fans: {table: months, agg: reported, expr: fans, unit: count}
"""
COLUMNS = "day date, store_id text, region text, uv int, cvr double, gmv decimal(12,2)"
ROWS = (
    ("2025-03-01", "a", "东", 100, 0.10, "10.00"), ("2025-03-02", "a", "东", 80, 0.20, "20.00"),
    ("2025-03-01", "b", "东", 70, 0.30, "30.00"), ("2025-03-02", "b", "西", 60, 0.40, "40.00"),
    ("2025-03-03", "b", "西", None, None, "50.00"),
)  # fmt: skip
DAY1, DAYS = (
    {"start": "2025-03-01", "end": "2025-03-01"},
    {"start": "2025-03-01", "end": "2025-03-03"},
)
STORE_A = ({"field": "seller", "op": "=", "values": ["a"]},)


def reported(shop: Make, *more: tuple[Any, ...]) -> Shop:
    return shop(
        REPORT,
        report=table(COLUMNS, *ROWS, *more),
        stores=table("id text, name text", ("a", "甲"), ("b", "乙")),
        months=table("month_start date, fans int", ("2025-02-01", 500), ("2025-03-01", 700)),
    )


def refusal(shop: Shop, *metrics: str, **more: Any) -> QueryError:
    with pytest.raises(QueryError) as caught:
        shop.query(MetricQuery.model_validate({"metrics": metrics, **more}))
    return caught.value


@trap("daily visitors are shown by day and store, as the platform reports them")
def test_row_by_row(shop: Make) -> None:
    made = reported(shop)
    found = sorted(rows(made, "uv", by=("day", "seller"), time=DAYS))
    assert found == [
        ("2025-03-01", "a", 100), ("2025-03-01", "b", 70), ("2025-03-02", "a", 80),
        ("2025-03-02", "b", 60), ("2025-03-03", "b", None),
    ]  # fmt: skip
    assert refused(made, "uv", by=("store_name",), time=DAY1) == "reported_sum"
    assert rows(made, "uv", by=("store_id",), time=DAY1) == [("a", 100), ("b", 70)]


@trap("one day of one store, by a condition on it")
@pytest.mark.parametrize(
    "where",
    [STORE_A, ("seller = 'a'",), ("seller = 'a' and region = '东'",),
     ({"field": "store", "op": "in", "values": ["a"]},), ({"field": "store.store_id", "op": "=", "values": ["a"]},)],
)  # fmt: skip
def test_one_value(shop: Make, where: Any) -> None:
    made = reported(shop)
    assert one(made, "uv", where=where, time=DAY1) == 100
    assert one(made, "cvr", where=where, time=DAY1) == pytest.approx(0.1)


SUMS = [
    {},
    {"time": DAY1},
    {"by": ("day",), "time": DAYS},
    {"by": ("seller",), "time": DAYS},
    {"by": ("month", "seller"), "time": DAYS},
    {"by": ("weekday", "seller"), "time": DAYS},
    {"by": ("day", "region"), "time": DAYS},
    {"where": STORE_A, "time": DAYS},
    {"where": STORE_A},
    {"where": ({"field": "seller", "op": "in", "values": ["a", "b"]},), "time": DAY1},
    {"where": ({"field": "seller", "op": "!=", "values": ["b"]},), "time": DAY1},
    {"where": ("seller = 'a' or seller = 'b'",), "time": DAY1},
    {"where": ("not seller = 'b'",), "time": DAY1},
    {"by": ("seller",), "time": DAY1, "compare": ({"kind": "range", "time": DAYS},)},
    {"by": ("day", "seller"), "time": DAYS, "share": ("uv",)},
]


@trap("daily visitors are never added over days, stores or anything else")
@pytest.mark.parametrize("query", SUMS, ids=[str(q)[:60] for q in SUMS])
@pytest.mark.parametrize("metric", ["uv", "cvr", "per_visitor"])
def test_never_added(shop: Make, metric: str, query: dict[str, Any]) -> None:
    if metric != "uv" and "share" in query:
        query = {**query, "share": (metric,)}
    code = refusal(reported(shop), metric, **query).code
    assert code == ("share_of_ratio" if "share" in query else "reported_sum")


@trap("the refusal says what can be had instead")
def test_the_choices(shop: Make) -> None:
    made = reported(shop)
    error = refusal(made, "uv", where=STORE_A, time=DAYS)
    assert error.choices == ("day", "uv_times", "uv_a_day", "big_days")
    assert error.sentence("zh") == (
        "“uv”是“report”里已经汇总好的数，几行放在一起不能相加也不能平均（同一个人会重复算）。"
        "可以按日期逐行看，或只看其中一个。要看合计或日均，请用：uv_times、uv_a_day、big_days。"
    )
    assert refusal(made, "cvr", time=DAYS).choices == ("day", "report_day.seller")


@trap("a total over days is empty or refused, not a sum")
def test_totals(shop: Make) -> None:
    from tools.metrics import MetricsArguments, answer_metrics
    from tools.registry import Context

    made = reported(shop)
    arguments = MetricsArguments.model_validate(
        {"metrics": ("uv",), "by": ("day", "seller"), "time": DAYS}
    )
    result = answer_metrics(made, arguments, Context())
    assert not [f for f in result.findings if "total" in f.id]
    assert sum(row[2] or 0 for row in result.rows) == 310


@trap("the shop's own names for several days: 人次 is a sum, 日均 an average of days")
def test_declared_ways(shop: Make) -> None:
    made = reported(shop)
    assert one(made, "uv_times", time=DAYS) == 310
    assert rows(made, "uv_a_day", by=("seller",), time=DAYS) == [("a", 90), ("b", 65)]
    assert rows(made, "big_days", by=("seller",), time=DAYS) == [("a", 1), ("b", 0)]
    assert refusal(made, "uv_a_day", time=DAYS).code == "reported_sum"


@trap("parts of a ratio are taken row by row, and the rest of the report adds up")
def test_beside_what_adds(shop: Make) -> None:
    made = reported(shop)
    assert one(made, "gmv", time=DAYS) == money("150.00")
    found = sorted(rows(made, "gmv", "uv", "per_visitor", by=("seller",), time=DAY1))
    assert found == [
        ("a", money("10.00"), 100, 0.1),
        ("b", money("30.00"), 70, pytest.approx(3 / 7)),
    ]


@trap("a monthly report is shown by month")
def test_monthly(shop: Make) -> None:
    made = reported(shop)
    assert rows(made, "fans", by=("month",)) == [("2025-02-01", 500), ("2025-03-01", 700)]
    march = {"start": "2025-03-01", "end": "2025-03-31"}
    assert one(made, "fans", time=march) == 700
    assert refusal(made, "fans", by=("quarter",)).code == "reported_sum"
    assert refusal(made, "fans").choices == ("month",)


@trap("a row that was loaded twice is no fact")
def test_a_doubled_row(shop: Make) -> None:
    made = reported(shop, ("2025-03-01", "a", "东", 101, 0.1, "10.00"))
    assert refusal(made, "uv", by=("day", "seller"), time=DAYS).code == "false_key"


@trap("neither a sum over days of reported values, nor a mean of reported rates, can be declared")
@pytest.mark.parametrize(
    "metric",
    [
        "{type: nested, metric: uv, per: day, agg: sum}",
        "{type: nested, metric: cvr, per: day, agg: avg}",
    ],
)
def test_declared_sums(shop: Make, metric: str) -> None:
    made = shop(
        f"{REPORT}  wrong: {metric}\n",
        report=table(COLUMNS, *ROWS),
        stores=table("id text, name text", ("a", "甲")),
        months=table("month_start date, fans int"),
    )
    assert refusal(made, "wrong", by=("seller",), time=DAYS).code == "reported_sum"


@trap("a reported fact needs to know what its row is")
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("columns: [day, store_id]}", "columns: []}", "reported_without_key"),
        (
            "uv: {table: report, agg: reported",
            "uv: {type: cumulative, table: report, agg: reported",
            "reported_runs",
        ),
    ],
)
def test_declarations(shop: Make, old: str, new: str, code: str) -> None:
    assert old in REPORT
    with pytest.raises(ShopError) as caught:
        shop(REPORT.replace(old, new), report=table(COLUMNS, *ROWS))
    assert code in {f.code for f in caught.value.faults}
    assert all(f.sentence(lang) for f in caught.value.faults for lang in ("zh", "en"))


@trap("a query cannot aggregate reported rows by a definition of its own")
@pytest.mark.parametrize("agg", ["sum", "avg", "median", "count_distinct"])
def test_own_definitions(shop: Make, agg: str) -> None:
    made = reported(shop)
    define = [{"name": "own", "metric": "uv", "agg": agg}]
    assert refused(made, "own", define=define, by=("seller",), time=DAYS) == "reported_sum"
    define = [{"name": "own", "metric": "uv", "per": "day", "agg": "sum"}]
    assert refused(made, "own", define=define, by=("seller",), time=DAYS) == "reported_sum"
    define = [{"name": "own", "metric": "uv", "agg": "max"}]
    assert rows(made, "own", define=define, by=("seller",), time=DAYS) == [("a", 100), ("b", 70)]
