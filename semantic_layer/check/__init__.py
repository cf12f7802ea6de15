"""Holds a shop's model against its data: relations, columns, keys, joins, and every metric."""

from collections.abc import Iterator

from sqlglot import exp

from semantic_layer.check_roles import role_faults
from semantic_layer.compile import Compiler
from semantic_layer.compile.names import Names
from semantic_layer.compile.sql import column, relation
from semantic_layer.engines import Engine
from semantic_layer.errors import EngineError, Fault, QueryError
from semantic_layer.expressions import names_in, parse_expression
from semantic_layer.model import Entity, Metric, Model, Table
from semantic_layer.nearest import nearest
from semantic_layer.query import MetricQuery
from semantic_layer.texts import Place


def check(model: Model, engine: Engine, *, data: bool = False) -> list[Fault]:
    """Every fault of a loaded model against its data, in the order of the folder.

    Without `data` only relations, columns and statements are tried; with it keys are counted for
    duplicates and empties, and joins for orphans.
    """
    compiler = Compiler(model, engine.relations, engine.dialect)
    faults: list[Fault] = []
    for table in model.tables.values():
        faults += _relation_faults(table, engine)
    for metric in model.metrics.values():
        faults += _metric_faults(metric, compiler, engine)
    faults += role_faults(compiler, engine)
    if data:
        for table in model.tables.values():
            for entity in table.entities:
                faults += _key_faults(table, entity, compiler, engine)
    return faults


def _fault(place: Place, code: str, near: tuple[str, ...] = (), **values: object) -> Fault:
    said = tuple((k, str(v)) for k, v in values.items())
    return Fault(place.file, place.line, place.column, code, said, near)


def _relation_faults(table: Table, engine: Engine) -> Iterator[Fault]:
    columns = engine.columns(engine.relations[table.name])
    if columns is None:
        yield _fault(table.place, "no_such_relation", name=table.source)
        return
    known = {c.lower() for c in columns}
    dimensions = {d.name for d in table.dimensions}
    wanted = [(d.place, d.expr) for d in table.dimensions]
    wanted += [(e.place, c) for e in table.entities for c in e.columns]
    wanted += [(s.place, s.expr) for s in table.segments]
    for place, text in wanted:
        try:
            names = names_in(text)
        except QueryError as error:
            yield _fault(place, error.code, error.choices, **error.values)
            continue
        for name in names:
            if "." not in name and name.lower() not in known and name not in dimensions:
                near = nearest(name, columns)
                yield _fault(place, "no_such_column", near, name=name, table=table.name)


def _metric_faults(metric: Metric, compiler: Compiler, engine: Engine) -> Iterator[Fault]:
    try:
        compiled = compiler.compile(MetricQuery(metrics=(metric.name,)))
    except QueryError as error:
        why = error.sentence("zh")
        yield _fault(metric.place, "cannot_compile", error.choices, name=metric.name, why=why)
        return
    try:
        engine.run("EXPLAIN " + compiled.compact_sql)
    except EngineError:
        yield _fault(metric.place, "cannot_run", name=metric.name)


def _key_faults(
    table: Table, entity: Entity, compiler: Compiler, engine: Engine
) -> Iterator[Fault]:
    try:
        if entity.kind in ("primary", "unique"):
            yield from _uniqueness(table, entity, engine)
        elif entity.kind == "foreign":
            yield from _orphans(table, entity, compiler.names, engine)
    except (EngineError, QueryError):
        return


def _keys(entity: Entity, alias: str) -> list[exp.Expr]:
    return [
        parse_expression(text).transform(
            lambda n: column(n.name, alias) if isinstance(n, exp.Column) else n
        )
        for text in entity.columns
    ]


def _uniqueness(table: Table, entity: Entity, engine: Engine) -> Iterator[Fault]:
    source = relation(engine.relations[table.name], "t")
    keys = _keys(entity, "t")
    twice = (
        exp.select(*(k.copy() for k in keys))
        .from_(source)
        .group_by(*(k.copy() for k in keys))
        .having(exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1)))
    )
    count = _count(exp.select(exp.Count(this=exp.Star())).from_(twice.subquery("d")), engine)
    if count:
        yield _fault(entity.place, "key_not_unique", name=entity.name, count=count)
    empty = exp.or_(*(exp.Is(this=k.copy(), expression=exp.Null()) for k in keys))
    nulls = _count(exp.select(exp.Count(this=exp.Star())).from_(source.copy()).where(empty), engine)
    if nulls and entity.kind == "primary":
        yield _fault(entity.place, "key_is_null", name=entity.name, count=nulls)


def _orphans(table: Table, entity: Entity, names: Names, engine: Engine) -> Iterator[Fault]:
    for target, path in names.paths(table.name):
        if len(path) != 1 or path[0].here is not entity:
            continue
        here, there = _keys(entity, "t"), _keys(path[0].there, "u")
        match = exp.and_(*(exp.EQ(this=a, expression=b) for a, b in zip(here, there, strict=True)))
        lonely = exp.Not(
            this=exp.Exists(
                this=exp.select("1").from_(relation(engine.relations[target], "u")).where(match)
            )
        )
        filled = [exp.Not(this=exp.Is(this=k.copy(), expression=exp.Null())) for k in here]
        query = (
            exp.select(exp.Count(this=exp.Star()))
            .from_(relation(engine.relations[table.name], "t"))
            .where(*filled, lonely)
        )
        count = _count(query, engine)
        if count:
            yield _fault(entity.place, "orphans", name=entity.name, count=count, table=target)


def _count(query: exp.Select, engine: Engine) -> int:
    value = engine.run(query.sql(dialect=engine.dialect)).rows[0][0]
    return int(str(value))
