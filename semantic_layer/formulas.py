"""A metric's definition in words: the shop's own, or one made from its parts."""

from collections.abc import Iterable
from dataclasses import replace

from sqlglot import exp

from semantic_layer import formula_messages  # noqa: F401  (adds the texts)
from semantic_layer.answered import Definition
from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.messages import keys, say
from semantic_layer.model import (
    GRAINS,
    Conversion,
    Look,
    Measure,
    Metric,
    MetricInput,
    Model,
    Nesting,
    Segment,
)
from semantic_layer.texts import NO_TEXT, Text

__all__ = ["definitions", "formula_of", "made_formula"]


def definitions(model: Model, asked: Iterable[str], shop: Model) -> tuple[Definition, ...]:
    """What metrics mean; for those that a query defined, also what of the shop they stand on."""
    found: dict[str, Definition] = {}
    waiting = list(asked)
    while waiting:
        known = model.metrics[waiting.pop(0)]
        own = known.name not in shop.metrics
        if known.name in found:
            continue
        if not (own and known.hidden):
            text = formula_of(model, known)
            found[known.name] = Definition(known.name, known.label, text, known.version)
        waiting += [part.metric for part in known.parts] if own else []
    return tuple(found.values())


def formula_of(model: Model, metric: Metric) -> Text:
    """The definition as the shop states it (formula, else description), or made from the parts."""
    metric = replace(metric, measure=metric.plain) if metric.plain is not None else metric
    stated = metric.formula if metric.formula != NO_TEXT else metric.description
    return stated if stated != NO_TEXT else made_formula(model, metric)


def made_formula(model: Model, metric: Metric) -> Text:
    """「订单」中「有效订单」的 pay_amount 之和，按支付时间: made from what the metric computes."""
    if metric.measure is not None:
        return _of_measure(model, metric.measure, metric.look)
    if metric.conversion is not None:
        return _of_conversion(model, metric.conversion)
    if metric.nesting is not None:
        return _of_nesting(model, metric.nesting)
    if metric.elapsed is not None:
        return _said(f"formula.elapsed_{metric.elapsed}")
    if metric.numerator is not None and metric.denominator is not None:
        top, bottom = (_of_part(model, p) for p in (metric.numerator, metric.denominator))
        return _said("formula.ratio", top=top, bottom=bottom)
    return _of_expression(model, metric)


def _of_measure(model: Model, measure: Measure, look: Look | None) -> Text:
    table = model.tables[measure.table]
    conditions = [*(() if measure.all_rows else table.rows), *measure.where]
    only = _conditions(model, measure.table, tuple(conditions))
    rows = _said("formula.only", names=only) if only != NO_TEXT else NO_TEXT
    text = _said("formula.rows", table=table.label, rows=rows, value=_apart(_value(model, measure)))
    clock = _clock(model, measure)
    if clock != NO_TEXT:
        text = _joined(text, _said("formula.clock", clock=clock))
    if measure.snapshot is not None:
        text = _joined(text, _said(f"formula.{measure.snapshot.choice}"))
    if measure.spread is not None:
        text = _joined(text, _said("formula.spread"))
    return text if look is None else _joined(text, _look(look))


def _value(model: Model, measure: Measure) -> Text:
    value = _named(model, measure.table, measure.expr)
    if measure.agg == "count":
        return _said("formula.count_of" if measure.expr else "formula.count", value=value)
    if measure.agg == "percentile":
        return _said("formula.percentile", value=value, percent=f"{measure.percentile:.0%}")
    return _said(f"formula.{measure.agg}", value=value)


def _apart(text: Text) -> Text:
    """Chinese sets a blank before Latin words."""
    return Text(f" {text.zh}" if text.zh[:1].isascii() else text.zh, text.en)


def _named(model: Model, table: str, text: str) -> Text:
    """An expression as written; a dimension by its label."""
    found = next((d for d in model.tables[table].dimensions if d.name == text), None)
    found = found or model.dimensions.get(text)
    return found.label if found is not None and found.label != NO_TEXT else Text(text, text)


def _clock(model: Model, measure: Measure) -> Text:
    if not measure.time:
        return NO_TEXT
    return _named(model, measure.table, measure.time)


def _conditions(model: Model, table: str, texts: tuple[str, ...]) -> Text:
    """Conditions joined by and: segments by their labels, expressions as written."""
    said = [_condition(model, table, t) for t in dict.fromkeys(texts)]
    joined = NO_TEXT
    for one in said:
        joined = one if joined == NO_TEXT else _joined(joined, _said("formula.and"), one)
    return joined


def _condition(model: Model, table: str, text: str) -> Text:
    segment = _segment(model, table, text)
    return segment.label if segment is not None else Text(text, text)


def _segment(model: Model, table: str, text: str) -> Segment | None:
    """A segment of the table, or (`order.valid`) of the one that the entity before the dot is of."""
    *above, last = text.split(".")
    homes = [model.tables[table]]
    if above:
        homes = [t for t in model.tables.values() if t.home == above[-1]]
    return next((s for t in homes for s in t.segments if s.name == last), None)


def _look(look: Look) -> Text:
    if look.kind == "window":
        return _said("formula.window", count=str(look.count), unit=_unit(look.unit))
    if look.kind == "to_date":
        return _said("formula.to_date", unit=_start(look.unit))
    return _said("formula.all")


def _of_part(model: Model, part: MetricInput) -> Text:
    """A metric as a part of another: its label, with its own filter and lag."""
    metric = model.metrics.get(part.metric)
    text = metric.label if metric is not None else Text(part.metric, part.metric)
    if part.look is not None and part.look.kind == "offset":
        count, unit = str(part.look.count), _unit(part.look.unit)
        text = _said("formula.offset", metric=text, count=count, unit=unit)
    elif part.look is not None:
        text = _said("formula.to_grain", metric=text, unit=_start(part.look.unit))
    if not part.where or metric is None:
        return text
    table = metric.measure.table if metric.measure is not None else next(iter(model.tables))
    return _said("formula.part", metric=text, rows=_conditions(model, table, part.where))


def _of_nesting(model: Model, nesting: Nesting) -> Text:
    """A metric of each customer, or each day, then aggregated over those that count."""
    value = _said(
        "formula.each", per=_per(model, nesting.per), metric=_of_part(model, nesting.part)
    )
    percent = f"{nesting.percentile or 0:.0%}"
    text = _said(f"formula.of.{nesting.agg}", value=value, percent=percent)
    if not nesting.having:
        return text
    labels = {name: m.label for name, m in model.metrics.items()}
    zh = "、".join(_spelt(test, labels, "zh") for test in nesting.having)
    en = ", ".join(_spelt(test, labels, "en") for test in nesting.having)
    return _said("formula.having", text=text, tests=Text(zh, en))


def _per(model: Model, per: str) -> Text:
    """What a nested metric is taken for each of: a step of time, a dimension, an entity."""
    if f"per.{per}" in keys():
        return _said(f"per.{per}")
    home = next((t for t in model.tables.values() if t.home == per), None)
    if home is not None:
        return _said("per.one", name=home.label)
    found = model.dimensions.get(per) or next(iter(model.dimensions_named(per)), None)
    return _said("per.one", name=found.label if found is not None else Text(per, per))


def _of_expression(model: Model, metric: Metric) -> Text:
    """The expression with the labels of its metrics."""
    parts = {name: _of_part(model, part) for name, part in metric.inputs}
    try:
        return Text(*(_spelt(metric.expr, parts, lang) for lang in ("zh", "en")))
    except QueryError:
        return Text(metric.expr, metric.expr)


def _spelt(expr: str, parts: dict[str, Text], lang: str) -> str:
    def labelled(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Nullif):
            return labelled(node.this)
        if isinstance(node, exp.Column) and node.name in parts:
            return exp.Var(this=parts[node.name].get(lang))
        return node

    return parse_expression(expr).transform(labelled, copy=False).sql()


def _of_conversion(model: Model, conversion: Conversion) -> Text:
    window = NO_TEXT
    if conversion.window is not None:
        count, unit = conversion.window
        window = _said("formula.within", count=str(count), unit=_unit(unit))
    return _said(
        "formula.conversion" if conversion.rate else "formula.conversion_count",
        base=_of_part(model, conversion.base),
        event=_of_part(model, conversion.conversion),
        window=window,
        entity=conversion.entity,
    )


def _unit(unit: str) -> Text:
    return _said(f"unit.{unit}") if unit in GRAINS else Text(unit, unit)


def _start(unit: str) -> Text:
    key = f"start.{unit}"
    return _said(key) if key in keys() else Text(unit, unit)


def _joined(*parts: Text) -> Text:
    return Text("".join(p.zh for p in parts), "".join(p.en for p in parts))


def _said(key: str, **values: Text | str) -> Text:
    zh, en = (
        say(key, lang, **{k: v.get(lang) if isinstance(v, Text) else v for k, v in values.items()})
        for lang in ("zh", "en")
    )
    return Text(zh, en)
