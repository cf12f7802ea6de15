"""Trace ids and the record behind `wenshu replay`: what was asked, on which data, what came out.

An id is a hash of what decides the answer, so the same question has the same id on every machine
that has the same data. The record is one append-only file of JSON lines in the shop's state folder.
"""

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.render.json import answer_data

__all__ = ["Traces", "cited", "digest_of", "trace_id"]

_FILE = "traces.jsonl"
_PASSING = ("ms", "via", "id", "tokens", "cost", "computed_at")


def trace_id(parts: Mapping[str, Any]) -> str:
    """Twelve hexadecimal digits of everything that decides an answer."""
    said = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2s(said.encode("utf-8", "replace"), digest_size=6).hexdigest()


def digest_of(answer: Answer) -> str:
    """A hash of the answer without its timings and the way it came."""
    data = answer_data(answer)
    return trace_id({k: v for k, v in data.items() if k not in _PASSING})


def cited(answer: Answer) -> list[dict[str, Any]]:
    """The definitions that an answer rests on, those of its parts included."""
    own = answer_data(answer)["definitions"]
    return [*own, *(one for part in answer.parts for one in cited(part))]


class Traces:
    """The record of one shop. An unwritable folder keeps no record and fails no answer."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._lock = threading.Lock()
        self._written: set[tuple[str, str]] = set()

    def add(self, trace: str, entry: Mapping[str, Any], answer: Answer) -> None:
        """Append one answer, once for each process and outcome."""
        digest = digest_of(answer)
        line = json.dumps(
            {
                "trace": trace,
                **entry,
                "thread": answer.thread,
                "digest": digest,
                "definitions": cited(answer),
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
            },
            ensure_ascii=False,
            default=str,
        )
        with self._lock, suppress(OSError):
            if (trace, digest) in self._written:
                return
            self._written.add((trace, digest))
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, f"{line}\n".encode("utf-8", "replace"))
            finally:
                os.close(handle)

    def find(self, trace: str) -> dict[str, Any] | None:
        """The latest entry with that id; None when there is none."""
        found = None
        with suppress(OSError), self._path.open(encoding="utf-8") as lines:
            for line in lines:
                if trace in line:
                    found = _entry(line, trace) or found
        return found

    def conversation(self, trace: str) -> list[dict[str, Any]]:
        """The entry with the turns that came before it, oldest first; [] when it is not known."""
        turns: list[dict[str, Any]] = []
        while trace and (entry := self.find(trace)) and entry not in turns:
            turns.insert(0, entry)
            trace = entry.get("after", "")
        return turns


def _entry(line: str, trace: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and entry.get("trace") == trace else None
