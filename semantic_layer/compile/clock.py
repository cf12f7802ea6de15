"""Steps and parts of time in SQL, one rule for each dialect that differs."""

from sqlglot import exp

from semantic_layer.compile.sql import cast
from semantic_layer.errors import QueryError
from semantic_layer.periods import Shift
from semantic_layer.query import FISCAL_STEPS
from semantic_layer.reckoning import FiscalYear, Reckoning

FINE_GRAINS = ("millisecond", "second", "minute", "hour")
_PARTS = {
    "weekday": "isodow", "hour_of_day": "hour", "day_of_month": "day", "day_of_year": "doy",
    "month_of_year": "month", "quarter_of_year": "quarter", "year_of_date": "year",
}  # fmt: skip


def step(node: exp.Expr, grain: str, by: Reckoning, dialect: str) -> exp.Expr:
    """The start of the step that holds a moment: a timestamp for hours and finer, else a date."""
    if grain in FINE_GRAINS:
        return _trunc(node, grain.upper(), dialect)
    if grain == "day":
        return cast(node, "DATE")
    if grain == "week":
        return _week(node, by.week_start, dialect)
    if grain in FISCAL_STEPS:
        return _fiscal(node, grain.removeprefix("fiscal_"), by.year, dialect)
    return cast(_trunc(node, grain.upper(), dialect), "DATE")


def _fiscal(node: exp.Expr, unit: str, year: FiscalYear, dialect: str) -> exp.Expr:
    """By truncation too, with the calendar moved so that the fiscal year begins in January."""
    days, months = Shift(days=year.day - 1), Shift(months=year.month - 1)
    moved = cast(node, "DATE")
    for shift in (s for s in (days, months) if s != Shift()):
        moved = back(moved, shift)
    moved = cast(_trunc(moved, unit.upper(), dialect), "DATE")
    for shift in (s for s in (months, days) if s != Shift()):
        moved = forth(moved, shift)
    return moved


def _trunc(node: exp.Expr, unit: str, dialect: str) -> exp.Expr:
    if dialect == "mysql":
        raise QueryError("not_supported_here", dialect=dialect, what=f"date_trunc {unit.lower()}")
    return exp.TimestampTrunc(this=node, unit=exp.var(unit))


def _week(node: exp.Expr, week_start: int, dialect: str) -> exp.Expr:
    """ISO weeks by truncation; another first day by moving the calendar there and back."""
    if week_start == 0:
        return cast(_trunc(node, "WEEK", dialect), "DATE")
    moved = back(cast(node, "DATE"), Shift(days=week_start))
    return forth(cast(_trunc(moved, "WEEK", dialect), "DATE"), Shift(days=week_start))


def part(node: exp.Expr, kind: str, dialect: str) -> exp.Expr:
    """A part of a moment as a number: `weekday` 1 Monday to 7 Sunday, `hour_of_day` 0 to 23."""
    if dialect not in ("duckdb", "postgres") and kind == "weekday":
        raise QueryError("not_supported_here", dialect=dialect, what=kind)
    return cast(exp.Extract(this=exp.var(_PARTS[kind]), expression=node), "INT")


def back(day: exp.Expr, shift: Shift) -> exp.Expr:
    """A date, or an hour's timestamp, moved back by a shift."""
    return _moved(day, shift, exp.Sub)


def forth(day: exp.Expr, shift: Shift) -> exp.Expr:
    """A date moved forward by a shift."""
    return _moved(day, shift, exp.Add)


def _moved(day: exp.Expr, shift: Shift, operation: type[exp.Binary], to: str = "DATE") -> exp.Expr:
    count, unit = (shift.months, "MONTH") if shift.months else (shift.days, "DAY")
    interval = exp.Interval(this=exp.Literal.string(str(count)), unit=exp.var(unit))
    return cast(operation(this=day, expression=interval), to)


def back_by_hours(moment: exp.Expr, shift: Shift) -> exp.Expr:
    """The start of an hour moved back by a shift of days or months."""
    return _moved(moment, shift, exp.Sub, "TIMESTAMP")


def forth_by_hours(moment: exp.Expr, shift: Shift) -> exp.Expr:
    """The start of an hour moved forward by a shift of days or months."""
    return _moved(moment, shift, exp.Add, "TIMESTAMP")
