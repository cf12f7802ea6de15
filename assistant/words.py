"""The words that people taught a shop, kept in its state folder: who taught what, when.

One JSON line a word; a word taught again replaces itself. Safe with other threads and processes.
"""

import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.answer import Identity
from assistant.understand.taught import Lesson, phrase_of

__all__ = ["FILE", "MOST", "Kept", "Words"]

FILE = "words.jsonl"
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A lesson with who taught it, in which role, and the moment (UTC)."""

    lesson: Lesson
    by: str = ""
    role: str = ""
    at: str = ""


class Words:
    """The taught words of one shop; without a folder they live as long as this object."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = folder / FILE if folder else None
        self._held: tuple[Kept, ...] = ()
        self._changes = 0
        self._lock = threading.RLock()

    def stamp(self) -> tuple[int, ...]:
        """Changes when the words change, by whichever process."""
        if self._path is None:
            return (self._changes,)
        with suppress(OSError):
            seen = self._path.stat()
            return (seen.st_mtime_ns, seen.st_size, seen.st_ino)
        return ()

    def kept(self) -> tuple[Kept, ...]:
        """All that was taught, oldest first. A line that cannot be read is passed over."""
        if self._path is None:
            return self._held
        with suppress(OSError):
            return tuple(_read(self._path.read_text(encoding="utf-8")))
        return ()

    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(k.lesson for k in self.kept())

    def apart(self) -> "Words":
        """The same words in memory alone: what is taught there stays there."""
        copy = Words()
        copy._held = self.kept()
        return copy

    def teach(self, lesson: Lesson, who: Identity) -> None:
        """Keep a lesson in place of an older one of the same word. Raises OSError."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        new = Kept(lesson, who.user, who.role, now)
        self._change(lambda old: [*[k for k in old if not _same(k.lesson, lesson.word)], new])

    def forget(self, word: str) -> bool:
        """Take a word (or the choice of a term, by its name) away; False when it was not there."""
        before = len(self.kept())
        self._change(lambda old: [k for k in old if not _same(k.lesson, word)])
        return len(self.kept()) < before

    def clear(self) -> None:
        """Take all words away."""
        self._change(lambda old: [])

    def _change(self, change: Callable[[list[Kept]], list[Kept]]) -> None:
        with self._lock, self._alone():
            changed = change(list(self.kept()))[-MOST:]
            self._changes += 1
            if self._path is None:
                self._held = tuple(changed)
                return
            beside = self._path.with_suffix(".new")
            beside.write_text("".join(_line(k) for k in changed), encoding="utf-8")
            beside.chmod(0o600)
            beside.replace(self._path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time."""
        if self._path is None:
            yield
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _same(lesson: Lesson, word: str) -> bool:
    return phrase_of(lesson.word) == phrase_of(word)


def _line(kept: Kept) -> str:
    entry = {**asdict(kept.lesson), "by": kept.by, "role": kept.role, "at": kept.at}
    return json.dumps(entry, ensure_ascii=False) + "\n"


def _read(text: str) -> Iterator[Kept]:
    for line in text.splitlines():
        with suppress(ValueError, TypeError, KeyError):
            given: dict[str, Any] = json.loads(line)
            lesson = Lesson(given["kind"], given["word"], given["name"], given.get("value"))
            yield Kept(lesson, given.get("by", ""), given.get("role", ""), given.get("at", ""))
