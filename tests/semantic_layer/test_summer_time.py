"""Days of 23 and 25 hours: moments are shop-local, so that an hour lies beside the same hour."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from semantic_layer.errors import ShopError
from semantic_layer.load import load
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.shop import Shop, open_shop
from semantic_layer.summer_time import OddDay, exists, odd_days

SHOP = """
version: 1
shop: {name: zoned, default_metric: orders, time_zone: %s}
data: zoned.duckdb
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_at
    dimensions: {paid_at: {type: time}, paid_at_utc: {type: time}}
metrics:
  orders: {table: orders, agg: count}
  per_hour: {type: nested, metric: orders, per: hour, agg: avg}
"""
ZONES = {
    "Europe/Berlin": ("2025-03-30", "2025-10-26", 2, 2),
    "America/New_York": ("2025-03-09", "2025-11-02", 2, 1),
}


@pytest.fixture(scope="module")
def zoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Shop]]:
    """One order in every real hour of 2025, at its tenth minute: stored local, UTC beside."""
    made: dict[str, Shop] = {}

    def of(zone: str) -> Shop:
        if zone in made:
            return made[zone]
        folder = tmp_path_factory.mktemp("zoned")
        (folder / "shop.yml").write_text(SHOP % zone, encoding="utf-8")
        connection = duckdb.connect(str(folder / "zoned.duckdb"))
        connection.execute("set timezone = 'Asia/Shanghai'")
        connection.execute(f"""
            create table orders as select n as id, cast(at_utc at time zone '{zone}' as timestamp) as paid_at,
              cast(at_utc at time zone 'UTC' as timestamp) as paid_at_utc
            from (select n, timestamptz '2025-01-05 00:10+00' + to_hours(cast(n as int)) as at_utc
                  from range(0, 8000) t(n))""")
        connection.close()
        made[zone] = open_shop(folder)
        return made[zone]

    yield of
    for shop in made.values():
        shop.close()


def rows(shop: Shop, day: str, by: str, end: str = "", **more: Any) -> Any:
    time = {"start": day, "end": end or day}
    return shop.query(MetricQuery.model_validate(
        {"metrics": ["orders"], "by": [by] if by else [], "time": {**time, **more.pop("cut", {})}, **more}
    ))  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_short_and_long_days(zoned: Callable[[str], Shop], zone: str) -> None:
    spring, autumn, skipped, repeated = ZONES[zone]
    shop = zoned(zone)
    assert rows(shop, spring, "").rows == ((23,),)
    assert rows(shop, autumn, "").rows == ((25,),)
    short = {row[0].hour: row[1] for row in rows(shop, spring, "hour", fill=True).rows}
    assert short == {h: 1 for h in range(24) if h != skipped}
    long = {row[0].hour: row[1] for row in rows(shop, autumn, "hour", fill=True).rows}
    assert long == {h: 2 if h == repeated else 1 for h in range(24)}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("kind", ["previous", "week"])
def test_hours_beside_the_same_hours(zoned: Callable[[str], Shop], zone: str, kind: str) -> None:
    """The base of the skipped hour stands alone; no other hour moves."""
    spring, autumn, skipped, repeated = ZONES[zone]
    shop, compare = zoned(zone), [{"kind": kind}]
    found = {r[0].hour: r[1:3] for r in rows(shop, spring, "hour", compare=compare).rows}
    assert found == {h: (0 if h == skipped else 1, 1) for h in range(24)}
    found = {r[0].hour: r[1:3] for r in rows(shop, autumn, "hour", compare=compare).rows}
    assert found == {h: (2 if h == repeated else 1, 1) for h in range(24)}
    after = date.fromordinal(
        date.fromisoformat(autumn).toordinal() + (1 if kind == "previous" else 7)
    )
    found = {r[0].hour: r[1:3] for r in rows(shop, str(after), "hour", compare=compare).rows}
    assert found == {h: (1, 2 if h == repeated else 1) for h in range(24)}


def test_today_up_to_an_hour_beside_a_short_day(zoned: Callable[[str], Shop]) -> None:
    cut = {"until": "2025-03-31T12:00:00", "unit": "day"}
    found = rows(zoned("Europe/Berlin"), "2025-03-31", "", compare=[{"kind": "previous"}], cut=cut)
    assert found.rows[0][:2] == (12, 11)
    assert any("2025-03-30 因夏令时只有 23 小时，没有 2 点" in n.zh for n in found.notes)


def test_odd_days_are_said_where_hours_are_looked_at(zoned: Callable[[str], Shop]) -> None:
    shop = zoned("America/New_York")

    def said(day: str, by: str, end: str = "") -> list[str]:
        return [n.en for n in rows(shop, day, by, end).notes if "summer time" in n.en]

    assert said("2025-11-02", "hour") == [
        "2025-11-02 has 25 hours: 1:00 stands for two of them (summer time)"
    ]
    assert said("2025-03-01", "hour_of_day", "2025-03-31") == [
        "2025-03-09 has only 23 hours: there is no 2:00 (summer time)"
    ]
    assert said("2025-11-02", "day") == []
    assert said("2025-11-03", "hour") == []


def test_an_average_per_hour_counts_the_hours_that_there_were(zoned: Callable[[str], Shop]) -> None:
    shop = zoned("Europe/Berlin")
    asked = {"metrics": ["per_hour"], "time": {"start": "2025-03-30", "end": "2025-03-30"}}
    assert shop.query(MetricQuery.model_validate(asked)).rows == ((1.0,),)


def test_a_zone_without_summer_time_has_no_odd_days() -> None:
    year = TimeRange(start=date(2025, 1, 1), end=date(2025, 12, 31))
    assert odd_days(year, "Asia/Shanghai") == ()
    assert odd_days(year, "Europe/Berlin") == (
        OddDay(date(2025, 3, 30), 23, 2), OddDay(date(2025, 10, 26), 25, 2),
    )  # fmt: skip
    assert not exists(datetime(2025, 3, 30, 2, 30), "Europe/Berlin")
    assert exists(datetime(2025, 10, 26, 2, 30), "Europe/Berlin")


def test_a_zone_that_is_none_is_a_fault(tmp_path: Any) -> None:
    (tmp_path / "shop.yml").write_text(SHOP % "Asia/Shanghi", encoding="utf-8")
    with pytest.raises(ShopError) as refused:
        load(tmp_path)
    (fault,) = refused.value.faults
    assert (fault.code, fault.line, fault.column) == ("no_such_zone", 3, 56)
    assert "Asia/Shanghai" in fault.sentence("en")
