"""From an engine's rows to those of a result: without hidden keys and what was computed beside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from semantic_layer.answered import Cell, Column
from semantic_layer.compile import Compiled
from semantic_layer.compile.bands import class_labels
from semantic_layer.compile.day_parts import day_values
from semantic_layer.compile.finish import FULL_COUNT
from semantic_layer.compile.keys import both
from semantic_layer.query import DAY_PARTS, FISCAL_STEPS
from semantic_layer.texts import Text

Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The result's columns and rows, the number of rows before a limit, and what is to be said.

    `words` are those for cells of its own (the others), by column.
    """

    columns: tuple[Column, ...]
    rows: Rows
    full_count: int
    notes: tuple[Text, ...]
    words: Mapping[str, Mapping[Cell, Text]]


def shown_rows(compiled: Compiled, rows: Rows) -> Shown:
    """The rows as they are shown."""
    width = len(compiled.columns)
    beside = dict(zip(compiled.asides, rows[0][width:], strict=True)) if rows else {}
    whole = _by_calendar(compiled, tuple(row[:width] for row in rows))
    counted = beside.get(FULL_COUNT, len(rows))
    assert isinstance(counted, int)
    words: dict[str, Mapping[Cell, Text]] = dict(_of_calendar(compiled, whole))
    columns, kept = _without_hidden(compiled, _in_words(compiled, whole))
    columns, kept = _without_marks(compiled, columns, kept, words)
    notes = _typical(compiled.columns, beside)
    if compiled.listed and counted > len(rows):
        notes = (both("note.list_cut", count=f"{counted:,}", shown=f"{len(rows):,}"), *notes)
    return Shown(columns, kept, counted, notes, words)


def _of_calendar(compiled: Compiled, rows: Rows) -> Iterator[tuple[str, Mapping[Cell, Text]]]:
    """What fiscal quarters and years, campaigns and kinds of days are called, by column."""
    year = compiled.model.fiscal
    for n, key in enumerate(compiled.keys):
        if key.kind == "part" and key.grain in DAY_PARTS:
            yield key.column, {v.value: v.label for v in day_values(key.grain, compiled.model)}
        if key.grain in FISCAL_STEPS and year is not None:
            firsts = {day for row in rows if isinstance(day := row[n], date)}
            yield key.column, {day: year.label(day, key.grain) for day in sorted(firsts)}


def _by_calendar(compiled: Compiled, rows: Rows) -> Rows:
    """Where no order was asked for, campaigns and holidays as they come in the year, days without
    one last."""
    keys = [(n, k) for n, k in enumerate(compiled.keys) if k.kind != "dimension" or k.band]
    parts = {n: k for n, k in keys if k.kind == "part" and k.grain in DAY_PARTS}
    if not parts or not compiled.unordered:
        return rows
    places: dict[int, dict[Cell, Any]] = {}
    for n, key in keys:
        cells = (row[n] for row in rows if row[n] is not None)
        known = [v.value for v in day_values(key.grain, compiled.model)] if n in parts else []
        places[n] = {cell: i for i, cell in enumerate(known or sorted(set(cells)))}  # type: ignore[type-var]
    return tuple(
        sorted(rows, key=lambda row: [places[n].get(row[n], len(places[n])) for n, _ in keys])
    )


def nothing(columns: Sequence[Column], rows: Rows) -> bool:
    """True when no metric has a value other than 0."""
    values = [n for n, column in enumerate(columns) if column.kind == "metric"]
    return not any(row[n] for row in rows for n in values)


def _in_words(compiled: Compiled, rows: Rows) -> Rows:
    """The rows with the words of classes instead of their numbers."""
    words = {n: class_labels(k.band.edges) for n, k in enumerate(compiled.keys) if k.band}
    if not words:
        return rows
    return tuple(
        tuple(_class(words[n], v) if n in words else v for n, v in enumerate(row)) for row in rows
    )


def _class(words: Sequence[str], value: Cell) -> Cell:
    return words[value] if isinstance(value, int) else None


def _without_hidden(compiled: Compiled, rows: Rows) -> tuple[tuple[Column, ...], Rows]:
    """The result without its hidden keys; where members share a label, the key joins the label."""
    if not compiled.hidden:
        return compiled.columns, rows
    hidden = [n for n, c in enumerate(compiled.columns) if c.name in compiled.hidden]
    keyed: list[list[Cell]] = [list(row) for row in rows]
    for n in hidden:
        seen: dict[Cell, set[Cell]] = {}
        for row in rows:
            seen.setdefault(row[n - 1], set()).add(row[n])
        for cells in keyed:
            if len(seen[cells[n - 1]]) > 1:
                cells[n - 1] = f"{cells[n - 1]} ({cells[n]})"
    kept = [n for n in range(len(compiled.columns)) if n not in hidden]
    columns = tuple(compiled.columns[n] for n in kept)
    return columns, tuple(tuple(cells[n] for n in kept) for cells in keyed)


def _without_marks(
    compiled: Compiled,
    columns: tuple[Column, ...],
    rows: Rows,
    words: dict[str, Mapping[Cell, Text]],
) -> tuple[tuple[Column, ...], Rows]:
    """The rest under a name of its own in the shop's language, instead of a mark beside it."""
    mark = next((k for k in compiled.keys if k.rest), None)
    if mark is None or mark.top is None:
        return columns, rows
    places = [c.name for c in columns]
    at, member = places.index(mark.column), places.index(mark.top.shown.column)
    if not mark.top.others:
        kept = tuple((*row[:at], *row[at + 1 :]) for row in rows)
        return (*columns[:at], *columns[at + 1 :]), kept
    rest = _rest(compiled, columns[member], {row[member] for row in rows if not row[at]})
    label = rest.get(compiled.model.language)
    words[columns[member].name] = {label: rest}
    named = ((*row[:member], label, *row[member + 1 :]) if row[at] else row for row in rows)
    kept = tuple((*row[:at], *row[at + 1 :]) for row in named)
    return (*columns[:at], *columns[at + 1 :]), kept


def _rest(compiled: Compiled, column: Column, members: set[Cell]) -> Text:
    """`Other`, or more words where a member is called so."""
    dimension = compiled.model.dimensions.get(column.of)
    labels = [v.label for v in dimension.values] if dimension else []
    taken = {*members, *(t for label in labels for t in (label.zh, label.en))}
    for text in (both("value.rest"), both("value.rest_plainly")):
        if not taken & {text.zh, text.en}:
            return text
    return Text(f"{text.zh} *", f"{text.en} *")


def _typical(columns: Sequence[Column], beside: dict[str, Cell]) -> tuple[Text, ...]:
    """What the groups' values were held against."""
    notes = []
    for column in columns:
        for than in ("average", "median"):
            label = f"{column.name}__{than}"
            value = beside.get(label)
            if isinstance(value, int | float | Decimal):
                said = _number(value, column.unit)
                count = str(beside[f"{label}_of"])
                notes.append(both(f"note.{than}", metric=column.label, value=said, count=count))
    return tuple(notes)


def _number(value: int | float | Decimal, unit: str) -> str:
    if unit in ("ratio", "points"):
        return f"{value:.1%}"
    if unit == "money":
        return f"{value:,.2f}"
    return f"{value:,.6g}" if abs(float(value)) < 1e6 else f"{value:,.0f}"


__all__ = ["Shown", "nothing", "shown_rows"]
