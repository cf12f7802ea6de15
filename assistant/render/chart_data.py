"""What a chart shows, read from a result and still independent of any chart library.

Metrics that cannot share an axis honestly (other units, other sizes) get panels of their own,
never a second axis.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.formats import Style, cell_text, heading
from assistant.messages import say
from semantic_layer.answered import Cell, Column
from tools.result import Chart, Result

Number = int | float | Decimal

MOST_SERIES, MOST_ROWS_OF_HEAT, MOST_BARS, MOST_RANKS = 10, 24, 31, 20
MOST_METRICS = 3
_COMPARABLE = 20.0


@dataclass(frozen=True, slots=True)
class Trace:
    """One line or group of bars: y and its exact text at each x; a comparison base is `faded`."""

    name: str
    y: tuple[Number | None, ...]
    texts: tuple[str, ...]
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Traces that share one y axis."""

    title: str
    unit: str
    traces: tuple[Trace, ...]

    def values(self) -> list[Number | None]:
        return [v for trace in self.traces for v in trace.y]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be drawn: x as values and as texts, and the panels over it.

    `by_members` tells that traces are named after members, not metrics; `note` says what the chart
    leaves out, which the table under it has.
    """

    kind: str
    x: tuple[Cell, ...]
    labels: tuple[str, ...]
    panels: tuple[Panel, ...]
    on_time: bool
    by_members: bool = False
    grain: str = ""
    title: str = ""
    note: str = ""


def read(result: Result, lang: str) -> Drawing | None:
    """The drawing of a result's chart; None when it has none or nothing to show."""
    chart = result.chart
    columns = {c.name: c for c in result.columns}
    if chart is None or chart.x not in columns or not result.rows:
        return None
    reader = _Reader(result, lang)
    shown = _shown(result, chart)
    most = MOST_ROWS_OF_HEAT if chart.kind == "heatmap" else MOST_SERIES
    xs, cut = reader.positions(chart.x, chart.kind)
    groups, more = reader.groups(chart.series, shown, most)
    panels = tuple(
        reader.panel(p, xs, chart.x, chart.series, groups) for p in _share(reader, shown)
    )
    if not any(v is not None for p in panels for v in p.values()):
        return None
    return Drawing(
        kind=chart.kind,
        x=xs,
        labels=tuple(reader.text(x, columns[chart.x]) for x in xs),
        panels=panels,
        on_time=bool(xs) and all(isinstance(x, date) for x in xs),
        by_members=chart.series in columns,
        grain=result.grain,
        title=chart.title.get(lang),
        note=say("chart.cut", lang) if cut or more else "",
    )


def _shown(result: Result, chart: Chart) -> list[Column]:
    """The chart's columns, and those metrics of the table that it left out for want of an axis.

    With panels there is one for each; a chart that is split by a series keeps to its own.
    """
    own = [c for name in chart.y for c in result.columns if c.name == name]
    if chart.series or chart.kind not in ("line", "bar", "hbar"):
        return own
    kinds = ("metric", "base") if any(c.kind == "base" for c in own) else ("metric",)
    drawn = {c.of for c in own}
    left = [c for c in result.columns if c.kind in kinds and c.of not in drawn]
    extra = list(dict.fromkeys(c.of for c in left))[: max(0, MOST_METRICS - len(drawn))]
    return own + [c for c in left if c.of in extra]


class _Reader:
    """Rows by column name, and the pivots that a drawing needs."""

    def __init__(self, result: Result, lang: str) -> None:
        self._columns = {c.name: (i, c) for i, c in enumerate(result.columns)}
        self._rows = result.rows
        self._words = result.words
        self._style = Style(lang, result.currency)

    def text(self, cell: Cell, column: Column) -> str:
        """The cell as the table under the chart writes it."""
        return cell_text(cell, column, self._words.get(column.name, {}), self._style)

    def cells(self, name: str) -> list[Cell]:
        at = self._columns[name][0]
        return [row[at] for row in self._rows]

    def positions(self, x: str, kind: str) -> tuple[tuple[Cell, ...], bool]:
        """The distinct x in row order, and whether some had to be left out."""
        found = tuple(dict.fromkeys(self.cells(x)))
        most = {"bar": MOST_BARS, "hbar": MOST_RANKS}.get(kind, len(found))
        return found[:most], len(found) > most

    def groups(
        self, series: str, shown: Sequence[Column], most: int
    ) -> tuple[tuple[Cell, ...], bool]:
        """The largest series values by their first metric, and whether some were left out."""
        if series not in self._columns or not shown:
            return (None,), False
        weight: dict[Cell, float] = {}
        for member, value in zip(self.cells(series), self.cells(shown[0].name), strict=True):
            weight[member] = weight.get(member, 0.0) + abs(_float(value))
        ranked = sorted(weight, key=lambda m: -weight[m])[:most]
        return tuple(m for m in weight if m in ranked), len(weight) > most

    def panel(
        self, columns: Sequence[Column], xs: tuple[Cell, ...], x: str, series: str,
        groups: tuple[Cell, ...],
    ) -> Panel:  # fmt: skip
        split = series in self._columns
        traces = tuple(
            self._trace(column, xs, x, series if split else "", group)
            for column in columns
            for group in groups
        )
        named = [c for c in columns if c.kind != "base"] or columns
        title = " / ".join(heading(c, self._style) for c in named)
        return Panel(title, columns[0].unit, traces)

    def _trace(
        self, column: Column, xs: tuple[Cell, ...], x: str, series: str, group: Cell
    ) -> Trace:
        members: Iterable[Cell] = self.cells(series) if series else (group for _ in self._rows)
        at = {
            place: value
            for place, member, value in zip(
                self.cells(x), members, self.cells(column.name), strict=True
            )
            if member == group
        }
        name = heading(column, self._style)
        if series:
            name = self.text(group, self._columns[series][1])
        ys = tuple(at.get(place) for place in xs)
        texts = tuple(self.text(y, column) for y in ys)
        return Trace(name, tuple(_number(y) for y in ys), texts, faded=column.kind == "base")


def _share(reader: _Reader, columns: Sequence[Column]) -> list[list[Column]]:
    """Columns in panels: together when they have one unit and comparable sizes."""
    panels: list[list[Column]] = []
    for column in columns:
        for panel in panels:
            if _alike(reader, panel[0], column):
                panel.append(column)
                break
        else:
            panels.append([column])
    return panels


def _alike(reader: _Reader, one: Column, other: Column) -> bool:
    if one.unit != other.unit:
        return False
    sizes = sorted(_size(reader.cells(c.name)) for c in (one, other))
    return one.of == other.of or sizes[0] * _COMPARABLE >= sizes[1]


def _size(cells: Iterable[Cell]) -> float:
    return max((abs(_float(c)) for c in cells), default=0.0)


def _number(cell: Cell) -> Number | None:
    return cell if isinstance(cell, int | float | Decimal) else None


def _float(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float | Decimal) else 0.0
