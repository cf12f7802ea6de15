"""Words that point at the last answer: 它, 这个渠道, 这些商品, that product, they."""

# ruff: noqa: E501 (tables of words read better whole)

import re
from dataclasses import dataclass

from assistant.understand.arguments import reading_of
from assistant.understand.desk import Desk
from assistant.understand.reading import Condition
from assistant.understand.recall import MOST_SHOWN, last_call, last_list, listed, member
from assistant.understand.spans import Member
from assistant.understand.words import cues

_COUNTED = r"(?:个|款|家|件|位|条|种|类|名|批)"
_DETERMINER = re.compile(
    rf"(?<!应)(?:(?:这|该|此|上述)(?P<many>些|几|俩|两)?{_COUNTED}?|那(?:(?P<those>些|几|俩|两){_COUNTED}?|{_COUNTED}))(?=\S)"
    r"|\b(?:this|that|(?P<they>these|those)|the same)\s+"
)
_PRONOUN = re.compile(
    r"(?P<many>它们|[她他]们|(?:这|那)(?:几款|几家|几个|几位|些)|\b(?:they|them|their|these|those)\b)"
    r"|(?P<one>[它她他](?!们)|(?:这|那)(?:款|家|位)|(?:这|那)个(?=的|呢)|\b(?:its?|this one|that one)\b)"
)
_AMONG = re.compile(
    r"^(?:那么?)?(?:其中|这里面|这里头|这里边|里面|里头)的?|^(?:and )?(?:(?:out )?of|among) (?:these|those|them),?\s*"
)
_OWN = frozenset(("店", "店铺", "shop", "store", "店家", "商家"))
_LONGEST = 24
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Pointed:
    """A message without its pointing word, and what that stands for.

    `condition` is the filter that it means, None when it means all of the last answer. `which` are
    the members among which it leaves the choice open.
    """

    rest: str
    condition: Condition | None = None
    which: tuple[Member, ...] = ()
    lost: str = ""


def pointed(folded: str, desk: Desk) -> Pointed | None:
    """What a message points at in the last answer; None when it points at nothing there."""
    among = _AMONG.match(folded)
    if among is not None and last_call(desk) is not None:
        return _resolved(folded[among.end() :], (), True, desk)
    for match in _DETERMINER.finditer(folded):
        noun = _noun(folded, match.end(), desk)
        if noun and not _value_before(folded, match.start(), desk):
            end, dimensions = noun
            many, words = (
                any(match[m] for m in ("many", "those", "they")),
                folded[match.start() : end],
            )
            found = _resolved(_cut(folded, match.start(), end), dimensions, many, desk)
            own = folded[match.end() : end] in _OWN
            return found or (None if own else Pointed(folded, lost=words))
    bare = _PRONOUN.search(folded)
    if bare is None or last_call(desk) is None or _order_noun(folded, bare.start()):
        return None
    if _own_metric(folded[: bare.start()], desk):
        return None
    return _resolved(_cut(folded, bare.start(), bare.end()), (), bool(bare["many"]), desk)


def _value_before(folded: str, end: int, desk: Desk) -> bool:
    """抖音这个渠道 says which one itself."""
    before = folded[:end].rstrip()
    return any(
        target.kind == "value"
        for length in range(1, min(_LONGEST, len(before)) + 1)
        for target in desk.lexicon.phrases.get(before[-length:], ())
    )


def _noun(folded: str, start: int, desk: Desk) -> tuple[int, tuple[str, ...]] | None:
    """The dimension word that stands at `start`, with where it ends."""
    for length in range(min(_LONGEST, len(folded) - start), 0, -1):
        word = folded[start : start + length]
        targets = desk.lexicon.phrases.get(word, ())
        following = folded[start + length : start + length + 1]
        inside = word.isascii() and following.isascii() and following.isalpha()
        if not targets or inside:
            continue
        found = tuple(t.name for t in targets if t.kind == "dimension")
        plain = found and not any(t.kind in ("metric", "term") for t in targets)
        return (start + length, found) if plain else None
    return None


def _order_noun(folded: str, start: int) -> bool:
    """这些订单 speaks of orders as such, not of members that were shown."""
    return any(
        folded.startswith(word, start)
        for word, entries in cues().items()
        if any(name == "cohort" for name, _ in entries)
    )


def _own_metric(before: str, desk: Desk) -> bool:
    """Whether the words before a pronoun name a figure, which it then speaks of."""
    return any(
        target.kind in ("metric", "term")
        for start in range(len(before))
        for length in range(2, min(_LONGEST, len(before) - start) + 1)
        for target in desk.lexicon.phrases.get(before[start : start + length], ())
    )


def _cut(folded: str, start: int, end: int) -> str:
    """The message without the stretch and the small words that tied it."""
    before = re.sub(r"\b(?:of|for|from|in|with|by|about)\s*$", "", folded[:start])
    after = folded[end:].removeprefix("的") if not folded[start:end].isascii() else folded[end:]
    return re.sub(r"\s+", " ", f"{before}{after}").strip()


def _resolved(rest: str, dimensions: tuple[str, ...], many: bool, desk: Desk) -> Pointed | None:
    """The condition that the pointing word means, from the latest answer that has one."""
    turn = last_call(desk)
    reading = reading_of(turn.call.arguments, desk.lexicon) if turn and turn.call else None
    if turn is None or reading is None:
        return None
    held = [c for c in reading.where if c.op == "in" and c.dimension in dimensions]
    if held:
        alone = many or len(held[0].members) == 1
        return Pointed(rest, held[0]) if alone else Pointed(rest, which=held[0].members)
    home = listed(turn, desk)
    if home and (not dimensions or home in dimensions):
        return _among(rest, home, many, bool(dimensions), desk)
    return Pointed(rest) if not dimensions else None


def _among(rest: str, home: str, many: bool, named: bool, desk: Desk) -> Pointed:
    """One or all of the members that the last answer listed."""
    turn = last_list(desk)
    call = turn.call.arguments if turn and turn.call else {}
    chosen = any(call.get(slot) for slot in ("limit", "having", "top"))
    shown = tuple(member(home, m, desk) for m in turn.members if m) if turn else ()
    if len(shown) == 1:
        return Pointed(rest, Condition(home, "in", shown))
    if chosen and (not shown or len(shown) >= MOST_SHOWN):
        return Pointed(rest, lost=desk.lexicon.label(home, desk.lang))
    if many:
        return Pointed(rest, Condition(home, "in", shown) if chosen else None)
    if named or chosen:
        return Pointed(rest, which=shown[:_NAMED])
    return Pointed(rest)
