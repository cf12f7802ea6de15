"""Parquet files: the columns with their types, as they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from semantic_layer.sources.readers.format import Format, Header
from semantic_layer.sources.readers.scan import Scan, literal
from semantic_layer.sources.readers.unreadable import unreadable


def detect(path: Path) -> tuple[Format, ...]:
    """The one form that a Parquet file has; ReadError when it is cut off or has no rows."""
    with duckdb.connect(config={"threads": 1}) as connection:
        try:
            row = connection.execute(
                f"SELECT count(*) FROM read_parquet({literal(str(path))})"
            ).fetchone()
        except duckdb.Error as error:
            raise unreadable("file_broken", path, detail=str(error)[:300]) from error
    if not row or not row[0]:
        raise unreadable("file_empty", path, what="read.no_rows")
    return (Format("parquet"),)


@contextmanager
def scan(path: Path, form: Format) -> Iterator[Scan]:
    """The file as a relation; columns keep their types, and nested ones become JSON text."""
    sql = f"SELECT * FROM read_parquet({literal(str(path))})"
    with duckdb.connect(config={"threads": 1}) as connection:
        try:
            rows = connection.execute(f"DESCRIBE {sql}").fetchall()
        except duckdb.Error as error:
            raise unreadable("file_broken", path, detail=str(error)[:300]) from error
    yield Scan(sql, tuple(Header(str(r[0]), str(r[0]), str(r[1])) for r in rows), "", path)
