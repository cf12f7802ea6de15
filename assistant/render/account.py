"""What an answer cost: the language model's tokens and their price, nothing for a planned one."""

from decimal import Decimal

from assistant.answer import Answer
from assistant.messages import say

__all__ = ["spent"]

_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€"}
_PLACES = Decimal("0.0001")


def spent(answer: Answer) -> str:
    """A line: the tokens of input and output together, and their price where one is set."""
    tokens = answer.tokens.get("input", 0) + answer.tokens.get("output", 0)
    line = say("foot.tokens", answer.lang, tokens=f"{tokens:,}")
    amount = answer.cost.amount
    if not tokens or amount is None:
        return line
    sign = _SIGNS.get(answer.cost.currency, f"{answer.cost.currency} ")
    price = f"{sign}{max(amount.quantize(_PLACES), _PLACES) if amount else amount:f}"
    return say("foot.priced", answer.lang, tokens=line, price=price)
