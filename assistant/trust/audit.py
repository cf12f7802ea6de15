"""The audit log: who asked what, when, what ran, and how it ended. Lines are only ever appended.

Each line holds a hash of the line before it, so that a line taken out or changed is noticed. No
answer is kept, and personal data in questions and arguments are masked.
"""

import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Question
from assistant.trust.masking import masked, masked_data

__all__ = ["Audit", "Entry", "broken_at", "entries"]

FILE = "audit.jsonl"
_FIRST = "0" * 16


class Audit:
    """The audit log of one shop. What cannot be written is lost, and fails no answer."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()

    @contextmanager
    def watching(self, question: Question) -> Iterator["Entry"]:
        """An entry for a question, written when it ends: with its answer, or as a crash."""
        entry = Entry(question)
        try:
            yield entry
        except BaseException as error:
            self.add(entry.line(crash=type(error).__name__))
            raise
        self.add(entry.line())

    def add(self, line: dict[str, Any]) -> None:
        """Append one entry, chained to the last. Safe with other threads and processes."""
        with self._lock, suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                line = {**line, "before": _last_hash(handle)}
                os.write(handle, _text(line))
            finally:
                os.close(handle)


@dataclass(slots=True)
class Entry:
    """A question under way; `answer` is set when there is one."""

    question: Question
    answer: Answer | None = None

    def line(self, crash: str = "") -> dict[str, Any]:
        """What is kept of it."""
        asker = self.question.identity
        kept: dict[str, Any] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "door": asker.door,
            "user": asker.user,
            "group": asker.group,
            "role": asker.role,
            "question": masked(self.question.text),
        }
        if self.answer is None:
            return {**kept, "verdict": "crashed", "code": crash}
        return {**kept, **_ended(self.answer)}


def _ended(answer: Answer) -> dict[str, Any]:
    results = [a.result for a in (answer, *answer.parts) if a.result is not None]
    return {
        "verdict": answer.status,
        "code": answer.code,
        "via": answer.via,
        "tool": answer.tool,
        "args": masked_data(answer.args),
        "sql": [masked(sql) for result in results for sql in result.sql],
        "rows": sum(len(result.rows) for result in results),
        "ms": round(answer.ms.get("total", 0.0), 1),
        "trace": answer.trace,
        "data_version": answer.data_version,
    }


def entries(folder: Path) -> Iterator[dict[str, Any]]:
    """The entries of a shop's log, oldest first; lines that cannot be read are left out."""
    with suppress(OSError), (folder / FILE).open(encoding="utf-8") as lines:
        for line in lines:
            with suppress(ValueError):
                entry = json.loads(line)
                if isinstance(entry, dict):
                    yield entry


def broken_at(folder: Path) -> int:
    """The number of the first line (from 1) that does not follow the one before; 0 for a whole log."""
    last = _FIRST
    with suppress(OSError), (folder / FILE).open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                before = json.loads(line).get("before")
            except (ValueError, AttributeError):
                return number
            if before != last:
                return number
            last = _hash(line)
    return 0


def rewritten(folder: Path, kept: list[dict[str, Any]]) -> None:
    """Write the log anew, chained again: only when a person's data must go or lines have expired."""
    path = folder / FILE
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        last, parts = _FIRST, []
        for entry in kept:
            parts.append(_text({**entry, "before": last}))
            last = _hash(parts[-1])
        os.ftruncate(handle, 0)
        os.pwrite(handle, b"".join(parts), 0)
    finally:
        os.close(handle)


def _text(line: dict[str, Any]) -> bytes:
    said = json.dumps(line, ensure_ascii=False, default=str)
    return f"{said}\n".encode("utf-8", "replace")


def _hash(line: bytes) -> str:
    return hashlib.blake2s(line.rstrip(b"\n"), digest_size=8).hexdigest()


def _last_hash(handle: int) -> str:
    """The hash of the file's last line."""
    size = os.fstat(handle).st_size
    if size == 0:
        return _FIRST
    length = 1 << 14
    while True:
        start = max(0, size - length)
        tail = os.pread(handle, size - start, start).rstrip(b"\n")
        if b"\n" in tail or start == 0:
            return _hash(tail.rsplit(b"\n", 1)[-1])
        length *= 4
