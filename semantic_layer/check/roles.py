"""Holds row rules against the data: each must run, and hide what belongs to the rows it hides."""

from collections.abc import Iterator

from sqlglot import exp

from semantic_layer.check.relations import reason
from semantic_layer.compile import Compiler
from semantic_layer.compile.dialects import text_of
from semantic_layer.compile.row_rules import limited
from semantic_layer.compile.sql import relation
from semantic_layer.engines import Engine
from semantic_layer.errors import EngineError, Fault, QueryError
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Role

__all__ = ["faults"]


def faults(compiler: Compiler, engine: Engine) -> Iterator[Fault]:
    """Rules that do not run, and tables that still show rows of what a rule hides.

    A rule on orders says nothing of order lines: where a table leads to one with a rule, and has
    none itself, its rows stay in sight.
    """
    for role in compiler.model.roles.values():
        for table in role.rows:
            yield from _runs(role, table, compiler, engine)
        for table in compiler.model.tables:
            above = {t for t, path in compiler.names.paths(table) if path}
            open_above = sorted(above & role.rows.keys())
            if open_above and table not in role.rows:
                hidden = ", ".join(open_above)
                yield Fault.at(
                    role.place, "rows_left_open", role=role.name, table=table, hidden=hidden
                )


def _runs(role: Role, table: str, compiler: Compiler, engine: Engine) -> Iterator[Fault]:
    """The rule, tried on no row of its table."""
    path = compiler.relations[table]
    tree = exp.select(exp.Literal.number(1)).from_(relation(path, "tried"))
    try:
        limited(tree, {table: role.rows[table]}, compiler.names, compiler.relations)
        engine.run("EXPLAIN " + text_of(tree, engine.dialect))
    except (QueryError, EngineError) as error:
        yield _fault(role, table, reason(error))


def _fault(role: Role, table: str, why: Text) -> Fault:
    return Fault.at(
        role.place, "rule_cannot_run",
        role=role.name, table=table, rule=role.rows[table], why=why,
    )  # fmt: skip
