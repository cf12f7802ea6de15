"""Questions that a shop may be asked, made of what it has: each is tried before it is listed."""

from itertools import zip_longest

from semantic_layer.model import Model
from semantic_layer.texts import Text

__all__ = ["candidates"]

_BY = ("category", "channel", "platform", "city", "country", "province", "brand")
_LEAD = (
    "gmv", "goods_gmv", "orders", "buyers", "units", "aov", "gmv_per_buyer", "repeat_rate",
    "new_buyers", "refund_amount", "refund_rate", "ad_cost", "ctr", "uv", "cart_users", "pay_users",
    "reported_gmv", "reported_orders", "reported_pv",
)  # fmt: skip
_MOST = 24


def candidates(model: Model) -> list[Text]:
    """Questions in both languages, the weightiest first: totals, courses, splits, the best things."""
    metrics = [m for m in _LEAD if m in model.metrics]
    metrics += [
        m.name for m in model.metrics.values() if m.origin != "standard" and m.name not in metrics
    ][:6]
    courses = [_text(model, name, "每个月的{}", "{} by month") for name in metrics[:8]]
    totals = [_text(model, name, "{}是多少", "what is {}") for name in metrics[:12]]
    reported = [
        m.name
        for m in model.metrics.values()
        if m.measure is not None and m.measure.agg == "reported"
    ]
    courses += [_text(model, name, "每天的{}", "{} by day") for name in reported[:3]]
    found: list[Text] = []
    for some in zip_longest(courses, [*_best(model, metrics), *_splits(model, metrics)], totals):
        found += [text for text in some if text is not None]
    return list(dict.fromkeys(found))[:_MOST]


def _text(model: Model, name: str, zh: str, en: str) -> Text:
    own = model.metrics[name].label
    return Text(zh.format(own.zh), en.format(own.en))


def _splits(model: Model, metrics: list[str]) -> list[Text]:
    found = []
    for dimension in model.dimensions.values():
        word = dimension.id.split(".")[-1]
        if (
            any(part in word for part in _BY)
            and dimension.type == "text"
            and not dimension.pii
            and metrics
        ):
            own, by = model.metrics[metrics[0]].label, dimension.label
            found.append(Text(f"各{by.zh}的{own.zh}", f"{own.en} by {by.en}"))
    return found[:4]


def _best(model: Model, metrics: list[str]) -> list[Text]:
    product = model.concept("product")
    name = product.get("name") if product else ""
    dimension = model.dimensions.get(name or "")
    main = next((m for m in ("goods_gmv", "gmv") if m in metrics), "")
    if dimension is None or not main:
        return []
    own, by = model.metrics[main].label, dimension.label
    return [Text(f"{own.zh}最高的10个{by.zh}", f"top 10 {by.en} by {own.en}")]
