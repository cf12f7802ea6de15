"""Which words a shop has taken itself: a standard metric never shares a name with its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from semantic_layer.model import Metric, Model
from semantic_layer.standard.recipes import Recipe


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """A word without case, spaces and underscores."""
    return word.casefold().replace(" ", "").replace("_", "")


@dataclass(slots=True)
class Taken:
    """Words with the metric or term that has taken them."""

    metrics: dict[str, str] = field(default_factory=dict)
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, metric: Metric) -> None:
        for word in (metric.name, metric.label.zh, metric.label.en, *metric.synonyms):
            self.metrics.setdefault(folded(word), metric.name)

    def claimed(self, recipe: Recipe) -> str | None:
        """The metric that has taken the recipe's own label; "" for a term that has."""
        for word in (recipe.label.zh, recipe.label.en):
            owner = self.metrics.get(folded(word))
            if owner is not None:
                return owner
            choices = self.terms.get(folded(word))
            if choices is not None and recipe.name not in choices:
                return ""
        return None

    def free(self, words: Iterable[str]) -> tuple[str, ...]:
        """The words that nobody has taken."""
        return tuple(
            w for w in words if folded(w) not in self.metrics and folded(w) not in self.terms
        )


def taken_by(model: Model) -> Taken:
    """The words of a shop's own metrics and terms."""
    taken = Taken()
    for metric in model.metrics.values():
        taken.add(metric)
    for term in model.terms:
        for word in term.words:
            taken.terms.setdefault(folded(word), term.choices)
    return taken
