"""What a metric that a query defines for itself is called: a label made of its parts."""

from collections.abc import Sequence

from sqlglot import exp

from semantic_layer import define_messages  # noqa: F401  (adds the texts)
from semantic_layer.compile.conditions import conditions_of
from semantic_layer.compile.keys import both, keys_of
from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.names import Names
from semantic_layer.compile.number import leaves
from semantic_layer.compile.said import entity_label, listed, used
from semantic_layer.compile.value_labels import value_label
from semantic_layer.durations import moments_of
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.query import FISCAL_STEPS, Defined, Filter
from semantic_layer.texts import Text

__all__ = ["aggregate_label", "label_of"]

_STEPS = ("hour", "day", "week", "month", "quarter", "year", *FISCAL_STEPS)


def label_of(said: Defined, names: Names, table: str) -> Text:
    """`平均每天的订单数`, `median GMV per row of orders (platform: Tmall)`; `table` holds its rows."""
    label = aggregate_label(said, names, table)
    if said.given:
        tables = _tables(said, names, table)
        given = tuple(used(c, names).label for c in conditions_of(said.given, names, tables))
        label = both("define.given", what=label, given=listed(given))
    if not said.over:
        return label
    part = said.over == said.metric and said.given and said.agg is None
    bottom = names.model.metrics[said.over].label
    return both("define.part" if part else "define.over", top=label, bottom=bottom)


def _tables(said: Defined, names: Names, table: str) -> tuple[str, ...]:
    if not said.metric:
        return (table,)
    found = (leaf.measure.table for leaf in leaves(number_of(names.model, said.metric)))
    return tuple(dict.fromkeys(found))


def aggregate_label(said: Defined, names: Names, table: str) -> Text:
    """What the rows or members are aggregated to, without what is made of it further on."""
    if said.field:
        what = _field(said.field, names, table)
        home = names.model.tables[table].label
        return both(f"define.of.{said.agg}", what=what, table=home, percent=_percent(said))
    metric = names.model.metrics[said.metric].label
    if said.per:
        return _nested(said, names, metric, table)
    if said.agg is None:
        return metric
    if said.agg == "count":
        return both("define.rows", what=metric)
    row = both("define.row", table=names.model.tables[table].label, metric=metric)
    return both(f"define.of.{said.agg}", what=row, table="", percent=_percent(said))


def _percent(said: Defined) -> str:
    return f"{said.percentile or 0:.0%}"


def _nested(said: Defined, names: Names, metric: Text, table: str) -> Text:
    one, many = _members(said.per, names, _tables(said, names, table))
    tests = listed(tuple(_test(test, names) for test in said.having))
    counted = said.agg in ("count", "share")
    what = tests if counted and said.having else metric
    named: dict[str, Text | str] = {"one": one, "many": many, "percent": _percent(said)}
    label = both(f"define.per.{said.agg}", what=what, **named)
    if said.having and not counted:
        label = both("define.only", what=label, tests=tests, **named)
    return label


def _test(test: Filter, names: Names) -> Text:
    known = names.model.metrics.get(test.field)
    values = listed(tuple(value_label(None, v) for v in test.values))
    field = known.label if known else Text(test.field, test.field)
    key = {"in": "=", "not_in": "!="}.get(test.op, test.op)
    return both(f"filter.{key}", field=field, values=values)


def _members(per: str, names: Names, tables: tuple[str, ...]) -> tuple[Text, Text]:
    """What one member is called, and what many: a day, days; a customer, customers."""
    key = keys_of((per,), names, tables)[-1]
    if key.on_clock and key.grain in _STEPS:
        return both(f"define.one.{key.grain}"), both(f"define.many.{key.grain}")
    many = entity_label(key, names)
    one = key.column.replace("_", " ") if key.identity.startswith("@") else many.en
    return both("define.one.other", name=Text(many.zh, one)), many


def _field(text: str, names: Names, table: str) -> Text:
    """A dimension's label, a duration in words, or the expression with labels in it."""
    moments = moments_of(text)
    if moments is not None:
        name, start, end = moments
        said = (_spelt(tree, names, table) for tree in (start, end))
        key = f"define.elapsed.{name.removesuffix('_between')}"
        return both(key, **dict(zip(("start", "end"), said, strict=True)))
    return _spelt(parse_expression(text), names, table)


def _spelt(tree: exp.Expr, names: Names, table: str) -> Text:
    return Text(*(_in(tree.copy(), names, table, lang) for lang in ("zh", "en")))


def _in(tree: exp.Expr, names: Names, table: str, lang: str) -> str:
    def labelled(node: exp.Expr) -> exp.Expr:
        parts: Sequence[str] = column_parts(node)
        if not parts:
            return node
        identity = names.identity(".".join(parts), (table,))
        return exp.Var(this=names.dimension(identity).label.get(lang))

    return tree.transform(labelled, copy=False).sql(dialect="duckdb")
