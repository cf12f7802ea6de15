"""The JSON Schema of the files of a shop folder, from the very keys that the loader knows.

It tells an editor which keys there are and of which shape; what names mean, only the loader says.
"""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from semantic_layer.concepts.catalogue import ALIASES, CATALOGUE
from semantic_layer.concepts.slots import LISTS, Kind
from semantic_layer.load.folder import _SHOP, _TOP, _WEEKDAYS
from semantic_layer.load.metrics import _COMMON, _KNOWN
from semantic_layer.load.model_tests import _KNOWN as _TEST
from semantic_layer.load.occasions import _KINDS as _OCCASIONS
from semantic_layer.load.queries import _CARD, _PARAMETER, _QUERY
from semantic_layer.load.row_facts import _KNOWN as _ROW_FACT
from semantic_layer.load.sources import COLUMN, EXPECT, FORMAT, RECONCILE, SOURCE
from semantic_layer.load.tables import _DIMENSION, _ENTITY, _TABLE
from semantic_layer.model import (
    KNOWN_BY,
    Aggregation,
    DimensionType,
    EntityKind,
    MetricKind,
    Unit,
)
from semantic_layer.named_periods import PERIODS
from semantic_layer.sources.source import CellType
from semantic_layer.vocabulary import ParameterType

__all__ = ["shop_schema"]

Schema = dict[str, Any]
_ANY: Schema = {}
_FLAG: Schema = {"type": "boolean"}
_NUMBER: Schema = {"type": "number"}
_NAME: Schema = {"type": ["string", "number"]}
_TEXT: Schema = {"$ref": "#/$defs/text"}
_STRINGS: Schema = {"$ref": "#/$defs/strings"}
_PERIOD: Schema = {"anyOf": [{"enum": list(PERIODS)}, {"type": "object"}]}
_TEXTS = ("label", "description", "formula", "noun", "caveat", "ask", "note")
_LISTED = (
    "synonyms", "where", "rows", "words", "choices", "columns", "groups", "having", "fixed", "per",
    "metrics", "by", "share", "order", "share_within", "for", "compare", "dimensions", "sees", "through",
)  # fmt: skip
_FLAGS = (
    "pii", "indexed", "hidden", "all_rows", "discrete", "approximate", "clocked", "empty_is_zero",
    "every_step", "required", "many", "fill", "ends", "all_members", "ordered", "sql",
)  # fmt: skip
_NUMBERS = ("decimals", "percentile", "tolerance", "tail")
# What is neither one name nor one of the above, or is told by more than its key.
_FREE = (
    "allocate", "define", "bands", "top", "default", "given", "query",
    "numerator", "denominator", "base", "conversion", "inputs", "snapshot", "same", "values", "matured",
    "lag", "lead", "rank", "first", "last", "spread",
)  # fmt: skip


def shop_schema() -> Schema:
    """The schema (2020-12) of one file of a shop folder; `shop.yml` also needs `version: 1`."""
    named = {
        "tables": _table(), "metrics": {"$ref": "#/$defs/metric"},
        "terms": _object(("words", "choices", "ask")), "calendar": _occasion(), "roles": _role(),
        "access": _door(), "spines": _spine(), "queries": _query(),
        "scorecards": _object(_CARD, time=_PERIOD), "sources": _source(),
        "tests": _object(_TEST, rows=_ANY, sql=_NAME),
    }  # fmt: skip
    sections: dict[str, Schema] = {name: _each(named[name]) for name in named if name in _TOP}
    sections |= {
        "version": {"const": 1}, "shop": _shop(), "data": _NAME, "concepts": _concepts(),
        "questions": {"type": "array", "items": _TEXT}, "standard": _standard(),
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wenshu shop folder, version 1",
        "type": "object",
        "properties": {name: sections.get(name, _ANY) for name in _TOP},
        "additionalProperties": False,
        "$defs": {"text": _text(), "strings": _strings(), "metric": _metric()},
    }


def _text() -> Schema:
    pair = {"zh": _NAME, "en": _NAME}
    both = {"type": "object", "properties": pair, "additionalProperties": False}
    return {"anyOf": [_NAME, both]}


def _strings() -> Schema:
    return {"anyOf": [{"type": ["string", "number", "boolean"]}, {"type": "array"}]}


def _source() -> Schema:
    column = _object(
        COLUMN, type=_one_of(get_args(CellType)), forms=_STRINGS, comma=_FLAG, percent=_FLAG
    )
    expect = _object(
        EXPECT, unique=_ANY, not_null=_STRINGS, accepted=_ANY, range=_ANY, fresh=_ANY, rows=_NUMBER,
        change=_NUMBER, stop=_FLAG, reconcile={"anyOf": [_object(RECONCILE), {"type": "array"}]},
    )  # fmt: skip
    form = _object(FORMAT, kind=_one_of(("csv", "excel", "parquet", "json")))
    return _object(
        SOURCE, files=_STRINGS, expect=expect, key=_STRINGS, replaces=_STRINGS, format=form,
        columns=_each({"anyOf": [_NAME, column]}),
    )  # fmt: skip


def _kind(key: str) -> Schema:
    """The shape that a key has wherever it stands."""
    for keys, schema in (
        (_TEXTS, _TEXT), (_FREE, _ANY), (_LISTED, _STRINGS), (_FLAGS, _FLAG), (_NUMBERS, _NUMBER),
    ):  # fmt: skip
        if key in keys:
            return schema
    return _NAME


def _object(keys: Iterable[str], **own: Schema) -> Schema:
    """A mapping of just these keys; `own` are shapes that a key has here."""
    properties = {key: own.get(key, _kind(key)) for key in keys}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _each(schema: Schema) -> Schema:
    """A mapping by name."""
    return {"type": "object", "additionalProperties": schema}


def _one_of(options: Iterable[str]) -> Schema:
    return {"enum": list(options)}


def _shop() -> Schema:
    return _object(
        _SHOP, week_start=_one_of(_WEEKDAYS), today=_one_of(("data", "clock")),
        language=_one_of(("zh", "en")), default_period=_one_of(PERIODS),
        fiscal_year_named=_one_of(("start", "end")),
    )  # fmt: skip


def _table() -> Schema:
    entity = _object(_ENTITY, kind=_one_of(get_args(EntityKind)))
    dimension = _object(
        _DIMENSION, type=_one_of(get_args(DimensionType)), grain=_one_of(KNOWN_BY),
        values={"type": "object"},
    )  # fmt: skip
    segment = _object(("expr", "label"))
    return _object(
        _TABLE, entities=_each(entity), dimensions=_each(_or_nothing(dimension)), segments=_each(segment),
        valid=_object(("from", "to")), row_facts=_each(_object(_ROW_FACT)),
    )  # fmt: skip


def _or_nothing(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _metric() -> Schema:
    """A metric: the keys of all kinds, and for each kind only its own."""
    keys = dict.fromkeys([*_COMMON, *(key for known in _KNOWN.values() for key in known)])
    found = _object(
        keys, type=_one_of(get_args(MetricKind)), unit=_one_of(get_args(Unit)),
        better=_one_of(("up", "down", "neither")), changes={"type": "array", "items": {"type": "object"}},
        fill=_NUMBER, agg=_one_of(dict.fromkeys([*get_args(Aggregation), "share"])),
    )  # fmt: skip
    found["allOf"] = [_only(kind, known) for kind, known in _KNOWN.items()]
    return found


def _only(kind: str, known: Iterable[str]) -> Schema:
    said: Schema = {"properties": {"type": {"const": kind}}}
    if kind != "simple":
        said["required"] = ["type"]
    return {"if": said, "then": {"propertyNames": {"enum": [*_COMMON, *known]}}}


def _occasion() -> Schema:
    days: Schema = {"type": "array"}
    phase = _object(("label", "synonyms", "days"), days=days)
    return _object(
        ("label", "synonyms", "kind", "days", "main_day", "phases"), kind=_one_of(_OCCASIONS), days=days,
        main_day=_ANY, phases=_each(phase),
    )  # fmt: skip


def _role() -> Schema:
    rows, masks = _each({"type": "string"}), {"anyOf": [_STRINGS, {"type": "object"}]}
    keys = ("metrics", "dimensions", "rows", "masks", "sees", "sql")
    return _object(keys, rows=rows, masks=masks)


def _door() -> Schema:
    roles = _each({"type": "string"})
    return _object(("people", "groups", "default"), people=roles, groups=roles)


def _spine() -> Schema:
    keys = ("table", "column", "grain", "calendars")
    return _object(keys, grain=_one_of(KNOWN_BY), calendars={"type": "object"})


def _query() -> Schema:
    parameter = _object(_PARAMETER, type=_one_of(get_args(ParameterType)))
    conditions: Schema = {"anyOf": [{"type": "string"}, {"type": "array"}]}
    return _object(
        _QUERY, time=_PERIOD, parameters=_each(parameter), where=conditions, having=_ANY, compare=_ANY,
    )  # fmt: skip


def _concepts() -> Schema:
    kinds = {name: _concept(kind) for name, kind in CATALOGUE.items()}
    others = {other: kinds[name] for other, name in ALIASES.items() if name in kinds}
    return {"type": "object", "properties": {**kinds, **others}, "additionalProperties": False}


def _concept(kind: Kind) -> Schema:
    several = {slot.name for slot in kind.slots if slot.kind in LISTS}
    slots: Mapping[str, Schema] = {
        slot.name: {**(_STRINGS if slot.name in several else _NAME), "description": slot.label.en}
        for slot in kind.slots
    }
    aliases = {other: _NAME for other, name in ALIASES.items() if name in slots}
    return {
        "type": "object", "description": kind.label.en, "properties": {**slots, **aliases},
        "additionalProperties": False,
    }  # fmt: skip


def _standard() -> Schema:
    wish = {"anyOf": [_FLAG, _object(("label", "synonyms"))]}
    return {"anyOf": [_FLAG, _each(wish)]}
