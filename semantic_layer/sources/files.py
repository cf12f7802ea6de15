"""Sources that are files: which are new or changed, and their rows into the table."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from semantic_layer.compile.keys import both
from semantic_layer.errors import ShopError, WenshuError
from semantic_layer.sources.loading import load_file, make_table
from semantic_layer.sources.readers import Format, detect
from semantic_layer.sources.source import Source
from semantic_layer.sources.store import Loaded, LoadedFile
from semantic_layer.sources.synced import SyncedSource, count_rows
from semantic_layer.texts import Text

__all__ = ["FileWork", "file_work"]

_CHUNK = 1 << 22
_UNFINISHED = (".part", ".tmp", ".crdownload", ".download", ".xltd")


@dataclass(frozen=True, slots=True)
class _Found:
    """A file as it is now."""

    path: Path
    size: int
    mtime_ns: int
    digest: str


@dataclass(slots=True)
class FileWork:
    """What is to be done for a source: files to load, in order; all of them when it is read afresh."""

    source: Source
    todo: list[_Found]
    kept: tuple[LoadedFile, ...]
    afresh: bool
    notes: list[Text] = field(default_factory=list)

    @property
    def pending(self) -> bool:
        """Whether there may be anything to load."""
        return bool(self.todo) or self.afresh

    def load(self, connection: duckdb.DuckDBPyConnection) -> tuple[SyncedSource, Loaded]:
        """Load the files that are new; one that cannot be read is told and left out."""
        source, told = self.source, SyncedSource(self.source.name, notes=self.notes)
        if self.afresh:
            make_table(connection, source)
        files = {f.path: f for f in self.kept}
        for one in self.todo:
            path = str(one.path)
            number = (
                files[path].number
                if path in files
                else 1 + max((f.number for f in files.values()), default=0)
            )
            try:
                taken = load_file(connection, source, one.path, _format(source, one.path), number)
            except WenshuError as error:
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
        told.total = count_rows(connection, source)
        loaded = Loaded(source.definition, tuple(files.values()), told.total)
        told.rejected = loaded.rejected
        return told, loaded


def file_work(source: Source, folder: Path, loaded: Loaded | None) -> FileWork:
    """What has changed since `loaded`. Raises ShopError source_without_files or files_gone."""
    known = {f.path: f for f in loaded.files} if loaded else {}
    found = [_found(path, known.get(str(path))) for path in _files(source, folder)]
    if not found and loaded is None:
        raise ShopError("source_without_files", source=source.name, files="、".join(source.files))
    gone = [f for f in known.values() if f.path not in {str(one.path) for one in found}]
    if loaded is None or loaded.definition != source.definition:
        if gone:
            raise ShopError("files_gone", source=source.name, files="、".join(f.path for f in gone))
        work = FileWork(source, found, (), True)
    else:
        todo = [
            f for f in found if str(f.path) not in known or known[str(f.path)].digest != f.digest
        ]
        work = FileWork(source, todo, loaded.files, False)
    work.notes += [both("sync.gone", file=Path(f.path).name, rows=str(f.rows)) for f in gone]
    _once(work)
    return work


def _once(work: FileWork) -> None:
    """Leave out files that hold the same as another one."""
    seen = {f.digest: f.path for f in work.kept}
    todo = []
    for one in work.todo:
        other = seen.setdefault(one.digest, str(one.path))
        if other == str(one.path):
            todo.append(one)
        else:
            work.notes.append(both("sync.twice", file=one.path.name, other=Path(other).name))
    work.todo = todo


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


def _format(source: Source, path: Path) -> Format:
    """The declared form of a file, or what it turns out to be. Raises ShopError."""
    if source.format:
        return Format(**source.format)  # type: ignore[arg-type]
    return detect(path)[0]
