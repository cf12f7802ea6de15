"""One file per metric kind: how it becomes a Number."""

from collections.abc import Callable, Mapping

from semantic_layer.compile.kinds import (
    conversion,
    cumulative,
    derived,
    elapsed,
    nested,
    ratio,
    simple,
)
from semantic_layer.compile.number import Build, Number, Under
from semantic_layer.errors import QueryError
from semantic_layer.model import Metric, Model
from semantic_layer.nearest import nearest

_KINDS: Mapping[str, Callable[[Metric, Under, Build], Number]] = {
    "simple": simple.number,
    "ratio": ratio.number,
    "derived": derived.number,
    "cumulative": cumulative.number,
    "conversion": conversion.number,
    "nested": nested.number,
    "elapsed": elapsed.number,
}


def number_of(model: Model, name: str, under: Under | None = None) -> Number:
    """The number tree of a metric. Raises QueryError `unknown_metric`."""
    metric = model.metrics.get(name)
    if metric is None:
        raise QueryError("unknown_metric", choices=nearest(name, model.metrics), name=name)
    lying = (under or Under()).of(metric)
    return _KINDS[metric.kind](metric, lying, lambda n, u: number_of(model, n, u))
