"""A ratio metric: always sum over sum, never a mean of ratios."""

from semantic_layer.compile.number import Build, Number, Quotient, Under, built
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, build: Build) -> Number:
    """Numerator over denominator, each under its own and the outer conditions."""
    top, bottom = metric.numerator, metric.denominator
    assert top is not None
    assert bottom is not None
    return Quotient(built(top, under, build), built(bottom, under, build))
