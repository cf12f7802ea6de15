"""The relations of a scope: one grouped select for each pass over a fact."""

from collections.abc import Iterable

from sqlglot import exp

from semantic_layer.compile import conversion, every_step, looking, snapshot
from semantic_layer.compile.fact import aliased, grouped
from semantic_layer.compile.number import Leaf
from semantic_layer.compile.plan import Relation, Scope, Setting, groups_of
from semantic_layer.compile.reading import Reading


def relations_of(leaves: Iterable[Leaf], scope: Scope, setting: Setting) -> list[Relation]:
    """One relation for each group of leaves that can be read in one pass."""
    made: list[Relation] = []
    for members in groups_of(leaves):
        reading = Reading(members, scope, setting)
        name = _name(members[0], scope, {r.name for r in made})
        made.append(Relation(name, scope, _select(reading), reading.columns()))
    return made


def empty_steps(made: Iterable[Relation], setting: Setting) -> list[Relation]:
    """For each relation that shows every step, the steps of the spine that it lacks."""
    found: list[Relation] = []
    for filled in made:
        leaf = next(iter(filled.columns))
        if leaf.measure.every_step:
            reading = Reading([leaf], filled.scope, setting)
            if every_step.applies(leaf, filled.scope, reading):
                select = every_step.select(reading, filled)
                found.append(Relation(f"{filled.name}__empty", filled.scope, select, {}))
    return found


def _name(leaf: Leaf, scope: Scope, taken: set[str]) -> str:
    """`orders__facts`, `orders__previous`; with the clock, then numbers, where that is taken."""
    table, time = leaf.measure.table, leaf.measure.time.replace(".", "_")
    suffix = scope.name or "facts"
    for candidate in (f"{table}__{suffix}", f"{table}_{time}__{suffix}"):
        if candidate not in taken:
            return candidate
    return f"{table}_{time}_{len(taken) + 1}__{suffix}"


def _select(reading: Reading) -> exp.Select:
    if reading.leaves[0].follow is not None:
        return conversion.select(reading)
    if reading.leaves[0].measure.snapshot is not None:
        return snapshot.select(reading)
    if reading.leaves[0].looks:
        return looking.select(reading)
    return _direct(reading)


def _direct(reading: Reading) -> exp.Select:
    """The rows of the asked days, aggregated."""
    where = [*reading.window(reading.scope.time, reading.moment), *reading.asked()]
    aggregates, shared = reading.aggregates(windowed=reading.scope.time is not None)
    select = exp.Select(expressions=reading.labelled_keys())
    columns = reading.columns()
    for leaf, node in aggregates.items():
        select.append("expressions", aliased(node, columns[leaf]))
    return grouped(reading.finished(select, [*where, *shared]), reading.keys())
