"""One worker process as its parent sees it: started warm, asked, killed when it takes too long."""

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from semantic_layer.errors import EngineError

_SCRIPT = Path(__file__).with_name("worker.py")
_START_SECONDS = 20.0
_READ = 1 << 16


class Worker:
    """A child process over one database. Not for two callers at once."""

    def __init__(self, database: Path, megabytes: int) -> None:
        command = [sys.executable, "-I", str(_SCRIPT), str(database), str(megabytes)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            close_fds=True,
        )
        self._ready = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, question: dict[str, Any], seconds: float, most_bytes: int) -> dict[str, Any]:
        """The worker's answer. Raises EngineError `timeout` or `worker_ended`."""
        if not self._ready:
            self._line(time.monotonic() + _START_SECONDS, most_bytes)
            self._ready = True
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise EngineError("worker_ended") from None
        return self._line(time.monotonic() + seconds, most_bytes)

    def _line(self, until: float, most_bytes: int) -> dict[str, Any]:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        parts: list[bytes] = []
        size = 0
        while True:
            left = until - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise EngineError("timeout", seconds="0")
            try:
                part = os.read(pipe, _READ)
            except OSError:
                raise EngineError("worker_ended") from None
            size += len(part)
            if not part or size > most_bytes:
                raise EngineError("worker_ended")
            parts.append(part)
            if part.endswith(b"\n"):
                return json.loads(b"".join(parts))  # type: ignore[no-any-return]

    def stop(self) -> None:
        """End the process, whatever it is doing; whoever waits for it sees the end of its pipe."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def kill(self) -> None:
        """End the process and let go of it; for when nobody waits for it any more."""
        self.stop()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
