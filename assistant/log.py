"""The log of a shop: a file in its state folder, which never fails what is being logged.

It holds no personal data: what is logged is masked as a whole, tracebacks included.
"""

import logging
from contextlib import suppress
from pathlib import Path

from assistant.trust.masking import masked

__all__ = ["log_to"]


class _Masked(logging.Formatter):
    """The usual line with phone numbers, mail addresses and the like starred out."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class _Log(logging.FileHandler):
    """A log file that is done without where it cannot be written."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: a full disk is no news to the asker."""


def log_to(folder: Path) -> None:
    """Send what the program logs to `wenshu.log` in a folder, opened with the first entry."""
    handler = _Log(folder / "wenshu.log", delay=True, encoding="utf-8", errors="replace")
    handler.setFormatter(_Masked())
    logging.getLogger("wenshu").addHandler(handler)
