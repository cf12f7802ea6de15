"""Files that an answer offers for download: unguessable, one session's, in bounded memory."""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """One offered file. `session` is the conversation that may fetch it as long as it lives."""

    name: str
    content: bytes
    session: str


class Downloads:
    """The files on offer, oldest dropped first once `most_bytes` or `most_files` is passed."""

    def __init__(self, most_bytes: int = 64_000_000, most_files: int = 500) -> None:
        self._most_bytes = most_bytes
        self._most_files = most_files
        self._bytes = 0
        self._files: OrderedDict[str, Download] = OrderedDict()
        self._lock = threading.Lock()

    def offer(self, download: Download) -> str:
        """Keep a file and return the key under which it can be fetched (192 random bits)."""
        key = secrets.token_urlsafe(24)
        with self._lock:
            self._files[key] = download
            self._bytes += len(download.content)
            while len(self._files) > self._most_files or self._bytes > self._most_bytes:
                self._drop(next(iter(self._files)))
        return key

    def get(self, key: str) -> Download | None:
        """The file under `key`; None when it never was, or is no longer, on offer."""
        with self._lock:
            return self._files.get(key)

    def forget(self, session: str) -> None:
        """Drop everything that was offered to a session."""
        with self._lock:
            for key in [k for k, d in self._files.items() if d.session == session]:
                self._drop(key)

    def _drop(self, key: str) -> None:
        self._bytes -= len(self._files.pop(key).content)
