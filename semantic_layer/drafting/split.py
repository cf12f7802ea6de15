"""A file of order lines that says each order's amount again on every line: two tables from one file."""

from dataclasses import replace

import duckdb

from semantic_layer.drafting.kinds import repeated_in
from semantic_layer.drafting.profile import TableProfile, profile
from semantic_layer.sources.readers.scan import quoted

__all__ = ["split"]

_TELLING = 5  # different amounts: a freight that is always 5.00 says nothing
_GOODS = frozenset(["product_id", "sku_id", "product_name"])
_AMOUNTS = frozenset(["pay_amount", "list_amount", "freight", "any_amount", "line_amount"])


def split(connection: duckdb.DuckDBPyConnection, table: TableProfile) -> list[TableProfile]:
    """The table itself, or its orders and its lines.

    Columns that are the same on all lines of every order are the order's. It is split when an amount
    is among them (added up over lines it would count several times) and goods are not.
    """
    order = next(iter(table.of_role("order_id")), None)
    goods = [c for c in table.columns if c.role in _GOODS]
    if order is None or not goods or order.match is None or order.match.score < 1.0:
        return [table]
    amounts = [
        c.name for c in table.columns
        if c.role in _AMOUNTS and c.reading.type == "money" and table.counted[c.name].distinct >= _TELLING
    ]  # fmt: skip
    if (
        table.counted[order.name].distinct > 0.98 * table.rows
    ):  # counted about: hardly any line has a second
        return [table]
    told = repeated_in(connection, table, order.name, amounts) if amounts else set()
    if not told:
        return [table]
    others = [c.name for c in table.columns if c.name != order.name]
    same = repeated_in(connection, table, order.name, others)
    timed = any(c.reading.type in ("date", "time") and c.name in same for c in table.columns)
    if not timed or any(c.name in same for c in goods):
        return [table]
    top = [c for c in table.columns if c.name in same or c is order]
    lines = [c for c in table.columns if c.name not in same]
    relation = f"{table.relation}_orders"
    cells = ", ".join(
        f"any_value({quoted(c.name)}) AS {quoted(c.name)}" for c in top if c is not order
    )
    connection.execute(
        f"CREATE TABLE {relation} AS SELECT {quoted(order.name)}, {cells} FROM {table.relation} "
        f"WHERE {quoted(order.name)} IS NOT NULL GROUP BY 1"
    )
    rows, counted = profile(connection, relation, top)
    orders = replace(
        table, name=f"{table.name}_orders", relation=relation, columns=tuple(top), rows=rows, counted=counted,
        left_out=0, bounds=(), repeated=tuple(sorted(told)),
    )  # fmt: skip
    return [orders, replace(table, columns=tuple(lines))]
