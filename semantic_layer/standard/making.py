"""Makes the standard metrics of a shop: what its concepts give, less what it has said itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from string import Formatter

from semantic_layer.concepts.catalogue import CATALOGUE
from semantic_layer.model import Measure, Metric, MetricInput, Model, Nesting
from semantic_layer.standard.bases import Bases
from semantic_layer.standard.book import GROUPS, QUESTIONS, RECIPES
from semantic_layer.standard.recipes import Made, Making, Of, Over, Per, Recipe
from semantic_layer.standard.same import Meaning, meaning
from semantic_layer.standard.words import Taken, taken_by
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Concept, Term, Wishes

_LANGS = ("zh", "en")


def with_standard(model: Model, wishes: Wishes) -> Model:
    """The model with the standard metrics that it has not declared, and their questions.

    `model.standard` tells for each recipe the metric that stands for it, the shop's or a new one.
    """
    made = _Standard(model, wishes, taken_by(model, model.metrics))
    for recipe in RECIPES.values():
        made.consider(recipe)
    return replace(
        model,
        metrics=made.metrics,
        terms=(*model.terms, *made.questions()),
        concepts={n: made.bound(c) for n, c in model.concepts.items()},
        standard=made.roles,
    )


@dataclass(slots=True)
class _Standard:
    """The standard metrics of one shop in the making. `roles`: recipe to the shop's metric."""

    model: Model
    wishes: Wishes
    taken: Taken
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
        metric = self.metrics.get(name)
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
        return bound if bound in self.metrics else ""

    def _alike(self, made: Metric, own: Metric) -> bool:
        """Whether the shop's own metric of that name may stand for the standard one in others: it
        is about the same rows and clock. Ratios and the like are parts of nothing."""
        if made.measure is None or own.measure is None:
            return made.measure is own.measure
        return (made.measure.table, made.measure.time) == (own.measure.table, own.measure.time)

    def _add(self, metric: Metric, recipe: Recipe) -> None:
        words = self.wishes.words.get(recipe.name)
        label = words.label if words and words.label else metric.label
        synonyms = words.synonyms if words and words.synonyms else self.taken.free(recipe.words)
        metric = replace(metric, label=label, synonyms=synonyms)
        self.metrics[metric.name] = metric
        self.roles[recipe.name] = metric.name
        self.taken.add(metric)
        self._meanings[meaning(metric, self.metrics, self.model)] = metric.name

    def _made(self, recipe: Recipe) -> Metric | None:
        if not all(self._has(need) for need in recipe.needs):
            return None
        metric = Metric(
            recipe.name, "simple", recipe.label, unit=recipe.unit, noun=recipe.noun,
            decimals=recipe.decimals, better=recipe.better, group=GROUPS[recipe.name],
            caveat=recipe.caveat, hidden=recipe.hidden, origin="standard",
        )  # fmt: skip
        made = self._with_parts(metric, recipe.making)
        return None if made is None else replace(made, formula=self._formula(recipe, made))

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

    def _simple(self, metric: Metric, of: Of) -> Metric | None:
        measure = self.bases.measure(of)
        if measure is None:
            return None
        counts = {"sum": "sum", "count": "sum", "count_distinct": "distinct"}
        additive = "stock" if measure.snapshot else counts.get(measure.agg, "none")
        place = self.model.concepts[of.concept].place
        return replace(metric, measure=measure, additive=additive, place=place)  # type: ignore[arg-type]

    def _over(self, metric: Metric, top: str, bottom: str) -> Metric | None:
        if top not in self.roles or bottom not in self.roles:
            return None
        parts = MetricInput(self.roles[top]), MetricInput(self.roles[bottom])
        place = self.metrics[parts[0].metric].place
        return replace(
            metric, kind="ratio", numerator=parts[0], denominator=parts[1], additive="ratio",
            place=place,
        )  # fmt: skip

    def _derived(self, metric: Metric, expr: str, parts: tuple[str, ...]) -> Metric | None:
        if any(part not in self.roles for part in parts):
            return None
        inputs = tuple((part, MetricInput(self.roles[part])) for part in parts)
        place = self.metrics[inputs[0][1].metric].place
        return replace(metric, kind="derived", expr=expr, inputs=inputs, place=place)

    def _nested(self, metric: Metric, per: Per) -> Metric | None:
        by = self._member(per.per)
        if per.metric not in self.roles or by is None:
            return None
        inner = self.roles[per.metric]
        tests = ()
        if per.having:
            names = {name: self.roles.get(name, "") for name in RECIPES if name in per.having}
            text = f'"{inner}" {per.having}' if per.having[0] in "=<>!" else per.having
            for name, own in names.items():
                if not own:
                    return None
                text = text.replace(name, own)
            tests = (text,)
        nesting = Nesting(MetricInput(inner), by, per.agg, having=tests)
        place = self.metrics[inner].place
        return replace(metric, kind="nested", nesting=nesting, place=place)

    def _member(self, per: str) -> str | None:
        """A step of time, or the key of a slot as a query names it."""
        concept, _, slot = per.partition(".")
        if not slot:
            return per
        bound = self.model.concept(concept)
        return self.bases.named(bound, slot) if bound is not None and slot in bound else None

    def _formula(self, recipe: Recipe, metric: Metric) -> Text:
        return Text(*(self._filled(recipe.formula.get(lang), recipe, metric, lang) for lang in _LANGS))

    def _filled(self, text: str, recipe: Recipe, metric: Metric, lang: str) -> str:
        holes = {name for _, name, _, _ in Formatter().parse(text) if name}
        said = {h: self.metrics[self.roles[h]].label.get(lang) for h in holes if h in self.roles}
        if metric.measure is not None and isinstance(recipe.making, Of):
            said["time"] = self._clock_label(metric.measure, lang)
            said["rows"] = self._rows_label(recipe.making, metric.measure, lang)
        return text.format(**said)

    def _clock_label(self, measure: Measure, lang: str) -> str:
        name = measure.time.rpartition(".")[2]
        own = [d for d in self.model.tables[measure.table].dimensions if d.name == name]
        found = own or self.model.dimensions_named(measure.time) or self.model.dimensions_named(name)
        return found[0].label.get(lang) if found else measure.time

    def _rows_label(self, of: Of, measure: Measure, lang: str) -> str:
        """The labels of the conditions that hold, else what the rows are."""
        table = self.model.tables[measure.table]
        names = (*(() if measure.all_rows else table.rows), *measure.where)
        labels = [s.label.get(lang) for s in table.segments if s.name in names]
        return "、".join(labels) if lang == "zh" and labels else (
            ", ".join(labels) or CATALOGUE[of.concept].label.get(lang)
        )

    def questions(self) -> list[Term]:
        """Words of several standard meanings that this shop has, unless it answers them itself."""
        asked = []
        for question in QUESTIONS:
            choices = tuple(
                dict.fromkeys(self.roles[c] for c in question.choices if c in self.roles)
            )
            words = self.taken.free(question.words) if len(choices) > 1 else ()
            if words and any(self.metrics[c].origin == "standard" for c in choices):
                asked.append(Term(question.name, words, choices, question.ask))
        return asked

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


def made_of(model: Model) -> Mapping[str, Metric]:
    """The standard metrics that a model has been given."""
    return {n: m for n, m in model.metrics.items() if m.origin == "standard"}
