"""What one question may cost: model calls, tokens, seconds, and one repair."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.agent.errors import ModelError


@dataclass(slots=True)
class Budget:
    """Spent by the loop before every model call; ModelError when nothing is left.

    `clock` returns seconds and is replaced in tests.
    """

    calls: int = 4
    tokens: int = 12_000
    seconds: float = 30.0
    repairs: int = 1
    stopped: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.monotonic
    input_tokens: int = 0
    output_tokens: int = 0
    _deadline: float = field(init=False)

    def __post_init__(self) -> None:
        self._deadline = self.clock() + self.seconds

    @property
    def left(self) -> float:
        """Seconds that are left, never below zero."""
        return max(0.0, self._deadline - self.clock())

    def check(self) -> None:
        """ModelError `model_cancelled` or `model_slow` when the question is over."""
        if self.stopped():
            raise ModelError("model_cancelled")
        if not self.left:
            raise ModelError("model_slow", detail="the question's seconds are spent")

    def spend_call(self) -> None:
        """Count one call to the model."""
        self.check()
        if self.calls <= 0 or self.input_tokens + self.output_tokens >= self.tokens:
            raise ModelError("model_budget")
        self.calls -= 1

    def spend_repair(self) -> None:
        """Count one answer that had to be sent back; ModelError `model_nonsense` at the second."""
        if self.repairs <= 0:
            raise ModelError("model_nonsense", detail="unfit again after a repair")
        self.repairs -= 1

    def count(self, usage: dict[str, int] | None) -> None:
        """Add what a reply says that it cost."""
        if usage:
            self.input_tokens += usage.get("input_tokens", 0)
            self.output_tokens += usage.get("output_tokens", 0)
