"""A derived metric: an expression over other metrics."""

from semantic_layer.compile.number import Build, Formula, Number, Under, built
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, build: Build) -> Number:
    """The expression with a number for each of its names."""
    parts = tuple((name, built(part, under, build)) for name, part in metric.inputs)
    return Formula(metric.expr, parts)
