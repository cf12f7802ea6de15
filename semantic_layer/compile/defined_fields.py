"""A dimension, or an expression over dimensions, as what a metric of a query's own aggregates."""

from typing import get_args

import sqlglot
from sqlglot import exp

from semantic_layer.compile.names import Names
from semantic_layer.compile.sql import name
from semantic_layer.durations import moments_of
from semantic_layer.errors import QueryError
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.model import Dimension, Measure, Unit
from semantic_layer.nearest import nearest
from semantic_layer.query import Defined

__all__ = ["COUNTS", "measure_of"]

COUNTS = ("count", "count_distinct")


def measure_of(said: Defined, names: Names) -> tuple[Measure, Unit]:
    """The measure of `agg` and `field`, over the rows of `of`, with its unit.

    Raises QueryError where the field names no dimension, or dimensions that no one table leads to.
    """
    tree = parse_expression(said.field)
    refs = tuple(dict.fromkeys(".".join(column_parts(c)) for c in tree.find_all(exp.Column)))
    if not refs:
        raise QueryError("define_no_dimension", text=said.field)
    table = _table(said, refs, names)
    places = {ref: _place(table, ref, names) for ref in refs}
    _check_repeats(said, table, {ref: place for ref, (place, _) in places.items()}, names)
    lone = places[refs[0]][1] if column_parts(tree) else None
    unit = _unit(said, lone)
    time = names.model.tables[table].time
    text = _written(said.field, {ref: place for ref, (place, _) in places.items()})
    assert said.agg is not None
    assert said.agg != "share"
    return Measure(table, said.agg, text, time, percentile=said.percentile), unit


def _check_repeats(
    said: Defined, table: str, places: dict[str, tuple[str, ...]], names: Names
) -> None:
    """What a joined table knows once stands in many rows here: it may not be added up or averaged."""
    if said.agg in (*COUNTS, "min", "max") or any(len(place) == 1 for place in places.values()):
        return
    role = next(iter(places.values()))[-2]
    label = names.model.tables[table].label
    raise QueryError("define_repeats", choices=(role,), text=said.field, table=label, home=role)


def _unit(said: Defined, lone: Dimension | None) -> Unit:
    """The unit of the aggregate. Raises QueryError for one that only a number has."""
    if said.agg in COUNTS:
        return "count"
    if lone is not None and lone.type != "number":
        raise QueryError("define_not_a_number", name=lone.label, agg=said.agg)
    moments = moments_of(said.field)
    unit = moments[0].removesuffix("_between") if moments else lone.unit if lone else ""
    return unit if unit in get_args(Unit) else "number"  # type: ignore[return-value]


def _table(said: Defined, refs: tuple[str, ...], names: Names) -> str:
    """The table that is meant: the one named, or the only one that holds the field by itself."""
    tables = names.model.tables
    if said.of:
        homes = [t.name for t in tables.values() if said.of in (t.name, t.home)]
        if said.of not in tables and not homes:
            known = {*tables, *(t.home for t in tables.values())}
            raise QueryError("unknown_table", choices=nearest(said.of, known), name=said.of)
        return said.of if said.of in tables else homes[0]
    costs = {t: cost for t in tables if (cost := _hops(t, refs, names)) is not None}
    if not costs:
        names.identity(refs[0], ())  # an unknown name is said as such
        raise QueryError("define_no_table", text=said.field)
    fewest = min(costs.values())
    best = [t for t, cost in costs.items() if cost == fewest]
    if len(best) > 1:
        listed = ", ".join(best)
        raise QueryError("define_needs_of", choices=best, text=said.field, names=listed)
    return best[0]


def _hops(table: str, refs: tuple[str, ...], names: Names) -> int | None:
    """How many joins lead from a table to all of the field; None where they do not."""
    try:
        return sum(len(names.find(table, r, names.identity(r, (table,)), "").path) for r in refs)
    except QueryError:
        return None


def _place(table: str, ref: str, names: Names) -> tuple[tuple[str, ...], Dimension]:
    """A reference as the dotted way to its dimension (or key column) from a table."""
    found = names.find(table, ref, names.identity(ref, (table,)), ref)
    dimension = found.dimension
    last = dimension.expr if dimension.identity.startswith("@") else dimension.name
    return (*(hop.role for hop in found.path), last), dimension


def _written(text: str, places: dict[str, tuple[str, ...]]) -> str:
    """The expression, durations as they are, with every name as its way."""

    def replaced(node: exp.Expr) -> exp.Expr:
        parts = column_parts(node)
        return _dotted(places[".".join(parts)]) if parts else node

    tree = sqlglot.parse_one(text, dialect="duckdb")
    return tree.transform(replaced, copy=False).sql(dialect="duckdb", normalize_functions="lower")


def _dotted(parts: tuple[str, ...]) -> exp.Expr:
    names = [name(part) for part in parts]
    return exp.Dot.build(names) if len(names) > 1 else exp.Column(this=names[0])
