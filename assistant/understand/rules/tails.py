"""Both ends of a ranking, its rest as one row, and groups with nothing: 最高和最低的3个, 其余合并, 包括没有的."""

from assistant.understand.arguments import reference
from assistant.understand.reading import Frame
from semantic_layer.query import Top


def both_ends(frame: Frame) -> None:
    """最高和最低的3个省份: the first and the last so many of one order."""
    words, number = _words(frame)
    if not words:
        return
    place = frame.skip(words[-1] + 1, 1, "of", "soft", "number")
    target = frame.target(place, "dimension")
    numbers = [i for i in range(words[-1] + 1, place) if frame.cue(i, "number")]
    if target is None or frame.target(place, "metric"):
        return
    said = frame.tokens[numbers[0]].argument("number") if numbers else "1"
    frame.named["ends"] = number or said
    frame.reading.by.append(target.name)
    frame.licences[target.name] = "limit"
    ordered = [i for i in frame.cues("by") if frame.target(i + 1, "metric")]
    frame.use(*words, place, *numbers, *ordered)
    _default(frame)


def _default(frame: Frame) -> None:
    """The best and the worst shop, by nothing that is said: by the shop's own metric."""
    default = frame.lexicon.model.default_metric
    if default and not any(frame.target(i, "metric") for i in range(len(frame.tokens))):
        frame.reading.metrics.append(default)
        label = frame.lexicon.model.metrics[default].label.get(frame.lang)
        frame.reading.assumed.append(("assumed.default_metric", {"metric": label}))


def _words(frame: Frame) -> tuple[list[int], str]:
    """One word for both ends, or one for each with 和 between: 最高和最低的3个."""
    both = [i for i in frame.cues("unsupported") if _both(frame, i)]
    if both:
        return (both, "") if len(both) == 1 else ([], "")
    for index, span in enumerate(frame.tokens):
        joined = frame.cue(index - 1, "and")
        other = ("high", "good") if span.detail == "low" else ("low", "bad")
        if span.kind == "limit" and joined and frame.cue(index - 2, *other):
            return [index - 2, index - 1, index], str(int(span.number or 1))
    return [], ""


def _both(frame: Frame, index: int) -> bool:
    return frame.free(index) and frame.tokens[index].argument("unsupported") == "best_worst"


def tails(frame: Frame) -> None:
    """The limit of both ends, the rest as one row, and members without a row."""
    reading = frame.reading
    ends = int(frame.named.get("ends", "0") or 0)
    if ends and reading.metrics:
        reading.limit, reading.more.tail = ends, ends
        reading.order_metric, reading.direction = reading.metrics[0], "-"
    rest = [i for i in frame.cues("others_merged") if frame.free(i)]
    dims = [b for b in reading.by if b in frame.lexicon.model.dimensions]
    if rest and reading.limit and len(dims) == len(reading.by) == 1:
        metric = reading.order_metric or reading.metrics[0]
        bottom = reading.direction != "-"
        reading.more.top = Top(
            by=reference(dims[0], frame.lexicon),
            n=reading.limit,
            metric=metric,
            bottom=bottom,
            others=True,
        )
        reading.limit, reading.order_metric, reading.direction = None, "", ""
        frame.use(*rest)
    zeros = [i for i in frame.cues("zeros") if frame.free(i)]
    if zeros and dims:
        reading.more.all_members = True
        frame.use(*zeros)
