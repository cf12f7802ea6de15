"""A new data version from what has changed since the last one, made beside it and swapped in at once."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import duckdb

from semantic_layer.errors import ShopError
from semantic_layer.model import Model
from semantic_layer.sources.expectations import doubts_of, too_old
from semantic_layer.sources.files import file_work
from semantic_layer.sources.loading import clear, newest
from semantic_layer.sources.source import Source
from semantic_layer.sources.sql import quoted
from semantic_layer.sources.store import Loaded, Manifest, Store
from semantic_layer.sources.synced import Synced, SyncedSource
from semantic_layer.sources.tables import table_work
from semantic_layer.texts import Text

__all__ = ["Synced", "SyncedSource", "sync"]

OnStep = Callable[[str, float], None]


class Work(Protocol):
    """What is to be done for a source; `pending` when there may be anything."""

    source: Source
    notes: list[Text]

    @property
    def pending(self) -> bool: ...

    def load(self, connection: duckdb.DuckDBPyConnection) -> tuple[SyncedSource, Loaded]:
        """Bring the table of the source up to date."""


def sync(model: Model, state: Path, on_step: OnStep | None = None) -> Synced:
    """Load what is new in the shop's sources. A failed or killed sync leaves the data as it was.

    Raises ShopError no_sources, sync_running, state_not_writable, source_without_files, files_gone,
    expectation_fails or sync_failed. A file that cannot be read, or a server that cannot be reached,
    is told in the notes of its source and its rows stay as they were.
    """
    if not model.sources:
        raise ShopError("no_sources")
    store = Store(state)
    with store.alone():
        before = store.current()
        known = before.sources if before else {}
        works = [_work(one, model, store, known.get(one.name)) for one in model.sources.values()]
        if before is None or known.keys() != model.sources.keys() or any(w.pending for w in works):
            return _built(store, before, works, on_step or _silent)
        return Synced(before.id, False, tuple(_unchanged(w, known[w.source.name]) for w in works))


def _silent(_name: str, _done: float) -> None:
    """Nobody is told."""


def _work(source: Source, model: Model, store: Store, loaded: Loaded | None) -> Work:
    if source.server:
        return table_work(source, model, store.folder, loaded)
    return file_work(source, Path(model.folder), loaded)


def _unchanged(work: Work, loaded: Loaded) -> SyncedSource:
    name, rejected = work.source.name, loaded.rejected
    return SyncedSource(name, total=loaded.rows, rejected=rejected, notes=work.notes)


def _built(store: Store, before: Manifest | None, works: list[Work], on_step: OnStep) -> Synced:
    """Make the next version and swap it in."""
    known = dict(before.sources) if before else {}
    told: list[SyncedSource] = []
    sources: dict[str, Loaded] = {}
    try:
        if before is not None:
            shutil.copyfile(store.file(before.id), store.building)
        with duckdb.connect(str(store.building)) as connection:
            _forget(connection, known.keys() - {w.source.name for w in works})
            for number, work in enumerate(works):
                on_step(work.source.name, number / len(works))
                done, sources[work.source.name] = work.load(connection)
                told.append(done)
            _doubt(connection, works, sources, told, before)
            clear(connection)
            connection.execute("CHECKPOINT")
        manifest = Manifest(_id(sources), datetime.now(UTC).isoformat(timespec="seconds"), sources)
        changed = before is None or manifest.id != before.id
        if changed:
            store.swap(manifest)
    except (duckdb.Error, OSError) as error:
        name = works[min(len(told), len(works) - 1)].source.name
        raise ShopError("sync_failed", source=name, detail=str(error)[:2000]) from None
    on_step("", 1.0)
    return Synced(manifest.id, changed, tuple(told))


def _doubt(
    connection: duckdb.DuckDBPyConnection,
    works: list[Work],
    sources: dict[str, Loaded],
    told: list[SyncedSource],
    before: Manifest | None,
) -> None:
    """Hold what was loaded against what the shop expects. Raises ShopError expectation_fails."""
    every = {w.source.name: w.source for w in works}
    for source, one in zip(every.values(), told, strict=True):
        rows = before.sources[source.name].rows if before and source.name in before.sources else 0
        doubts = doubts_of(connection, source, every, rows)
        by = source.expect.fresh_by
        day = newest(connection, source, by) if by else ""
        sources[source.name] = replace(sources[source.name], doubts=doubts, newest=day)
        one.notes += [d.said for d in (*doubts, *too_old(source.expect, day, date.today()))]
        if doubts and source.expect.stop:
            raise ShopError("expectation_fails", source=source.name, why=doubts[0].said)


def _forget(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Tables of sources that the shop has no more."""
    for name in names:
        connection.execute(f"DROP TABLE IF EXISTS {quoted(name)}")


def _id(sources: Mapping[str, Loaded]) -> str:
    """The id of a version: the same files, read in the same way and order, give the same."""
    said = [
        (name, one.definition, [f.digest for f in one.files])
        for name, one in sorted(sources.items())
    ]
    return hashlib.blake2s(repr(said).encode(), digest_size=6).hexdigest()
