"""What a sync came to."""

from dataclasses import dataclass, field

import duckdb

from semantic_layer.sources.source import Source
from semantic_layer.sources.sql import quoted
from semantic_layer.texts import Text

__all__ = ["Synced", "SyncedSource", "count_rows"]


@dataclass(slots=True)
class SyncedSource:
    """What a sync did to one source: files and rows that came in, rows replaced, rows deleted at the
    source, rows it has now, rows set aside in all its files, files that could not be read."""

    name: str
    files: int = 0
    rows: int = 0
    replaced: int = 0
    deleted: int = 0
    total: int = 0
    rejected: int = 0
    unread: int = 0
    notes: list[Text] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Synced:
    """The outcome of a sync: the current version, whether it is a new one, and what came of each source."""

    version: str
    changed: bool
    sources: tuple[SyncedSource, ...]


def count_rows(connection: duckdb.DuckDBPyConnection, source: Source) -> int:
    """The rows that the table of a source has."""
    row = connection.execute(f"SELECT count(*) FROM {quoted(source.name)}").fetchone()
    return int(row[0]) if row else 0
