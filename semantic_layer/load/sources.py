"""`sources:` of a shop folder: the files that fill its tables."""

from typing import get_args

import yaml

from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.nearest import nearest
from semantic_layer.sources.source import CellType, Source, SourceColumn

SOURCE = ("files", "format", "key", "replaces", "columns")
COLUMN = ("from", "type", "forms", "comma", "percent", "decimals")
FORMAT = (
    "kind", "encoding", "separator", "quote", "skip", "header", "footer", "guarded", "sheet",
)  # fmt: skip


_NONE: tuple[str, ...] = ()


def read_source(reader: Reader, name: str, node: yaml.Node) -> Source:
    """`{files: [...], key: [order_id], replaces: [day], columns: {id: {from: 订单编号, type: text}}}`."""
    fields = Fields(reader, node, SOURCE)
    columns: tuple[SourceColumn, ...] = ()
    if "columns" in fields:
        said = reader.mapping(fields.nodes["columns"])
        columns = tuple(_column(reader, key, value) for key, value in said.items())
    names = {column.name for column in columns}
    for slot in ("key", "replaces"):
        for word in fields.get(slot, reader.strings, _NONE):
            if word not in names:
                reader.fault(fields.nodes[slot], "key_not_loaded", nearest(word, names), name=word)
    if "columns" in fields and not columns:
        reader.fault(fields.nodes["columns"], "not_a_mapping")
    return Source(
        name=name,
        files=fields.need("files", reader.strings, ()),
        columns=columns,
        key=fields.get("key", reader.strings, ()),
        replaces=fields.get("replaces", reader.strings, ()),
        format=_format(reader, fields),
        place=fields.place,
    )


def _column(reader: Reader, name: str, node: yaml.Node) -> SourceColumn:
    """`{from: 买家实付金额, type: money}`, or just the header."""
    if isinstance(node, yaml.ScalarNode):
        return SourceColumn(name, reader.string(node), place=reader.place(node))
    fields = Fields(reader, node, COLUMN)
    return SourceColumn(
        name=name,
        header=fields.get("from", reader.string, name),
        type=fields.choice("type", get_args(CellType), "text"),  # type: ignore[arg-type]
        forms=fields.get("forms", reader.strings, ()),
        comma=fields.get("comma", reader.flag, False),
        percent=fields.get("percent", reader.flag, False),
        decimals=min(int(fields.get("decimals", reader.number, 2.0)), 6),
        place=fields.place,
    )


def _format(reader: Reader, fields: Fields) -> dict[str, str | int | bool]:
    if "format" not in fields:
        return {}
    said = reader.mapping(fields.nodes["format"], FORMAT)
    return {key: _plain(reader.scalar(node)) for key, node in said.items()}


def _plain(value: str | int | float | bool) -> str | int | bool:
    return int(value) if isinstance(value, float) else value
