"""Words that found no place: which they are, what they are near to, the reading without them."""

from copy import deepcopy
from dataclasses import replace

from assistant.understand.desk import Desk
from assistant.understand.normalise import fold
from assistant.understand.partial import nearest
from assistant.understand.read import Candidate, Sentence, candidates
from assistant.understand.reading import Reading, swap
from assistant.understand.rephrase import rephrase
from assistant.understand.siblings import used_dimensions
from assistant.understand.spans import Span
from assistant.understand.taught import Lesson, lesson_from, unfit
from assistant.understand.understanding import Understanding

_SMALL = ("soft", "swap", "within", "higher", "lower", "refund", "thing", "spend", "air", "sell")
_OTHERS = 3
_MOST = 4


def without(best: Candidate, desk: Desk) -> tuple[str, ...]:
    """The best reading without the words that found no place; with no metric in it, the shop's
    default one first, then its best known."""
    reading, lexicon = deepcopy(best.reading), desk.lexicon
    said = reading.period or reading.by or reading.where or reading.metrics
    if not said or best.unreached or not (reading.metrics or lexicon.popular):
        return desk.examples
    if reading.metrics:
        return tuple(rephrase(r, lexicon, desk.lang) for r in _of_each_choice(best, desk))
    readings = [replace(reading, metrics=[name]) for name in _metrics_offered(best, desk)]
    return tuple(rephrase(r, lexicon, desk.lang) for r in readings)


def _metrics_offered(best: Candidate, desk: Desk) -> list[str]:
    """The shop's best known metrics that fit a reading that names none."""
    lexicon = desk.lexicon
    used = used_dimensions(best.reading, lexicon)
    fitting = [n for n in lexicon.popular if all(lexicon.reaches(n, d) for d in used)]
    return fitting[:_OTHERS] or list(lexicon.popular[:1])


def _of_each_choice(best: Candidate, desk: Desk) -> list[Reading]:
    """The reading, with each of the metrics that a word of the shop asks to choose among."""
    reading, model = deepcopy(best.reading), desk.lexicon.model
    asked = next((t for t in best.chosen if t.term and t.name in reading.metrics), None)
    term = next((t for t in model.terms if asked and t.name == asked.term), None)
    names = [c for c in term.choices if c in model.metrics][:_MOST] if term else []
    return [swap(reading, asked.name, n) for n in names] if asked and names else [reading]


def unknown_words(
    best: Candidate, unknown: list[Span], sentence: Sentence, desk: Desk
) -> Understanding:
    """A question back, or a refusal where a member would stand; the best reading comes first."""
    unknown = [_widened(s, best.frame.spans) for s in unknown]
    words = [sentence.text[s.start : s.end].strip("\"' ") for s in unknown]
    named = "、".join(dict.fromkeys(words))
    near = nearest(unknown[0].text.strip("\"' "), desk.lexicon)
    if not near and len(unknown) == 1:
        longer = _with_the_next(unknown[0], best.frame.spans)
        near = nearest(longer.text, desk.lexicon) if longer else ()
        unknown = [longer] if longer and near else unknown
    plain = without(best, desk)
    if len(unknown) == 1 and near:
        span = unknown[0]
        replaced = ((_replaced(sentence.text, span, name), name) for name in near)
        kept = [
            (text, lesson_for(words[0], name, desk))
            for text, name in replaced
            if _reads(text, sentence)
        ]
        options = (*plain[:1], *[text for text, _ in kept])
        asked = desk.ask("ask.unknown_word", options, words=named, sure=False)
        lessons = (*[None for _ in plain[:1]], *[lesson for _, lesson in kept])
        return replace(asked, lessons=lessons[: len(asked.options)])
    if best.reading.metrics and all(_fills_slot(best, s, sentence) for s in unknown):
        return desk.refuse("refuse.unknown_member_plain", "not_in_data", plain, words=named)
    asked = desk.ask("ask.unknown_word", plain, words=named, sure=False)
    if len(unknown) > 1 or best.reading.metrics or plain == desk.examples:
        return asked
    meant = _metrics_offered(best, desk)[: len(asked.options)]
    return replace(asked, lessons=tuple(lesson_for(words[0], m, desk) for m in meant))


def lesson_for(word: str, name: str, desk: Desk) -> Lesson | None:
    """What a choice teaches: that the unknown word means the name; None where it cannot be one."""
    return None if unfit(word, desk.lexicon) else lesson_from(word, name, desk.lexicon)


def _reads(text: str, sentence: Sentence) -> bool:
    """Whether every word of a proposed question finds its place."""
    other = replace(sentence, text=text, folded=fold(text))
    return not candidates(other)[0].unplaced


def _replaced(text: str, span: Span, name: str) -> str:
    """The text with a name in the stretch's place; 旗舰店店 is said once."""
    rest = text[span.end :]
    rest = rest[1:] if rest and name.endswith(rest[0]) else rest
    return text[: span.start] + name + rest


def _with_the_next(span: Span, spans: list[Span]) -> Span | None:
    """成教金额: a mistyped beginning of a longer word of the shop."""
    following = next((s for s in spans if s.start == span.end and s.kind == "cue"), None)
    if following is None or span.text.isascii() or len(following.text) < 2:
        return None
    return replace(span, end=following.end, text=span.text + following.text)


def _widened(span: Span, spans: list[Span]) -> Span:
    """An unknown stretch with the single small characters that cling to it: 特斯 is 特斯拉."""
    start, end = span.start, span.end
    for other in reversed(spans):
        if _clings(other) and other.end == start:
            start = other.start
    for other in spans:
        if _clings(other) and other.start == end:
            end = other.end
    text = "".join(s.text for s in spans if start <= s.start < end)
    return replace(span, start=start, end=end, text=text)


def _clings(other: Span) -> bool:
    small = other.kind == "cue" and other.cue(*_SMALL) and len(other.text) == 1
    return small and not other.text.isascii() and other.text not in "是有为在了呢吗"


def _fills_slot(best: Candidate, span: Span, sentence: Sentence) -> bool:
    """Whether an unknown word stands where a member would: X的销量, 只看X, for X, 品牌X."""
    frame = best.frame
    index = next((i for i, s in enumerate(frame.tokens) if s.start == span.start), 0)
    if span.text.startswith("第") or "%" in span.text:
        return False
    if span.kind == "quoted" or (any(c.isdigit() for c in span.text) and len(span.text) > 2):
        return True
    if frame.cue(index - 1, "only", "not", "is") or frame.target(index - 1, "dimension"):
        return True
    following = index + 1
    while (there := frame.at(following)) is not None and there.kind == "time":
        following += 1
    bound = frame.cue(following, "of")
    following = frame.skip(following, 1, "of")
    if bound and (frame.target(following, "metric") or frame.target(following, "dimension")):
        return True
    if frame.cue(following, "sell") or frame.target(following, "dimension"):
        return True
    before = sentence.folded[: span.start].rstrip()
    return before.endswith((" for", " of", " in", " from", " on", " at"))
