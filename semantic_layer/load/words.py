"""The parts of a shop folder that speak: terms, roles, example questions."""

from typing import get_args

import yaml

from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.model import GRAINS, KNOWN_BY, Spine
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Mask, Role, Term


def read_term(reader: Reader, name: str, node: yaml.Node) -> Term:
    """A word of the shop floor with what it may mean."""
    fields = Fields(reader, node, ("words", "choices", "ask"))
    return Term(
        name=name,
        words=fields.need("words", reader.strings, (name,)),
        choices=fields.need("choices", reader.strings, ()),
        ask=fields.get("ask", reader.text, Text("", "")),
        place=fields.place,
    )


def read_role(reader: Reader, name: str, node: yaml.Node) -> Role:
    """A role: what it sees (`"*"`, names, `-name` to take away), row rules by table, masks."""
    fields = Fields(
        reader, node, ("metrics", "dimensions", "rows", "masks", "sees", "sql", "smallest_group")
    )
    rows: dict[str, str] = {}
    if "rows" in fields:
        rows = {k: reader.string(v) for k, v in reader.mapping(fields.nodes["rows"]).items()}
    return Role(
        name=name,
        metrics=fields.get("metrics", reader.strings, ()),
        dimensions=fields.get("dimensions", reader.strings, ()),
        rows=rows,
        masks=_masks(reader, fields),
        sees=fields.get("sees", reader.strings, ()),
        sql=fields.get("sql", reader.flag, name == "owner"),
        smallest_group=int(fields.get("smallest_group", reader.number, 0.0)),
        place=fields.place,
    )


def _masks(reader: Reader, fields: Fields) -> dict[str, Mask]:
    """`masks: [customer.phone]`, or `{customer.phone: ends}` where a part may be shown."""
    node = fields.nodes.get("masks")
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        return dict.fromkeys(reader.strings(node), "stars")
    styles = get_args(Mask)
    return {k: reader.choice(v, styles) for k, v in reader.mapping(node).items()}  # type: ignore[misc]


def read_spine(reader: Reader, name: str, node: yaml.Node) -> Spine:
    """A calendar table: `{table, column, grain, calendars: {fiscal_month: column}}`."""
    fields = Fields(reader, node, ("table", "column", "grain", "calendars"))
    calendars: dict[str, str] = {}
    if "calendars" in fields:
        named = reader.mapping(fields.nodes["calendars"])
        calendars = {k: reader.string(v) for k, v in named.items()}
        for one in calendars.keys() & {*GRAINS}:
            reader.fault(named[one], "calendar_is_step", name=one)
    return Spine(
        table=fields.get("table", reader.string, name),
        column=fields.need("column", reader.string, ""),
        grain=fields.choice("grain", KNOWN_BY, "day"),  # type: ignore[arg-type]
        calendars=calendars,
    )


def read_questions(reader: Reader, node: yaml.Node) -> tuple[Text, ...]:
    """Example questions that the shop can answer."""
    return tuple(reader.text(item) for item in reader.items(node))
