"""What the first of a ranking come to, or split by: 销量前10的商品贡献了多少GMV, 按渠道拆开.

The members are chosen by their rank over the asked days; the rest of the question is of them.
"""

from assistant.understand.arguments import reference
from assistant.understand.reading import Frame
from assistant.understand.rules.grouping import is_thing
from assistant.understand.rules.period import default_period
from assistant.understand.siblings import sibling
from semantic_layer.query import Defined, Filter, TimeRange


def restricted(frame: Frame) -> None:
    """Finds the ranking whose members are meant, where something else is asked of them."""
    limits = [i for i, s in enumerate(frame.tokens) if s.kind == "limit"]
    limits += frame.cues("top_percent")
    if len(limits) != 1 or frame.cues("grain"):
        return
    place = _members(frame, limits[0])
    target = frame.target(place, "dimension")
    if target is None or frame.target(place, "metric"):
        return
    group = _group_after(frame, max(place, limits[0]))
    subtotal = [i for i in frame.cues("subtotal") if frame.free(i)]
    shares = [i for i in frame.cues("share", "share_of") if frame.free(i)]
    percent = frame.cue(limits[0], "top_percent")
    if not (group or subtotal or shares or percent):
        return
    ranked = _ranked_by(frame, limits[0], place)
    names = _metrics(frame, ranked)
    if not names and ranked < 0:
        return
    frame.named["top_of"] = target.name
    frame.named["top_by"] = _name(frame, ranked) or names[0]
    frame.named["top_n"] = _number(frame, limits[0])
    if shares and not group:
        frame.named["top_share"] = "1"
    if group or (percent and not subtotal and not shares):
        frame.reading.by.append(target.name)
        frame.licences[target.name] = "limit"
    if not names:
        frame.reading.metrics.append(frame.named["top_by"])
    same = [i for i in frame.of_kind("dimension") if _same(frame, i, target.name)]
    frame.use(*(same if not group else ()))
    by = [i for i in (ranked - 1,) if ranked > limits[0] and frame.cue(i, "by")]
    frame.use(limits[0], place, *([ranked] if ranked >= 0 else []), *by, *subtotal)
    frame.use(*([] if group else shares), *frame.cues("sell", "sell_top") if names else ())


def _same(frame: Frame, index: int, dimension: str) -> bool:
    """全部商品的支付金额: the ranked dimension said again is the whole."""
    named = frame.target(index, "dimension")
    return named is not None and named.name == dimension and not frame.target(index, "metric")


def _members(frame: Frame, limit: int) -> int:
    """Where the dimension stands that is ranked, right behind the number or right before it."""
    after = frame.skip(limit + 1, 1, "of", "soft", "sell", "sell_top", "good")
    before = frame.skip(limit - 1, -1, "of", "soft")
    return after if frame.target(after, "dimension") else before


def _group_after(frame: Frame, place: int) -> bool:
    """按渠道拆开 behind the ranking: a group within it, by a dimension or more."""
    for index in frame.cues("by", "each"):
        following = frame.skip(index + 1, 1, "of", "each", "soft")
        target = frame.target(following, "dimension")
        if index > place and target and not frame.target(following, "metric"):
            return True
    return False


def _ranked_by(frame: Frame, limit: int, place: int) -> int:
    """The metric right before the rank, or behind `by` after what is ranked."""
    for index in frame.cues("by"):
        if index > limit and frame.target(index + 1, "metric"):
            return index + 1
    before = frame.skip(min(limit, place) - 1, -1, "of", "soft")
    return before if frame.target(before, "metric") else -1


def _metrics(frame: Frame, ranked: int) -> list[str]:
    """The metrics that are asked of the members."""
    others = (i for i in range(len(frame.tokens)) if i != ranked)
    return [t.name for i in others if (t := frame.target(i, "metric"))]


def _name(frame: Frame, index: int) -> str:
    target = frame.target(index, "metric")
    return target.name if target else ""


def _number(frame: Frame, limit: int) -> str:
    span = frame.tokens[limit]
    if span.cue("top_percent"):
        return f"top_percent:{span.argument('top_percent')}"
    return f"{'bottom' if span.detail == 'low' else 'top'}:{int(span.number or 0)}"


def of_the_top(frame: Frame) -> None:
    """The chosen members become a condition, or with a share a part of the whole."""
    named, reading = frame.named, frame.reading
    if "top_of" not in named:
        return
    dimension, lexicon = named["top_of"], frame.lexicon
    reading.metrics = [_reaching(frame, m, dimension) for m in reading.metrics]
    ranked = _reaching(frame, named["top_by"], dimension)
    op, _, number = named["top_n"].partition(":")
    thing = is_thing(frame, dimension)
    per = lexicon.model.dimensions[dimension].entity if thing else reference(dimension, lexicon)
    chosen = Filter(field=ranked, op=op, values=(_plain(number),), per=per)  # type: ignore[arg-type]
    reading.limit, reading.direction, reading.order_metric, reading.share = None, "", "", False
    if "top_share" not in named:
        reading.more.conditions.append(chosen)
        return
    reading.period = reading.period or default_period(frame)
    days = TimeRange(start=reading.period.start, end=reading.period.end)
    given = (chosen.model_copy(update={"time": days}),)
    for name in reading.metrics[:1]:
        share, part = f"share_of_{name}"[:64], f"part_of_{name}"[:64]
        reading.more.define += [
            Defined(name=share, metric=name, given=given, over=name),
            Defined(name=part, metric=name, given=given),
        ]
        reading.more.instead[name] = share


def _plain(number: str) -> int | float:
    return int(number) if number.isdigit() else float(number)


def _reaching(frame: Frame, metric: str, dimension: str) -> str:
    """The metric, or the one that says the same where it cannot be split so."""
    lexicon = frame.lexicon
    if lexicon.reaches(metric, dimension):
        return metric
    other = sibling(metric, [dimension], lexicon)
    if not other:
        return metric
    labels = [lexicon.model.metrics[m].label.get(frame.lang) for m in (metric, other)]
    told = ("assumed.other_metric", {"metric": labels[0], "other": labels[1]})
    if told not in frame.reading.assumed:
        frame.reading.assumed.append(told)
    return other
