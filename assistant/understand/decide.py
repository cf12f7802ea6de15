"""Decides what to do with the readings of a sentence: answer, ask back or refuse."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace

from assistant.understand.arguments import arguments, reading_of
from assistant.understand.cards import missing_parameter, scorecard_of
from assistant.understand.complete import complete
from assistant.understand.desk import Desk
from assistant.understand.normalise import fold
from assistant.understand.read import Candidate, Sentence
from assistant.understand.reading import Base, Condition, Reading, swap
from assistant.understand.recall import last_call
from assistant.understand.rephrase import rephrase
from assistant.understand.siblings import alternatives, used_dimensions
from assistant.understand.spans import Span
from assistant.understand.taught import Lesson, meaning_of
from assistant.understand.understanding import Understanding
from assistant.understand.unknown import unknown_words, without
from assistant.understand.why import explained
from semantic_layer.messages import say

_NEAR = 0.4
_SHORT = 10
_ASK = {
    "band_edges": "ask.band_edges",
    "band_of_whom": "ask.band_of_whom",
    "aggregate_of_what": "ask.aggregate_of_what",
    "two_periods": "ask.two_periods",
    "share_of_what": "ask.share_of_what",
    "extreme": "ask.extreme",
    "compound": "ask.unknown_word",
    "this": "ask.this",
    "two_asks": "ask.two_asks",
    "judge": "ask.judge",
}
_CONFIDENT = 0.95


def decide(found: list[Candidate], sentence: Sentence, desk: Desk) -> Understanding:
    """The outcome of a sentence that stands by itself."""
    best = found[0]
    if _nothing(best) and not (desk.thread and len(best.unplaced) == 1):
        return _how_it_stands(best, desk) or desk.ask(
            "ask.not_understood", desk.examples, sure=False
        )
    asks_back = all(b.construct in _ASK or b.construct == "scorecard" for b in best.blocks)
    if best.blocks and not (best.unplaced and asks_back):
        return _blocked(best, desk)
    if best.unplaced:
        return _unplaced(best, sentence, desk)
    if not (best.reading.metrics or best.reading.more.asks):
        return _without_metric(best, desk)
    if best.unreached:
        return not_reached(best.reading, desk)
    if best.frame.may_mean:
        return _one_of(best, desk)
    rivals = rivals_of(found)
    if len(rivals) > 1:
        return which(rivals, desk)
    return complete(told(best, desk), desk, confidence=_confidence(best))


def _how_it_stands(best: Candidate, desk: Desk) -> Understanding | None:
    """上周怎么样: days and nothing else; the shop's scorecard, where it declares one."""
    if best.unplaced or best.blocks or best.reading.period is None:
        return None
    card = scorecard_of(best, desk)
    return complete(card, desk, confidence=_confidence(best)) if card else None


def _one_of(best: Candidate, desk: Desk) -> Understanding:
    """A word that may be one of several metrics of the shop: each is a choice."""
    first = best.frame.may_mean[0]
    stands = first in best.reading.metrics
    metrics = best.frame.may_mean
    readings = [
        swap(best.reading, first if stands else best.reading.metrics[0], name) for name in metrics
    ]
    return desk.ask("ask.which_reading", tuple(_question(r, desk) for r in readings[:4]))


def _confidence(candidate: Candidate) -> float:
    return round(max(0.5, min(_CONFIDENT, _CONFIDENT + 0.1 * candidate.score)), 3)


def _nothing(best: Candidate) -> bool:
    """No word of the shop and no construct in it, and more than a word or two unknown."""
    reading = best.reading
    strange = [s for s in best.unplaced if s.kind == "unknown"]
    short = sum(len(s.text) for s in strange) <= _SHORT
    if short and strange and (reading.period is not None or _one_word(strange)):
        return False
    slots = (
        reading.metrics,
        reading.by,
        reading.where,
        reading.having,
        reading.compare,
        reading.more,
    )
    named = any(s.kind == "shop" for s in best.unplaced)
    return not (any(slots) or named or best.blocks or reading.limit)


def _one_word(strange: list[Span]) -> bool:
    return len(strange) == 1 and len(strange[0].text) > 1 and strange[0].text.isalpha()


def rivals_of(found: list[Candidate]) -> list[Candidate]:
    """The clean readings that are near the best one and mean something else; all of a term's."""
    best = found[0]
    term = next((t.term for t in best.chosen if t.term), "")
    rivals: list[Candidate] = []
    seen: list[object] = []
    for candidate in found:
        same_term = bool(term) and any(t.term == term for t in candidate.chosen)
        near = best.score - candidate.score < _NEAR
        call = arguments(candidate.reading, candidate.frame.lexicon)
        if candidate.clean and (near or same_term) and call not in seen:
            rivals.append(candidate)
            seen.append(call)
    return rivals


def which(
    rivals: list[Candidate],
    desk: Desk,
    whole: Mapping[int, Reading] | None = None,
) -> Understanding:
    """A question back among readings; `whole` holds, by a candidate's id, what it means in its
    conversation."""
    readings = [(whole or {}).get(id(c), c.reading) for c in rivals]
    options = tuple(dict.fromkeys(_question(r, desk) for r in readings))
    term = next((t.term for t in rivals[0].chosen if t.term), "")
    if term:
        said = next(t for t in desk.lexicon.model.terms if t.name == term)
        lessons = tuple(_choice(c, term) for c in rivals)[: len(options)]
        words = next(
            (s.text for s in rivals[0].frame.spans if any(t.term == term for t in s.targets)), ""
        )
        if said.ask.zh or said.ask.en:
            own = said.ask.get(desk.lang)
            asked = desk.ask("ask.term_own", options, ask=own, words=words)
            return replace(asked, lessons=lessons[:4])
        return replace(desk.ask("ask.term", options, words=words), lessons=lessons[:4])
    if rivals[0].frame.options:
        return desk.ask("ask.growth_base", options)
    word = _ambiguous_word(rivals[0])
    if word and len(rivals) > 2:
        options = (*_all_named(rivals[0], word, desk), *options)
    if word:
        return desk.ask("ask.which_member", options, words=word)
    return desk.ask("ask.which_reading", options)


def _choice(candidate: Candidate, term: str) -> Lesson | None:
    """What picking this reading says the shop means by a term."""
    named = next((t.name for t in candidate.chosen if t.term == term), "")
    return Lesson("choice", term, named) if named else None


def _all_named(candidate: Candidate, word: str, desk: Desk) -> tuple[str, ...]:
    """A part of several names: the first choice is all of them."""
    partial = any(s.detail == "partial" and s.text == word for s in candidate.frame.spans)
    reading = deepcopy(candidate.reading)
    for index, condition in enumerate(reading.where):
        if partial and condition.op == "in" and any(word in m.text for m in condition.members):
            reading.where[index] = Condition(condition.dimension, "contains", values=(word,))
            return (_question(reading, desk),)
    return ()


def _ambiguous_word(candidate: Candidate) -> str:
    for span in candidate.frame.spans:
        target = span.target("value")
        if target in candidate.chosen and target is not None:
            return span.text
    return ""


def _question(reading: Reading, desk: Desk) -> str:
    return rephrase(reading, desk.lexicon, desk.lang)


def told(candidate: Candidate, desk: Desk) -> Reading:
    """The reading with what its words were taken for: terms with one choice, partial names, the
    shop's own words."""
    reading, lexicon = candidate.reading, desk.lexicon
    for span in candidate.frame.spans:
        lesson = lexicon.taught.get(span.text.lower())
        if lesson is not None:
            own = {"word": span.text, "name": meaning_of(lesson, lexicon, desk.lang)}
            reading.assumed.append(("assumed.taught", own))
        target = span.target("metric")
        if target and target.term:
            label = lexicon.model.metrics[target.name].label.get(desk.lang)
            key = "assumed.chosen" if target.term in lexicon.chosen else "assumed.term"
            reading.assumed.append((key, {"word": span.text, "metric": label}))
        value = span.target("value")
        if value and value.member and span.detail == "partial":
            partial = {"word": span.text, "member": value.member.text}
            reading.assumed.append(("assumed.partial_name", partial))
    return reading


def _blocked(best: Candidate, desk: Desk) -> Understanding:
    constructs = [b.construct for b in best.blocks]
    options = _plain_options(best, desk)
    beyond = [c for c in constructs if c not in _ASK]
    if "saved_parameter" in constructs:
        return missing_parameter(best, desk)
    if set(constructs) == {"scorecard"} and (card := scorecard_of(best, desk)) is not None:
        return complete(card, desk, confidence=_confidence(best))
    if not beyond:
        words = next(b.word for b in best.blocks if b.construct == constructs[0])
        return desk.ask(_ASK[constructs[0]], options, words=words, sure=False)
    if beyond[0] == "undefined":
        return _undefined(best, options, desk)
    if "outside" in beyond:
        words = next(b.word for b in best.blocks if b.construct == "outside")
        return desk.refuse("refuse.outside", "not_in_data", options, words=words)
    shown = _why(best, constructs, desk)
    if shown is not None:
        return shown
    name = say(f"construct.{beyond[0]}", desk.lang)
    refused = desk.refuse("refuse.unsupported", "unsupported", options, construct=name)
    return replace(
        refused, sure=beyond != ["scorecard"]
    )  # a language model may choose what to show


def _why(best: Candidate, constructs: list[str], desk: Desk) -> Understanding | None:
    """Why a named figure moved: where the change comes from, when that is all that is asked."""
    moved = all(s.cue("growth", "change", "judge", "high", "low", "good") for s in best.unplaced)
    clear = constructs == ["why"] and best.reading.metrics and moved and not best.unreached
    if not clear:
        return None
    return explained(best.reading, fold("".join(s.text for s in best.frame.spans)), desk)


def _undefined(best: Candidate, options: tuple[str, ...], desk: Desk) -> Understanding:
    """A word of the trade that this shop has no metric for: in its own words, else in ours."""
    words = next(b.word for b in best.blocks if b.construct == "undefined")
    spans = (s for s in best.frame.spans if s.target("undefined"))
    names = {t.name for s in spans if (t := s.target("undefined"))}
    term = next((t for t in desk.lexicon.model.terms if t.name in names), None)
    if term and (term.ask.zh or term.ask.en):
        told = {"ask": term.ask.get(desk.lang), "words": words}
        return desk.refuse("refuse.undefined_own", "not_in_data", options, **told)
    return desk.refuse("refuse.undefined", "not_in_data", options, words=words)


def _plain_options(best: Candidate, desk: Desk) -> tuple[str, ...]:
    """What can be answered instead: the reading without the construct, then the shop's examples."""
    reading = deepcopy(best.reading)
    default = desk.lexicon.model.default_metric
    if not reading.metrics and default and (reading.by or reading.where or reading.period):
        reading.metrics = [default]
    options = []
    if any(b.construct == "share_of_what" for b in best.blocks):
        reading.share = False
        options = _whole_of(reading, desk)
    turn = last_call(desk)
    if not reading.metrics and turn is not None and turn.call is not None:
        reading = reading_of(turn.call.arguments, desk.lexicon)
    if reading.metrics and not best.unreached:
        options.append(_question(reading, desk))
        if not reading.compare and len(options) < 2:
            options.append(_question(replace(reading, compare=[Base("previous")]), desk))
    return tuple(dict.fromkeys((*options, *desk.examples[: 3 - len(options)])))


def _whole_of(reading: Reading, desk: Desk) -> list[str]:
    """The share of a member in the whole of its dimension, over the asked days together."""
    single = [c for c in reading.where if c.op == "in"]
    if len(single) != 1 or not reading.metrics:
        return []
    where = [c for c in reading.where if c is not single[0]]
    return [_question(replace(reading, by=[single[0].dimension], where=where, share=True), desk)]


def _unplaced(best: Candidate, sentence: Sentence, desk: Desk) -> Understanding:
    unknown = [s for s in best.unplaced if s.kind in ("unknown", "quoted")]
    if unknown:
        return unknown_words(best, unknown, sentence, desk)
    words = "、".join(s.text for s in best.unplaced)
    groups = [
        t.name for s in best.unplaced if (t := s.target("dimension")) and not s.target("metric")
    ]
    if groups and len(groups) == len(best.unplaced):
        split = deepcopy(best.reading)
        split.by = list(dict.fromkeys((*split.by, *groups)))
        options = [_question(r, desk) for r in (split, best.reading) if r.metrics] or list(
            desk.examples
        )
        return desk.ask("ask.unlicensed_group", tuple(options), words=words, sure=False)
    members = _with_members(best, desk)
    if members:
        return desk.ask("ask.unknown_word", members, words=words, sure=False)
    if any(s.cue("growth") for s in best.unplaced) and best.reading.metrics:
        return desk.ask("ask.growth_base", _bases(best.reading, desk))
    return desk.ask("ask.unknown_word", without(best, desk), words=words, sure=False)


def _with_members(best: Candidate, desk: Desk) -> tuple[str, ...]:
    """Members that were left aside: the reading with them as conditions, then without."""
    members = [t.member for s in best.unplaced if (t := s.target("value")) and t.member]
    if not members or len(members) != len(best.unplaced) or not best.reading.metrics:
        return ()
    kept = deepcopy(best.reading)
    kept.where += [Condition(m.dimension, "in", (m,)) for m in members]
    return tuple(_question(r, desk) for r in (kept, best.reading))


def _bases(reading: Reading, desk: Desk) -> tuple[str, ...]:
    return tuple(_question(replace(reading, compare=[Base(k)]), desk) for k in ("previous", "year"))


def _without_metric(best: Candidate, desk: Desk) -> Understanding:
    card = scorecard_of(best, desk)
    if card is not None:
        return complete(card, desk, confidence=_confidence(best))
    model = desk.lexicon.model
    first = [model.default_metric] if model.default_metric else []
    shown = [m.name for m in model.metrics.values() if not m.hidden]
    names = list(dict.fromkeys((*first, *desk.lexicon.popular, *shown)))
    fitting = [
        n
        for n in names
        if all(desk.lexicon.reaches(n, d) for d in used_dimensions(best.reading, desk.lexicon))
    ]
    options = [_question(replace(best.reading, metrics=[n]), desk) for n in fitting[:3]]
    return desk.ask("ask.need_metric", tuple(options) or desk.examples, sure=False)


def _reaches(metric: str, dimensions: list[str], desk: Desk) -> bool:
    return all(desk.lexicon.reaches(metric, d) for d in dimensions)


def not_reached(reading: Reading, desk: Desk) -> Understanding:
    """A metric that has no way to a dimension: what can be split by it instead."""
    used, model = used_dimensions(reading, desk.lexicon), desk.lexicon.model
    stuck = next(m for m in reading.metrics if not all(desk.lexicon.reaches(m, d) for d in used))
    found = alternatives(stuck, used, desk.lexicon)
    found = found or [n for n in desk.lexicon.popular if _reaches(n, used, desk)]
    options = tuple(_question(swap(reading, stuck, name), desk) for name in found[:3])
    dimension = next(d for d in used if not desk.lexicon.reaches(stuck, d))
    return desk.ask(
        "ask.unreached", options or desk.examples,
        metric=model.metrics[stuck].label.get(desk.lang),
        dimension=desk.lexicon.label(dimension, desk.lang),
    )  # fmt: skip
