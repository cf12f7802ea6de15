"""A nested metric: another metric for each entity or step of time, aggregated over those."""

from semantic_layer.compile.number import Build, Nested, Number, Under, elapsed_in
from semantic_layer.errors import QueryError
from semantic_layer.expressions import names_in
from semantic_layer.model import Metric
from semantic_layer.query import FISCAL_STEPS, TIME_STEPS


def number(metric: Metric, under: Under, build: Build) -> Number:
    """The inner number and those of its conditions, under what lies on the metric from outside."""
    nesting = metric.nesting
    assert nesting is not None
    if under.looks and nesting.per in (*TIME_STEPS, *FISCAL_STEPS):
        raise QueryError("no_look_at_steps", metric=metric.label, step=nesting.per)
    inner = under.within(nesting.part)
    names = dict.fromkeys(name for text in nesting.having for name in names_in(text))
    tests = tuple((name, build(name, inner)) for name in names)
    taken = build(nesting.part.metric, inner)
    if any(elapsed_in(n) for n in (taken, *(n for _, n in tests))):
        raise QueryError("elapsed_inside", metric=metric.label)
    return Nested(metric.name, nesting, taken, tests, inner.where)
