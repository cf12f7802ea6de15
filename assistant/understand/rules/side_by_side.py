"""Two members beside each other with their difference: 天猫和京东的GMV差多少."""

from dataclasses import replace

from assistant.understand.reading import Base, Frame


def side_by_side(frame: Frame) -> None:
    """The first member is measured, the second is its base; groups and steps stay."""
    words = [i for i in frame.cues("gap", "difference") if frame.free(i)]
    reading = frame.reading
    pairs = [c for c in reading.where if c.op == "in" and len(c.members) == 2]
    if not words or len(pairs) != 1 or reading.compare:
        return
    pair = pairs[0]
    if frame.licences.get(pair.dimension, "members") not in ("members", "each", "by"):
        return
    first, second = (replace(pair, members=(m,)) for m in pair.members)
    reading.where[reading.where.index(pair)] = first
    reading.by = [b for b in reading.by if b != pair.dimension]
    reading.compare.append(Base("other", instead=(second,)))
    frame.use(*words, *frame.cues("against", "higher", "lower", "growth", "between_two"))
