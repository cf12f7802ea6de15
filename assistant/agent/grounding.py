"""A model's call may hold only what the question carries, and must use what the question names.

Everything is decided by the planner's own parts: its time words, its numerals, the members that it
found. A call that breaks a rule is sent back once; then the planner's question back stands.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.agent.candidates import words_of_value
from assistant.agent.ground import Ground, metrics_said, numbers_in
from assistant.understand.normalise import fold, normalise
from semantic_layer.model import Dimension
from semantic_layer.query import TimeRange

_EXCLUDES = re.compile(
    r"除了|除去|除开|不含|不包括|不算|不要|剔除|去掉|排除|刨除|扣除|以外|之外"
    r"|\b(?:exclud\w*|without|except|other than|not)\b"
)
_COMPARES = {
    "previous": re.compile(r"环比|month over month|\bmom\b|week over week|\bwow\b"),
    "year": re.compile(r"(?<!周)同比|year over year|year on year|\byoy\b"),
    "week": re.compile(r"周同比"),
}
_NEGATIVE = ("!=", "not_in", "not_contains")
_FREE_NUMBERS = (0.0,)


class Ungrounded(Exception):
    """What the call holds beyond the question, or leaves out; a sentence for the model."""


def settle(
    arguments: Mapping[str, Any], ground: Ground, *, all_named: bool = True
) -> dict[str, Any]:
    """The arguments with their time filled in, once everything in them is grounded.

    `all_named`: every metric of the question must be used; one of several calls need not.
    Raises Ungrounded with a sentence that says what is not.
    """
    settled = dict(arguments)
    _check_terms(settled, ground)
    if all_named:
        _check_named_metrics(settled, ground)
    _check_filters(settled, ground)
    _check_thresholds(settled, ground)
    _check_named_members(settled, ground)
    _check_compare(settled, ground)
    if "metrics" in settled:
        settled["time"] = _settled_time(settled.get("time"), ground)
    return settled


def _check_named_metrics(arguments: Mapping[str, Any], ground: Ground) -> None:
    """Every metric that the question names is used, under one of the metrics of that name."""
    if "metrics" not in arguments:
        return
    used = {str(m) for m in arguments["metrics"]}
    used |= {str(c.get("field")) for c in _conditions(arguments, "having")}
    said = metrics_said(ground)
    for word in dict.fromkeys(said.values()):
        meant = {name for name, other in said.items() if other == word}
        if not meant & used:
            raise Ungrounded(f"the question asks for {word}: use {', '.join(sorted(meant))}")


def _settled_time(given: Any, ground: Ground) -> Any:
    """The planner's period; the model's own only when it is one that the question's words mean."""
    periods = ground.periods()
    if not periods:
        carried = _carried_time(ground)
        if given and carried and _days(given) != _days(carried):
            raise Ungrounded("the question names no such time; leave time out")
        return carried or given
    if len(periods) == 1:
        return periods[0].model_dump(mode="json")
    for period in periods:
        if given and _days(given) == _days(period):
            return period.model_dump(mode="json")
    raise Ungrounded(f"time must be one of {[_days(p) for p in periods]}")


def _carried_time(ground: Ground) -> Any:
    """The time of the turn before, else the shop's default; None where the shop has none."""
    before = ground.previous.arguments.get("time") if ground.previous else None
    default = ground.default_time
    return before or (default.model_dump(mode="json") if default else None)


def _days(time: Any) -> tuple[str, str]:
    if isinstance(time, TimeRange):
        return str(time.start), str(time.end)
    return str(time.get("start")), str(time.get("end"))


def _conditions(arguments: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    conditions = arguments.get(part) or []
    if any(not isinstance(c, Mapping) for c in conditions):
        raise Ungrounded(f"{part} takes objects with field, op and values only")
    return [dict(c) for c in conditions]


def _check_terms(arguments: Mapping[str, Any], ground: Ground) -> None:
    """A word that the shop wants asked about is not the model's to decide."""
    chosen = set(arguments.get("metrics") or ())
    for term in ground.model.terms:
        if len(term.choices) < 2 or not chosen & set(term.choices):
            continue
        word = next((w for w in term.words if fold(w) in ground.folded), None)
        if word and not _named_whole(chosen & set(term.choices), word, ground):
            raise Ungrounded(f"{word} has several meanings: call ask_back")


def _named_whole(metrics: Iterable[str], word: str, ground: Ground) -> bool:
    """Whether the question uses a name of the metric that says more than the loose word."""
    names = (
        name
        for metric in map(ground.model.metrics.__getitem__, metrics)
        for name in (metric.label.zh, metric.label.en, *metric.synonyms)
    )
    return any(len(n) > len(word) and fold(n) in ground.folded for n in names)


def _check_filters(arguments: Mapping[str, Any], ground: Ground) -> None:
    """Members are in the data and named in the question, or stood in the turn before."""
    before = _conditions(ground.previous.arguments, "where") if ground.previous else []
    for condition in _conditions(arguments, "where"):
        if condition in before:
            continue
        homes = ground.model.dimensions_named(str(condition.get("field")))
        for value in condition.get("values") or ():
            if not any(_is_named(home, value, ground) for home in homes):
                raise Ungrounded(f"the question does not name {condition.get('field')} = {value}")


def _is_named(dimension: Dimension, value: Any, ground: Ground) -> bool:
    """Whether the question says a name of the member, and the data may hold it."""
    labels = [w for v in dimension.values if str(v.value) == str(value) for w in words_of_value(v)]
    known = {str(v.value) for v in dimension.values} | {
        str(v) for v in ground.values.get(dimension.id, ())
    }
    if known and str(value) not in known:
        return False
    return any(fold(normalise(word)) in ground.folded for word in (*labels, str(value)))


def _check_thresholds(arguments: Mapping[str, Any], ground: Ground) -> None:
    said = numbers_in(ground.text)
    for condition in _conditions(arguments, "having"):
        for value in condition.get("values") or ():
            if not _is_said(value, said):
                raise Ungrounded(f"the question does not say the number {value}")


def _is_said(value: Any, said: set[float]) -> bool:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return False
    return number in said or number / 100 in said or number in _FREE_NUMBERS


def _check_named_members(arguments: Mapping[str, Any], ground: Ground) -> None:
    """Every member named in the question is a condition, and a word of exclusion excludes."""
    conditions = _conditions(arguments, "where")
    used = {str(v) for c in conditions for v in c.get("values") or ()}
    names = "|".join(map(fold, metrics_said(ground).values()))
    members = [m for m in ground.found.values if fold(m.word) not in names]
    for match in members:
        if not any(m.value in used for m in members if m.word == match.word):
            raise Ungrounded(f"the question names {match.word}: use it in where")
    excluded = any(c.get("op") in _NEGATIVE for c in conditions)
    if members and _EXCLUDES.search(ground.folded) and not excluded:
        raise Ungrounded("the question excludes something: use op != or not_in")


def _check_compare(arguments: Mapping[str, Any], ground: Ground) -> None:
    kinds = {c.get("kind") for c in arguments.get("compare") or () if isinstance(c, Mapping)}
    for kind, words in _COMPARES.items():
        if words.search(ground.folded) and kind not in kinds:
            raise Ungrounded(f"the question compares: add compare {kind}")
