"""The last steps of a statement: conditions on groups, order, limit, and how many rows there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from semantic_layer.answered import Column
from semantic_layer.compile.aggregate import median
from semantic_layer.compile.conditions import filter_sql, typed
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.keys import Key
from semantic_layer.compile.sql import column, literal, name, relation
from semantic_layer.errors import QueryError
from semantic_layer.model import Model
from semantic_layer.nearest import nearest
from semantic_layer.query import RANK_OPERATORS, Filter, MetricQuery
from semantic_layer.texts import Text

FULL_COUNT = "result__rows"
_PLACE, _PLACE_FROM_END = "result__place", "result__place_from_end"
_RESULT, _TYPICAL, _LISTED, _PLACED = "result", "typical", "listed", "placed"
_FIRST = "first_members"
_SLACK = 1e-12
_THAN = (">", ">=", "<", "<=")


@dataclass(frozen=True, slots=True)
class Finished:
    """The statement, with the columns that it returns after those of the result."""

    tree: exp.Select
    asides: tuple[str, ...]


def finished(
    tree: exp.Select, query: MetricQuery, columns: Sequence[Column], keys: Sequence[Key],
    model: Model, dialect: str,
) -> Finished:  # fmt: skip
    """The statement with its groups chosen, in order, and cut. Raises QueryError."""
    known = [c.name for c in columns]
    terms = _order(query, keys)
    for label in (*(t.removeprefix("-") for t in terms), *(h.field for h in query.having)):
        _check_known(label, known, model)
    _check_classes(query, keys)
    asides: list[str] = []
    mark = next((k for k in keys if k.rest and k.top is not None), None)
    if mark is not None and mark.top is not None and not mark.top.others:
        shown = exp.EQ(this=column(mark.column, _FIRST), expression=literal(0))
        tree = _within(tree, _FIRST).where(shown, copy=False)
    if query.having:
        tree = _having(tree, query, columns, asides, dialect)
    if query.limit is not None:
        tree = _counted(tree)
        asides.append(FULL_COUNT)
    if query.tail is not None and terms:
        tree = _both_ends(tree, query, terms, [*known, *asides])
    for term in terms:
        tree = tree.order_by(_ordered(term), copy=False)
    if query.limit is not None and query.tail is None:
        tree = tree.limit(query.limit, copy=False)
    return Finished(tree, tuple(asides))


def _check_known(label: str, known: Sequence[str], model: Model) -> None:
    if label in known:
        return
    if label in model.metrics:
        raise QueryError("metric_not_asked", name=model.metrics[label].label)
    bare, _, direction = label.rpartition(" ")
    if direction.lower() in ("desc", "asc") and bare in known:
        wanted = f"-{bare}" if direction.lower() == "desc" else bare
        raise QueryError("order_word", choices=(wanted,), name=label, wanted=wanted)
    raise QueryError("unknown_column", choices=nearest(label, known), name=label)


def _check_classes(query: MetricQuery, keys: Sequence[Key]) -> None:
    """A class has no value to compare: what it is of has."""
    bands = [k.column for k in keys if k.band is not None]
    for condition in query.having:
        if condition.field in bands:
            raise QueryError("not_in_having", name=condition.field)


def _order(query: MetricQuery, keys: Sequence[Key]) -> list[str]:
    """The asked order, made total by all keys; without one: by time and class, then the first
    metric down."""
    ahead = [k.column for k in keys if (k.kind != "dimension" and not k.named_days) or k.band]
    groups = next((k.top.groups for k in keys if k.top is not None), ())
    ahead += [k.column for k in groups if k.column not in ahead]
    default = [*ahead, *([f"-{query.metrics[0]}"] if keys and query.metrics else [])]
    asked = list(query.order) or default
    said = {term.removeprefix("-") for term in asked}
    terms = asked + [k.column for k in keys if k.column not in said]
    return _rest_last(terms, ahead, keys)


def _rest_last(terms: list[str], ahead: Sequence[str], keys: Sequence[Key]) -> list[str]:
    """The row of the others comes last in its group, whatever it amounts to."""
    marks = [k.column for k in keys if k.rest]
    kept = [t for t in terms if t not in marks]
    place = next((n for n, t in enumerate(kept) if t.removeprefix("-") not in ahead), len(kept))
    return [*kept[:place], *marks, *kept[place:]]


def _ordered(term: str, table: str = "", *, reverse: bool = False) -> exp.Ordered:
    """By a term, the empty last; in reverse the exact opposite."""
    down = term.startswith("-")
    node = column(term.removeprefix("-"), table)
    return exp.Ordered(this=node, desc=down != reverse, nulls_first=reverse)


def _having(
    tree: exp.Select, query: MetricQuery, columns: Sequence[Column], asides: list[str],
    dialect: str,
) -> exp.Select:  # fmt: skip
    """The groups of which the conditions hold; the averages that they are held against come too."""
    outer = _within(tree, _RESULT)
    kinds = {c.name: c.kind for c in columns}
    typical = exp.Select().from_(relation(_RESULT))
    for condition in query.having:
        _check_having(condition)
        if kinds[condition.field] not in ("time", "dimension"):
            condition = _in_numbers(condition)
        elif condition.than:
            raise QueryError("bad_filter", field=condition.field, op=condition.op)
        node = column(condition.field, _RESULT)
        if not condition.than:
            outer = outer.where(filter_sql(condition, node), copy=False)
            continue
        label = f"{condition.field}__{condition.than}"
        if label not in asides:
            value = column(condition.field, _RESULT)
            middle = exp.Avg(this=value) if condition.than == "average" else median(value, dialect)
            count = exp.Count(this=value.copy())
            typical.append("expressions", aliased(middle, label))
            typical.append("expressions", aliased(count, f"{label}_of"))
            asides += [label, f"{label}_of"]
        outer = outer.where(_against(condition.op, node, column(label, _TYPICAL)), copy=False)
    if asides:
        cte = exp.CTE(this=typical, alias=exp.TableAlias(this=name(_TYPICAL)))
        outer.args["with_"].append("expressions", cte)
        outer.append("joins", exp.Join(this=relation(_TYPICAL), kind="CROSS"))
        for label in asides:
            outer.append("expressions", column(label, _TYPICAL))
    return outer


def _check_having(condition: Filter) -> None:
    wants = 0 if condition.than or condition.op in ("is_null", "not_null") else 1
    many = condition.op in ("in", "not_in", "=", "!=", "contains", "not_contains", "starts", "ends")
    exactly = 2 if condition.op == "between" else wants
    fits = len(condition.values) == exactly or (many and wants and len(condition.values) >= 1)
    if condition.op in RANK_OPERATORS or condition.per or condition.time or condition.given:
        raise QueryError("not_in_having", name=condition.field)
    if not fits or (condition.than and condition.op not in _THAN):
        raise QueryError("bad_filter", field=condition.field, op=condition.op)


def _in_numbers(condition: Filter) -> Filter:
    label = Text(condition.field, condition.field)
    values = tuple(typed(v, "number", label) for v in condition.values)
    return condition.model_copy(update={"values": values})


def _against(op: str, node: exp.Expr, middle: exp.Expr) -> exp.Expr:
    """`node op middle`, where what differs only by rounding is the same."""
    kinds = {">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE}
    gap = exp.Abs(this=exp.Sub(this=node.copy(), expression=middle.copy()))
    slack = exp.Mul(this=exp.Abs(this=middle.copy()), expression=literal(_SLACK))
    compared = kinds[op](this=node, expression=middle)
    if op in (">", "<"):
        return exp.And(this=compared, expression=exp.GT(this=gap, expression=slack))
    return exp.Paren(this=exp.Or(this=compared, expression=exp.LTE(this=gap, expression=slack)))


def _counted(tree: exp.Select) -> exp.Select:
    """The statement with the number of all its rows beside each."""
    if tree.args.get("distinct"):
        tree = _within(tree, _RESULT)
    tree.append("expressions", aliased(exp.Window(this=exp.Count(this=exp.Star())), FULL_COUNT))
    return tree


def _both_ends(
    tree: exp.Select, query: MetricQuery, terms: Sequence[str], columns: Sequence[str]
) -> exp.Select:
    """The first `limit` and the last `tail` rows of the order, each once.

    Rows in which what they are ordered by is empty are not the last: they have no place.
    """
    if query.limit is None:
        raise QueryError("tail_needs_limit")
    first, *_ = terms
    placed = _within(tree, _LISTED)
    front = [_ordered(t, _LISTED) for t in terms]
    back = [_ordered(t, _LISTED, reverse=True) for t in terms]
    back[0].set("nulls_first", False)
    for label, order in ((_PLACE, front), (_PLACE_FROM_END, back)):
        window = exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=order))
        placed.append("expressions", aliased(window, label))
    outer = _within(placed, _PLACED)
    outer.set("expressions", [column(c, _PLACED) for c in columns])
    filled = exp.Not(
        this=exp.Is(this=column(first.removeprefix("-"), _PLACED), expression=exp.Null())
    )
    best = exp.LTE(this=column(_PLACE, _PLACED), expression=literal(query.limit))
    worst = exp.LTE(this=column(_PLACE_FROM_END, _PLACED), expression=literal(query.tail))
    last = exp.Paren(this=exp.And(this=worst, expression=filled))
    return outer.where(exp.Or(this=best, expression=last), copy=False)


def _within(tree: exp.Select, label: str) -> exp.Select:
    """`SELECT label.* FROM label`, where the statement stands as a common table expression."""
    every = exp.Column(this=exp.Star(), table=name(label))
    outer = exp.Select(expressions=[every]).from_(relation(label))
    above = tree.args.get("with_")
    tree.set("with_", None)
    cte = exp.CTE(this=tree, alias=exp.TableAlias(this=name(label)))
    outer.set("with_", exp.With(expressions=[*(above.expressions if above else []), cte]))
    return outer


__all__ = ["FULL_COUNT", "Finished", "finished"]
