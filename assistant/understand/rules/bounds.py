"""Bounds that are none on a group's own number: 高于平均的省份, 单笔超过500的订单."""

from assistant.understand.reading import Frame
from semantic_layer.query import Filter

_BELOW = ("低于", "below", "less")


def above_average(frame: Frame) -> None:
    """高于平均的省份: the groups whose number is over the mean of the groups."""
    for index in frame.cues("unsupported", "than_average"):
        if not (frame.free(index) and frame.cue(index, "than_average")):
            continue
        around = (frame.skip(index + 1, 1, "of", "soft"), frame.skip(index - 1, -1, "of", "soft"))
        metric = next((t.name for i in around if (t := frame.target(i, "metric"))), "")
        places = [i for i in frame.of_kind("dimension") if not frame.target(i, "metric")]
        named = frame.target(places[0], "dimension") if len(places) == 1 else None
        if not metric or named is None:
            return
        op = "<" if frame.tokens[index].text.startswith(_BELOW) else ">"
        having = Filter(field=metric, op=op, than="average")  # type: ignore[arg-type]
        frame.reading.more.having.append(having)
        frame.reading.by.append(named.name)
        frame.licences[named.name] = "by"
        frame.use(index, places[0])


def single_rows(frame: Frame) -> None:
    """单笔超过500的订单: a bound on each order's own value."""
    concept = frame.lexicon.model.concept("order")
    value = concept.get("value") if concept else ""
    entity = concept.get("entity") if concept else ""
    for index in frame.cues("each_row"):
        place = frame.skip(index + 1, 1, "of", "soft", "money")
        place = place + 1 if frame.target(place, "metric") else place
        span = frame.at(place)
        if not (value and entity and "." not in entity and span and span.kind == "threshold"):
            continue
        if span.number is not None and value in frame.lexicon.model.metrics:
            condition = Filter(field=value, op=span.detail, values=(span.number,), per=entity)  # type: ignore[arg-type]
            frame.reading.more.conditions.append(condition)
            frame.use(*range(index, place + 1))
