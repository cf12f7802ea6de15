"""The demo shop: its folder in the package, its data made once and kept in the state folder."""

import fcntl
import hashlib
from collections.abc import Callable
from pathlib import Path

import duckdb

from semantic_layer import error_messages as _  # noqa: F401  (adds the text of the error)
from semantic_layer.errors import ShopError
from semantic_layer.versions import state_folder

FOLDER = Path(__file__).parent / "demo_shop" / "shop"


def demo_shop(on_step: Callable[[str, float], None] | None = None) -> tuple[Path, Path]:
    """The demo shop's folder and its data file, which is made on first use."""
    state = state_folder("demo")
    path = state / f"demo-{_generator_version()}.duckdb"
    if path.exists():
        return FOLDER, path
    try:
        _make_once(state, path, on_step)
    except (OSError, duckdb.Error) as error:
        raise ShopError("demo_not_made", folder=str(state), detail=str(error)[:500]) from None
    return FOLDER, path


def _make_once(state: Path, path: Path, on_step: Callable[[str, float], None] | None) -> None:
    """Make the data under a lock: of several processes one makes it and the others wait."""
    with (state / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return
        from semantic_layer.demo_shop import make

        for left in state.glob(".demo-*.tmp*"):
            left.unlink(missing_ok=True)
        make(path, on_step=on_step)
        for old in state.glob("demo-*.duckdb"):
            if old != path:
                old.unlink(missing_ok=True)


def _generator_version() -> str:
    """A hash of the generator's sources: changed code makes new data."""
    digest = hashlib.blake2s(digest_size=5)
    for source in sorted((FOLDER.parent).rglob("*")):
        if (
            source.suffix in (".py", ".yml")
            and "shop" not in source.relative_to(FOLDER.parent).parts
        ):
            digest.update(source.read_bytes())
    return digest.hexdigest()
