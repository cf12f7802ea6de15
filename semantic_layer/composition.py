"""What follows from how a metric is made: whether it adds up, and its version."""

import hashlib
from collections.abc import Mapping

from sqlglot import exp

from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.model import Additivity, Metric, Nesting
from semantic_layer.parts import inputs_of

__all__ = ["OF_AGGREGATION", "additivity", "version"]

OF_AGGREGATION: Mapping[str, Additivity] = {
    "sum": "sum", "count": "sum", "sum_boolean": "sum", "count_distinct": "distinct",
}  # fmt: skip


def additivity(metric: Metric, done: Mapping[str, Metric]) -> Additivity:
    """A sum of sums is a sum; any other derived metric behaves like a ratio."""
    if metric.nesting is not None:
        return _of_nested(metric.nesting, done)
    if metric.kind != "derived":
        return metric.additive
    parts = [done[i.metric].additive for i in inputs_of(metric) if i.metric in done]
    try:
        tree = parse_expression(metric.expr)
    except QueryError:  # told where the names of the expression are linked
        return "ratio"
    linear = all(
        isinstance(node, exp.Add | exp.Sub | exp.Neg | exp.Paren | exp.Column | exp.Identifier)
        for node in tree.walk()
    )
    apart = any(i.fixed is not None for i in inputs_of(metric))
    if isinstance(tree, exp.Column) and len(parts) == 1 and not apart:
        return parts[0]
    return "sum" if linear and parts and set(parts) == {"sum"} and not apart else "ratio"


def _of_nested(nesting: Nesting, done: Mapping[str, Metric]) -> Additivity:
    """A sum over members adds up as what is summed does; counted members may be in two groups."""
    inner = done.get(nesting.part.metric)
    if nesting.agg == "sum" and not nesting.having and inner is not None:
        return inner.additive if inner.additive in ("sum", "distinct") else "none"
    return {"count": "distinct", "share": "ratio"}.get(nesting.agg, "none")  # type: ignore[return-value]


def version(metric: Metric, done: Mapping[str, Metric]) -> str:
    """A hash of the definition: what is computed, not how it is called."""
    parts = [(i, done[i.metric].version) for i in inputs_of(metric) if i.metric in done]
    meaning = (
        metric.kind, metric.plain or metric.measure, metric.look, metric.expr, metric.inputs,
        metric.conversion, metric.nesting, metric.matured, parts, *filter(None, (metric.elapsed,)),
    )  # fmt: skip
    return hashlib.blake2s(repr(meaning).encode(), digest_size=4).hexdigest()
