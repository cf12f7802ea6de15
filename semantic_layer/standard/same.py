"""When two metrics are one definition under two names."""

import re
from collections.abc import Mapping
from functools import lru_cache

from semantic_layer.model import Measure, Metric, MetricInput, Model

Meaning = tuple[object, ...]
_QUOTED = re.compile(r"""('(?:[^']|'')*'|"[^"]*")""")
_BLANKS = re.compile(r"\s+")


def meaning(
    metric: Metric,
    metrics: Mapping[str, Metric],
    model: Model,
    around: frozenset[str] = frozenset(),
) -> Meaning:
    """What a metric computes, in a form that is equal for equal definitions.

    `around` are the metrics that it is a part of, so that a circle has an end.
    """
    if metric.name in around:
        return (metric.name,)
    within = around | {metric.name}
    if metric.measure is not None and metric.kind == "simple":
        return (*_of_measure(metric.measure, model), metric.matured)

    def part(used: MetricInput | None) -> Meaning:
        known = metrics.get(used.metric) if used else None
        if used is None or known is None:
            return (used,)
        lies = (used.where, used.look, used.given, used.fixed)
        return (meaning(known, metrics, model, within), lies)

    if metric.kind == "ratio":
        return ("over", part(metric.numerator), part(metric.denominator), metric.matured)
    if metric.nesting is not None:
        nesting = metric.nesting
        tests = tuple(_plain(t.replace(nesting.part.metric, "it")) for t in nesting.having)
        return (
            "per", part(nesting.part), nesting.per, nesting.agg, nesting.percentile, tests,
            metric.matured,
        )  # fmt: skip
    if metric.conversion is not None:
        ends = part(metric.conversion.base), part(metric.conversion.conversion)
        rest = metric.conversion
        return ("then", ends, rest.entity, rest.window, rest.rate, rest.same, metric.matured)
    inputs = tuple((name, part(used)) for name, used in metric.inputs)
    made = (metric.kind, metric.measure, metric.look, _plain(metric.expr), inputs, metric.matured)
    return (*made, metric.elapsed)


def _of_measure(measure: Measure, model: Model) -> Meaning:
    table = model.tables.get(measure.table)
    segments = {s.name: s.expr for s in table.segments} if table else {}
    primary = table.primary if table else None
    agg, expr = measure.agg, _plain(measure.expr)
    keys = [_plain(c) for c in primary.columns] if primary else []
    if agg in ("count", "count_distinct") and [expr] in (keys, [""]):
        agg, expr = "count", ""
    conditions = {*(table.rows if table and not measure.all_rows else ()), *measure.where}
    where = frozenset(_plain(segments.get(text, text)) for text in conditions)
    rest = (
        measure.clocked, measure.empty_is_zero, measure.fill, measure.snapshot, measure.percentile,
        measure.discrete, measure.covers_whole, measure.spread,
    )  # fmt: skip
    return ("of", measure.table, agg, expr, where, measure.time, rest)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """An expression in one way of writing it: case and blanks aside, but not within quotes."""
    parts = _QUOTED.split(text)
    return "".join(p if n % 2 else _BLANKS.sub("", p).lower() for n, p in enumerate(parts))
