"""Cells are read as people mean them; what cannot be read is bad, never silently empty."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from semantic_layer.sources.convert import bad, typed
from semantic_layer.sources.source import SourceColumn


def read(cell: Any, kind: str, staged: str = "VARCHAR", **said: Any) -> Any:
    """The value of a cell, or "bad"."""
    column = SourceColumn("x", "列 名", kind, **said)  # type: ignore[arg-type]
    connection = duckdb.connect()
    connection.execute(f'CREATE TABLE t ("列 名" {staged})')
    connection.execute("INSERT INTO t VALUES (?)", [cell])
    row = connection.execute(
        f"SELECT {typed(column, staged)}, {bad(column, staged)} FROM t"
    ).fetchone()
    connection.close()
    assert row is not None
    return "bad" if row[1] else row[0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234.5", "1234.50"), ("¥1,234.50", "1234.50"), ("￥ 88", "88.00"), ("1.2万", "12000.00"),
        ("3亿", "300000000.00"), ("(35.00)", "-35.00"), ("-0.10", "-0.10"), ("35.00-", "-35.00"),
        ("12元", "12.00"), ("1，234", "1234.00"), (".5", "0.50"), ("1e3", "1000.00"), ("RMB 9.9", "9.90"),
        ('="12.30"', "12.30"), ("12.30\t", "12.30"), ("2.5w", "25000.00"), ("3k", "3000.00"), ("\ufeff7", "7.00"),
        ("－5", "-5.00"), ("0.1", "0.10"), ("1 234.50", "1234.50"), ("1'234'567", "1234567.00"),
        ("- ¥5", "-5.00"), ("$(1,200.00)", "-1200.00"),
    ],
)  # fmt: skip
def test_money_is_read_to_the_cent(cell: str, value: str) -> None:
    found = read(cell, "money")
    assert isinstance(found, Decimal)
    assert found == Decimal(value)


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "--", "NULL", "n/a", "无", "\t", "#N/A"])
@pytest.mark.parametrize("kind", ["money", "integer", "number", "ratio", "date", "time", "bool"])
def test_a_cell_that_says_nothing_is_empty(cell: str | None, kind: str) -> None:
    assert read(cell, kind) is None


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("abc", "money"), ("1.2.3", "money"), ("12%", "money"), ("1 2 x", "integer"), ("1.5", "integer"),
        ("12/25/2025", "date"), ("2025-02-30", "date"), ("昨天", "time"), ("infinity", "time"), ("epoch", "date"), ("2025-11-11 10:00:00+08", "time"), ("2025-02-30 10:00:00", "time"), ("25:00", "time"), ("maybe", "bool"),
        ("1e400", "number"), ("--5", "money"), ("100000000000000000000000", "money"), ("∞", "number"), ("1,5", "money"), ("1.234,50", "money"), ("1,2345", "integer"), ("1,23,4", "money"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_bad(cell: str, kind: str) -> None:
    assert read(cell, kind) == "bad"


@pytest.mark.parametrize(
    ("cell", "value"), [("12.3%", 0.123), ("0.123", 0.123), ("100％", 1.0), ("1,200%", 12.0)]
)
def test_a_percent_is_a_fraction(cell: str, value: float) -> None:
    assert read(cell, "ratio") == pytest.approx(value)


def test_a_column_may_count_hundredths_without_a_sign() -> None:
    assert read("12.3", "ratio", percent=True) == pytest.approx(0.123)
    assert read("12.3%", "ratio", percent=True) == pytest.approx(0.123)


def test_a_column_may_write_its_decimals_behind_a_comma() -> None:
    assert read("1.234,50", "money", comma=True) == Decimal("1234.50")
    assert read("0,5", "money", comma=True) == Decimal("0.50")
    assert read("1,234.50", "money", comma=True) == "bad"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2025-11-11 00:05:09", datetime(2025, 11, 11, 0, 5, 9)), ("2025/11/1 8:05", datetime(2025, 11, 1, 8, 5)),
        ("2025年11月11日 20:00", datetime(2025, 11, 11, 20)), ("2025-11-11", datetime(2025, 11, 11)),
        ("2025-11-11T20:00:01", datetime(2025, 11, 11, 20, 0, 1)), ("20251111200001", datetime(2025, 11, 11, 20, 0, 1)),
        ("2025-11-11 20:00:01.250", datetime(2025, 11, 11, 20, 0, 1, 250000)),
    ],
)  # fmt: skip
def test_times_are_read_in_the_usual_forms(cell: str, value: datetime) -> None:
    assert read(cell, "time") == value


def test_a_form_that_has_two_readings_must_be_said() -> None:
    assert read("03/04/2025", "date") == "bad"
    assert read("03/04/2025", "date", forms=("%d/%m/%Y",)) == date(2025, 4, 3)
    assert read("1762819200", "time", forms=("epoch_s",)) == datetime(2025, 11, 11)
    assert read("1762819200250", "time", forms=("epoch_ms",)) == datetime(
        2025, 11, 11, 0, 0, 0, 250000
    )
    assert read("45972.5", "time", forms=("serial",)) == datetime(2025, 11, 11, 12)


def test_several_forms_in_one_column() -> None:
    forms = ("%Y-%m-%d", "%d.%m.%Y")
    assert read("11.11.2025", "date", forms=forms) == date(2025, 11, 11)
    assert read("2025-11-11", "date", forms=forms) == date(2025, 11, 11)


def test_digits_stay_text() -> None:
    assert read("00123", "text") == "00123"
    assert read('="00123"', "text") == "00123"
    assert read("无", "text") == "无"
    assert read(" 　", "text") is None


def test_flags() -> None:
    assert read("是", "bool") is True
    assert read("N", "bool") is False


@pytest.mark.parametrize(
    ("cell", "staged", "kind", "value"),
    [
        (12.5, "DOUBLE", "money", Decimal("12.50")), (3.0, "DOUBLE", "integer", 3), (3.5, "DOUBLE", "integer", "bad"),
        (float("inf"), "DOUBLE", "number", "bad"), (7, "BIGINT", "text", "7"), (date(2025, 1, 2), "DATE", "time", datetime(2025, 1, 2)),
        (datetime(2025, 1, 2, 3), "TIMESTAMP", "date", date(2025, 1, 2)), (None, "DOUBLE", "money", None), (5, "INTEGER", "integer", 5),
    ],
)  # fmt: skip
def test_cells_that_have_a_type_keep_their_value(
    cell: Any, staged: str, kind: str, value: Any
) -> None:
    assert read(cell, kind, staged) == value
