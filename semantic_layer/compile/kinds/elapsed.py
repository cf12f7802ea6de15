"""An elapsed metric: how much of the asked period has passed."""

from semantic_layer.compile.number import Build, Elapsed, Number, Under
from semantic_layer.errors import QueryError
from semantic_layer.model import Metric


def number(metric: Metric, under: Under, _build: Build) -> Number:
    """The number of days; conditions on rows leave it as it is."""
    assert metric.elapsed is not None
    if under.looks:
        raise QueryError("elapsed_inside", metric=metric.label)
    return Elapsed(metric.name, metric.elapsed)
