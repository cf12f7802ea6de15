"""A filter inside one metric beside its whole: GMV以及其中直播的GMV."""

from assistant.understand.arguments import reference
from assistant.understand.reading import Frame
from semantic_layer.query import Defined, Filter


def parts(frame: Frame) -> None:
    """其中 with a member behind it, and a metric before it: the part stands beside the whole."""
    for index in frame.cues("within", "of_which"):
        if not (frame.cue(index, "of_which") and frame.free(index)):
            continue
        members = [i for i in frame.of_kind("value") if i > index]
        whole = next((i for i in range(index - 1, -1, -1) if frame.target(i, "metric")), -1)
        named = [i for i in range(index, len(frame.tokens)) if frame.target(i, "metric")]
        named = [i for i in named if i not in members]
        if len(members) != 1 or whole < 0 or len(named) > 1:
            return
        target = frame.target((named or [whole])[0], "metric")
        value = frame.target(members[0], "value")
        assert target is not None
        assert value is not None
        if value.member is None:
            return
        member = value.member
        field = reference(member.dimension, frame.lexicon)
        given = (Filter(field=field, values=(member.value,)),)
        frame.reading.more.define.append(
            Defined(name=f"part_of_{target.name}"[:64], metric=target.name, given=given)
        )
        beside = [i for i in (members[0] + 1,) if _own(frame, i, member.dimension)]
        frame.use(index, members[0], *named, *beside, *frame.cues("howmany"))
        return


def _own(frame: Frame, index: int, dimension: str) -> bool:
    """直播渠道: the member's own dimension right behind it."""
    named = frame.target(index, "dimension")
    return named is not None and frame.same_dimension(named.name, dimension)
