"""Which rows of a fact count for a leaf, and its aggregate over them.

Conditions that all leaves of a pass share stand in its WHERE, those of one leaf inside its aggregate.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlglot import exp

from semantic_layer.compile.aggregate import aggregate
from semantic_layer.compile.conditions import condition_sql, conditions_of
from semantic_layer.compile.number import Given, Leaf, Length, Where
from semantic_layer.compile.sql import all_of, any_of, literal
from semantic_layer.compile.window import cut_period
from semantic_layer.errors import QueryError

if TYPE_CHECKING:
    from semantic_layer.compile.reading import Reading

__all__ = ["aggregated", "row_conditions"]

_HAPPENED = "\0happened"


@dataclass(frozen=True, slots=True)
class _Matured:
    """That a row is old enough."""

    length: Length


RowCondition = Where | _Matured


def aggregated(
    reading: "Reading", *, windowed: bool
) -> tuple[dict[Leaf, exp.Expr], list[exp.Expr]]:
    """Each leaf's aggregate, and the row conditions that all of them share.

    `windowed`: the clock is known to be filled, as a window on it stands in the statement.
    """
    texts = {leaf: _condition_texts(reading, leaf, windowed) for leaf in reading.leaves}
    common = [t for t in texts[reading.leaves[0]] if all(t in texts[o] for o in reading.leaves)]
    shared = [t for t in common if not _apart(reading, t)]
    own = {
        leaf: all_of([_condition(reading, t) for t in texts[leaf] if t not in shared])
        for leaf in reading.leaves
    }
    where = [_condition(reading, t) for t in shared]
    matured = any(leaf.matured for leaf in reading.leaves)
    if len(reading.leaves) > 1 and not matured and all(c is not None for c in own.values()):
        where.append(any_of([c.copy() for c in own.values() if c is not None]))
    return {leaf: _aggregate(reading, leaf, condition) for leaf, condition in own.items()}, where


def _aggregate(reading: "Reading", leaf: Leaf, condition: exp.Expr | None) -> exp.Expr:
    node = aggregate(leaf.measure, reading.value(leaf), condition, reading.dialect)
    cut = cut_period(reading)
    if cut is None:
        return _known(reading, leaf, node)
    also = all_of([n for n in (condition.copy() if condition is not None else None, cut) if n])
    rows = exp.Count(this=exp.Case(ifs=[exp.If(this=also, true=literal(1))]))
    none = exp.EQ(this=rows, expression=literal(0))
    return exp.Case(ifs=[exp.If(this=none, true=node)])


def row_conditions(reading: "Reading", leaf: Leaf, *, windowed: bool) -> list[exp.Expr]:
    """All conditions on the rows of one leaf."""
    return [_condition(reading, t) for t in _condition_texts(reading, leaf, windowed)]


def _apart(reading: "Reading", text: RowCondition) -> bool:
    """Where rows must be old enough, a group shows even if no other condition holds there: it
    has 0, and not nothing, when some of its rows are old enough."""
    matured = any(leaf.matured for leaf in reading.leaves)
    return matured and text != _HAPPENED and text not in reading.fact.table.rows


def _known(reading: "Reading", leaf: Leaf, node: exp.Expr) -> exp.Expr:
    """The aggregate, empty where no row of the group is old enough."""
    if not leaf.matured:
        return node
    old = all_of([_condition(reading, _Matured(length)) for length in leaf.matured])
    rows = exp.Count(this=exp.Case(ifs=[exp.If(this=old, true=literal(1))]))
    some = exp.GT(this=rows, expression=literal(0))
    return exp.Case(ifs=[exp.If(this=some, true=node)])


def _condition_texts(reading: "Reading", leaf: Leaf, windowed: bool) -> tuple[RowCondition, ...]:
    measure = leaf.measure
    rows = () if measure.all_rows else reading.fact.table.rows
    unsure = measure.clocked and reading.moment is not None and not windowed
    happened = (_HAPPENED,) if unsure else ()
    matured = [_Matured(length) for length in leaf.matured]
    for one in matured:
        reading.setting.matured[leaf.metric, _cut(reading, one)] = None
    return tuple(dict.fromkeys((*rows, *happened, *measure.where, *leaf.where, *matured)))


def _condition(reading: "Reading", text: RowCondition) -> exp.Expr:
    if text == _HAPPENED:
        assert reading.moment is not None
        return exp.Not(this=exp.Is(this=reading.moment.copy(), expression=exp.Null()))
    if isinstance(text, Given):
        tables = (reading.fact.table.name,)
        (given,) = conditions_of((text.condition,), reading.setting.names, tables)
        return condition_sql(given, reading.subject)
    if isinstance(text, _Matured):
        assert reading.moment is not None
        return exp.LT(this=reading.moment.copy(), expression=literal(_cut(reading, text)))
    return reading.fact.condition(text)


def _cut(reading: "Reading", age: _Matured) -> date:
    """The day before which rows are old enough. Raises QueryError where that is not known."""
    coverage, metric = reading.setting.coverage, reading.setting.names.model.metrics[reading.metric]
    if coverage is None or reading.moment is None:
        raise QueryError("matured_needs_time", metric=metric.label)
    return coverage.matured(age.length)
