"""What of a shop a role may read in free SQL: each table's modelled columns and the rows that count.

A column is there when a dimension that the role may see, a key, or a measure of a metric that it
may see is made of it; personal data never is. The table's own rule of which rows count and the
role's row rules hold, so counts agree with the metrics.
"""

from collections.abc import Iterator, Mapping

from sqlglot import exp

from semantic_layer.compile.fact import Fact, aliased
from semantic_layer.compile.names import Names
from semantic_layer.compile.row_rules import limited
from semantic_layer.compile.sql import all_of, column
from semantic_layer.errors import QueryError
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.model import Dimension, Metric, Model, Table
from semantic_layer.policy import role_of, sees_metric, sees_values
from semantic_layer.vocabulary import Role


def projections(
    model: Model, role_name: str, relations: Mapping[str, str]
) -> dict[str, exp.Select]:
    """Table name to the select that a role may read of it; nothing for tables it may not see."""
    role, names = role_of(model, role_name), Names(model)
    made = {}
    for table in model.tables.values():
        select = _projection(table, role, names, relations)
        if select is not None:
            made[table.name] = select
    return made


def _projection(
    table: Table, role: Role, names: Names, relations: Mapping[str, str]
) -> exp.Select | None:
    fact = Fact(names, table, relations)
    shown = _columns(table, role, names)
    if shown is None:
        return None
    select = exp.Select()
    for name, dimension in shown.items():
        node = column(name, table.name) if dimension is None else _expression(fact, dimension)
        select.append("expressions", aliased(node, name))
    condition = all_of(fact.row_conditions())
    select = fact.source(select)
    if condition is not None:
        select = select.where(condition, copy=False)
    limited(select, role.rows, names, relations)
    return select


def _expression(fact: Fact, dimension: Dimension) -> exp.Expr:
    return fact.dimension(dimension, ())


def _columns(table: Table, role: Role, names: Names) -> dict[str, Dimension | None] | None:
    """Column name to the dimension whose expression it is; None for a column of the table itself.

    None for a table of which the role may see no dimension and no metric.
    """
    metrics = [m for m in _measured(names.model, table) if sees_metric(role, m)]
    dimensions = [d for d in table.dimensions if _seen(d, role, names)]
    if not metrics and not dimensions:
        return None
    hidden = {c for d in table.dimensions if d not in dimensions for c in _names(d.expr)}
    found: dict[str, Dimension | None] = {}
    for entity in table.entities:
        found |= {c: None for text in entity.columns for c in _names(text) if c not in hidden}
    for dimension in dimensions:
        plain = dimension.expr == dimension.name and dimension.row_fact is None
        found[dimension.name] = None if plain else dimension
    for metric in metrics:
        assert metric.measure is not None
        read = (*_names(metric.measure.expr), *_names(metric.measure.time))
        left = (n for n in read if n not in hidden and n not in found)
        found |= {name: None for name in left if _is_column(name, table)}
    return found


def _is_column(name: str, table: Table) -> bool:
    """True unless the name is that of a dimension that was left out."""
    return all(d.name != name for d in table.dimensions)


def _measured(model: Model, table: Table) -> Iterator[Metric]:
    return (m for m in model.metrics.values() if m.measure and m.measure.table == table.name)


def _seen(dimension: Dimension, role: Role, names: Names) -> bool:
    return not dimension.pii and sees_values(names, role, dimension.identity)


def _names(text: str) -> tuple[str, ...]:
    """The plain columns that an expression reads; none for one that cannot be read."""
    if not text:
        return ()
    try:
        tree = parse_expression(text)
    except QueryError:
        return ()
    found = (column_parts(c) for c in tree.find_all(exp.Column))
    return tuple(dict.fromkeys(parts[0] for parts in found if len(parts) == 1))
