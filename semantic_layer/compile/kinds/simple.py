"""A simple metric: one measure, aggregated."""

from semantic_layer.compile.number import Build, Leaf, Number, Under
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, _build: Build) -> Number:
    """The leaf of the metric's measure."""
    assert metric.measure is not None
    return Leaf(metric.name, metric.measure, under.where, under.looks, matured=under.matured)
