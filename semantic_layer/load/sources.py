"""`sources:` of a shop folder: the files that fill its tables."""

from collections.abc import Callable
from typing import get_args

import yaml

from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.nearest import nearest
from semantic_layer.sources.source import CellType, Expectations, Reconciled, Source, SourceColumn

SOURCE = (
    "files", "format", "server", "relation", "cursor", "key", "replaces", "columns", "expect",
)  # fmt: skip
EXPECT = (
    "unique", "not_null", "accepted", "range", "fresh", "rows", "change", "reconcile", "stop",
)  # fmt: skip
RECONCILE = ("sum", "with", "of", "by", "within")
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
    names = {column.name for column in columns} if columns else None
    for slot in ("key", "replaces", "cursor"):
        for word in fields.get(slot, reader.strings, _NONE):
            _loaded(reader, fields.nodes[slot], word, names)
    server = fields.get("server", reader.string, "")
    if server and not server.startswith("${"):
        reader.fault(fields.nodes["server"], "server_in_yaml")
    if server and "files" in fields:
        reader.fault(fields.nodes["files"], "files_and_server")
    if not server and "columns" not in fields:
        reader.fault(fields.place, "missing_key", key="columns")
    if "columns" in fields and not columns:
        reader.fault(fields.nodes["columns"], "not_a_mapping")
    return Source(
        name=name,
        files=_NONE if server else fields.need("files", reader.strings, _NONE),
        columns=columns,
        server=server,
        relation=fields.get("relation", reader.string, name),
        cursor=fields.get("cursor", reader.string, ""),
        key=fields.get("key", reader.strings, ()),
        replaces=fields.get("replaces", reader.strings, ()),
        format=_format(reader, fields),
        expect=_expect(reader, fields, names),
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


def _loaded(reader: Reader, node: yaml.Node, word: str, names: set[str] | None) -> str:
    """A column that the source loads."""
    if names is not None and word not in names:
        reader.fault(node, "key_not_loaded", nearest(word, names), name=word)
    return word


def _expect(reader: Reader, source: Fields, names: set[str] | None) -> Expectations:
    """`{unique: [id], accepted: {status: [..]}, range: {amount: [0, null]}, fresh: {at: 2}}` and so on."""
    if "expect" not in source:
        return Expectations()
    fields = Fields(reader, source.nodes["expect"], EXPECT)

    def columns(node: yaml.Node) -> tuple[str, ...]:
        return tuple(_loaded(reader, node, word, names) for word in reader.strings(node))

    def each(node: yaml.Node) -> dict[str, yaml.Node]:
        found = reader.mapping(node)
        return {_loaded(reader, value, name, names): value for name, value in found.items()}

    none: dict[str, yaml.Node] = {}
    keys: tuple[tuple[str, ...], ...] = ()
    sums: tuple[Reconciled, ...] = ()
    fresh = fields.get("fresh", each, none)
    by, days = next(iter(fresh.items()), ("", None))
    change = fields.get("change", reader.number, -1.0)
    return Expectations(
        unique=fields.get("unique", lambda n: _keys(reader, n, columns), keys),
        not_null=fields.get("not_null", columns, _NONE),
        accepted={k: reader.strings(v) for k, v in fields.get("accepted", each, none).items()},
        range={k: _bounds(reader, v) for k, v in fields.get("range", each, none).items()},
        fresh_by=by,
        fresh_days=int(reader.number(days)) if days is not None else 0,
        least_rows=int(fields.get("rows", reader.number, 0.0)),
        most_change=change if change >= 0 else None,
        reconcile=fields.get("reconcile", lambda n: _reconciled(reader, n, names), sums),
        stop=fields.get("stop", reader.flag, False),
    )


def _keys(
    reader: Reader, node: yaml.Node, columns: Callable[[yaml.Node], tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """`[order_id]` is one key of one column, `[[date, store], [id]]` are two keys."""
    several = isinstance(node, yaml.SequenceNode) and any(
        isinstance(one, yaml.SequenceNode) for one in node.value
    )
    return tuple(columns(one) for one in reader.items(node)) if several else (columns(node),)


def _bounds(reader: Reader, node: yaml.Node) -> tuple[float | None, float | None]:
    """`[0, 100]`, or with `null` for no bound."""
    found = [
        None if getattr(one, "value", "") in ("null", "~", "") else reader.number(one)
        for one in reader.items(node)
    ]
    if len(found) != 2:
        reader.fault(node, "bad_bounds")
        return None, None
    return found[0], found[1]


def _reconciled(reader: Reader, node: yaml.Node, names: set[str] | None) -> tuple[Reconciled, ...]:
    nodes = reader.items(node) if isinstance(node, yaml.SequenceNode) else [node]
    found = []
    for one in nodes:
        fields = Fields(reader, one, RECONCILE)
        column = fields.need("sum", reader.string, "")
        by = fields.get("by", reader.string, "")
        for word in filter(None, (column, by)):
            _loaded(reader, one, word, names)
        found.append(
            Reconciled(
                column,
                fields.need("with", reader.string, ""),
                fields.get("of", reader.string, column),
                by,
                fields.get("within", reader.number, 0.0),
            )
        )
    return tuple(found)


def _format(reader: Reader, fields: Fields) -> dict[str, str | int | bool]:
    if "format" not in fields:
        return {}
    said = reader.mapping(fields.nodes["format"], FORMAT)
    return {key: _plain(reader.scalar(node)) for key, node in said.items()}


def _plain(value: str | int | float | bool) -> str | int | bool:
    return int(value) if isinstance(value, float) else value
