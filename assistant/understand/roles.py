"""What a verb of the trade stands for in one shop: its metrics by role, never by name.

卖 is the shop's default metric, 退 what its concepts or its own words call refunds, 烧 its ad
spend; with a counting word (退了多少件) the metric that is counted in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.understand.spans import Target
from semantic_layer.model import Metric, Model

# Family of verbs: stems of the names of its metrics, its concept, words for its money.
STEMS: dict[str, tuple[str, ...]] = {
    "refund": ("退", "refund", "return"),
    "ship": ("发货", "shipp"),
    "receive": ("签收", "receiv"),
    "place": ("下单", "拍下", "placed"),
    "register": ("注册", "regist", "sign-up"),
    "air": ("播", "场次", "live"),
}
_CONCEPTS = {"refund": ("refund", "value"), "burn": ("ad_spend", "cost")}
_WORDS = {
    "refund": ("退款金额", "退款额", "退款", "refund amount", "refunds"),
    "burn": ("广告消耗", "广告费", "广告花费", "推广费", "ad spend", "ad cost"),
    "receive": ("签收金额",),
}
_USUAL = {"件": "units", "单": "orders", "人": "buyers", "场": "live_sessions"}
_OTHER = tuple(s for stems in STEMS.values() for s in stems)


@dataclass(frozen=True, slots=True)
class Roles:
    """`money` is the metric of a family of verbs; `counts` the metrics by counting word; `found`
    remembers what was counted by (word, family)."""

    money: Mapping[str, str]
    counts: Mapping[str, tuple[str, ...]]
    found: dict[tuple[str, str], str] = field(default_factory=dict)


def roles_of(model: Model, phrases: Mapping[str, list[Target]]) -> Roles:
    """The roles of a shop, from its concepts, else from its own words."""
    money = {}
    for family in {*_CONCEPTS, *_WORDS}:
        name = _by_concept(model, family) or _by_words(model, phrases, family)
        if name:
            money[family] = name
    counts: dict[str, tuple[str, ...]] = {}
    for metric in model.metrics.values():
        noun = metric.noun.zh or ("小时" if metric.unit == "hours" else "")
        if noun and not metric.hidden:
            counts[noun] = (*counts.get(noun, ()), metric.name)
    return Roles(money, counts)


def _by_concept(model: Model, family: str) -> str:
    concept, slot = _CONCEPTS.get(family, ("", ""))
    bound = model.concept(concept)
    name = bound.get(slot) if bound else ""
    return name if name in model.metrics else ""


def _by_words(model: Model, phrases: Mapping[str, list[Target]], family: str) -> str:
    for word in _WORDS.get(family, ()):
        for target in phrases.get(word, ()):
            if target.kind == "metric":
                return target.name
            term = next((t for t in model.terms if t.name == target.name), None)
            if target.kind == "term" and term and len(term.choices) == 1:
                return term.choices[0]
    return ""


def speaks_of(metric: Metric, family: str) -> bool:
    """Whether a metric's own names hold a stem of the family; returning buyers return nothing."""
    names = f"{metric.label.zh} {metric.label.en}".lower().replace("returning", "")
    return any(stem in names for stem in STEMS.get(family, ()))


def counted_metric(model: Model, roles: Roles, noun: str, family: str) -> str:
    """The metric counted in `noun` that a family of verbs means; of sales when it is empty."""
    if (noun, family) not in roles.found:
        roles.found[noun, family] = _nearest_count(model, roles, noun, family)
    return roles.found[noun, family]


def _nearest_count(model: Model, roles: Roles, noun: str, family: str) -> str:
    metrics = [model.metrics[n] for n in roles.counts.get(noun, ())]
    if family:
        named = [m for m in metrics if speaks_of(m, family)]
        return min(named, key=lambda m: len(m.label.zh)).name if named else ""
    if noun == "小时":
        return ""
    usual = model.standard.get(_USUAL.get(noun, ""), "")
    if any(m.name == usual for m in metrics):
        return usual
    plain = [m for m in metrics if not _of_another_kind(m)] or metrics
    return min(plain, key=lambda m: _distance(model, m)).name if plain else ""


def _distance(model: Model, metric: Metric) -> tuple[bool, int, bool, int]:
    """How far a count is from the shop's default metric: group, conditions, clock, name."""
    default = model.metrics.get(model.default_metric)
    group = default is None or metric.group != default.group
    clock = (metric.measure.time if metric.measure else "").rpartition(".")[2]
    usual = default.measure.time if default and default.measure else ""
    conditions = len(metric.measure.where) if metric.measure else 9
    return group, conditions, clock != usual.rpartition(".")[2], len(metric.label.zh)


def _of_another_kind(metric: Metric) -> bool:
    names = f"{metric.label.zh} {metric.label.en}".lower().replace("returning", "")
    return any(stem in names for stem in _OTHER)


def later_twin(model: Model, name: str) -> str:
    """The metric that counts the same for the period's own orders, whenever it came."""
    metric = model.metrics[name]
    for other in model.metrics.values():
        words = " ".join((other.label.zh, other.label.en, *other.synonyms)).lower()
        of_orders = "归属" in words or "cohort" in words or "原订单" in words
        same = (other.unit, other.group, other.additive) == (
            metric.unit, metric.group, metric.additive,
        )  # fmt: skip
        if of_orders and same and not other.hidden and other.name != name:
            return other.name
    return ""
