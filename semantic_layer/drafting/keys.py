"""Which columns tell a table's rows apart: proven on all rows, never guessed from names."""

import re
from collections.abc import Sequence
from itertools import combinations

import duckdb

from semantic_layer.drafting.profile import TableProfile, profile
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.words import LEAST, plain
from semantic_layer.sources.readers.scan import quoted

__all__ = ["distinct", "find_key", "is_unique", "without_overlap"]

_MOST_TRIES = 40
_KEY_KINDS = ("id", "time", "name", "text", "count")


def find_key(connection: duckdb.DuckDBPyConnection, table: TableProfile) -> tuple[str, ...]:
    """The fewest columns that are filled and together unique, ids first; () when there are none.

    A column may be a key alone when it is an id, a code or a day; several columns when they are
    ids, times or names of what a report is split by. Measures are never part of a key.
    """
    if not table.rows:
        return ()
    able = [c for c in table.columns if _able(table, c)]
    for column in sorted(able, key=_rank):
        if _alone(table, column) and is_unique(connection, table, (column.name,)):
            return (column.name,)
    tries = 0
    for size in (2, 3, 4):
        for some in combinations(sorted(able, key=_rank)[:8], size):
            if not _enough(table, some):
                continue
            tries += 1
            if tries > _MOST_TRIES:
                return ()
            names = tuple(c.name for c in some)
            if is_unique(connection, table, names):
                return names
    return ()


_CODE = re.compile(r"(\b|_)(id|no|key|code|number|uid)$|(编号|单号|编码|代码|号|ID)$", re.I)


def _kind(column: Column) -> str:
    if (
        column.reading.type in ("text", "integer")
        and not column.role
        and _CODE.search(plain(column.header))
    ):
        return "id"
    if column.match and column.match.score >= LEAST:
        return column.match.role.kind
    return {"date": "time", "time": "time", "text": "text"}.get(column.reading.type, "")


def _able(table: TableProfile, column: Column) -> bool:
    counted = table.counted[column.name]
    if (
        counted.filled != table.rows
        or counted.distinct < 2
        or column.reading.type in ("money", "ratio", "number")
    ):
        return False
    if _kind(column) == "count" and column.role not in ("any_week",):
        return False
    return _kind(column) in _KEY_KINDS


def _rank(column: Column) -> tuple[int, int]:
    order = {"id": 0, "time": 1, "name": 2, "text": 3}
    generic = bool(column.match and column.match.role.generic)
    return order.get(_kind(column), 4), int(generic)


def _alone(table: TableProfile, column: Column) -> bool:
    """True when the column may be a key by itself: as many values as rows, and no free text."""
    counted = table.counted[column.name]
    if counted.distinct < 0.9 * table.rows / (
        1 + len(table.bounds)
    ):  # counted about: within some percent
        return False
    kind = _kind(column)
    if kind == "time":
        return column.reading.type == "date"
    return kind == "id" or (kind == "name" and table.rows <= 10_000)


def _enough(table: TableProfile, columns: Sequence[Column]) -> bool:
    """True when there can be as many combinations as rows, with an id or a day among them."""
    product = 1.0
    for column in columns:
        product *= 1.05 * table.counted[column.name].distinct
    kinds = {_kind(c) for c in columns}
    return product >= table.rows / (1 + len(table.bounds)) and bool(kinds & {"id", "time", "name"})


def _file(table: TableProfile) -> str:
    """The number of the file that a row came from."""
    return " + ".join(f"(rowid >= {bound})::INTEGER" for bound in table.bounds)


def without_overlap(
    connection: duckdb.DuckDBPyConnection, table: TableProfile, key: tuple[str, ...]
) -> None:
    """Keep the last of the rows that several files say, as a sync does, and count anew."""
    if not key or not table.bounds:
        return
    cells = ", ".join(map(quoted, key))
    row = connection.execute(
        f"DELETE FROM {table.relation} WHERE rowid NOT IN "
        f"(SELECT max(rowid) FROM {table.relation} GROUP BY {cells})"
    ).fetchone()
    table.overlap, table.bounds = int(row[0]) if row else 0, ()
    if table.overlap:
        table.rows, table.counted = profile(connection, table.relation, table.columns)


def is_unique(
    connection: duckdb.DuckDBPyConnection, table: TableProfile, names: tuple[str, ...]
) -> bool:
    """Whether all rows differ in these columns."""
    return distinct(connection, table, names) == table.rows


def distinct(
    connection: duckdb.DuckDBPyConnection, table: TableProfile, names: tuple[str, ...]
) -> int:
    """How many combinations of values the columns have."""
    cells = ", ".join(map(quoted, names))
    if table.bounds:  # a key tells the rows of one file apart: a later file may say a row again
        cells += f", {_file(table)}"
    row = connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {cells} FROM {table.relation})"
    ).fetchone()
    return int(row[0]) if row else 0
