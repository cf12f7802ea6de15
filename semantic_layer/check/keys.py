"""What is wrong with the keys of a data version, and the rows whose join leads nowhere."""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from semantic_layer.compile import Compiler
from semantic_layer.compile.dialects import text_of
from semantic_layer.compile.names import Hop
from semantic_layer.compile.own import key_expression
from semantic_layer.compile.sql import relation
from semantic_layer.engines import Engine
from semantic_layer.errors import EngineError, Fault, QueryError
from semantic_layer.model import Model
from semantic_layer.proofs import Proof, Use, named, why

__all__ = ["faults", "orphans"]


def faults(model: Model, proofs: Mapping[str, Proof]) -> Iterator[Fault]:
    """A fault for every key that does not hold or could not be counted."""
    for key, proof in proofs.items():
        _, name, place = named(model, key)
        entity = _entity_kind(model, key)
        if proof.state == "unverified":
            yield Fault.at(place, "key_unverified", name=name)
        for use in _uses(key, model):
            wrong = why(proof, use) if proof.state == "counted" else None
            if wrong is not None:
                yield Fault.at(place, "key_false", name=name, why=wrong)
        if proof.empties and entity == "primary":
            yield Fault.at(place, "key_empty", name=name, rows=proof.empties)


def _entity_kind(model: Model, key: str) -> str:
    table, _, name = key.rpartition(".")
    entity = model.tables[table].entity(name) if table in model.tables else None
    return entity.kind if entity else ""


def _uses(key: str, model: Model) -> list[Use]:
    """What a key is declared to be good for."""
    table, _, name = key.rpartition(".")
    entity = model.tables[table].entity(name) if table in model.tables else None
    if entity is None:
        return [Use(key, "join")]
    if entity.kind == "natural":
        return [Use(key, "window")]
    return [Use(key, "join", bool(entity.partition))]


def orphans(compiler: Compiler, engine: Engine) -> Iterator[Fault]:
    """A warning for every key whose rows lead nowhere: their dimensions are empty."""
    for table in compiler.model.tables.values():
        for _, path in compiler.names.paths(table.name):
            if len(path) == 1:
                yield from _orphans(table.name, path[0], engine)


def _orphans(table: str, hop: Hop, engine: Engine) -> Iterator[Fault]:
    here = [key_expression(c, "t") for c in hop.here.columns]
    there = [key_expression(c, "u") for c in hop.there.columns]
    match = exp.and_(*(exp.EQ(this=a, expression=b) for a, b in zip(here, there, strict=True)))
    target = exp.select("1").from_(relation(engine.relations[hop.table], "u")).where(match)
    filled = [exp.Not(this=exp.Is(this=k.copy(), expression=exp.Null())) for k in here]
    query = (
        exp.select(exp.Count(this=exp.Star()))
        .from_(relation(engine.relations[table], "t"))
        .where(*filled, exp.Not(this=exp.Exists(this=target)))
    )
    try:
        count = int(str(engine.run(text_of(query, engine.dialect)).rows[0][0]))
    except (EngineError, QueryError):
        return
    if count:
        name = hop.here.name
        yield Fault.warning(hop.here.place, "orphans", name=name, count=count, table=hop.table)
