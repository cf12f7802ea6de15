"""`row_facts:` of a table: a row's place among the rows of the same customer, as dimensions."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

import yaml

from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.model import Dimension, DimensionType, RowFact, Table
from semantic_layer.query import TIME_PARTS, TIME_STEPS
from semantic_layer.texts import Text

_KINDS = ("rank", "lag", "lead", "first", "last")
_KNOWN = (
    *_KINDS, "per", "by", "where", "label", "synonyms", "description", "type", "unit",
)  # fmt: skip


def read_row_facts(reader: Reader, node: yaml.Node, table: Table) -> tuple[Dimension, ...]:
    """The row facts of a table, whose keys, time and dimensions are read."""
    return tuple(_each(reader, node, table))


def _each(reader: Reader, node: yaml.Node, table: Table) -> Iterator[Dimension]:
    taken = {d.name for d in table.dimensions}
    for key, key_node, value in reader.entries(node):
        name = str(key)
        if name in (*TIME_STEPS, *TIME_PARTS):
            reader.fault(key_node, "reserved_name", name=name)
        elif name in taken:
            reader.fault(key_node, "defined_twice", name=name)
        elif table.primary is None or not table.primary.columns:
            reader.fault(key_node, "row_fact_needs_key", name=name, table=table.name)
        else:
            yield _row_fact(reader, name, value, table)


def _row_fact(reader: Reader, name: str, node: yaml.Node, table: Table) -> Dimension:
    fields = Fields(reader, node, _KNOWN)
    said = [kind for kind in _KINDS if kind in fields]
    if len(said) != 1:
        reader.fault(fields.place, "row_fact_kind", name=name, kinds=", ".join(_KINDS))
    kind = said[0] if said else "rank"
    none: tuple[str, ...] = ()
    expr = fields.get(kind, reader.string, table.time)
    row_fact = RowFact(
        kind=kind,  # type: ignore[arg-type]
        expr=expr,
        per=fields.need("per", reader.strings, none),
        by=fields.get("by", reader.string, "") or _order(table, expr),
        where=fields.get("where", reader.strings, none),
    )
    if not row_fact.by:
        reader.fault(fields.place, "missing_key", key="by")
    _check_expressions(reader, fields, (expr, *row_fact.per, row_fact.by, *row_fact.where))
    like = next((d for d in table.dimensions if d.name == expr), None)
    found = Dimension(
        name=name, table=table.name, entity=table.home, expr=name, type="text", label=Text("", ""),
        row_fact=row_fact, place=fields.place,
    )  # fmt: skip
    if kind == "rank":
        found = replace(found, type="number")
    elif like is not None:
        found = replace(
            found,
            type=like.type,
            grain=like.grain,
            values=like.values,
            unit=like.unit,
            pii=like.pii,
        )
    return replace(
        found,
        type=fields.choice("type", get_args(DimensionType), found.type),  # type: ignore[arg-type]
        label=fields.get("label", reader.text, found.label),
        synonyms=fields.get("synonyms", reader.strings, ()),
        description=fields.get("description", reader.text, found.description),
        unit=fields.get("unit", reader.string, found.unit),
    )


def _order(table: Table, expr: str) -> str:
    """Rows go by the time that is asked for, else by the table's own."""
    timed = any(d.name == expr and d.is_time for d in table.dimensions)
    return expr if timed else table.time


def _check_expressions(reader: Reader, fields: Fields, texts: Sequence[str]) -> None:
    for text in filter(None, texts):
        try:
            parse_expression(text)
        except QueryError as error:
            reader.fault(fields.place, error.code, error.choices, **error.values)
