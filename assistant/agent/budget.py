"""What one question may cost: model calls, tokens, seconds, and one repair."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.agent.errors import ModelError

_LEAST = 3.0


@dataclass(slots=True)
class Budget:
    """Spent by the loop before every model call; ModelError when nothing is left.

    `seconds` is for the whole question, `call_seconds` for one reply of the model (the first one
    has them from the start, so that loading counts, and a few in any case). `clock` returns
    seconds and is replaced in tests.
    """

    calls: int = 4
    tokens: int = 12_000
    seconds: float = 30.0
    call_seconds: float = 8.0
    repairs: int = 1
    stopped: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.monotonic
    input_tokens: int = 0
    output_tokens: int = 0
    _deadline: float = field(init=False)
    _reply_by: float = field(init=False)
    _waited: bool = False

    def __post_init__(self) -> None:
        now = self.clock()
        self._deadline, self._reply_by = now + self.seconds, now + self.call_seconds

    @property
    def left(self) -> float:
        """Seconds that are left to the question and to the reply awaited, never below zero."""
        return max(0.0, min(self._deadline, self._reply_by) - self.clock())

    def check(self) -> None:
        """ModelError `model_cancelled` or `model_slow` when the question is over."""
        if self.stopped():
            raise ModelError("model_cancelled")
        if not self.left:
            raise ModelError("model_slow", detail="the question's seconds are spent")

    def loaded(self) -> None:
        """What talks to the model is there; it gets a few seconds in any case."""
        least = self.clock() + min(_LEAST, self.call_seconds)
        self._reply_by = max(self._reply_by, least)

    def spend_call(self) -> None:
        """Count one call to the model."""
        self.check()
        if self.calls <= 0 or self.input_tokens + self.output_tokens >= self.tokens:
            raise ModelError("model_budget")
        self.calls -= 1
        if self._waited:
            self._reply_by = self.clock() + self.call_seconds

    def spend_repair(self) -> None:
        """Count one answer that had to be sent back; ModelError `model_nonsense` at the second."""
        if self.repairs <= 0:
            raise ModelError("model_nonsense", detail="unfit again after a repair")
        self.repairs -= 1

    def count(self, usage: dict[str, int] | None) -> None:
        """Add what a reply says that it cost; it has come, so nothing is awaited."""
        self._waited, self._reply_by = True, self._deadline
        if usage:
            self.input_tokens += usage.get("input_tokens", 0)
            self.output_tokens += usage.get("output_tokens", 0)
