"""What a conversation remembers: the last call, the last list shown, the choices offered."""

# ruff: noqa: E501 (tables of words read better whole)

import re
from dataclasses import dataclass

from assistant.understand.arguments import reading_of
from assistant.understand.desk import Desk
from assistant.understand.normalise import fold, normalise
from assistant.understand.numerals import COUNT, count
from assistant.understand.reading import Condition, Reading
from assistant.understand.spans import Member
from assistant.understand.taught import Lesson
from assistant.understand.understanding import Call, Turn

TOOL = "metrics"
MOST_SHOWN = 100
_PICK = re.compile(
    r"(?:选|选择|就|要|我要|我选|option |number |the )*(?:第)?"
    rf"(?P<n>{COUNT}|[a-d]|first|second|third|fourth)"
    r"(?:个|项|种|条|号)?(?: one| option)?(?:选项|吧|呢)?[\s.!。]*"
)
_NTH = re.compile(
    rf"(?:那么?|再看看?|看看|看|那看看)*(?P<last>倒数)?第(?P<n>{COUNT})(?:名|个|位|款|家|大)?(?:的)?"
    r"(?:呢|的呢|怎么样|咋样|是多少|多少|是谁|是哪个)*[\s?!.]*"
    r"|(?:and |what about |how about |show |then )*(?:the )?"
    r"(?P<e>first|second|third|fourth|fifth|last)(?: one| place)?[\s?!.]*"
)
_KEEP = re.compile(
    r"[\s,、]*(?:并且?|且|也|顺便|and |, )?(?:请)?(?:帮我)?(?:记住它?|记下来?|记一下|学会|remember(?: it| this| that)?)[\s.!]*$"
    r"|^(?:记住|remember)[\s,:]*(?=第?[\da-d一二三四])"
)
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "a": 1, "b": 2, "c": 3, "d": 4,
}  # fmt: skip


def last_call(desk: Desk) -> Turn | None:
    """The latest turn that was answered by the metrics tool."""
    return next((t for t in reversed(desk.thread) if t.call and t.call.tool == TOOL), None)


def call_before(desk: Desk) -> Call | None:
    """The call that stood before the last change of it."""
    turn = last_call(desk)
    for earlier in reversed(desk.thread):
        if earlier.call and turn and earlier.call != turn.call:
            return earlier.call
    return None


def last_list(desk: Desk) -> Turn | None:
    """The turn that showed the members of a dimension in its first column and that is still spoken
    of: only single figures, or the same list, were asked for since."""
    grouped = [
        t for t in desk.thread if t.call and t.call.tool == TOOL and t.call.arguments.get("by")
    ]
    shown = (t for t in reversed(grouped) if t.call == grouped[-1].call and t.members)
    turn = next(shown, None)
    return turn if turn and listed(turn, desk) else None


def listed(turn: Turn, desk: Desk) -> str:
    """The dimension whose members a turn showed first; empty when it showed none."""
    by = reading_of(turn.call.arguments, desk.lexicon).by if turn.call else []
    return by[0] if by and by[0] in desk.lexicon.model.dimensions else ""


def member(dimension: str, shown: str, desk: Desk) -> Member:
    """A member that an answer showed, as a filter takes it."""
    found = desk.lexicon.model.dimensions[dimension]
    value: str | int = int(shown) if found.type == "number" and shown.isdigit() else shown
    label = next((v.label.zh for v in found.values if v.value == value), str(value))
    return Member(dimension, value, label)


@dataclass(frozen=True, slots=True)
class Picked:
    """The choice that was taken; empty when there is no such one. `lesson` is what it teaches,
    `call` what it runs where its words do not say all of it."""

    option: str
    lesson: Lesson | None = None
    call: Call | None = None


def picked(folded: str, desk: Desk) -> Picked | None:
    """The choice that a message picks from the last question back, by number or by its words.

    A definition of a term is remembered with the pick, a word only when the message says so
    (选1并记住, 1 and remember). None when it picks nothing.
    """
    turn = desk.thread[-1] if desk.thread else None
    if turn is None or not turn.options:
        return None
    said, keeping = _KEEP.subn("", folded)
    index = _index(said, turn.options)
    if index is None:
        return None
    if index < 0:
        return Picked("")
    lesson = turn.lessons[index] if index < len(turn.lessons) else None
    keep = lesson is not None and (bool(keeping) or lesson.kind == "choice")
    call = turn.choices[index] if index < len(turn.choices) else None
    return Picked(turn.options[index], lesson if keep else None, call)


def _index(folded: str, options: tuple[str, ...]) -> int | None:
    """Where the choice stands; -1 for a number that was not offered."""
    match = _PICK.fullmatch(folded)
    if match:
        number = _ORDINALS.get(match["n"]) or count(match["n"]) or 0
        return number - 1 if 1 <= number <= len(options) else -1
    spoken = [i for i, o in enumerate(options) if folded == fold(normalise(o))]
    near = [i for i, o in enumerate(options) if len(folded) > 1 and folded in o.lower()]
    found = spoken or near
    return found[0] if len(found) == 1 else None


def place_asked(folded: str) -> int | None:
    """那第二名呢, the second one: 2; the last one: -1; None for any other message."""
    match = _NTH.fullmatch(folded)
    if match is None:
        return None
    if match["e"] == "last":
        return -1
    number = _ORDINALS.get(match["e"] or "") or count(match["n"] or "") or 0
    return -number if match["last"] else number


def of_one_member(turn: Turn, chosen: Member, desk: Desk) -> Reading:
    """What a turn asked, for one of its members alone."""
    reading = reading_of(turn.call.arguments if turn.call else {}, desk.lexicon)
    reading.where = [c for c in reading.where if c.dimension != chosen.dimension]
    reading.where.append(Condition(chosen.dimension, "in", (chosen,)))
    reading.by = [b for b in reading.by if b != chosen.dimension]
    unranked(reading)
    reading.share = False
    return reading


def held_slots(reading: Reading) -> tuple[str, ...]:
    """The slots that a reading fills, by the names that the answer tells them under."""
    filled = (
        ("metrics", reading.metrics), ("by", reading.by), ("where", reading.where),
        ("time", reading.period), ("compare", reading.compare), ("order", reading.limit),
    )  # fmt: skip
    return tuple(name for name, value in filled if value)


def unranked(reading: Reading) -> None:
    """Takes ranking and limit away."""
    reading.limit, reading.direction = None, ""
    reading.order_metric, reading.order_change = "", ""


def nth_member(place: int, desk: Desk) -> Reading | None:
    """That member of the last list by itself; None when the list has no such place."""
    turn = last_list(desk)
    if turn is None or turn.call is None:
        return None
    whole = not turn.call.arguments.get("limit") and len(turn.members) < MOST_SHOWN
    index = place - 1 if place > 0 else len(turn.members) + place
    if not 0 <= index < len(turn.members) or (place < 0 and not whole):
        return None
    if not turn.members[index]:  # the rows that have no member
        return None
    return of_one_member(turn, member(listed(turn, desk), turn.members[index], desk), desk)
