"""A metric of each entity as a value of a row: taken in a query of its own, under the same role,
and joined by the entity's key. What the query has no row for has 0 of a count or a sum.
"""

from sqlglot import exp

from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.number import (
    Elapsed,
    Fixed,
    Formula,
    Leaf,
    Nested,
    Number,
    Quotient,
    empty_is_zero,
)
from semantic_layer.compile.plan import Setting
from semantic_layer.compile.ranks import chosen
from semantic_layer.compile.sql import column, literal, name, relation, safe_divide
from semantic_layer.compile.subjects import PerEntity
from semantic_layer.expressions import parse_expression
from semantic_layer.query import MetricQuery


def join(subject: PerEntity, here: exp.Expr, setting: Setting) -> tuple[str, exp.Join]:
    """The entities' values as a join of their own name, by the key `here` of a row."""
    label = _shared(subject, setting)
    on = exp.EQ(this=column(subject.key.column, label), expression=here)
    return label, exp.Join(this=relation(label), side="LEFT", on=on)


def value(subject: PerEntity, here: exp.Expr, label: str, setting: Setting) -> exp.Expr:
    """The metric of a row's entity, empty for a row without one; for a rank, whether it is in."""
    met = column(subject.key.column, label)
    if subject.rank is not None:
        return exp.Not(this=exp.Is(this=met, expression=exp.Null()))
    found = column(subject.metric, label)
    number = number_of(setting.names.model, subject.metric)
    nothing = _over_no_rows(number)
    if nothing is None:
        return found
    if isinstance(number, Leaf):
        known = exp.Not(this=exp.Is(this=here, expression=exp.Null()))
        counted = exp.Coalesce(this=found, expressions=[nothing])
        return exp.Case(ifs=[exp.If(this=known, true=counted)])
    cases = [
        exp.If(this=exp.Is(this=here, expression=exp.Null()), true=exp.Null()),
        exp.If(this=exp.Is(this=met, expression=exp.Null()), true=nothing),
    ]
    return exp.Case(ifs=cases, default=found)


def query_of(subject: PerEntity) -> MetricQuery:
    """The query that takes the metric by entity."""
    return MetricQuery(
        metrics=(subject.metric,), by=(subject.entity,), time=subject.time, where=subject.given
    )


def _shared(subject: PerEntity, setting: Setting) -> str:
    """The name under which the values stand before all facts of the statement, made once."""
    if subject not in setting.shared:
        inner = setting.inner(query_of(subject))
        if subject.rank is not None:
            inner = chosen(inner, [subject.key.column], subject.metric, subject.rank)
        setting.shared[subject] = (free_name(setting, "per"), inner)
    return setting.shared[subject][0]


def free_name(setting: Setting, stem: str) -> str:
    """`stem_1` …: a name that no table and no other shared relation has."""
    taken = {label for label, _ in setting.shared.values()} | set(setting.relations.values())
    return next(n for n in (f"{stem}_{i}" for i in range(1, len(taken) + 2)) if n not in taken)


def with_shared(tree: exp.Select, setting: Setting) -> exp.Select:
    """The statement with the shared relations in front of its own."""
    made = [
        exp.CTE(this=select.copy(), alias=exp.TableAlias(this=name(label)))
        for label, select in setting.shared.values()
    ]
    if made:
        own = tree.args.get("with_")
        tree.set("with_", exp.With(expressions=[*made, *(own.expressions if own else [])]))
    return tree


def _over_no_rows(number: Number) -> exp.Expr | None:
    """The number of an entity that has no rows; None where that is empty."""
    match number:
        case Leaf():
            if number.measure.fill is not None and not number.matured:
                return literal(number.measure.fill)
            return literal(0) if empty_is_zero(number) else None
        case Quotient():
            top, bottom = _over_no_rows(number.top), _over_no_rows(number.bottom)
            return None if top is None or bottom is None else safe_divide(top, bottom)
        case Nested():
            return literal(0) if empty_is_zero(number) else None
        case Fixed() | Elapsed():
            return None
        case Formula():
            return _formula_over_no_rows(number)


def _formula_over_no_rows(formula: Formula) -> exp.Expr:
    parts = dict(formula.parts)

    def replaced(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Column):
            return node
        return exp.Paren(this=_over_no_rows(parts[node.name]) or exp.Null())

    tree = parse_expression(formula.expr)
    for division in list(tree.find_all(exp.Div)):
        bottom = exp.Nullif(this=division.expression, expression=literal(0))
        division.set("expression", bottom)
    return exp.Paren(this=tree.transform(replaced, copy=False))
