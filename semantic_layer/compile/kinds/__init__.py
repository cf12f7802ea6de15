"""One file per metric kind: how it becomes a Number."""

from collections.abc import Callable, Mapping

from semantic_layer.compile.kinds import derived, ratio, simple
from semantic_layer.compile.number import Number
from semantic_layer.errors import QueryError
from semantic_layer.model import Metric, Model
from semantic_layer.nearest import nearest

Build = Callable[[str, tuple[str, ...]], Number]
_KINDS: Mapping[str, Callable[[Metric, tuple[str, ...], Build], Number]] = {
    "simple": simple.number,
    "ratio": ratio.number,
    "derived": derived.number,
}


def number_of(model: Model, name: str, where: tuple[str, ...] = ()) -> Number:
    """The number tree of a metric under extra conditions. Raises QueryError `unknown_metric`."""
    metric = model.metrics.get(name)
    if metric is None:
        raise QueryError("unknown_metric", choices=nearest(name, model.metrics), name=name)
    return _KINDS[metric.kind](metric, where, lambda n, w: number_of(model, n, w))
