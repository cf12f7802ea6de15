"""Pass 6: every relation and column is one that the role may see; `*` becomes their names."""

from collections.abc import Mapping
from dataclasses import replace

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, traverse_scope

from semantic_layer.errors import GuardError
from semantic_layer.guard.statement import Statement, Visible
from semantic_layer.nearest import nearest


def known_names(statement: Statement) -> Statement:
    """The statement with every name resolved. Raises GuardError for one that does not."""
    tree: exp.Expr = statement.query
    if isinstance(tree, exp.Pivot):
        source = exp.Select(expressions=[exp.Star()]).from_(tree.this)
        tree.set("this", exp.Subquery(this=_qualified(source, statement.visible)))
    else:
        tree = _qualified(tree, statement.visible)
    _resolved(tree, statement.visible.schema)
    return replace(statement, tree=tree)  # type: ignore[arg-type]


def _qualified(tree: exp.Expr, visible: Visible) -> exp.Expr:
    try:
        tree = qualify(
            tree,
            schema=visible.resolver,
            dialect=visible.dialect,
            quote_identifiers=True,
            validate_qualify_columns=True,
        )
    except (SqlglotError, RecursionError, KeyError) as error:
        _known_tables(tree, visible.schema)
        raise GuardError("sql_unknown_column", detail=str(error)[:400]) from None
    _known_relations(tree, visible.schema)
    return tree


def _known_relations(tree: exp.Expr, schema: Mapping[str, Mapping[str, str]]) -> None:
    """Raises GuardError for a relation that is neither visible nor made by the statement itself."""
    try:
        scopes = traverse_scope(tree)
    except (SqlglotError, RecursionError) as error:
        raise GuardError("sql_unreadable", detail=str(error)[:400]) from None
    reached = {id(t) for scope in scopes for t in scope.tables}
    for table in tree.find_all(exp.Table):
        if id(table) not in reached and table.name.lower() not in schema:
            raise _unknown(table, schema)
    for scope in scopes:
        for table in scope.tables:
            if not _made_here(table, scope) and table.name.lower() not in schema:
                raise _unknown(table, schema)


def _known_tables(tree: exp.Expr, schema: Mapping[str, Mapping[str, str]]) -> None:
    """The same for a tree that is half resolved, by name alone: only for a better sentence."""
    made = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if table.name.lower() not in made and table.name.lower() not in schema:
            raise _unknown(table, schema)


def _made_here(table: exp.Table, scope: Scope) -> bool:
    """True for the name of a common table expression that this place can see."""
    return table.name in scope.cte_sources or table.name.lower() in {
        name.lower() for name in scope.cte_sources
    }


def _unknown(table: exp.Table, schema: Mapping[str, Mapping[str, str]]) -> GuardError:
    return GuardError(
        "sql_unknown_relation", choices=nearest(table.name, schema), name=table.name[:60]
    )


def _resolved(tree: exp.Expr, schema: Mapping[str, Mapping[str, str]]) -> None:
    """Raises GuardError for a column without its relation: a row as a value, a hidden column."""
    for node in tree.walk():
        if isinstance(node, exp.TableColumn):
            raise GuardError("sql_unknown_column", name=node.name[:60])
        if isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
            raise GuardError("sql_not_allowed", what="*")
        if not isinstance(node, exp.Column) or node.table:
            continue
        if not (_names_an_output(node) or _of_a_lambda(node) or _of_a_pivot(node, schema)):
            raise GuardError("sql_unknown_column", name=node.name[:60])


def _names_an_output(column: exp.Column) -> bool:
    """True for an alias of the select itself, used in its order, having or qualify."""
    clause = column.find_ancestor(exp.Order, exp.Having, exp.Qualify, exp.Group)
    query = clause.find_ancestor(exp.Select, exp.SetOperation, exp.Pivot) if clause else None
    return isinstance(query, exp.Query) and column.name in query.named_selects


def _of_a_pivot(column: exp.Column, schema: Mapping[str, Mapping[str, str]]) -> bool:
    """True for a column of what a pivot around it turns."""
    pivot = column.find_ancestor(exp.Pivot)
    if pivot is None:
        return False
    source = pivot.this if isinstance(pivot.this, exp.Subquery) else pivot.parent
    if isinstance(source, exp.Table):
        return column.name.lower() in schema.get(source.name.lower(), {})
    return isinstance(source, exp.Subquery) and column.name in source.this.named_selects


def _of_a_lambda(column: exp.Column) -> bool:
    """True for the variable of a list comprehension around it."""
    around = column.find_ancestor(exp.Comprehension)
    while around is not None:
        variables = {v.name for v in around.args["expression"].find_all(exp.Column, exp.Identifier)}
        if column.name in variables:
            return True
        around = around.find_ancestor(exp.Comprehension)
    return False
