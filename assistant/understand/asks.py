"""Two asks in one message: each half is read by itself, the second keeps what the first says."""

import re
from collections.abc import Iterator
from copy import deepcopy

from assistant.understand.complete import complete
from assistant.understand.desk import Desk
from assistant.understand.normalise import fold
from assistant.understand.read import Candidate, Sentence, candidates
from assistant.understand.understanding import Understanding

_STOPS = re.compile(
    r"[?;!]|\.(?=\s|$)|,|(?:和|以及|还有|,? and )(?=各|每|by |per )|,? and (?=what|how)"
)
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
