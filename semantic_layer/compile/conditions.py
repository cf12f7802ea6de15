"""A query's filters: resolved to dimensions, turned into SQL on a fact, said in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlglot import exp

from semantic_layer.answered import Cell, UsedFilter
from semantic_layer.compile.fact import Fact
from semantic_layer.compile.keys import both
from semantic_layer.compile.names import Names
from semantic_layer.compile.sql import all_of, literal
from semantic_layer.errors import QueryError
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.model import Dimension, Text
from semantic_layer.query import Filter

_COMPARE: dict[str, type[exp.Binary]] = {
    ">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE,
}  # fmt: skip
_COUNTS = {"between": 2, "is_null": 0, "not_null": 0}
_MANY = ("in", "not_in", "=", "!=")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter with the dimension it means; or an expression with those it names."""

    filter: Filter | None
    identity: str = ""
    text: str = ""
    identities: tuple[tuple[str, str], ...] = ()


def conditions_of(
    where: tuple[Filter | str, ...], names: Names, tables: tuple[str, ...]
) -> tuple[Condition, ...]:
    """The filters of a query, resolved. Raises QueryError for names and values that do not fit."""
    return tuple(
        _of_text(w, names, tables) if isinstance(w, str) else _of_filter(w, names, tables)
        for w in where
    )


def _of_filter(where: Filter, names: Names, tables: tuple[str, ...]) -> Condition:
    identity = names.identity(where.field, tables)
    count = len(where.values)
    fits = count >= 1 if where.op in _MANY else count == _COUNTS.get(where.op, max(count, 1))
    if not fits:
        raise QueryError("bad_filter", field=where.field, op=where.op)
    dimension = names.dimension(identity)
    values = tuple(_typed(v, dimension) for v in where.values)
    return Condition(where.model_copy(update={"values": values}), identity)


def _of_text(text: str, names: Names, tables: tuple[str, ...]) -> Condition:
    tree = parse_expression(text)
    refs = dict.fromkeys(".".join(column_parts(c)) for c in tree.find_all(exp.Column))
    return Condition(
        None, text=text, identities=tuple((r, names.identity(r, tables)) for r in refs)
    )


def _typed(value: Cell, dimension: Dimension) -> Cell:
    """The value in the dimension's type. Raises QueryError `bad_value`."""
    if value is None:
        return None
    try:
        return _READERS[dimension.type](value)
    except (ValueError, TypeError, KeyError):
        raise QueryError("bad_value", value=str(value)[:80], field=dimension.label) from None


def _to_number(value: Cell) -> Cell:
    if isinstance(value, str):
        return float(value) if "." in value or "e" in value.lower() else int(value)
    if isinstance(value, date):
        raise TypeError
    return value


def _to_bool(value: Cell) -> Cell:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False, "1": True, "0": False}[str(value).lower()]


def _to_moment(value: Cell) -> Cell:
    if isinstance(value, date):
        return value
    text = str(value)
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


_READERS: dict[str, Callable[[Cell], Cell]] = {
    "text": lambda v: (
        v if isinstance(v, str) else str(v).lower() if isinstance(v, bool) else str(v)
    ),
    "number": _to_number,
    "bool": _to_bool,
    "date": _to_moment,
    "time": _to_moment,
}


def condition_sql(condition: Condition, fact: Fact, metric: str) -> exp.Expr:
    """The condition on a fact; joins are added to it."""
    names = fact.names
    if condition.filter is None:
        meant = dict(condition.identities)

        def replaced(node: exp.Expr) -> exp.Expr:
            parts = ".".join(column_parts(node))
            if not parts:
                return node
            found = names.find(fact.table.name, parts, meant[parts], metric)
            return fact.dimension(found.dimension, found.path)

        return exp.Paren(this=parse_expression(condition.text).transform(replaced, copy=False))
    found = names.find(fact.table.name, condition.filter.field, condition.identity, metric)
    node = fact.dimension(found.dimension, found.path)
    return filter_sql(condition.filter, node, found.dimension.is_time)


def filter_sql(where: Filter, node: exp.Expr, is_time: bool = False) -> exp.Expr:
    """`node op values`; not-conditions keep the rows where the dimension is empty."""
    if isinstance(node, exp.Binary | exp.Connector):
        node = exp.Paren(this=node)
    if is_time and where.op in ("=", "!=", "between", "<=", ">"):
        return _days(where, node)
    match where.op:
        case "is_null":
            return exp.Is(this=node, expression=exp.Null())
        case "not_null":
            return exp.Not(this=exp.Is(this=node, expression=exp.Null()))
        case "=" | "in":
            return _members(node, where.values)
        case "!=" | "not_in":
            return _not(_members(node, where.values), node, None in where.values)
        case "between":
            low, high = (literal(v) for v in where.values)
            return exp.Between(this=node, low=low, high=high)
        case "contains" | "starts" | "ends":
            return _text_match(where, node)
        case "not_contains":
            found = _text_match(where.model_copy(update={"op": "contains"}), node)
            return _not(found, node, False)
    return _COMPARE[where.op](this=node, expression=literal(where.values[0]))


def _members(node: exp.Expr, values: tuple[Cell, ...]) -> exp.Expr:
    known = [literal(v) for v in values if v is not None]
    empty = exp.Is(this=node.copy(), expression=exp.Null())
    if not known:
        return empty
    one = len(known) == 1
    within = exp.EQ(this=node, expression=known[0]) if one else exp.In(this=node, expressions=known)
    return exp.Paren(this=exp.Or(this=within, expression=empty)) if None in values else within


def _not(found: exp.Expr, node: exp.Expr, also_empty: bool) -> exp.Expr:
    negated = exp.Not(this=found)
    if also_empty:
        return negated
    empty = exp.Is(this=node.copy(), expression=exp.Null())
    return exp.Paren(this=exp.Or(this=negated, expression=empty))


def _text_match(where: Filter, node: exp.Expr) -> exp.Expr:
    """LIKE with the user's signs taken literally, case aside."""
    matches = []
    for value in where.values:
        text = str(value).lower()
        for sign in ("!", "%", "_"):
            text = text.replace(sign, "!" + sign)
        head, tail = ("" if where.op == "starts" else "%"), ("" if where.op == "ends" else "%")
        pattern = exp.Literal.string(f"{head}{text}{tail}")
        like = exp.Like(this=exp.Lower(this=node.copy()), expression=pattern)
        matches.append(exp.Escape(this=like, expression=exp.Literal.string("!")))
    joined: exp.Expr = matches[0]
    for other in matches[1:]:
        joined = exp.Or(this=joined, expression=other)
    return exp.Paren(this=joined) if len(matches) > 1 else joined


def _days(where: Filter, node: exp.Expr) -> exp.Expr:
    """Conditions on a time by day: a whole day counts, to its last moment."""
    values = [v for v in where.values if isinstance(v, date)]
    first, last = values[0], values[-1]
    after = last if isinstance(last, datetime) else last + _DAY
    within = all_of([
        exp.GTE(this=node.copy(), expression=literal(first)),
        exp.LT(this=node.copy(), expression=literal(after)),
    ])  # fmt: skip
    assert within is not None
    match where.op:
        case "<=":
            return exp.LT(this=node, expression=literal(after))
        case ">":
            return exp.GTE(this=node, expression=literal(after))
        case "!=":
            return _not(exp.Paren(this=within), node, False)
    return exp.Paren(this=within)


def used(condition: Condition, names: Names) -> UsedFilter:
    """The condition in words, for the answer's footnote."""
    where = condition.filter
    if where is None:
        return UsedFilter(condition.text, "expression", (), Text(condition.text, condition.text))
    dimension = names.dimension(condition.identity)
    said = [value_label(dimension, v) for v in where.values]
    names = Text("、".join(t.zh for t in said), ", ".join(t.en for t in said))
    key = {"in": "=", "not_in": "!="}.get(where.op, where.op)
    label = both(f"filter.{key}", field=dimension.label, values=names)
    return UsedFilter(where.field, where.op, where.values, label)


def value_label(dimension: Dimension, value: Cell) -> Text:
    """The words for a value of a dimension."""
    if value is None:
        return both("value.empty")
    for known in dimension.values:
        if known.value == value or str(known.value) == str(value):
            return known.label
    if isinstance(value, bool):
        return both("value.yes" if value else "value.no")
    return Text(str(value), str(value))
