"""Facts about a row's place among the rows of the same customer: its number, the one before it.

They are windows over all rows of the table that count, taken before any day or condition of a query
cuts rows away, and met by the table's primary key.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlglot import exp

from semantic_layer.compile.own import key_expression, own_expression
from semantic_layer.compile.sql import all_of, column, name
from semantic_layer.model import Dimension, Entity, RowFact, Table

if TYPE_CHECKING:
    from semantic_layer.compile.fact import Fact

Group = tuple[str, tuple[str, ...], str, tuple[str, ...]]
_WINDOWS: dict[str, type[exp.Func]] = {
    "lag": exp.Lag, "lead": exp.Lead, "first": exp.FirstValue, "last": exp.FirstValue,
}  # fmt: skip


def group_of(table: Table, row_fact: RowFact) -> Group:
    """What the row facts that are read in one pass have in common."""
    return (table.name, row_fact.per, row_fact.by, row_fact.where)


def select(fact: "Fact", group: Group) -> exp.Select:
    """The primary key of each row with all of its facts of one group."""
    table = fact.table
    made = exp.Select()
    keys = list(_keys(table, table.name))
    for n, key in enumerate(keys):
        made.append("expressions", _as(key, f"key_{n}"))
    _, per, by, where = group
    parts = [_part(fact, one) for one in per]
    at = fact.expression(by)
    for dimension in table.dimensions:
        if dimension.row_fact is not None and group_of(table, dimension.row_fact) == group:
            made.append(
                "expressions", _window(fact, dimension, dimension.row_fact, parts, at, keys)
            )
    counted = [*fact.row_conditions(), *(fact.condition(text) for text in where)]
    counted += [exp.Not(this=exp.Is(this=n.copy(), expression=exp.Null())) for n in (*parts, at)]
    condition = all_of(counted)
    assert condition is not None
    return fact.source(made).where(condition, copy=False)


def join(table: Table, row: str, source: exp.Expr, alias: str) -> exp.Join:
    """The facts of each row, by its primary key; `row` is the table's own alias."""
    pairs = [
        exp.EQ(this=here, expression=column(f"key_{n}", alias))
        for n, here in enumerate(_keys(table, row))
    ]
    return exp.Join(this=source, side="LEFT", on=all_of(pairs))


def _window(
    fact: "Fact",
    dimension: Dimension,
    row_fact: RowFact,
    parts: list[exp.Expr],
    at: exp.Expr,
    keys: list[exp.Expr],
) -> exp.Alias:
    back = row_fact.kind == "last"
    order = [exp.Ordered(this=n.copy(), desc=back, nulls_first=False) for n in (at, *keys)]
    if row_fact.kind == "rank":
        function: exp.Expr = exp.RowNumber()
    else:
        function = _WINDOWS[row_fact.kind](this=fact.expression(row_fact.expr))
    window = exp.Window(
        this=function,
        partition_by=[p.copy() for p in parts],
        order=exp.Order(expressions=order),
    )
    return _as(window, dimension.name)


def _part(fact: "Fact", text: str) -> exp.Expr:
    """What the rows are told apart by: a key of the table, or an expression."""
    entity = fact.table.entity(text)
    return fact.expression(entity.columns[0] if entity else text)


def _keys(table: Table, alias: str) -> Iterator[exp.Expr]:
    key: Entity | None = table.primary
    assert key is not None
    for text in key.columns:
        yield key_expression(text, alias)
    if key.partition:
        yield own_expression(table, key.partition, alias)


def _as(node: exp.Expr, label: str) -> exp.Alias:
    return exp.Alias(this=node, alias=name(label))
