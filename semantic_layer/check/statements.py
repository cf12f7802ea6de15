"""Every metric compiled, and its statement explained by the engine."""

from collections.abc import Iterator
from datetime import date

from semantic_layer.check.relations import reason
from semantic_layer.compile import Compiled, Compiler
from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.number import fixed_of, leaves_of
from semantic_layer.compile.reported import row_of
from semantic_layer.engines import Engine
from semantic_layer.errors import EngineError, Fault, QueryError
from semantic_layer.model import Metric, Model
from semantic_layer.parts import inputs_of
from semantic_layer.query import MetricQuery, TimeRange

__all__ = ["faults"]

_TIMES = {
    "look_needs_time": TimeRange(start=date(2025, 1, 1), end=date(2025, 1, 1)),
    "elapsed_of_what": TimeRange(start=date(2025, 1, 1), end=date(2025, 1, 31), unit="month"),
}


def faults(compiler: Compiler, engine: Engine, absent: frozenset[str]) -> Iterator[Fault]:
    """A fault for every metric that does not compile or run.

    Absent tables are told by the table, and what is made of a broken metric by that metric.
    """
    broken: set[str] = set()
    waiting = sorted(compiler.model.metrics.values(), key=lambda m: bool(inputs_of(m)))
    for metric in waiting:
        found = list(_of_metric(metric, compiler, engine, absent))
        if found and not broken & _parts(compiler.model, metric.name):
            yield from found
        if found:
            broken.add(metric.name)


def _compiled(metric: Metric, compiler: Compiler) -> Compiled:
    """The metric alone, over all days; of one day where it looks back from an end, of a month where
    it says how much of a period has passed."""
    query = MetricQuery(metrics=(metric.name,), by=_rows(compiler, metric))
    try:
        return compiler.compile(query)
    except QueryError as error:
        if error.code not in _TIMES:
            raise
        return compiler.compile(query.model_copy(update={"time": _TIMES[error.code]}))


def _rows(compiler: Compiler, metric: Metric) -> tuple[str, ...]:
    """What to group a metric by: the keys of fixed parts, and what leaves reported facts alone."""
    number = number_of(compiler.model, metric.name)
    refs = [key for one in fixed_of([number]) for key in one.keys]
    for leaf in leaves_of([number]):
        if leaf.measure.agg == "reported":
            refs += row_of(compiler.model, leaf)
    return tuple(dict.fromkeys(refs))


def _parts(model: Model, name: str) -> set[str]:
    """The metrics that a metric is made of, at any depth."""
    found: set[str] = set()
    for part in inputs_of(model.metrics[name]):
        found |= {part.metric, *_parts(model, part.metric)}
    return found


def _of_metric(
    metric: Metric, compiler: Compiler, engine: Engine, absent: frozenset[str]
) -> Iterator[Fault]:
    try:
        compiled = _compiled(metric, compiler)
        sql = compiled.compact_sql
    except QueryError as error:
        yield Fault.at(
            metric.place, "cannot_compile", error.choices, name=metric.name, why=reason(error)
        )
        return
    if absent & set(compiled.tables):
        return
    try:
        engine.run("EXPLAIN " + sql)
    except EngineError as error:
        yield Fault.at(metric.place, "cannot_run", name=metric.name, why=reason(error))
