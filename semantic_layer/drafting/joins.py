"""Which columns lead to other tables: proven by inclusion, on all rows, with the orphans counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from semantic_layer.drafting.profile import TableProfile
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.words import plain
from semantic_layer.sources.readers.scan import quoted

__all__ = ["Join", "find_joins"]

_MOST_ORPHANS = 0.05
_MOST_PARTLY = 0.8


@dataclass(frozen=True, slots=True)
class Join:
    """A column that leads to another table's key; `orphans` of its `filled` rows lead nowhere.

    Where a key has several columns, `column` and `key` name them all, as `item_id, campaign`.
    `sole` is False where the table has several columns that lead to the same one (from, to).
    """

    table: str
    column: str
    to: str
    key: str
    filled: int
    orphans: int
    sole: bool = True


def find_joins(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[TableProfile],
    keys: Mapping[str, tuple[str, ...]],
) -> list[Join]:
    """All joins from a column to another table's key of one column.

    A column is tried when it is called like the key, and accepted when at most 5 % of its rows lead
    nowhere, or nearly all keys are used (a table of those customers that are known); such a table is
    then led to from others, too. Of several tables the one with the fewest orphans,
    then the smallest, is meant.
    """
    found: list[Join] = []
    for sure in (True, False):  # what is known for a part only leads on from other tables, too
        partly = {j.to for j in found if j.orphans > _MOST_ORPHANS * j.filled}
        for table in tables:
            for column in table.columns:
                if any((j.table, j.column) == (table.name, column.name) for j in found):
                    continue
                others = tables if sure else [t for t in tables if t.name in partly]
                best = _best(connection, table, column, others, keys, sure)
                if best is not None:
                    found.append(best)
    return _roles([*found, *_composite(connection, tables, keys)])


def _composite(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[TableProfile],
    keys: Mapping[str, tuple[str, ...]],
) -> list[Join]:
    """Joins to keys of several columns, which must be called alike in both tables."""
    found = []
    for other in tables:
        key = keys.get(other.name, ())
        for table in tables:
            have = {c.name: c for c in table.columns}
            if (
                other is table
                or len(key) < 2
                or not set(key) <= have.keys()
                or other.rows > table.rows
            ):
                continue
            if keys.get(table.name) == key or any(
                have[k].reading.type != other.column(k).reading.type for k in key
            ):
                continue
            if not all(_joinable(have[k]) for k in key):
                continue
            same = " AND ".join(f"b.{quoted(k)} = a.{quoted(k)}" for k in key)
            row = connection.execute(
                "SELECT count(*), count(*) FILTER (NOT EXISTS "
                f"(SELECT 1 FROM {other.relation} b WHERE {same})) "
                f"FROM {table.relation} a"
            ).fetchone()
            filled, orphans = row or (0, 0)
            if filled and orphans <= _MOST_ORPHANS * filled:
                names = ", ".join(key)
                found.append(Join(table.name, names, other.name, names, int(filled), int(orphans)))
    return found


def _best(
    connection: duckdb.DuckDBPyConnection,
    table: TableProfile,
    column: Column,
    tables: Sequence[TableProfile],
    keys: Mapping[str, tuple[str, ...]],
    sure: bool,
) -> Join | None:
    tried = []
    for other in tables:
        key = keys.get(other.name, ())
        if other is table or len(key) != 1:
            continue
        if keys.get(table.name) == (column.name,) and _size(other) <= _size(table):
            continue  # two tables of one thing: the smaller one leads to the larger one
        if not _alike(column, other.column(key[0]), other):
            continue
        join = _proven(connection, table, column, other, key[0], sure)
        if join is not None:
            tried.append((join.orphans, other.rows, join))
    return min(tried, key=lambda t: t[:2])[2] if tried else None


def _size(table: TableProfile) -> tuple[int, str]:
    return table.rows, table.name


def _alike(column: Column, key: Column, other: TableProfile) -> bool:
    """Whether a column is called like a key: one role, one name, or the table's name and `id`."""
    if not _joinable(column) or not _joinable(key):
        return False
    if column.role and column.role == key.role and not column.match.role.generic:  # type: ignore[union-attr]
        return True
    mine, theirs = plain(column.header), plain(key.header)
    if mine == theirs and mine not in ("id", "name", "date"):
        return True
    if key.match and key.match.role.generic:
        return _of_table(mine, plain(other.name))
    return len(theirs) > 4 and mine.endswith(theirs)


def _of_table(name: str, table: str) -> bool:
    first = name.removesuffix(" id").removesuffix(" key").removesuffix("编号").removesuffix("id")
    return len(first) > 1 and first != name and first.rstrip("s") in table


def _joinable(column: Column) -> bool:
    kind = column.match.role.kind if column.match else ""
    typed = column.reading.type in ("text", "integer")
    return typed and kind not in ("money", "count", "ratio", "time", "pii")


def _proven(
    connection: duckdb.DuckDBPyConnection,
    table: TableProfile,
    column: Column,
    other: TableProfile,
    key: str,
    sure: bool,
) -> Join | None:
    cell, there = quoted(column.name), quoted(key)
    if column.reading.type != other.column(key).reading.type:
        return None
    row = connection.execute(
        f"SELECT count({cell}), count(*) FILTER ({cell} IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM {other.relation} b WHERE b.{there} = a.{cell})) FROM {table.relation} a"
    ).fetchone()
    filled, orphans = row or (0, 0)
    many = orphans > _MOST_ORPHANS * filled
    if not filled or (not sure and orphans > _MOST_PARTLY * filled):
        return None
    if sure and many and not _covered(connection, table, column, other, key):
        return None
    return Join(table.name, column.name, other.name, key, int(filled), int(orphans))


def _covered(
    connection: duckdb.DuckDBPyConnection,
    table: TableProfile,
    column: Column,
    other: TableProfile,
    key: str,
) -> bool:
    """Whether the other table is known for a part only: nearly all of its keys are in this one."""
    if column.role != other.column(key).role or not column.role or other.rows < 20:
        return False
    row = connection.execute(
        f"SELECT count(*) FROM {other.relation} b WHERE {quoted(key)} IN "
        f"(SELECT {quoted(column.name)} FROM {table.relation})"
    ).fetchone()
    return bool(row and row[0] >= 0.95 * other.rows)


def _roles(found: list[Join]) -> list[Join]:
    """Joins of one table to the same other one are roles of it: each needs a name of its own."""
    twice = {
        (j.table, j.to) for j in found if sum((j.table, j.to) == (o.table, o.to) for o in found) > 1
    }
    return [
        Join(j.table, j.column, j.to, j.key, j.filled, j.orphans, (j.table, j.to) not in twice)
        for j in found
    ]
