"""JSON lines, or one list of objects: their upper keys are the columns, what is nested stays JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from semantic_layer.sources.readers.format import Format, Header
from semantic_layer.sources.readers.scan import MOST_COLUMNS, Scan, literal, quoted
from semantic_layer.sources.readers.unreadable import unreadable

_NESTED = ("STRUCT", "MAP", "JSON", "UNION", "VARIANT")


def detect(path: Path) -> tuple[Format, ...]:
    """The one form of a JSON file; ReadError when it is empty or not JSON."""
    if not path.stat().st_size:
        raise unreadable("file_empty", path, what="read.blank")
    with scan(path, Format("json")):
        return (Format("json"),)


def _source(path: Path) -> str:
    return (
        f"read_json({literal(str(path))}, sample_size = -1, maximum_object_size = 67108864, "
        "map_inference_threshold = -1)"
    )


@contextmanager
def scan(path: Path, form: Format) -> Iterator[Scan]:
    """The file as a relation: typed by all its rows, nested values as JSON text."""
    with duckdb.connect(config={"threads": 1}) as connection:
        try:
            rows = connection.execute(f"DESCRIBE SELECT * FROM {_source(path)}").fetchall()
        except duckdb.Error as error:
            raise unreadable("file_broken", path, detail=str(error)[:300]) from error
    if len(rows) > MOST_COLUMNS:
        raise unreadable("file_wide", path, count=len(rows), most=MOST_COLUMNS)
    cells = [_cell(str(name), str(kind)) for name, kind, *_ in rows]
    headers = tuple(
        Header(str(r[0]), str(r[0]), kind) for r, (_, kind) in zip(rows, cells, strict=True)
    )
    yield Scan(f"SELECT {', '.join(c for c, _ in cells)} FROM {_source(path)}", headers, "", path)


def _cell(name: str, kind: str) -> tuple[str, str]:
    if kind.endswith("[]") or kind.startswith(_NESTED):
        return f"CAST(to_json({quoted(name)}) AS VARCHAR) AS {quoted(name)}", "VARCHAR"
    return quoted(name), kind
