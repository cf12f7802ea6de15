"""`allocate: {to: order_items, by: pay_amount}` of a metric or a table."""

import dataclasses
from collections.abc import Callable

import yaml

from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.model import Allocation, Entity, Measure, Metric, Model, Table
from semantic_layer.nearest import nearest

__all__ = ["bound_allocation", "read_allocation"]

Report = Callable[..., None]


def read_allocation(reader: Reader, node: yaml.Node) -> Allocation:
    """`{to: table, by: weight, through: entity}`; `through` is needed only where two would do."""
    entry = Fields(reader, node, ("to", "by", "through"))
    return Allocation(
        entry.need("to", reader.string, ""),
        entry.need("by", reader.string, ""),
        entry.get("through", reader.string, ""),
    )


def bound_allocation(
    model: Model, metric: Metric, measure: Measure, report: Report
) -> Allocation | None:
    """The rule for a sum, its own or its table's, with the key that lines are found by.

    A fault for a rule on anything but a sum, and for lines that cannot be found.
    """
    table = model.tables[measure.table]
    adds = measure.agg == "sum" and measure.snapshot is None and metric.look is None
    if measure.allocate is not None and not adds:
        report(metric.place, "allocates_no_sum", name=metric.name)
    rule = measure.allocate or table.allocate
    if rule is None or not adds:
        return None
    lines = model.tables.get(rule.to)
    if lines is None:
        near = nearest(rule.to, model.tables)
        report(metric.place, "no_such_table", near, name=rule.to, by=metric.name)
        return None
    if lines.primary is None or not lines.primary.columns:
        report(metric.place, "lines_without_key", name=metric.name, table=lines.name)
    try:
        parse_expression(rule.by)
    except QueryError as error:
        report(metric.place, error.code, error.choices, **error.values)
        return None
    return _tied(rule, metric, table, lines, report)


def _tied(
    rule: Allocation, metric: Metric, table: Table, lines: Table, report: Report
) -> Allocation | None:
    ties = _ties(table, lines)
    if rule.here:
        ties = [(a, b) for a, b in ties if rule.here in (a.name, a.to)]
    own = [(a, b) for a, b in ties if a.kind in ("primary", "unique")]
    found = own if len(own) == 1 else ties
    if len(found) != 1:
        names = ", ".join(a.name for a, _ in ties) or "-"
        report(metric.place, "no_way_to_lines", name=metric.name, table=lines.name, keys=names)
        return None
    here, there = found[0]
    return dataclasses.replace(rule, here=here.name, there=there.name)


def _ties(table: Table, lines: Table) -> list[tuple[Entity, Entity]]:
    """The keys by which rows of both tables are of one thing, of which there are many lines."""
    return [
        (here, there)
        for here in table.entities
        for there in lines.entities
        if there.kind == "foreign" and here.to == there.to and here.kind != "natural"
        and len(here.columns) == len(there.columns) > 0
    ]  # fmt: skip
