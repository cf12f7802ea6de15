"""Pass 2: exactly one statement that reads, by two parsers that know nothing of one another."""

import logging
import threading
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from semantic_layer.errors import GuardError
from semantic_layer.guard.statement import Statement

_PER_THREAD = threading.local()
logging.getLogger("sqlglot").setLevel(logging.ERROR)  # its warnings quote the statement


def one_query(statement: Statement) -> Statement:
    """The statement with its tree. Raises GuardError for none, several, or one that does more."""
    if statement.visible.dialect == "duckdb":
        _one_for_duckdb(statement.text)
    tree = _one_for_sqlglot(statement)
    return Statement(statement.text, statement.visible, statement.limits, tree)


def _one_for_sqlglot(statement: Statement) -> exp.Query:
    dialect, limits = statement.visible.dialect, statement.limits
    try:
        spoken = sqlglot.Dialect.get_or_raise(dialect)
        tokens = spoken.tokenize(statement.text)
        if len(tokens) > limits.tokens:
            raise GuardError("sql_too_long", length=len(tokens), most=limits.tokens)
        trees = [
            t for t in spoken.parser().parse(tokens, statement.text)
            if t is not None and not isinstance(t, exp.Semicolon)
        ]  # fmt: skip
    except (SqlglotError, RecursionError) as error:
        raise GuardError("sql_unreadable", detail=str(error)[:400]) from None
    if len(trees) != 1:
        raise GuardError("sql_not_one")
    if not isinstance(trees[0], exp.Select | exp.SetOperation | exp.Subquery | exp.Pivot):
        raise GuardError("sql_not_a_query")
    return trees[0]  # type: ignore[return-value]


def _one_for_duckdb(text: str) -> None:
    try:
        found = _parser().extract_statements(text)
    except (duckdb.Error, RecursionError) as error:
        raise GuardError("sql_unreadable", detail=str(error)[:400]) from None
    if len(found) != 1:
        raise GuardError("sql_not_one")
    if found[0].type != duckdb.StatementType.SELECT:
        raise GuardError("sql_not_a_query")


def _parser() -> Any:
    """An empty database of this thread's own: it only parses."""
    connection = getattr(_PER_THREAD, "connection", None)
    if connection is None:
        connection = _PER_THREAD.connection = duckdb.connect(":memory:", config={"threads": 1})
    return connection


__all__ = ["one_query"]
