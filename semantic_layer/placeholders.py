"""`:name` in an expression of a saved query: found, and bound as a literal of the tree.

Values never become text that is parsed: each is put into the tree as a literal node, and the
expression that comes out goes through the same allow-list as any other.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.vocabulary import Value

_MAY_HAVE = re.compile(r"(?<![:\w\"]):[A-Za-z_]")
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")


def placeholders(text: str) -> tuple[str, ...]:
    """The parameters that an expression names, each once. Raises QueryError `bad_expression`."""
    if not _MAY_HAVE.search(_QUOTED.sub("''", text)):
        return ()
    found = _tree(text).find_all(exp.Placeholder)
    return tuple(dict.fromkeys(str(p.this) for p in found if p.this))


def is_parameter(value: str) -> bool:
    """`:city` stands for a parameter."""
    return value.startswith(":") and value[1:].isidentifier()


def bound(text: str, values: Mapping[str, tuple[Value, ...]]) -> str:
    """The expression with every parameter replaced by its value; several only within `in (…)`.

    Raises KeyError for a parameter without a value, QueryError for what is not an expression.
    """
    tree = _tree(text)
    for place in list(tree.find_all(exp.Placeholder)):
        literals = [_literal(v) for v in values[str(place.this)]]
        if isinstance(place.parent, exp.In):
            others = [e for e in place.parent.expressions if e is not place]
            place.parent.set("expressions", [*others, *literals])
        elif len(literals) == 1:
            place.replace(literals[0])
        else:
            raise QueryError("one_value", name=str(place.this))
    made = tree.sql(dialect="duckdb")
    parse_expression(made)
    return made


def _tree(text: str) -> exp.Expr:
    try:
        return sqlglot.parse_one(text, dialect="duckdb")
    except (SqlglotError, RecursionError) as error:
        raise QueryError("bad_expression", text=text[:80], detail=str(error)[:400]) from None


def _literal(value: Value) -> exp.Expr:
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, datetime | date):
        kind = "TIMESTAMP" if isinstance(value, datetime) else "DATE"
        return exp.cast(exp.Literal.string(value.isoformat()), kind)
    if isinstance(value, int | float):
        number = exp.Literal.number(abs(value))
        return exp.Neg(this=number) if value < 0 else number
    return exp.Literal.string(value)
