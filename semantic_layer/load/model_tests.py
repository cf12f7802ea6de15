"""`tests:` of a shop folder: a query with the rows, or the SQL, that it must agree with."""

from datetime import date

import yaml
from pydantic import ValidationError

from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.query import MetricQuery
from semantic_layer.vocabulary import ModelTest, TestCell

__all__ = ["read_test"]

_KNOWN = ("query", "given", "rows", "sql", "tolerance", "ordered", "role")


def read_test(reader: Reader, name: str, node: yaml.Node) -> ModelTest:
    """`{query: saved name or MetricQuery, rows: […] or sql: …, tolerance, ordered, role}`."""
    fields = Fields(reader, node, _KNOWN)
    if ("rows" in fields) == ("sql" in fields):
        reader.fault(fields.place, "test_of_nothing", name=name)
    saved, query = _query(reader, fields)
    given = reader.mapping(fields.nodes["given"]) if "given" in fields else {}
    return ModelTest(
        name=name,
        saved=saved,
        query=query,
        given={k: reader.string(n) for k, n in given.items()},
        rows=_rows(reader, fields.nodes["rows"]) if "rows" in fields else None,
        sql=fields.get("sql", reader.string, ""),
        tolerance=fields.get("tolerance", reader.number, 0.0),
        ordered=fields.get("ordered", reader.flag, False),
        role=fields.get("role", reader.string, "owner"),
        place=fields.place,
    )


def _query(reader: Reader, fields: Fields) -> tuple[str, MetricQuery | None]:
    node = fields.nodes.get("query")
    if node is None:
        reader.fault(fields.place, "missing_key", key="query")
        return "", None
    if isinstance(node, yaml.ScalarNode):
        return reader.string(node), None
    try:
        return "", MetricQuery.model_validate(_plain(reader, node))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "query"
        reader.fault(node, "bad_test_query", part=where, why=first["msg"])
        return "", None


def _plain(reader: Reader, node: yaml.Node) -> object:
    """A tree of YAML as plain values; dates as their text."""
    if isinstance(node, yaml.MappingNode):
        return {key: _plain(reader, value) for key, value in reader.mapping(node).items()}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(reader, item) for item in node.value]
    return _cell(reader, node)


def _rows(reader: Reader, node: yaml.Node) -> tuple[tuple[TestCell, ...], ...]:
    return tuple(
        tuple(_cell(reader, cell) for cell in reader.items(row)) for row in reader.items(node)
    )


def _cell(reader: Reader, node: yaml.Node) -> TestCell:
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
        return None
    value = reader.scalar(node)
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:timestamp":
        return date.fromisoformat(str(value)).isoformat() if len(str(value)) == 10 else str(value)
    return value
