"""What the layer asks of a database: a dialect, and to run a statement safely.

Small results come back as plain Python rows: importing an Arrow library costs a third of a second,
which a short answer cannot afford (docs/decisions/0002). Bulk readers may use `arrow`.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from semantic_layer.answered import Cell


class Cancel:
    """A token by which a person, or a time-out, stops a running query."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stops: list[Callable[[], None]] = []
        self.cancelled = False

    def cancel(self) -> None:
        """Stop what runs now and all that would run later."""
        with self._lock:
            self.cancelled = True
            stops = list(self._stops)
        for stop in stops:
            stop()

    def watch(self, stop: Callable[[], None]) -> Callable[[], None]:
        """Call `stop` on cancel, until the returned function is called."""
        with self._lock:
            self._stops.append(stop)

        def unwatch() -> None:
            with self._lock:
                self._stops.remove(stop)

        return unwatch


@dataclass(frozen=True, slots=True)
class Rows:
    """A finished result: column names and rows of plain values."""

    names: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Copying:
    """How another process reads a database's tables: the file to attach (as `source`), or views to
    make and drop again, and what each table of the model is called there."""

    attach: str
    relations: Mapping[str, str]
    views: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


class Engine(Protocol):
    """A database that holds a shop's tables."""

    dialect: str

    @property
    def relations(self) -> Mapping[str, str]:
        """What each table of the model is called in this database."""
        ...

    def run(self, sql: str, *, timeout: float | None = None, cancel: Cancel | None = None) -> Rows:
        """Run one statement. Raises EngineError `timeout`, `cancelled` or `engine_failed`."""
        ...

    def columns(self, relation: str) -> Mapping[str, str] | None:
        """Column names and types of a relation, None when there is none."""
        ...

    def types(self, sql: str) -> Mapping[str, str]:
        """The types of a statement's columns by name, without its rows. Raises EngineError."""
        ...

    def count(self, table: str) -> int:
        """The number of rows of a table of the model."""
        ...

    def copying(self) -> Copying:
        """How another process may read the same tables. Raises EngineError where none may."""
        ...

    def close(self) -> None: ...
