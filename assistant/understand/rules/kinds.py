"""Which values there are, and how many: 有哪几种支付方式, how many brands do we have."""

from assistant.understand.arguments import reference
from assistant.understand.reading import Frame
from semantic_layer.query import Filter

_OURS = ("distinct", "list")
_MEASURED = (
    "sell", "sell_top", "perform", "high", "low", "good", "bad", "rank", "rank_up", "share", "trend",
    "growth", "money", "refund", "spend", "burn", "ship", "place", "receive", "average", "higher", "lower",
    "against", "grain", "by", "used_most",
)  # fmt: skip


def kinds(frame: Frame) -> None:
    """A dimension that is asked for by itself lists its values; nothing may be measured."""
    if _measured(frame):
        return
    for index in frame.of_kind("dimension"):
        words = _asked_by(frame, index)
        target = frame.target(index, "dimension")
        if words and target and not frame.reading.by:
            frame.reading.by.append(target.name)
            frame.licences[target.name] = "values"
            frame.reading.more.values = True
            known = Filter(field=reference(target.name, frame.lexicon), op="not_null")
            frame.reading.more.conditions.append(known)
            frame.use(index, *words)
    if frame.reading.more.values:
        frame.use(*frame.cues("kinds", "rows", "listing", "howmany", "which", "each"))


def _measured(frame: Frame) -> bool:
    numbers = any(s.kind in ("limit", "threshold", "counted") for s in frame.tokens)
    metrics = any(frame.target(i, "metric") for i in range(len(frame.tokens)))
    named = any(frame.target(i, "undefined") for i in range(len(frame.tokens)))
    named |= any(
        frame.tokens[i].argument("unsupported") not in _OURS for i in frame.cues("unsupported")
    )
    return numbers or metrics or named or bool(frame.cues(*_MEASURED)) or bool(frame.named)


def _asked_by(frame: Frame, index: int) -> list[int]:
    """The words beside a dimension that ask for its values."""
    before = frame.skip(index - 1, -1, "of", "soft", "number")
    after = frame.skip(index + 1, 1, "of", "soft", "is")
    asked = [i for i in (before, after) if frame.cue(i, "kinds", "howmany", "which")]
    listed = [i for i in (before,) if frame.cue(i, "rows", "listing")]
    return asked or (listed if frame.cue(before, "rows") and _all(frame, index) else [])


def _all(frame: Frame, index: int) -> bool:
    """list all warehouses: nothing of rows is named beside it."""
    return not any(frame.target(i, "table") for i in range(len(frame.tokens)) if i != index)
