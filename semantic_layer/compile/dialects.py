"""The last step before text: what DuckDB says and another engine says otherwise, or not at all.

The tree is built in DuckDB's meaning. For each other engine a table of rules (tree -> tree) puts
that meaning into its words; what has no rule and cannot be said raises, it is never said loosely.
"""

from collections.abc import Callable, Mapping

from sqlglot import ErrorLevel, exp
from sqlglot.errors import UnsupportedError

from semantic_layer.compile.sql import cast
from semantic_layer.errors import QueryError

__all__ = ["spoken", "text_of"]

Rule = Callable[[exp.Expr], exp.Expr]
_PARTS: dict[type[exp.Expr], str] = {
    exp.Year: "year", exp.Quarter: "quarter", exp.Month: "month", exp.Day: "day",
    exp.Hour: "hour", exp.DayOfWeek: "dow", exp.DayOfWeekIso: "isodow",
}  # fmt: skip
_FRACTIONS = ("epoch", "julian")
_SECONDS = {"hour": 3600, "minute": 60, "second": 1}
_MONTHS = {"month": 12, "quarter": 4, "year": 1}


def text_of(tree: exp.Expr, dialect: str, *, pretty: bool = False) -> str:
    """A statement as text. Raises QueryError `not_supported_here` for what cannot be said."""
    if dialect == "duckdb":
        return tree.sql(dialect="duckdb", pretty=pretty)
    try:
        said = spoken(tree.copy(), dialect)
        return said.sql(dialect=dialect, pretty=pretty, unsupported_level=ErrorLevel.RAISE)
    except UnsupportedError as error:
        raise QueryError("not_supported_here", dialect=dialect, what=str(error)[:80]) from None


def spoken(tree: exp.Expr, dialect: str) -> exp.Expr:
    """The tree in the words of an engine, changed in place."""
    rules = _RULES.get(dialect, {})
    for node in reversed(list(tree.walk()) if rules else []):  # what stands within goes first
        rule = rules.get(type(node))
        if rule is not None:
            made = rule(node)
            if node is tree:
                tree = made
            elif made is not node:
                node.replace(made)
    return tree


def _called(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _part(name: str, node: exp.Expr) -> exp.Expr:
    """A part of a moment as a whole number (PostgreSQL gives a decimal, and fractions of seconds)."""
    part: exp.Expr = exp.Extract(this=exp.var(name.upper()), expression=node)
    part.meta["done"] = True
    if name == "second":
        part = exp.Floor(this=part)
    return cast(part, "BIGINT")


def _extract(node: exp.Expr) -> exp.Expr:
    name = node.this.name.lower()
    if node.meta.get("done") or name in _FRACTIONS:
        return node
    return _part(name, node.expression)


def _named_part(node: exp.Expr) -> exp.Expr:
    return _part(_PARTS[type(node)], node.this)


def _contains(node: exp.Expr) -> exp.Expr:
    found = _called("strpos", node.this, node.expression)
    return exp.Paren(this=exp.GT(this=found, expression=exp.Literal.number(0)))


def _ends_with(node: exp.Expr) -> exp.Expr:
    tail = exp.Right(this=node.this, expression=exp.Length(this=node.expression.copy()))
    return exp.Paren(this=exp.EQ(this=tail, expression=node.expression))


def _round(node: exp.Expr) -> exp.Expr:
    """Halves go away from zero; PostgreSQL rounds only decimals so."""
    node.set("this", cast(node.this, "DECIMAL"))
    return node


def _whole_division(node: exp.Expr) -> exp.Expr:
    """`//` cuts the quotient of whole numbers and nothing else, as PostgreSQL's `/` does."""
    return exp.Paren(this=exp.Div(this=node.this, expression=node.expression, typed=True))


def _truncated(node: exp.Expr) -> exp.Expr:
    """Without a zone: PostgreSQL would give a date's month a moment with one."""
    node.set("this", cast(node.this, "TIMESTAMP"))
    return node


def _like(node: exp.Expr) -> exp.Expr:
    """No sign but % and _ has a meaning, unless one is named."""
    if isinstance(node.parent, exp.Escape):
        return node
    return exp.Escape(this=node.copy(), expression=exp.Literal.string(""))


def _between_dates(node: exp.Expr) -> exp.Expr:
    """How many bounds of a unit lie between two moments."""
    end, start = cast(node.this, "TIMESTAMP"), cast(node.expression, "TIMESTAMP")
    unit = node.text("unit").lower() or "day"
    if unit == "day":
        return exp.Paren(this=exp.Sub(this=cast(end, "DATE"), expression=cast(start, "DATE")))
    if unit in _SECONDS:
        gone = exp.Sub(this=_seconds(end, unit), expression=_seconds(start, unit))
        size = exp.Literal.number(_SECONDS[unit])
        whole = exp.Div(this=exp.Paren(this=gone), expression=size, typed=True)
        return cast(whole, "BIGINT")
    if unit in _MONTHS:
        return exp.Paren(this=exp.Sub(this=_counted(end, unit), expression=_counted(start, unit)))
    raise QueryError("not_supported_here", dialect="postgres", what=f"date_diff {unit}")


def _seconds(moment: exp.Expr, unit: str) -> exp.Expr:
    """The seconds up to the start of the hour, minute or second that holds a moment."""
    start = exp.TimestampTrunc(this=moment, unit=exp.var(unit.upper()))
    return exp.Extract(this=exp.var("EPOCH"), expression=start)


def _counted(moment: exp.Expr, unit: str) -> exp.Expr:
    """The number of a month, quarter or year in all time."""
    year = _part("year", moment)
    if unit == "year":
        return year
    years = exp.Mul(this=year, expression=exp.Literal.number(_MONTHS[unit]))
    return exp.Paren(this=exp.Add(this=years, expression=_part(unit, moment.copy())))


def _refused(what: str) -> Rule:
    def rule(_: exp.Expr) -> exp.Expr:
        raise QueryError("not_supported_here", dialect="postgres", what=what)

    return rule


_POSTGRES: Mapping[type[exp.Expr], Rule] = {
    exp.Extract: _extract,
    **dict.fromkeys(_PARTS, _named_part),
    exp.Contains: _contains,
    exp.EndsWith: _ends_with,
    exp.Round: _round,
    exp.IntDiv: _whole_division,
    exp.DateDiff: _between_dates,
    exp.TimestampTrunc: _truncated,
    exp.DateTrunc: _truncated,
    exp.Like: _like,
    exp.ILike: _like,
    exp.TryCast: _refused("try_cast"),
}
_RULES: Mapping[str, Mapping[type[exp.Expr], Rule]] = {"postgres": _POSTGRES}
