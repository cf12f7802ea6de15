"""The expressions of a table's own keys and dimensions, under the alias that it has in a join."""

from sqlglot import exp

from semantic_layer.compile.sql import column
from semantic_layer.expressions import parse_expression
from semantic_layer.model import Table


def own_expression(table: Table, name: str, alias: str) -> exp.Expr:
    """A dimension (or column) of a table under its alias."""
    dimension = next((d for d in table.dimensions if d.name == name), None)
    return key_expression(dimension.expr if dimension else name, alias)


def key_expression(text: str, alias: str) -> exp.Expr:
    """A key's expression with its columns under an alias."""
    return parse_expression(text).transform(
        lambda n: column(n.name, alias) if isinstance(n, exp.Column) else n
    )
