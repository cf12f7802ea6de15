"""What metrics are made of: other metrics, and in the end the tables whose rows they count."""

from contextlib import suppress

from semantic_layer.errors import QueryError
from semantic_layer.expressions import names_in
from semantic_layer.model import Metric, MetricInput, Model, Nesting


def inputs_of(metric: Metric) -> tuple[MetricInput, ...]:
    """The metrics that a metric is made of."""
    parts = (metric.numerator, metric.denominator, *(i for _, i in metric.inputs))
    if metric.conversion is not None:
        parts = (*parts, metric.conversion.base, metric.conversion.conversion)
    if metric.nesting is not None:
        tested = (MetricInput(name) for name in _tested(metric.nesting))
        parts = (*parts, metric.nesting.part, *tested)
    return tuple(p for p in parts if p is not None)


def base_tables(model: Model, metric: Metric) -> tuple[str, ...]:
    """The tables whose rows a metric aggregates, those of its parts included, in order."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [metric]
    while waiting:
        one = waiting.pop(0)
        seen.add(one.name)
        if one.measure is not None:
            found[one.measure.table] = None
        used = (p.metric for p in inputs_of(one) if p.metric not in seen)
        waiting += [model.metrics[name] for name in used if name in model.metrics]
    return tuple(found)


def _tested(nesting: Nesting) -> tuple[str, ...]:
    """The metrics that the conditions of a nested metric name; none of what cannot be read."""
    found: list[str] = []
    for text in nesting.having:
        with suppress(QueryError):
            found += names_in(text)
    return tuple(dict.fromkeys(found))
