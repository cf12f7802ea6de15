"""Today, the asked days and the kind of comparison: which rows are the base, worked out by hand.

Asked days may reach beyond today: the data ends the day before it, or at its hour. A base is told
as its first and last day, and the hour that cuts it.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.semantic_layer.days_shop import between, make

SUNDAY = "week_start: sunday"

# today (and hour), asked days, unit, kind, step, base
CASES = [
    # months that have only begun, and whole ones
    ("2025-12-22", "2025-12-01..2025-12-31", "month", "previous", "", "2025-11-01..2025-11-21"),
    ("2025-12-22", "2025-12-01..2025-12-31", "month", "year", "", "2024-12-01..2024-12-21"),
    ("2025-12-22", "2025-12-01..2025-12-31", "", "previous", "", "2025-11-01..2025-11-21"),
    ("2025-12-22", "2025-12-01..2025-12-21", "month", "previous", "", "2025-11-01..2025-11-21"),
    ("2025-12-22", "2025-12-01..2025-12-21", "", "previous", "", "2025-11-10..2025-11-30"),
    ("2025-12-22", "2025-12-01..2025-12-31", "month", "week", "", "2025-11-24..2025-12-14"),
    ("2025-12-22", "2025-12-01..2025-12-31", "month", "weekdays", "", "2024-12-02..2024-12-22"),
    ("2025-12-22", "2025-11-01..2025-11-30", "month", "previous", "", "2025-10-01..2025-10-31"),
    ("2025-12-22", "2025-11-01..2025-11-30", "", "year", "", "2024-11-01..2024-11-30"),
    ("2025-12-22", "2025-11-01..2025-11-30", "day", "previous", "", "2025-10-02..2025-10-31"),
    ("2025-12-02", "2025-12-01..2025-12-31", "month", "previous", "", "2025-11-01..2025-11-01"),
    ("2025-12-22", "2025-10-01..2025-12-31", "month", "previous", "", "2025-07-01..2025-09-21"),
    ("2025-12-22", "2025-09-01..2025-11-30", "month", "previous", "", "2025-06-01..2025-08-31"),
    ("2025-12-22", "2025-09-01..2025-11-30", "month", "year", "", "2024-09-01..2024-11-30"),
    # 31 days beside 30, 28 and 31
    ("2025-04-01", "2025-03-01..2025-03-31", "month", "previous", "", "2025-02-01..2025-02-28"),
    ("2025-03-31", "2025-03-01..2025-03-31", "month", "previous", "", "2025-02-01..2025-02-28"),
    ("2025-03-30", "2025-03-01..2025-03-31", "month", "previous", "", "2025-02-01..2025-02-28"),
    ("2025-03-29", "2025-03-01..2025-03-31", "month", "previous", "", "2025-02-01..2025-02-28"),
    ("2025-03-28", "2025-03-01..2025-03-31", "month", "previous", "", "2025-02-01..2025-02-27"),
    ("2025-12-31", "2025-12-01..2025-12-31", "month", "previous", "", "2025-11-01..2025-11-30"),
    ("2025-05-01", "2025-04-01..2025-04-30", "month", "previous", "", "2025-03-01..2025-03-31"),
    ("2025-04-30", "2025-04-01..2025-04-30", "month", "previous", "", "2025-03-01..2025-03-29"),
    # quarters and years
    ("2025-12-22", "2025-10-01..2025-12-31", "quarter", "previous", "", "2025-07-01..2025-09-21"),
    ("2025-12-22", "2025-10-01..2025-12-31", "quarter", "year", "", "2024-10-01..2024-12-21"),
    ("2025-12-22", "2025-07-01..2025-09-30", "quarter", "previous", "", "2025-04-01..2025-06-30"),
    ("2025-12-22", "2025-01-01..2025-12-31", "year", "previous", "", "2024-01-01..2024-12-21"),
    ("2025-12-22", "2025-01-01..2025-12-31", "", "year", "", "2024-01-01..2024-12-21"),
    ("2024-03-01", "2024-01-01..2024-12-31", "year", "previous", "", "2023-01-01..2023-02-28"),
    ("2025-03-01", "2025-01-01..2025-12-31", "year", "previous", "", "2024-01-01..2024-02-29"),
    ("2025-03-02", "2025-01-01..2025-12-31", "year", "previous", "", "2024-01-01..2024-03-01"),
    # weeks, at the edge of the year, and with another first day
    ("2025-12-24", "2025-12-22..2025-12-28", "week", "previous", "", "2025-12-15..2025-12-16"),
    ("2025-12-24", "2025-12-22..2025-12-28", "", "previous", "", "2025-12-15..2025-12-16"),
    ("2025-12-24", "2025-12-22..2025-12-28", "week", "year", "", "2024-12-23..2024-12-24"),
    ("2025-12-22", "2025-12-15..2025-12-21", "week", "year", "", "2024-12-16..2024-12-22"),
    ("2025-12-22", "2025-12-15..2025-12-21", "day", "year", "", "2024-12-15..2024-12-21"),
    ("2026-01-02", "2025-12-29..2026-01-04", "week", "previous", "", "2025-12-22..2025-12-25"),
    ("2026-01-02", "2025-12-29..2026-01-04", "week", "year", "", "2024-12-30..2025-01-02"),
    ("2025-01-06", "2024-12-30..2025-01-05", "week", "year", "", "2024-01-01..2024-01-07"),
    ("2026-01-02", "2026-01-01..2026-01-31", "month", "previous", "", "2025-12-01..2025-12-01"),
    # 29 February
    ("2024-03-01", "2024-02-01..2024-02-29", "month", "previous", "", "2024-01-01..2024-01-31"),
    ("2024-03-01", "2024-02-01..2024-02-29", "month", "year", "", "2023-02-01..2023-02-28"),
    ("2024-02-29", "2024-02-01..2024-02-29", "month", "year", "", "2023-02-01..2023-02-28"),
    ("2024-02-28", "2024-02-01..2024-02-29", "month", "year", "", "2023-02-01..2023-02-27"),
    ("2024-03-01", "2024-02-29..2024-02-29", "day", "year", "", "2023-02-28..2023-02-28"),
    ("2024-03-01", "2024-02-29..2024-02-29", "day", "previous", "", "2024-02-28..2024-02-28"),
    ("2024-03-01", "2024-02-29..2024-02-29", "day", "weekdays", "", "2023-03-02..2023-03-02"),
    ("2024-03-01", "2024-02-29..2024-02-29", "day", "week", "", "2024-02-22..2024-02-22"),
    ("2024-03-02", "2024-03-01..2024-03-01", "day", "previous", "", "2024-02-29..2024-02-29"),
    ("2025-03-02", "2025-03-01..2025-03-01", "day", "previous", "", "2025-02-28..2025-02-28"),
    ("2025-03-01", "2025-02-28..2025-02-28", "day", "year", "", "2024-02-28..2024-02-28"),
    ("2025-03-01", "2025-02-01..2025-02-28", "month", "year", "", "2024-02-01..2024-02-29"),
    ("2025-03-01", "2025-02-01..2025-02-28", "day", "year", "", "2024-02-01..2024-02-28"),
    ("2025-03-06", "2025-02-20..2025-03-05", "day", "year", "", "2024-02-20..2024-03-05"),
    ("2024-03-06", "2024-02-20..2024-03-05", "day", "previous", "", "2024-02-05..2024-02-19"),
    # runs of days
    ("2025-12-22", "2025-12-21..2025-12-21", "day", "previous", "", "2025-12-20..2025-12-20"),
    ("2025-12-22", "2025-11-22..2025-12-21", "day", "previous", "", "2025-10-23..2025-11-21"),
    ("2025-12-22", "2025-11-22..2025-12-21", "day", "year", "", "2024-11-22..2024-12-21"),
    ("2025-12-22", "2025-11-22..2025-12-21", "day", "weekdays", "", "2024-11-23..2024-12-22"),
    ("2025-12-22", "2025-12-15..2025-12-28", "day", "previous", "", "2025-12-08..2025-12-14"),
    # today beside the same hours
    ("2025-12-22 15", "2025-12-22..2025-12-22", "day", "previous", "", "2025-12-21..2025-12-21 15"),
    ("2025-12-22 15", "2025-12-22..2025-12-22", "day", "year", "", "2024-12-22..2024-12-22 15"),
    ("2025-12-22 15", "2025-12-22..2025-12-22", "day", "weekdays", "", "2024-12-23..2024-12-23 15"),
    ("2025-12-22 15", "2025-12-01..2025-12-22", "month", "previous", "", "2025-11-01..2025-11-22 15"),
    ("2025-12-24 15", "2025-12-22..2025-12-24", "week", "previous", "", "2025-12-15..2025-12-17 15"),
    ("2025-12-22 15", "2025-01-01..2025-12-22", "year", "previous", "", "2024-01-01..2024-12-22 15"),
    ("2025-03-31 15", "2025-03-01..2025-03-31", "month", "previous", "", "2025-02-01..2025-02-28"),
    ("2025-05-31 15", "2025-05-01..2025-05-31", "month", "previous", "", "2025-04-01..2025-04-30"),
    ("2024-02-29 15", "2024-02-01..2024-02-29", "month", "year", "", "2023-02-01..2023-02-28"),
    ("2024-02-29 15", "2024-02-29..2024-02-29", "day", "year", "", "2023-02-28..2023-02-28 15"),
    ("2024-03-01 15", "2024-03-01..2024-03-01", "day", "previous", "", "2024-02-29..2024-02-29 15"),
    # steps in the result: each and the one before it, or a year before
    ("2025-12-22", "2025-12-01..2025-12-21", "month", "previous", "day", "2025-11-30..2025-12-20"),
    ("2025-12-22", "2025-12-01..2025-12-21", "", "previous", "week", "2025-11-24..2025-12-14"),
    ("2025-12-22", "2025-12-01..2025-12-21", "", "year", "week", "2024-12-02..2024-12-22"),
    ("2025-12-22", "2025-01-01..2025-12-31", "year", "previous", "month", "2024-12-01..2025-11-21"),
    ("2025-12-22", "2025-01-01..2025-12-31", "year", "year", "month", "2024-01-01..2024-12-21"),
    ("2025-12-22", "2025-01-01..2025-12-31", "year", "previous", "quarter", "2024-10-01..2025-09-21"),
    ("2025-12-22", "2025-12-20..2025-12-21", "day", "previous", "hour", "2025-12-18..2025-12-19"),
    ("2025-12-22 15", "2025-12-20..2025-12-22", "day", "previous", "day", "2025-12-19..2025-12-21 15"),
    # campaigns that have only begun
    ("2025-10-16", "2025-10-13..2025-11-14", "", "occasion", "", "2024-10-14..2024-10-16"),
    ("2025-10-16", "2025-10-13..2025-10-15", "", "occasion", "day", "2024-10-14..2024-10-16"),
    ("2025-10-16 15", "2025-10-13..2025-10-16", "", "occasion", "", "2024-10-14..2024-10-17 15"),
    ("2025-05-25", "2025-05-20..2025-06-20", "", "occasion", "", "2024-05-20..2024-05-24"),
    ("2025-01-31", "2025-01-28..2025-02-04", "", "occasion", "", "2024-02-09..2024-02-11"),
]  # fmt: skip


@pytest.fixture(scope="module")
def shop_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Shop]]:
    made: dict[tuple[str, str], Shop] = {}

    def on(today: str, shop: str = "") -> Shop:
        if (today, shop) not in made:
            folder: Path = tmp_path_factory.mktemp("days")
            until = datetime.fromisoformat(f"{today}:00" if " " in today else f"{today} 00:00")
            made[today, shop] = make(folder, shop=shop, first=date(2022, 12, 1), until=until)  # type: ignore[arg-type]
        return made[today, shop]

    yield on
    for shop in made.values():
        shop.close()


def asked(today: str, days: str, unit: str, kind: str, step: str) -> MetricQuery:
    start, end = days.split("..")
    until = f"{today.replace(' ', 'T')}:00:00" if " " in today and end == today[:10] else None
    compare: dict[str, Any] = {"kind": kind}
    if kind == "range":
        compare["time"], kind = {"start": "2024-11-01", "end": "2024-11-30"}, "range"
    return MetricQuery.model_validate({
        "metrics": ["gmv"], "by": [step] if step else [], "compare": [compare],
        "time": {"start": start, "end": end, "unit": unit, "until": until},
    })  # fmt: skip


def ends(base: str) -> tuple[datetime, datetime]:
    """The first moment of a base, and the moment up to which it counts."""
    days, _, hour = base.partition(" ")
    start, end = (date.fromisoformat(d) for d in days.split(".."))
    if hour:
        return datetime.combine(start, time()), datetime.combine(end, time(int(hour)))
    return datetime.combine(start, time()), datetime.combine(end + timedelta(days=1), time())


@pytest.mark.parametrize(
    ("today", "days", "unit", "kind", "step", "base"), CASES, ids=["; ".join(c[:5]) for c in CASES]
)
def test_base(
    shop_on: Callable[..., Shop], today: str, days: str, unit: str, kind: str, step: str, base: str
) -> None:
    found = shop_on(today).query(asked(today, days, unit, kind, step))
    assert [f"{b.start}..{b.end}" for b in found.bases] == [base.partition(" ")[0]]
    column = next(n for n, c in enumerate(found.columns) if c.kind == "base")
    values = [row[column] for row in found.rows if row[column] is not None]
    assert sum(values) == between(*ends(base))  # type: ignore[arg-type]


def test_there_are_many_cases() -> None:
    assert len(set(CASES)) >= 60


SUNDAYS = [
    ("2025-12-24", "2025-12-21..2025-12-27", "week", "previous", "", "2025-12-14..2025-12-16"),
    ("2025-12-24", "2025-12-21..2025-12-27", "", "previous", "", "2025-12-14..2025-12-16"),
    ("2025-12-24", "2025-12-21..2025-12-27", "", "year", "", "2024-12-22..2024-12-24"),
    ("2025-12-24", "2025-12-22..2025-12-28", "", "previous", "", "2025-12-20..2025-12-21"),
    ("2025-12-22", "2025-12-07..2025-12-20", "", "previous", "week", "2025-11-30..2025-12-13"),
    ("2026-01-02", "2025-12-28..2026-01-03", "week", "year", "", "2024-12-29..2025-01-02"),
]


@pytest.mark.parametrize(("today", "days", "unit", "kind", "step", "base"), SUNDAYS)
def test_weeks_that_begin_on_sunday(
    shop_on: Callable[..., Shop], today: str, days: str, unit: str, kind: str, step: str, base: str
) -> None:
    found = shop_on(today, SUNDAY).query(asked(today, days, unit, kind, step))
    assert [f"{b.start}..{b.end}" for b in found.bases] == [base]
    column = next(n for n, c in enumerate(found.columns) if c.kind == "base")
    assert sum(row[column] for row in found.rows) == between(*ends(base))  # type: ignore[misc]


def notes(shop: Shop, *case: str) -> str:
    return "\n".join(n.zh for n in shop.query(asked(*case)).notes)  # type: ignore[arg-type]


def test_a_named_range_is_cut_to_as_many_days(shop_on: Callable[..., Shop]) -> None:
    case = ("2025-12-22", "2025-12-01..2025-12-31", "month", "range", "")
    found = shop_on("2025-12-22").query(asked(*case))
    assert str(found.bases[0].end) == "2024-11-21"
    assert found.rows[0][1] == between(*ends("2024-11-01..2024-11-21"))


def test_what_is_unlike_is_said(shop_on: Callable[..., Shop]) -> None:
    december, march = shop_on("2025-12-22"), shop_on("2025-03-31")
    begun = notes(december, "2025-12-22", "2025-12-01..2025-12-31", "month", "previous", "")
    assert "2025-12-01 至 2025-12-31 还没过完，数据到 2025-12-21" in begun
    over = notes(december, "2025-12-22", "2025-11-01..2025-11-30", "month", "previous", "")
    assert "还没过完" not in over
    assert "天" not in over
    short = notes(march, "2025-03-31", "2025-03-01..2025-03-31", "month", "previous", "")
    assert "本期 30 天，上期 28 天" in short
    leap = notes(
        shop_on("2025-03-06"), "2025-03-06", "2025-02-20..2025-03-05", "day", "year", "day"
    )
    assert "2024-02-29 在另一年没有对应的日子" in leap
    twice = notes(
        shop_on("2024-03-06"), "2024-03-06", "2024-02-20..2024-03-05", "day", "year", "day"
    )
    assert "2024-02-29 与 2023-02-28 比" in twice


def test_by_day_29_february_is_in_the_totals_only(shop_on: Callable[..., Shop]) -> None:
    shop = shop_on("2025-03-06")
    case = ("2025-03-06", "2025-02-20..2025-03-05", "day", "year")
    rows = shop.query(asked(*case, "day")).rows
    assert [str(row[0]) for row in rows] == [
        str(date(2025, 2, 20) + timedelta(days=n)) for n in range(14)
    ]
    leap = between(*ends("2024-02-29..2024-02-29"))
    total = shop.query(asked(*case, "")).rows[0][1]
    assert sum(row[2] for row in rows) == total - leap  # type: ignore[misc, operator]
