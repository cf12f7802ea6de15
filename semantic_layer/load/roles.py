"""Holds the roles of a shop against its names: a typing error must not open or close a door."""

from collections.abc import Callable, Iterable, Mapping

from semantic_layer.errors import QueryError
from semantic_layer.expressions import names_in
from semantic_layer.model import Metric, Model
from semantic_layer.nearest import nearest
from semantic_layer.vocabulary import Role

__all__ = ["check_roles"]

Report = Callable[..., None]


def check_roles(model: Model, metrics: Mapping[str, Metric], report: Report) -> None:
    """Faults for names in roles that nothing has, and for row rules that cannot be read."""
    dimensions = {d.name for d in model.dimensions.values()} | set(model.dimensions)
    dimensions |= {e.name for t in model.tables.values() for e in t.entities}
    dimensions |= {f"@{e.name}" for t in model.tables.values() for e in t.entities}
    for role in model.roles.values():
        for name in _unknown(role.metrics, metrics):
            report(role.place, "no_such_metric", nearest(name, metrics), name=name, by=role.name)
        for name in _unknown((*role.dimensions, *role.masks, *role.sees), dimensions):
            report(role.place, "no_such_dimension", nearest(name, dimensions), name=name)
        _check_rows(model, role, report)


def _unknown(listed: Iterable[str], known: Iterable[str]) -> list[str]:
    bare = [name.removeprefix("-") for name in listed]
    return [name for name in bare if name != "*" and name not in known]


def _check_rows(model: Model, role: Role, report: Report) -> None:
    for table, rule in role.rows.items():
        if table not in model.tables:
            near = nearest(table, model.tables)
            report(role.place, "no_such_table", near, name=table, by=role.name)
            continue
        try:
            names_in(rule)
        except QueryError as error:
            report(role.place, error.code, error.choices, **error.values)
