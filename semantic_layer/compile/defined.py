"""Metrics that a query defines for itself, made into metrics of the model for that query alone.

What comes out are metrics of the common kinds, so that shares, comparisons, conditions, orders and
notes hold for them as for the shop's own. A definition may stand on those before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from semantic_layer.compile.conditions import conditions_of, filter_sql
from semantic_layer.compile.defined_fields import COUNTS, measure_of
from semantic_layer.compile.defined_words import aggregate_label, label_of
from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.names import Names
from semantic_layer.compile.number import leaves
from semantic_layer.compile.reported import refuse_other
from semantic_layer.compile.sql import column
from semantic_layer.composition import OF_AGGREGATION, additivity, version
from semantic_layer.errors import QueryError
from semantic_layer.model import Measure, Metric, MetricInput, Model, Nesting, Unit
from semantic_layer.nearest import nearest
from semantic_layer.query import Defined, Filter
from semantic_layer.texts import Text

__all__ = ["with_defined"]

_ROWS, _TOP = "__rows", "__top"
_OF_ROWS = ("count", "count_distinct", "sum_boolean")
_TESTS = ("=", "!=", "in", "not_in", ">", ">=", "<", "<=", "between")
_OF_MEMBERS = ("avg", "median", "percentile", "stddev")


def with_defined(names: Names, defines: Sequence[Defined]) -> Names:
    """The names with the metrics of a query's definitions. Raises QueryError for one that is unfit."""
    for said in defines:
        made = list(_metrics(said, names))
        for metric in made:
            if metric.name in names.model.metrics:
                raise QueryError("defined_twice", name=said.name)
        names = names.with_metrics(made)
    return names


def _metrics(said: Defined, names: Names) -> Iterator[Metric]:
    """The metrics that a definition is made of, itself last."""
    made = _made(said, names)
    known = dict(names.model.metrics)
    for metric in made:
        whole = replace(metric, additive=additivity(metric, known), version=version(metric, known))
        known[metric.name] = whole
        yield whole


def _made(said: Defined, names: Names) -> list[Metric]:
    made, part = _core(said, names)
    table = _tables(part.metric, made, names.model)
    conditions_of(said.given, names, table)  # an unfit condition is said at once
    model = names.with_metrics(made).model
    if said.over:
        _known(said.over, model)
        top = model.metrics[part.metric]
        made.append(_ratio(part, top, said, model))
    elif part.given or not made:
        made.append(_filtered(part, model.metrics[part.metric]))
    label = label_of(said, names, table[0])
    last = replace(made[-1], name=said.name, label=label, hidden=False)
    if said.given:
        last = replace(last, formula=label)
    return [*(replace(m, hidden=True) for m in made[:-1]), last]


def _core(said: Defined, names: Names) -> tuple[list[Metric], MetricInput]:
    """The aggregate of rows or members, if there is one, and what is made of it further on."""
    if said.field:
        measure, unit = measure_of(said, names)
        metric = _simple(said, measure, unit, aggregate_label(said, names, measure.table))
        return [metric], MetricInput(metric.name, given=said.given)
    known = _known(said.metric, names.model)
    if said.per:
        metric = _nested(said, known, names.model)
        return [metric], MetricInput(metric.name)
    if said.agg is not None:
        metric = _of_rows(said, known, names.model)
        assert metric.measure is not None
        label = aggregate_label(said, names, metric.measure.table)
        metric = replace(metric, label=label)
        return [metric], MetricInput(metric.name, given=said.given)
    return [], MetricInput(known.name, given=said.given)


def _known(name: str, model: Model) -> Metric:
    if name not in model.metrics:
        raise QueryError("unknown_metric", choices=nearest(name, model.metrics), name=name)
    return model.metrics[name]


def _tables(name: str, made: list[Metric], model: Model) -> tuple[str, ...]:
    """The tables whose rows a metric stands on."""
    known = replace(model, metrics={**model.metrics, **{m.name: m for m in made}})
    found = (leaf.measure.table for leaf in leaves(number_of(known, name)))
    return tuple(dict.fromkeys(found))


def _simple(said: Defined, measure: Measure, unit: Unit, label: Text) -> Metric:
    additive = OF_AGGREGATION.get(measure.agg, "none")
    name = said.name + _ROWS if said.given or said.over else said.name
    return Metric(
        name, "simple", label, unit=unit, additive=additive, measure=measure, better="neither"
    )  # fmt: skip


def _of_rows(said: Defined, metric: Metric, model: Model) -> Metric:
    """Another aggregate of the rows of a simple metric."""
    measure = metric.measure
    if metric.kind != "simple" or measure is None:
        raise QueryError("define_not_simple", metric=metric.label)
    refuse_other(model, metric, said.agg)
    if said.agg != "count" and (measure.agg in ("count", "sum_boolean") or not measure.expr):
        raise QueryError("define_counts", metric=metric.label)
    if said.agg not in COUNTS and measure.agg in _OF_ROWS:
        raise QueryError("define_counts", metric=metric.label)
    assert said.agg is not None
    assert said.agg != "share"
    made = replace(
        measure, agg=said.agg, percentile=said.percentile, discrete=False, approximate=False,
        fill=None,
    )  # fmt: skip
    found = _simple(said, made, "count" if said.agg in COUNTS else metric.unit, metric.label)
    return replace(found, caveat=metric.caveat, group=metric.group)


def _nested(said: Defined, metric: Metric, model: Model) -> Metric:
    """The metric of each member, aggregated over those."""
    if said.agg is None or said.agg == "count_distinct":
        raise QueryError("define_no_members", metric=metric.label, agg=said.agg)
    tests = tuple(_test(said, test, model) for test in said.having)
    part = MetricInput(metric.name, given=said.given)
    nesting = Nesting(part, said.per, said.agg, said.percentile, tests)
    unit: Unit = "ratio" if said.agg == "share" else "count" if said.agg == "count" else metric.unit
    if metric.unit == "count" and said.agg in _OF_MEMBERS:
        unit = "number"
    better = metric.better if said.agg not in ("stddev", "count", "share") else "neither"
    return Metric(
        said.name + _TOP if said.over else said.name, "nested", metric.label, unit=unit,
        nesting=nesting, better=better, caveat=metric.caveat, group=metric.group,
    )  # fmt: skip


def _test(said: Defined, test: Filter, model: Model) -> str:
    """A condition on each member as an expression over metrics."""
    _known(test.field, model)
    numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in test.values)
    fits = len(test.values) == 2 if test.op == "between" else bool(test.values)
    apart = test.per or test.than or test.time or test.given
    if test.op not in _TESTS or apart or not numbers or not fits:
        raise QueryError("define_bad_test", name=said.name, field=test.field, op=test.op)
    return filter_sql(test, column(test.field)).sql(dialect="duckdb")


def _filtered(part: MetricInput, metric: Metric) -> Metric:
    """A metric under conditions of its own."""
    return Metric(
        part.metric + _TOP, "derived", metric.label, unit=metric.unit, noun=metric.noun, expr="part",
        inputs=(("part", part),), better=metric.better, caveat=metric.caveat, group=metric.group,
        decimals=metric.decimals, grain=metric.grain,
    )  # fmt: skip


def _ratio(part: MetricInput, top: Metric, said: Defined, model: Model) -> Metric:
    """A metric divided by another."""
    bottom = model.metrics[said.over]
    same = top.unit == bottom.unit and (top.unit != "count" or said.over == said.metric)
    by_count = bottom.unit == "count" and top.unit != "count"
    unit: Unit = "ratio" if same else top.unit if by_count else "number"
    return Metric(
        said.name, "ratio", top.label, unit=unit, numerator=part,
        denominator=MetricInput(said.over), better=top.better if unit != "ratio" else "neither",
    )  # fmt: skip
