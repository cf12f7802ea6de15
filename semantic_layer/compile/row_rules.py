"""Row rules of a role, as the last pass over a statement: nothing can read around them.

Every relation that a rule speaks of is replaced, wherever it stands (each CTE, each base of a
comparison, joins, subqueries, calendars), by the rows of it that the rule leaves. So a role gets
what a database would say that holds only those rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from semantic_layer.compile.fact import Fact
from semantic_layer.compile.names import Names
from semantic_layer.compile.sql import name
from semantic_layer.proofs import Use

__all__ = ["Limits", "limited"]

_DONE = "within a row rule"


@dataclass(frozen=True, slots=True)
class Limits:
    """The tables whose rules were used, and the keys of the joins that the rules go over."""

    tables: dict[str, None] = field(default_factory=dict)
    uses: dict[Use, None] = field(default_factory=dict)


def limited(
    tree: exp.Query, rules: Mapping[str, str], names: Names, relations: Mapping[str, str]
) -> Limits:
    """Put the rules (by table) around every relation that they speak of, in place.

    A rule is an expression over its table, or over tables that it joins to (`customer.city`),
    which are then read whole. A row for which it is not true does not exist. Two tables of a model
    that read one relation share their rules.
    """
    ruled: dict[tuple[str, ...], list[str]] = {}
    for table in rules:
        if table in names.model.tables:
            ruled.setdefault(_parts(relations[table]), []).append(table)
    limits = Limits()
    for node in list(tree.find_all(exp.Table)) if ruled else []:
        tables = ruled.get(_parts(".".join(p.name for p in node.parts)))
        if tables and not _is_cte(node) and not _is_done(node):
            node.replace(_limited(node, {t: rules[t] for t in tables}, names, relations, limits))
    return limits


def _limited(
    node: exp.Table,
    rules: Mapping[str, str],
    names: Names,
    relations: Mapping[str, str],
    limits: Limits,
) -> exp.Subquery:
    found: exp.Select | None = None
    for table, rule in rules.items():
        fact = Fact(names, names.model.tables[table], relations)
        condition = fact.condition(rule)
        star = exp.Column(this=exp.Star(), table=name(table))
        select = fact.source(exp.Select(expressions=[star])).where(condition, copy=False)
        if found is not None:
            alias = exp.TableAlias(this=name(table))
            select.args["from_"].set("this", exp.Subquery(this=found, alias=alias))
        found = select
        limits.tables[table] = None
        limits.uses.update(fact.uses)
    alias = exp.TableAlias(this=name(node.alias_or_name))
    made = exp.Subquery(this=found, alias=alias)
    made.meta[_DONE] = True
    return made


def _parts(path: str) -> tuple[str, ...]:
    """The parts of a relation's path, as engines that fold case compare them."""
    return tuple(part.lower() for part in path.split("."))


def _is_done(node: exp.Expr) -> bool:
    above = node.parent
    while above is not None:
        if above.meta.get(_DONE):
            return True
        above = above.parent
    return False


def _is_cte(node: exp.Table) -> bool:
    """True for the name of a common table expression that is in sight from here."""
    if node.args.get("db"):
        return False
    inside: exp.Expr | None = None
    above: exp.Expr | None = node
    while above is not None:
        defined = above.args.get("with_") if isinstance(above, exp.Query) else None
        for cte in defined.expressions if defined else ():
            if cte is inside:
                break
            if cte.alias == node.name:
                return True
        if isinstance(above, exp.CTE):
            inside = above
        above = above.parent
    return False
