"""Which days a comparison looks at, by the decisions of the design."""

from datetime import date

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.periods import base_of, steps
from semantic_layer.query import Compare, TimeRange
from semantic_layer.reckoning import Reckoning, months_back


def days(text: str, unit: str = "") -> TimeRange:
    start, end = text.split("..")
    return TimeRange(start=date.fromisoformat(start), end=date.fromisoformat(end), unit=unit)  # type: ignore[arg-type]


CASES = [
    # asked, unit, kind, grain, base
    ("2025-11-01..2025-11-30", "", "previous", "", "2025-10-01..2025-10-31"),
    ("2025-03-01..2025-03-31", "month", "previous", "", "2025-02-01..2025-02-28"),
    ("2025-12-01..2025-12-21", "month", "previous", "", "2025-11-01..2025-11-21"),
    ("2025-12-01..2025-12-21", "", "previous", "", "2025-11-10..2025-11-30"),
    ("2025-03-01..2025-03-30", "month", "previous", "", "2025-02-01..2025-02-28"),
    ("2025-11-22..2025-12-21", "day", "previous", "", "2025-10-23..2025-11-21"),
    ("2025-11-01..2025-11-30", "day", "previous", "", "2025-10-02..2025-10-31"),
    ("2025-12-21..2025-12-21", "day", "previous", "", "2025-12-20..2025-12-20"),
    ("2025-12-15..2025-12-21", "week", "previous", "", "2025-12-08..2025-12-14"),
    ("2025-12-22..2025-12-24", "week", "previous", "", "2025-12-15..2025-12-17"),
    ("2025-07-01..2025-09-30", "quarter", "previous", "", "2025-04-01..2025-06-30"),
    ("2025-10-01..2025-12-21", "quarter", "previous", "", "2025-07-01..2025-09-21"),
    ("2025-01-01..2025-12-21", "year", "previous", "", "2024-01-01..2024-12-21"),
    ("2025-09-01..2025-11-30", "month", "previous", "", "2025-06-01..2025-08-31"),
    ("2025-12-01..2025-12-21", "month", "year", "", "2024-12-01..2024-12-21"),
    ("2025-02-01..2025-02-28", "month", "year", "", "2024-02-01..2024-02-29"),
    ("2024-02-29..2024-02-29", "day", "year", "", "2023-02-28..2023-02-28"),
    ("2025-02-28..2025-02-28", "day", "year", "", "2024-02-28..2024-02-28"),
    ("2025-12-15..2025-12-21", "week", "year", "", "2024-12-16..2024-12-22"),
    ("2025-12-15..2025-12-21", "day", "year", "", "2024-12-15..2024-12-21"),
    ("2025-12-15..2025-12-21", "", "week", "", "2025-12-08..2025-12-14"),
    ("2025-01-01..2025-12-21", "year", "previous", "month", "2024-12-01..2025-11-21"),
    ("2025-01-01..2025-06-30", "", "year", "month", "2024-01-01..2024-06-30"),
    ("2025-12-01..2025-12-07", "", "previous", "day", "2025-11-30..2025-12-06"),
    ("2025-12-08..2025-12-21", "", "year", "week", "2024-12-09..2024-12-22"),
]


@pytest.mark.parametrize(("asked", "unit", "kind", "grain", "base"), CASES)
def test_base(asked: str, unit: str, kind: str, grain: str, base: str) -> None:
    found = base_of(days(asked, unit), Compare(kind=kind), grain, Reckoning()).time  # type: ignore[arg-type]
    assert f"{found.start}..{found.end}" == base


def test_named_ranges_align_by_day_or_month() -> None:
    base = Compare(kind="range", time=days("2025-05-13..2025-06-18"))
    assert base_of(days("2025-10-06..2025-11-11"), base, "day", Reckoning()).shift.days == 146
    with pytest.raises(QueryError):
        base_of(days("2025-10-06..2025-11-11"), base, "month", Reckoning())


def test_a_week_cannot_be_laid_on_a_month() -> None:
    with pytest.raises(QueryError):
        base_of(days("2025-01-01..2025-06-30"), Compare(kind="week"), "month", Reckoning())


def test_months_back_clamps() -> None:
    assert months_back(date(2025, 3, 31), 1) == date(2025, 2, 28)
    assert months_back(date(2024, 1, 31), -1) == date(2024, 2, 29)
    assert months_back(date(2025, 1, 15), 1) == date(2024, 12, 15)


def test_steps_of_every_grain() -> None:
    year = days("2024-01-01..2024-12-31")
    counts = {
        g: len(steps(year, g, Reckoning(), 10_000))
        for g in ("hour", "day", "week", "month", "quarter", "year")
    }
    assert counts == {
        "hour": 366 * 24,
        "day": 366,
        "week": 53,
        "month": 12,
        "quarter": 4,
        "year": 1,
    }
    assert steps(days("2025-12-24..2025-12-26"), "week", Reckoning(6), 9) == [date(2025, 12, 21)]
