"""Which picture fits a table: time runs along a line, ranks lie as bars, few parts make a pie."""

from collections.abc import Sequence
from typing import Literal

from semantic_layer.answered import Column, QueryResult
from semantic_layer.texts import Text
from tools.reading import has_order, step_of
from tools.result import Chart, ChartKind

__all__ = ["AskedChart", "choose"]

AskedChart = Literal["auto", "line", "bar", "hbar", "pie", "table", "heatmap", "scatter", "none"]
MOST_SLICES = 8
MOST_SERIES = 12


def choose(
    asked: AskedChart,
    table: QueryResult,
    *,
    by: Sequence[str],
    share: bool,
    adds_up: bool,
    alike: Sequence[str],
    title: Text,
) -> tuple[Chart | None, str]:
    """The chart for a table and, when a wish was not granted, the key of the note that says why.

    `alike` are the metrics of the first one's size and unit, which may share an axis with it.
    """
    if asked == "none" or not by or not table.rows or len(by) > 2:
        return None, ""
    kind, note = _kind(asked, table, by, share=share, adds_up=adds_up)
    groups = list(table.columns[: len(by)])
    x, series = _axes(groups, by)
    crowded = bool(series) or kind in ("pie", "heatmap")
    y = _values(table.columns, alike[:1] if crowded else alike, bases=not crowded)
    return Chart(kind, x, tuple(c.name for c in y), series, title, y[0].unit), note


def _kind(
    asked: AskedChart, table: QueryResult, by: Sequence[str], *, share: bool, adds_up: bool
) -> tuple[ChartKind, str]:
    timed = any(step_of(b) for b in by)
    slices = adds_up and len(by) == 1 and not timed and 2 <= len(table.rows) <= MOST_SLICES
    if asked == "pie" and not slices:
        return ("bar" if timed else "hbar"), "metrics.note.no_pie"
    if asked == "line" and not timed and not any(has_order(b) for b in by):
        return "hbar", "metrics.note.no_line"
    if asked != "auto":
        return asked, ""  # type: ignore[return-value]
    return _fitting(table, by, timed=timed, pie=share and slices), ""


def _fitting(table: QueryResult, by: Sequence[str], *, timed: bool, pie: bool) -> ChartKind:
    if timed:
        return "line" if len({row[_time_place(by)] for row in table.rows}) > 1 else "bar"
    if pie:
        return "pie"
    if len(by) == 2:
        return "heatmap" if len({row[1] for row in table.rows}) > MOST_SERIES else "bar"
    return "bar" if has_order(by[0]) else "hbar"


def _time_place(by: Sequence[str]) -> int:
    return next(i for i, b in enumerate(by) if step_of(b))


def _axes(groups: Sequence[Column], by: Sequence[str]) -> tuple[str, str]:
    """The x and series columns: time runs along x whatever came first in the question."""
    if len(groups) == 1:
        return groups[0].name, ""
    x = _time_place(by) if any(step_of(b) for b in by) else 0
    return groups[x].name, groups[1 - x].name


def _values(columns: Sequence[Column], metrics: Sequence[str], *, bases: bool) -> list[Column]:
    """The columns that are drawn: metrics and the bases that they are compared with."""
    kinds = ("metric", "base") if bases else ("metric",)
    return [c for c in columns if c.kind in kinds and c.of in metrics]
