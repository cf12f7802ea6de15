"""Small builders of SQL nodes that every dialect understands alike."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import reduce

from sqlglot import exp

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
_RESERVED = frozenset(
    [
        "all",
        "analyze",
        "and",
        "any",
        "array",
        "as",
        "asc",
        "asymmetric",
        "at",
        "between",
        "both",
        "by",
        "case",
        "cast",
        "check",
        "collate",
        "column",
        "constraint",
        "create",
        "cross",
        "current",
        "date",
        "default",
        "deferrable",
        "desc",
        "describe",
        "distinct",
        "do",
        "else",
        "end",
        "except",
        "exists",
        "false",
        "fetch",
        "filter",
        "for",
        "foreign",
        "from",
        "full",
        "function",
        "grant",
        "group",
        "groups",
        "having",
        "if",
        "ilike",
        "in",
        "initially",
        "inner",
        "intersect",
        "interval",
        "into",
        "is",
        "join",
        "key",
        "keys",
        "lateral",
        "leading",
        "left",
        "like",
        "limit",
        "match",
        "natural",
        "no",
        "not",
        "null",
        "of",
        "offset",
        "on",
        "only",
        "or",
        "order",
        "outer",
        "over",
        "partition",
        "pivot",
        "placing",
        "plan",
        "position",
        "primary",
        "qualify",
        "range",
        "rank",
        "references",
        "returning",
        "right",
        "row",
        "rows",
        "select",
        "set",
        "show",
        "similar",
        "some",
        "summarize",
        "symmetric",
        "table",
        "tables",
        "then",
        "time",
        "timestamp",
        "to",
        "trailing",
        "true",
        "type",
        "union",
        "unique",
        "unpivot",
        "update",
        "use",
        "user",
        "using",
        "value",
        "values",
        "variadic",
        "view",
        "when",
        "where",
        "window",
        "with",
    ]
)


def is_plain(text: str) -> bool:
    """True for a name that needs no quotes: plain lower-case and not a word of SQL."""
    return bool(_PLAIN.match(text)) and text not in _RESERVED


def name(text: str) -> exp.Identifier:
    """An identifier, quoted where it must be."""
    return exp.Identifier(this=text, quoted=not is_plain(text))


def column(text: str, table: str = "") -> exp.Column:
    """`table.column`."""
    return exp.Column(this=name(text), table=name(table) if table else None)


def relation(path: str, alias: str = "") -> exp.Table:
    """`catalog.schema.table AS alias`."""
    *above, table = path.split(".")
    node = exp.Table(
        this=name(table),
        db=name(above[-1]) if above else None,
        catalog=name(above[-2]) if len(above) > 1 else None,
    )
    if alias and alias != path:
        node.set("alias", exp.TableAlias(this=name(alias)))
    return node


def all_of(conditions: Iterable[exp.Expr]) -> exp.Expr | None:
    """The conditions joined by AND, None for none."""
    wrapped = [exp.Paren(this=c) if isinstance(c, exp.Or) else c for c in conditions]
    return reduce(lambda a, b: exp.And(this=a, expression=b), wrapped) if wrapped else None


def literal(value: str | int | float | bool | Decimal | date | datetime | None) -> exp.Expr:
    """A value as SQL; dates and times are cast from ISO text."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, datetime):
        return _cast(exp.Literal.string(value.isoformat(" ")), "TIMESTAMP")
    if isinstance(value, date):
        return _cast(exp.Literal.string(value.isoformat()), "DATE")
    if isinstance(value, str):
        return exp.Literal.string(value)
    if value < 0:
        return exp.Neg(this=exp.Literal.number(str(-value)))
    return exp.Literal.number(str(value))


def cast(node: exp.Expr, to: str) -> exp.Expr:
    """`CAST(node AS to)`."""
    return _cast(node, to)


def _cast(node: exp.Expr, to: str) -> exp.Cast:
    return exp.Cast(this=node, to=exp.DataType.build(to))


def safe_divide(top: exp.Expr, bottom: exp.Expr) -> exp.Expr:
    """`top / nullif(bottom, 0)`: a division by nothing is empty."""
    zero = exp.Literal.number(0)
    return exp.Div(this=_grouped(top), expression=exp.Nullif(this=bottom, expression=zero))


def difference(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """`left - right`."""
    return exp.Sub(this=_grouped(left), expression=_grouped(right))


def zero_if_empty(node: exp.Expr) -> exp.Expr:
    """`coalesce(node, 0)`."""
    return exp.Coalesce(this=node, expressions=[exp.Literal.number(0)])


def _grouped(node: exp.Expr) -> exp.Expr:
    return exp.Paren(this=node) if isinstance(node, exp.Binary) else node


def same(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Equal, where empty equals empty."""
    return exp.NullSafeEQ(this=left, expression=right)


def any_of(conditions: list[exp.Expr]) -> exp.Expr:
    """The conditions joined by OR."""
    joined: exp.Expr = exp.Paren(this=conditions[0])
    for condition in conditions[1:]:
        joined = exp.Or(this=joined, expression=exp.Paren(this=condition))
    return exp.Paren(this=joined)
