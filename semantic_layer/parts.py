"""What metrics are made of, their conditions' metrics included."""

from contextlib import suppress

from semantic_layer.errors import QueryError
from semantic_layer.expressions import names_in
from semantic_layer.model import Metric, MetricInput, Nesting


def inputs_of(metric: Metric) -> tuple[MetricInput, ...]:
    """The metrics that a metric is made of, those that its conditions name, and what it is laid on
    days like."""
    tested = _tested(metric.nesting) if metric.nesting is not None else ()
    weighed = metric.measure.spread if metric.measure is not None else None
    like = (weighed.like,) if weighed is not None and weighed.like else ()
    return (*metric.parts, *(MetricInput(name) for name in (*tested, *like)))


def _tested(nesting: Nesting) -> tuple[str, ...]:
    """The metrics that the conditions of a nested metric name; none of what cannot be read."""
    found: list[str] = []
    for text in nesting.having:
        with suppress(QueryError):
            found += names_in(text)
    return tuple(dict.fromkeys(found))
