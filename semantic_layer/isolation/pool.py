"""Warm workers over one database, a bounded queue in front of them, and a timer of its own."""

import atexit
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from semantic_layer.answered import Cell
from semantic_layer.engines.protocol import Cancel
from semantic_layer.errors import EngineError
from semantic_layer.isolation.process import Worker

OnWait = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a statement returned; `cut` when rows, cells or bytes passed what may be returned."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Caps:
    """What one answer may hold, and what a worker may take. `seconds` leaves one for the killing and
    the telling: nobody waits longer than eight."""

    rows: int = 10_000
    cells: int = 200_000
    bytes: int = 8_000_000
    text: int = 2_000
    seconds: float = 7.0
    megabytes: int = 512


class Pool:
    """Runs checked statements over one read-only database file, apart from this process.

    `size` workers are kept warm; `queue` callers may wait for one, more are told `busy`.
    A statement that takes too long, is cancelled or ends its worker takes nobody else along.
    """

    def __init__(
        self, database: Path, *, size: int = 2, queue: int = 8, caps: Caps | None = None
    ) -> None:
        self._database = database
        self._caps = caps or Caps()
        self._size, self._queue = size, queue
        self._free: list[Worker] = []
        self._busy: set[Worker] = set()
        self._waiting = 0
        self._changed = threading.Condition()
        self._closed = False
        _open.add(self)
        self._warm()

    def run(
        self,
        sql: str,
        *,
        seconds: float | None = None,
        cancel: Cancel | None = None,
        on_wait: OnWait | None = None,
    ) -> Answered:
        """The answer of one statement. Raises EngineError `timeout`, `busy`, `cancelled`,
        `out_of_memory` or `sql_failed`."""
        caps = self._caps
        limit = min(seconds or caps.seconds, caps.seconds)
        if cancel is not None and cancel.cancelled:
            raise EngineError("cancelled")
        worker = self._taken(limit, on_wait)
        unwatch = cancel.watch(worker.stop) if cancel else None
        answer: Mapping[str, Any] | None = None
        try:
            answer = worker.ask(_question(sql, caps), limit, 2 * caps.bytes + 100_000)
        except EngineError as error:
            raise _why(error, cancel, limit) from None
        finally:
            if unwatch:
                unwatch()
            self._given_back(worker, healthy=answer is not None and answer.get("error") != "memory")
        return _answered(answer)

    def close(self) -> None:
        """End all workers."""
        with self._changed:
            self._closed = True
            idle, working = list(self._free), list(self._busy)
            self._free.clear()
            self._changed.notify_all()
        for worker in idle:
            worker.kill()
        for worker in working:
            worker.stop()

    def _taken(self, seconds: float, on_wait: OnWait | None) -> Worker:
        with self._changed:
            if not self._free and len(self._busy) >= self._size:
                self._wait(seconds * self._queue, on_wait)
            while self._free:
                worker = self._free.pop()
                if worker.alive:
                    break
            else:
                worker = Worker(self._database, self._caps.megabytes)
            self._busy.add(worker)
            return worker

    def _wait(self, seconds: float, on_wait: OnWait | None) -> None:
        if self._waiting >= self._queue:
            raise EngineError("busy", place=self._waiting + 1)
        self._waiting += 1
        try:
            if on_wait is not None:
                on_wait(self._waiting)
            came = self._changed.wait_for(
                lambda: self._closed or self._free or len(self._busy) < self._size, seconds
            )
        finally:
            self._waiting -= 1
        if self._closed or not came:
            raise EngineError("busy", place=self._waiting + 1)

    def _given_back(self, worker: Worker, *, healthy: bool) -> None:
        with self._changed:
            self._busy.discard(worker)
            kept = healthy and worker.alive and not self._closed
            if kept:
                self._free.append(worker)
            self._changed.notify()
        if not kept:
            worker.kill()
            self._warm()

    def _warm(self) -> None:
        """Start what is missing, ahead of the next question."""
        with self._changed:
            if self._closed:
                return
            for _ in range(self._size - len(self._free) - len(self._busy)):
                self._free.append(Worker(self._database, self._caps.megabytes))


_open: "weakref.WeakSet[Pool]" = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for pool in list(_open):
        pool.close()


def _question(sql: str, caps: Caps) -> dict[str, Any]:
    return {
        "sql": sql, "rows": caps.rows, "cells": caps.cells, "bytes": caps.bytes, "text": caps.text,
    }  # fmt: skip


def _why(error: EngineError, cancel: Cancel | None, seconds: float) -> EngineError:
    if cancel is not None and cancel.cancelled:
        return EngineError("cancelled")
    if error.code == "timeout":
        return EngineError("timeout", seconds=f"{seconds:g}")
    return EngineError("out_of_memory")


def _answered(answer: Mapping[str, Any]) -> Answered:
    if answer.get("error") == "memory":
        raise EngineError("out_of_memory", detail=str(answer.get("detail", "")))
    if "error" in answer:
        raise EngineError("sql_failed", detail=str(answer.get("detail", "")))
    rows = tuple(tuple(_cell(c) for c in row) for row in answer["rows"])
    return Answered(tuple(answer["names"]), tuple(answer["kinds"]), rows, bool(answer["cut"]))


def _cell(value: Any) -> Cell:
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    if "n" in value:
        return Decimal(value["n"])
    text = str(value["t"])
    if value["k"] == "date":
        return date.fromisoformat(text)
    return datetime.fromisoformat(text) if value["k"] == "datetime" else text


__all__ = ["Answered", "Caps", "Pool"]
