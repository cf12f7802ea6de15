"""Fiscal quarters and years against sums over the days that they are made of."""

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semantic_layer.errors import ShopError
from semantic_layer.query import MetricQuery
from semantic_layer.reckoning import FiscalYear, Reckoning
from semantic_layer.shop import Shop
from tests.semantic_layer.days_shop import make, sold
from tests.soundness.world import refused, rows, table

MORE = """
  so_far_this_year: {type: cumulative, table: orders, expr: amount, to_date: %s, unit: money}
  a_year_before: {type: derived, expr: before, inputs: {before: {metric: gmv, offset: 1 fiscal_year}}, unit: money}
  monthly: {type: nested, metric: gmv, per: month, agg: avg, unit: money}
  best_quarter: {type: nested, metric: gmv, per: fiscal_quarter, agg: max, unit: money}
"""
Open = Callable[..., Shop]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))

    def open_one(said: str, more: str = MORE % "fiscal_year") -> Shop:
        folder = tmp_path / "shop"
        folder.mkdir()
        return make(folder, shop=said, more=more)

    return open_one


def D(text: str) -> date:
    return date.fromisoformat(text)


def total(first: str, last: str) -> int:
    return sold(D(first), D(last))


def asked(shop: Shop, **parts: Any) -> Any:
    return shop.query(MetricQuery.model_validate({"metrics": ["gmv"], **parts}))


def days(start: str, end: str, unit: str = "") -> dict[str, str]:
    return {"start": start, "end": end, "unit": unit}


def test_a_year_from_april(opened: Open) -> None:
    with closing(opened("fiscal_year_start: april")) as shop:
        found = asked(shop, by=["fiscal_year"])
        assert [(str(d), int(v)) for d, v in found.rows] == [
            ("2023-04-01", total("2024-01-01", "2024-03-31")),
            ("2024-04-01", total("2024-04-01", "2025-03-31")),
            ("2025-04-01", total("2025-04-01", "2025-12-21")),
        ]
        labels = [found.words["fiscal_year"][d] for d, _ in found.rows]
        assert [t.zh for t in labels] == ["2024财年", "2025财年", "2026财年"]
        assert [t.en for t in labels] == ["FY2024", "FY2025", "FY2026"]


def test_quarters_that_begin_on_the_sixth(opened: Open) -> None:
    with closing(opened("fiscal_year_start: 04-06, fiscal_year_named: start")) as shop:
        time = days("2025-01-01", "2025-07-10")
        found = asked(shop, by=["fiscal_quarter"], time=time)
        assert [(str(d), int(v)) for d, v in found.rows] == [
            ("2024-10-06", total("2025-01-01", "2025-01-05")),
            ("2025-01-06", total("2025-01-06", "2025-04-05")),
            ("2025-04-06", total("2025-04-06", "2025-07-05")),
            ("2025-07-06", total("2025-07-06", "2025-07-10")),
        ]
        assert [found.words["fiscal_quarter"][d].en for d, _ in found.rows] == [
            "FY2024 Q3", "FY2024 Q4", "FY2025 Q1", "FY2025 Q2",
        ]  # fmt: skip


def test_steps_beside_those_before(opened: Open) -> None:
    with closing(opened("fiscal_year_start: 04-06")) as shop:
        found = asked(
            shop, by=["fiscal_quarter"], time=days("2025-04-06", "2025-10-05"),
            compare=[{"kind": "previous"}, {"kind": "year"}],
        )  # fmt: skip
        cells = [(str(r[0]), int(r[1]), int(r[2]), int(r[5])) for r in found.rows]
        assert cells == [
            ("2025-04-06", total("2025-04-06", "2025-07-05"), total("2025-01-06", "2025-04-05"),
             total("2024-04-06", "2024-07-05")),
            ("2025-07-06", total("2025-07-06", "2025-10-05"), total("2025-04-06", "2025-07-05"),
             total("2024-07-06", "2024-10-05")),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "time", "before"),
    [
        ("april", days("2025-04-01", "2025-12-21", "fiscal_year"), ("2024-04-01", "2024-12-21")),
        ("04-06", days("2025-04-06", "2025-12-21", "fiscal_year"), ("2024-04-06", "2024-12-21")),
        ("04-06", days("2025-04-06", "2025-07-05", "fiscal_quarter"), ("2025-01-06", "2025-04-05")),
        ("april", days("2025-10-01", "2025-11-15", "fiscal_quarter"), ("2025-07-01", "2025-08-15")),
        ("february", days("2025-02-01", "2025-04-30", "fiscal_quarter"),
         ("2024-11-01", "2025-01-31")),
    ],
)  # fmt: skip
def test_the_unit_before(
    opened: Open, said: str, time: dict[str, str], before: tuple[str, str]
) -> None:
    with closing(opened(f"fiscal_year_start: {said}")) as shop:
        found = asked(shop, time=time, compare=[{"kind": "previous"}])
        (base,) = found.bases
        assert (str(base.start), str(base.end)) == before
        assert int(found.rows[0][1]) == total(*before)


def test_to_date(opened: Open) -> None:
    with closing(opened("fiscal_year_start: april")) as shop:
        time = days("2025-03-30", "2025-04-02")
        found = rows(shop, "so_far_this_year", by=("day",), time=time)
        assert [(d, int(v)) for d, v in found] == [
            ("2025-03-30", total("2024-04-01", "2025-03-30")),
            ("2025-03-31", total("2024-04-01", "2025-03-31")),
            ("2025-04-01", total("2025-04-01", "2025-04-01")),
            ("2025-04-02", total("2025-04-01", "2025-04-02")),
        ]
        ends = rows(
            shop, "so_far_this_year", by=("fiscal_year",), time=days("2024-04-01", "2025-12-21")
        )
        assert [(d, int(v)) for d, v in ends] == [
            ("2024-04-01", total("2024-04-01", "2025-03-31")),
            ("2025-04-01", total("2025-04-01", "2025-12-21")),
        ]


def test_a_lag_of_a_fiscal_year(opened: Open) -> None:
    with closing(opened("fiscal_year_start: 04-06")) as shop:
        found = rows(
            shop, "a_year_before", by=("fiscal_year",), time=days("2025-04-06", "2026-04-05")
        )
        assert [(d, int(v)) for d, v in found] == [
            ("2025-04-06", total("2024-04-06", "2025-04-05"))
        ]


def test_steps_of_steps(opened: Open) -> None:
    with closing(opened("fiscal_year_start: april")) as shop:
        time = days("2025-04-01", "2025-09-30")
        months = [
            ("2025-04-01", "2025-04-30"),
            ("2025-05-01", "2025-05-31"),
            ("2025-06-01", "2025-06-30"),
        ]
        (first, _) = rows(shop, "monthly", by=("fiscal_quarter",), time=time)
        assert round(float(first[1]) * 3) == sum(total(*m) for m in months)
        assert rows(shop, "best_quarter", time=time) == [(total("2025-07-01", "2025-09-30"),)]


def test_steps_that_do_not_lie_in_each_other(opened: Open) -> None:
    with closing(opened("fiscal_year_start: 04-06")) as shop:
        time = days("2025-04-06", "2025-07-05")
        assert refused(shop, "monthly", by=("fiscal_quarter",), time=time) == "nested_misfit"
        assert refused(shop, "best_quarter", by=("year",), time=time) == "nested_misfit"


def test_a_filter_and_another_clock(opened: Open) -> None:
    with closing(opened("fiscal_year_start: april")) as shop:
        for field in ("fiscal_year", "calendar.fiscal_year", "order.paid_at:fiscal_year"):
            one = asked(shop, where=[{"field": field, "values": ["2024-04-01"]}])
            assert int(one.rows[0][0]) == total("2024-04-01", "2025-03-31")
        found = asked(
            shop, by=["order.paid_at:fiscal_quarter"], time=days("2025-04-01", "2025-06-30")
        )
        assert int(found.rows[0][1]) == total("2025-04-01", "2025-06-30")


def test_empty_steps_are_filled(opened: Open) -> None:
    with closing(opened("fiscal_year_start: april")) as shop:
        found = asked(shop, by=["fiscal_quarter"], time=days("2023-10-01", "2024-06-30"), fill=True)
        assert [(str(d), int(v or 0)) for d, v in found.rows] == [
            ("2023-10-01", 0),
            ("2024-01-01", total("2024-01-01", "2024-03-31")),
            ("2024-04-01", total("2024-04-01", "2024-06-30")),
        ]


def test_a_shop_without_one_refuses(opened: Open) -> None:
    with closing(opened("language: zh", "")) as shop:
        assert refused(shop, "gmv", by=("fiscal_year",)) == "no_fiscal_year"
        assert refused(shop, "gmv", by=("order.paid_at:fiscal_year",)) == "no_fiscal_year"
        time = days("2025-04-01", "2025-12-21", "fiscal_year")
        assert refused(shop, "gmv", time=time, compare=({"kind": "previous"},)) == "no_fiscal_year"


def test_the_shops_own_dimension_hides_the_name(shop: Callable[..., Shop]) -> None:
    with closing(
        shop(
            """
version: 1
shop: {name: trap, today: data, fiscal_year_start: april}
data: data.duckdb
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions: {fiscal_year: {}, paid_on: {type: date}}
metrics:
  orders: {table: orders, agg: count}
""",
            orders=table(
                "id int, paid_on date, fiscal_year text",
                (1, "2025-03-31", "F"),
                (2, "2025-04-01", "F"),
            ),
        )
    ) as made:
        assert rows(made, "orders", by=("fiscal_year",)) == [("F", 2)]
        assert rows(made, "orders", by=("calendar.fiscal_year",)) == [
            ("2024-04-01", 1), ("2025-04-01", 1),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("fiscal_year_start: 13", "bad_fiscal_start"),
        ("fiscal_year_start: 02-29", "bad_fiscal_start"),
        ("fiscal_year_start: aprl", "bad_fiscal_start"),
        ("fiscal_year_named: end", "missing_key"),
    ],
)
def test_what_is_no_first_day(opened: Open, said: str, code: str) -> None:
    with pytest.raises(ShopError) as caught:
        opened(said, "")
    assert [f.code for f in caught.value.faults] == [code]


def test_metrics_by_a_year_that_is_not_declared(opened: Open) -> None:
    with pytest.raises(ShopError) as caught:
        opened("language: zh")
    assert {f.code for f in caught.value.faults} == {"no_fiscal_year"}


def test_any_first_day_cuts_the_days_into_quarters() -> None:
    for month in range(1, 13):
        for first in (1, 6, 28):
            year = FiscalYear(month, first)
            for n in range(0, 800, 13):
                day = date.fromordinal(date(2023, 1, 1).toordinal() + n)
                begun, quarter = year.start(day, "fiscal_year"), year.start(day, "fiscal_quarter")
                assert (begun.month, begun.day) == (month, first)
                assert begun <= quarter <= day < begun.replace(year=begun.year + 1)
                assert year.first_of(year.year(day)) == begun


def test_which_steps_lie_in_which() -> None:
    april, sixth = Reckoning(0, FiscalYear(4)), Reckoning(0, FiscalYear(4, 6))
    february = Reckoning(0, FiscalYear(2))
    assert april.within("month", "fiscal_quarter")
    assert april.within("quarter", "fiscal_year")
    assert april.within("fiscal_quarter", "year")
    assert not april.within("fiscal_year", "year")
    assert february.within("month", "fiscal_quarter")
    assert not february.within("quarter", "fiscal_year")
    assert not sixth.within("month", "fiscal_year")
    assert not sixth.within("week", "fiscal_year")
    assert sixth.within("day", "fiscal_quarter")
