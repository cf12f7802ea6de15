"""Words that people taught the shop: what one means, and which words may not be taught."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.understand.normalise import fold, normalise
from assistant.understand.spans import Member, Target
from assistant.understand.time import Clock, find_times
from assistant.understand.words import cues

if TYPE_CHECKING:
    from assistant.understand.lexicon import Lexicon

LONGEST, SHORTEST = 30, 2


@dataclass(frozen=True, slots=True)
class Lesson:
    """`word` names a metric, a dimension or, with `value`, a member of the dimension `name`.

    As a `choice`, `word` is a term of the shop with several definitions and `name` the metric that
    the shop means by it.
    """

    kind: Literal["metric", "dimension", "value", "choice"]
    word: str
    name: str
    value: str | int | float | bool | None = None


def phrase_of(word: str) -> str:
    """A word as the lexicon holds it."""
    return fold(normalise(word))


def target_of(lesson: Lesson, members: Iterable[Member]) -> Target | None:
    """What a lesson's word names, None where its member is not (or not to be) seen."""
    if lesson.kind in ("metric", "dimension"):
        return Target(lesson.kind, lesson.name, 1)
    found = next((m for m in members if m.value == lesson.value), None)
    return Target("value", lesson.name, 1, found) if found else None


def lesson_from(word: str, meaning: str, lexicon: "Lexicon") -> Lesson | None:
    """The lesson that `word` means what `meaning` names; None when that is nothing, or several."""
    found = lexicon.phrases.get(phrase_of(meaning), ())
    if not found and meaning in lexicon.model.metrics:
        found = (Target("metric", meaning),)
    metrics = {t.name for t in found if t.kind == "metric"}
    if len(metrics) == 1:
        return Lesson("metric", word, metrics.pop())
    named = [t for t in found if t.kind in ("dimension", "value")]
    if len(named) != 1:
        return None
    target = named[0]
    if target.kind == "dimension":
        return Lesson("dimension", word, target.name)
    return Lesson("value", word, target.name, target.member.value if target.member else None)


def choice_from(word: str, meaning: str, lexicon: "Lexicon") -> Lesson | None:
    """The lesson that a term of several definitions means one of them here."""
    terms = {t.name for t in lexicon.phrases.get(phrase_of(word), ()) if t.kind == "term"}
    metrics = {t.name for t in lexicon.phrases.get(phrase_of(meaning), ()) if t.kind == "metric"}
    metrics |= {meaning} & set(lexicon.model.metrics)
    for term in (t for t in lexicon.model.terms if t.name in terms):
        named = [c for c in term.choices if c in metrics]
        if len(named) == 1 and len(term.choices) > 1:
            return Lesson("choice", term.name, named[0])
    return None


def meaning_of(lesson: Lesson, lexicon: "Lexicon", lang: str) -> str:
    """What a lesson's word means, as people read it."""
    model = lexicon.model
    if lesson.kind in ("metric", "choice"):
        return model.metrics[lesson.name].label.get(lang)
    if lesson.kind == "dimension":
        return lexicon.label(lesson.name, lang)
    values = model.dimensions[lesson.name].values
    label = next((v.label.get(lang) for v in values if v.value == lesson.value), "")
    return label or str(lesson.value)


def said_word(lesson: Lesson, lexicon: "Lexicon") -> str:
    """The word itself; of a term its first word."""
    if lesson.kind != "choice":
        return lesson.word
    terms = (t for t in lexicon.model.terms if t.name == lesson.word)
    return next((t.words[0] for t in terms), lesson.word)


def unfit(word: str, lexicon: "Lexicon") -> str:
    """Why a word cannot be taught, as the key of a message; empty when it can.

    A name of the shop, a word of the language and a number stay what they are.
    """
    phrase = phrase_of(word)
    if not SHORTEST <= len(phrase) <= LONGEST or not any(c.isalpha() for c in phrase):
        return "taught.unfit"
    if any(c in phrase for c in ",.;?!\"'()<>=\n"):
        return "taught.unfit"
    known = phrase in lexicon.phrases and phrase not in lexicon.taught
    taken = known or phrase in cues() or _is_time(phrase, lexicon)
    return "taught.conflict" if taken else ""


def _is_time(phrase: str, lexicon: "Lexicon") -> bool:
    model, day = lexicon.model, date(2025, 6, 18)
    clock = Clock(day, day, day, model.week_start, model.occasions)
    found = find_times(phrase, clock, lexicon.occasions)
    return any(t.end - t.start == len(phrase) for t in found)
