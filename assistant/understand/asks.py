"""Two asks in one message: each half is read by itself, the second keeps what the first says."""

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import reduce
from itertools import pairwise

from assistant.understand.complete import complete
from assistant.understand.desk import Desk
from assistant.understand.normalise import fold
from assistant.understand.read import Candidate, Sentence, candidates
from assistant.understand.reading import Reading
from assistant.understand.understanding import Understanding

_STOPS = re.compile(
    r"[?;!]|\.(?=\s|$)|,|(?:和|以及|还有|,? and )(?=各|每|by |per )|,? and (?=what|how)"
)
_APART = re.compile(
    r"[,;.?!]*\s*(?:然后|另外|此外|除此之外|还有就是|顺便|顺带|接着)(?:再|也|还)?(?:帮我|请|给我)?"
    r"|;|\?(?=.)|[,.]\s*再(?=看|查|算|列|给|画)"
    r"|[,;.?]*\s+(?:and )?(?:then|in addition|additionally|separately,|besides that)\b,?|[,;.?]*\s+and also\b"
)
_FIRST = re.compile(r"^(?:首先|先)(?=看|查|算|列|给|帮|把|来)|^first,? (?=show|give|get|what|how)")
_GOING_ON = re.compile(r"然后|接着|[,.]\s*再|\bthen\b")
_MOST_PARTS = 3
_OPENED = re.compile(r"呢[\s?!.]*$|^(?:那|and )")
_MOST_STOPS = 4


def two_asks(said: str, desk: Desk) -> Understanding | None:
    """The two calls of a message that is no single question; None unless both halves are clear."""
    for first, second in _halves(said):
        one, two = _clear(first, desk), _clear(second, desk)
        if one is None or two is None:
            continue
        reading = deepcopy(two.reading)
        reading.where = reading.where or deepcopy(one.reading.where)
        if reading.period is None:
            reading.period = one.reading.period
            reading.period_words = one.reading.period_words
            reading.compare = reading.compare or deepcopy(one.reading.compare)
        if not reading.by and _OPENED.search(second):
            reading.by = list(one.reading.by)
        answers = [complete(r, desk, confidence=0.85) for r in (one.reading, reading)]
        if all(a.outcome == "call" for a in answers):
            return _joined(*answers)
    return None


def asks_apart(said: str, desk: Desk) -> Understanding | None:
    """The calls of asks that a word sets apart (然后, 另外, then); None unless each names its own
    figure, and those after the first a split, a filter or a period of their own too."""
    pieces = [p.strip() for p in _APART.split(_FIRST.sub("", said)) if len(p.strip(" ,.?!;")) > 1]
    if not 2 <= len(pieces) <= _MOST_PARTS:
        return None
    clear = [_clear(piece, desk) for piece in pieces]
    readings = [deepcopy(c.reading) for c in clear if c is not None]
    if len(readings) < len(pieces) or not all(_own(r) for r in readings[1:]):
        return None
    if "also" in said and readings[0].period is None:
        return None
    going_on = bool(_GOING_ON.search(said))
    for before, reading in pairwise(readings):
        _inherit(before, reading, desk, going_on)
    answers = [complete(reading, desk, confidence=0.85) for reading in readings]
    return reduce(_joined, answers) if all(a.outcome == "call" for a in answers) else None


def _own(reading: Reading) -> bool:
    return bool(reading.by or reading.where or reading.period or reading.limit)


def _inherit(one: Reading, two: Reading, desk: Desk, going_on: bool) -> None:
    """A later ask keeps the period of the one before where it names none; one that goes on (然后)
    keeps its filters too, and says so."""
    if two.period is not None:
        return
    two.period, two.period_words = one.period, one.period_words
    held = [c for c in one.where if c.dimension not in two.by]
    if going_on and held and not two.where:
        two.where = deepcopy(held)
        members = "、".join(text for c in held for text in c.spoken())
        two.assumed.append(("assumed.still", {"members": members}))


def _halves(said: str) -> Iterator[tuple[str, str]]:
    stops = [m for m in _STOPS.finditer(said) if m.end() < len(said.rstrip())]
    for stop in stops[:_MOST_STOPS]:
        yield said[: stop.start()].strip(), said[stop.end() :].strip()


def _clear(text: str, desk: Desk) -> Candidate | None:
    """The reading of a half that names its own metric and leaves nothing open."""
    if len(text) < 2:
        return None
    found = candidates(Sentence(text, fold(text), desk.lexicon, desk.clock, desk.lang))
    best = found[0]
    named = best.reading.metrics and not any(
        key == "assumed.default_metric" for key, _ in best.reading.assumed
    )
    term = any(t.term for t in best.chosen)
    return best if best.clean and named and not term else None


def _joined(one: Understanding, two: Understanding) -> Understanding:
    return Understanding(
        "call",
        calls=(*one.calls, *two.calls),
        confidence=min(one.confidence, two.confidence),
        understood=(*one.understood, *two.understood),
        assumed=tuple(dict.fromkeys((*one.assumed, *two.assumed))),
    )
