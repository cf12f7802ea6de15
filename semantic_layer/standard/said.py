"""The definition of a standard metric in words, with what the shop calls its parts."""

from collections.abc import Mapping
from string import Formatter

from semantic_layer import concept_messages  # noqa: F401  (adds the texts)
from semantic_layer.concepts.catalogue import CATALOGUE
from semantic_layer.messages import say
from semantic_layer.model import Measure, Metric, Model, Table
from semantic_layer.standard.bases import FIRST
from semantic_layer.standard.recipes import Of, Recipe
from semantic_layer.texts import Text

_LANGS = ("zh", "en")
_MASS = ("ad spend", "stock")


def definition(recipe: Recipe, metric: Metric, labels: Mapping[str, Text], model: Model) -> Text:
    """The recipe's formula filled in; `labels` are those of the metrics that stand for recipes."""
    return Text(*(_filled(recipe, metric, labels, model, lang) for lang in _LANGS))


def _filled(
    recipe: Recipe, metric: Metric, labels: Mapping[str, Text], model: Model, lang: str
) -> str:
    text = recipe.formula.get(lang)
    holes = {name for _, name, _, _ in Formatter().parse(text) if name}
    said = {hole: labels[hole].get(lang) for hole in holes if hole in labels}
    if metric.measure is not None and isinstance(recipe.making, Of):
        if "time" in holes:
            said["time"] = _clock(metric.measure, model, lang)
        if "ties" in holes:  # without a number for each order, those of one moment are alike
            alike = any(f'"{FIRST} by ' in text for text in metric.measure.where)
            said["ties"] = say("standard.ties", lang) if alike else ""
        if "rows" in holes:
            said["rows"] = _rows(recipe.making.concept, metric.measure, model, lang)
    return text.format(**said)


def _clock(measure: Measure, model: Model, lang: str) -> str:
    table = model.tables[measure.table]
    named = (f"{table.home}.{measure.time}", measure.time)
    found = next((model.dimensions[n] for n in named if n in model.dimensions), None)
    found = found or next(iter(model.dimensions_named(measure.time.rpartition(".")[2])), None)
    return found.label.get(lang) if found else measure.time


def _rows(concept: str, measure: Measure, model: Model, lang: str) -> str:
    """有效订单, or what the rows are with the conditions that hold: 订单行（有效订单；不含赠品）."""
    table = model.tables[measure.table]
    conditions = (*(() if measure.all_rows else table.rows), *measure.where)
    own = {s.name: s.label.get(lang) for s in table.segments}
    if conditions and all(c in own and own[c] != c for c in conditions):
        return say("standard.and", lang).join(own[c] for c in conditions)
    thing = _things(concept, table, lang)
    said = [_condition(c, own, model, lang) for c in conditions]
    if not said:
        return thing
    return say("standard.rows", lang, thing=thing, rows=say("standard.and", lang).join(said))


def _things(concept: str, table: Table, lang: str) -> str:
    label = CATALOGUE[concept].label.get(lang)
    if table.label != Text(table.name, table.name):
        return table.label.get(lang)
    return f"{label}s" if lang == "en" and label not in _MASS else label


def _condition(text: str, own: Mapping[str, str], model: Model, lang: str) -> str:
    """The label of a segment, of this table or of one that it leads to; else the condition."""
    if text in own:
        return own[text]
    last = text.rpartition(".")[2]
    labels = [
        s.label.get(lang) for t in model.tables.values() for s in t.segments if s.name == last
    ]
    return labels[0] if "." in text and len(set(labels)) == 1 else text
