"""The SQL expressions that a shop folder or `--where` may say: DuckDB's dialect, through one
allow-list of nodes and functions. No subquery, aggregate, window, star, file or setting passes.
"""

import re
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from semantic_layer.durations import FUNCTIONS as DURATIONS
from semantic_layer.durations import expanded
from semantic_layer.errors import QueryError
from semantic_layer.nearest import nearest

_QUOTED = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")""")
_BY = re.compile(r"\b([^\W\d]\w*) by ([^\W\d]\w*(?:\.\w+)*)")
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_KEYWORDS = frozenset(
    [
        "case",
        "when",
        "then",
        "else",
        "end",
        "and",
        "or",
        "not",
        "in",
        "is",
        "null",
        "true",
        "false",
        "like",
        "ilike",
        "between",
        "cast",
        "as",
        "from",
        "select",
        "where",
        "date",
        "time",
        "timestamp",
        "interval",
    ]
)
MAX_LENGTH = 4_000
_FULL_WIDTH = dict(zip("，；‘’“”＝＜＞＋＊", ",;''\"\"=<>+*", strict=True))

_NODES: tuple[type[exp.Expr], ...] = (
    exp.Column, exp.Identifier, exp.Dot, exp.Literal, exp.Boolean, exp.Null, exp.Paren,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is,
    exp.NullSafeEQ, exp.NullSafeNEQ, exp.In, exp.Between, exp.Like, exp.ILike,
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.IntDiv, exp.Neg, exp.DPipe,
    exp.Case, exp.If, exp.Cast, exp.TryCast, exp.DataType, exp.DataTypeParam, exp.Var,
    exp.Interval, exp.Tuple, exp.AtTimeZone,
)  # fmt: skip
_FUNCTIONS: tuple[type[exp.Expr], ...] = (
    exp.Coalesce, exp.Nullif, exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Substring,
    exp.Concat, exp.Left, exp.Right, exp.Contains, exp.StartsWith, exp.EndsWith, exp.Replace,
    exp.Abs, exp.Round, exp.Floor, exp.Ceil, exp.Greatest, exp.Least, exp.Sign,
    exp.DateTrunc, exp.TimestampTrunc, exp.Extract, exp.DateDiff, exp.DateAdd, exp.DateSub,
    exp.Year, exp.Quarter, exp.Month, exp.Day, exp.DayOfWeek, exp.DayOfWeekIso, exp.Hour,
    exp.TsOrDsToDate, exp.Date, exp.SplitPart, exp.RegexpLike,
)  # fmt: skip
_ALLOWED = frozenset(_NODES + _FUNCTIONS)
FUNCTION_NAMES = tuple(
    sorted({*DURATIONS, *(n.lower() for f in _FUNCTIONS for n in f.sql_names())})  # type: ignore[attr-defined]
)


def parse_expression(text: str) -> exp.Expr:
    """The checked tree of an expression, fresh for the caller to change.

    Raises QueryError `bad_expression` (cannot be read) or `expression_not_allowed`.
    """
    return _parsed(text).copy()


def check_expression(text: str) -> None:
    """Raises QueryError as `parse_expression` does, for who needs no tree."""
    _parsed(text)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> exp.Expr:
    if _PLAIN_NAME.match(text) and text.lower() not in _KEYWORDS:
        return exp.column(text)
    if len(text) > MAX_LENGTH:
        raise QueryError("bad_expression", text=text[:80])
    _check_half_width(text)
    try:
        trees = sqlglot.parse(_with_entity_values(text), dialect="duckdb")
    except (SqlglotError, RecursionError) as error:
        raise QueryError("bad_expression", text=text[:80], detail=str(error)[:400]) from None
    if len(trees) != 1 or trees[0] is None:
        raise QueryError("bad_expression", text=text[:80])
    tree = expanded(trees[0])
    _check(tree, text)
    return tree


def _check_half_width(text: str) -> None:
    """Chinese punctuation would be read as a part of a name. Raises QueryError full_width."""
    for piece in _QUOTED.split(text)[::2]:
        wrong = next((c for c in piece if c in _FULL_WIDTH), "")
        if wrong:
            raise QueryError("full_width", text=text[:80], sign=wrong, meant=_FULL_WIDTH[wrong])


def _with_entity_values(text: str) -> str:
    """`gmv by customer` as one name: the metric of each row's customer."""
    if " by " not in text:
        return text
    pieces = _QUOTED.split(text)
    pieces[::2] = [_BY.sub(r'"\1 by \2"', piece) for piece in pieces[::2]]
    return "".join(pieces)


def _check(tree: exp.Expr, text: str) -> None:
    for node in tree.walk():
        if type(node) not in _ALLOWED:
            name = _name_of(node)
            raise QueryError(
                "expression_not_allowed",
                choices=() if isinstance(node, exp.AggFunc) else nearest(name, FUNCTION_NAMES),
                text=text[:80],
                node=name,
            )


def _name_of(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower()
    return node.key


def column_parts(column: exp.Expr) -> tuple[str, ...]:
    """The dotted parts of a column reference, outermost first; () for anything else."""
    if isinstance(column, exp.Column):
        return tuple(part.name for part in column.parts)
    if isinstance(column, exp.Dot):
        return tuple(part.name for part in column.parts)
    return ()


def names_in(text: str) -> tuple[str, ...]:
    """The dotted names that an expression refers to, in order, each once."""
    found = (".".join(column_parts(c)) for c in _parsed(text).find_all(exp.Column))
    return tuple(dict.fromkeys(found))
