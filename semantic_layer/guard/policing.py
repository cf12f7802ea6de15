"""Pass 7: where the database holds more than the role may see, relations become what it may."""

from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

from semantic_layer.guard.statement import Statement


def only_visible(statement: Statement) -> Statement:
    """Each relation replaced by its allowed columns and rows, under its own alias."""
    relations = {n.lower(): r for n, r in statement.visible.relations.items() if r.select}
    if not relations:
        return statement
    for scope in traverse_scope(statement.query):
        for table in scope.tables:
            found = relations.get(table.name.lower())
            if found is None or table.name in scope.cte_sources:
                continue
            assert found.select is not None
            alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name, quoted=True))
            joins = table.args.get("joins")
            table.replace(exp.Subquery(this=found.select.copy(), alias=alias, joins=joins))
    return statement
