"""A file as a relation of DuckDB: the statement that reads it, before anything is loaded."""

from dataclasses import dataclass
from pathlib import Path

from semantic_layer.sources.readers.format import Header

MOST_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Scan:
    """`sql` reads the file with a column for each header; rows where `total` holds are totals.

    Good only within the `with` that made it: a file that is not UTF-8 is read from a copy.
    """

    sql: str
    headers: tuple[Header, ...]
    total: str
    path: Path

    @property
    def rows(self) -> str:
        """The statement that reads the rows without totals."""
        return f"SELECT * FROM ({self.sql}) WHERE NOT ({self.total})" if self.total else self.sql


def literal(text: str) -> str:
    """A string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A name of SQL."""
    return '"' + name.replace('"', '""') + '"'
