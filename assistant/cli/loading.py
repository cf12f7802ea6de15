"""`wenshu sync`: the shop's own data brought up to date."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.messages import say
from semantic_layer.errors import ShopError
from semantic_layer.messages import Lang

if TYPE_CHECKING:
    from semantic_layer.sources.synced import Synced, SyncedSource

__all__ = ["sync_shop"]


def sync_shop(folder: Path | None, *, as_json: bool, lang: Lang) -> int:
    """Load what is new and tell it; 0, or 2 when there is no shop or nothing could be loaded.

    A file that could not be read is told and does not fail the others; the exit code is then 1.
    """
    from semantic_layer.load import load
    from semantic_layer.shop import shop_folder
    from semantic_layer.sources.sync import sync
    from semantic_layer.versions import state_folder

    place = shop_folder(folder)
    try:
        if place is None:
            raise ShopError("no_sources")
        model = load(place)
        done = sync(model, state_folder(model.name), None if as_json else _Progress())
    except ShopError as error:
        print(error.sentence(lang), file=sys.stderr)
        return 1 if error.faults else 2
    if as_json:
        print(json.dumps(asdict(done), ensure_ascii=False, default=str))
    else:
        print("\n".join(_told(done, lang)))
    return 1 if any(s.unread for s in done.sources) else 0


def _told(done: "Synced", lang: Lang) -> list[str]:
    lines = [line for one in done.sources for line in _of(one, lang)]
    key = "sync.swapped" if done.changed else "sync.unchanged"
    return [*lines, say(key, lang, **({"version": done.version} if done.changed else {}))]


def _of(one: "SyncedSource", lang: Lang) -> list[str]:
    counts = {"files": one.files, "rows": one.rows, "replaced": one.replaced, "total": one.total}
    said = {name: f"{value:,}" for name, value in counts.items()}
    head = say("sync.source", lang, source=one.name, **said)
    gone = [say("sync.deleted", lang, rows=f"{one.deleted:,}")] if one.deleted else []
    return [head, *gone, *(f"  {note.get(lang)}" for note in one.notes)]


class _Progress:
    """A line that says how far it is, on a terminal only."""

    def __call__(self, name: str, done: float) -> None:
        if sys.stderr.isatty():
            end = "\n" if done >= 1 else ""
            print(f"\r\033[K{done:4.0%} {name}", end=end, file=sys.stderr, flush=True)
