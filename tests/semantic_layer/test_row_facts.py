"""A row's place among the rows of the same customer, rows that must be old enough, fixed grain.

Customer 1 paid on 2024-02-28 (100.10) and 2025-02-01 (200.00), 2 on 2024-03-01 (50.00), 3 on
2025-03-03 (70.00), 4 on 2025-03-04 (300.00). Order 3 is a test, 8 was not paid, 5 is a guest's.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from semantic_layer.check import check
from semantic_layer.compile import Compiler
from semantic_layer.errors import QueryError, ShopError
from semantic_layer.load import load
from semantic_layer.query import Compare, MetricQuery, TimeRange
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.conftest import SHOP
from tests.semantic_layer.test_nested import written

ORDER_FACTS = """
    row_facts:
      order_number: {rank: paid_at, per: customer, label: {zh: 第几单, en: order number}}
      previous_paid_at: {lag: paid_at, per: customer}
      next_paid_at: {lead: paid_at, per: customer}
      first_paid_at: {first: paid_at, per: customer}
      last_platform: {last: platform, per: customer}
      order_on_platform: {rank: paid_at, per: [customer, platform]}
      big_order_number: {rank: paid_at, per: customer, where: ["amount >= 60"]}
"""
METRICS = """
  new_buyers: {table: orders, agg: count_distinct, expr: customer_id, where: ["order_number = 1"]}
  again: {table: orders, agg: count_distinct, expr: customer_id, where: ["order_number > 1"]}
  first_at: {table: orders, agg: min, expr: paid_at, hidden: true}
  firsts_by_value: {table: orders, agg: count, where: ["paid_at = first_at by customer"]}
  quiet_for_a_year:
    table: orders
    agg: count_distinct
    expr: customer_id
    where: ["previous_paid_at is null or previous_paid_at < paid_at - interval 365 day", "customer is not null"]
  newcomers: {table: orders, agg: count, where: ["newcomer"]}
  gap_days: {table: orders, agg: median, expr: "days_between(previous_paid_at, paid_at)", unit: days}
  units_of_firsts: {table: items, agg: sum, expr: qty, where: ["order.order_number = 1"]}
  by_first_order: {table: orders, agg: sum, expr: amount, time: first_paid_at, unit: money}
  firsts: {table: orders, agg: count, where: ["order_number = 1"]}
  seconds: {table: orders, agg: count, where: ["order_number = 2"]}
  within_a_year: {table: orders, agg: count, where: ["order_number = 1", "next_paid_at < paid_at + interval 365 day"]}
  repurchase: {type: ratio, numerator: within_a_year, denominator: firsts, matured: 360 days}
  old_repurchases: {table: orders, agg: count, where: ["order_number = 1", "next_paid_at is not null"], matured: 360 days}
  followed: {type: conversion, base: firsts, conversion: seconds, entity: customer, window: 360 days, matured: true, unit: ratio}
  followed_count:
    {type: conversion, base: firsts, conversion: seconds, entity: customer, window: 360 days, matured: true, calculation: count}
  value_of_a_year:
    {table: orders, expr: amount, time: first_paid_at, where: ["paid_at < first_paid_at + interval 360 day"], unit: money}
  ltv: {type: ratio, numerator: value_of_a_year, denominator: firsts, matured: 360 days, unit: money}
  of_all: {type: ratio, numerator: gmv, denominator: {metric: gmv, fixed: []}}
  of_platform: {type: ratio, numerator: gmv, denominator: {metric: gmv, fixed: [platform]}}
  whole: {type: derived, expr: gmv, inputs: {gmv: {metric: gmv, fixed: []}}, unit: money}
  biggest_part: {type: nested, metric: of_all, per: customer, agg: max}
  whole_of_rate: {type: derived, expr: rate, inputs: {rate: {metric: repeaters, fixed: []}}, unit: count}
  repeaters: {type: nested, metric: orders, per: customer, agg: count, having: ">= 2"}
"""
FEB24 = date(2024, 2, 1)
ALL = TimeRange(start=date(2024, 1, 1), end=date(2025, 12, 31))
FEB = TimeRange(start=date(2025, 2, 1), end=date(2025, 2, 28))
MAR = TimeRange(start=date(2025, 3, 1), end=date(2025, 3, 31))
DIMENSION = "      big: {type: bool"


def with_facts() -> str:
    """The small shop with row facts, and a dimension made of one."""
    newcomer = '      newcomer: {type: bool, expr: "order_number = 1"}\n'
    before, after = SHOP.split(DIMENSION)
    line, rest = after.split("\n", 1)
    return f"{before}{newcomer}{DIMENSION}{line}{ORDER_FACTS}{rest}"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = written(tmp_path_factory.mktemp("row_facts"), METRICS, with_facts())
    patch = pytest.MonkeyPatch()
    patch.setenv("WENSHU_STATE", str(folder / "state"))
    opened = open_shop(folder)
    yield opened
    opened.close()
    patch.undo()


def rows(shop: Shop, *metrics: str, role: str = "owner", **parts: Any) -> list[tuple[Any, ...]]:
    return list(shop.query(MetricQuery(metrics=metrics, **parts), role=role).rows)


CASES: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    ("each customer's first order is counted on its own day",
     {"metrics": ("new_buyers", "again"), "by": ("month",), "time": ALL},
     [(FEB24, 1, 0), (date(2024, 3, 1), 1, 0), (date(2025, 2, 1), 0, 1), (date(2025, 3, 1), 2, 0)]),
    ("the days of the query do not cut the window: customer 1 is not new in 2025",
     {"metrics": ("new_buyers", "again"), "time": TimeRange(start=date(2025, 1, 1), end=date(2025, 12, 31))},
     [(2, 1)]),
    ("nor do its conditions: order 4 is the second, though the first on no other day",
     {"metrics": ("orders",), "by": ("order_number",), "where": ("\"paid_at:year\" = date '2025-01-01'",)},
     [(1, 2), (2, 1), (None, 1)]),
    ("the same as a metric of each customer over all time; a guest has none",
     {"metrics": ("firsts_by_value", "newcomers")}, [(4, 4)]),
    ("a guest's, a test's and an unpaid order have no place", {"metrics": ("orders",), "by": ("order_number",)},
     [(1, 4), (2, 1), (None, 1)]),
    ("a metric that counts all rows finds places on the valid ones only",
     {"metrics": ("all_gmv",), "by": ("order_number",)},
     [(None, D("1029.30")), (1, D("520.10")), (2, D("200.00"))]),
    ("the order before, by its own month", {"metrics": ("gmv",), "by": ("previous_paid_at:month",)},
     [(FEB24, D("200.00")), (None, D("550.40"))]),
    ("the last platform ever; customer 3's is empty", {"metrics": ("orders",), "by": ("last_platform",), "order": ("last_platform",)},
     [("jd", 1), ("tmall", 3), (None, 2)]),
    ("within customer and platform", {"metrics": ("orders",), "by": ("order_on_platform",)},
     [(1, 3), (None, 2), (2, 1)]),
    ("only rows that the fact asks for", {"metrics": ("orders",), "by": ("big_order_number",)},
     [(1, 3), (None, 2), (2, 1)]),
    ("no paid order in the 365 days before: not customer 1's second, 339 days later",
     {"metrics": ("quiet_for_a_year", "gap_days")}, [(4, 339.0)]),
    ("from the lines of an order", {"metrics": ("units_of_firsts", "units"), "by": ("order.order_number",)},
     [(1, 9, 9), (2, 0, 3), (None, 0, 1)]),
    ("as a clock: what customers of a month have bought since",
     {"metrics": ("by_first_order",), "by": ("month",), "time": ALL},
     [(FEB24, D("300.10")), (date(2024, 3, 1), D("50.00")), (date(2025, 3, 1), D("370.00"))]),
    ("observed for 360 days: orders up to 2024-03-09; younger ones are empty and not 0",
     {"metrics": ("repurchase", "old_repurchases", "followed", "followed_count", "ltv"), "by": ("month",), "time": ALL},
     [(FEB24, 1.0, 1, 1.0, 1, 300.1), (date(2024, 3, 1), 0.0, 0, 0.0, 0, 50.0),
      (date(2025, 2, 1), None, None, None, None, None), (date(2025, 3, 1), None, None, None, None, None)]),
    ("in all", {"metrics": ("repurchase", "old_repurchases", "followed", "followed_count", "ltv")},
     [(0.5, 1, 0.5, 1, 175.05)]),
    ("nothing is old enough", {"metrics": ("repurchase", "old_repurchases", "followed", "followed_count", "ltv"), "time": MAR},
     [(None, None, None, None, None)]),
    ("parts of the whole", {"metrics": ("of_all", "whole"), "by": ("platform",), "order": ("platform",)},
     [("jd", 0.107009594883, D("750.40")), ("tmall", 0.799706823028, D("750.40")),
      (None, 0.0932835820896, D("750.40"))]),
    ("parts of their platform", {"metrics": ("of_platform",), "by": ("platform", "month"), "time": ALL,
                                 "order": ("platform", "month")},
     [("jd", date(2024, 3, 1), 0.622665006227), ("jd", date(2025, 2, 1), 0.377334993773),
      ("tmall", FEB24, 0.166805532411), ("tmall", date(2025, 2, 1), 0.333277787035),
      ("tmall", date(2025, 3, 1), 0.499916680553), (None, date(2025, 3, 1), 1.0)]),
    ("under the query's days and conditions, and in the base under its own",
     {"metrics": ("of_all",), "by": ("platform",), "order": ("platform",),
      "time": TimeRange(start=date(2025, 3, 1), end=date(2025, 3, 4)),
      "compare": (Compare(kind="range", time=FEB),)},
     [("jd", 0.0, 0.131567520625, -0.131567520625, -1.0),
      ("tmall", 0.810810810811, 0.868432479375, -0.0576216685639, -0.0663513513514),
      (None, 0.189189189189, 0.0, 0.189189189189, None)]),
    ("inside a nested metric: customer 1 has 300.10 of 750.40", {"metrics": ("biggest_part",)}, [(0.399920042644,)]),
    ("a nested metric at a fixed grain", {"metrics": ("whole_of_rate",), "by": ("platform",), "order": ("platform",)},
     [("jd", 1), ("tmall", 1), (None, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_against_hand_counted_numbers(
    shop: Shop, asked: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    found = rows(shop, *asked.pop("metrics"), **asked)
    assert found == [tuple(pytest.approx(v, rel=1e-9) if isinstance(v, float) else v for v in row)
                     for row in expected]  # fmt: skip


def test_a_row_rule_holds_inside_the_window(shop: Shop) -> None:
    """For the clerk of Tmall there is only Tmall: customer 1's orders there are still 1 and 2."""
    asked = {"by": ("order_number",)}
    assert rows(shop, "gmv", role="tmall_clerk", **asked) == [(1, D("400.10")), (2, D("200.00"))]
    assert (
        "platform = 'tmall'"
        in shop.compile(MetricQuery(metrics=("orders",), **asked), "tmall_clerk").sql
    )


def test_the_window_is_read_once(shop: Shop) -> None:
    query = MetricQuery(
        metrics=("new_buyers", "again"),
        by=("month",),
        time=MAR,
        compare=(Compare(kind="previous"),),
    )
    assert shop.compile(query).sql.count("ROW_NUMBER") == 1


def test_how_far_is_said(shop: Shop) -> None:
    found = shop.query(MetricQuery(metrics=("repurchase", "gmv"), by=("month",), time=ALL))
    assert [n.zh for n in found.notes] == [
        "repurchase只算到 2024-03-09：之后的还没满观察期，不算 0"
    ]
    before = TimeRange(start=date(2024, 1, 1), end=date(2024, 3, 9))
    assert not shop.query(MetricQuery(metrics=("repurchase",), time=before)).notes


def test_durations_count_days_of_the_calendar_and_elapsed_hours(shop: Shop) -> None:
    """Order 2 was paid a minute after it was made, on the next day; order 7 twelve hours later."""
    moments = "days_between(created_at, paid_at)", "hours_between(created_at, paid_at)"
    found = rows(shop, "orders", where=tuple(f"{m} > 0" for m in moments[:1]))
    assert found == [(1,)]
    assert rows(shop, "orders", where=(f"{moments[1]} = 12",)) == [(1,)]
    assert rows(shop, "orders", where=("minutes_between(created_at, paid_at) = 1",)) == [(1,)]
    spark = Compiler(shop.model, dialect="spark")
    with pytest.raises(QueryError) as refused:
        spark.compile(MetricQuery(metrics=("orders",), where=(f"{moments[1]} = 12",)))
    assert refused.value.code == "not_supported_here"


REFUSED = [
    ({"metrics": ("of_platform",), "by": ("month",)}, "fixed_needs_key"),
    ({"metrics": ("of_all",), "by": ("platform",), "share": ("of_all",)}, "share_of_ratio"),
]


@pytest.mark.parametrize(("asked", "code"), REFUSED)
def test_refused_with_a_reason(shop: Shop, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(QueryError) as refused:
        rows(shop, *asked.pop("metrics"), **asked)
    assert refused.value.code == code


def test_without_data_nothing_is_old_enough_to_be_known(shop: Shop) -> None:
    with pytest.raises(QueryError) as refused:
        Compiler(shop.model).compile(MetricQuery(metrics=("repurchase",)))
    assert refused.value.code == "matured_needs_time"


def test_check_reads_row_facts(shop: Shop, tmp_path: Path) -> None:
    faults = [f for f in check(shop.model, shop.engine) if f.code not in _OTHERS]
    assert faults == []
    wrong = with_facts().replace("{lag: paid_at, per", "{lag: payd_at, by: paid_at, per")
    (tmp_path / "shop.yml").write_text(wrong, encoding="utf-8")
    (fault,) = [f for f in check(load(tmp_path), shop.engine) if f.code not in _OTHERS]
    assert (fault.code, fault.near[0]) == ("no_such_column", "paid_at")


_OTHERS = ("rows_left_open", "same_word", "near_metric")
FACT_FAULTS = [
    ("wrong: {per: customer}", "row_fact_kind", ()),
    ("wrong: {rank: paid_at, lag: paid_at, per: customer}", "row_fact_kind", ()),
    ("wrong: {rank: paid_at}", "missing_key", ()),
    ("wrong: {rank: paid_at, pre: customer}", "unknown_key", ("per",)),
    ("wrong: {rank: paid_at, per: customer, type: dat}", "bad_choice", ("date",)),
    ('wrong: {lag: "(", per: customer}', "bad_expression", ()),
    ("platform: {rank: paid_at, per: customer}", "defined_twice", ()),
    ("day: {rank: paid_at, per: customer}", "reserved_name", ()),
]  # fmt: skip


@pytest.mark.parametrize(("said", "code", "near"), FACT_FAULTS)
def test_faults_have_a_place(tmp_path: Path, said: str, code: str, near: tuple[str, ...]) -> None:
    before, after = SHOP.split(DIMENSION)
    head, rest = after.split("\n", 1)
    text = f"{before}{DIMENSION}{head}\n    row_facts:\n      {said}\n{rest}"
    line = text[: text.index(said)].count("\n") + 1
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ShopError) as refused:
        load(tmp_path)
    fault = next(f for f in refused.value.faults if f.code == code)
    assert (fault.file, fault.line) == ("shop.yml", line)
    assert fault.near[: len(near)] == near


def test_a_row_fact_needs_a_primary_key(tmp_path: Path) -> None:
    ads = "      date: {type: date, label: {zh: 日期, en: date}}\n"
    text = SHOP.replace(ads, ads + "    row_facts:\n      place: {rank: date, per: platform}\n")
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ShopError) as refused:
        load(tmp_path)
    assert [f.code for f in refused.value.faults] == ["row_fact_needs_key"]


def test_a_row_fact_inside_another(tmp_path: Path, shop: Shop) -> None:
    text = with_facts().replace(
        "      order_on_platform:",
        "      twice: {rank: newcomer, per: customer, by: paid_at, where: [newcomer]}\n      order_on_platform:",
    )
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    model = load(tmp_path)
    with pytest.raises(QueryError) as refused:
        Compiler(model).compile(MetricQuery(metrics=("orders",), by=("twice",)))
    assert refused.value.code == "row_fact_nested"


def test_moments(shop: Shop) -> None:
    """The hour of the order before is kept."""
    found = rows(shop, "orders", by=("previous_paid_at:minute",), where=("order_number = 2",))
    assert found == [(datetime(2024, 2, 28, 10, 5), 1)]
