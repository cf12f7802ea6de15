"""What rows and columns are beyond their type: rows that do not count, running totals, repeated amounts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from semantic_layer.drafting.profile import TableProfile
from semantic_layer.drafting.reading import Column
from semantic_layer.sources.readers.scan import literal, quoted

__all__ = ["RowKind", "is_cumulative", "kinds_of_rows", "repeated_in", "said_in"]

_ROWS = {
    "unpaid": r"等待买家付款|待付款|未付款|待支付|未支付|定金未付|pending|unpaid|awaiting payment|created|expired|abandoned",
    "cancelled": r"交易关闭|已关闭|关闭|已取消|取消|作废|付款以后用户退款成功，交易自动关闭|cancell?ed|cancell?ation|void(ed)?|closed|unavailable|failed|declined",
    "test": r".*(测试|补单|刷单|内部).*|test|internal|brushed|fake|dummy",
}  # fmt: skip
_YES = ("是", "true", "yes", "y", "1")
_STATUS = ("order_status", "any_status", "order_kind", "any_kind", "refund_status")


@dataclass(frozen=True, slots=True)
class RowKind:
    """Rows of one kind: `unpaid`, `cancelled` or `test`, by the values of a column, and how many."""

    kind: str
    column: str
    values: tuple[str, ...]
    rows: int


def kinds_of_rows(table: TableProfile, roles: Sequence[str] = _STATUS) -> list[RowKind]:
    """The kinds of rows that a status or type column tells apart and that are no sales."""
    found = []
    for column in table.columns:
        if column.role not in roles:
            continue
        values = table.counted[column.name].values
        for kind, pattern in _ROWS.items():
            hit = [(v, n) for v, n in values if _is(v, kind, pattern, column)]
            if hit and len(hit) < len(values):
                names = tuple(v for v, _ in hit)
                found.append(RowKind(kind, column.name, names, sum(n for _, n in hit)))
    return found


def _is(value: str, kind: str, pattern: str, column: Column) -> bool:
    if kind == "test" and re.match(
        r"是否(补单|测试)|is test|test order|is internal", column.header.lower()
    ):
        return value.strip().lower() in _YES
    return bool(re.fullmatch(pattern, value.strip(), re.I))


def said_in(column: str, values: Sequence[str], kind: str) -> str:
    """The condition that a column says one of the values."""
    if kind == "BOOLEAN":
        return quoted(column)
    return f"{quoted(column)} in ({', '.join(literal(v) for v in values)})"


def repeated_in(
    connection: duckdb.DuckDBPyConnection, table: TableProfile, group: str, names: Sequence[str]
) -> set[str]:
    """The columns that say the same on all rows of a group: an order's amount on each of its lines.

    () where hardly any group has several rows, since nothing can be told then.
    """
    cells = ", ".join(f"count(*) FILTER (several AND d{at})" for at in range(len(names)))
    inner = ", ".join(
        f"min({quoted(n)}) IS DISTINCT FROM max({quoted(n)}) OR count({quoted(n)}) NOT IN (0, count(*)) AS d{at}"
        for at, n in enumerate(names)
    )
    row = connection.execute(
        f"SELECT count(*) FILTER (several), {cells} FROM (SELECT count(*) > 1 AS several, {inner} "
        f"FROM {table.relation} WHERE {quoted(group)} IS NOT NULL GROUP BY {quoted(group)})"
    ).fetchone()
    if row is None or row[0] < 3:
        return set()
    return {name for name, differing in zip(names, row[1:], strict=True) if not differing}


def is_cumulative(
    connection: duckdb.DuckDBPyConnection,
    table: TableProfile,
    column: str,
    time: str,
    groups: Sequence[str],
) -> bool:
    """Whether a number only grows from day to day, in every group and on most of its days: a running
    total, of which the last counts and which is never summed."""
    counted = table.counted[column]
    if counted.distinct < 8 or counted.below:
        return False
    by = f"PARTITION BY {', '.join(map(quoted, groups))} " if groups else ""
    row = connection.execute(
        f"SELECT count(*), count(*) FILTER (v < b), count(*) FILTER (v > b) FROM (SELECT {quoted(column)} AS v, "
        f"lag({quoted(column)}) OVER ({by}ORDER BY {quoted(time)}) AS b FROM {table.relation}) WHERE b IS NOT NULL"
    ).fetchone()
    if row is None or row[0] < 8:
        return False
    steps, falls, rises = row
    return bool(falls == 0 and rises >= 0.5 * steps)
