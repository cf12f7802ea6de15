"""Relations, columns and types: whether the data is what the YAML says it is."""

from collections.abc import Iterable, Iterator, Mapping

from sqlglot import exp

from semantic_layer.column_types import dimension_type
from semantic_layer.compile import Compiler
from semantic_layer.compile.coverage import DATA_UNTIL
from semantic_layer.compile.dialects import text_of
from semantic_layer.compile.fact import Fact
from semantic_layer.engines import Engine
from semantic_layer.errors import EngineError, Fault, QueryError
from semantic_layer.expressions import names_in
from semantic_layer.messages import say
from semantic_layer.model import Dimension, Model, Table
from semantic_layer.nearest import nearest
from semantic_layer.texts import Place, Text

__all__ = ["absent", "faults", "reason"]


def absent(model: Model, engine: Engine) -> frozenset[str]:
    """The tables that the data does not have."""
    return frozenset(
        t.name for t in model.tables.values() if engine.columns(engine.relations[t.name]) is None
    )


def faults(compiler: Compiler, engine: Engine, absent: frozenset[str]) -> Iterator[Fault]:
    """A fault for every relation and column that is not there, and every type that does not fit."""
    for table in compiler.model.tables.values():
        if table.name in absent:
            yield Fault.at(table.place, "no_such_relation", name=table.source)
            continue
        missing = list(_column_faults(compiler.model, table, engine))
        yield from missing
        if not missing:
            yield from _type_faults(compiler, table, engine)


def _column_faults(model: Model, table: Table, engine: Engine) -> Iterator[Fault]:
    columns = engine.columns(engine.relations[table.name]) or {}
    known = {DATA_UNTIL, *(c.lower() for c in columns)}
    for place, text in _expressions(model, table):
        try:
            names = names_in(text)
        except QueryError as error:
            yield Fault.at(place, error.code, error.choices, **error.values)
            continue
        for name in names:
            if "." not in name and name.lower() not in known:
                near = nearest(name, columns)
                yield Fault.at(place, "no_such_column", near, name=name, table=table.name)


def _expressions(model: Model, table: Table) -> Iterator[tuple[Place, str]]:
    """Every expression over the table's columns with its place: what a plain name may mean beside
    a column is left out."""
    own = {d.name for d in table.dimensions} | {e.name for e in table.entities}
    own |= {s.name for s in table.segments} | _clock_words(model)
    facts = {d.name for d in table.dimensions if d.row_fact is not None}
    wanted = [(d.place, d.expr) for d in table.dimensions if not facts & {d.name, *_names(d.expr)}]
    wanted += [(e.place, c) for e in table.entities for c in e.columns]
    yield from wanted
    said = [(d.place, text) for d in table.dimensions for text in _of_row_fact(d)]
    said += [(s.place, s.expr) for s in table.segments]
    for metric in model.metrics.values():
        measure = metric.measure
        if measure is not None and measure.table == table.name:
            said += [(metric.place, text) for text in (measure.expr, *measure.where) if text]
    for place, text in said:
        if not _says_only(text, own):
            yield place, text


def _of_row_fact(dimension: Dimension) -> tuple[str, ...]:
    made = dimension.row_fact
    return (made.expr, made.by, *made.per, *made.where) if made is not None else ()


def _names(text: str) -> tuple[str, ...]:
    try:
        return names_in(text)
    except QueryError:
        return ()


def _clock_words(model: Model) -> set[str]:
    return {c for s in model.spines for c in s.calendars}


def _says_only(text: str, own: Iterable[str]) -> bool:
    """True for an expression that cannot be read here, or that names things of the model."""
    try:
        return any(name in own or ":" in name or " by " in name for name in names_in(text))
    except QueryError:
        return False


def _type_faults(compiler: Compiler, table: Table, engine: Engine) -> Iterator[Fault]:
    """Declared types against those of the data, in one statement; on failure one by one."""
    if not table.dimensions:
        return
    try:
        found = _types(compiler, table, table.dimensions, engine)
    except (EngineError, QueryError):
        for dimension in table.dimensions:
            try:
                types = _types(compiler, table, (dimension,), engine)
            except (EngineError, QueryError) as error:
                why = reason(error)
                yield Fault.at(dimension.place, "does_not_bind", name=dimension.name, why=why)
            else:
                yield from _type_fault(dimension, types[dimension.name])
        return
    for dimension in table.dimensions:
        yield from _type_fault(dimension, found[dimension.name])


def _types(
    compiler: Compiler, table: Table, dimensions: Iterable[Dimension], engine: Engine
) -> Mapping[str, str]:
    fact = Fact(compiler.names, table, compiler.relations)
    columns = [exp.alias_(fact.dimension(d, ()), d.name, quoted=True) for d in dimensions]
    tree = fact.source(exp.Select(expressions=columns))
    return engine.types(text_of(tree, engine.dialect))


def _type_fault(dimension: Dimension, found: str) -> Iterator[Fault]:
    kind = dimension_type(found)
    times = ("date", "time")
    if kind == dimension.type or (kind in times and dimension.type in times):
        return
    if dimension.type != "text":
        yield Fault.at(
            dimension.place, "wrong_type", name=dimension.name, declared=dimension.type, found=found
        )
    elif kind in times and not dimension.same_as:
        yield Fault.warning(
            dimension.place, "text_of_time", name=dimension.name, found=found, kind=kind
        )


def reason(error: EngineError | QueryError) -> Text:
    """Why something does not run, in words that quote no row."""
    if isinstance(error, QueryError):
        return Text(error.sentence("zh"), error.sentence("en"))
    code = error.code if error.code in ("data_differs", "bad_types") else "engine_failed"
    return Text(say(f"why.{code}", "zh"), say(f"why.{code}", "en"))
