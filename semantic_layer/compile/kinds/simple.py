"""A simple metric: one measure, aggregated."""

from collections.abc import Callable

from semantic_layer.compile.number import Leaf, Number
from semantic_layer.model import Metric


def number(
    metric: Metric, where: tuple[str, ...], build: Callable[[str, tuple[str, ...]], Number]
) -> Number:
    """The leaf of the metric's measure."""
    assert metric.measure is not None
    return Leaf(metric.name, metric.measure, where)
