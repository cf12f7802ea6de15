"""Files of a shop as relations of DuckDB, whatever export they come from.

    forms = detect(path)                       # one Format per sheet; ReadError in plain words
    headers = stage(connection, path, form, "orders_raw")
    with scan(path, form) as one:              # CSV, Parquet, JSON: read in the statement that converts
        connection.execute(f"CREATE TABLE t AS SELECT … FROM ({one.rows})")

Columns of text files are text, `nullstr` is NULL, cells are otherwise as written (outer spaces
too); those of Excel and JSON are typed where every cell agrees, those of Parquet as they are.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb

from semantic_layer.errors import ReadError
from semantic_layer.sources.readers import csv, excel, json_lines, parquet
from semantic_layer.sources.readers.format import Format, Header
from semantic_layer.sources.readers.scan import Scan, quoted
from semantic_layer.sources.readers.unreadable import unreadable

__all__ = ["SUFFIXES", "Format", "Header", "ReadError", "Scan", "detect", "scan", "stage"]

SUFFIXES = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".tab": "csv",
    ".xlsx": "excel", ".xlsm": "excel", ".xls": "excel", ".ods": "excel",
    ".parquet": "parquet", ".pq": "parquet",
    ".jsonl": "json", ".ndjson": "json", ".json": "json",
}  # fmt: skip
_DETECT = {
    "csv": csv.detect, "excel": excel.detect, "parquet": parquet.detect, "json": json_lines.detect,
}  # fmt: skip
_SCANS = {"csv": csv.scan, "parquet": parquet.scan, "json": json_lines.scan}


def detect(path: Path) -> tuple[Format, ...]:
    """The forms in which a file can be read, one for each sheet; ReadError when there is none."""
    if not path.is_file():
        raise unreadable("file_missing", path)
    kind = _by_content(path) or SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise unreadable("file_kind", path)
    return _DETECT[kind](path)


def _by_content(path: Path) -> str:
    """What a file is by its first bytes: exports called .xls that are text, and the reverse."""
    with path.open("rb") as file:
        head = file.read(8)
    known = path.suffix.lower() in SUFFIXES
    if head.startswith(b"PAR1"):
        return "parquet"
    if known and head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "excel"
    text = SUFFIXES.get(path.suffix.lower()) == "excel" and bool(head)
    return "csv" if text else ""


@contextmanager
def scan(path: Path, form: Format, types: Callable[[str], str] | None = None) -> Iterator[Scan]:
    """A CSV, Parquet or JSON file as a statement to read from; ReadError for whatever fails in it.

    A workbook has none: it is staged. `types` has the type as which a column of a CSV file is read.
    """
    if not path.is_file():
        raise unreadable("file_missing", path)
    with ExitStack() as stack:
        how = csv.scan(path, form, types) if types else _SCANS[form.kind](path, form)
        one = stack.enter_context(how)
        try:
            yield one
        except duckdb.InvalidInputException as error:
            raise _told(path, form, error) from error
        except (duckdb.IOException, duckdb.ConversionException) as error:
            raise _told(path, form, error) from error


def _told(path: Path, form: Format, error: duckdb.Error) -> ReadError:
    if form.kind == "csv":
        return csv.spoken_error(path, form, error)
    return unreadable("file_broken", path, detail=str(error)[:300])


def stage(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    form: Format,
    relation: str,
    left_out: list[int] | None = None,
) -> tuple[Header, ...]:
    """Load a file's rows into the new table `relation` (a name ready for SQL); its columns.

    All or nothing: after a ReadError there is no table. Totals are left out, their number is put
    into `left_out`; columns without header and without any value are dropped.
    """
    if form.kind == "excel":
        headers, totals = excel.stage(connection, path, form, relation)
    else:
        headers, totals = _load(connection, path, form, relation)
    if left_out is not None:
        left_out.append(totals)
    return _without_blank(connection, relation, headers)


def _load(
    connection: duckdb.DuckDBPyConnection, path: Path, form: Format, relation: str
) -> tuple[tuple[Header, ...], int]:
    with scan(path, form) as one:
        connection.execute(f"CREATE TABLE {relation} AS {one.sql}")
        if not one.total:
            return one.headers, 0
        row = connection.execute(f"DELETE FROM {relation} WHERE {one.total}").fetchone()
        return one.headers, int(row[0]) if row else 0


def _without_blank(
    connection: duckdb.DuckDBPyConnection, relation: str, headers: tuple[Header, ...]
) -> tuple[Header, ...]:
    unnamed = [h for h in headers if not h.original.strip()]
    counts: tuple[int, ...] = ()
    if unnamed:
        cells = ", ".join(f"count({quoted(h.name)})" for h in unnamed)
        counts = connection.execute(f"SELECT {cells} FROM {relation}").fetchone() or ()
    blank = {h.name for h, count in zip(unnamed, counts, strict=True) if not count}
    for name in blank:
        connection.execute(f"ALTER TABLE {relation} DROP COLUMN {quoted(name)}")
    types = dict(
        connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {relation})").fetchall()
    )
    return tuple(
        Header(h.name, h.original, str(types[h.name])) for h in headers if h.name not in blank
    )
