"""Words and definitions that two things share: a reader, and the planner, could take either."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from semantic_layer.errors import Fault, QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.model import Metric, MetricInput, Model
from semantic_layer.texts import Place, Text

__all__ = ["normal", "warnings"]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a word stands for: a metric, a dimension, or a value of one."""

    id: str
    name: str
    place: Place


def warnings(model: Model) -> Iterator[Fault]:
    """Metrics that compute the same, metrics shown alike, and words with two meanings."""
    shown = [m for m in model.metrics.values() if not m.hidden]
    yield from _same_definitions(model, shown)
    yield from _same_labels(shown)
    yield from _same_words(model, shown)


def normal(word: str) -> str:
    """A word as people hear it: width, case, blanks and punctuation aside."""
    wide = unicodedata.normalize("NFKC", word).casefold()
    return "".join(c for c in wide if unicodedata.category(c)[0] not in "ZPC")


def _said(place: Place) -> str:
    return f"{place.file}:{place.line}:{place.column}"


def _same_definitions(model: Model, metrics: list[Metric]) -> Iterator[Fault]:
    first: dict[object, Metric] = {}
    for metric in metrics:
        other = first.setdefault(_meaning(model, metric), metric)
        if other is not metric:
            yield Fault.warning(
                metric.place, "same_definition",
                name=metric.name, other=other.name, place=_said(other.place),
            )  # fmt: skip


def _meaning(model: Model, metric: Metric) -> object:
    """What a metric computes, with its expressions in one spelling."""
    measure = metric.measure
    if measure is not None:
        where = tuple(sorted(map(_spelt, measure.where)))
        measure = replace(measure, expr=_spelt(measure.expr), where=where)
    inputs = tuple((name, _part(model, part)) for name, part in metric.inputs)
    conversion = metric.conversion and (
        _part(model, metric.conversion.base), _part(model, metric.conversion.conversion),
        replace(metric.conversion, base=MetricInput(""), conversion=MetricInput("")),
    )  # fmt: skip
    return (
        metric.kind, metric.elapsed, measure,
        _part(model, metric.numerator), _part(model, metric.denominator),
        _spelt(metric.expr), inputs, metric.look, conversion, metric.nesting, metric.matured,
    )  # fmt: skip


def _part(model: Model, part: MetricInput | None) -> object:
    if part is None or part.metric not in model.metrics:
        return part
    where = tuple(sorted(map(_spelt, part.where)))
    return _meaning(model, model.metrics[part.metric]), where, part.look, part.fixed


def _spelt(text: str) -> str:
    try:
        return parse_expression(text).sql() if text else ""
    except QueryError:
        return text


def _same_labels(metrics: list[Metric]) -> Iterator[Fault]:
    first: dict[str, Metric] = {}
    for metric in metrics:
        for label in dict.fromkeys((metric.label.zh, metric.label.en)):
            other = first.setdefault(normal(label), metric) if label else metric
            if other is not metric:
                yield Fault.warning(
                    metric.place, "same_label",
                    name=metric.name, other=other.name, label=label, place=_said(other.place),
                )  # fmt: skip


def _same_words(model: Model, metrics: list[Metric]) -> Iterator[Fault]:
    """Words that are not labels of two metrics: those are told already."""
    asked = {normal(w) for term in model.terms for w in term.words}
    labels = {normal(w) for m in metrics for w in (m.label.zh, m.label.en)}
    first: dict[str, _Meaning] = {}
    for word, meaning in _words(model, metrics):
        heard = normal(word)
        other = first.setdefault(heard, meaning)
        if other.id == meaning.id or not heard or heard in asked:
            continue
        both_labels = heard in labels and {other.id, meaning.id} <= {m.name for m in metrics}
        if not (both_labels and _is_label(word, meaning, metrics)):
            yield Fault.warning(
                meaning.place, "same_word",
                word=word, name=meaning.name, other=other.name, place=_said(other.place),
            )  # fmt: skip


def _is_label(word: str, meaning: _Meaning, metrics: list[Metric]) -> bool:
    metric = next(m for m in metrics if m.name == meaning.id)
    return normal(word) in (normal(metric.label.zh), normal(metric.label.en))


def _words(model: Model, metrics: list[Metric]) -> Iterator[tuple[str, _Meaning]]:
    """Every word of the model with what it stands for, metrics first."""
    for metric in metrics:
        meaning = _Meaning(metric.name, metric.name, metric.place)
        for word in _spoken(metric.label, metric.synonyms):
            yield word, meaning
    for dimension in model.dimensions.values():
        if dimension.same_as:
            continue
        meaning = _Meaning(dimension.id, dimension.id, dimension.place)
        for word in _spoken(dimension.label, dimension.synonyms):
            yield word, meaning
        for value in dimension.values if dimension.row_fact is None else ():
            named = f"{dimension.id} = {value.value}"
            meaning = _Meaning(named, named, dimension.place)
            for word in _spoken(value.label, value.synonyms):
                yield word, meaning


def _spoken(label: Text, synonyms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w for w in dict.fromkeys((label.zh, label.en, *synonyms)) if w)
