"""Learns what a data version holds: how far clocks reach, values of dimensions, money in floats,
and which of the declared keys hold."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlglot import exp

from semantic_layer.compile import Compiler
from semantic_layer.compile.coverage import clock_key
from semantic_layer.compile.dialects import text_of
from semantic_layer.compile.fact import Fact, aliased
from semantic_layer.compile.plan import clock_of
from semantic_layer.compile.row_rules import limited
from semantic_layer.compile.sql import cast
from semantic_layer.engines import Engine
from semantic_layer.errors import EngineError, QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.model import Dimension, Measure, Model
from semantic_layer.policy import Policy, role_of
from semantic_layer.prove import prove
from semantic_layer.versions import Extent, Learnt

MOST_VALUES = 20_000
MONEY_PLACES = 6
_INSTANT = "TIMESTAMP WITH TIME ZONE"


def learn(compiler: Compiler, engine: Engine) -> Learnt:
    """Extents of all clocks, values of all dimensions that the lexicon wants, proofs of all keys.

    What cannot be read is left out: `check` reports it, and queries over it fail by themselves.
    """
    learnt = Learnt(keys=prove(compiler.model, engine))
    for measure in measures_of(compiler.model):
        key = clock_key(measure)
        if measure.time and key not in learnt.extents:
            extent = _extent(compiler, engine, measure)
            if extent is not None:
                learnt.extents[key] = extent
    for dimension in compiler.model.dimensions.values():
        if wants_values(dimension):
            learnt.values[dimension.id] = _values(compiler, engine, dimension)
    learnt.floats = tuple(
        metric.name
        for metric in compiler.model.metrics.values()
        if metric.unit == "money" and metric.measure and _is_float(compiler, engine, metric.measure)
    )
    return learnt


def exact(model: Model, floats: Iterable[str]) -> Model:
    """The model with the money of these metrics made decimal before it is summed.

    CSV files, and many databases, hold money in binary floats, whose sums drift by cents.
    """
    metrics = dict(model.metrics)
    for name in floats:
        measure = metrics[name].measure if name in metrics else None
        if measure is not None:
            expr = f"cast(({measure.expr}) as decimal(38, {MONEY_PLACES}))"
            metrics[name] = replace(metrics[name], measure=replace(measure, expr=expr))
    return replace(model, metrics=metrics)


def instants(model: Model, engine: Engine) -> tuple[str, ...]:
    """The time dimensions that are columns with a zone of their own, as `table.name`."""
    found: list[str] = []
    for table in model.tables.values():
        times = [d for d in table.dimensions if d.is_time and _column(d)]
        kinds = _kinds(engine, engine.relations[table.name]) if times else {}
        found += [
            f"{table.name}.{d.name}" for d in times if kinds.get(_column(d).lower()) == _INSTANT
        ]
    return tuple(found)


def measures_of(model: Model) -> tuple[Measure, ...]:
    """The measures of all simple metrics."""
    return tuple(m.measure for m in model.metrics.values() if m.measure is not None)


def wants_values(dimension: Dimension) -> bool:
    """True for a dimension whose data values people name in questions."""
    return dimension.indexed and not dimension.pii and not dimension.same_as


def _fact(compiler: Compiler, table: str) -> Fact:
    model = compiler.model
    return Fact(compiler.names, model.tables[table], compiler.relations)


def _extent(compiler: Compiler, engine: Engine, measure: Measure) -> Extent | None:
    fact = _fact(compiler, measure.table)
    try:
        clock = clock_of(measure, compiler.names, "")
        assert clock is not None
        moment = fact.dimension(clock.dimension, clock.path)
        ends = exp.Select(
            expressions=[
                aliased(exp.Min(this=moment), "first"),
                aliased(exp.Max(this=moment.copy()), "last"),
            ]
        )
        row = engine.run(text_of(fact.source(ends), engine.dialect)).rows[0]
    except (QueryError, EngineError):
        return None
    first, last = (_day(v) for v in row)
    return None if first is None or last is None else Extent(first, last)


def _is_float(compiler: Compiler, engine: Engine, measure: Measure) -> bool:
    """True for a measure that adds up binary floats."""
    if not measure.expr or measure.agg not in ("sum", "avg", "min", "max"):
        return False
    fact = _fact(compiler, measure.table)
    try:
        kind = _type_of(fact.expression(measure.expr), engine.dialect)
        select = exp.Select(expressions=[aliased(kind, "kind")]).limit(1)
        rows = engine.run(text_of(fact.source(select), engine.dialect)).rows
    except (QueryError, EngineError):
        return False
    return bool(rows) and rows[0][0] in ("DOUBLE", "FLOAT", "double precision", "real")


def _type_of(node: exp.Expr, dialect: str) -> exp.Expr:
    """The name of an expression's type, as the engine says it."""
    if dialect == "postgres":
        return cast(exp.Anonymous(this="pg_typeof", expressions=[node]), "TEXT")
    return exp.Anonymous(this="typeof", expressions=[node])


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def values_for(
    compiler: Compiler, engine: Engine, role: str, known: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The values that a role may know of, of those that are known."""
    policy = Policy(compiler.names, role_of(compiler.model, role))
    rules = policy.role.rows
    seen: dict[str, tuple[str, ...]] = {}
    for identity, values in known.items():
        if policy.sees_members([identity]):
            dimension = compiler.model.dimensions[identity]
            ruled = dimension.table in rules
            seen[identity] = _values(compiler, engine, dimension, rules) if ruled else values
    return seen


def _values(
    compiler: Compiler, engine: Engine, dimension: Dimension, rules: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    fact = _fact(compiler, dimension.table)
    try:
        node = fact.dimension(dimension, ())
        select = exp.Select(expressions=[aliased(node, "value")], distinct=exp.Distinct()).limit(
            MOST_VALUES
        )
        tree = fact.source(select)
        limited(tree, rules or {}, compiler.names, compiler.relations)
        rows = engine.run(text_of(tree, engine.dialect)).rows
    except (QueryError, EngineError):
        return ()
    return tuple(sorted({str(row[0]) for row in rows if row[0] is not None}))


def _column(dimension: Dimension) -> str:
    """The column that a dimension is, "" where it is computed."""
    try:
        tree = parse_expression(dimension.expr)
    except QueryError:
        return ""
    return tree.name if isinstance(tree, exp.Column) and len(tree.parts) == 1 else ""


def _kinds(engine: Engine, relation: str) -> dict[str, str]:
    try:
        columns = engine.columns(relation) or {}
    except EngineError:
        return {}
    return {name.lower(): kind for name, kind in columns.items()}
