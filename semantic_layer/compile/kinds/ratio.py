"""A ratio metric: always sum over sum, never a mean of ratios."""

from collections.abc import Callable

from semantic_layer.compile.number import Number, Quotient
from semantic_layer.model import Metric


def number(
    metric: Metric, where: tuple[str, ...], build: Callable[[str, tuple[str, ...]], Number]
) -> Number:
    """Numerator over denominator, each under its own and the outer conditions."""
    top, bottom = metric.numerator, metric.denominator
    assert top is not None
    assert bottom is not None
    return Quotient(
        build(top.metric, (*where, *top.where)), build(bottom.metric, (*where, *bottom.where))
    )
