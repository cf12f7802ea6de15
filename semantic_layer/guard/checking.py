"""The passes in their order, and the statement made anew from what they leave."""

from collections.abc import Callable

from sqlglot import exp

from semantic_layer.errors import GuardError
from semantic_layer.guard.allocations import bounded
from semantic_layer.guard.characters import plain_text
from semantic_layer.guard.functions import allowed_functions
from semantic_layer.guard.limiting import limited
from semantic_layer.guard.naming import known_names
from semantic_layer.guard.nodes import allowed_nodes
from semantic_layer.guard.policing import only_visible
from semantic_layer.guard.reading import one_query
from semantic_layer.guard.statement import Checked, Limits, Statement, Visible

Pass = Callable[[Statement], Statement]
PASSES: tuple[Pass, ...] = (
    plain_text,
    one_query,
    allowed_nodes,
    allowed_functions,
    bounded,
    known_names,
    only_visible,
    limited,
)


def checked(
    text: str,
    visible: Visible,
    limits: Limits | None = None,
    passes: tuple[Pass, ...] = PASSES,
) -> Checked:
    """The statement as it may run, generated from the checked tree. Raises GuardError.

    `text` itself is never run. Errors of a pass that meets what it was not made for are refusals:
    what cannot be judged does not run.
    """
    statement = Statement(text, visible, limits or Limits())
    try:
        for step in passes:
            statement = step(statement)
        sql = statement.query.sql(dialect=visible.dialect, comments=False, copy=False)
    except (RecursionError, ValueError, AttributeError, AssertionError, TypeError) as error:
        raise GuardError("sql_unreadable", detail=repr(error)[:400]) from None
    return Checked(
        sql=sql,
        relations=_relations(statement),
        columns=_columns(statement.query),
        limit=statement.limits.rows if statement.cut else 0,
    )


def _relations(statement: Statement) -> tuple[str, ...]:
    names = (t.name for t in statement.query.find_all(exp.Table))
    return tuple(dict.fromkeys(n for n in names if n.lower() in statement.visible.schema))


def _columns(tree: exp.Expr) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.name for c in tree.find_all(exp.Column)))
