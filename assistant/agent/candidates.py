"""What of a shop fits a question: only that goes into a prompt, and only what the role sees."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.understand.normalise import fold, normalise
from semantic_layer.model import Dimension, Metric, Model, ValueLabel
from semantic_layer.policy import role_of, sees_dimension, sees_metric
from semantic_layer.texts import Text

MOST_METRICS, MOST_DIMENSIONS, MOST_VALUES = 16, 14, 12


@dataclass(frozen=True, slots=True)
class MatchedValue:
    """A member of a dimension whose name stands in the question."""

    dimension: Dimension
    value: str
    word: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Metrics and dimensions, best first, and the members that the question names."""

    metrics: tuple[Metric, ...]
    dimensions: tuple[Dimension, ...]
    values: tuple[MatchedValue, ...]


def candidates(
    text: str, model: Model, values: Mapping[str, Iterable[object]], role: str = "owner"
) -> Candidates:
    """The candidates for a question; `values` are the data values of indexed dimensions."""
    asked = fold(normalise(text))
    seen = role_of(model, role)
    metrics = [m for m in model.metrics.values() if not m.hidden and sees_metric(seen, m)]
    dimensions = [d for d in _homes(model) if sees_dimension(model, seen, d.id)]
    matched = tuple(_matched(asked, dimensions, values))[:MOST_VALUES]
    named = {m.dimension.id for m in matched}
    ranked = sorted(dimensions, key=lambda d: (d.id not in named, -_dimension_fit(asked, d)))
    use = _uses(model)
    best = sorted(metrics, key=lambda m: (-_metric_fit(asked, m), -use[m.name]))
    return Candidates(tuple(best[:MOST_METRICS]), tuple(ranked[:MOST_DIMENSIONS]), matched)


def reference(dimension: Dimension, model: Model) -> str:
    """How a query names the dimension: its bare name while that is unique."""
    alone = len(model.dimensions_named(dimension.name)) == 1
    return dimension.name if alone else dimension.id


def words_of_value(label: ValueLabel) -> tuple[str, ...]:
    """Everything that a coded value is called."""
    return (str(label.value), label.label.zh, label.label.en, *label.synonyms)


def _homes(model: Model) -> list[Dimension]:
    return [d for d in model.dimensions.values() if not (d.same_as or d.pii or d.is_time)]


def _uses(model: Model) -> Counter[str]:
    """How many other metrics are built on each: the shop's main numbers come first."""
    uses: Counter[str] = Counter({model.default_metric: len(model.metrics)})
    for metric in model.metrics.values():
        uses.update(part.metric for part in metric.parts)
    return uses


def _metric_fit(asked: str, metric: Metric) -> float:
    """Names that share less than half of their letters with the question do not fit at all."""
    score = fit(asked, (metric.name, *_texts(metric.label), *metric.synonyms))
    return score if score >= 0.5 else 0.0


def _dimension_fit(asked: str, dimension: Dimension) -> float:
    return fit(asked, (dimension.name, *_texts(dimension.label), *dimension.synonyms))


def _texts(text: Text) -> tuple[str, str]:
    return text.zh, text.en


def fit(asked: str, names: Iterable[str]) -> float:
    """How well the best of `names` fits: the share of its character pairs found in the question,
    a little more for longer names that stand there whole."""
    best = 0.0
    for name in filter(None, map(fold, map(normalise, names))):
        pairs = {name[i : i + 2] for i in range(max(1, len(name) - 1))}
        share = sum(pair in asked for pair in pairs) / len(pairs)
        best = max(best, share + (0.01 * len(name) if name in asked else 0.0))
    return best


def _matched(
    asked: str, dimensions: Iterable[Dimension], values: Mapping[str, Iterable[object]]
) -> Iterable[MatchedValue]:
    """Members named in the question; a longer name hides the shorter ones that it holds."""
    found: list[MatchedValue] = []
    for dimension in dimensions:
        known = [(word, str(v.value)) for v in dimension.values for word in words_of_value(v)]
        known += [(str(value), str(value)) for value in values.get(dimension.id, ())]
        found += [
            MatchedValue(dimension, value, word) for word, value in known if _stands(word, asked)
        ]
    found.sort(key=lambda m: -len(m.word))
    kept: list[MatchedValue] = []
    for match in found:
        same = any(match.value == k.value and match.dimension is k.dimension for k in kept)
        inside = any(match.word != k.word and match.word in k.word for k in kept)
        if not same and not inside:
            kept.append(match)
    return kept


def _stands(word: str, asked: str) -> bool:
    """Short codes are not words: one letter or digit alone never stands for a member."""
    folded = fold(normalise(word))
    if len(folded) < 2:
        return False
    if folded.isascii():
        return f" {folded} " in f" {_spaced(asked)} "
    return folded in asked


def _spaced(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else " " for c in text)
