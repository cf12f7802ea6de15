"""A query's filters: resolved to dimensions, turned into SQL on a fact, said in words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlglot import exp

from semantic_layer.answered import Cell, UsedFilter
from semantic_layer.compile.keys import Key, both, keys_of
from semantic_layer.compile.names import Names
from semantic_layer.compile.sql import all_of, literal
from semantic_layer.errors import QueryError
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.model import Dimension
from semantic_layer.nearest import nearest
from semantic_layer.query import Filter, TimeRange
from semantic_layer.texts import Text

_COMPARE: dict[str, type[exp.Binary]] = {
    ">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE,
}  # fmt: skip
_COUNTS = {"between": 2, "is_null": 0, "not_null": 0}
_MANY = ("in", "not_in", "=", "!=")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PerEntity:
    """A metric of each entity, to choose entities by (customers with GMV above 1,000)."""

    metric: str
    entity: str
    identity: str
    time: TimeRange | None = None


Subject = Key | PerEntity


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter, or an expression (`text`), with what it speaks of by the name used."""

    filter: Filter | None
    subjects: tuple[tuple[str, Subject], ...]
    text: str = ""

    @property
    def subject(self) -> Subject:
        return self.subjects[0][1]


def conditions_of(
    where: tuple[Filter | str, ...], names: Names, tables: tuple[str, ...]
) -> tuple[Condition, ...]:
    """The filters of a query, resolved. Raises QueryError for names and values that do not fit."""
    return tuple(
        _of_text(w, names, tables) if isinstance(w, str) else _of_filter(w, names, tables)
        for w in where
    )


def subject_of(ref: str, names: Names, tables: tuple[str, ...]) -> Subject:
    """A dimension, a step or part of time, or `metric by entity`."""
    metric, by, entity = ref.partition(" by ")
    if by:
        if metric not in names.model.metrics:
            choices = nearest(metric, names.model.metrics)
            raise QueryError("unknown_metric", choices=choices, name=metric)
        return PerEntity(metric, entity, names.identity(entity, tables))
    return keys_of((ref,), names, tables)[0]


def _of_filter(where: Filter, names: Names, tables: tuple[str, ...]) -> Condition:
    count = len(where.values)
    fits = count >= 1 if where.op in _MANY else count == _COUNTS.get(where.op, max(count, 1))
    if not fits:
        raise QueryError("bad_filter", field=where.field, op=where.op)
    if where.per:
        found = subject_of(f"{where.field} by {where.per}", names, tables)
        assert isinstance(found, PerEntity)
        return Condition(where, ((where.field, replace(found, time=where.time)),))
    subject = subject_of(where.field, names, tables)
    assert isinstance(subject, Key)
    values = tuple(_typed(v, _type_of(subject, names), subject.label) for v in where.values)
    return Condition(where.model_copy(update={"values": values}), ((where.field, subject),))


def _type_of(key: Key, names: Names) -> str:
    if key.kind == "dimension":
        return names.dimension(key.identity).type
    return "time" if key.kind == "step" else "number"


def _of_text(text: str, names: Names, tables: tuple[str, ...]) -> Condition:
    tree = parse_expression(text)
    refs = dict.fromkeys(".".join(column_parts(c)) for c in tree.find_all(exp.Column))
    return Condition(None, tuple((r, subject_of(r, names, tables)) for r in refs), text)


def _typed(value: Cell, kind: str, label: Text) -> Cell:
    """The value in the type of what it is compared with. Raises QueryError `bad_value`."""
    if value is None:
        return None
    try:
        return _READERS[kind](value)
    except (ValueError, TypeError, KeyError):
        raise QueryError("bad_value", value=str(value)[:80], field=label) from None


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


def condition_sql(condition: Condition, said: Callable[[Subject], exp.Expr]) -> exp.Expr:
    """The condition in SQL; `said` turns what it speaks of into an expression."""
    if condition.filter is not None:
        subject = condition.subject
        is_time = isinstance(subject, Key) and subject.kind == "step"
        return filter_sql(condition.filter, said(subject), is_time)
    subjects = dict(condition.subjects)

    def replaced(node: exp.Expr) -> exp.Expr:
        name = ".".join(column_parts(node))
        return said(subjects[name]) if name else node

    return exp.Paren(this=parse_expression(condition.text).transform(replaced, copy=False))


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
    subject = condition.subject
    if isinstance(subject, PerEntity):
        field = names.model.metrics[subject.metric].label
        said = [value_label(None, v) for v in where.values]
    else:
        field = subject.label
        dimension = names.dimension(subject.identity) if subject.identity else None
        said = [value_label(dimension, v) for v in where.values]
    values = Text("、".join(t.zh for t in said), ", ".join(t.en for t in said))
    key = {"in": "=", "not_in": "!="}.get(where.op, where.op)
    return UsedFilter(
        where.field, where.op, where.values, both(f"filter.{key}", field=field, values=values)
    )


def value_label(dimension: Dimension | None, value: Cell) -> Text:
    """The words for a value of a dimension."""
    if value is None:
        return both("value.empty")
    for known in dimension.values if dimension else ():
        if known.value == value or str(known.value) == str(value):
            return known.label
    if isinstance(value, bool):
        return both("value.yes" if value else "value.no")
    return Text(str(value), str(value))
