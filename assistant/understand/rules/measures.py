"""Metrics, shares and trends: what is measured, and how it is shown."""

from assistant.understand.reading import Frame
from assistant.understand.time import Period

_STEPS = ("day", "week", "month", "quarter", "year")
_DAYS_SHOWN = 62
_UPWARD = ("low", "bad", "rank_up")


def share(frame: Frame) -> None:
    """占比 needs a group; a single member's share is read off its dimension."""
    indexes = frame.cues("share", "share_of")
    indexes = [i for i in indexes if frame.free(i)]
    if not indexes:
        return
    frame.reading.share = True
    frame.use(*indexes)
    single = [c for c in frame.reading.where if c.op == "in"]
    members = [c for c in single if frame.licences.get(c.dimension) == "members"]
    _of_the_top(frame)
    stepped = all(b in _STEPS for b in frame.reading.by) and len(single) == 1
    if frame.reading.by and stepped and not members:
        frame.block("share_of_what")  # of the whole in each step, or of the steps?
    if frame.reading.by and not members:
        return
    if len(single) == 1 or members:
        condition = (members or single)[0]
        frame.reading.where.remove(condition)
        frame.reading.by = list(dict.fromkeys([*frame.reading.by, condition.dimension]))
        values = {"members": "、".join(condition.spoken())}
        frame.reading.assumed.append(("assumed.share_of_members", values))
    else:
        frame.block("share_of_what")


def _of_the_top(frame: Frame) -> None:
    """销量最高的商品的GMV占比: a share of what another metric put first is two queries."""
    ordered = frame.reading.order_metric
    named = [t.name for i in range(len(frame.tokens)) if (t := frame.target(i, "metric"))]
    if ordered and frame.reading.limit is not None and any(n != ordered for n in named):
        frame.block("restrict")


def measures(frame: Frame) -> None:
    """Every metric that is said is shown, in the order in which it is said."""
    for index in range(len(frame.tokens)):
        target = frame.target(index, "metric")
        if target is None or index in frame.used:
            continue
        if target.name not in frame.reading.metrics:
            frame.reading.metrics.append(target.name)
        frame.demerits += 0.4 * target.rank
        if target.name == frame.lexicon.model.default_metric:
            frame.demerits -= 0.45
        frame.use(index)
    _counted(frame)
    for bound in frame.reading.having:
        if bound.metric not in frame.reading.metrics:
            frame.reading.metrics.append(bound.metric)
    if frame.reading.order_metric and frame.reading.order_metric not in frame.reading.metrics:
        frame.reading.metrics.append(frame.reading.order_metric)


def _counted(frame: Frame) -> None:
    """多少 of a dimension is a count of members, unless something else is measured."""
    for index in frame.cues("howmany") if not frame.reading.more.asks else ():
        if not frame.reading.metrics and any(
            frame.target(i, "dimension") and not frame.target(i, "metric")
            for i in (index - 1, index + 1)
        ):
            frame.block("distinct", index)


def default_metric(frame: Frame) -> None:
    """卖得最好 names no metric: the shop's default one is meant, and said."""
    if frame.reading.metrics or frame.reading.more.asks:
        frame.use(*frame.cues("sell_top", "perform"))
        frame.use(*[i for i in frame.cues("sell") if not _as_a_noun(frame, i)])
        return
    default = frame.lexicon.model.default_metric
    performing = frame.cues("perform")
    shaped = frame.reading.by or frame.reading.compare or frame.reading.limit
    if performing and not shaped and not frame.cues("sell", "sell_top"):
        frame.block("scorecard", *performing)
    selling = frame.cues("sell", "sell_top", "good", "bad")
    compared = [i for i in frame.cues("higher", "lower") if _sold(frame.tokens[i].text)]
    selling += compared if frame.reading.by else []
    selling += (
        frame.cues("growth")
        if frame.reading.compare and not (performing or frame.reading.by)
        else []
    )
    if default and (selling or performing):
        frame.reading.metrics.append(default)
        frame.use(*selling, *performing)
        label = frame.lexicon.model.metrics[default].label.get(frame.lang)
        frame.reading.assumed.append(("assumed.default_metric", {"metric": label}))
        if frame.reading.limit or frame.reading.direction or frame.cues(*_UPWARD):
            frame.reading.order_metric = default


def _sold(word: str) -> bool:
    return "卖" in word or "买" in word or "sold" in word or "sells" in word


def _as_a_noun(frame: Frame, index: int) -> bool:
    """带来多少成交 asks for a second figure; 多少 may not be lost with it."""
    noun = frame.tokens[index].text in ("成交", "销售", "生意", "业绩", "购买", "消费")
    return noun and frame.cue(index - 1, "howmany")


def trend(frame: Frame) -> None:
    """A trend has a step of time; the period's length chooses it when nobody did."""
    words = [i for i in frame.cues("trend", "change") if frame.free(i)]
    steps = [b for b in frame.reading.by if b in _STEPS]
    if words and not steps and not frame.reading.compare:
        frame.reading.trend = True
        frame.reading.chart = "line"
        frame.reading.by.insert(0, "")
    elif steps:
        frame.reading.trend = True
        if frame.cues("trend"):
            frame.reading.chart = "line"
    frame.use(*words)
    for index in frame.cues("chart"):
        frame.reading.chart = frame.tokens[index].argument("chart")
        frame.use(index)
    frame.use(*[i for i in frame.cues("split", "perform") if frame.free(i) and frame.reading.by])


def step_for(period: Period | None) -> str:
    """The step of a trend over a period: days, or months when it is long."""
    return "day" if period is None or period.days <= _DAYS_SHOWN else "month"
