"""A role does not see through a standard metric what the shop has taken from it."""

from collections.abc import Iterable
from dataclasses import replace

from semantic_layer.errors import QueryError
from semantic_layer.expressions import names_in
from semantic_layer.model import Metric, Model
from semantic_layer.parts import inputs_of
from semantic_layer.vocabulary import Role


def guarded(model: Model) -> Model:
    """The model with every standard metric taken from the roles that may not see what it holds.

    That is one of its parts, or a column that only metrics read which the role may not see.
    """
    return replace(model, roles={n: _without(model, r) for n, r in model.roles.items()})


def _without(model: Model, role: Role) -> Role:
    taken = {m.removeprefix("-") for m in role.metrics if m.startswith("-")}
    if not taken or "*" not in role.metrics:
        return role
    secret = _columns(model, (m for n, m in model.metrics.items() if n in taken))
    own = (m for n, m in model.metrics.items() if n not in taken and m.origin == "shop")
    secret -= _columns(model, own)
    for metric in model.metrics.values():  # parts come before what is made of them
        if metric.origin == "standard" and metric.name not in taken:
            parts = {p.metric for p in inputs_of(metric)}
            if parts & taken or _columns(model, (metric,)) & secret:
                taken.add(metric.name)
    added = sorted(taken - {m.removeprefix("-") for m in role.metrics})
    return replace(role, metrics=(*role.metrics, *(f"-{name}" for name in added)))


def _columns(model: Model, metrics: Iterable[Metric]) -> set[tuple[str, str]]:
    """(table, column or dimension) of what is aggregated."""
    found: set[tuple[str, str]] = set()
    for metric in metrics:
        if metric.measure is None or not metric.measure.expr:
            continue
        try:
            found |= {(metric.measure.table, name) for name in names_in(metric.measure.expr)}
        except QueryError:
            continue
    return found
