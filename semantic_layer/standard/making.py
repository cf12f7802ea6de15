"""Makes the standard metrics of a shop: what its concepts give, less what it has said itself."""

from dataclasses import dataclass, field, replace

from semantic_layer.model import Conversion, Measure, Metric, MetricInput, Model, Nesting
from semantic_layer.standard.bases import FIRST, Bases
from semantic_layer.standard.book import GROUPS, QUESTIONS, RECIPES
from semantic_layer.standard.facts import with_facts
from semantic_layer.standard.recipes import Made, Making, Of, Over, Per, Recipe, Then
from semantic_layer.standard.said import definition
from semantic_layer.standard.same import Meaning, meaning
from semantic_layer.standard.words import Taken, folded, taken_by
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Concept, Term, Wishes


def with_standard(model: Model, wishes: Wishes) -> Model:
    """The model with the standard metrics that it has not declared, and their questions.

    `model.standard` tells for each recipe the metric that stands for it, the shop's or a new one.
    """
    made = _Standard(model, wishes, taken_by(model), taken_by(model))
    for recipe in RECIPES.values():
        made.consider(recipe)
    questions = made.questions()
    return replace(
        model,
        tables=with_facts(model, made.bases.facts),
        dimensions={**model.dimensions, **{d.id: d for d in made.bases.facts.values()}},
        metrics={**made.metrics, **made.hidden()},
        terms=(*model.terms, *questions),
        concepts={n: made.bound(c) for n, c in model.concepts.items()},
        standard=made.roles,
    )


@dataclass(slots=True)
class _Standard:
    """The standard metrics of one shop in the making. `roles`: recipe to the shop's metric."""

    model: Model
    wishes: Wishes
    taken: Taken
    shop_words: Taken
    metrics: dict[str, Metric] = field(init=False)
    roles: dict[str, str] = field(default_factory=dict)
    bases: Bases = field(init=False)
    _meanings: dict[Meaning, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.metrics = dict(self.model.metrics)
        self.bases = Bases(self.model, self._measure_of)
        for metric in self.model.metrics.values():
            self._meanings.setdefault(meaning(metric, self.metrics, self.model), metric.name)

    def _measure_of(self, name: str) -> Measure | None:
        metric = self.model.metrics.get(name)
        return metric.measure if metric is not None and metric.kind == "simple" else None

    def consider(self, recipe: Recipe) -> None:
        """Take the shop's own metric for a recipe, or make one, or leave it."""
        own = self._bound(recipe)
        if own:
            self.roles[recipe.name] = own
            return
        metric = self._made(recipe) if recipe.name not in self.wishes.off else None
        if metric is None:
            return
        same = self._meanings.get(meaning(metric, self.metrics, self.model))
        if same is not None:
            self.roles[recipe.name] = same
            return
        owner = recipe.name if recipe.name in self.metrics else self.taken.claimed(recipe)
        if owner is None:
            self._add(metric, recipe)
        elif owner and self._alike(metric, self.metrics[owner]):
            self.roles[recipe.name] = owner

    def _bound(self, recipe: Recipe) -> str:
        """The metric that a concept's slot names outright."""
        of = recipe.making
        plain = isinstance(of, Of) and of.agg == "sum" and of.what
        if not plain or of.rows or of.where or "." in of.clock or of.clock == "placed":  # type: ignore[union-attr]
            return ""
        concept = self.model.concept(of.concept)  # type: ignore[union-attr]
        bound = concept.get(of.what) if concept else ""  # type: ignore[union-attr]
        return bound if bound in self.model.metrics else ""

    def _alike(self, made: Metric, own: Metric) -> bool:
        """Whether the shop's own metric of that name may stand for the standard one in others: it
        is about the same rows and clock. Ratios and the like are parts of nothing."""
        if made.measure is None or own.measure is None:
            return made.measure is own.measure
        one, two = made.measure, own.measure
        counts = ("count", "count_distinct")
        same = one.agg == two.agg or (one.agg in counts and two.agg in counts)
        return same and (one.table, one.time) == (two.table, two.time)

    def _add(self, metric: Metric, recipe: Recipe) -> None:
        words = self.wishes.words.get(recipe.name)
        label = words.label if words and words.label else metric.label
        synonyms = words.synonyms if words and words.synonyms else self.taken.free(recipe.words)
        formula = self._formula(recipe, metric)
        metric = replace(metric, label=label, synonyms=synonyms, formula=formula)
        self.metrics[metric.name] = metric
        self.roles[recipe.name] = metric.name
        self.taken.add(metric)
        self._meanings[meaning(metric, self.metrics, self.model)] = metric.name

    def _made(self, recipe: Recipe) -> Metric | None:
        if not all(self._has(need) for need in recipe.needs) or not self._may(recipe.making):
            return None
        metric = Metric(
            recipe.name, "simple", recipe.label, unit=recipe.unit, noun=recipe.noun,
            decimals=recipe.decimals, better=recipe.better, group=GROUPS[recipe.name],
            caveat=recipe.caveat, hidden=recipe.hidden, matured=recipe.matured, origin="standard",
        )  # fmt: skip
        return self._with_parts(metric, recipe.making)

    def _may(self, making: Making) -> bool:
        """Whether what it is made of is there at all."""
        match making:
            case Of():
                return making.concept in self.model.concepts
            case Over(top, bottom):
                return top in self.roles and bottom in self.roles
            case Made(_, parts):
                return all(part in self.roles for part in parts)
            case Per():
                return making.metric in self.roles
            case Then():
                return making.first in self.roles and making.then in self.roles

    def _has(self, need: str) -> bool:
        concept, _, slot = need.partition(".")
        bound = self.model.concept(concept)
        return bound is not None and slot in bound

    def _with_parts(self, metric: Metric, making: Making) -> Metric | None:
        match making:
            case Of():
                return self._simple(metric, making)
            case Over(top, bottom):
                return self._over(metric, top, bottom)
            case Made(expr, parts):
                return self._derived(metric, expr, parts)
            case Per():
                return self._nested(metric, making)
            case Then():
                return self._followed(metric, making)

    def _simple(self, metric: Metric, of: Of) -> Metric | None:
        measure = self.bases.measure(of)
        if measure is None:
            return None
        counts = {"sum": "sum", "count": "sum", "count_distinct": "distinct"}
        additive = "stock" if measure.snapshot else counts.get(measure.agg, "none")
        place = self.model.concepts[of.concept].place
        return replace(metric, measure=measure, additive=additive, place=place)  # type: ignore[arg-type]

    def _over(self, metric: Metric, top: str, bottom: str) -> Metric:
        parts = MetricInput(self.roles[top]), MetricInput(self.roles[bottom])
        place = self.metrics[parts[0].metric].place
        return replace(
            metric, kind="ratio", numerator=parts[0], denominator=parts[1], additive="ratio",
            place=place,
        )  # fmt: skip

    def _derived(self, metric: Metric, expr: str, parts: tuple[str, ...]) -> Metric:
        inputs = tuple((part, MetricInput(self.roles[part])) for part in parts)
        place = self.metrics[inputs[0][1].metric].place
        return replace(metric, kind="derived", expr=expr, inputs=inputs, place=place)

    def _nested(self, metric: Metric, per: Per) -> Metric | None:
        by = self._member(per.per)
        if by is None:
            return None
        inner = self.roles[per.metric]
        having = self._having(per, inner)
        if having is None:
            return None
        nesting = Nesting(MetricInput(inner), by, per.agg, having=having)
        place = self.metrics[inner].place
        return replace(metric, kind="nested", nesting=nesting, place=place)

    def _followed(self, metric: Metric, then: Then) -> Metric | None:
        by = self._member(then.per)
        if by is None:
            return None
        base, conversion = MetricInput(self.roles[then.first]), MetricInput(self.roles[then.then])
        return replace(
            metric, kind="conversion", conversion=Conversion(base, conversion, by, then.window),
            additive="ratio", place=self.metrics[base.metric].place,
        )  # fmt: skip

    def _having(self, per: Per, inner: str) -> tuple[str, ...] | None:
        """The condition on each member: on the metric itself, or on another recipe's."""
        if not per.having:
            return ()
        if per.having[0] in "=<>":
            return (f'"{inner}" {per.having}',)
        name, _, rest = per.having.partition(" ")
        return (f'"{self.roles[name]}" {rest}',) if name in self.roles else None

    def _member(self, per: str) -> str | None:
        """A step of time, or the key of a slot as a query names it."""
        concept, _, slot = per.partition(".")
        if not slot:
            return per
        bound = self.model.concept(concept)
        return self.bases.named(bound, slot) if bound is not None and slot in bound else None

    def _formula(self, recipe: Recipe, metric: Metric) -> Text:
        labels = {name: self.metrics[own].label for name, own in self.roles.items()}
        return definition(recipe, metric, labels, self.model)

    def questions(self) -> list[Term]:
        """Words of several standard meanings that this shop has, unless it answers them itself."""
        asked = []
        for question in QUESTIONS:
            choices = tuple(
                dict.fromkeys(self.roles[c] for c in question.choices if c in self.roles)
            )
            words = self.shop_words.free(question.words) if len(choices) > 1 else ()
            if words and any(self.metrics[c].origin == "standard" for c in choices):
                asked.append(Term(question.name, words, choices, question.ask))
                self._give_up(words)
        return asked

    def hidden(self) -> dict[str, Metric]:
        """The time of a customer's first order, where conditions name it."""
        if self.bases.first is None:
            return {}
        label = Text("首单时间", "time of the first order")
        place = self.model.concepts["order"].place
        return {
            FIRST: Metric(
                FIRST, "simple", label, formula=label, measure=self.bases.first, hidden=True,
                origin="standard", place=place,
            )
        }  # fmt: skip

    def _give_up(self, words: tuple[str, ...]) -> None:
        """Take words that are asked back from the standard metrics."""
        given = {folded(word) for word in words}
        for name, metric in self.metrics.items():
            if metric.origin == "standard":
                kept = tuple(w for w in metric.synonyms if folded(w) not in given)
                self.metrics[name] = replace(metric, synonyms=kept)

    def bound(self, concept: Concept) -> Concept:
        """The concept with a metric wherever an expression was bound as an amount."""
        bindings = dict(concept.bindings)
        for recipe in RECIPES.values():
            of = recipe.making
            if not isinstance(of, Of) or of.concept != concept.name or of.what not in bindings:
                continue
            plain = of.agg == "sum" and not of.rows and not of.where and "." not in of.clock
            if plain and of.clock != "placed" and recipe.name in self.roles:
                bindings[of.what] = self.roles[recipe.name]
        return replace(concept, bindings=bindings)
