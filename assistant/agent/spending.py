"""What one question to the model costs, from the first check to the account."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

from assistant.agent.breaker import breaker_of
from assistant.agent.budget import Budget
from assistant.agent.errors import ModelError
from assistant.agent.knocking import load
from assistant.answer import Answer, Cost
from assistant.settings import Settings
from semantic_layer.engines import Cancel
from semantic_layer.errors import WenshuError

_MILLION = Decimal(1_000_000)


@contextmanager
def spending(settings: Settings, cancel: Cancel | None) -> Iterator[Budget]:
    """A budget for one question. ModelError, with what was spent, when the model is of no help."""
    os.environ["LANGSMITH_TRACING"] = "false"
    breaker = breaker_of(settings.base_url, settings.model)
    breaker.check()
    budget = Budget(
        call_seconds=settings.seconds,
        stopped=lambda: cancel is not None and cancel.cancelled,
    )
    try:
        load(settings, budget)
        budget.loaded()
        yield budget
    except ModelError as error:
        error.tokens = (budget.input_tokens, budget.output_tokens)
        breaker.note(error.code)
        raise
    except WenshuError:
        breaker.note()
        raise
    breaker.note()


def accounted(answer: Answer, tokens: tuple[int, int], settings: Settings) -> Answer:
    """The answer with what the model's help took: tokens of input and of output, and their price.

    Of one in parts the first tells it too, for a door that shows only parts.
    """
    spent = {"input": tokens[0], "output": tokens[1]}
    cost = cost_of(tokens, settings)
    parts = tuple(replace(p, tokens=spent, cost=cost) for p in answer.parts[:1])
    return replace(answer, tokens=spent, cost=cost, parts=(*parts, *answer.parts[1:]))


def cost_of(tokens: tuple[int, int], settings: Settings) -> Cost:
    """What input and output tokens cost by the settings' prices; unknown without prices."""
    given, made = tokens
    if not given and not made:
        return Cost()
    if settings.price_in is None or settings.price_out is None:
        return Cost(None, settings.currency)
    amount = (settings.price_in * given + settings.price_out * made) / _MILLION
    return Cost(amount, settings.currency)
