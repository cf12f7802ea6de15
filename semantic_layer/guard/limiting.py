"""Pass 8: a result has a greatest number of rows; the guard's own limit is said in the answer."""

from dataclasses import replace

from sqlglot import exp

from semantic_layer.guard.statement import Statement


def limited(statement: Statement) -> Statement:
    """The statement with at most `rows` rows, and one more by which a cut is noticed."""
    tree, most = statement.query, statement.limits.rows
    own = tree.args.get("limit")
    count = own.expression if isinstance(own, exp.Limit) else None
    written = isinstance(count, exp.Literal) and not count.is_string
    if written and int(float(str(count.this))) <= most:  # type: ignore[union-attr]
        return statement
    if isinstance(tree, exp.Select) and own is None and not tree.args.get("fetch"):
        tree.set("limit", _limit(most + 1))
        return replace(statement, tree=tree, cut=True)
    inner = exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier("asked", True)))
    outer = exp.Select(expressions=[exp.Star()]).from_(inner)
    outer.set("limit", _limit(most + 1))
    return replace(statement, tree=outer, cut=True)


def _limit(rows: int) -> exp.Limit:
    return exp.Limit(expression=exp.Literal.number(rows))
