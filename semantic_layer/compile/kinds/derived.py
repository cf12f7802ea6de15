"""A derived metric: an expression over other metrics."""

from collections.abc import Callable

from semantic_layer.compile.number import Formula, Number, Under
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, build: Callable[[str, Under], Number]) -> Number:
    """The expression with a number for each of its names."""
    parts = tuple((name, build(i.metric, under.within(i))) for name, i in metric.inputs)
    return Formula(metric.expr, parts)
