"""understand: one message to a call, a question back, a refusal or a ready reply."""

from dataclasses import replace
from datetime import date

from assistant.understand import construct_messages as _more  # noqa: F401  (adds the texts)
from assistant.understand import messages as _messages  # noqa: F401  (adds the texts)
from assistant.understand.arguments import reading_of
from assistant.understand.asides import aside
from assistant.understand.asks import asks_apart, two_asks
from assistant.understand.complete import complete
from assistant.understand.decide import decide
from assistant.understand.desk import Desk
from assistant.understand.dialogue import continued
from assistant.understand.lexicon import Lexicon
from assistant.understand.normalise import detect_language, fold, normalise
from assistant.understand.pointing import pointed
from assistant.understand.read import Sentence, candidates
from assistant.understand.recall import Picked, picked
from assistant.understand.replies import reply
from assistant.understand.screen import elsewhere, screen
from assistant.understand.teaching import learned, teaching
from assistant.understand.time import Clock
from assistant.understand.understanding import Call, Turn, Understanding

LONGEST = 300
_PICKED = 0.95
_SPLIT = (
    "two_asks",
    "two_periods",
    "unknown_word",
    "unlicensed_group",
    "unreached",
    "share_of_what",
)


def understand(
    text: str,
    *,
    lexicon: Lexicon,
    thread: tuple[Turn, ...] = (),
    today: date,
    lang: str = "",
    first_day: date,
    last_day: date,
) -> Understanding:
    """What one message means in its conversation; never raises, never guesses.

    `lang` is the language of what is said back, the message's own when empty. `first_day` and
    `last_day` bound the shop's data.
    """
    lexicon_model = lexicon.model
    clock = Clock(
        today, first_day, last_day, lexicon_model.week_start, lexicon_model.occasions,
        lexicon_model.fiscal,
    )  # fmt: skip
    said = normalise(text[: LONGEST * 4])
    desk = Desk(lexicon, clock, lang or detect_language(said), thread)
    if not any(c.isalnum() for c in said):
        return desk.ask("ask.empty", desk.examples)
    folded = fold(said)
    turned_away = screen(said, folded, desk)
    if turned_away is not None:
        return turned_away
    if len(said) > LONGEST or len(text) > LONGEST * 4:
        return desk.ask("ask.too_long", desk.examples, limit=str(LONGEST), sure=False)
    return _in_conversation(said, folded, desk)


def _in_conversation(said: str, folded: str, desk: Desk) -> Understanding:
    ready = teaching(folded, desk)
    choice = picked(folded, desk) if ready is None else None
    if choice is not None:
        return _chosen(choice, folded, desk)
    ready = ready or aside(folded, desk) or reply(folded, desk)
    if ready is not None:
        return ready
    followed = _pointing(folded, desk)
    return followed if followed is not None else _read(said, folded, desk)


def _chosen(choice: Picked, folded: str, desk: Desk) -> Understanding:
    """The choice that was picked, as the complete question that it is; it may teach a word."""
    if not choice.option:
        turn = desk.thread[-1]
        asked = desk.ask("ask.no_such_option", turn.options, number=folded)
        return replace(asked, lessons=turn.lessons, choices=turn.choices)
    said = normalise(choice.option)
    alone = Desk(desk.lexicon, desk.clock, desk.lang)
    read = _rerun(choice.call, alone) if choice.call else teaching(fold(said), alone)
    read = read or _read(said, fold(said), alone)
    if choice.lesson is None:
        return read
    told = learned(choice.lesson, desk)
    note = (told.key, tuple((told.values or {}).items()))
    return replace(read, learn=choice.lesson, assumed=(*read.assumed, note))


def _rerun(call: Call, desk: Desk) -> Understanding:
    """A call as it stands, with how it is read."""
    read = complete(reading_of(call.arguments, desk.lexicon), desk, confidence=_PICKED)
    return replace(read, calls=(call,)) if read.outcome == "call" else read


def _pointing(folded: str, desk: Desk) -> Understanding | None:
    """A message with a word that points at the last answer, where that is clear."""
    told = pointed(folded, desk)
    if told is None:
        return None
    if told.lost:
        return desk.ask("ask.this", words=told.lost, sure=False)
    rest = normalise(told.rest)
    found = candidates(Sentence(rest, fold(rest), desk.lexicon, desk.clock, desk.lang))
    return continued(found, fold(rest), desk, told)


def _read(said: str, folded: str, desk: Desk) -> Understanding:
    sentence = Sentence(said, folded, desk.lexicon, desk.clock, desk.lang)
    found = candidates(sentence)
    followed = continued(found, folded, desk)
    if followed is not None:
        return followed
    apart = asks_apart(said, desk)
    if apart is not None:
        return apart
    away = None if found[0].reading.metrics else elsewhere(folded, desk)
    alone = away or decide(found, sentence, desk)
    if alone.outcome == "clarify" and alone.code in _SPLIT:
        return two_asks(said, desk) or alone
    return alone
