"""Targets of whole periods beside sales of days: spread over days, time progress, campaigns."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from semantic_layer.errors import QueryError, ShopError
from semantic_layer.load import load
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.soundness.world import made, table

MODEL = """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    dimensions: {paid_at: {type: time}, shop: {}}
  targets:
    entities: {target: {kind: primary, columns: id}}
    time: of_month
    dimensions:
      of_month: {type: date, expr: since, grain: month}
      since: {type: date, lasts_to: till}
      shop: {same_as: order.shop}
roles:
  owner: {metrics: "*", dimensions: "*", sees: "*"}
  keeper: {metrics: [gmv, target, month_to_date], dimensions: "*"}
calendar:
  sale: {label: {zh: 大促, en: sale}, days: [[2025-02-05, 2025-02-14]], phases: {open: {days: [[2025-02-05, 2025-02-07]]}}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  weight: {table: orders, expr: "amount * 0 + 1"}
  target: {table: targets, expr: value, where: ["kind = 'month'"], unit: money, covers: whole}
  even: {table: targets, expr: value, where: ["kind = 'month'"], unit: money, spread: {by: day}}
  like_sales: {table: targets, expr: value, where: ["kind = 'month'"], unit: money, spread: {by: day, like: gmv}}
  like_before:
    {table: targets, expr: value, where: ["kind = 'month'"], unit: money, spread: {by: day, like: {metric: gmv, offset: 1 month}}}
  month_to_date: {type: cumulative, table: targets, expr: value, where: ["kind = 'month'"], unit: money, spread: {by: day}, to_date: month}
  sale_target: {table: targets, expr: value, time: since, where: ["kind = 'sale'"], unit: money}
  sale_target_begun: {table: targets, expr: value, time: since, where: ["kind = 'sale'"], unit: money, covers: whole}
  sale_even: {table: targets, expr: value, time: since, where: ["kind = 'sale'"], unit: money, spread: {by: day}}
  sale_before: {type: derived, expr: was, inputs: {was: {metric: sale_target, offset: 1 year}}}
  attained: {type: ratio, numerator: gmv, denominator: even}
  progress: {type: elapsed}
  passed: {type: elapsed, as: days}
  left: {type: elapsed, as: left}
  length: {type: elapsed, as: whole}
  projected: {type: ratio, numerator: gmv, denominator: progress, unit: money}
  per_shop: {type: nested, metric: projected, per: order.shop, agg: avg}
"""
# January is worth 310.00 a day of 10.00, February 100.00 (28 days: 3.5714…); the sale 5 to 14 February 1,000.
TARGETS = (
    (1, "month", "a", "2025-01-01", "2025-01-31", "310.00"),
    (2, "month", "a", "2025-02-01", "2025-02-28", "100.00"),
    (3, "month", "b", "2025-02-01", "2025-02-28", "28.00"),
    (4, "sale", "a", "2025-02-05", "2025-02-14", "1000.00"),
    (5, "month", "a", "2025-03-01", "2025-03-31", "62.00"),
)
# In February a sells 30 on the 1st and 10 on the 2nd; on 10 March the data ends.
ORDERS = (
    (1, "a", "2025-02-01 10:00", "30.00"),
    (2, "a", "2025-02-02 23:59", "10.00"),
    (3, "b", "2025-02-06 00:00", "8.00"),
    (4, "a", "2025-03-10 12:00", "20.00"),
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("targets")
    patch.setenv("WENSHU_STATE", str(folder / "state"))
    opened = made(
        folder, MODEL,
        orders=table("id int, shop text, paid_at timestamp, amount decimal(12,2)", *ORDERS),
        targets=table("id int, kind text, shop text, since date, till date, value decimal(12,2)", *TARGETS),
    )  # fmt: skip
    yield opened
    opened.close()
    patch.undo()


def ask(shop: Shop, *metrics: str, first: str, last: str, unit: str = "", **more: Any) -> Any:
    time = {"start": f"2025-{first}", "end": f"2025-{last}", "unit": unit, **more.pop("hours", {})}
    return shop.query(MetricQuery.model_validate({"metrics": metrics, "time": time, **more}))


# days, metric, what it comes to
SPREAD = [
    ("01-01", "01-31", "even", D("310.00")),
    ("01-10", "01-12", "even", D("30.00")),
    ("01-31", "02-01", "even", D("14.57")),  # 10.00, 100/28 = 3.57 and 1.00
    ("02-01", "02-28", "even", D("128.00")),
    ("02-01", "02-01", "like_sales", D("80.00")),  # 30 of 48, of each row: 62.50 and 17.50
    ("02-03", "02-05", "like_sales", D("0.00")),
    ("02-01", "02-28", "like_sales", D("128.00")),
    ("01-01", "01-02", "like_sales", D("20.00")),  # nothing was sold in January: evenly
    ("03-01", "03-01", "like_before", D("38.75")),  # 62 · 30/48
    ("02-05", "02-14", "sale_even", D("1000.00")),
    ("02-06", "02-07", "sale_even", D("200.00")),
    ("02-20", "02-21", "sale_even", D("0.00")),
    ("02-05", "02-14", "sale_target", D("1000.00")),
    ("02-01", "02-28", "sale_target", D("1000.00")),
    ("02-05", "02-13", "sale_target", None),  # a part of it is neither all nor nothing
    ("02-06", "02-14", "sale_target", None),
    ("02-20", "02-28", "sale_target", None),  # no target is not a target of 0
    ("02-05", "02-13", "sale_target_begun", D("1000.00")),
    ("02-06", "02-14", "sale_target_begun", None),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "metric", "worth"), SPREAD)
def test_a_part_of_a_period_has_its_part(
    shop: Shop, first: str, last: str, metric: str, worth: D | None
) -> None:
    found = ask(shop, metric, first=first, last=last)
    assert found.rows == ((worth,),)
    assert found.notes


def test_the_days_of_a_month_add_up_to_it_to_the_cent(shop: Shop) -> None:
    days = ask(shop, "even", first="02-01", last="02-28", by=["day", "order.shop"]).rows
    assert len(days) == 56
    assert {row[2] for row in days if row[1] == "a"} <= {D("3.57"), D("3.58")}
    for name, whole in (("a", "100.00"), ("b", "28.00")):
        assert sum(row[2] for row in days if row[1] == name) == D(whole)
    weeks = ask(shop, "even", first="02-01", last="02-28", by=["week"]).rows
    assert sum(row[1] for row in weeks) == D("128.00")


def test_attainment_by_day_and_running_target(shop: Shop) -> None:
    rows = ask(shop, "gmv", "even", "attained", first="02-01", last="02-02", by=["day"]).rows
    assert [row[1:3] for row in rows] == [(D("30.00"), D("4.57")), (D("10.00"), D("4.57"))]
    assert rows[0][3] == pytest.approx(30 / 4.57)
    rows = ask(shop, "month_to_date", first="01-30", last="02-02", by=["day"]).rows
    assert [row[1] for row in rows] == [D("300.00"), D("310.00"), D("4.57"), D("9.14")]


def test_a_base_has_the_same_days_of_its_own_period(shop: Shop) -> None:
    found = ask(
        shop, "even", first="02-01", last="02-07", unit="month", compare=[{"kind": "previous"}]
    )
    assert found.rows[0][:2] == (D("32.00"), D("70.00"))


# days, unit, share, days passed, left and in all
ELAPSED = [
    ("02-01", "02-28", "", 1, 28, 0, 28),
    ("02-01", "02-07", "month", 7 / 28, 7, 21, 28),
    ("02-01", "02-07", "", 7 / 28, 7, 21, 28),
    ("02-01", "02-07", "quarter", None, None, None, None),
    ("01-01", "02-07", "quarter", 38 / 90, 38, 52, 90),
    ("01-01", "02-07", "year", 38 / 365, 38, 327, 365),
    ("02-03", "02-05", "week", 3 / 7, 3, 4, 7),
    ("03-01", "03-31", "month", 10 / 31, 10, 21, 31),  # the data ends on the 10th
    ("04-01", "04-30", "month", 0, 0, 30, 30),
    ("02-05", "02-06", "", 2 / 10, 2, 8, 10),
    ("02-05", "02-07", "", 1, 3, 0, 3),  # just the opening
    ("02-03", "02-07", "", None, None, None, None),
    ("02-03", "02-07", "day", None, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "unit", "share", "days", "left", "whole"), ELAPSED)
def test_how_much_of_the_period_has_passed(
    shop: Shop, first: str, last: str, unit: str, share: Any, days: Any, left: Any, whole: Any
) -> None:
    metrics = ("progress", "passed", "left", "length")
    if share is None:
        with pytest.raises(QueryError) as caught:
            ask(shop, *metrics, first=first, last=last, unit=unit)
        assert caught.value.code == "elapsed_of_what"
        assert caught.value.sentence("zh")
        return
    found = ask(shop, *metrics, first=first, last=last, unit=unit)
    assert [float(v) for v in found.rows[0]] == pytest.approx([share, days, left, whole])
    assert str(whole) in found.notes[0].zh


def test_parts_of_a_day_have_passed_too(shop: Shop) -> None:
    hours = {"until": "2025-02-07T12:00:00"}
    found = ask(shop, "progress", "passed", first="02-01", last="02-07", unit="month", hours=hours)
    assert [float(v) for v in found.rows[0]] == pytest.approx([6.5 / 28, 6.5])


def test_each_step_has_its_own_progress(shop: Shop) -> None:
    """January and February have passed, of March 10 of 31 days, April has not begun."""
    found = ask(
        shop, "progress", "left", "length", "gmv", "projected", first="01-01", last="04-30", by=["month"],
        fill=True,
    )  # fmt: skip
    assert [tuple(map(float, row[1:4])) for row in found.rows] == [
        (1, 0, 31), (1, 0, 28), (pytest.approx(10 / 31), 21, 31), (0, 30, 30),
    ]  # fmt: skip
    assert [row[5] and float(row[5]) for row in found.rows] == [0, 48, pytest.approx(62), None]


def test_a_projection_by_shop_and_beside_its_base(shop: Shop) -> None:
    found = ask(
        shop, "projected", first="03-01", last="03-10", unit="month", by=["order.shop"],
        compare=[{"kind": "previous"}],
    )  # fmt: skip
    values = {row[0]: [float(v) for v in row[1:3]] for row in found.rows}
    assert values == {
        "a": pytest.approx([62, 40 / (10 / 28)]),
        "b": pytest.approx([0, 8 / (10 / 28)]),
    }


REFUSED = [
    ("a part of a month", {"metrics": ("target",)}, "02-10", "02-14", "part_of_step"),
    ("a campaign by month", {"metrics": ("sale_target",), "by": ("month",)}, "02-01", "02-28", "period_steps"),
    ("a campaign moved", {"metrics": ("sale_before",)}, "02-01", "02-28", "period_steps"),
    ("a month by the hour", {"metrics": ("even",), "by": ("hour",)}, "02-01", "02-02", "too_fine"),
    ("progress by shop alone", {"metrics": ("progress",), "by": ("order.shop",)}, "02-01", "02-28", "elapsed_alone"),
    ("progress by day", {"metrics": ("progress", "gmv"), "by": ("day",)}, "02-01", "02-28", "elapsed_of_what"),
    ("progress by weekday", {"metrics": ("projected",), "by": ("weekday",)}, "02-01", "02-28", "elapsed_of_what"),
    ("progress by month from its middle", {"metrics": ("projected",), "by": ("month",)}, "02-10", "03-10", "elapsed_of_what"),
    ("progress of each shop", {"metrics": ("per_shop",)}, "02-01", "02-28", "elapsed_inside"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "parts", "first", "last", "code"), REFUSED, ids=[c[0] for c in REFUSED]
)
def test_refused(
    shop: Shop, case: str, parts: dict[str, Any], first: str, last: str, code: str
) -> None:
    query = dict(parts)
    with pytest.raises(QueryError) as caught:
        ask(shop, *query.pop("metrics"), first=first, last=last, **query)
    assert caught.value.code == code, case
    assert "{" not in caught.value.sentence("zh") + caught.value.sentence("en")


def test_a_part_of_a_month_is_offered_what_has_parts(shop: Shop) -> None:
    """What is offered in place of a refused metric is what the role may see."""
    time = {"start": "2025-02-10", "end": "2025-02-14"}
    query = MetricQuery.model_validate({"metrics": ("target",), "time": time})
    refused = []
    for role in ("owner", "keeper"):
        with pytest.raises(QueryError) as caught:
            shop.query(query, role=role)
        refused.append(caught.value)
    assert refused[0].choices == ("even", "like_sales", "like_before", "month_to_date")
    assert (
        refused[0]
        .sentence("zh")
        .endswith("可以问“even”、“like_sales”、“like_before”、“month_to_date”。")
    )
    assert refused[1].choices == ("month_to_date",)
    assert refused[1].sentence("zh").endswith("可以问“month_to_date”。")
    assert "even" not in refused[1].sentence("en")


def test_without_days_the_whole_targets_count(shop: Shop) -> None:
    found = shop.query(MetricQuery(metrics=("even", "sale_target", "target")))
    assert found.rows == ((D("500.00"), D("1000.00"), D("500.00")),)
    with pytest.raises(QueryError):
        shop.query(MetricQuery(metrics=("progress",)))


FAULTS = [
    ("even: {table: orders, expr: amount, spread: {by: day}}", "spread_needs_period"),
    ("even: {table: targets, agg: count, spread: {by: day}}", "spreads_no_sum"),
    ("even: {table: targets, expr: value, covers: whole, spread: {by: day}}", "spread_covers"),
    ("even: {table: targets, expr: value, spread: {by: hour}}", "bad_choice"),
    ("even: {table: targets, expr: value, spread: {like: gmv}}", "missing_key"),
    ("even: {table: targets, expr: value, spread: {by: day, like: gvm}}", "no_such_metric"),
    ("even: {table: targets, expr: value, spread: {by: day, like: {metric: gmv, offset: 2 hour}}}", "bad_age"),
    ("even: {table: targets, expr: value, spread: {by: day, like: {metric: gmv, where: [big]}}}", "spread_like_plain"),
    ("even: {table: targets, expr: value, spread: {by: day, like: even}}", "circle"),
    ("even: {type: elapsed, as: half}", "bad_choice"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code"), FAULTS)
def test_what_cannot_be_spread_is_told(tmp_path: Path, line: str, code: str) -> None:
    head = MODEL.split("roles:\n")[0]
    text = f"version: 1\nshop: {{name: t}}\ndata: x.duckdb\n{head}metrics:\n  gmv: {{table: orders, expr: amount}}\n  {line}\n"
    (tmp_path / "shop.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ShopError) as caught:
        load(tmp_path)
    assert [f.code for f in caught.value.faults] == [code]
    assert caught.value.faults[0].place.startswith("shop.yml:")


def test_conditions_choose_the_targets_and_not_the_days(shop: Shop) -> None:
    assert shop.last_day == date(2025, 3, 10)
    found = ask(
        shop, "even", first="02-01", last="02-14", where=[{"field": "order.shop", "values": ["b"]}]
    )
    assert found.rows == ((D("14.00"),),)
