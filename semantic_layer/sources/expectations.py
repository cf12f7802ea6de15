"""What a shop expects of a loaded table, and what of it does not hold in a data version.

An expectation that does not hold leaves a doubt, which every answer over the table tells; with
`stop: true` it keeps the new version from being swapped in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import duckdb

from semantic_layer.compile.keys import both
from semantic_layer.sources.source import Expectations, Reconciled, Source
from semantic_layer.sources.sql import quoted, text
from semantic_layer.texts import Text

__all__ = ["Doubt", "doubts_of", "too_old"]

Kind = Literal["unique", "not_null", "accepted", "range", "fresh", "rows", "change", "reconcile"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """An expectation that does not hold: of which kind, and the numbers that tell it."""

    kind: Kind
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> Text:
        """The doubt in words."""
        return both(f"doubt.{self.kind}", **self.values)


def doubts_of(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    sources: Mapping[str, Source],
    rows_before: int,
) -> tuple[Doubt, ...]:
    """What does not hold of a source's table, whatever day it is; `rows_before` are those of the last
    version. `sources` are all of the shop's: what none of them loads is not reconciled with."""
    held = source.expect
    ask = _Asking(connection, quoted(source.name))
    found = [
        *(_unique(ask, columns) for columns in held.unique),
        *(_empty(ask, column) for column in held.not_null),
        *(_accepted(ask, column, values) for column, values in held.accepted.items()),
        *(_range(ask, column, least, most) for column, (least, most) in held.range.items()),
        *_volume(ask, held, rows_before),
        *(_reconciled(ask, one) for one in held.reconcile if one.source in sources),
    ]
    return tuple(doubt for doubt in found if doubt is not None)


@dataclass(frozen=True, slots=True)
class _Asking:
    """A table to ask numbers of."""

    connection: duckdb.DuckDBPyConnection
    table: str

    def number(self, sql: str) -> int:
        """The count that a statement comes to."""
        row = self.connection.execute(sql).fetchone()
        return int(row[0] or 0) if row else 0


def _unique(ask: _Asking, columns: tuple[str, ...]) -> Doubt | None:
    keys = ", ".join(map(quoted, columns))
    extra = ask.number(
        f"SELECT coalesce(sum(n - 1), 0) "
        f"FROM (SELECT count(*) AS n FROM {ask.table} GROUP BY {keys} HAVING n > 1)"
    )
    return Doubt("unique", {"columns": ", ".join(columns), "rows": f"{extra:,}"}) if extra else None


def _empty(ask: _Asking, column: str) -> Doubt | None:
    rows = ask.number(f"SELECT count(*) FROM {ask.table} WHERE {quoted(column)} IS NULL")
    return Doubt("not_null", {"column": column, "rows": f"{rows:,}"}) if rows else None


def _accepted(ask: _Asking, column: str, values: tuple[str, ...]) -> Doubt | None:
    listed = ", ".join(map(text, values))
    strange = f"FROM {ask.table} WHERE CAST({quoted(column)} AS VARCHAR) NOT IN ({listed})"
    rows = ask.number(f"SELECT count(*) {strange}")
    if not rows:
        return None
    found = ask.connection.execute(
        f"SELECT DISTINCT left(CAST({quoted(column)} AS VARCHAR), 20) AS v {strange} ORDER BY v LIMIT 3"
    ).fetchall()
    told = {"column": column, "rows": f"{rows:,}", "such": ", ".join(str(v) for (v,) in found)}
    return Doubt("accepted", told)


def _range(ask: _Asking, column: str, least: float | None, most: float | None) -> Doubt | None:
    value = quoted(column)
    bounds = (("<", least), (">", most))
    wrong = " OR ".join(f"{value} {sign} {bound!r}" for sign, bound in bounds if bound is not None)
    rows = ask.number(f"SELECT count(*) FROM {ask.table} WHERE {wrong}") if wrong else 0
    return Doubt("range", {"column": column, "rows": f"{rows:,}"}) if rows else None


def too_old(held: Expectations, newest: str, today: date) -> tuple[Doubt, ...]:
    """The doubt that the newest day is older than it may be; yesterday is one day old."""
    if not held.fresh_by or (
        newest and (today - date.fromisoformat(newest)).days <= held.fresh_days
    ):
        return ()
    return (Doubt("fresh", {"newest": newest or "∅", "days": str(held.fresh_days)}),)


def _volume(ask: _Asking, held: Expectations, before: int) -> list[Doubt]:
    rows = ask.number(f"SELECT count(*) FROM {ask.table}")
    found = []
    if rows < held.least_rows:
        found.append(Doubt("rows", {"rows": f"{rows:,}", "least": f"{held.least_rows:,}"}))
    if held.most_change is not None and before and abs(rows - before) > held.most_change * before:
        found.append(Doubt("change", {"rows": f"{rows:,}", "before": f"{before:,}"}))
    return found


def _reconciled(ask: _Asking, one: Reconciled) -> Doubt | None:
    """Two tables that tell the same amount, as a whole or for each value of a column."""
    parts = [(ask.table, one.column), (quoted(one.source), one.other)]
    mine, theirs = (
        f"SELECT {quoted(one.by) if one.by else '0'} AS k, sum({quoted(column)}) AS v FROM {table} GROUP BY k"
        for table, column in parts
    )
    both_sides = (
        f"FROM ({mine}) a FULL JOIN ({theirs}) b ON a.k IS NOT DISTINCT FROM b.k "
        f"WHERE abs(coalesce(a.v, 0) - coalesce(b.v, 0)) > {one.within!r} * greatest(abs(coalesce(a.v, 0)), "
        f"abs(coalesce(b.v, 0))) + 0.005"
    )
    apart = ask.connection.execute(
        f"SELECT count(*), sum(coalesce(a.v, 0)), sum(coalesce(b.v, 0)) {both_sides}"
    ).fetchall()[0]
    if not apart[0]:
        return None
    told = {
        "column": one.column,
        "source": one.source,
        "other": one.other,
        "groups": f"{apart[0]:,}",
    }
    return Doubt("reconcile", {**told, "mine": f"{apart[1]:,.2f}", "theirs": f"{apart[2]:,.2f}"})
