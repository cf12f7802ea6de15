"""Aggregates of another layer as metrics of a shop folder."""

from collections.abc import Callable, Iterable

from sqlglot import exp

from semantic_layer.importers.aggregates import Aggregate, Formula
from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.sql import NotCarried, text

__all__ = ["Local", "derived", "simple"]

Local = Callable[[exp.Expr], exp.Expr]


def simple(found: Aggregate, table: str, local: Local) -> Entries:
    """The entry of a simple metric; `local` turns names into those seen from the table.

    A row without a time counts where no time is asked for: the SQL said so.
    """
    value = None if found.value is None else text(local(found.value))
    where: list[Entry] = [text(local(condition)) for condition in found.where]
    if found.agg != "count" and value is None:
        raise NotCarried("no_expression", text=found.agg)
    agg = "sum_boolean" if found.agg == "sum" and _is_flag(found.value) else found.agg
    return filled(
        table=table, agg=agg, expr=value, where=where, percentile=found.percentile,
        discrete=found.discrete or None,
    ) | {"clocked": False}  # fmt: skip


def _is_flag(value: exp.Expr | None) -> bool:
    """True for a sum of conditions, which some engines count as 0 and 1."""
    return isinstance(value, exp.Predicate | exp.Boolean)


def derived(formula: Formula, names: dict[str, str], known: Iterable[str]) -> Entries:
    """The entry of a ratio or derived metric over the metrics `names` of its parts.

    Every other name in the formula must be a `known` metric. Raises NotCarried.
    """
    other = {c.name for c in formula.tree.find_all(exp.Column)} - names.keys()
    missing = sorted(other - set(known))
    if missing:
        raise NotCarried("missing", name=missing[0])
    pair = formula.quotient
    if pair is not None:
        top, bottom = (names.get(p, p) for p in pair)
        return {"type": "ratio", "numerator": top, "denominator": bottom}

    def renamed(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.name in names:
            return exp.column(names[node.name])
        return node

    return {"type": "derived", "expr": text(formula.tree.transform(renamed))}
