"""Work with a model in a thread of its own: the asker waits as long as the budget says, no longer.

An abandoned thread ends by itself, for its transport holds the same deadline.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

from assistant.agent.budget import Budget
from assistant.agent.endpoint import model_error
from assistant.agent.errors import ModelError
from semantic_layer.errors import WenshuError

_GRACE = 0.25
T = TypeVar("T")


def within(work: Callable[[], T], budget: Budget) -> T:
    """What `work` returns. Raises ModelError, and what the semantic layer raised in it."""
    outcome: list[T] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            outcome.append(work())
        except Exception as error:  # noqa: BLE001  (the edge of a thread)
            failed.append(error)

    thread = threading.Thread(target=run, name="wenshu-model", daemon=True)
    thread.start()
    while thread.is_alive() and budget.left and not budget.stopped():
        thread.join(min(0.05, budget.left + 0.001))
    thread.join(_GRACE if not budget.stopped() else 0)
    if failed:
        raise _ours(failed[0], budget) from failed[0]
    if not outcome:
        late = "model_cancelled" if budget.stopped() else "model_slow"
        raise _with_cost(ModelError(late), budget)
    return outcome[0]


def _ours(error: Exception, budget: Budget) -> WenshuError:
    """A refusal or an engine's failure as it is; anything else is the model's fault."""
    if isinstance(error, WenshuError) and not isinstance(error, ModelError):
        return error
    return _with_cost(model_error(error), budget)


def _with_cost(error: ModelError, budget: Budget) -> ModelError:
    error.tokens = (budget.input_tokens, budget.output_tokens)
    return error
