"""Everything that the program keeps about people: how long, how to export it, how to erase it.

A part that keeps something new registers a store here; `wenshu privacy` then covers it.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from assistant.trust import audit

__all__ = ["STORES", "Store", "erase", "expire", "export", "register"]

DAYS = 180
_ERASED = "[erased]"


class Store(Protocol):
    """Something kept in a shop's state folder. `person` is an id, phone, mail, name or user."""

    name: str
    days: int

    def find(self, state: Path, person: str) -> list[dict[str, Any]]:
        """What is kept that speaks of the person."""
        ...

    def erase(self, state: Path, person: str) -> int:
        """Take it away; the number of entries."""
        ...

    def expire(self, state: Path, before: date) -> int:
        """Take away what is older; the number of entries."""
        ...


def says(entry: Any, person: str) -> bool:
    """True when the person stands anywhere in an entry as a whole word, not within a longer one."""
    if isinstance(entry, dict):
        return any(says(v, person) for v in entry.values())
    if isinstance(entry, list | tuple):
        return any(says(v, person) for v in entry)
    return _stands(str(entry), person) if isinstance(entry, str | int) else False


def _stands(text: str, person: str) -> bool:
    start = text.find(person)
    while start >= 0:
        around = text[start - 1 : start] + text[start + len(person) : start + len(person) + 1]
        if not person.isascii() or not any(c.isascii() and c.isalnum() for c in around):
            return True
        start = text.find(person, start + 1)
    return False


@dataclass(frozen=True, slots=True)
class Lines:
    """A file of JSON lines, each with the moment it was written (`at`)."""

    name: str
    file: str
    days: int = DAYS

    def find(self, state: Path, person: str) -> list[dict[str, Any]]:
        return [entry for entry in _read(state / self.file) if says(entry, person)]

    def erase(self, state: Path, person: str) -> int:
        return self._keep(state, lambda entry: not says(entry, person))

    def expire(self, state: Path, before: date) -> int:
        return self._keep(state, lambda entry: _day(entry) >= before)

    def _keep(self, state: Path, kept: Callable[[dict[str, Any]], bool]) -> int:
        path = state / self.file
        entries = _read(path)
        left = [entry for entry in entries if kept(entry)]
        if len(left) < len(entries):
            self._rewrite(state, left)
        return len(entries) - len(left)

    def _rewrite(self, state: Path, entries: list[dict[str, Any]]) -> None:
        path = state / self.file
        beside = path.with_suffix(".new")
        text = "".join(json.dumps(e, ensure_ascii=False, default=str) + "\n" for e in entries)
        beside.write_text(text, encoding="utf-8")
        beside.chmod(0o600)
        beside.replace(path)


@dataclass(frozen=True, slots=True)
class AuditLines:
    """The audit log: an entry stays, with who and when, and loses what it says of the person."""

    name: str = "audit"
    days: int = 2 * DAYS

    def find(self, state: Path, person: str) -> list[dict[str, Any]]:
        return [entry for entry in audit.entries(state) if says(entry, person)]

    def erase(self, state: Path, person: str) -> int:
        entries = list(audit.entries(state))
        found = [entry for entry in entries if says(entry, person)]
        if found:
            audit.rewritten(state, [_blank(e, person) if e in found else e for e in entries])
        return len(found)

    def expire(self, state: Path, before: date) -> int:
        entries = list(audit.entries(state))
        left = [entry for entry in entries if _day(entry) >= before]
        if len(left) < len(entries):
            audit.rewritten(state, left)
        return len(entries) - len(left)


@dataclass(frozen=True, slots=True)
class Log:
    """The program's own log, plain lines of text."""

    name: str = "log"
    file: str = "wenshu.log"
    days: int = DAYS

    def find(self, state: Path, person: str) -> list[dict[str, Any]]:
        return [{"line": line} for line in self._lines(state) if _stands(line, person)]

    def erase(self, state: Path, person: str) -> int:
        lines = self._lines(state)
        left = [line for line in lines if not _stands(line, person)]
        return self._write(state, lines, left)

    def expire(self, state: Path, before: date) -> int:
        with suppress(OSError):
            changed = datetime.fromtimestamp((state / self.file).stat().st_mtime).date()
            if changed < before:
                return self._write(state, self._lines(state), [])
        return 0

    def _lines(self, state: Path) -> list[str]:
        with suppress(OSError):
            text = (state / self.file).read_text(encoding="utf-8", errors="replace")
            return text.splitlines()
        return []

    def _write(self, state: Path, lines: list[str], left: list[str]) -> int:
        if len(left) < len(lines):
            (state / self.file).write_text("".join(f"{x}\n" for x in left), encoding="utf-8")
        return len(lines) - len(left)


@dataclass(frozen=True, slots=True)
class TaughtWords(Lines):
    """The shop's own words: they stay, and lose the name of who taught them; a word that speaks of
    the person herself goes."""

    def erase(self, state: Path, person: str) -> int:
        found = len(self.find(state, person))
        if found:
            self._keep(state, lambda entry: not says(_plain(entry), person))
            self._rewrite(state, [_blank(e, person) for e in _read(state / self.file)])
        return found

    def expire(self, state: Path, before: date) -> int:
        return 0


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in entry.items() if k != "by"}


STORES: list[Store] = [
    Lines("traces", "traces.jsonl"),
    AuditLines(),
    Log(),
    TaughtWords("words", "words.jsonl"),
]


def register(store: Store) -> None:
    """Add a store; a name stands once."""
    if all(known.name != store.name for known in STORES):
        STORES.append(store)


def export(state: Path, person: str) -> dict[str, list[dict[str, Any]]]:
    """Everything that is kept of a person, by store."""
    return {store.name: found for store in STORES if (found := store.find(state, person))}


def erase(state: Path, person: str) -> dict[str, int]:
    """Erase a person from every store; the number of entries of each."""
    return {store.name: count for store in STORES if (count := store.erase(state, person))}


def expire(state: Path, today: date) -> dict[str, int]:
    """Take away what has been kept longer than its store allows."""
    gone = ((s.name, s.expire(state, today - timedelta(days=s.days))) for s in STORES)
    return {name: count for name, count in gone if count}


def _read(path: Path) -> list[dict[str, Any]]:
    entries = []
    with suppress(OSError), path.open(encoding="utf-8") as lines:
        for line in lines:
            with suppress(ValueError):
                entry = json.loads(line)
                if isinstance(entry, dict):
                    entries.append(entry)
    return entries


def _day(entry: dict[str, Any]) -> date:
    """The day of an entry; one without counts as new."""
    with suppress(ValueError, TypeError):
        return datetime.fromisoformat(str(entry.get("at"))).date()
    return date.max


def _blank(entry: dict[str, Any], person: str) -> dict[str, Any]:
    said: Iterable[str] = (key for key, value in entry.items() if says(value, person))
    return {**entry, **dict.fromkeys(said, _ERASED)}
