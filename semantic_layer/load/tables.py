"""`tables:` of a shop folder: keys, dimensions, named conditions."""

from dataclasses import replace
from typing import get_args

import yaml

from semantic_layer.load.allocation import read_allocation
from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.load.row_facts import read_row_facts
from semantic_layer.model import (
    KNOWN_BY,
    Dimension,
    DimensionType,
    Entity,
    EntityKind,
    Segment,
    Table,
    Validity,
    ValueLabel,
)
from semantic_layer.query import TIME_PARTS, TIME_STEPS
from semantic_layer.texts import Text

RESERVED = frozenset(TIME_STEPS + TIME_PARTS)
_TABLE = (
    "source", "label", "description", "entities", "time", "valid", "rows", "segments", "dimensions",
    "row_facts", "allocate",
)  # fmt: skip
_ENTITY = ("kind", "columns", "to", "partition")
_DIMENSION = (
    "label", "synonyms", "description", "type", "expr", "values", "grain", "same_as", "pii",
    "indexed", "unit", "label_of", "zone", "lasts_to",
)  # fmt: skip


def read_table(reader: Reader, name: str, node: yaml.Node) -> Table:
    """One table; faults go to the reader."""
    fields = Fields(reader, node, _TABLE)
    entities = _entities(reader, fields)
    table = Table(name, name, Text(name, name), entities, ())
    table = replace(
        table,
        source=fields.get("source", reader.string, name),
        label=fields.get("label", reader.text, Text(name, name)),
        dimensions=_dimensions(reader, fields, name, table.home),
        segments=_segments(reader, fields, name),
        rows=fields.get("rows", reader.strings, ()),
        time=fields.get("time", reader.string, ""),
        valid=fields.get("valid", lambda n: _validity(reader, n), None),
        allocate=fields.get("allocate", lambda n: read_allocation(reader, n), None),
        description=fields.get("description", reader.text, Text("", "")),
        place=fields.place,
    )
    if "row_facts" in fields:
        made = read_row_facts(reader, fields.nodes["row_facts"], table)
        table = replace(table, dimensions=(*table.dimensions, *made))
    return table


def _validity(reader: Reader, node: yaml.Node) -> Validity:
    """`valid: {from: active_from, to: active_to}` of a slowly changing table."""
    entry = Fields(reader, node, ("from", "to"))
    return Validity(entry.need("from", reader.string, ""), entry.need("to", reader.string, ""))


def _entities(reader: Reader, fields: Fields) -> tuple[Entity, ...]:
    if "entities" not in fields:
        return ()
    read = []
    for key, key_node, node in reader.entries(fields.nodes["entities"]):
        name = str(key)
        entity = Fields(reader, node, _ENTITY)
        read.append(
            Entity(
                name=name,
                kind=entity.choice("kind", get_args(EntityKind), "foreign"),  # type: ignore[arg-type]
                columns=entity.get("columns", reader.strings, (name,)),
                to=entity.get("to", reader.string, name),
                partition=entity.get("partition", reader.string, ""),
                place=reader.place(key_node),
            )
        )
    primaries = [e for e in read if e.kind == "primary"]
    if len(primaries) > 1:
        reader.fault(primaries[1].place, "two_primaries", name=primaries[1].name)
    return tuple(read)


def _dimensions(reader: Reader, fields: Fields, table: str, entity: str) -> tuple[Dimension, ...]:
    if "dimensions" not in fields:
        return ()
    read = []
    for key, key_node, node in reader.entries(fields.nodes["dimensions"]):
        name = str(key)
        if name in RESERVED:
            reader.fault(key_node, "reserved_name", name=name)
        read.append(_dimension(reader, name, node, table, entity))
    return tuple(read)


def _dimension(reader: Reader, name: str, node: yaml.Node, table: str, entity: str) -> Dimension:
    fields = Fields(reader, node, _DIMENSION)
    grain = fields.choice("grain", KNOWN_BY, "") if "grain" in fields else None
    return Dimension(
        name=name,
        table=table,
        entity=entity,
        expr=fields.get("expr", reader.string, name),
        type=fields.choice("type", get_args(DimensionType), "text"),  # type: ignore[arg-type]
        label=fields.get("label", reader.text, Text("", "")),
        synonyms=fields.get("synonyms", reader.strings, ()),
        description=fields.get("description", reader.text, Text("", "")),
        values=_values(reader, fields),
        grain=grain,  # type: ignore[arg-type]
        lasts_to=fields.get("lasts_to", reader.string, ""),
        same_as=fields.get("same_as", reader.string, ""),
        pii=fields.get("pii", reader.flag, False),
        indexed=fields.get("indexed", reader.flag, False),
        unit=fields.get("unit", reader.string, ""),
        label_of=fields.get("label_of", reader.string, ""),
        zone=fields.get("zone", reader.string, ""),
        place=fields.place,
    )


def _values(reader: Reader, fields: Fields) -> tuple[ValueLabel, ...]:
    """Value labels: `tmall: {label: {zh, en}, synonyms: […]}`, or just `tmall: {zh, en}`."""
    if "values" not in fields:
        return ()
    read = []
    for value, _, node in reader.entries(fields.nodes["values"]):
        keys = {k.value for k, _ in node.value} if isinstance(node, yaml.MappingNode) else set()
        if keys & {"label", "synonyms"}:
            entry = Fields(reader, node, ("label", "synonyms"))
            label = entry.get("label", reader.text, Text(str(value), str(value)))
            read.append(ValueLabel(value, label, entry.get("synonyms", reader.strings, ())))
        else:
            read.append(ValueLabel(value, reader.text(node)))
    return tuple(read)


def _segments(reader: Reader, fields: Fields, table: str) -> tuple[Segment, ...]:
    if "segments" not in fields:
        return ()
    read = []
    for key, _, node in reader.entries(fields.nodes["segments"]):
        name = str(key)
        entry = Fields(reader, node, ("expr", "label"))
        expr = entry.need("expr", reader.string, "true")
        label = entry.get("label", reader.text, Text(name, name))
        read.append(Segment(name, table, expr, label, entry.place))
    return tuple(read)
