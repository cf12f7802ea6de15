"""The command line, `wenshu`. Commands load what they need when they run: asking starts fast."""

import logging
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command: 0 answered, 3 asked back, 4 refused, 5 failed, 2 bad usage or bad shop."""
    from assistant.cli.app import run

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _keep_quiet()
    return run(list(sys.argv[1:] if arguments is None else arguments))


def _keep_quiet() -> None:
    """What is logged goes to the shop's log file, never onto the terminal."""
    log = logging.getLogger("wenshu")
    log.addHandler(logging.NullHandler())
    log.propagate = False
