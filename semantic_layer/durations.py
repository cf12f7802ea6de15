"""Durations between two moments, for expressions: `hours_between(paid_at, shipped_at)`.

`days_between` counts days of the calendar (23:59 to 0:01 is one day); the others are elapsed time,
with fractions. Either moment empty: empty. The second before the first: negative.
"""

from collections.abc import Mapping

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

__all__ = ["FUNCTIONS", "expanded", "moments_of", "only_elsewhere", "within_elapsed"]

_SECONDS: Mapping[str, int] = {
    "seconds_between": 1, "minutes_between": 60, "hours_between": 3600,
}  # fmt: skip
FUNCTIONS = (*_SECONDS, "days_between")


def expanded(tree: exp.Expr) -> exp.Expr:
    """The tree with each duration in SQL."""
    return tree.transform(_one, copy=False)


def moments_of(text: str) -> tuple[str, exp.Expr, exp.Expr] | None:
    """The function and the two moments of an expression that is one duration, else None."""
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")
    except SqlglotError:
        return None
    if _name(tree) not in FUNCTIONS or len(tree.expressions) != 2:
        return None
    start, end = tree.expressions
    return _name(tree), start, end


def only_elsewhere(tree: exp.Expr, dialect: str) -> str:
    """What of a statement a dialect cannot say: others than these would say a wrong duration, or
    another time of day."""
    if dialect in ("duckdb", "postgres"):
        return ""
    if tree.find(exp.AtTimeZone):
        return "zone"
    elapsed = any(e.this.name.upper() == "EPOCH" for e in tree.find_all(exp.Extract))
    return "hours_between" if elapsed else ""


def within_elapsed(node: exp.Expr) -> bool:
    """True for a part of an elapsed time, whose moments count to the second and not by day."""
    above = node.parent
    while above is not None:
        if isinstance(above, exp.Extract) and above.this.name.upper() == "EPOCH":
            return True
        above = above.parent
    return False


def _name(node: exp.Expr) -> str:
    return str(node.this).lower() if isinstance(node, exp.Anonymous) else ""


def _one(node: exp.Expr) -> exp.Expr:
    name = _name(node)
    if name not in FUNCTIONS or len(node.expressions) != 2:
        return node
    start, end = node.expressions
    if name == "days_between":
        unit = exp.var("DAY")
        return exp.DateDiff(this=_cast(end, "DATE"), expression=_cast(start, "DATE"), unit=unit)
    elapsed = exp.Sub(this=_cast(end, "TIMESTAMP"), expression=_cast(start, "TIMESTAMP"))
    seconds = exp.Extract(this=exp.var("EPOCH"), expression=exp.Paren(this=elapsed))
    size = _SECONDS[name]
    if size == 1:
        return seconds
    return exp.Paren(this=exp.Div(this=seconds, expression=exp.Literal.number(f"{size}.0")))


def _cast(node: exp.Expr, to: str) -> exp.Expr:
    return exp.Cast(this=node, to=exp.DataType.build(to))
