"""A ratio metric: always sum over sum, never a mean of ratios."""

from collections.abc import Callable

from semantic_layer.compile.number import Number, Quotient, Under
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, build: Callable[[str, Under], Number]) -> Number:
    """Numerator over denominator, each under its own and the outer conditions."""
    top, bottom = metric.numerator, metric.denominator
    assert top is not None
    assert bottom is not None
    return Quotient(
        build(top.metric, under.within(top)), build(bottom.metric, under.within(bottom))
    )
