"""Aggregations in SQL that every dialect understands: conditions go inside as CASE WHEN."""

from sqlglot import exp

from semantic_layer.compile.sql import cast
from semantic_layer.errors import QueryError
from semantic_layer.model import Measure


def aggregate(
    measure: Measure, value: exp.Expr | None, condition: exp.Expr | None, dialect: str
) -> exp.Expr:
    """The aggregate of `value` over the rows for which `condition` holds."""
    one = exp.Literal.number(1)
    match measure.agg:
        case "count" if value is None:
            return exp.Count(this=_when(condition, one) if condition else exp.Star())
        case "count":
            return exp.Count(this=_when(condition, value))
        case "count_distinct":
            return exp.Count(this=exp.Distinct(expressions=[_when(condition, value)]))
        case "reported":
            return _lone(_when(condition, value), condition)
        case "sum_boolean":
            return exp.Sum(this=_when(_both(condition, value), one))
        case "median" | "percentile":
            return _quantile(measure, _when(condition, value), dialect)
    kinds: dict[str, type[exp.AggFunc]] = {
        "sum": exp.Sum, "avg": exp.Avg, "min": exp.Min, "max": exp.Max, "stddev": exp.StddevSamp,
    }  # fmt: skip
    return kinds[measure.agg](this=_when(condition, value))


def median(value: exp.Expr, dialect: str) -> exp.Expr:
    """The median of a value over the rows."""
    return _quantile(Measure("", "median", "", ""), value, dialect)


def _when(condition: exp.Expr | None, value: exp.Expr | None) -> exp.Expr:
    assert value is not None
    if condition is None:
        return value
    return exp.Case(ifs=[exp.If(this=condition, true=value)])


def _lone(value: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    """The value of the one row; empty where there are several."""
    one = exp.Literal.number(1)
    rows = exp.Count(this=_when(condition.copy(), one.copy()) if condition else exp.Star())
    alone = exp.If(this=exp.EQ(this=rows, expression=one), true=exp.Max(this=value))
    return exp.Case(ifs=[alone])


def _both(condition: exp.Expr | None, value: exp.Expr | None) -> exp.Expr:
    assert value is not None
    return value if condition is None else exp.And(this=condition, expression=value)


def _quantile(measure: Measure, value: exp.Expr, dialect: str) -> exp.Expr:
    share = 0.5 if measure.agg == "median" else measure.percentile
    if measure.approximate:
        return _estimated(measure, value, share, dialect)
    if dialect not in ("duckdb", "postgres"):
        raise QueryError("not_supported_here", dialect=dialect, what=measure.agg)
    kind = exp.PercentileDisc if measure.discrete else exp.PercentileCont
    if not measure.discrete:  # between two decimals lies one with more places than they have
        value = cast(value, "DOUBLE")
    return exp.WithinGroup(
        this=kind(this=exp.Literal.number(share)),
        expression=exp.Order(expressions=[exp.Ordered(this=value)]),
    )


def _estimated(measure: Measure, value: exp.Expr, share: float | None, dialect: str) -> exp.Expr:
    """An estimate by sketch, where the engine has one; it has none of a value that occurs."""
    if measure.discrete or dialect != "duckdb":
        raise QueryError("not_supported_here", dialect=dialect, what="approximate percentile")
    return exp.ApproxQuantile(this=value, quantile=exp.Literal.number(share))
