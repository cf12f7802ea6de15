"""A period beside another: like with like, unknown is not zero, and conditions hold on both."""

from collections.abc import Callable
from datetime import datetime

import pytest

from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.soundness.world import days, money, one, refused, rows, table, trap, unless_refused

Make = Callable[..., Shop]

MODEL = """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    dimensions: {paid_at: {type: time}, created_at: {type: time}, platform: {}}
  ads:
    time: on_day
    dimensions: {on_day: {type: date}, platform: {same_as: order.platform}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  orders: {table: orders, agg: count}
  aov: {type: ratio, numerator: gmv, denominator: orders, unit: money}
  big_rate: {type: ratio, numerator: {metric: orders, where: ["amount >= 100"]}, denominator: orders}
  cost: {table: ads, expr: cost, unit: money}
"""


def _query(*metrics: str, **more: object) -> MetricQuery:
    return MetricQuery(metrics=metrics, **more)  # type: ignore[arg-type]


PREVIOUS, YEAR, WEEK = ({"kind": kind} for kind in ("previous", "year", "week"))


def sold(shop: Make, *orders: tuple[str, str], platform: str = "tmall") -> Shop:
    """A shop with an order for each (moment, amount), and ads from 2025 on."""
    return shop(
        MODEL,
        orders=table(
            "id int, amount decimal(12,2), paid_at timestamp, created_at timestamp, platform text",
            *((n, amount, moment, moment, platform) for n, (moment, amount) in enumerate(orders)),
        ),
        ads=table(
            "cost decimal(12,2), on_day date, platform text",
            ("7.00", "2025-01-01", "tmall"), ("9.00", "2025-03-05", "tmall"),
        ),
    )  # fmt: skip


@trap("a month that has only begun beside the same first days of the month before")
def test_partial_month(shop: Make) -> None:
    made = sold(
        shop, ("2025-02-12 23:59", "10.00"), ("2025-02-13 00:00", "90.00"), ("2025-03-12 10:00", "15.00"),
    )  # fmt: skip
    begun = days("2025-03-01", "2025-03-12", unit="month")
    found = one(made, "gmv", time=begun, compare=(PREVIOUS,))
    assert found == (money("15.00"), money("10.00"), money("5.00"), 0.5)


@trap("a whole month beside the whole month before, whatever its length")
def test_whole_months(shop: Make) -> None:
    made = sold(
        shop, ("2025-01-31 10:00", "1.00"), ("2025-02-01 10:00", "2.00"), ("2025-02-28 10:00", "4.00"),
        ("2025-03-31 10:00", "8.00"),
    )  # fmt: skip
    for unit in ("month", ""):
        march = days("2025-03-01", "2025-03-31", unit=unit)
        assert one(made, "gmv", time=march, compare=(PREVIOUS,))[:2] == (
            money("8.00"),
            money("6.00"),
        )


@trap("thirty days beside the thirty before")
def test_run_of_days(shop: Make) -> None:
    """1 to 30 March beside 30 January to 28 February."""
    made = sold(
        shop, ("2025-01-29 10:00", "1.00"), ("2025-01-30 10:00", "2.00"), ("2025-02-28 10:00", "4.00"),
        ("2025-03-01 10:00", "8.00"), ("2025-03-31 10:00", "16.00"),
    )  # fmt: skip
    run = days("2025-03-01", "2025-03-30", unit="day")
    assert one(made, "gmv", time=run, compare=(PREVIOUS,))[:2] == (money("8.00"), money("6.00"))


@trap("the end of a long month beside a short one")
def test_thirty_first(shop: Make) -> None:
    """1 to 30 March of a month that has only begun: February has no 29th or 30th."""
    made = sold(
        shop,
        ("2025-02-28 10:00", "4.00"),
        ("2025-01-31 10:00", "1.00"),
        ("2025-03-30 10:00", "8.00"),
    )
    begun = days("2025-03-01", "2025-03-30", unit="month")
    assert one(made, "gmv", time=begun, compare=(PREVIOUS,))[:2] == (money("8.00"), money("4.00"))


@trap("months one after the other, over months of different length")
def test_months_by_month(shop: Make) -> None:
    made = sold(
        shop, ("2024-12-31 10:00", "1.00"), ("2025-01-31 10:00", "2.00"), ("2025-02-28 10:00", "4.00"),
        ("2025-03-31 10:00", "8.00"),
    )  # fmt: skip
    found = rows(
        made, "gmv", by=("month",), time=days("2025-01-01", "2025-03-31"), compare=(PREVIOUS,)
    )
    assert [row[:3] for row in found] == [
        ("2025-01-01", money("2.00"), money("1.00")), ("2025-02-01", money("4.00"), money("2.00")),
        ("2025-03-01", money("8.00"), money("4.00")),
    ]  # fmt: skip


@trap("29 February beside 28 February of the year before")
def test_leap_day_last_year(shop: Make) -> None:
    made = sold(
        shop,
        ("2023-02-28 10:00", "3.00"),
        ("2024-02-28 10:00", "5.00"),
        ("2024-02-29 10:00", "7.00"),
    )
    leap = days("2024-02-29")
    assert one(made, "gmv", time=leap, compare=(YEAR,))[:2] == (money("7.00"), money("3.00"))
    found = rows(made, "gmv", by=("day",), time=days("2024-02-28", "2024-02-29"), compare=(YEAR,))
    assert [row[:3] for row in found] == [
        ("2024-02-28", money("5.00"), money("3.00")), ("2024-02-29", money("7.00"), money("3.00")),
    ]  # fmt: skip


@trap("February after a leap year: all 29 days of the year before, and no 29th this year")
def test_after_a_leap_year(shop: Make) -> None:
    made = sold(
        shop,
        ("2024-02-28 10:00", "5.00"),
        ("2024-02-29 10:00", "7.00"),
        ("2025-02-28 10:00", "1.00"),
    )
    february = days("2025-02-01", "2025-02-28")
    assert one(made, "gmv", time=february, compare=(YEAR,))[:2] == (money("1.00"), money("12.00"))
    found = rows(made, "gmv", by=("day",), time=february, compare=(YEAR,))
    assert [row[:3] for row in found] == [("2025-02-28", money("1.00"), money("5.00"))]
    by_month = rows(made, "gmv", by=("month",), time=february, compare=(YEAR,))
    assert [row[:3] for row in by_month] == [("2025-02-01", money("1.00"), money("12.00"))]


@trap("a week beside the week 52 weeks back: the same weekdays")
def test_weeks_year_on_year(shop: Make) -> None:
    """Monday 3 March 2025 lies beside Monday 4 March 2024."""
    made = sold(
        shop, ("2024-03-03 10:00", "1.00"), ("2024-03-04 10:00", "2.00"), ("2024-03-10 10:00", "4.00"),
        ("2024-03-11 10:00", "8.00"), ("2025-03-03 10:00", "16.00"), ("2025-03-10 10:00", "32.00"),
    )  # fmt: skip
    week = days("2025-03-03", "2025-03-09", unit="week")
    assert one(made, "gmv", time=week, compare=(YEAR,))[:2] == (money("16.00"), money("6.00"))
    found = rows(made, "gmv", by=("week",), time=week, compare=(YEAR,))
    assert [row[:3] for row in found] == [("2025-03-03", money("16.00"), money("6.00"))]


@trap("the same weekdays last week")
def test_last_week(shop: Make) -> None:
    made = sold(
        shop,
        ("2025-03-03 10:00", "2.00"),
        ("2025-03-04 10:00", "4.00"),
        ("2025-03-10 10:00", "8.00"),
    )
    begun = days("2025-03-10", "2025-03-10")
    assert one(made, "gmv", time=begun, compare=(WEEK,))[:2] == (money("8.00"), money("2.00"))
    assert refused(made, "gmv", by=("month",), time=begun, compare=(WEEK,)) == "misaligned"


@trap("today until ten beside yesterday until ten")
def test_today_by_the_hour(shop: Make) -> None:
    made = sold(
        shop, ("2025-03-01 09:00", "10.00"), ("2025-03-01 10:00", "80.00"), ("2025-03-02 09:30", "15.00"),
    )  # fmt: skip
    today = days("2025-03-02", until=datetime(2025, 3, 2, 10))
    assert one(made, "gmv", time=today, compare=(PREVIOUS,))[:2] == (money("15.00"), money("10.00"))


@trap("a base before the first day of data is unknown, not zero")
def test_base_before_the_data(shop: Make) -> None:
    made = sold(shop, ("2025-03-01 10:00", "10.00"), ("2025-03-31 10:00", "5.00"))
    march = days("2025-03-01", "2025-03-31")
    assert one(made, "gmv", "orders", time=march, compare=(YEAR,)) == (
        money("15.00"), None, None, None, 2, None, None, None,
    )  # fmt: skip
    assert one(made, "aov", time=march, compare=(YEAR,)) == (7.5, None, None, None)


@trap("a base that the data covers only in part is not shown as whole")
def test_base_partly_before_the_data(shop: Make) -> None:
    """Data begin on 15 February: February beside it would look like half a month's growth."""
    made = sold(shop, ("2025-02-15 10:00", "10.00"), ("2025-03-10 10:00", "20.00"))
    march = days("2025-03-01", "2025-03-31")
    row = one(made, "gmv", time=march, compare=(PREVIOUS,))
    notes = made.query(_query("gmv", time=march, compare=(PREVIOUS,))).notes
    assert row[1] is None or any("2025-02-15" in note.zh for note in notes), (row, notes)


@trap("a change from zero has no percentage, a change from a loss has the right sign")
def test_change_from_zero_and_below(shop: Make) -> None:
    made = sold(
        shop,
        ("2025-01-05 10:00", "-10.00"),
        ("2025-02-05 10:00", "5.00"),
        ("2025-04-05 10:00", "1.00"),
    )
    february = days("2025-02-01", "2025-02-28")
    found = one(made, "gmv", time=february, compare=(PREVIOUS,))
    assert found == (money("5.00"), money("-10.00"), money("15.00"), 1.5)
    april = days("2025-04-01", "2025-04-30")
    assert one(made, "gmv", time=april, compare=(PREVIOUS,)) == (
        money("1.00"),
        0,
        money("1.00"),
        None,
    )


@trap("a group that was there before and is gone is shown with its base")
def test_group_that_went(shop: Make) -> None:
    made = shop(
        MODEL,
        orders=table(
            "id int, amount decimal(12,2), paid_at timestamp, created_at timestamp, platform text",
            (1, "10.00", "2025-02-03 10:00", None, "jd"), (2, "20.00", "2025-03-03 10:00", None, "tmall"),
        ),
        ads=table("cost decimal(12,2), on_day date, platform text", ("1.00", "2025-01-01", None)),
    )  # fmt: skip
    march = days("2025-03-01", "2025-03-31")
    assert rows(made, "gmv", by=("platform",), time=march, compare=(PREVIOUS,)) == [
        ("tmall", money("20.00"), 0, money("20.00"), None),
        ("jd", 0, money("10.00"), money("-10.00"), -1.0),
    ]  # fmt: skip


@trap("the change of a ratio is in points and its base a ratio of sums")
def test_change_of_a_ratio(shop: Make) -> None:
    made = sold(
        shop, ("2025-02-03 10:00", "100.00"), ("2025-02-04 10:00", "10.00"),
        ("2025-03-03 10:00", "100.00"), ("2025-03-04 10:00", "100.00"), ("2025-03-05 10:00", "1.00"),
        ("2025-03-06 10:00", "1.00"),
    )  # fmt: skip
    march = days("2025-03-01", "2025-03-31")
    assert one(made, "big_rate", time=march, compare=(PREVIOUS,)) == (0.5, 0.5, 0.0, 0.0)
    assert one(made, "aov", time=march, compare=(PREVIOUS,))[:2] == (50.5, 55.0)
    columns = made.query(_query("big_rate", time=march, compare=(PREVIOUS,))).columns
    assert [c.unit for c in columns] == ["ratio", "ratio", "points", "ratio"]


@trap("several bases at once do not disturb each other")
def test_several_bases(shop: Make) -> None:
    made = sold(
        shop,
        ("2024-03-15 10:00", "3.00"),
        ("2025-02-15 10:00", "5.00"),
        ("2025-03-15 10:00", "7.00"),
    )
    march = days("2025-03-01", "2025-03-31")
    named = {"kind": "range", "time": {"start": "2024-03-01", "end": "2025-02-28"}}
    found = one(made, "gmv", time=march, compare=(PREVIOUS, YEAR, named))
    assert (found[0], found[1], found[4], found[7]) == tuple(
        map(money, ("7.00", "5.00", "3.00", "8.00"))
    )


@trap("a condition on the clock would empty the base of a comparison")
def test_condition_on_the_clock(shop: Make) -> None:
    """`paid_at >= 1 March` says of February that nothing was sold: refused, or laid on the base."""
    made = sold(shop, ("2025-02-15 10:00", "5.00"), ("2025-03-15 10:00", "7.00"))
    march = days("2025-03-01", "2025-03-31")
    where = ({"field": "paid_at", "op": ">=", "values": ["2025-03-01"]},)
    codes = ("misaligned", "condition_on_clock")
    found = unless_refused(made, codes, "gmv", time=march, compare=(PREVIOUS,), where=where)
    assert found is None or found[0][1] != 0


@trap("a weekday condition holds on both sides of a comparison")
def test_weekday_condition(shop: Make) -> None:
    """Mondays: 3 and 10 March, 3 February; Tuesday 4 February is left out of the base."""
    made = sold(
        shop, ("2025-02-03 10:00", "5.00"), ("2025-02-04 10:00", "50.00"), ("2025-03-03 10:00", "7.00"),
    )  # fmt: skip
    march = days("2025-03-01", "2025-03-31")
    where = ({"field": "weekday", "op": "=", "values": [1]},)
    assert one(made, "gmv", time=march, compare=(PREVIOUS,), where=where)[:2] == (
        money("7.00"), money("5.00"),
    )  # fmt: skip


@trap("hours laid on the hours of the day before")
def test_hours_beside_hours(shop: Make) -> None:
    made = sold(
        shop,
        ("2025-03-01 09:10", "5.00"),
        ("2025-03-02 09:50", "7.00"),
        ("2025-03-02 11:00", "1.00"),
    )
    found = rows(made, "gmv", by=("hour",), time=days("2025-03-02"), compare=(PREVIOUS,))
    assert [row[:3] for row in found] == [
        ("2025-03-02 09:00", money("7.00"), money("5.00")), ("2025-03-02 11:00", money("1.00"), 0),
    ]  # fmt: skip


@trap("a comparison needs days to compare")
def test_no_time(shop: Make) -> None:
    made = sold(shop, ("2025-03-01 09:10", "5.00"))
    assert refused(made, "gmv", compare=(PREVIOUS,)) == "compare_needs_time"


@trap("steps of another clock cannot be laid on a base")
def test_other_clock(shop: Make) -> None:
    made = sold(shop, ("2025-03-01 09:10", "5.00"))
    march = days("2025-03-01", "2025-03-31")
    code = refused(made, "gmv", by=("created_at:day",), time=march, compare=(PREVIOUS,))
    assert code == "misaligned"


@trap("months of last year beside those of this one, over two facts")
def test_two_facts_year_on_year(shop: Make) -> None:
    made = sold(shop, ("2024-03-15 10:00", "3.00"), ("2025-03-15 10:00", "7.00"))
    march = days("2025-03-01", "2025-03-31")
    found = one(made, "gmv", "cost", time=march, compare=(YEAR,))
    assert found[:2] == (money("7.00"), money("3.00"))
    assert found[4:6] == (money("9.00"), None)


@trap("year on year by month over a year's edge")
def test_year_on_year_by_month(shop: Make) -> None:
    made = sold(
        shop, ("2023-12-31 10:00", "1.00"), ("2024-01-01 10:00", "2.00"), ("2024-12-31 10:00", "4.00"),
        ("2025-01-01 10:00", "8.00"),
    )  # fmt: skip
    found = rows(made, "gmv", by=("month",), time=days("2024-12-01", "2025-01-31"), compare=(YEAR,))
    assert [row[:3] for row in found] == [
        ("2024-12-01", money("4.00"), money("1.00")), ("2025-01-01", money("8.00"), money("2.00")),
    ]  # fmt: skip


@trap("a named range of another length is laid on from its first day, and its days are said")
def test_named_range(shop: Make) -> None:
    """双11 of 2024 (22 days) beside that of 2025 (23 days)."""
    made = sold(
        shop, ("2024-10-21 10:00", "1.00"), ("2024-11-11 10:00", "2.00"), ("2025-10-20 10:00", "4.00"),
        ("2025-11-11 10:00", "8.00"),
    )  # fmt: skip
    campaign = days("2025-10-20", "2025-11-11")
    before = {"kind": "range", "time": {"start": "2024-10-21", "end": "2024-11-11"}}
    found = made.query(_query("gmv", time=campaign, compare=(before,)))
    assert found.rows[0][:2] == (money("12.00"), money("3.00"))
    assert (str(found.bases[0].start), str(found.bases[0].end)) == ("2024-10-21", "2024-11-11")
    by_day = rows(made, "gmv", by=("day",), time=campaign, compare=(before,))
    assert [row[:3] for row in by_day] == [
        ("2025-10-20", money("4.00"), money("1.00")), ("2025-11-10", 0, money("2.00")),
        ("2025-11-11", money("8.00"), 0),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["previous", "year"])
def test_bases_are_said(shop: Make, kind: str) -> None:
    made = sold(shop, ("2024-03-15 10:00", "3.00"), ("2025-03-15 10:00", "7.00"))
    march = days("2025-03-01", "2025-03-31")
    (base,) = made.query(_query("gmv", time=march, compare=({"kind": kind},))).bases
    assert str(base.start) == {"previous": "2025-02-01", "year": "2024-03-01"}[kind]
