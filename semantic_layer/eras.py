"""Definitions that changed on a day: which held when, what to cite, what to say, what to refuse."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from semantic_layer import change_messages  # noqa: F401  (adds the texts)
from semantic_layer.answered import BasePeriod, Definition
from semantic_layer.compile.keys import both
from semantic_layer.composition import version
from semantic_layer.errors import QueryError
from semantic_layer.formulas import formula_of
from semantic_layer.mentions import mentions
from semantic_layer.model import Metric, Model
from semantic_layer.parts import inputs_of
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.texts import NO_TEXT, Text

__all__ = ["Change", "cited", "known", "model_of", "notes"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """That `metric`, or a part of what was asked, meant something else until a day.

    `by_rows`: rows tell it by their day, so that any period can be computed.
    """

    metric: str
    label: Text
    until: date
    note: Text
    by_rows: bool


def changes(model: Model, names: Iterable[str]) -> tuple[Change, ...]:
    """The changes of metrics and of all that they are made of, the earliest first."""
    found = {
        (m.name, one.until): Change(m.name, m.label, one.until, one.note, m.plain is not None)
        for m in _within(model, names)
        for one in m.before
    }
    return tuple(sorted(found.values(), key=lambda c: (c.until, c.metric)))


def _within(model: Model, names: Iterable[str]) -> Iterator[Metric]:
    """Metrics with all of their parts, those of earlier definitions too."""
    waiting, seen = list(names), set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in model.metrics:
            continue
        seen.add(name)
        metric = model.metrics[name]
        yield metric
        for one in (metric, *(e.metric for e in metric.before)):
            waiting += [part.metric for part in inputs_of(one)]


def model_of(model: Model, query: MetricQuery) -> Model:
    """The model as it was in the asked days, where whole definitions have changed since.

    Raises QueryError `definition_changed` for days on both sides of such a change.
    """
    if not any(m.before for m in model.metrics.values()):
        return model
    asked = {m.name for m in mentions(query)} & model.metrics.keys()
    metrics = dict(model.metrics)
    for change in reversed([c for c in changes(model, asked) if not c.by_rows]):
        if query.time is None or query.time.start <= change.until < query.time.end:
            raise _spanning(change)
        if query.time.end <= change.until:
            before = model.metrics[change.metric].before
            metrics[change.metric] = next(e.metric for e in before if e.until == change.until)
    return replace(model, metrics=metrics) if metrics != dict(model.metrics) else model


def known(model: Model, shop: Model) -> Model:
    """The shop's metrics as they are today, with those that a query has defined."""
    return shop if model is shop else replace(model, metrics={**model.metrics, **shop.metrics})


def _spanning(change: Change) -> QueryError:
    after = str(change.until + _DAY)
    day = str(change.until)
    return QueryError(
        "definition_changed", choices=(f"..{day}", f"{after}.."), metric=change.label, day=day,
        next=after,
    )  # fmt: skip


def cited(
    model: Model, found: tuple[Definition, ...], time: TimeRange | None
) -> tuple[Definition, ...]:
    """The definitions with, for a metric that has changed, those that held in the asked days."""
    if not any(m.before for m in model.metrics.values()):
        return found
    made: list[Definition] = []
    for one in found:
        days = [c.until for c in changes(model, (one.metric,))]
        made += _held(model, one, sorted(set(days)), time) if days else [one]
    return tuple(made)


def _held(
    model: Model, one: Definition, days: list[date], time: TimeRange | None
) -> list[Definition]:
    """What held in the asked days, the latest first; each with its days where it is not alone."""
    ends = [d for d in days if time is None or (time.start <= d < time.end)]
    last = time.end if time is not None else date.max
    shown = []
    for end in [*ends, last]:
        metric = _at(model, one.metric, end)
        text = formula_of(model, metric)
        number = _version_at(model, one.metric, end)
        if ends and end != last:
            text = both("change.until", day=str(end), text=text)
        elif ends:
            text = both("change.from", day=str(ends[-1] + _DAY), text=text)
        shown.append(Definition(one.metric, metric.label, text, number))
    return shown[::-1]


def _at(model: Model, name: str, day: date) -> Metric:
    """The metric as it was on a day, its measure that of then alone."""
    metric = model.metrics[name]
    for one in metric.before:
        if day <= one.until:
            return one.metric
    return replace(metric, measure=metric.plain or metric.measure)


def _version_at(model: Model, name: str, day: date) -> str:
    """The version of a metric on a day, that of its parts included."""
    metric = _at(model, name, day)
    parts = {
        i.metric: replace(model.metrics[i.metric], version=_version_at(model, i.metric, day))
        for i in inputs_of(metric)
        if i.metric in model.metrics
    }
    return version(metric, parts)


def notes(
    model: Model, metrics: Iterable[str], time: TimeRange | None, bases: Iterable[BasePeriod]
) -> tuple[Text, ...]:
    """What an answer must say of changed definitions: of the asked days, and of compared ones."""
    if not any(m.before for m in model.metrics.values()):
        return ()
    said: list[Text] = []
    compared = [b for b in bases if b.start is not None and b.end is not None]
    for change in changes(model, metrics):
        why = both("change.why", note=change.note) if change.note != NO_TEXT else NO_TEXT
        values: dict[str, Text | str] = {
            "metric": change.label,
            "day": str(change.until),
            "why": why,
        }
        if time is None or time.start <= change.until < time.end:
            said.append(both("change.spans", **values))
        elif time.end <= change.until:
            said.append(both("change.old", **values))
        elif any(b.start is not None and b.start <= change.until for b in compared):
            said.append(both("change.base" if change.by_rows else "change.one", **values))
    return tuple(said)
