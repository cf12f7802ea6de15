"""The metric that says the same where another cannot be split: 商品销售额 for 销售额 by product."""

from assistant.understand.lexicon import Lexicon
from assistant.understand.normalise import fold
from assistant.understand.reading import Reading, swap
from semantic_layer.model import Metric

_SHARED = 2


def sibling(metric: str, dimensions: list[str], lexicon: Lexicon) -> str:
    """The one metric of the same kind that reaches all the dimensions and whose words are the words
    of `metric`, narrowed (商品销售额, product sales); empty when there is none or several."""
    found = [
        (_shared(lexicon.model.metrics[metric], m), m.name)
        for m in _fitting(metric, dimensions, lexicon)
    ]
    found = sorted((f for f in found if f[0] >= _SHARED), reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return ""
    return found[0][1]


def alternatives(metric: str, dimensions: list[str], lexicon: Lexicon) -> list[str]:
    """Metrics of the same kind that can be split as asked, those of the same group first."""
    fitting = _fitting(metric, dimensions, lexicon)
    group = lexicon.model.metrics[metric].group
    return [m.name for m in sorted(fitting, key=lambda m: m.group != group)]


def with_siblings(reading: Reading, lexicon: Lexicon, lang: str) -> Reading:
    """Metrics that cannot be split as asked give way to their siblings that can; it is said."""
    used = used_dimensions(reading, lexicon)
    for metric in list(reading.metrics):
        if all(lexicon.reaches(metric, d) for d in used):
            continue
        other = sibling(metric, used, lexicon)
        if other:
            labels = [lexicon.model.metrics[m].label.get(lang) for m in (metric, other)]
            reading = swap(reading, metric, other)
            told = {"metric": labels[0], "other": labels[1]}
            reading.assumed.append(("assumed.other_metric", told))
    return reading


def used_dimensions(reading: Reading, lexicon: Lexicon) -> list[str]:
    """The dimensions that a reading groups and filters by."""
    groups = [b for b in reading.by if b in lexicon.model.dimensions]
    return groups + [c.dimension for c in reading.where]


def unreached(reading: Reading, lexicon: Lexicon) -> tuple[str, ...]:
    """The dimensions of a reading that one of its metrics cannot be split by."""
    used = used_dimensions(reading, lexicon)
    return tuple(
        dict.fromkeys(d for m in reading.metrics for d in used if not lexicon.reaches(m, d))
    )


def _fitting(metric: str, dimensions: list[str], lexicon: Lexicon) -> list[Metric]:
    asked = lexicon.model.metrics[metric]
    return [
        m for m in lexicon.model.metrics.values()
        if not m.hidden and _nature(m) == _nature(asked)
        and all(lexicon.reaches(m.name, d) for d in dimensions)
    ]  # fmt: skip


def _nature(metric: Metric) -> tuple[object, ...]:
    return metric.unit, metric.additive, metric.better, metric.noun


def _words(metric: Metric) -> list[str]:
    return [fold(w) for w in (metric.label.zh, metric.label.en, *metric.synonyms) if len(w) > 1]


def _shared(asked: Metric, other: Metric) -> int:
    """How many of the words of `asked` end a longer word of `other`."""
    longer = _words(other)
    return sum(1 for w in _words(asked) if any(o.endswith(w) and o != w for o in longer))
