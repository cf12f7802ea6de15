"""The demo shop: its folder in the package, its data made once and kept in the state folder."""

import fcntl
import hashlib
from collections.abc import Callable
from pathlib import Path

from semantic_layer.versions import state_folder

FOLDER = Path(__file__).parent / "demo_shop" / "shop"


def demo_shop(on_step: Callable[[str, float], None] | None = None) -> tuple[Path, Path]:
    """The demo shop's folder and its data file, which is made on first use."""
    state = state_folder("demo")
    path = state / f"demo-{_generator_version()}.duckdb"
    if path.exists():
        return FOLDER, path
    with (state / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            from semantic_layer.demo_shop import make

            make(path, on_step=on_step)
            for old in state.glob("demo-*.duckdb"):
                if old != path:
                    old.unlink(missing_ok=True)
    return FOLDER, path


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
