"""Where numbers come from, in words that an operator can paste: tables, and how they were joined."""

from collections.abc import Iterable

from semantic_layer import query_messages  # noqa: F401  (adds the texts)
from semantic_layer.answered import Lineage
from semantic_layer.compile.keys import both
from semantic_layer.compile.names import Way
from semantic_layer.model import Model
from semantic_layer.texts import Text

__all__ = ["lineage"]


def lineage(model: Model, tables: Iterable[str], ways: Iterable[Way]) -> Lineage:
    """The tables that were read, and each join as a sentence: 订单 → 客户（按 customer_id）."""
    read = tuple(dict.fromkeys(model.tables[t].label for t in tables if t in model.tables))
    return Lineage(read, tuple(dict.fromkeys(_joined(model, way) for way in ways)))


def _joined(model: Model, way: Way) -> Text:
    table, hop = way
    here, there = model.tables[table].label, model.tables[hop.table].label
    keys = ", ".join(hop.here.columns)
    said = both("lineage.join", here=here, there=there, keys=keys)
    if hop.here.name != hop.there.to:  # one thing in several roles: payer and receiver
        said = both("lineage.role", join=said, role=hop.here.name)
    if hop.there.kind == "natural":
        said = both("lineage.moment", join=said)
    return said
