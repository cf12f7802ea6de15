"""Constructs that are recognised and not yet answered, and the small words at the end."""

from assistant.understand.reading import Frame
from assistant.understand.rules.grouping import MERGED, is_thing
from assistant.understand.rules.made_of import PLAIN_AVERAGES, averages_of
from semantic_layer.model import Metric

_DROPPED = (
    "soft",
    "of",
    "split",
    "bare_sum",
    "and",
    "stop",
    "open",
    "close",
    "follow",
    "sell",
    "is",
    "howmany",
    "add",
    "swap",
)
_SPREADS = (
    "分布",
    "构成",
    "细分",
    "拆分",
    "拆解",
    "breakdown",
    "distribution",
    "break down",
    "mix",
)  # of what, when there is no group
_NOUNS = ("成交", "销售", "生意", "业绩", "购买", "消费")


def unsupported(frame: Frame) -> None:
    """Words of tools and constructs that do not exist yet veto the plain reading."""
    for index in frame.cues("unsupported"):
        if frame.free(index) and not _plain(frame, index):
            frame.block(frame.tokens[index].argument("unsupported"), index, veto=True)
    for index in range(len(frame.tokens)):
        if frame.target(index, "undefined"):
            frame.block("undefined", index, veto=True)
    if any(t.term for i in range(len(frame.tokens)) if (t := frame.target(i, "metric"))):
        frame.use(*frame.cues("judge"))
    for index in frame.cues("judge"):
        if frame.free(index):
            frame.block("judge", index)


def _plain(frame: Frame, index: int) -> bool:
    """A word that has a plain use here as well: the `no` of `no.`, the rank in `first 10`."""
    if len(frame.tokens[index].cues) > 1 and frame.tokens[index].cue("soft"):
        return True
    beside = [frame.target(i, "metric") for i in (index - 1, index + 1)]
    counts = [frame.lexicon.model.metrics[t.name].additive for t in beside if t]
    if frame.tokens[index].argument("unsupported") == "distinct" and "distinct" in counts:
        frame.use(index)  # unique customers: buyers are distinct already
        return True
    return False


def this(frame: Frame) -> None:
    """这个活动 points at something that was not said; 这个 before anything else is a small word."""
    for index in frame.cues("this"):
        if frame.free(index):
            pointed = frame.target(index + 1, "dimension") and not frame.target(index + 1, "metric")
            said = frame.target(index - 1, "value")
            if pointed and not said:
                frame.block("this", index, index + 1)
            else:
                frame.use(index)


def compounds(frame: Frame) -> None:
    """Two metrics with nothing between them are one word that the shop does not have."""
    for index in range(1, len(frame.tokens)):
        one, two = frame.tokens[index - 1], frame.tokens[index]
        before, here = frame.target(index - 1, "metric"), frame.target(index, "metric")
        both = before is not None and here is not None and before.name != here.name
        spaced = two.start > one.end and not (one.text.isascii() and two.text.isascii())
        if both and index not in frame.used and index - 1 not in frame.used and not spaced:
            member = frame.target(frame.skip(index - 2, -1, "of"), "value")
            if one.text == "订单" and member:
                frame.use(index - 1)  # 未用券的订单客单价: what the members are of
            else:
                frame.block("compound", index - 1, index)
    _of_each_other(frame)


def _of_each_other(frame: Frame) -> None:
    """退款的订单: what stands before 的 says which orders are counted, it is no second measure."""
    for index in frame.cues("of"):
        before, here = frame.target(index - 1, "metric"), frame.target(index + 1, "metric")
        free = index - 1 not in frame.used and index + 1 not in frame.used
        if frame.tokens[index].text != "的" or not (before and here and free):
            continue
        measure = frame.lexicon.model.metrics[here.name].measure
        counted = measure is not None and measure.agg in ("count", "count_distinct")
        if counted and before.name != here.name:
            frame.block("compound", index - 1, index + 1)


def per_thing(frame: Frame) -> None:
    """GMV per order, sales per customer: a ratio of its own, no group."""
    concept = frame.lexicon.model.concept("customer")
    entity = concept.get("entity") if concept else ""
    dims = frame.lexicon.model.dimensions
    for index in frame.cues("by"):
        following = frame.target(index + 1, "dimension")
        head = following and entity and dims[following.name].entity == entity
        if frame.tokens[index].text != "per" or not frame.free(index):
            continue
        if head and following and is_thing(frame, following.name):
            frame.block("average", index, index + 1)
        elif frame.target(index + 1, "metric") and not following:
            frame.block("ratio", index, index + 1)


def two_asks(frame: Frame) -> None:
    """各平台GMV和各渠道订单数: each metric has its own group, so these are two questions."""
    metrics = [i for i in range(len(frame.tokens)) if frame.target(i, "metric")]
    metrics = [i for i in metrics if i in frame.used and i not in frame.places.values()]
    places = sorted(frame.places.values())
    several = len(frame.reading.metrics) > 1 and len(places) > 1
    if several and any(places[0] < i < places[-1] for i in metrics):
        frame.block("two_asks", places[-1])


def bounds_of_rows(frame: Frame) -> None:
    """A bound on a metric needs groups to hold against."""
    if frame.reading.having and not frame.reading.by:
        frame.block("row_threshold")


def averages(frame: Frame) -> None:
    """平均 before a metric that is an average already says nothing new; else it is a construct."""
    for index in (i for i in frame.cues("average") if frame.free(i)):
        following = frame.skip(index + 1, 1, "of", "soft")
        target = frame.target(following, "metric") or frame.target(index - 1, "metric")
        metric = frame.lexicon.model.metrics.get(target.name) if target else None
        if not frame.free(index):
            continue
        kind = metric.additive if metric else ""
        if kind in ("ratio", "none") and frame.tokens[index].text in PLAIN_AVERAGES:
            frame.use(index)
            frame.demerits += 1.0 * (kind == "none")
        elif not _may_average(frame, index, metric):
            frame.block("average", index)


def _may_average(frame: Frame, index: int, metric: Metric | None) -> bool:
    """平均消费: an average of whom is not said; the shop's own averages are offered."""
    model = frame.lexicon.model
    selling = frame.cue(index + 1, "sell") and not any(
        frame.target(i, "metric") for i in range(len(frame.tokens))
    )
    metric = model.metrics.get(model.default_metric) if selling and metric is None else metric
    plain = metric is not None and metric.additive in ("sum", "distinct")
    found = averages_of(frame, metric) if metric and plain else ()
    if len(found) < 2 or frame.tokens[index].text not in PLAIN_AVERAGES or frame.cues("grain"):
        return False
    frame.use(index)
    frame.may_mean = found
    return True


def _closed(frame: Frame, index: int) -> bool:
    """是哪个 after a ranked group asks nothing more; 上 and 里 close a name of the shop."""
    if frame.cue(index, "which"):
        return bool(frame.reading.by)
    before = frame.at(index - 1)
    return (
        frame.cue(index, "within")
        and before is not None
        and (before.kind in ("shop", "time", "quoted") or before.cue("sell"))
    )


def listings(frame: Frame) -> None:
    """列出 with groups lists the groups; of a count alone it asks for the records."""
    units = [frame.lexicon.model.metrics[m].unit for m in frame.reading.metrics]
    for index in frame.cues("listing"):
        if not frame.reading.by and "count" in units:
            frame.block("list", index)
        frame.use(index)


def rest(frame: Frame) -> None:
    """其他 says nothing new after an exclusion."""
    if any(c.op.startswith("not_") for c in frame.reading.where):
        frame.use(*frame.cues("rest"))


def running_totals(frame: Frame) -> None:
    """累计 of one period is its sum; along a trend it is a running total."""
    indexes = [i for i in frame.cues("bare_sum") if frame.free(i)]
    if indexes and frame.reading.trend and frame.tokens[indexes[0]].text in ("累计", "running"):
        frame.block("running", *indexes)


def things(frame: Frame) -> None:
    """券的单子, 客人: the thing that a member is of, said in a small word; 到现在 beside a period."""
    for index in frame.cues("thing"):
        before = frame.skip(index - 1, -1, "of", "soft", "sell")
        if frame.free(index) and before in frame.used and frame.target(before, "value"):
            frame.use(index)
    if frame.reading.period is not None:
        frame.use(*frame.cues("till_now"))


def small_words(frame: Frame) -> None:
    """What is left of the small words may go; a licence or a negation may not."""
    for index in range(len(frame.tokens)):
        asked = frame.cue(index - 1, "howmany") and frame.tokens[index].text in _NOUNS
        if asked and frame.reading.metrics:
            continue
        if frame.tokens[index].text in _SPREADS and not frame.reading.by:
            continue
        if frame.tokens[index].text in MERGED and frame.reading.limit is not None:
            continue  # the sum of the first five is no list of them
        if frame.free(index) and (frame.cue(index, *_DROPPED) or _closed(frame, index)):
            frame.use(index)
            if frame.cue(index, "add", "swap"):
                frame.demerits += 0.1
