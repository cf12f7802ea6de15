"""Edges of days, weeks, months, quarters and years; days that are shorter or longer than others."""

from collections.abc import Callable
from datetime import datetime

import pytest

from semantic_layer.compile import Compiler
from semantic_layer.errors import QueryError, ShopError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.soundness.world import days, money, one, refused, rows, table, trap

Make = Callable[..., Shop]

MODEL = """
shop: {name: trap, today: data%s}
version: 1
data: data.duckdb
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    dimensions: {paid_at: {type: time}, platform: {}}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  orders: {table: orders, agg: count}
"""


def at(shop: Make, *moments: str, more: str = "") -> Shop:
    """A shop with an order of 1.00, 2.00, 4.00 … at each moment."""
    return shop(
        MODEL % more,
        orders=table(
            "id int, amount decimal(12,2), paid_at timestamp, platform text",
            *((n, f"{2**n}.00", moment, "tmall") for n, moment in enumerate(moments)),
        ),
    )


@trap("the first and the last moment of a day belong to it")
def test_ends_of_a_day(shop: Make) -> None:
    made = at(
        shop, "2025-02-28 23:59:59.999999", "2025-03-01 00:00:00", "2025-03-01 23:59:59.999999",
        "2025-03-02 00:00:00",
    )  # fmt: skip
    assert one(made, "gmv", time=days("2025-03-01")) == money("6.00")
    assert rows(made, "orders", by=("day",)) == [
        ("2025-02-28", 1), ("2025-03-01", 2), ("2025-03-02", 1),
    ]  # fmt: skip


@trap("filters on a moment by day hold to the day's last moment")
def test_day_filters(shop: Make) -> None:
    made = at(shop, "2025-02-28 12:00", "2025-03-01 00:00", "2025-03-01 18:00", "2025-03-02 00:00")

    def of(op: str, *values: str) -> object:
        return one(made, "gmv", where=({"field": "paid_at", "op": op, "values": values},))

    assert of("=", "2025-03-01") == money("6.00")
    assert of("!=", "2025-03-01") == money("9.00")
    assert of("<=", "2025-03-01") == money("7.00")
    assert of(">", "2025-03-01") == money("8.00")
    assert of("<", "2025-03-01") == money("1.00")
    assert of(">=", "2025-03-01") == money("14.00")
    assert of("between", "2025-02-28", "2025-03-01") == money("7.00")
    assert of("in", "2025-02-28", "2025-03-02") == money("9.00")
    assert of("not_in", "2025-02-28", "2025-03-02") == money("6.00")


@trap("the week of New Year belongs to one Monday")
def test_new_year_week(shop: Make) -> None:
    """30 December 2024 is a Monday: its week has two days of 2024 and five of 2025."""
    made = at(shop, "2024-12-29 10:00", "2024-12-30 10:00", "2025-01-01 10:00", "2025-01-06 10:00")
    assert rows(made, "gmv", by=("week",)) == [
        ("2024-12-23", money("1.00")), ("2024-12-30", money("6.00")),
        ("2025-01-06", money("8.00")),
    ]  # fmt: skip
    assert rows(made, "gmv", by=("year",)) == [
        ("2024-01-01", money("3.00")), ("2025-01-01", money("12.00")),
    ]  # fmt: skip


@trap("a week cut by the asked days holds only those days")
def test_cut_week(shop: Make) -> None:
    made = at(shop, "2024-12-30 10:00", "2024-12-31 10:00", "2025-01-01 10:00", "2025-01-05 10:00")
    year = days("2025-01-01", "2025-12-31")
    assert rows(made, "gmv", by=("week",), time=year) == [("2024-12-30", money("12.00"))]


@trap("a year of 53 weeks")
def test_fifty_three_weeks(shop: Make) -> None:
    """2020 has a week 53, from 28 December to 3 January 2021."""
    made = at(shop, "2020-12-28 00:00", "2021-01-03 23:59", "2021-01-04 00:00")
    assert rows(made, "gmv", by=("week",)) == [
        ("2020-12-28", money("3.00")), ("2021-01-04", money("4.00")),
    ]  # fmt: skip


@trap("weeks that start on Sunday")
def test_sunday_weeks(shop: Make) -> None:
    """1 March 2025 is a Saturday."""
    made = at(
        shop, "2025-03-01 23:59", "2025-03-02 00:00", "2025-03-08 10:00", "2025-03-09 10:00",
        more=", week_start: sunday",
    )  # fmt: skip
    assert rows(made, "gmv", by=("week",)) == [
        ("2025-02-23", money("1.00")), ("2025-03-02", money("6.00")), ("2025-03-09", money("8.00")),
    ]  # fmt: skip
    assert rows(made, "gmv", by=("weekday",)) == [
        (6, money("5.00")), (7, money("10.00")),
    ]  # fmt: skip


@trap("weekdays run from Monday 1 to Sunday 7 wherever the week starts")
def test_weekdays(shop: Make) -> None:
    made = at(shop, *(f"2025-03-0{n} 12:00" for n in range(3, 10)))
    assert [row[0] for row in rows(made, "orders", by=("weekday",))] == [1, 2, 3, 4, 5, 6, 7]


@trap("months and quarters at their edges")
def test_month_and_quarter_edges(shop: Make) -> None:
    made = at(
        shop, "2025-03-31 23:59:59", "2025-04-01 00:00", "2025-06-30 23:59", "2025-07-01 00:00"
    )
    assert rows(made, "gmv", by=("quarter",)) == [
        ("2025-01-01", money("1.00")), ("2025-04-01", money("6.00")),
        ("2025-07-01", money("8.00")),
    ]  # fmt: skip
    assert rows(made, "gmv", by=("month",)) == [
        ("2025-03-01", money("1.00")), ("2025-04-01", money("2.00")),
        ("2025-06-01", money("4.00")), ("2025-07-01", money("8.00")),
    ]  # fmt: skip


@trap("29 February has a day of its own")
def test_leap_day(shop: Make) -> None:
    made = at(shop, "2024-02-28 12:00", "2024-02-29 00:00", "2024-02-29 23:59", "2024-03-01 00:00")
    assert one(made, "gmv", time=days("2024-02-29")) == money("6.00")
    assert one(made, "gmv", time=days("2024-02-01", "2024-02-29")) == money("7.00")
    assert rows(made, "gmv", by=("month",)) == [
        ("2024-02-01", money("7.00")), ("2024-03-01", money("8.00")),
    ]  # fmt: skip


@trap("empty steps are shown when asked for, each once")
def test_filled_steps(shop: Make) -> None:
    made = at(shop, "2024-02-28 12:00", "2024-03-01 00:00")
    found = rows(made, "gmv", by=("day",), time=days("2024-02-27", "2024-03-02"), fill=True)
    assert found == [
        ("2024-02-27", 0), ("2024-02-28", money("1.00")), ("2024-02-29", 0),
        ("2024-03-01", money("2.00")), ("2024-03-02", 0),
    ]  # fmt: skip
    weeks = rows(made, "orders", by=("week",), time=days("2024-02-20", "2024-03-04"), fill=True)
    assert weeks == [("2024-02-19", 0), ("2024-02-26", 2), ("2024-03-04", 0)]


@trap("filled steps by group: every group in every step")
def test_filled_groups(shop: Make) -> None:
    made = shop(
        MODEL % "",
        orders=table(
            "id int, amount decimal(12,2), paid_at timestamp, platform text",
            (1, "1.00", "2025-03-01 10:00", "tmall"), (2, "2.00", "2025-03-03 10:00", None),
        ),
    )  # fmt: skip
    time = days("2025-03-01", "2025-03-03")
    found = rows(made, "gmv", by=("day", "platform"), time=time, fill=True)
    assert sorted(found, key=repr) == sorted(
        [
            (f"2025-03-0{day}", platform, money(value) if value else 0)
            for day, platform, value in [
                (1, "tmall", "1.00"), (1, None, ""), (2, "tmall", ""), (2, None, ""),
                (3, "tmall", ""), (3, None, "2.00"),
            ]
        ],
        key=repr,
    )  # fmt: skip


@trap("hours of the day, and the hour of midnight")
def test_hours(shop: Make) -> None:
    made = at(
        shop, "2025-03-01 00:00", "2025-03-01 00:59:59", "2025-03-01 23:00", "2025-03-02 00:00"
    )
    assert rows(made, "orders", by=("hour_of_day",)) == [(0, 3), (23, 1)]
    assert rows(made, "orders", by=("hour",)) == [
        ("2025-03-01 00:00", 2), ("2025-03-01 23:00", 1), ("2025-03-02 00:00", 1),
    ]  # fmt: skip


@trap("the hour that a day of the clock change lacks, and the one it has twice")
def test_clock_change(shop: Make) -> None:
    """Times are the shop's own wall clock: 30 March 2025 has no 02:xx in Berlin, 26 October has
    02:30 twice; both stand in one hour, and no day loses or gains rows."""
    made = at(
        shop, "2025-03-30 01:59", "2025-03-30 03:00", "2025-10-26 02:30", "2025-10-26 02:30",
        "2025-10-26 23:59", more=", time_zone: Europe/Berlin",
    )  # fmt: skip
    assert rows(made, "gmv", by=("day",)) == [
        ("2025-03-30", money("3.00")), ("2025-10-26", money("28.00")),
    ]  # fmt: skip
    fall = days("2025-10-26")
    found = rows(made, "orders", by=("hour",), time=fall)
    assert found == [("2025-10-26 02:00", 2), ("2025-10-26 23:00", 1)]
    assert len(rows(made, "orders", by=("hour",), time=fall, fill=True)) == 24


@trap("today is cut at the hour that is asked")
def test_until(shop: Make) -> None:
    made = at(shop, "2025-03-01 09:59:59", "2025-03-01 10:00", "2025-03-01 12:00")
    morning = days("2025-03-01", until=datetime(2025, 3, 1, 10))
    assert one(made, "gmv", time=morning) == money("1.00")
    late = days("2025-03-01", since=datetime(2025, 3, 1, 10))
    assert one(made, "gmv", time=late) == money("6.00")


@trap("rows without a moment are in no period and in no total by time")
def test_no_moment(shop: Make) -> None:
    made = at(shop, "2025-03-01 10:00", None)  # type: ignore[arg-type]
    assert one(made, "gmv") == money("1.00")
    assert rows(made, "gmv", by=("month",)) == [("2025-03-01", money("1.00"))]


@trap("a date has no hours")
def test_date_has_no_hours(shop: Make) -> None:
    made = shop(
        """
tables:
  ads:
    time: on_day
    dimensions: {on_day: {type: date, grain: day}}
metrics:
  cost: {table: ads, expr: cost, unit: money}
""",
        ads=table("cost decimal(12,2), on_day date", ("1.00", "2025-03-01")),
    )
    assert refused(made, "cost", by=("hour",)) == "too_fine"
    assert one(made, "cost", time=days("2025-03-01")) == money("1.00")


@trap("moments with a zone are not read by the zone of the machine")
def test_moments_with_a_zone(shop: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """16:30 UTC on 1 March is already 2 March in Shanghai."""
    for machine in ("America/New_York", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", machine)
        made = shop(
            MODEL % ", time_zone: Asia/Shanghai",
            orders=table(
                "id int, amount decimal(12,2), paid_at timestamptz, platform text",
                (1, "1.00", "2025-03-01 16:30+00", "tmall"),
            ),
        )
        assert made.last_day.isoformat() == "2025-03-02"
        assert rows(made, "gmv", by=("day",)) == [("2025-03-02", money("1.00"))]
        assert rows(made, "gmv", by=("hour",)) == [("2025-03-02 00:00", money("1.00"))]
        assert one(made, "gmv", time=days("2025-03-01")) == 0


@trap("moments written in UTC are told in the shop's own time, summer and winter")
def test_moments_in_utc(shop: Make) -> None:
    """New York is 5 hours behind in winter, 4 in summer; on 9 March 2025 clocks jump at 07:00 UTC."""
    model = (MODEL % ", time_zone: America/New_York").replace(
        "paid_at: {type: time}", "paid_at: {type: time, expr: at_utc, zone: UTC}"
    )
    made = shop(
        model,
        orders=table(
            "id int, amount decimal(12,2), at_utc timestamp, platform text",
            (1, "1.00", "2025-01-01 04:59", "x"), (2, "2.00", "2025-01-01 05:00", "x"),
            (3, "4.00", "2025-03-09 06:59", "x"), (4, "8.00", "2025-03-09 07:00", "x"),
            (5, "16.00", "2025-07-01 03:59", "x"), (6, "32.00", "2025-07-01 04:00", "x"),
        ),
    )  # fmt: skip
    assert rows(made, "gmv", by=("day",)) == [
        ("2024-12-31", money("1.00")), ("2025-01-01", money("2.00")), ("2025-03-09", money("12.00")),
        ("2025-06-30", money("16.00")), ("2025-07-01", money("32.00")),
    ]  # fmt: skip
    assert rows(made, "gmv", by=("hour_of_day",), time=days("2025-03-09")) == [
        (1, money("4.00")), (3, money("8.00")),
    ]  # fmt: skip
    new_year = days("2024-12-01", "2024-12-31")
    assert one(made, "gmv", time=new_year) == money("1.00")
    assert made.last_day.isoformat() == "2025-07-01"
    with pytest.raises(QueryError) as caught:
        Compiler(made.model, dialect="mysql").compile(MetricQuery(metrics=("gmv",), by=("day",)))
    assert caught.value.code == "not_supported_here"


@trap("a zone that does not exist is a fault of the shop, not another day")
def test_unknown_zone(shop: Make) -> None:
    model = (MODEL % "").replace("paid_at: {type: time}", "paid_at: {type: time, zone: UTC+8}")
    orders = table("id int, amount decimal(12,2), paid_at timestamp, platform text")
    with pytest.raises(ShopError) as caught:
        shop(model, orders=orders)
    assert caught.value.faults[0].code == "no_such_zone"
