"""Refuses to split a metric by what its rows have many of, and names the readings that are legal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from semantic_layer import refusal_messages  # noqa: F401  (adds the texts)
from semantic_layer.errors import QueryError
from semantic_layer.instead import instead_of
from semantic_layer.messages import say
from semantic_layer.model import Metric, Table
from semantic_layer.texts import NO_TEXT, Text

if TYPE_CHECKING:
    from semantic_layer.compile.names import Names

__all__ = ["no_way"]

_MOST = 3


def no_way(names: "Names", table: str, identity: str, metric: str) -> QueryError:
    """The error for a dimension that a fact does not lead to.

    `fan_out` where one row of the fact has several members of it; its choices are the metrics of
    the finer tables that can be split so. `unreachable` where there is no connection.
    """
    model = names.model
    home, here = names.dimension(identity), model.tables[table]
    known = model.metrics.get(metric)
    label = known.label if known else Text(metric, metric)
    bridges = list(_bridges(names, table, home.table))
    if not bridges:
        return QueryError("unreachable", metric=label, dimension=home.label, table=here.label)
    others = _finer(names, known, bridges, identity) if known else []
    return QueryError(
        "fan_out",
        choices=[m.name for m in others],
        metric=label,
        dimension=home.label,
        table=here.label,
        instead=instead_of("fan_out.instead", others),
        allocate=_rule(known, bridges[0]) if known else NO_TEXT,
    )


def _bridges(names: "Names", table: str, other: str) -> Iterator[Table]:
    """The tables with many rows for one of `table` that lead to the other: order lines stand
    between orders and products. The nearest first."""
    found = []
    for bridge in names.model.tables.values():
        ways = {t: len(path) for t, path in reversed(names.paths(bridge.name))}
        if bridge.name != table and table in ways and other in ways:
            found.append((ways[table] + ways[other], bridge))
    yield from (bridge for _, bridge in sorted(found, key=lambda f: f[0]))


def _finer(names: "Names", metric: Metric, bridges: list[Table], identity: str) -> list[Metric]:
    """Metrics of the bridges in the same unit, those most like the refused one first."""
    tables = [b.name for b in bridges]
    found = []
    for other in names.model.metrics.values():
        measure = other.measure
        if other.hidden or measure is None or measure.table not in tables:
            continue
        if other.unit == metric.unit and other.kind == "simple":
            alike = (other.group != metric.group, other.better != metric.better)
            found.append((tables.index(measure.table), alike, other))
    found.sort(key=lambda f: f[:2])
    return [other for _, _, other in found[:_MOST]]


def _rule(metric: Metric, lines: Table) -> Text:
    """How the shop could say by which weight a sum is split; other kinds cannot be."""
    measure = metric.measure
    if measure is None or measure.agg != "sum" or measure.snapshot or metric.look:
        return NO_TEXT
    return Text(
        say("fan_out.allocate", "zh", lines=lines.name, label=lines.label.zh),
        say("fan_out.allocate", "en", lines=lines.name, label=lines.label.en),
    )
