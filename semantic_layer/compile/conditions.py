"""A query's filters: resolved to dimensions and turned into SQL on a fact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlglot import exp

from semantic_layer.answered import Cell
from semantic_layer.compile.day_parts import day_dimension
from semantic_layer.compile.keys import MOMENT, Key
from semantic_layer.compile.names import Names
from semantic_layer.compile.sql import all_of, cast, literal
from semantic_layer.compile.subjects import PerEntity, Rank, Subject, per_entity, subject_of
from semantic_layer.compile.value_labels import coded, codes_matching
from semantic_layer.durations import within_elapsed
from semantic_layer.errors import QueryError
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.model import Dimension
from semantic_layer.query import DAY_PARTS, RANK_OPERATORS, Filter, TimeRange
from semantic_layer.texts import Text

_COMPARE: dict[str, type[exp.Binary]] = {
    ">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE,
}  # fmt: skip
_COUNTS = {"between": 2, "is_null": 0, "not_null": 0}
_MANY = ("in", "not_in", "=", "!=")
_TEXT_MATCHES = ("contains", "not_contains", "starts", "ends")
_DAY = timedelta(days=1)


class Unknown:
    """The days of a query where they cannot be told yet."""


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter, or an expression (`text`), with what it speaks of by the name used.

    `codes` are coded values that a text match means by their labels (猫: tmall); `written` that it
    matches how a number is written.
    """

    filter: Filter | None
    subjects: tuple[tuple[str, Subject], ...]
    text: str = ""
    codes: tuple[Cell, ...] = ()
    written: bool = False

    @property
    def subject(self) -> Subject:
        return self.subjects[0][1]


def conditions_of(
    where: tuple[Filter | str, ...], names: Names, tables: tuple[str, ...],
    days: TimeRange | Unknown | None = UNKNOWN,
) -> tuple[Condition, ...]:  # fmt: skip
    """The filters of a query, resolved. Raises QueryError for names and values that do not fit.

    `days` are those of the query, over which members are ranked unless a filter has its own; where
    they are not known a rank must have its own.
    """
    return tuple(
        _of_text(w, names, tables) if isinstance(w, str) else _of_filter(w, names, tables, days)
        for w in where
    )


def _of_filter(
    where: Filter, names: Names, tables: tuple[str, ...], days: TimeRange | Unknown | None
) -> Condition:
    count = len(where.values)
    fits = count >= 1 if where.op in _MANY else count == _COUNTS.get(where.op, max(count, 1))
    if not fits:
        raise QueryError("bad_filter", field=where.field, op=where.op)
    if where.than:
        raise QueryError("than_is_for_having", name=where.field)
    if where.per:
        return Condition(where, ((where.field, _per(where, names, tables, days)),))
    if where.op in RANK_OPERATORS or where.time or where.given:
        raise QueryError("needs_per", name=where.field)
    subject = subject_of(where.field, names, tables)
    assert isinstance(subject, Key)
    if where.op in _TEXT_MATCHES:
        return _of_text_match(where, subject, names)
    kind = _type_of(subject, names)
    dimension = values_of(subject, names)
    values = tuple(
        typed(code, kind, subject.label)
        for value in where.values
        for code in (coded(dimension, value) if where.op in _MANY else (value,))
    )
    _check_day_part(subject, where, values, dimension)
    return Condition(where.model_copy(update={"values": values}), ((where.field, subject),))


def values_of(key: Key, names: Names) -> Dimension | None:
    """The dimension whose values a key has: a part of the day is one too."""
    if key.kind == "dimension":
        return names.dimension(key.identity)
    return day_dimension(key, names.model)


def _check_day_part(
    key: Key, where: Filter, values: tuple[Cell, ...], dimension: Dimension | None
) -> None:
    """A campaign that the shop's calendar does not know is no condition that fails everywhere."""
    if key.kind != "part" or dimension is None or dimension.type != "text":
        return
    known = {v.value for v in dimension.values}
    if where.op in _MANY and not known.intersection(values):
        raise QueryError("bad_value", value=str(where.values[0])[:80], field=key.label)


def _per(
    where: Filter, names: Names, tables: tuple[str, ...], days: TimeRange | Unknown | None
) -> PerEntity:
    """The metric of each entity that a filter with `per` speaks of."""
    if where.op in _TEXT_MATCHES:
        raise QueryError("bad_filter", field=where.field, op=where.op)
    rank = _rank(where) if where.op in RANK_OPERATORS else None
    time = where.time
    if rank is not None and time is None:
        if isinstance(days, Unknown):
            raise QueryError("rank_needs_time", name=where.field)
        time = days
    return per_entity(where.field, where.per, names, tables, time, where.given, rank)


def _rank(where: Filter) -> Rank:
    """Raises QueryError `bad_rank` for anything but one number: a count, or a percentage."""
    percent = where.op.endswith("_percent")
    value = where.values[0]
    known = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    if len(where.values) != 1 or not known or (percent and value > 100):  # type: ignore[operator]
        raise QueryError("bad_rank", op=where.op, value=value)
    if not percent and value != int(value):  # type: ignore[arg-type]
        raise QueryError("bad_rank", op=where.op, value=value)
    end = "bottom" if where.op.startswith("bottom") else "top"
    return Rank(end, value, percent)  # type: ignore[arg-type]


def _of_text_match(where: Filter, subject: Key, names: Names) -> Condition:
    """Text is matched with the codes of a dimension, and with the labels that they are shown by."""
    if subject.kind != "dimension":
        raise QueryError("bad_filter", field=where.field, op=where.op)
    dimension = names.dimension(subject.identity)
    texts = tuple(str(v) for v in where.values if v is not None and v != "")
    if not texts:
        raise QueryError("bad_filter", field=where.field, op=where.op)
    kind = dimension.type
    codes = tuple(typed(c, kind, subject.label) for c in codes_matching(dimension, where.op, texts))
    copied = where.model_copy(update={"values": texts})
    return Condition(copied, ((where.field, subject),), codes=codes, written=kind != "text")


def _type_of(key: Key, names: Names) -> str:
    if key.kind == "dimension":
        return names.dimension(key.identity).type
    if key.kind == "part" and key.grain in DAY_PARTS:
        return "number" if key.grain == "campaign_day" else "text"
    return "time" if key.kind == "step" else "number"


def _of_text(text: str, names: Names, tables: tuple[str, ...]) -> Condition:
    tree = parse_expression(text)
    refs = dict.fromkeys(_ref(c) for c in tree.find_all(exp.Column))
    return Condition(None, tuple((r, subject_of(r, names, tables)) for r in refs), text)


def typed(value: Cell, kind: str, label: Text) -> Cell:
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
    where = condition.filter
    if where is not None:
        subject = condition.subject
        if isinstance(subject, PerEntity):
            return _per_sql(where, subject, said)
        if where.op in _TEXT_MATCHES:
            node = said(subject)
            text = cast(node, "TEXT") if condition.written else node
            return _matches(where, text, condition.codes)
        return filter_sql(where, said(subject), subject.kind == "step")
    subjects = dict(condition.subjects)
    tree = exp.Paren(this=parse_expression(condition.text))
    for node in [n for n in tree.walk() if column_parts(n)]:
        ref = _ref(node)
        if ref in subjects:
            node.replace(said(subjects[ref]))
    return tree


def _ref(node: exp.Expr) -> str:
    """What a column of an expression refers to; inside an elapsed time, moments as they are."""
    ref = ".".join(column_parts(node))
    return f"{ref}:{MOMENT}" if within_elapsed(node) and ":" not in ref else ref


def _per_sql(where: Filter, subject: PerEntity, said: Callable[[Subject], exp.Expr]) -> exp.Expr:
    """The condition on a metric of each entity; rows without an entity are none of them."""
    value = said(subject)
    if subject.rank is not None:
        return value
    if where.op in ("!=", "not_in"):
        return exp.Not(this=exp.Paren(this=_members(value, where.values)))
    condition = filter_sql(where, value)
    if where.op != "is_null" and None not in where.values:
        return condition
    known = exp.Not(this=exp.Is(this=said(subject.here), expression=exp.Null()))
    return exp.And(this=known, expression=condition)


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
        case "contains" | "starts" | "ends" | "not_contains":
            return _matches(where, node, ())
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


def _matches(where: Filter, node: exp.Expr, codes: tuple[Cell, ...]) -> exp.Expr:
    """LIKE with the user's signs taken literally, case aside, or one of the codes."""
    matches = [_like(where.op, node, str(value)) for value in where.values]
    if codes:
        plain = node.this if isinstance(node, exp.Cast) else node
        matches.append(exp.In(this=plain.copy(), expressions=[literal(c) for c in codes]))
    joined = matches[0]
    for other in matches[1:]:
        joined = exp.Or(this=joined, expression=other)
    found = exp.Paren(this=joined) if len(matches) > 1 else joined
    return _not(found, node, False) if where.op == "not_contains" else found


def _like(op: str, node: exp.Expr, value: str) -> exp.Expr:
    text = value.lower()
    for sign in ("!", "%", "_"):
        text = text.replace(sign, "!" + sign)
    head, tail = ("" if op == "starts" else "%"), ("" if op == "ends" else "%")
    pattern = exp.Literal.string(f"{head}{text}{tail}")
    like = exp.Like(this=exp.Lower(this=node.copy()), expression=pattern)
    return exp.Escape(this=like, expression=exp.Literal.string("!"))


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
