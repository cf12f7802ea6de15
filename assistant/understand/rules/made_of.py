"""Metrics that the shop makes of others, said by their parts: 退款金额占GMV, revenue per customer, GMV减掉退款."""

from dataclasses import replace

from assistant.understand.normalise import fold
from assistant.understand.reading import Frame
from assistant.understand.roles import later_twin
from assistant.understand.rules.grouping import is_thing
from assistant.understand.spans import Target
from semantic_layer.model import Metric, MetricInput, Model

# Of whom or what an average is, with the standard metric that counts them.
_HEADS = {"人均": "buyers", "单均": "orders", "场均": "live_sessions", "件均": "units",
          "平均每人": "buyers", "平均每单": "orders"}  # fmt: skip
_ENTITIES = {"customer": "buyers", "order": "orders", "live": "live_sessions"}
_THINGS = {
    "buyers": (
        "customer",
        "client",
        "buyer",
        "shopper",
        "user",
        "person",
        "客户",
        "顾客",
        "客人",
        "买家",
        "用户",
        "人",
    ),
    "orders": ("order", "单", "笔", "订单", "单子"),
    "live_sessions": ("live session", "stream", "场", "场直播"),
}
PLAIN_AVERAGES = (
    "平均",
    "均值",
    "平均值",
    "average",
    "avg",
    "mean",
    "averaged",
    "on average",
    "typical",
)
_LESS = (
    "减",
    "减去",
    "减掉",
    "扣",
    "扣除",
    "扣掉",
    "去掉",
    "刨去",
    "刨除",
    "除去",
    "剔除",
    "minus",
    "less",
    "net of",
    "after deducting",
)


def made_of(frame: Frame) -> None:
    """A share, an average or a difference of two metrics becomes the metric that is just that."""
    if "ratio" in frame.named:
        return
    for index in frame.cues("not", "less"):
        _less_another(frame, index)
    for index in frame.cues("average", "by", "each"):
        _per_unit(frame, index)


def ratios(model: Model, top: str, bottom: str = "") -> list[str]:
    """The plain ratios of one metric to another, or to any count; the shop's own first."""
    found = []
    for metric in model.metrics.values():
        if (
            metric.kind != "ratio"
            or metric.hidden
            or not metric.numerator
            or not metric.denominator
        ):
            continue
        plain = _plain(metric.numerator) and _plain(metric.denominator)
        below = model.metrics.get(metric.denominator.metric)
        counts = below is not None and below.unit in ("count", "hours", "number")
        if plain and metric.numerator.metric == top and (
            metric.denominator.metric == bottom if bottom else counts
        ):  # fmt: skip
            found.append(metric.name)
    return found


def _plain(part: MetricInput) -> bool:
    return part == MetricInput(part.metric)


def _differences(model: Model, whole: str, less: str) -> list[str]:
    """What is left of one metric after another, or after its later twin."""
    parts = {less, later_twin(model, less)} - {""}
    return [
        m.name
        for m in model.metrics.values()
        if m.kind == "derived" and not m.hidden and len(m.inputs) == 2
        and m.inputs[0][1].metric == whole and m.inputs[1][1].metric in parts
        and m.expr.replace(" ", "") == f"{m.inputs[0][0]}-{m.inputs[1][0]}"
    ]  # fmt: skip


def _less_another(frame: Frame, index: int) -> None:
    before = frame.skip(index - 1, -1, "of", "soft", "stop", "and")
    after = frame.skip(index + 1, 1, "of", "soft")
    if frame.target(after, "metric") and not frame.target(before, "metric"):
        before = frame.skip(after + 1, 1, "of", "soft")
    whole, less = frame.target(before, "metric"), frame.target(after, "metric")
    if whole and less and frame.tokens[index].text in _LESS:
        found = _differences(frame.lexicon.model, whole.name, less.name)
        if found:
            _become(frame, after, found, before, index)
        else:
            frame.block("ratio", before, index, after)


def _per_unit(frame: Frame, index: int) -> None:
    """人均消费, 平均每个客户下几单, revenue per customer: metric by what it is an average of."""
    if not frame.free(index):
        return
    bottom, used = _unit(frame, index)
    if not bottom:
        return
    skip = {index, *used}
    tops = [i for i in range(len(frame.tokens)) if i not in skip and frame.free(i)]
    named = [(abs(i - index), i, t.name) for i in tops if (t := frame.target(i, "metric"))]
    for _, place, top in sorted(named):
        found = ratios(frame.lexicon.model, top, bottom)
        if found:
            _become(frame, place, found, index, *used)
            return


def _unit(frame: Frame, index: int) -> tuple[str, list[int]]:
    """The metric that counts what an average is of, with the tokens that say it."""
    text, standard = frame.tokens[index].text, frame.lexicon.model.standard
    if text in _HEADS:
        return standard.get(_HEADS[text], ""), []
    if frame.cue(index, "by") and text == "per":
        bottom, place = _thing(frame, index + 1)
        return bottom, [place, *_averages_near(frame, index, place)]
    if frame.cue(index, "each"):
        bottom, place = _thing(frame, frame.skip(index + 1, 1, "of"))
        near = _averages_near(frame, index, place)
        return (bottom, [place, *near]) if near else ("", [])
    return "", []


def _averages_near(frame: Frame, index: int, place: int) -> list[int]:
    """平均 right before 每个客户 or after it; an English average anywhere before."""
    beside = {index - 1, frame.skip(place + 1, 1, "of")}
    return [
        i for i in frame.cues("average")
        if frame.tokens[i].text in PLAIN_AVERAGES and (i in beside or frame.tokens[i].text.isascii())
    ]  # fmt: skip


def _thing(frame: Frame, place: int) -> tuple[str, int]:
    model = frame.lexicon.model
    counted = frame.target(place, "metric")
    if counted and model.metrics[counted.name].unit == "count":
        return counted.name, place
    span = frame.at(place)
    heads = (m for m, words in _THINGS.items() if span and span.text.rstrip("s") in words)
    head = next(heads, "")
    if head in model.standard:
        return model.standard[head], place
    named = frame.target(place, "dimension")
    for concept, metric in _ENTITIES.items() if named and is_thing(frame, named.name) else ():
        bound = model.concept(concept)
        if named and bound and bound.get("entity") == model.dimensions[named.name].entity:
            return model.standard.get(metric, ""), place
    return "", place


def _become(frame: Frame, place: int, found: list[str], *used: int) -> None:
    """The token at `place` names the metric found; of several the asker chooses."""
    span = frame.tokens[place]
    frame.tokens[place] = replace(
        span, kind="shop", targets=(Target("metric", found[0], 1),), cues=(), detail=""
    )
    frame.use(*used)
    if len(found) > 1:
        frame.may_mean = tuple(found)


def narrowed(frame: Frame) -> None:
    """直播间卖了多少: the name of a thing with what is measured is the name of a metric of its own."""
    model = frame.lexicon.model
    for index in frame.of_kind("dimension"):
        if frame.target(index - 1, "dimension") or frame.target(index, "metric"):
            continue  # 各等级达人的GMV groups by what the creators have
        if frame.cue(index - 1, "by", "each", "which", "not", "only"):
            continue
        place = frame.skip(index + 1, 1, "of", "soft", "within", "howmany")
        named = frame.target(place, "metric")
        sold = frame.cue(place, "sell") and not frame.tokens[place].cue("sell_top")
        name = named.name if named else model.default_metric if sold else ""
        found = _with_prefix(frame, frame.tokens[index].text, name) if name in model.metrics else ""
        if found and not frame.cues(
            "rank", "high", "low", "good", "bad", "share", "split", "against"
        ):
            _become(frame, place, [found], index)
            frame.reading.assumed.append(
                ("assumed.other_metric", {"metric": model.metrics[name].label.get(frame.lang),
                                          "other": model.metrics[found].label.get(frame.lang)})
            )  # fmt: skip


def _with_prefix(frame: Frame, prefix: str, name: str) -> str:
    metric, phrases = frame.lexicon.model.metrics[name], frame.lexicon.phrases
    words = [fold(w) for w in (metric.label.zh, metric.label.en, *metric.synonyms)]
    found = {
        t.name for w in words for joined in (prefix + w, f"{prefix} {w}")
        for t in phrases.get(joined, ()) if t.kind == "metric" and t.name != name
    }  # fmt: skip
    return found.pop() if len(found) == 1 else ""


def averages_of(frame: Frame, metric: Metric) -> tuple[str, ...]:
    """What an average of a metric may be: per buyer, per order, per day."""
    model = frame.lexicon.model
    return (*ratios(model, metric.name), *_daily(model, metric.name))


def _daily(model: Model, metric: str) -> list[str]:
    """The mean of a metric over days."""
    return [
        m.name for m in model.metrics.values()
        if m.nesting and not m.hidden and m.nesting.agg == "avg" and not m.nesting.having
        and m.nesting.part == MetricInput(metric) and m.nesting.per == "day"
    ]  # fmt: skip
