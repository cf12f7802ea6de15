"""The relations of a scope: one grouped select for each pass over a fact."""

import re
from collections.abc import Iterable
from dataclasses import replace

from sqlglot import exp

from semantic_layer.compile import conversion, every_step, looking, nested, reported, snapshot
from semantic_layer.compile.assemble import fixed_name
from semantic_layer.compile.fact import aliased, grouped
from semantic_layer.compile.keys import keys_of
from semantic_layer.compile.number import Fixed, Leaf, Number, Part, fixed_of, leaves, parts_of
from semantic_layer.compile.plan import Relation, Scope, Setting, StepsOf, groups_of
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.row_conditions import aggregated
from semantic_layer.compile.window import window
from semantic_layer.errors import QueryError


def relations_of(numbers: Iterable[Number], scope: Scope, setting: Setting) -> list[Relation]:
    """The relations that the numbers are read from, those of fixed numbers among them.

    Where all are fixed there is still one by all keys, since it says which groups there are.
    """
    wanted = list(numbers)
    fixed = fixed_of(wanted)
    made: list[Relation] = []
    _add(made, parts_of(wanted) or parts_of(f.number for f in fixed), scope, setting)
    apart: dict[Scope, list[Number]] = {}
    for one in fixed:
        apart.setdefault(_fixed_scope(one, scope, setting), []).append(one.number)
    for below, inner in apart.items():
        _add(made, parts_of(inner), below, setting)
    return made


def _add(made: list[Relation], parts: Iterable[Part], scope: Scope, setting: Setting) -> None:
    """One relation for each group of leaves that can be read in one pass, and for each nested
    number its own, with one of its steps where members may have none."""
    wanted = list(parts)
    for members in groups_of(p for p in wanted if isinstance(p, Leaf)):
        reading = Reading(members, scope, setting)
        name = _name(members[0], scope, {r.name for r in made})
        columns: dict[Part | StepsOf, str] = {k: v for k, v in reading.columns().items()}  # noqa: C416
        made.append(Relation(name, scope, _select(reading), columns))
    for part in wanted:
        if not isinstance(part, Leaf):
            name = _free(f"{part.metric}__{_suffix(scope)}", {r.name for r in made})
            made += nested.relations(part, scope, setting, name, relations_of)


def _fixed_scope(fixed: Fixed, scope: Scope, setting: Setting) -> Scope:
    """The scope with the fixed keys alone. Raises QueryError where the result is not split by one."""
    tables = tuple(dict.fromkeys(leaf.measure.table for leaf in leaves(fixed.number)))
    wanted = [(k.kind, k.identity, k.grain) for k in keys_of(fixed.keys, setting.names, tables)]
    kept = tuple(k for k in scope.keys if (k.kind, k.identity, k.grain) in wanted)
    if len(kept) < len(wanted):
        metric = setting.names.model.metrics[fixed.metric]
        names = ", ".join(fixed.keys)
        raise QueryError("fixed_needs_key", metric=metric.label, names=names, choices=fixed.keys)
    return replace(scope, name=fixed_name(scope.name, fixed.keys), keys=kept)


def empty_steps(made: Iterable[Relation], setting: Setting) -> list[Relation]:
    """For each relation that shows every step, the steps of the spine that it lacks."""
    found: list[Relation] = []
    for filled in made:
        leaf = next(iter(filled.columns))
        if isinstance(leaf, Leaf) and leaf.measure.every_step:
            reading = Reading([leaf], filled.scope, setting)
            if every_step.applies(leaf, filled.scope, reading):
                select = every_step.select(reading, filled)
                found.append(Relation(f"{filled.name}__empty", filled.scope, select, {}))
    return found


def _name(leaf: Leaf, scope: Scope, taken: set[str]) -> str:
    """`orders__facts`, `orders__previous`; with the clock, then numbers, where that is taken."""
    table, time = leaf.measure.table, leaf.measure.time.replace(".", "_")
    suffix = _suffix(scope)
    for candidate in (f"{table}__{suffix}", f"{table}_{time}__{suffix}"):
        if candidate not in taken:
            return candidate
    return f"{table}_{time}_{len(taken) + 1}__{suffix}"


def _suffix(scope: Scope) -> str:
    return re.sub(r"\W+", "_", scope.name).strip("_") or "facts"


def _free(wanted: str, taken: set[str]) -> str:
    """`wanted`, numbered where it is taken."""
    return wanted if wanted not in taken else f"{wanted}_{len(taken) + 1}"


def _select(reading: Reading) -> exp.Select:
    reported.check_rows(reading)
    if reading.leaves[0].follow is not None:
        return conversion.select(reading)
    if reading.leaves[0].measure.snapshot is not None:
        return snapshot.select(reading)
    if reading.leaves[0].looks:
        return looking.select(reading)
    return _direct(reading)


def _direct(reading: Reading) -> exp.Select:
    """The rows of the asked days, aggregated."""
    where = [*window(reading, reading.scope.time, reading.moment), *reading.asked()]
    select = exp.Select(expressions=reading.labelled_keys())
    aggregates, shared = aggregated(reading, windowed=reading.scope.time is not None)
    columns = reading.columns()
    for leaf, node in aggregates.items():
        select.append("expressions", aliased(node, columns[leaf]))
    return grouped(reading.finished(select, [*where, *shared]), reading.keys())
