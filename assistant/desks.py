"""The desk of the current data version: a sync swaps in a new one while the old one still answers.

A question is answered at one desk from beginning to end, so no answer mixes two versions.
"""

import logging
import threading
from pathlib import Path

from assistant.desk import Desk
from semantic_layer.errors import ShopError
from semantic_layer.load import load
from semantic_layer.shop import open_shop
from semantic_layer.sources.store import Store
from semantic_layer.sources.sync import sync

__all__ = ["Desks", "Upkeep"]

_LOG = logging.getLogger(__name__)


class Desks:
    """Gives the desk for the next question. Thread-safe."""

    def __init__(self, first: Desk) -> None:
        self._desk = first
        self._store = Store(first.shop.state)
        self._version = self._newest()
        self._opening = threading.Lock()

    def current(self) -> Desk:
        """The desk of the newest version that has been opened; it never waits for one."""
        return self._desk

    def refresh(self) -> bool:
        """Open the newest version, when there is one that is not open yet, and move to it."""
        with self._opening:
            newest = self._newest()
            if newest == self._version:
                return False
            before = self._desk
            after = Desk(open_shop(Path(before.shop.model.folder)), before.settings, after=before)
            for role in before.roles():
                after.lexicon(role)
            self._desk, self._version = after, newest
            return True

    def _newest(self) -> str:
        found = self._store.current()
        return found.id if found else ""


class Upkeep(threading.Thread):
    """Watches the sources of a shop: what has been dropped is loaded, and answered from then on."""

    def __init__(self, desks: Desks, every: float) -> None:
        super().__init__(name="wenshu-upkeep", daemon=True)
        self._desks = desks
        self._every = every
        self._stop = threading.Event()

    def run(self) -> None:
        while not self._stop.wait(self._every):
            self.once()

    def once(self) -> None:
        """One round. What goes wrong is logged, and tried again in the next."""
        shop = self._desks.current().shop
        try:
            done = sync(load(Path(shop.model.folder)), shop.state)
            for note in (n for s in done.sources for n in s.notes if done.changed):
                _LOG.info(note.en)
            self._desks.refresh()
        except ShopError as error:
            _LOG.warning("%s", error.sentence("en"))
        except Exception:  # noqa: BLE001
            _LOG.exception("the data could not be brought up to date")

    def stop(self) -> None:
        """End after the round that is under way."""
        self._stop.set()
