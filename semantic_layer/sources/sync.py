"""A new data version from what has changed since the last one, made beside it and swapped in at once."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from semantic_layer.compile.keys import both
from semantic_layer.errors import ShopError, WenshuError
from semantic_layer.model import Model
from semantic_layer.sources.expectations import doubts_of, newest_day, too_old
from semantic_layer.sources.loading import clear, load_file, make_table
from semantic_layer.sources.readers import Format, detect
from semantic_layer.sources.source import Source
from semantic_layer.sources.sql import quoted
from semantic_layer.sources.store import Loaded, LoadedFile, Manifest, Store
from semantic_layer.texts import Text

__all__ = ["Synced", "SyncedSource", "sync"]

OnStep = Callable[[str, float], None]
_CHUNK = 1 << 22
_UNFINISHED = (".part", ".tmp", ".crdownload", ".download", ".xltd")


@dataclass(slots=True)
class SyncedSource:
    """What a sync did to one source: files and rows that came in, rows replaced, rows it has now, rows
    set aside in all its files, files that could not be read."""

    name: str
    files: int = 0
    rows: int = 0
    replaced: int = 0
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


@dataclass(frozen=True, slots=True)
class _Found:
    """A file as it is now."""

    path: Path
    size: int
    mtime_ns: int
    digest: str


def sync(model: Model, state: Path, on_step: OnStep | None = None) -> Synced:
    """Load what is new in the shop's sources. A failed or killed sync leaves the data as it was.

    Raises ShopError no_sources, sync_running, state_not_writable, source_without_files, files_gone
    or sync_failed. A file that cannot be read is told in the notes of its source and left out.
    """
    if not model.sources:
        raise ShopError("no_sources")
    store = Store(state)
    with store.alone():
        before = store.current()
        plans = [_plan(s, Path(model.folder), before) for s in model.sources.values()]
        known = set(before.sources) if before else set()
        if before is not None and known == set(model.sources) and not any(p.todo for p in plans):
            told = tuple(_unchanged(p, before.sources[p.source.name]) for p in plans)
            return Synced(before.id, False, told)
        return _built(store, before, plans, on_step or _silent)


def _silent(_name: str, _done: float) -> None:
    """Nobody is told."""


@dataclass(slots=True)
class _Plan:
    """What is to be done for a source: files to load, in order; all of them when it is read anew."""

    source: Source
    todo: list[_Found]
    kept: tuple[LoadedFile, ...]
    afresh: bool
    notes: list[Text] = field(default_factory=list)


def _plan(source: Source, folder: Path, before: Manifest | None) -> _Plan:
    loaded = before.sources.get(source.name) if before else None
    known = {f.path: f for f in loaded.files} if loaded else {}
    found = [_found(path, known.get(str(path))) for path in _files(source, folder)]
    if not found and loaded is None:
        raise ShopError("source_without_files", source=source.name, files="、".join(source.files))
    gone = [f for f in known.values() if f.path not in {str(one.path) for one in found}]
    if loaded is None or loaded.definition != source.definition:
        if gone:
            raise ShopError("files_gone", source=source.name, files="、".join(f.path for f in gone))
        plan = _Plan(source, found, (), True)
    else:
        todo = [
            f for f in found if str(f.path) not in known or known[str(f.path)].digest != f.digest
        ]
        plan = _Plan(source, todo, loaded.files, False)
    plan.notes += [both("sync.gone", file=Path(f.path).name, rows=str(f.rows)) for f in gone]
    return _once(plan)


def _once(plan: _Plan) -> _Plan:
    """Leave out files that hold the same as another one."""
    seen = {f.digest: f.path for f in plan.kept}
    todo = []
    for one in plan.todo:
        other = seen.setdefault(one.digest, str(one.path))
        if other == str(one.path):
            todo.append(one)
        else:
            plan.notes.append(both("sync.twice", file=one.path.name, other=Path(other).name))
    return replace(plan, todo=todo)


def _files(source: Source, folder: Path) -> list[Path]:
    """The files of a source, the older ones first; half-finished downloads wait for the next time."""
    found: dict[Path, None] = {}
    for pattern in source.files:
        whole = Path(pattern)
        base, rest = (
            (Path(whole.anchor), whole.relative_to(whole.anchor))
            if whole.is_absolute()
            else (folder, whole)
        )
        for path in base.glob(str(rest)):
            if (
                path.is_file()
                and not path.name.startswith((".", "~$"))
                and path.suffix.lower() not in _UNFINISHED
            ):
                found[path.resolve()] = None
    return sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name))


def _found(path: Path, known: LoadedFile | None) -> _Found:
    stat = path.stat()
    if known is not None and (known.size, known.mtime_ns) == (stat.st_size, stat.st_mtime_ns):
        return _Found(path, stat.st_size, stat.st_mtime_ns, known.digest)
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return _Found(path, stat.st_size, stat.st_mtime_ns, digest.hexdigest())


def _unchanged(plan: _Plan, loaded: Loaded) -> SyncedSource:
    return SyncedSource(
        plan.source.name, total=loaded.rows, rejected=loaded.rejected, notes=plan.notes
    )


def _built(store: Store, before: Manifest | None, plans: list[_Plan], on_step: OnStep) -> Synced:
    """Make the next version and swap it in."""
    known = dict(before.sources) if before else {}
    told, sources = [], {}
    try:
        if before is not None:
            shutil.copyfile(store.file(before.id), store.building)
        with duckdb.connect(str(store.building)) as connection:
            _forget(connection, known.keys() - {p.source.name for p in plans})
            for number, plan in enumerate(plans):
                on_step(plan.source.name, number / len(plans))
                done, sources[plan.source.name] = _load(connection, plan)
                told.append(done)
            _doubt(connection, plans, sources, told, before)
            clear(connection)
            connection.execute("CHECKPOINT")
        manifest = Manifest(_id(sources), datetime.now(UTC).isoformat(timespec="seconds"), sources)
        store.swap(manifest)
    except (duckdb.Error, OSError) as error:
        name = plans[min(len(told), len(plans) - 1)].source.name
        raise ShopError("sync_failed", source=name, detail=str(error)[:2000]) from None
    on_step("", 1.0)
    return Synced(manifest.id, True, tuple(told))


def _doubt(
    connection: duckdb.DuckDBPyConnection,
    plans: list[_Plan],
    sources: dict[str, Loaded],
    told: list[SyncedSource],
    before: Manifest | None,
) -> None:
    """Hold what was loaded against what the shop expects. Raises ShopError expectation_fails."""
    every = {plan.source.name: plan.source for plan in plans}
    for source, one in zip(every.values(), told, strict=True):
        rows = before.sources[source.name].rows if before and source.name in before.sources else 0
        doubts = doubts_of(connection, source, every, rows)
        newest = newest_day(connection, source)
        sources[source.name] = replace(sources[source.name], doubts=doubts, newest=newest)
        one.notes += [d.said for d in (*doubts, *too_old(source.expect, newest, date.today()))]
        if doubts and source.expect.stop:
            raise ShopError("expectation_fails", source=source.name, why=doubts[0].said)


def _forget(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Tables of sources that the shop has no more."""
    for name in names:
        connection.execute(f"DROP TABLE IF EXISTS {quoted(name)}")


def _load(connection: duckdb.DuckDBPyConnection, plan: _Plan) -> tuple[SyncedSource, Loaded]:
    """Load the files of a source that are new; one that cannot be read is told and left out."""
    source, told = plan.source, SyncedSource(plan.source.name, notes=plan.notes)
    if plan.afresh:
        make_table(connection, source)
    files = {f.path: f for f in plan.kept}
    for one in plan.todo:
        path = str(one.path)
        number = (
            files[path].number
            if path in files
            else 1 + max((f.number for f in files.values()), default=0)
        )
        connection.execute("BEGIN")
        try:
            taken = load_file(connection, source, one.path, _format(source, one.path), number)
            connection.execute("COMMIT")
        except WenshuError as error:
            connection.execute("ROLLBACK")
            why = Text(error.sentence("zh"), error.sentence("en"))
            told.unread += 1
            told.notes.append(both("sync.unreadable", file=one.path.name, why=why))
            continue
        files[path] = LoadedFile(
            path, one.size, one.mtime_ns, one.digest, number, taken.rows, taken.rejected
        )
        told.files, told.rows = told.files + 1, told.rows + taken.rows
        told.replaced += taken.replaced
        told.notes += taken.notes
    row = connection.execute(f"SELECT count(*) FROM {quoted(source.name)}").fetchone()
    told.total = int(row[0]) if row else 0
    loaded = Loaded(source.definition, tuple(files.values()), told.total)
    told.rejected = loaded.rejected
    return told, loaded


def _format(source: Source, path: Path) -> Format:
    """The declared form of a file, or what it turns out to be. Raises ShopError."""
    if source.format:
        return Format(**source.format)  # type: ignore[arg-type]
    return detect(path)[0]


def _id(sources: Mapping[str, Loaded]) -> str:
    """The id of a version: the same files, read in the same way and order, give the same."""
    said = [
        (name, one.definition, [f.digest for f in one.files])
        for name, one in sorted(sources.items())
    ]
    return hashlib.blake2s(repr(said).encode(), digest_size=6).hexdigest()
