"""Moments that are not stored as the shop's own wall clock, turned into it.

A time dimension may declare the zone that its column is written in (`zone: UTC`); columns that
carry a zone (`timestamp with time zone`) are found in the data. Both become expressions of the
model, so that no answer depends on the zone of the machine or of a session.
"""

from collections.abc import Iterable
from dataclasses import replace

from semantic_layer.model import Dimension, Model


def is_zone(name: str) -> bool:
    """True for the name of a time zone (`Asia/Shanghai`, `UTC`)."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def local(expr: str, zone: str, own: str) -> str:
    """An expression of moments written in `zone` ("" where they carry it) in the zone `own`."""
    instant = f"(({expr}) at time zone '{zone}')" if zone else f"({expr})"
    return f"{instant} at time zone '{own}'"


def localised(model: Model, instants: Iterable[str]) -> Model:
    """The model with these dimensions (`table.name`) in the shop's own zone."""
    wanted = frozenset(instants)
    if not wanted:
        return model

    def moved(dimension: Dimension) -> Dimension:
        if f"{dimension.table}.{dimension.name}" not in wanted:
            return dimension
        return replace(dimension, expr=local(dimension.expr, "", model.time_zone))

    tables = {
        name: replace(table, dimensions=tuple(map(moved, table.dimensions)))
        for name, table in model.tables.items()
    }
    dimensions = {name: moved(d) for name, d in model.dimensions.items()}
    return replace(model, tables=tables, dimensions=dimensions)
