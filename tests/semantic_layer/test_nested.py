"""Metrics of metrics: per customer, per day, against numbers counted by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import duckdb
import pytest

from semantic_layer.errors import QueryError, ShopError
from semantic_layer.load import load
from semantic_layer.query import Compare, Filter, MetricQuery, TimeRange
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.conftest import DATA, SHOP

NESTED = """
  per_customer: {type: nested, metric: gmv, per: customer, agg: avg, unit: money}
  repeat_rate: {type: nested, metric: orders, per: customer, agg: share, having: ">= 2"}
  repeaters: {type: nested, metric: orders, per: customer, agg: count, having: ">= 2"}
  once: {type: nested, metric: orders, per: customer, agg: count, having: ["= 1"]}
  once_and_big: {type: nested, metric: orders, per: customer, agg: count, having: ["= 1", "gmv > 60"]}
  to_date: {type: cumulative, table: orders, expr: amount, to_date: month, unit: money}
  to_date_per_day: {type: nested, metric: to_date, per: day, agg: avg, unit: money}
  week_before: {type: derived, expr: before, inputs: {before: {metric: gmv, offset: 7 days}}, unit: money}
  week_before_per_day: {type: nested, metric: week_before, per: day, agg: avg, unit: money}
  refunded_orders: {table: refunds, agg: count}
  came_back: {type: conversion, base: orders, conversion: refunded_orders, entity: order}
  came_back_per_customer: {type: nested, metric: came_back, per: customer, agg: avg}
  refunded: {type: nested, metric: refunds, per: customer, agg: count, having: "orders >= 1"}
  unrefunded_big: {type: nested, metric: gmv, per: customer, agg: count, having: ["refunds = 0", "> 60"]}
  tmall_repeaters:
    {type: nested, metric: orders, where: ["platform = 'tmall'"], per: customer, agg: count, having: ">= 2"}
  best_customer: {type: nested, metric: net, per: customer, agg: max, unit: money}
  spread: {type: nested, metric: gmv, per: customer, agg: stddev, unit: money}
  third_quartile: {type: nested, metric: gmv, per: customer, agg: percentile, percentile: 0.75}
  known_gmv: {type: nested, metric: gmv, per: customer, agg: sum, unit: money}
  per_day: {label: {zh: 日均支付金额, en: GMV per day}, type: nested, metric: gmv, per: day, agg: avg, unit: money}
  median_day: {type: nested, metric: orders, per: day, agg: median}
  least_day: {type: nested, metric: orders, per: day, agg: min}
  empty_days: {type: nested, metric: orders, per: day, agg: count, having: "= 0"}
  weekday_gmv: {type: nested, metric: gmv, where: ["weekday <= 5"], per: day, agg: avg, unit: money}
  upt_per_day: {type: nested, metric: upt, per: day, agg: avg}
  net_per_day: {type: nested, metric: net, per: day, agg: avg, unit: money}
  per_month: {type: nested, metric: gmv, per: month, agg: avg, unit: money}
  per_week: {type: nested, metric: gmv, per: week, agg: avg, unit: money}
  monthly_rate: {type: nested, metric: repeat_rate, per: month, agg: avg}
  daily_buyers: {type: nested, metric: buyers, per: day, agg: sum}
  per_platform: {type: nested, metric: gmv, per: platform, agg: avg, unit: money}
  per_created: {type: nested, metric: gmv, per: "created_at:day", agg: avg, unit: money}
  none_at_all: {type: nested, metric: orders, per: customer, agg: count, having: "= 0"}
  per_product: {type: nested, metric: gmv, per: product, agg: avg}
  rate_to_gmv: {type: ratio, numerator: known_gmv, denominator: gmv}
  later: {type: derived, expr: before, inputs: {before: {metric: per_day, offset: 1 month}}}
  customers_before: {type: derived, expr: before, inputs: {before: {metric: repeaters, offset: 1 month}}}
  of_tmall: {type: ratio, numerator: {metric: per_customer, where: ["platform = 'tmall'"]}, denominator: per_customer}
"""
FEB = TimeRange(start=date(2025, 2, 1), end=date(2025, 2, 28))
MAR = TimeRange(start=date(2025, 3, 1), end=date(2025, 3, 31))
YEAR = TimeRange(start=date(2025, 1, 1), end=date(2025, 12, 31))


def written(folder: Path, metrics: str, shop: str = SHOP) -> Path:
    """The small shop with more metrics, and its data."""
    before, roles = shop.split("\nroles:")
    (folder / "shop.yml").write_text(f"{before}{metrics}roles:{roles}", encoding="utf-8")
    connection = duckdb.connect(str(folder / "small.duckdb"))
    for statement in DATA.split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.close()
    return folder


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = written(tmp_path_factory.mktemp("nested"), NESTED)
    patch = pytest.MonkeyPatch()
    patch.setenv("WENSHU_STATE", str(folder / "state"))
    opened = open_shop(folder)
    yield opened
    opened.close()
    patch.undo()


def rows(shop: Shop, *metrics: str, role: str = "owner", **parts: Any) -> list[tuple[Any, ...]]:
    return list(shop.query(MetricQuery(metrics=metrics, **parts), role=role).rows)


def notes(shop: Shop, *metrics: str, **parts: Any) -> list[str]:
    return [n.en for n in shop.query(MetricQuery(metrics=metrics, **parts)).notes]


CASES: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    ("customer 1 has 300.10, 2 has 50, 3 has 70, 4 has 300; the guest's 30.30 is nobody's",
     {"metrics": ("per_customer", "known_gmv")}, [(180.025, D("720.10"))]),
    ("one of four bought twice; test and unpaid orders are none",
     {"metrics": ("repeat_rate", "repeaters", "once")}, [(0.25, 1, 3)]),
    ("several conditions, one on another metric",
     {"metrics": ("once_and_big",)}, [(2,)]),
    ("another metric chooses among those that have this one: only customer 1 was refunded",
     {"metrics": ("refunded",)}, [(1,)]),
    ("who has no row of another metric has 0 of its sum: customers 3 and 4",
     {"metrics": ("unrefunded_big",)}, [(2,)]),
    ("within each group of the result",
     {"metrics": ("per_customer", "repeat_rate"), "by": ("platform",), "order": ("platform",)},
     [("jd", 50.0, 0.0), ("tmall", 300.05, 0.5), (None, 70.0, 0.0)]),
    ("and within each step: no customer bought twice in a month",
     {"metrics": ("repeaters", "once"), "by": ("month",), "time": YEAR},
     [(date(2025, 2, 1), 0, 1), (date(2025, 3, 1), 0, 2)]),
    ("a condition of the metric's own", {"metrics": ("tmall_repeaters",)}, [(1,)]),
    ("of a difference of two facts: 300.10 - 240.10, 50, 70, 300",
     {"metrics": ("best_customer",)}, [(D("300.00"),)]),
    ("the standard deviation of a sample, and a percentile, of 50, 70, 300, 300.10",
     {"metrics": ("spread", "third_quartile")}, [(138.833242297, 300.025)]),
    ("by a dimension, whose empty member is none: 600.10 and 80.30",
     {"metrics": ("per_platform",)}, [(340.2,)]),
    ("every day of February counts",
     {"metrics": ("per_day", "median_day", "least_day", "empty_days"), "time": FEB},
     [(8.225, 0.0, 0, 26)]),
    ("the data ends on 4 March, so March has four days",
     {"metrics": ("per_day",), "time": MAR}, [(92.5,)]),
    ("no time: from the first day of data to the last, 371 days",
     {"metrics": ("per_day",)}, [(2.02264150943,)]),
    ("the query's weekdays: 30.30 over 20 days",
     {"metrics": ("per_day",), "time": FEB, "where": ("weekday <= 5",)}, [(1.515,)]),
    ("the same as the metric's own condition", {"metrics": ("weekday_gmv",), "time": FEB}, [(1.515,)]),
    ("joined by AND with a condition on rows",
     {"metrics": ("per_day",), "time": FEB, "where": ("weekday > 5 and platform = 'tmall'",)}, [(25.0,)]),
    ("a member without rows has 0 on every day, in the base too",
     {"metrics": ("per_day",), "by": ("platform",), "order": ("platform",),
      "time": TimeRange(start=date(2025, 3, 1), end=date(2025, 3, 4)),
      "compare": (Compare(kind="range", time=FEB),)},
     [("jd", 0.0, 1.08214285714, -1.08214285714, -1.0),
      ("tmall", 75.0, 7.14285714286, 67.8571428571, 9.5), (None, 17.5, 0.0, 17.5, None)]),
    ("each month by its own days, January by 31 empty ones; April is not there yet",
     {"metrics": ("per_day",), "by": ("month",), "fill": True,
      "time": TimeRange(start=date(2025, 1, 1), end=date(2025, 4, 30))},
     [(date(2025, 1, 1), 0.0), (date(2025, 2, 1), 8.225), (date(2025, 3, 1), 92.5),
      (date(2025, 4, 1), None)]),
    ("by weekday: of four Saturdays in February one had 200",
     {"metrics": ("per_day",), "by": ("weekday",), "time": FEB, "having": (Filter(field="per_day", op=">", values=(0,)),)},
     [(5, 7.575), (6, 50.0)]),
    ("by hour of day every day counts",
     {"metrics": ("per_day",), "by": ("hour_of_day",), "time": FEB, "order": ("-per_day",), "limit": 3},
     [(12, 7.14285714286), (23, 1.08214285714), (0, 0.0)]),
    ("a ratio has no value on a day without orders: 3 pieces in one order, 1 in one",
     {"metrics": ("upt_per_day",), "time": FEB}, [(2.0,)]),
    ("a difference of sums has: 370 less 200 over four days",
     {"metrics": ("net_per_day",), "time": MAR}, [(42.5,)]),
    ("per month over the three that have begun",
     {"metrics": ("per_month",), "time": YEAR}, [(200.1,)]),
    ("nested in nested: 0 in February and in March, January has no buyers",
     {"metrics": ("monthly_rate",), "time": YEAR}, [(0.0,)]),
    ("the sum of daily buyers is not the buyers",
     {"metrics": ("daily_buyers", "buyers")}, [(5, 4)]),
    ("inside a ratio", {"metrics": ("rate_to_gmv",)}, [(0.959621535181,)]),
    ("under the conditions of a ratio: 300.05 over 180.025", {"metrics": ("of_tmall",)}, [(1.66671295653,)]),
    ("of a running total: 200 on 27 days, then 230.30",
     {"metrics": ("to_date_per_day",), "time": FEB}, [(201.082142857,)]),
    ("of a lag: 200 on 8 February", {"metrics": ("week_before_per_day",), "time": FEB}, [(200 / 28,)]),
    ("of a conversion: both orders of customer 1 came back, none of the other three",
     {"metrics": ("came_back_per_customer",)}, [(0.25,)]),
    ("a share of a count is of the whole",
     {"metrics": ("once",), "by": ("platform",), "share": ("once",), "order": ("platform",)},
     [("jd", 1, 1 / 3), ("tmall", 1, 1 / 3), (None, 1, 1 / 3)]),
    ("through a lag, by month",
     {"metrics": ("customers_before",), "by": ("month",), "time": MAR}, [(date(2025, 3, 1), 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_against_hand_counted_numbers(
    shop: Shop, asked: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    found = rows(shop, *asked.pop("metrics"), **asked)
    assert found == [tuple(pytest.approx(v, rel=1e-9) if isinstance(v, float) else v for v in row)
                     for row in expected]  # fmt: skip


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("a share of averages", {"metrics": ("per_customer",), "by": ("platform",), "share": ("per_customer",)}, "share_of_ratio"),
    ("weeks do not lie in months", {"metrics": ("per_week",), "by": ("month",), "time": YEAR}, "nested_misfit"),
    ("a day is no month", {"metrics": ("per_month",), "by": ("day",), "time": YEAR}, "nested_misfit"),
    ("not the metric's own clock", {"metrics": ("per_created",), "time": YEAR}, "nested_off_clock"),
    ("who has none is not there", {"metrics": ("none_at_all",)}, "nested_counts_present"),
    ("an order has several products", {"metrics": ("per_product",)}, "fan_out"),
    ("a lag of every day", {"metrics": ("later",), "time": FEB}, "no_look_at_steps"),
    ("time or platform",
     {"metrics": ("per_day",), "time": FEB, "where": ("weekday < 6 or platform = 'jd'",)}, "nested_mixed_condition"),
    ("a group by the clock of one of two facts",
     {"metrics": ("net_per_day",), "by": ("order.paid_at:month",), "time": MAR}, "nested_mixed_condition"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "code"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_refused_with_a_reason(shop: Shop, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(QueryError) as refused:
        rows(shop, *asked.pop("metrics"), **asked)
    assert refused.value.code == code
    assert all(refused.value.sentence(lang) for lang in ("zh", "en"))


def test_the_days_are_said(shop: Shop) -> None:
    assert notes(shop, "per_day", time=MAR) == [
        "GMV per day is over 4 days from 2025-03-01 to 2025-03-04, those without records as 0"
    ]
    weekdays = notes(shop, "per_day", time=FEB, where=("weekday <= 5",))
    assert weekdays[0].startswith("GMV per day is over 20 days from 2025-02-01 to 2025-02-28")
    assert notes(shop, "upt_per_day", time=FEB)[0].endswith("that have a value")
    assert notes(shop, "per_month", time=YEAR)[0].endswith("the first or last one is not whole")
    by_month = notes(shop, "per_day", time=FEB, by=("month",))
    assert by_month[0].endswith("those without records as 0; each group over its own")
    after = TimeRange(start=date(2025, 5, 1), end=date(2025, 5, 2))
    assert notes(shop, "per_day", time=after) == [
        "GMV per day is empty: the data has none of the asked days"
    ]
    assert rows(shop, "per_day", time=after) == [(None,)]


def test_a_row_rule_holds_inside(shop: Shop) -> None:
    """The clerk of Tmall sees customers 1 and 4, and may not see what was not listed."""
    assert rows(shop, "gmv", role="tmall_clerk") == [(D("600.10"),)]
    tmall = shop.model.roles["tmall_clerk"]
    assert tmall.metrics == ("gmv", "orders")


FAULTS = [
    ("per: custmer, agg: avg", "no_such_member", ("customer",)),
    ("per: weekday, agg: avg", "no_such_member", ("week", "day")),
    ("agg: avg", "missing_key", ()),
    ("per: customer", "missing_key", ()),
    ("per: customer, agg: mean", "bad_choice", ()),
    ("per: customer, agg: share", "missing_key", ()),
    ("per: customer, agg: percentile", "missing_key", ()),
    ('per: customer, agg: count, having: "2 > 1"', "tests_nothing", ()),
    ('per: customer, agg: count, having: "ordrs > 1"', "no_such_metric", ("orders",)),
    ('per: customer, agg: count, having: "> ("', "bad_expression", ()),
    ("per: customer, agg: count, hving: 2", "unknown_key", ("having",)),
]


@pytest.mark.parametrize(("said", "code", "near"), FAULTS)
def test_faults_have_a_place(tmp_path: Path, said: str, code: str, near: tuple[str, ...]) -> None:
    before, roles = SHOP.split("\nroles:")
    line = before.count("\n") + 2
    metric = "\n  wrong: {type: nested, metric: orders, " + said + "}\n"
    (tmp_path / "shop.yml").write_text(f"{before}{metric}roles:{roles}", encoding="utf-8")
    with pytest.raises(ShopError) as refused:
        load(tmp_path)
    fault = refused.value.faults[0]
    assert (fault.code, fault.file, fault.line) == (code, "shop.yml", line)
    assert fault.near[: len(near)] == near


def test_a_circle_of_nested_metrics(tmp_path: Path) -> None:
    before, roles = SHOP.split("\nroles:")
    circle = "\n  a: {type: nested, metric: b, per: day, agg: avg}\n  b: {type: derived, expr: a}\n"
    (tmp_path / "shop.yml").write_text(f"{before}{circle}roles:{roles}", encoding="utf-8")
    with pytest.raises(ShopError) as refused:
        load(tmp_path)
    assert [f.code for f in refused.value.faults] == ["circle"]
