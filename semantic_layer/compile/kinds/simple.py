"""A simple metric: one measure, aggregated."""

from collections.abc import Callable

from semantic_layer.compile.number import Leaf, Number, Under
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, _build: Callable[[str, Under], Number]) -> Number:
    """The leaf of the metric's measure."""
    assert metric.measure is not None
    return Leaf(metric.name, metric.measure, under.where, under.looks)
