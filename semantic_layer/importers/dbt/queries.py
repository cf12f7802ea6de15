"""Questions in dbt's words as MetricQuery: saved queries, and any query over an imported shop."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from semantic_layer.compile.clock import FINE_GRAINS
from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.names import Names
from semantic_layer.compile.number import leaves
from semantic_layer.compile.plan import clock_of
from semantic_layer.importers.dbt.names import Words
from semantic_layer.importers.dbt.templates import Reference, expression, read_reference
from semantic_layer.model import GRAINS, Model
from semantic_layer.periods import step_end, step_start
from semantic_layer.query import MetricQuery, TimeRange


def words_of(model: Model) -> Words:
    """How dbt's names read over an imported shop."""
    return Words(frozenset(c for s in model.spines for c in s.calendars))


def clock_grain(model: Model, metrics: Iterable[str]) -> str:
    """The step that `metric_time` means for these metrics: the coarsest of their own."""
    names = Names(model)
    grains = ["day"] if not metrics else []
    for name in metrics:
        said = model.metrics[name].grain if name in model.metrics else ""
        grains.append(said or _clock_grain(model, names, name))
    return max(grains, key=GRAINS.index)


def _clock_grain(model: Model, names: Names, metric: str) -> str:
    """At least a day, and no finer than the metric's clock."""
    grains = ["day"]
    for leaf in leaves(number_of(model, metric)):
        for measure in (leaf.measure, *([leaf.follow.measure] if leaf.follow else [])):
            clock = clock_of(measure, names, leaf.metric)
            if clock is not None and clock.dimension.grain:
                grains.append(clock.dimension.grain)
    return max(grains, key=GRAINS.index)


def _read(text: str, words: Words) -> Reference:
    """A name, or a template without its braces."""
    if "(" in text:
        return read_reference(text, words)
    return Reference("Dimension", words.name(text.removeprefix("-")), (), text.startswith("-"))


def group_by(model: Model, metrics: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """The layer's references for dbt's group-by names. Raises BadTemplate."""
    words, grain = words_of(model), clock_grain(model, tuple(metrics))
    return tuple(words.reference(_read(n, words).name, grain) for n in names)


def conditions(model: Model, metrics: Iterable[str], filters: Iterable[str]) -> tuple[str, ...]:
    """The layer's expressions for dbt's filters. Raises BadTemplate or QueryError."""
    words, grain = words_of(model), clock_grain(model, tuple(metrics))
    return tuple(expression(f, words, grain) for f in filters)


def order_by(model: Model, metrics: tuple[str, ...], names: Iterable[str]) -> tuple[str, ...]:
    """Result columns to order by, `-` for descending."""
    words, grain = words_of(model), clock_grain(model, metrics)
    terms = []
    for text in names:
        read = _read(text, words)
        metric = read.kind == "Metric" or (not read.name.path and read.name.element in metrics)
        said = read.name.element if metric else words.reference(read.name, grain)
        terms.append(("-" if read.descending else "") + said.replace(":", "__"))
    return tuple(terms)


def time_range(
    model: Model, metrics: tuple[str, ...], by: tuple[str, ...], start: datetime, end: datetime
) -> TimeRange:
    """The days from `start` to `end`, both included, widened to whole steps of the asked grain.

    Without a step of the clock in `by`, the one that `metric_time` means is taken.
    """
    asked = [g for g in by if g in GRAINS]
    grain = min(asked, key=GRAINS.index) if asked else clock_grain(model, metrics)
    if grain not in FINE_GRAINS:
        first = step_start(start.date(), grain, model.reckoning)
        return TimeRange(start=first, end=step_end(end.date(), grain, model.reckoning))
    size = timedelta(**{f"{grain}s": 1})
    midnight = datetime.combine(start.date(), time())
    since = start - (start - midnight) % size
    last = end - (end - datetime.combine(end.date(), time())) % size + size
    return TimeRange(start=since.date(), end=end.date(), since=since, until=last)


def query(
    model: Model,
    metrics: tuple[str, ...],
    by: Iterable[str] = (),
    where: Iterable[str] = (),
    order: Iterable[str] = (),
    limit: int | None = None,
    time: tuple[datetime, datetime] | None = None,
) -> MetricQuery:
    """A query in dbt's words as a MetricQuery. Raises BadTemplate or QueryError."""
    keys = group_by(model, metrics, by)
    return MetricQuery(
        metrics=metrics,
        by=keys,
        where=conditions(model, metrics, where),
        order=order_by(model, metrics, order),
        limit=limit,
        time=time_range(model, metrics, keys, *time) if time else None,
    )
