"""A typed table counted: rows, empty cells, distinct values, extremes, the values of enumerations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from semantic_layer.drafting.reading import Column
from semantic_layer.sources.readers import Format
from semantic_layer.sources.readers.scan import quoted

__all__ = ["Counted", "TableProfile", "profile"]

_FEW = 60
_LISTED = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a column: cells that say something, distinct ones (about), extremes.

    `values` are all of an enumeration's with their rows, most frequent first; empty for others.
    `below` are cells under zero.
    """

    filled: int
    distinct: int
    low: object = None
    high: object = None
    below: int = 0
    values: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class TableProfile:
    """A table to be: where it came from, what it is made of, and what was counted in it.

    `relation` is the typed table in the database of the survey. `left_out` rows were totals. `bounds`
    are the rows at which its second and later files begin; `overlap` rows were in a later file again.
    `repeated` are amounts that the file says again on each line of an order; the table then has a row
    for each order.
    """

    name: str
    relation: str
    files: tuple[Path, ...]
    form: Format
    columns: tuple[Column, ...]
    rows: int
    left_out: int = 0
    bounds: tuple[int, ...] = ()
    overlap: int = 0
    repeated: tuple[str, ...] = ()
    counted: Mapping[str, Counted] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """A column by its name in the table; KeyError when there is none."""
        return next(c for c in self.columns if c.name == name)

    def of_role(self, *roles: str) -> list[Column]:
        """The columns of the first of these roles that has any, the surest first."""
        for role in roles:
            found = [c for c in self.columns if c.role == role]
            if found:
                return sorted(found, key=lambda c: -(c.match.score if c.match else 0))
        return []


def profile(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[Column]
) -> tuple[int, dict[str, Counted]]:
    """(rows, what was counted by column) of a typed table, in one pass and one more per enumeration."""
    cells = ["count(*)"]
    for column in columns:
        cell = quoted(column.name)
        number = column.reading.type in ("integer", "number", "money", "ratio")
        below = f"count(*) FILTER ({cell} < 0)" if number else "0"
        cells += [
            f"count({cell})", f"approx_count_distinct({cell})", f"min({cell})", f"max({cell})", below,
        ]  # fmt: skip
    row = connection.execute(f"SELECT {', '.join(cells)} FROM {relation}").fetchone() or (0,)
    counted = {}
    for at, column in enumerate(columns):
        filled, distinct, low, high, below = row[1 + 5 * at : 6 + 5 * at]
        values = _values(connection, relation, column, distinct) if distinct <= _LISTED else ()
        counted[column.name] = Counted(
            filled, len(values) or distinct, low, high, below, values if len(values) <= _FEW else ()
        )
    return int(row[0]), counted


def _values(
    connection: duckdb.DuckDBPyConnection, relation: str, column: Column, distinct: int
) -> tuple[tuple[str, int], ...]:
    if not distinct or column.reading.type in ("date", "time", "money"):
        return ()
    cell = quoted(column.name)
    rows = connection.execute(
        f"SELECT CAST({cell} AS VARCHAR), count(*) FROM {relation} WHERE {cell} IS NOT NULL "
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    return tuple((str(value), int(count)) for value, count in rows)
