"""Writes tables into one DuckDB file, beside the target first: nobody sees half a shop."""

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa


class ShopFile:
    """A DuckDB file that appears under its name only when everything in it is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")

    def __enter__(self) -> "ShopFile":
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._beside.unlink(missing_ok=True)
        self._connection = duckdb.connect(str(self._beside))
        self._connection.execute("SET enable_progress_bar = false")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._connection.execute("CHECKPOINT")
            self._connection.close()
            if kind is None:
                os.replace(self._beside, self._path)
        finally:
            for left in (self._beside, self._beside.with_name(self._beside.name + ".wal")):
                left.unlink(missing_ok=True)

    def create(self, name: str, table: pa.Table) -> None:
        """Make a table with the rows of an Arrow table."""
        self._connection.register("incoming", table)
        self._connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
        self._connection.unregister("incoming")

    def append(self, name: str, parts: Iterable[pa.Table]) -> None:
        """Make a table from several Arrow tables, one after the other."""
        for number, part in enumerate(parts):
            if number == 0:
                self.create(name, part)
                continue
            self._connection.register("incoming", part)
            self._connection.execute(f'INSERT INTO "{name}" SELECT * FROM incoming')
            self._connection.unregister("incoming")

    def derive(self, sql: str) -> None:
        """Run a statement that fills a table from the tables written before."""
        self._connection.execute(sql)
