"""Holds the names of a model against one another: nothing may point at what is not there."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from semantic_layer.composition import additivity, version
from semantic_layer.errors import Fault, QueryError
from semantic_layer.expressions import check_expression, names_in
from semantic_layer.load.allocation import bound_allocation
from semantic_layer.load.changes import split
from semantic_layer.load.concepts import Said, bind
from semantic_layer.load.periods import checked_periods
from semantic_layer.load.queries import check_queries
from semantic_layer.load.roles import check_roles
from semantic_layer.load.standard import with_standard
from semantic_layer.model import (
    GRAINS,
    Dimension,
    Measure,
    Metric,
    MetricInput,
    Model,
    Nesting,
    Table,
)
from semantic_layer.nearest import nearest
from semantic_layer.parts import inputs_of
from semantic_layer.query import FISCAL_STEPS
from semantic_layer.texts import Place, Text
from semantic_layer.vocabulary import Wishes
from semantic_layer.zones import is_zone, local

Report = Callable[..., None]


@dataclasses.dataclass(frozen=True, slots=True)
class Loose:
    """What a folder says that means something only beside the rest of the model."""

    concepts: Mapping[str, Said]
    wishes: Wishes


def link(model: Model, loose: Loose, faults: list[Fault]) -> Model:
    """The model with defaults filled in and versions made; faults for every loose name."""

    def report(place: Place, code: str, near: Iterable[str] = (), **values: object) -> None:
        faults.append(Fault.at(place, code, near, **values))

    dimensions = {k: _home_filled(model, d, report) for k, d in model.dimensions.items()}
    model = dataclasses.replace(model, dimensions=dimensions)
    known = len(faults)
    model = dataclasses.replace(model, concepts=bind(loose.concepts, model, report))
    if len(faults) == known:
        model = with_standard(_clocked(model, report), loose.wishes)
    metrics = {m.name: _metric_filled(model, m, report) for m in model.metrics.values()}
    metrics = _in_order(metrics, report)
    _check_words(model, metrics, report)
    _check_doors(model, report)
    check_roles(model, metrics, report)
    check_queries(dataclasses.replace(model, metrics=metrics), report)
    _check_calendar(model, report)
    linked = {(d.table, d.name): d for d in dimensions.values()}
    tables = {
        t.name: dataclasses.replace(
            t, dimensions=tuple(linked.get((t.name, d.name), d) for d in t.dimensions)
        )
        for t in model.tables.values()
    }
    return dataclasses.replace(model, tables=tables, metrics=metrics)


def _clocked(model: Model, report: Report) -> Model:
    """The model with the clock of every metric that does not say its own, on every day of it."""

    def clocked(metric: Metric) -> Metric:
        before = tuple(dataclasses.replace(e, metric=clocked(e.metric)) for e in metric.before)
        measure = metric.measure
        if measure is not None and not measure.time and measure.table in model.tables:
            time = model.tables[measure.table].time
            measure = dataclasses.replace(measure, time=time)
        if measure is metric.measure and not before:
            return metric
        return dataclasses.replace(metric, measure=measure, before=before)

    metrics = {name: split(model, clocked(m), report) for name, m in model.metrics.items()}
    return dataclasses.replace(model, metrics=metrics)


def _home_filled(model: Model, dimension: Dimension, report: Report) -> Dimension:
    """A second home takes label, words, values and type from the first."""
    dimension = _in_own_zone(model, dimension, report)
    if not dimension.same_as:
        label = dimension.label if dimension.label != Text("", "") else _named(dimension.name)
        return dataclasses.replace(dimension, label=label)
    home = model.dimensions.get(dimension.same_as)
    if home is None:
        near = nearest(dimension.same_as, model.dimensions)
        report(dimension.place, "no_such_dimension", near, name=dimension.same_as)
        return dimension
    if home.same_as:
        report(dimension.place, "home_is_no_home", name=home.id, home=home.same_as)
    return dataclasses.replace(
        dimension, label=home.label if home.label.zh else _named(home.name),
        values=dimension.values or home.values, type=home.type,
    )  # fmt: skip


def _in_own_zone(model: Model, dimension: Dimension, report: Report) -> Dimension:
    """Moments written in another zone, in the shop's own."""
    if not dimension.zone:
        return dimension
    for zone in (dimension.zone, model.time_zone):
        if not is_zone(zone):
            report(dimension.place, "no_such_zone", name=zone)
            return dimension
    expr = local(dimension.expr, dimension.zone, model.time_zone)
    return dataclasses.replace(dimension, expr=expr)


def _named(name: str) -> Text:
    return Text(name, name.replace("_", " "))


def _metric_filled(model: Model, metric: Metric, report: Report) -> Metric:
    """The metric with its inputs resolved, and so its earlier definitions."""
    before = tuple(
        dataclasses.replace(e, metric=_metric_filled(model, e.metric, report))
        for e in metric.before
    )
    metric = dataclasses.replace(metric, before=before) if before else metric
    if metric.look is not None:
        _check_unit(model, metric, metric.look.unit, report)
    if metric.conversion is not None and metric.conversion.window is not None:
        _check_unit(model, metric, metric.conversion.window[1], report)
    if metric.measure is not None:
        measure = checked_periods(model, metric, metric.measure, report)
        return dataclasses.replace(metric, measure=_measure(model, metric, measure, report))
    if metric.kind == "derived":
        metric = dataclasses.replace(metric, inputs=_derived_inputs(metric, report))
    if metric.nesting is not None:
        _check_nesting(model, metric, metric.nesting, report)
    for used in inputs_of(metric):
        if used.metric and used.metric not in model.metrics:
            near = nearest(used.metric, model.metrics)
            report(metric.place, "no_such_metric", near, name=used.metric, by=metric.name)
        elif (
            used.metric
            and metric.conversion is not None
            and model.metrics[used.metric].kind != "simple"
        ):
            report(metric.place, "not_an_event", name=used.metric, by=metric.name)
        if used.look is not None:
            _check_unit(model, metric, used.look.unit, report)
    return metric


def _check_nesting(model: Model, metric: Metric, nesting: Nesting, report: Report) -> None:
    """What it is taken per must be known, and its conditions be expressions over metrics."""
    keys = {e.name for t in model.tables.values() for e in t.entities if len(e.columns) == 1}
    names = {d.name for d in model.dimensions.values()} | set(model.dimensions)
    calendars = {c for spine in model.spines for c in spine.calendars}
    bare, _, last = nesting.per.partition(":")[0].rpartition(".")
    known = {*keys, *names, *calendars, *GRAINS}
    if last not in known and f"{bare}.{last}" not in known:
        report(
            metric.place, "no_such_member", nearest(last, known), name=nesting.per, by=metric.name
        )
    for text in nesting.having:
        try:
            if not names_in(text):
                report(metric.place, "tests_nothing", text=text, by=metric.name)
        except QueryError as error:
            report(metric.place, error.code, error.choices, **error.values)


def _check_unit(model: Model, metric: Metric, unit: str, report: Report) -> None:
    """A length of time is in steps of time, or in steps of one of the shop's calendars."""
    calendars = [c for spine in model.spines for c in spine.calendars]
    if unit in FISCAL_STEPS and model.fiscal is None:
        report(metric.place, "no_fiscal_year", ())
    if unit and unit not in GRAINS and unit not in calendars:
        known = (*GRAINS, *calendars)
        report(
            metric.place, "no_such_unit", nearest(unit, known), value=unit, grains=", ".join(known)
        )


def _measure(model: Model, metric: Metric, measure: Measure, report: Report) -> Measure:
    table = model.tables.get(measure.table)
    if table is None:
        near = nearest(measure.table, model.tables)
        report(metric.place, "no_such_table", near, name=measure.table, by=metric.name)
        return measure
    for text in (measure.expr, *measure.where):
        try:
            if text:
                check_expression(text)
        except QueryError as error:
            report(metric.place, error.code, error.choices, **error.values)
    if measure.agg == "reported":
        _check_reported(metric, table, report)
    allocate = bound_allocation(model, metric, measure, report)
    return dataclasses.replace(measure, time=measure.time or table.time, allocate=allocate)


def _check_reported(metric: Metric, table: Table, report: Report) -> None:
    """A reported fact is known by the key of its row, and nothing runs over several of them."""
    if table.primary is None or not table.primary.columns:
        report(metric.place, "reported_without_key", name=metric.name, table=table.name)
    if metric.look is not None or (metric.measure and metric.measure.snapshot is not None):
        report(metric.place, "reported_runs", name=metric.name)


def _derived_inputs(metric: Metric, report: Report) -> tuple[tuple[str, MetricInput], ...]:
    """Every name in the expression is an input; `inputs` may say what stands for it."""
    try:
        names = names_in(metric.expr)
    except QueryError as error:
        report(metric.place, error.code, error.choices, **error.values)
        return ()
    if not names:
        report(metric.place, "derived_of_none", name=metric.name)
    said = dict(metric.inputs)
    return tuple((name, said.get(name, MetricInput(name))) for name in names)


def _in_order(metrics: Mapping[str, Metric], report: Report) -> dict[str, Metric]:
    """Versions and additivity, made from the parts upwards; a fault for a circle."""
    needs = {
        m.name: [
            i.metric
            for one in (m, *(e.metric for e in m.before))
            for i in inputs_of(one)
            if i.metric in metrics
        ]
        for m in metrics.values()
    }
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = error.args[1]
        report(metrics[circle[0]].place, "circle", names=" > ".join(circle))
        return dict(metrics)
    done: dict[str, Metric] = {}
    for name in order:
        metric = metrics[name]
        done[name] = _made(metric, done)
    return {name: done[name] for name in metrics}


def _made(metric: Metric, done: Mapping[str, Metric]) -> Metric:
    """The metric, on every day of it, with what follows from its parts."""
    before = tuple(dataclasses.replace(e, metric=_made(e.metric, done)) for e in metric.before)
    return dataclasses.replace(
        metric, additive=additivity(metric, done), version=version(metric, done), before=before
    )


def _check_calendar(model: Model, report: Report) -> None:
    """A phase is named after its campaign, which may be the name of another entry."""
    names = [o.name for o in model.occasions]
    for occasion in model.occasions:
        if occasion.of and names.count(occasion.name) > 1:
            report(occasion.place, "defined_twice", name=occasion.name)


def _check_doors(model: Model, report: Report) -> None:
    known = {*model.roles, "owner"}
    for door in model.access.values():
        for name in (*door.people.values(), *door.groups.values(), door.default):
            if name and name not in known:
                report(door.place, "no_such_role", nearest(name, known), name=name, by=door.name)


def _check_words(model: Model, metrics: Mapping[str, Metric], report: Report) -> None:
    for term in model.terms:
        for choice in term.choices:
            if choice not in metrics:
                report(
                    term.place,
                    "no_such_metric",
                    nearest(choice, metrics),
                    name=choice,
                    by=term.name,
                )
    if model.default_metric and model.default_metric not in metrics:
        near = nearest(model.default_metric, metrics)
        place = Place("shop.yml", 1, 1)
        report(place, "no_such_metric", near, name=model.default_metric, by="default_metric")
