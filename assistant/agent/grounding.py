"""A model's call may hold only what the question carries, and must use what the question names.

Everything is decided by the planner's own parts: its time words, its numerals, the members that it
found. A call that breaks a rule is sent back once; then the planner's question back stands.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.agent.candidates import Candidates, words_of_value
from assistant.understand.normalise import fold, normalise
from assistant.understand.numerals import AMOUNT, amount
from assistant.understand.time import Clock, Period, find_times, occasion_patterns
from assistant.understand.understanding import Call
from semantic_layer.model import Dimension, Model
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
_STEP_WORDS = {
    "hour": re.compile(r"小时|时段|钟头|hour"),
    "hour_of_day": re.compile(r"小时|时段|钟头|几点|hour"),
    "day": re.compile(r"[每逐按分各]\s?[天日]|日均|走势|趋势|trend|da(?:y|ily)"),
    "week": re.compile(r"[每逐按分各]\s?个?(?:周|星期|礼拜)|走势|趋势|trend|week"),
    "weekday": re.compile(r"周几|星期几|礼拜几|哪天|weekday|day of the week"),
    "month": re.compile(r"[每逐按分各]个?月|月度|哪个?月|走势|趋势|trend|month"),
    "quarter": re.compile(r"季|quarter"),
    "year": re.compile(r"[每逐按分各]年|年度|历年|哪年|哪一年|year|annual"),
}
_NEGATIVE = ("!=", "not_in", "not_contains")
_FREE_NUMBERS = (0.0,)


class Ungrounded(Exception):
    """What the call holds beyond the question, or leaves out; a sentence for the model."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a question carries, as the planner's parts read it.

    `unknown` are the words that the planner could not place; `unknown_member` says that they stand
    where a member's name would.
    """

    text: str
    model: Model
    today: date
    first_day: date
    last_day: date
    found: Candidates
    values: Mapping[str, Iterable[object]] = field(default_factory=dict)
    previous: Call | None = None
    default_time: TimeRange | None = None
    unknown: tuple[str, ...] = ()
    unknown_member: bool = False

    @property
    def folded(self) -> str:
        return fold(normalise(self.text))

    def clock(self) -> Clock:
        """What the question's time words are read against."""
        model = self.model
        return Clock(self.today, self.first_day, self.last_day, model.week_start, model.occasions)

    def periods(self) -> list[TimeRange]:
        """The periods that the question's time words mean, in order, then what they span."""
        pattern = occasion_patterns(self.model.occasions)
        spans = find_times(self.folded, self.clock(), pattern)
        plain = [_range(s.period) for s in spans if not s.period.shift]
        if len(plain) > 1:
            first, last = min(p.start for p in plain), max(p.end for p in plain)
            plain.append(TimeRange(start=first, end=last))
        return plain


def _range(period: Period) -> TimeRange:
    unit: Any = "" if period.unit == "span" else period.unit
    return TimeRange(start=period.start, end=period.end, unit=unit)


def settle(arguments: Mapping[str, Any], ground: Ground) -> dict[str, Any]:
    """The arguments with their time filled in, once everything in them is grounded.

    Raises Ungrounded with a sentence that says what is not.
    """
    settled = dict(arguments)
    _check_terms(settled, ground)
    _check_named_metrics(settled, ground)
    _check_filters(settled, ground)
    _check_thresholds(settled, ground)
    _check_named_members(settled, ground)
    _check_compare(settled, ground)
    if "metrics" in settled:
        settled["time"] = _settled_time(settled.get("time"), ground)
    return settled


def unsaid(arguments: Mapping[str, Any], ground: Ground) -> tuple[str, ...]:
    """The metrics and groups of a call whose names neither the question nor the turn before says."""
    before = ground.previous.arguments if ground.previous else {}
    known = {*before.get("metrics", ()), *before.get("by", ()), *_metrics_said(ground)}
    missing = [m for m in arguments.get("metrics") or () if m not in known]
    groups = [b for b in arguments.get("by") or () if b not in known]
    return (*missing, *(b for b in groups if not _group_said(b, ground)))


def told_words(words: Any, arguments: Mapping[str, Any], ground: Ground) -> dict[str, str]:
    """Which unknown word stands for which metric or group, where the model's word for it will do.

    The word is one that the planner could not place and no member's name; what it stands for is in
    the call and has no other word in the question.
    """
    if not isinstance(words, Mapping) or ground.unknown_member:
        return {}
    missing = unsaid(arguments, ground)
    return {
        word: target
        for word, target in words.items()
        if target in missing and fold(word) in ground.folded and _is_unknown(word, ground)
    }


def doubts(
    told: Mapping[str, str], arguments: Mapping[str, Any], ground: Ground
) -> tuple[str, ...]:
    """What of the call no word stands for, and which words of the question stand for nothing."""
    added = tuple(m for m in unsaid(arguments, ground) if m not in told.values())
    left = tuple(u for u in ground.unknown if not any(u in w or w in u for w in told))
    return (*added, *left)


def _is_unknown(word: str, ground: Ground) -> bool:
    plain = bool(word.strip()) and not any(c.isdigit() for c in word)
    return plain and any(word in u or u in word for u in ground.unknown)


def _group_said(name: str, ground: Ground) -> bool:
    step = name.rpartition(":")[2]
    if step in _STEP_WORDS:
        return bool(_STEP_WORDS[step].search(ground.folded))
    return any(
        _stands(word, ground)
        for home in ground.model.dimensions_named(name)
        for word in (home.name, home.label.zh, home.label.en, *home.synonyms)
    )


def _stands(word: str, ground: Ground) -> bool:
    folded = fold(normalise(word))
    if folded.isascii():
        return bool(re.search(rf"(?<![a-z]){re.escape(folded)}s?(?![a-z])", ground.folded))
    return folded in ground.folded


def _metrics_said(ground: Ground) -> dict[str, str]:
    """The metrics whose names stand in the question, with the longest one of each."""
    said: dict[str, str] = {}
    for metric in ground.model.metrics.values():
        names = (metric.label.zh, metric.label.en, *metric.synonyms)
        standing = [n for n in names if n and _stands(n, ground)]
        if standing:
            said[metric.name] = max(standing, key=len)
    return {
        name: word
        for name, word in said.items()
        if not any(fold(word) in fold(o) and len(o) > len(word) for o in said.values())
    }


def _check_named_metrics(arguments: Mapping[str, Any], ground: Ground) -> None:
    """Every metric that the question names is used, under one of the metrics of that name."""
    if "metrics" not in arguments:
        return
    used = {str(m) for m in arguments["metrics"]}
    used |= {str(c.get("field")) for c in _conditions(arguments, "having")}
    said = _metrics_said(ground)
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


def numbers_in(text: str) -> set[float]:
    """Every amount that a text says, in digits or numerals, with its unit applied."""
    found = (amount(m[0]) for m in re.finditer(AMOUNT, fold(normalise(text))))
    return {float(n) for n in found if n is not None}


def _check_named_members(arguments: Mapping[str, Any], ground: Ground) -> None:
    """Every member named in the question is a condition, and a word of exclusion excludes."""
    conditions = _conditions(arguments, "where")
    used = {str(v) for c in conditions for v in c.get("values") or ()}
    names = "|".join(map(fold, _metrics_said(ground).values()))
    members = [m for m in ground.found.values if fold(m.word) not in names]
    for match in members:
        if not any(m.value in used for m in members if m.word == match.word):
            raise Ungrounded(f"the question names {match.word}: use it in where")
    if _EXCLUDES.search(ground.folded) and members:
        if not any(c.get("op") in _NEGATIVE for c in conditions):
            raise Ungrounded("the question excludes something: use op != or not_in")


def _check_compare(arguments: Mapping[str, Any], ground: Ground) -> None:
    kinds = {c.get("kind") for c in arguments.get("compare") or () if isinstance(c, Mapping)}
    for kind, words in _COMPARES.items():
        if words.search(ground.folded) and kind not in kinds:
            raise Ungrounded(f"the question compares: add compare {kind}")
