"""Rows as they are: one for each row of a table that counts, with attributes and its parents' too.

The rows are those that the table's metrics stand on: under its rule of which rows count, dated by
its clock; a row without a date has not happened, unless a condition speaks of that date itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from sqlglot import exp

from semantic_layer.answered import Column
from semantic_layer.compile.bands import band_keys
from semantic_layer.compile.clock_names import clock_name
from semantic_layer.compile.columns import key_column
from semantic_layer.compile.keys import MOMENT, Key, both, keys_of
from semantic_layer.compile.list_defaults import default_columns, newest_first
from semantic_layer.compile.names import Names
from semantic_layer.compile.number import Leaf
from semantic_layer.compile.plan import Scope, Setting
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.together import not_together
from semantic_layer.compile.window import window
from semantic_layer.errors import QueryError
from semantic_layer.model import Dimension, Measure, Table, Unit
from semantic_layer.nearest import nearest
from semantic_layer.policy import Policy
from semantic_layer.query import MetricQuery
from semantic_layer.texts import Text

MOST_ROWS = 10_000
_UNITS: tuple[Unit, ...] = get_args(Unit)
_NOT_WITH = (
    "metrics", "having", "compare", "share", "share_within", "top", "fill", "ends", "all_members",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """The table of a list, its columns, and what it is ordered by without being shown."""

    table: Table
    query: MetricQuery
    keys: tuple[Key, ...]
    unseen: tuple[Key, ...]


def listed(query: MetricQuery, names: Names, allowed: Policy | None) -> Listed:
    """What a query with `of` lists. Raises QueryError or PolicyError.

    Without columns: the key, the name, the clock and the first attributes that the role may see;
    without an order: the newest first.
    """
    for field in _NOT_WITH:
        if getattr(query, field):
            raise not_together("of", field)
    table = table_of(query.of, names)
    if query.time is not None and not table.time:
        raise QueryError("list_without_clock", table=table.label)
    by = query.by or default_columns(table, names, allowed)
    own = band_keys(query.model_copy(update={"by": by}), names, (table.name,))
    keys = tuple(_key(ref, table, names, own) for ref in by)
    _check_once(keys)
    if not table.time and any(k.on_clock for k in keys):
        raise QueryError("list_without_clock", table=table.label)
    order, unseen = _order(query.order or newest_first(table, keys), keys, table, names)
    limit = query.limit or MOST_ROWS
    asked = query.model_copy(update={"by": by, "order": order, "limit": limit})
    return Listed(table, asked, keys, unseen)


def table_of(name: str, names: Names) -> Table:
    """The table of that name, or the one whose rows are the entity, or are shown by the dimension."""
    tables = names.model.tables
    if name in tables:
        return tables[name]
    homes = [t for t in tables.values() if t.primary is not None and t.primary.name == name]
    homes = homes or [t for t in tables.values() if t.home == name]
    homes = homes or [t for t in tables.values() if any(d.name == name for d in naming(t))]
    if len(homes) == 1:
        return homes[0]
    known = [*tables, *(t.home for t in tables.values())]
    choices = [t.name for t in homes] or nearest(name, known)
    raise QueryError("unknown_list", choices=choices, name=name)


def naming(table: Table) -> list[Dimension]:
    """The dimensions by which the rows of a table are known: their key, and its label."""
    key = table.primary
    keyed = [d for d in table.dimensions if key is not None and (d.expr,) == key.columns]
    known = {d.name for d in keyed}
    return [*keyed, *(d for d in table.dimensions if d.label_of in known)]


def _key(ref: str, table: Table, names: Names, own: dict[str, Key]) -> Key:
    if ref in names.model.metrics:
        raise QueryError("list_of_metrics", name=names.model.metrics[ref].label)
    if ref in own:
        return own[ref]
    first = keys_of((_as_it_is(ref, table, names),), names, (table.name,))[0]
    return replace(first, column=ref.replace(":", "__"))


def _as_it_is(ref: str, table: Table, names: Names) -> str:
    """A time without a step is shown as it is."""
    calendars = {c for spine in names.model.spines for c in spine.calendars}
    if ":" in ref or ref in calendars or clock_name(ref, names):
        return ref
    dimension = names.dimension(names.identity(ref, (table.name,)))
    return f"{ref}:{MOMENT}" if dimension.is_time else ref


def _check_once(keys: Sequence[Key]) -> None:
    columns = [k.column for k in keys]
    for column in columns:
        if columns.count(column) > 1:
            raise QueryError("duplicate_column", name=column)


def _order(
    terms: Sequence[str], keys: Sequence[Key], table: Table, names: Names
) -> tuple[tuple[str, ...], tuple[Key, ...]]:
    """The order by columns of the statement, and the keys of those that are not shown."""
    shown = {k.column for k in keys}
    order: list[str] = []
    unseen: list[Key] = []
    for term in terms:
        ref = term.removeprefix("-")
        label = ref.replace(":", "__")
        if label not in shown:
            label = f"order__{len(unseen) + 1}"
            unseen.append(replace(_key(ref, table, names, {}), column=label))
        order.append(("-" if term.startswith("-") else "") + label)
    return tuple(order), tuple(unseen)


def typed_column(key: Key, names: Names) -> Column:
    """The column of an attribute, a time or a number with its unit where it is one."""
    column = key_column(key, names.model)
    if key.kind != "dimension" or key.band is not None or key.mask is not None:
        return column
    dimension = names.dimension(key.identity)
    if dimension.is_time:
        return replace(column, kind="time", unit="time")
    unit = next((u for u in _UNITS if u == dimension.unit), None)
    return replace(column, unit=unit) if unit else column


def select(made: Listed, setting: Setting) -> exp.Select:
    """The rows with their columns."""
    leaf = Leaf("", Measure(made.table.name, "count", "", made.table.time))
    scope = Scope("", (*made.keys, *made.unseen), made.query.time)
    reading = Reading([leaf], scope, setting)
    found = exp.Select(expressions=reading.labelled_keys())
    where = [*window(reading, scope.time, reading.moment), *reading.asked()]
    where += reading.fact.row_conditions()
    if happened(made, setting):
        assert reading.moment is not None
        where.append(exp.Not(this=exp.Is(this=reading.moment.copy(), expression=exp.Null())))
    return reading.finished(found, where)


def happened(made: Listed, setting: Setting) -> bool:
    """True where rows without a date are left out: no days are asked, and no condition speaks of
    the date."""
    if not made.table.time or made.query.time is not None:
        return False
    clock = setting.names.identity(made.table.time, (made.table.name,))
    subjects = [s for c in setting.conditions for _, s in c.subjects]
    return not any(s.identity == clock or getattr(s, "on_clock", False) for s in subjects)


def said_rows(made: Listed, setting: Setting) -> tuple[Text, ...]:
    """Which rows are listed: by which rule, and by which date."""
    notes = [both("note.list_rule", rule=label) for label in _rules(made.table, setting.names)]
    if made.table.time:
        clock = setting.names.dimension(
            setting.names.identity(made.table.time, (made.table.name,))
        ).label
        if made.query.time is not None:
            notes.append(both("note.list_clock", clock=clock))
        elif happened(made, setting):
            notes.append(both("note.list_happened", clock=clock))
    return tuple(notes)


def _rules(table: Table, names: Names) -> list[Text]:
    """The labels of the segments that hold for every row."""
    found = []
    for rule in table.rows:
        *way, last = rule.split(".")
        tables = [table] if not way else [
            t for t in names.model.tables.values() if t.home == way[-1] or t.name == way[-1]
        ]  # fmt: skip
        segments = [s for t in tables for s in t.segments if s.name == last]
        found += [s.label for s in segments[:1]]
    return found


__all__ = ["MOST_ROWS", "Listed", "listed", "said_rows", "select", "typed_column"]
