"""Sources that are tables of a database server: copied whole, or by what has changed since."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from semantic_layer.compile.keys import both
from semantic_layer.engines.opening import expanded
from semantic_layer.errors import ShopError
from semantic_layer.model import Model
from semantic_layer.sources.loading import delete_absent, load_file, make_table, newest
from semantic_layer.sources.readers import Format
from semantic_layer.sources.servers import open_server
from semantic_layer.sources.source import Source, SourceColumn
from semantic_layer.sources.store import Loaded, LoadedFile
from semantic_layer.sources.synced import SyncedSource, count_rows
from semantic_layer.texts import Text

__all__ = ["TableWork", "table_work"]

_TRIES = 3
_PAUSE = 0.5
_CSV = Format("csv")


@dataclass(slots=True)
class TableWork:
    """Rows that were copied out of a server: `rows` in a file, of an incremental copy the `keys` that
    are still there. Without them the server could not be reached, and the table stays as it was."""

    source: Source
    loaded: Loaded | None
    rows: Path | None = None
    keys: Path | None = None
    digest: str = ""
    notes: list[Text] = field(default_factory=list)

    @property
    def pending(self) -> bool:
        """Whether what was copied differs from the last time."""
        return self.rows is not None and self.digest != _last(self.loaded)

    def load(self, connection: duckdb.DuckDBPyConnection) -> tuple[SyncedSource, Loaded]:
        """Replace the table by what was copied, or bring it up to date with what has changed."""
        told, source = SyncedSource(self.source.name, notes=self.notes), self.source
        if self.loaded is not None and not self.pending:
            told.total, told.unread = self.loaded.rows, int(self.rows is None)
            return told, self.loaded
        rows = self.rows
        assert rows is not None
        if self.keys is None:
            make_table(connection, source)
        taken = load_file(connection, source, rows, _CSV, 1, source.relation)
        if self.keys is not None:
            told.deleted = delete_absent(connection, source, self.keys)
        told.rows, told.replaced, told.total = (
            taken.rows,
            taken.replaced,
            count_rows(connection, source),
        )
        told.notes += taken.notes
        told.rejected = taken.rejected
        file = LoadedFile(source.relation, 0, 0, self.digest, 1, taken.rows, taken.rejected)
        mark = newest(connection, source, source.cursor) if source.cursor else ""
        return told, Loaded(source.definition, (file,), told.total, mark=mark)


def table_work(source: Source, model: Model, folder: Path, loaded: Loaded | None) -> TableWork:
    """Copy out what may have changed; a server that cannot be reached is tried a few times.

    Raises ShopError when it cannot be reached and there is nothing of it yet, or for what is wrong
    with the shop: no such variable, no such table or column.
    """
    for attempt in range(_TRIES):
        try:
            return _copied(source, model, folder, loaded)
        except ShopError as error:
            if error.code not in ("no_database", "server_failed"):
                raise
            if attempt + 1 < _TRIES:
                time.sleep(_PAUSE * 2**attempt)
                continue
            if loaded is None:
                raise
            why = Text(error.sentence("zh"), error.sentence("en"))
            return TableWork(
                source, loaded, notes=[both("sync.unreachable", source=source.name, why=why)]
            )
    raise AssertionError


def _copied(source: Source, model: Model, folder: Path, loaded: Loaded | None) -> TableWork:
    """The rows of the table in a file, and its keys where only what has changed was copied."""
    rows, keys = folder / f"incoming-{source.name}.csv", folder / f"incoming-{source.name}-keys.csv"
    with open_server(expanded(source.server), model.time_zone) as server:
        there = server.columns(source.relation)
        if not there:
            raise ShopError("no_such_table", source=source.name, table=source.relation)
        source = replace(source, columns=source.columns or there)
        _needed(source, there)
        if loaded is not None and loaded.definition != source.definition:
            loaded = None
        names = tuple(c.header for c in source.columns if c.header in {t.name for t in there})
        key = tuple(source.header(name) for name in source.key)
        since = None
        if loaded is not None and loaded.mark and source.cursor and key:
            since = (source.header(source.cursor), loaded.mark)
        server.write(source.relation, names, rows, since, key)
        if since is not None:
            server.write(source.relation, key, keys, None, key)
    digest = _digest([rows] if since is None else [rows, keys])
    return TableWork(source, loaded, rows, None if since is None else keys, digest)


def _needed(source: Source, there: Sequence[SourceColumn]) -> None:
    """Raises ShopError where the table has no column that rows are known by."""
    names = {column.name for column in there}
    for name in (*source.key, *filter(None, [source.cursor])):
        if source.header(name) not in names:
            raise ShopError("no_such_server_column", source=source.name, column=name)


def _digest(files: list[Path]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in files:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 22):
                digest.update(chunk)
    return digest.hexdigest()


def _last(loaded: Loaded | None) -> str:
    return loaded.files[-1].digest if loaded and loaded.files else ""
