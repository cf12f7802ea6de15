"""Excel workbooks (xlsx, xls, ods), by calamine: each sheet that holds a table is a form."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from semantic_layer.sources.readers.format import Format, Header
from semantic_layer.sources.readers.header import (
    find_header,
    is_guarded,
    is_total,
    name_columns,
    ungarded,
)
from semantic_layer.sources.readers.scan import MOST_COLUMNS
from semantic_layer.sources.readers.unreadable import unreadable

_HEAD = 200
_EXACT = 2**53

Cell = str | int | float | bool | dt.date | dt.time | dt.datetime | dt.timedelta
Grid = list[list[Cell]]


def detect(path: Path) -> tuple[Format, ...]:
    """A form for each sheet with rows under a header; ReadError when no sheet has any."""
    forms = []
    with _opened(path) as book:
        for sheet in book.sheet_names:
            form = _form(sheet, _grid(book, sheet))
            if form:
                forms.append(form)
    if not forms:
        raise unreadable("file_empty", path, what="read.no_sheet")
    return tuple(forms)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(str(path))
    except calamine.PasswordError as error:
        raise unreadable("file_password", path, detail=str(error)) from error
    except (calamine.CalamineError, OSError) as error:
        raise unreadable("file_broken", path, detail=str(error)[:300]) from error
    try:
        yield book
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError) as error:
        raise unreadable("file_broken", path, detail=str(error)[:300]) from error
    finally:
        book.close()


def _grid(book: Any, sheet: str) -> Grid:
    """The cells of a sheet from its first column on; a merged cell stands once."""
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


def _form(sheet: str, grid: Grid) -> Format | None:
    rows = [[text_of(cell) for cell in row] for row in grid[:_HEAD]]
    skip, header = find_header(rows)
    body = [row for row in rows[skip + header :] if any(row)]
    if not body:
        return None
    ends = [[text_of(cell) for cell in row] for row in grid[-5:]]
    return Format(
        "excel", skip=skip, header=header, footer=any(is_total(row) for row in ends),
        guarded=is_guarded(body), sheet=sheet,
    )  # fmt: skip


def text_of(cell: Cell) -> str:
    """A cell as a text file would have it: whole numbers without `.0`, ISO dates and times."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e18:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return str(cell)


def stage(
    connection: duckdb.DuckDBPyConnection, path: Path, form: Format, relation: str
) -> tuple[tuple[Header, ...], int]:
    """Load a sheet into a table; its headers, and how many totals were left out."""
    with _opened(path) as book:
        if form.sheet not in book.sheet_names:
            known = "、".join(book.sheet_names)
            raise unreadable("file_sheet", path, sheet=form.sheet, sheets=known)
        grid = _grid(book, form.sheet)
    top = form.skip + form.header
    names = [[text_of(cell) for cell in row] for row in grid[form.skip : top]]
    rows = [row for row in grid[top:] if any(cell != "" for cell in row)]
    if not rows:
        raise unreadable("file_empty", path, what="read.only_header")
    kept = [row for row in rows if not _left_out(row, form)]
    headers = name_columns(names, max(len(row) for row in rows))
    if len(headers) > MOST_COLUMNS:
        raise unreadable("file_wide", path, count=len(headers), most=MOST_COLUMNS)
    columns = [_column([row[at] for row in kept], form) for at in range(len(headers))]
    table = pa.table(dict(zip((h.name for h in headers), columns, strict=True)))
    connection.register("wenshu_sheet", table)
    try:
        connection.execute(f"CREATE TABLE {relation} AS SELECT * FROM wenshu_sheet")
    finally:
        connection.unregister("wenshu_sheet")
    return headers, len(rows) - len(kept)


def _left_out(row: Sequence[Cell], form: Format) -> bool:
    return form.footer and is_total([text_of(cell) for cell in row])


def _column(cells: Sequence[Cell], form: Format) -> "pa.Array":
    """A column as typed as all its cells agree to be, else text."""
    kinds = {type(cell) for cell in cells if cell != ""}
    whole = [None if cell == "" else cell for cell in cells]
    if kinds <= {int, float} and kinds:
        return _numbers(whole)
    for kind, type_ in ((bool, pa.bool_()), (dt.date, pa.date32())):
        if kinds == {kind}:
            return pa.array(whole, type_)
    if kinds and kinds <= {dt.date, dt.datetime}:
        moments = [_moment(cell) for cell in whole]
        return pa.array(moments, pa.timestamp("us"))
    texts = [None if cell is None else text_of(cell) for cell in whole]
    return pa.array([ungarded(t) if form.guarded and t else t for t in texts], pa.string())


def _moment(cell: Any) -> dt.datetime | None:
    if cell is None or isinstance(cell, dt.datetime):
        return cell
    return dt.datetime.combine(cell, dt.time())


def _numbers(cells: Sequence[Any]) -> "pa.Array":
    whole = all(c is None or (float(c).is_integer() and abs(c) < _EXACT) for c in cells)
    if whole:
        return pa.array([None if c is None else int(c) for c in cells], pa.int64())
    return pa.array([None if c is None else float(c) for c in cells], pa.float64())
