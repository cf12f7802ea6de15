"""understand: one message to a call, a question back, a refusal or a ready reply."""

from datetime import date

from assistant.understand import messages as _messages  # noqa: F401  (adds the texts)
from assistant.understand.asks import two_asks
from assistant.understand.complete import complete
from assistant.understand.decide import decide, not_reached
from assistant.understand.desk import Desk
from assistant.understand.dialogue import follow_up, follows, forgiven, nth_member, picked
from assistant.understand.lexicon import Lexicon
from assistant.understand.normalise import detect_language, fold, normalise
from assistant.understand.read import Sentence, candidates
from assistant.understand.replies import reply
from assistant.understand.screen import elsewhere, screen
from assistant.understand.siblings import unreached
from assistant.understand.time import Clock
from assistant.understand.understanding import Turn, Understanding

LONGEST = 300
_FOLLOWED = 0.85
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
    choice = picked(folded, desk)
    if choice == "":
        return desk.ask("ask.no_such_option", desk.thread[-1].options, number=folded)
    if choice:
        said = normalise(choice)
        return _read(said, fold(said), Desk(desk.lexicon, desk.clock, desk.lang))
    ranked = nth_member(folded, desk)
    if ranked is not None:
        return complete(ranked.reading, desk, confidence=_FOLLOWED, kept=ranked.kept)
    ready = reply(folded, desk)
    return ready if ready is not None else _read(said, folded, desk)


def _read(said: str, folded: str, desk: Desk) -> Understanding:
    sentence = Sentence(said, folded, desk.lexicon, desk.clock, desk.lang)
    found = candidates(sentence)
    best = forgiven(found[0], folded, desk) if desk.thread else found[0]
    if not best.blocks and not best.unplaced and follows(best, folded, desk):
        changed = follow_up(best, folded, desk)
        if unreached(changed.reading, desk.lexicon):
            return not_reached(changed.reading, desk)
        return complete(changed.reading, desk, confidence=_FOLLOWED, kept=changed.kept)
    away = None if best.reading.metrics else elsewhere(folded, desk)
    alone = away or decide(found, sentence, desk)
    if alone.outcome == "clarify" and alone.code in _SPLIT:
        return two_asks(said, desk) or alone
    return alone
