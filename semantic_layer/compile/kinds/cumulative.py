"""A cumulative metric: one measure over all time, a rolling window, or a period to date."""

from collections.abc import Callable

from semantic_layer.compile.number import Leaf, Number, Under
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, _build: Callable[[str, Under], Number]) -> Number:
    """The leaf of the metric's measure, looking back from each step."""
    assert metric.measure is not None
    assert metric.look is not None
    return Leaf(metric.name, metric.measure, under.where, (*under.looks, metric.look))
