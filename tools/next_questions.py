"""Questions that can be asked next, complete in themselves and sure to be answerable."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from semantic_layer.model import Dimension, Model
from semantic_layer.policy import role_of, sees_dimension
from semantic_layer.query import Compare, Filter, MetricQuery, TimeRange
from semantic_layer.texts import Text
from tools.messages import told
from tools.reading import step_of

__all__ = ["next_questions"]

MOST = 3


def next_questions(model: Model, query: MetricQuery, role: str) -> tuple[Text, ...]:
    """At most three: the same metric by another dimension, over time, against the period before."""
    metric = model.metrics.get(query.metrics[0])
    if metric is None or query.time is None:
        return ()
    scope = _scope(model, query)
    if scope is None:
        return ()
    days = _period(query.time)
    period = Text(f"{days.zh}{scope.zh}", f"{scope.en} {days.en}".strip())
    asked = [*_trend(model, query, period, metric.label), *_compare(query, period, metric.label)]
    by = (
        told("next.by", period=period, by=d.label, metric=metric.label)
        for d in _dimensions(model, query, role)
    )
    return (*islice(by, 1), *asked)[:MOST]


def _scope(model: Model, query: MetricQuery) -> Text | None:
    """The members that the question is about, so that the next one is about them too.

    None where they cannot be said in a few words.
    """
    zh, en = [], []
    for where in query.where:
        if isinstance(where, str) or where.op != "=" or len(where.values) != 1:
            return None
        label = _member(model, where)
        zh.append(label.zh)
        en.append(label.en)
    return Text("".join(zh), "for " + " ".join(en) if en else "")


def _member(model: Model, where: Filter) -> Text:
    """The words for the member that a filter chooses."""
    value = where.values[0]
    for dimension in model.dimensions_named(where.field):
        for known in dimension.values:
            if known.value == value:
                return known.label
    return Text(str(value), str(value))


def _period(time: TimeRange) -> Text:
    key = "next.period.day" if time.start == time.end else "next.period"
    whole_month = time.start.day == 1 and (time.end + timedelta(days=1)).day == 1
    if whole_month and (time.start.year, time.start.month) == (time.end.year, time.end.month):
        month = Text(f"{time.start.year}年{time.start.month}月", f"{time.start:%B %Y}")
        return told("next.period.month", month=month)
    return told(key, start=f"{time.start}", end=f"{time.end}")


def _trend(model: Model, query: MetricQuery, period: Text, metric: Text) -> Iterator[Text]:
    days = (query.time.end - query.time.start).days + 1 if query.time else 0
    if _of_period(model, query.metrics[0]):
        return
    if days > 1 and not any(step_of(b) for b in query.by):
        step = "day" if days <= 62 else "week" if days <= 200 else "month"
        yield told("next.trend", period=period, metric=metric, step=told(f"next.step.{step}"))


def _compare(query: MetricQuery, period: Text, metric: Text) -> Iterator[Text]:
    if not query.by and Compare(kind="previous") not in query.compare:
        yield told("next.compare", period=period, metric=metric)


def _dimensions(model: Model, query: MetricQuery, role: str) -> Iterator[Dimension]:
    """Coded dimensions that all parts of the metric have, neither grouped nor filtered by yet."""
    used = {b.rpartition(".")[2] for b in query.by}
    used |= {w if isinstance(w, str) else w.field.rpartition(".")[2] for w in query.where}
    tables = _tables(model, query.metrics[0])
    if not tables:
        return
    home, *others = tables
    seen = role_of(model, role)
    for dimension in model.dimensions.values():
        if dimension.table != home or not dimension.values or dimension.pii:
            continue
        shared = all(_has(model, table, dimension) for table in others)
        if shared and dimension.name not in used and sees_dimension(model, seen, dimension.id):
            yield dimension


def _has(model: Model, table: str, dimension: Dimension) -> bool:
    return any(d.identity == dimension.identity for d in model.tables[table].dimensions)


def _of_period(model: Model, name: str) -> bool:
    """True for what says how much of a period has passed, which has no steps of a day."""
    metric = model.metrics[name]
    return metric.elapsed is not None or any(_of_period(model, p.metric) for p in metric.parts)


def _tables(model: Model, name: str) -> list[str]:
    """The tables that a metric counts in, through its parts."""
    metric = model.metrics[name]
    if metric.measure:
        return [metric.measure.table]
    return list(dict.fromkeys(t for part in metric.parts for t in _tables(model, part.metric)))
