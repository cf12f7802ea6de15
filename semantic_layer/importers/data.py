"""What a database says about the relations that a model names: where they are, and their types."""

from pathlib import Path
from typing import Any

import duckdb

from semantic_layer.engines.duckdb import open_file


class Data:
    """A DuckDB file, opened read-only; with a folder or nothing, only names are made."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._folder = path is not None and path.is_dir()
        self._connection: Any = None
        if path is not None and path.is_file():
            self._connection = open_file(path)

    @property
    def known(self) -> bool:
        """True when relations can be looked up."""
        return self._connection is not None

    def find(self, relation: str) -> str | None:
        """The relation as the data calls it: as named, or the only one with its last name."""
        if "/" in relation or relation.endswith((".parquet", ".csv", ".tsv")):
            return relation
        *above, table = relation.split(".")
        if self._folder:
            return table
        if self._connection is None:
            return relation
        rows = self._connection.execute(
            "SELECT table_schema FROM information_schema.tables WHERE table_name = ?", [table]
        ).fetchall()
        schemas = [str(row[0]) for row in rows]
        if above and above[-1] in schemas:
            return f"{above[-1]}.{table}"  # the file is the only catalogue here
        if not above and "main" in schemas:
            return table
        return f"{schemas[0]}.{table}" if len(schemas) == 1 else None

    def types(self, relation: str, expressions: list[str]) -> list[str]:
        """The type of each expression over a relation, "" where it is not known."""
        if self._connection is None:
            return ["" for _ in expressions]
        source = ".".join(f'"{p}"' for p in relation.split("."))
        return [self._type(source, e) for e in expressions]

    def _type(self, source: str, expression: str) -> str:
        try:
            row = self._connection.execute(
                f"DESCRIBE SELECT ({expression}) FROM {source}"
            ).fetchone()
        except duckdb.Error:
            return ""
        return str(row[1])

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
