"""Plans a query: under which scopes its leaves are evaluated, and one grouped select per fact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from semantic_layer.compile import clock as clocks
from semantic_layer.compile.aggregate import aggregate
from semantic_layer.compile.conditions import Condition, condition_sql
from semantic_layer.compile.fact import Fact, aliased, grouped
from semantic_layer.compile.keys import Key
from semantic_layer.compile.names import Found, Names
from semantic_layer.compile.number import Leaf
from semantic_layer.compile.sql import all_of, literal
from semantic_layer.errors import QueryError
from semantic_layer.model import Measure
from semantic_layer.periods import Shift, end_moment, first_moment
from semantic_layer.query import TimeRange

_HAPPENED = "\0happened"
NO_SHIFT = Shift()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a leaf is evaluated under: keys, days, and how its steps lie to the asked ones."""

    name: str
    keys: tuple[Key, ...]
    time: TimeRange | None
    shift: Shift = NO_SHIFT


@dataclass(frozen=True, slots=True)
class Relation:
    """A fact's aggregate as a common table expression, with the column of each leaf."""

    name: str
    scope: Scope
    select: exp.Select
    columns: Mapping[Leaf, str]


@dataclass(slots=True)
class Setting:
    """What all facts of a query share."""

    names: Names
    dialect: str
    relations: Mapping[str, str]
    row_rules: Mapping[str, str]
    conditions: tuple[Condition, ...]
    used_tables: dict[str, None] = field(default_factory=dict)


def relations_of(leaves: Iterable[Leaf], scope: Scope, setting: Setting) -> list[Relation]:
    """One relation for each table and clock among the leaves."""
    groups: dict[tuple[str, str], list[Leaf]] = {}
    for leaf in leaves:
        groups.setdefault((leaf.measure.table, leaf.measure.time), []).append(leaf)
    tables = [table for table, _ in groups]
    made = []
    for (table, time), members in groups.items():
        name = table if tables.count(table) == 1 else f"{table}_{time.replace('.', '_')}"
        name = f"{name}__{scope.name}" if scope.name else f"{name}__facts"
        made.append(_relation(name, members, scope, setting))
    return made


def clock_of(measure: Measure, names: Names, metric: str) -> Found | None:
    """The time dimension by which a measure happens, None when it has none."""
    if not measure.time:
        return None
    own = f"{_entity(names, measure.table)}.{measure.time}"
    if own in names.model.dimensions:
        return Found(names.model.dimensions[own], ())
    identity = names.identity(measure.time, (measure.table,))
    return names.find(measure.table, measure.time, identity, metric)


def _entity(names: Names, table: str) -> str:
    primary = names.model.tables[table].primary
    return primary.name if primary else table


def _relation(name: str, leaves: list[Leaf], scope: Scope, setting: Setting) -> Relation:
    first = leaves[0]
    table = setting.names.model.tables[first.measure.table]
    fact = Fact(setting.names, table, setting.relations, setting.row_rules)
    clock = clock_of(first.measure, setting.names, first.metric)
    windowed = scope.time is not None
    needs_clock = windowed or any(k.on_clock for k in scope.keys)
    if needs_clock and clock is None:
        metric = setting.names.model.metrics[first.metric]
        raise QueryError("no_clock", metric=metric.label)
    moment = fact.dimension(clock.dimension, clock.path) if clock else None
    keys = [_key_sql(key, fact, moment, first.metric, setting.dialect) for key in scope.keys]
    where = _window(scope.time, moment, clock)
    where += [condition_sql(c, fact, first.metric) for c in setting.conditions]
    happened = None if windowed else moment
    aggregates, common = _aggregates(leaves, fact, happened, setting.dialect)
    select = exp.Select(
        expressions=[aliased(k, key.column) for k, key in zip(keys, scope.keys, strict=True)]
    )
    columns = _columns(leaves)
    for leaf, node in aggregates:
        select.append("expressions", aliased(node, columns[leaf]))
    select = fact.source(select)
    condition = all_of([*where, *common, *fact.rules])
    if condition is not None:
        select.set("where", exp.Where(this=condition))
    setting.used_tables.update(dict.fromkeys([table.name, *fact.joined]))
    return Relation(name, scope, grouped(select, keys), columns)


def _columns(leaves: list[Leaf]) -> dict[Leaf, str]:
    """A column name for each leaf: the metric's, numbered where it occurs under several filters."""
    names: dict[Leaf, str] = {}
    for leaf in leaves:
        taken = sum(1 for other in names if other.metric == leaf.metric)
        names[leaf] = f"m_{leaf.metric}" if not taken else f"m_{leaf.metric}_{taken + 1}"
    return names


def _key_sql(key: Key, fact: Fact, moment: exp.Expr | None, metric: str, dialect: str) -> exp.Expr:
    if key.on_clock:
        assert moment is not None
        node = moment.copy()
    else:
        found = fact.names.find(fact.table.name, key.ref, key.identity, metric)
        node = fact.dimension(found.dimension, found.path)
    if key.kind == "step":
        return clocks.step(node, key.grain, fact.names.model.week_start, dialect)
    return clocks.part(node, key.grain, dialect) if key.kind == "part" else node


def _window(time: TimeRange | None, moment: exp.Expr | None, clock: Found | None) -> list[exp.Expr]:
    if time is None or moment is None or clock is None:
        return []
    start, end = first_moment(time), end_moment(time)
    if clock.dimension.type == "date":
        after = literal(end.date()) if time.until is None else literal(end)
        ends = literal(start.date()), after
    else:
        ends = literal(start), literal(end)
    return [
        exp.GTE(this=moment.copy(), expression=ends[0]),
        exp.LT(this=moment.copy(), expression=ends[1]),
    ]


def _aggregates(
    leaves: list[Leaf], fact: Fact, moment: exp.Expr | None, dialect: str
) -> tuple[list[tuple[Leaf, exp.Expr]], list[exp.Expr]]:
    """Each leaf's aggregate, and the row conditions that all of them share."""
    texts = {leaf: _condition_texts(leaf, fact, moment) for leaf in leaves}
    common = [t for t in texts[leaves[0]] if all(t in texts[leaf] for leaf in leaves)]
    made, own_conditions = [], []
    for leaf in leaves:
        own = [_condition(t, fact, moment) for t in texts[leaf] if t not in common]
        condition = all_of(own)
        own_conditions.append(condition)
        expr = leaf.measure.expr
        value = fact.expression(expr) if expr else None
        made.append((leaf, aggregate(leaf.measure, value, condition, dialect)))
    where = [_condition(t, fact, moment) for t in common]
    if len(leaves) > 1 and all(c is not None for c in own_conditions):
        where.append(_any_of([c.copy() for c in own_conditions if c is not None]))
    return made, where


def _condition_texts(leaf: Leaf, fact: Fact, moment: exp.Expr | None) -> tuple[str, ...]:
    measure = leaf.measure
    rows = () if measure.all_rows else fact.table.rows
    happened = (_HAPPENED,) if measure.clocked and moment is not None else ()
    return tuple(dict.fromkeys((*rows, *happened, *measure.where, *leaf.where)))


def _condition(text: str, fact: Fact, moment: exp.Expr | None) -> exp.Expr:
    if text == _HAPPENED:
        assert moment is not None
        return exp.Not(this=exp.Is(this=moment.copy(), expression=exp.Null()))
    return fact.condition(text)


def _any_of(conditions: list[exp.Expr]) -> exp.Expr:
    joined: exp.Expr = exp.Paren(this=conditions[0])
    for condition in conditions[1:]:
        joined = exp.Or(this=joined, expression=exp.Paren(this=condition))
    return exp.Paren(this=joined)
