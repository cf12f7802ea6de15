"""SQL of other layers as expressions of a shop folder: read in its dialect, written in ours."""

from collections.abc import Iterable

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from semantic_layer.compile.sql import name
from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression

__all__ = ["NotCarried", "conditions", "expression", "read", "text"]

_ANY = ("duckdb", "postgres", "snowflake", "bigquery", "mysql")


class NotCarried(Exception):
    """A thing that a shop folder cannot say. `code` and `values` are those of the report."""

    def __init__(self, code: str, **values: str) -> None:
        self.code, self.values = code, values
        super().__init__(code)


def read(said: str, dialects: Iterable[str] = _ANY) -> exp.Expr:
    """The tree of an expression in the first dialect that can read it. Raises NotCarried."""
    for dialect in dialects:
        try:
            trees = sqlglot.parse(said, dialect=dialect)
        except (SqlglotError, RecursionError):
            continue
        if len(trees) == 1 and trees[0] is not None:
            return trees[0]
    raise NotCarried("no_expression", text=said[:80])


def text(tree: exp.Expr) -> str:
    """A tree as an expression that a shop folder may hold. Raises NotCarried."""
    said = tree.transform(_named).sql(dialect="duckdb")
    try:
        parse_expression(said)
    except QueryError:
        raise NotCarried("no_expression", text=said[:80]) from None
    return said


def expression(said: str, dialects: Iterable[str] = _ANY) -> str:
    """An expression of another layer as one of a shop folder. Raises NotCarried.

    What is allowed as it stands is kept as it stands.
    """
    try:
        parse_expression(said)
    except QueryError:
        return text(read(said, dialects))
    return " ".join(said.split())


def conditions(tree: exp.Expr) -> list[exp.Expr]:
    """The conditions that a condition joins by AND."""
    tree = tree.unnest()
    if isinstance(tree, exp.And):
        return [*conditions(tree.left), *conditions(tree.right)]
    return [tree]


def _named(node: exp.Expr) -> exp.Expr:
    """Names quoted where they must be, and only there."""
    return name(node.this) if isinstance(node, exp.Identifier) else node
