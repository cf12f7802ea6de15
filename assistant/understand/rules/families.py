"""Verbs of the trade with what they count or cost: 卖了多少件, 退掉的钱, 烧了多少, how many sold."""

from dataclasses import replace

from assistant.understand.reach import base_tables
from assistant.understand.reading import Frame
from assistant.understand.roles import STEMS, counted_metric, later_twin, speaks_of
from assistant.understand.spans import Target
from semantic_layer.model import Metric

_SOLD = ("sell", "sell_top")


def families(frame: Frame) -> None:
    """Counted things, money and verbs become the metrics that they mean in this shop."""
    family = next((name for name in STEMS if frame.cues(name)), "")
    for index, span in enumerate(frame.tokens):
        if span.kind == "counted":
            _counted(frame, index, family)
    _sold_units(frame, family)
    _swapped_counts(frame, family)
    _placed(frame)
    _customers_spend(frame)
    _spent(frame)
    _refunded(frame)
    _money(frame)
    _cohorts(frame)
    _used_most(frame)
    for name in STEMS:
        if any(speaks_of(m, name) for m in _metrics(frame)):
            frame.use(*frame.cues(name))


def _metrics(frame: Frame) -> list[Metric]:
    named = (frame.target(i, "metric") for i in range(len(frame.tokens)))
    return [frame.lexicon.model.metrics[t.name] for t in named if t]


def _becomes(frame: Frame, index: int, metric: str) -> None:
    span = frame.tokens[index]
    frame.tokens[index] = replace(
        span, kind="shop", targets=(Target("metric", metric, 1),), cues=(), detail=""
    )


def _counted(frame: Frame, index: int, family: str) -> None:
    """Customers are buyers only where something was sold; else the shop's own words decide."""
    span = frame.tokens[index]
    if span.text.endswith(("customers", "users", "clients")) and not frame.cues(*_SOLD):
        return
    if span.text.endswith("数") and span.detail == "人" and not (family or frame.cues(*_SOLD)):
        return  # how many customers there are, or how many bought?
    said = [m.name for m in _metrics(frame) if m.noun.zh == span.detail]
    model, roles = frame.lexicon.model, frame.lexicon.roles
    found = next(iter(said), "") or counted_metric(model, roles, span.detail, family)
    found = _of_the_named(frame, index, span.detail) or found
    if not found and family == "place":
        found = counted_metric(model, roles, span.detail, "")  # no clock of its own for placing
    if span.text.endswith(("个", "份", "把", "本")) and not frame.cues(*_SOLD):
        found = ""
    if found:
        _becomes(frame, index, found)
        frame.use(*[i for i in (index - 1,) if frame.free(i) and frame.tokens[i].text == "下"])
    if found and span.detail == "小时" and family:
        orders = counted_metric(model, roles, "单", "")  # to ship an order: what the hours are of
        targets = [frame.target(i, "metric") for i in range(len(frame.tokens))]
        frame.use(*[i for i, t in enumerate(targets) if t and t.name == orders])


def _of_the_named(frame: Frame, index: int, detail: str) -> str:
    """尺码不合适的退款有多少单: what is counted is of the family of the metric right before."""
    before = frame.skip(index - 1, -1, "of", "soft")
    named = frame.target(before, "metric")
    metric = frame.lexicon.model.metrics.get(named.name) if named else None
    family = next((f for f in STEMS if metric and speaks_of(metric, f)), "")
    if not family or not metric or metric.unit == "count":
        return ""
    found = counted_metric(frame.lexicon.model, frame.lexicon.roles, detail, family)
    if found:
        frame.use(before)
        frame.tokens[before] = replace(frame.tokens[before], targets=())
    return found


def _sold_units(frame: Frame, family: str) -> None:
    """How many T-shirts did we sell, 卖了多少个: units of what is named, never its money."""
    if family or not frame.cues(*_SOLD) or _metrics(frame):
        return
    units = counted_metric(frame.lexicon.model, frame.lexicon.roles, "件", "")
    for index in frame.cues("howmany"):
        text = frame.tokens[index].text
        named = frame.target(index + 1, "value")
        things = text.isascii() or "几" in text or text.endswith("个")
        nothing = text.endswith("个") and not frame.target(index + 1, "dimension")
        if units and text != "几" and ((named and things) or nothing):
            _becomes(frame, index, units)
            return


def _swapped_counts(frame: Frame, family: str) -> None:
    """Orders placed, orders shipped: the count that the verb is of."""
    metrics = _metrics(frame)
    if not family or family == "air" or len({m.name for m in metrics}) != 1:
        return
    plain = metrics[0]
    model, roles = frame.lexicon.model, frame.lexicon.roles
    if plain.noun.zh and counted_metric(model, roles, plain.noun.zh, "") == plain.name:
        other = counted_metric(model, roles, plain.noun.zh, family)
        for index in range(len(frame.tokens)) if other else ():
            if frame.target(index, "metric"):
                _becomes(frame, index, other)


def _placed(frame: Frame) -> None:
    """下单 is an order where the shop has no clock of its own for it: 下单最多的客户."""
    indexes = [i for i in frame.cues("place") if frame.free(i)]
    model, roles = frame.lexicon.model, frame.lexicon.roles
    if not indexes or any(speaks_of(m, "place") for m in model.metrics.values()):
        return
    orders = counted_metric(model, roles, "单", "")
    if _metrics(frame) or frame.cues("money"):
        frame.use(*indexes)
    elif orders:
        _becomes(frame, indexes[0], orders)
        frame.use(*indexes[1:])


def _customers_spend(frame: Frame) -> None:
    """金卡会员花了多少: what customers spend is what the shop sells."""
    concept = frame.lexicon.model.concept("customer")
    entity = concept.get("entity") if concept else ""
    dims = frame.lexicon.model.dimensions
    places = range(len(frame.tokens))
    named = [frame.target(i, "value") or frame.target(i, "dimension") for i in places]
    about = [t.member.dimension if t.member else t.name for t in named if t]
    things = any(t.name == entity for i in places if (t := frame.target(i, "thing")))
    if not entity or not (things or any(dims[d].entity == entity for d in about)):
        return
    for index in frame.cues("spend"):
        if frame.free(index) and not frame.cues("ads", "burn"):
            span = frame.tokens[index]
            frame.tokens[index] = replace(span, cues=(("sell", ""),))


def _spent(frame: Frame) -> None:
    """烧 and 投 are ad money; 花 and spend only where ads are spoken of."""
    cost = frame.lexicon.roles.money.get("burn", "")
    indexes = frame.cues("burn", "spend")
    if any(m.unit == "money" and m.better != "up" for m in _metrics(frame)):
        frame.use(*frame.cues("spend"))
    if not cost or not (indexes or frame.cues("ads")):
        return
    model = frame.lexicon.model
    tables = base_tables(model, model.metrics[cost])
    asked = [i for i in indexes if frame.cue(i + 1, "howmany", "money")]
    others = [m for m in _metrics(frame) if m.unit != "money"]
    if asked and others and others == _metrics(frame) and base_tables(model, others[0]) & tables:
        _becomes(frame, asked[0], cost)  # 投流花了多少 ROI多少: two figures
        frame.use(*frame.cues("ads"))
        return
    if any(base_tables(model, m) & tables for m in _metrics(frame)):
        frame.use(*indexes, *frame.cues("ads"))
        return
    if not indexes:
        return
    strong = bool(frame.cues("burn", "ads")) or _of_ads(frame, tables)
    most = any(frame.cue(i + 1, "high", "low") for i in indexes) and bool(frame.cues("which"))
    if (strong or most) and not _metrics(frame):
        _becomes(frame, indexes[0], cost)
        frame.use(*indexes[1:], *frame.cues("ads"))


def _of_ads(frame: Frame, tables: frozenset[str]) -> bool:
    """A dimension is named that the shop's sales cannot be split by, but its ad money can."""
    model, lexicon = frame.lexicon.model, frame.lexicon
    named = [t.name for i in range(len(frame.tokens)) if (t := frame.target(i, "dimension"))]
    cost = lexicon.roles.money["burn"]
    return any(
        lexicon.reaches(cost, d) and not lexicon.reaches(model.default_metric, d) for d in named
    )


def _refunded(frame: Frame) -> None:
    indexes = frame.cues("refund")
    value = frame.lexicon.roles.money.get("refund", "")
    if not indexes or not value or any(speaks_of(m, "refund") for m in _metrics(frame)):
        return
    if any(m.name == value for m in _metrics(frame)):
        frame.use(*indexes)
    elif not _metrics(frame):
        _becomes(frame, indexes[0], value)
        frame.use(*indexes[1:])


def _used_most(frame: Frame) -> None:
    """Which payment method is used most: by how many orders."""
    indexes = frame.cues("used_most")
    orders = counted_metric(frame.lexicon.model, frame.lexicon.roles, "单", "")
    if indexes and orders and not _metrics(frame):
        first = frame.tokens[indexes[0]]
        frame.tokens[indexes[0]] = replace(first, cues=(("high", ""),))
        frame.reading.metrics.append(orders)


def _money(frame: Frame) -> None:
    """金额 and 钱 are of the money metric that is said, else of the shop's sales."""
    indexes = [i for i in frame.cues("money") if frame.free(i)]
    if not indexes:
        return
    named = [m.name for m in _metrics(frame) if m.unit == "money" and m.additive == "sum"]
    default = frame.lexicon.model.metrics.get(frame.lexicon.model.default_metric)
    counted = [m for m in _metrics(frame) if m.unit == "count"]
    if not named and default and default.unit == "money" and (counted or frame.cues(*_SOLD)):
        named = [default.name]
    for index in indexes if named else ():
        _becomes(frame, index, named[0])


def _cohorts(frame: Frame) -> None:
    """Refunds of those orders count whenever they came, not by their own date."""
    indexes = frame.cues("cohort")
    value = frame.lexicon.roles.money.get("refund", "")
    if not indexes or not any(m.name == value for m in _metrics(frame)):
        return
    twin = later_twin(frame.lexicon.model, value)
    if not twin:
        frame.block("this", *indexes)
        return
    for index in range(len(frame.tokens)):
        target = frame.target(index, "metric")
        if target and target.name == value:
            _becomes(frame, index, twin)
    frame.use(*indexes)
