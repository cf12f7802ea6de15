"""Data versions: an id for an immutable set of files, and what was learnt about it.

The id is a hash of the files' contents; hashes are kept by path, size and time, so that a file is
read once. What is learnt (extents of the clocks, values of dimensions) is stored under the id.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from semantic_layer.proofs import Proof

_CHUNK = 1 << 22
_FORMAT = 4


def state_folder(shop: str) -> Path:
    """Where the program keeps what it writes about a shop: `WENSHU_STATE/<shop>`.

    A place that cannot be written is no error here: a shop then answers and keeps no record.
    """
    root = os.environ.get("WENSHU_STATE")
    base = Path(root) if root else _default_state()
    folder = base / "".join(c if c.isalnum() or c in "-_" else "_" for c in shop)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _default_state() -> Path:
    home = os.environ.get("XDG_STATE_HOME")
    return (Path(home) if home else Path.home() / ".local" / "state") / "wenshu"


@dataclass(frozen=True, slots=True)
class Extent:
    """The first and last day on which a clock of a table has rows."""

    first: date
    last: date


@dataclass(slots=True)
class Learnt:
    """What is known about one data version: extents of clocks, values of dimensions, metrics with
    money in binary floats, what was counted of each key, and times with a zone of their own."""

    extents: dict[str, Extent] = field(default_factory=dict)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    floats: tuple[str, ...] = ()
    keys: dict[str, Proof] = field(default_factory=dict)
    instants: tuple[str, ...] = ()


def version_of(files: Iterable[Path], model_key: str, state: Path) -> str:
    """The id of the data in `files`, as `model_key` reads it: 12 hexadecimal digits."""
    known = _read(state / "fingerprints.json")
    digest = hashlib.blake2s(model_key.encode(), digest_size=6)
    changed = False
    for path in sorted(files):
        stat = path.stat()
        key = f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
        if key not in known:
            known[key] = _hash_of(path)
            changed = True
        digest.update(f"{path.name}:{known[key]}".encode())
    if changed:
        keep(state / "fingerprints.json", json.dumps(dict(list(known.items())[-200:])))
    return digest.hexdigest()


def _hash_of(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_learnt(state: Path, version: str) -> Learnt | None:
    """What was stored about a version, None when nothing (or nothing readable) is there."""
    stored = _read(state / "versions" / f"{version}.json")
    if stored.get("format") != _FORMAT:
        return None
    try:
        extents = {
            k: Extent(date.fromisoformat(a), date.fromisoformat(b))
            for k, (a, b) in stored["extents"].items()
        }
        values = {k: tuple(v) for k, v in stored["values"].items()}
        floats = tuple(map(str, stored["floats"]))
        keys = {k: Proof(**v) for k, v in stored["keys"].items()}
        instants = tuple(map(str, stored["instants"]))
    except (AttributeError, KeyError, ValueError, TypeError):
        return None
    return Learnt(extents, values, floats, keys, instants)


def write_learnt(state: Path, version: str, learnt: Learnt) -> None:
    """Store what was learnt about a version."""
    extents = {k: (e.first.isoformat(), e.last.isoformat()) for k, e in learnt.extents.items()}
    stored = {
        "format": _FORMAT, "extents": extents, "values": learnt.values, "floats": learnt.floats,
        "keys": {k: asdict(p) for k, p in learnt.keys.items()}, "instants": learnt.instants,
    }  # fmt: skip
    keep(state / "versions" / f"{version}.json", json.dumps(stored, ensure_ascii=False))


def keep(path: Path, text: str) -> None:
    """Write a file whole, or not at all where the disk is full or may not be written."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            beside.unlink()


def _read(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, Mapping) else {}  # type: ignore[return-value]
