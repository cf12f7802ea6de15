"""Which word of the question stands for which part of a call, and what no word stands for."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.agent.ground import Ground, metrics_said, stands
from assistant.understand.normalise import fold

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


def unsaid(arguments: Mapping[str, Any], ground: Ground) -> tuple[str, ...]:
    """The metrics and groups of a call that neither the question nor the turn before names."""
    before = ground.previous.arguments if ground.previous else {}
    known = {*before.get("metrics", ()), *before.get("by", ()), *metrics_said(ground)}
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
        stands(word, ground)
        for home in ground.model.dimensions_named(name)
        for word in (home.name, home.label.zh, home.label.en, *home.synonyms)
    )
