"""The data versions of a shop that loads its own data: one DuckDB file each, and which is current.

<state>/data/<id>.duckdb      a version, never changed once it stands here
<state>/data/<id>.json        what it was made of (`Manifest`)
<state>/data/current          the id of the version that new questions are asked of
<state>/data/building.duckdb  a version in the making; what a killed sync leaves is swept by the next
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from semantic_layer.errors import ShopError
from semantic_layer.sources.expectations import Doubt
from semantic_layer.versions import keep

__all__ = ["Loaded", "LoadedFile", "Manifest", "Store"]

KEPT = 3


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file as it was when it was loaded. `number` marks its rows; `rows` went in, `rejected` did not."""

    path: str
    size: int
    mtime_ns: int
    digest: str
    number: int
    rows: int
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a source has loaded so far, in the order in which it came, the rows that it has now, what
    does not hold of them, the newest day where that matters, and how far an incremental copy got."""

    definition: str
    files: tuple[LoadedFile, ...] = ()
    rows: int = 0
    doubts: tuple[Doubt, ...] = ()
    newest: str = ""
    mark: str = ""

    @property
    def rejected(self) -> int:
        """Rows that were set aside because a cell of theirs could not be read."""
        return sum(file.rejected for file in self.files)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version was made of, by source. `made` is a moment of UTC in ISO form."""

    id: str
    made: str = ""
    sources: Mapping[str, Loaded] = field(default_factory=dict)


class Store:
    """The versions below a shop's state folder."""

    def __init__(self, state: Path) -> None:
        self.folder = state / "data"

    @property
    def building(self) -> Path:
        """Where the next version is made."""
        return self.folder / "building.duckdb"

    def file(self, version: str) -> Path:
        """The DuckDB file of a version."""
        return self.folder / f"{version}.duckdb"

    def current(self) -> Manifest | None:
        """The version that questions are asked of, None before the first sync."""
        try:
            version = (self.folder / "current").read_text(encoding="utf-8").strip()
        except OSError:
            return None
        return self.manifest(version) if self.file(version).is_file() else None

    def manifest(self, version: str) -> Manifest | None:
        """What a version was made of, None when it is not kept any more."""
        try:
            stored = json.loads((self.folder / f"{version}.json").read_text(encoding="utf-8"))
            sources = {name: _loaded(one) for name, one in stored["sources"].items()}
            return Manifest(str(stored["id"]), str(stored["made"]), sources)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def swap(self, manifest: Manifest) -> None:
        """Make what was built the current version, at once for every question that comes after."""
        with self.building.open("rb") as built:
            os.fsync(built.fileno())
        os.replace(self.building, self.file(manifest.id))
        keep(self.folder / f"{manifest.id}.json", json.dumps(asdict(manifest), ensure_ascii=False))
        keep(self.folder / "current", manifest.id)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One sync at a time. Raises ShopError sync_running, or state_not_writable."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / "lock").open("w")
        except OSError as error:
            raise ShopError(
                "state_not_writable", path=str(self.folder), detail=str(error)
            ) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ShopError("sync_running") from None
            self._sweep()
            try:
                yield
            finally:
                self._sweep()

    def _sweep(self) -> None:
        """Remove half-made versions, and all but the newest few."""
        for path in (*self.folder.glob("building.duckdb*"), *self.folder.glob("incoming-*")):
            path.unlink(missing_ok=True)
        made = sorted(
            self.folder.glob("*.duckdb"), key=lambda p: p.stat().st_mtime_ns, reverse=True
        )
        current = self.current()
        for path in [p for p in made if current is None or p.stem != current.id][KEPT - 1 :]:
            with suppress(OSError):
                path.unlink()
                path.with_suffix(".json").unlink(missing_ok=True)


def _loaded(stored: Mapping[str, Any]) -> Loaded:
    files = tuple(LoadedFile(**one) for one in stored["files"])
    doubts = tuple(Doubt(**one) for one in stored["doubts"])
    return Loaded(
        str(stored["definition"]),
        files,
        int(stored["rows"]),
        doubts,
        str(stored["newest"]),
        str(stored["mark"]),
    )
