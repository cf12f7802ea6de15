"""A cumulative metric: one measure over all time, a rolling window, or a period to date."""

from semantic_layer.compile.number import Build, Leaf, Number, Under
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, _build: Build) -> Number:
    """The leaf of the metric's measure, looking back from each step."""
    assert metric.measure is not None
    assert metric.look is not None
    looks = (*under.looks, metric.look)
    return Leaf(metric.name, metric.measure, under.where, looks, matured=under.matured)
