"""A circuit breaker: an endpoint that failed several times in a row is left alone for a while.

After the rest one question tries it again; its success closes the breaker, its failure starts the
next rest.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.agent.errors import ModelError

FAILURES = 3
REST = 30.0
_FAULTS = ("model_unreachable", "model_refused", "model_busy", "model_broken", "model_slow")


@dataclass(slots=True)
class Breaker:
    """The state of one endpoint. Thread-safe; `clock` returns seconds and is replaced in tests."""

    failures: int = FAILURES
    rest: float = REST
    clock: Callable[[], float] = time.monotonic
    _failed: int = 0
    _rests_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self) -> None:
        """ModelError `model_resting` while the endpoint is left alone."""
        with self._lock:
            left = self._rests_until - self.clock()
            if left > 0:
                raise ModelError("model_resting", seconds=f"{left:.0f}")
            if self._failed >= self.failures:  # one tries, the others wait for what it finds
                self._rests_until = self.clock() + self.rest

    def note(self, code: str = "") -> None:
        """How a question to the endpoint ended: a code of ModelError, or "" when it answered."""
        with self._lock:
            if code not in _FAULTS:
                self._failed, self._rests_until = 0, 0.0
                return
            self._failed += 1
            if self._failed >= self.failures:
                self._rests_until = self.clock() + self.rest


_of_endpoints: dict[tuple[str, str], Breaker] = {}
_making = threading.Lock()


def breaker_of(base_url: str, model: str) -> Breaker:
    """The breaker of an endpoint, one for each in this process."""
    with _making:
        return _of_endpoints.setdefault((base_url, model), Breaker())


def forget() -> None:
    """Close every breaker, as at the start of the process."""
    with _making:
        _of_endpoints.clear()
