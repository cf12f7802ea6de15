"""Texts inside names: 名字里带“羽绒”的商品, 以“雾蓝”开头, whose name ends with …"""

from assistant.understand.reading import Condition, Frame
from assistant.understand.rules.grouping import is_thing

_LEFT = ("soft", "of", "within", "is")
_NOT = {"contains": "not_contains"}


def text_match(frame: Frame) -> None:
    """A written text with a word for how it stands in a name is a condition on that name."""
    for index in range(len(frame.tokens)):
        if not (frame.free(index) and _written(frame, index)):
            continue
        op, words = _operator(frame, index)
        dimension, named = _dimension(frame, min([index, *words]))
        if not op or not dimension or not _occurs(frame, dimension, frame.tokens[index].text):
            continue
        text = frame.tokens[index].text
        frame.reading.where.append(Condition(dimension, op, values=(text,)))
        frame.use(*frame.cues("whose"))
        frame.use(index, *words, *named, *_heads(frame, max([index, *words]), dimension))


def _written(frame: Frame, index: int) -> bool:
    """In quotation marks; a name of the shop in them is the text all the same."""
    span = frame.tokens[index]
    return span.kind == "quoted" or span.end - span.start >= len(span.text) + 2


def _operator(frame: Frame, index: int) -> tuple[str, list[int]]:
    after = frame.skip(index + 1, 1, "of", "soft")
    for op in ("starts", "ends"):
        if frame.cue(after, op):
            before = index - 1 if frame.cue(index - 1, "by_text") else index
            return op, [i for i in (before, after) if i != index]
        before = frame.skip(index - 1, -1, "soft")
        if frame.cue(before, op):
            return op, [before]
    held = frame.cue(index - 1, "has_text")
    before = index - 1 if held else frame.skip(index - 1, -1, "soft")
    if not frame.cue(before, "contains", "not", "has_text"):
        return "", []
    negated = frame.cue(before, "not")
    within = [i for i in (before - 1,) if frame.cue(i, "within")]
    return ("not_contains" if negated else "contains"), [before, *within]


def _dimension(frame: Frame, index: int) -> tuple[str, list[int]]:
    """The name that is spoken of: a dimension right before, or 名字 of the thing in the sentence."""
    place = frame.skip(index - 1, -1, *_LEFT)
    named = frame.target(place, "dimension")
    things = [i for i in frame.of_kind("dimension") if _thing(frame, i)]
    if frame.cue(place, "name") and things:
        target = frame.target(things[0], "dimension")
        own = [i for i in things[:1] if i < place]
        return (target.name if target else ""), [place, *own]
    return (named.name, [place]) if named else ("", [])


def _thing(frame: Frame, index: int) -> bool:
    target = frame.target(index, "dimension")
    dims = frame.lexicon.model.dimensions
    return target is not None and is_thing(frame, target.name) and dims[target.name].type == "text"


def _heads(frame: Frame, index: int, dimension: str) -> list[int]:
    """的商品 behind the text: what the name is of asks for no group."""
    place = frame.skip(index + 1, 1, "of", "soft")
    target, dims = frame.target(place, "dimension"), frame.lexicon.model.dimensions
    if target and target.name == dimension:
        return [place]
    if target and _thing(frame, place) and dims[target.name].entity == dims[dimension].entity:
        return [place]
    return []


def _occurs(frame: Frame, dimension: str, text: str) -> bool:
    """A text that no known member holds is unknown, not a filter."""
    joined = next((names for d, names, _ in frame.lexicon.names if d == dimension), "")
    return not joined or text.lower() in joined
