"""Masked dimensions: what a role may count by and may not read.

Stars are a constant, so the column is not even read. The ends of a value (139****00) are enough to
recognise one's own customer and too little to write to another's.
"""

from sqlglot import exp

from semantic_layer.compile.sql import cast
from semantic_layer.vocabulary import Mask

__all__ = ["STARS", "masked"]

STARS = "***"
_LONG, _HEAD, _TAIL = 9, 3, 2


def masked(node: exp.Expr | None, mask: Mask) -> exp.Expr:
    """The expression as a role may see it: text, empty only where `ends` of an empty value."""
    if mask == "stars" or node is None:
        return cast(exp.Literal.string(STARS), "TEXT")
    text = cast(node, "TEXT")
    long = exp.GTE(this=exp.Length(this=text.copy()), expression=exp.Literal.number(_LONG))
    return exp.Case(
        ifs=[exp.If(this=long, true=_joined(_left(text, _HEAD), "****", _right(text, _TAIL)))],
        default=_joined(_left(text, 1), STARS),
    )


def _joined(left: exp.Expr, middle: str, right: exp.Expr | None = None) -> exp.Expr:
    """`left || middle || right`: empty where the value is."""
    joined: exp.Expr = exp.DPipe(this=left, expression=exp.Literal.string(middle))
    return joined if right is None else exp.DPipe(this=joined, expression=right)


def _left(text: exp.Expr, count: int) -> exp.Expr:
    one, length = exp.Literal.number(1), exp.Literal.number(count)
    return exp.Substring(this=text.copy(), start=one, length=length)


def _right(text: exp.Expr, count: int) -> exp.Expr:
    return exp.Right(this=text.copy(), expression=exp.Literal.number(count))
