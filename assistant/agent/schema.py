"""The tools' argument types as short JSON Schemas: a small model reads every token slowly."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.understand.understanding import Call
from semantic_layer.query import RANK_OPERATORS

Schema = dict[str, Any]
ASK, DECLINE = "ask_back", "decline"
WORDS = "words"
DECLINE_CODES = ("not_in_data", "unsupported", "out_of_scope")
_DROPPED = (
    "title", "description", "default", "maxItems", "maximum", "minItems", "minimum", "format",
    "additionalProperties",
)  # fmt: skip
_RARE_OPS = (
    "between", "not_contains", "starts", "ends", "is_null", "not_null", *RANK_OPERATORS,
)  # fmt: skip
_RARE_BASES = ("weekdays", "occasion", "other")
_OURS = (
    "until",
    "unit",
    "total",
    "fill",
    "per",
    "ends",
    "since",
    "given",
    "than",
    "instead",
    "occasion",
    "of",
    "define",
    "bands",
    "top",
    "share_within",
    "tail",
    "all_members",
)  # arguments that the model has no say in


def ask_schema() -> Schema:
    """Arguments of asking back: the question and complete questions to choose from."""
    return {
        "type": "object",
        "properties": {
            "question": {"type": "string"},
            "options": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["question"],
    }


def decline_schema() -> Schema:
    """Arguments of declining: one of the contract's codes."""
    return {
        "type": "object",
        "properties": {"code": {"enum": list(DECLINE_CODES)}},
        "required": ["code"],
    }


def compact(schema: Schema) -> Schema:
    """The schema with references put in place, without titles, texts, defaults and what the model
    has no say in."""
    whole = _shortened(schema, schema.get("$defs", {}))
    assert isinstance(whole, dict)
    return whole


def _shortened(node: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(node, list):
        return [_shortened(part, definitions) for part in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _shortened(definitions[node["$ref"].rsplit("/", 1)[-1]], definitions)
    if "anyOf" in node:
        return _shortened_choice(node["anyOf"], definitions)
    kept = {k: v for k, v in node.items() if k not in (*_DROPPED, "$defs")}
    if rare := set(kept.get("enum", ())) & {*_RARE_OPS, *_RARE_BASES}:
        return {"enum": [one for one in kept["enum"] if one not in rare]}
    if "properties" in kept:
        ours = (*_OURS, "time") if {"field", "op"} <= set(kept["properties"]) else _OURS
        kept["properties"] = {
            name: _shortened(part, definitions)
            for name, part in kept["properties"].items()
            if name not in ours
        }
        return kept
    return {name: _shortened(part, definitions) for name, part in kept.items()}


def _shortened_choice(choices: Sequence[Any], definitions: Mapping[str, Any]) -> Schema:
    """`X | None` is X (leave it out instead); scalars of any kind are strings and numbers; a condition
    is an object and no free expression."""
    parts = [_shortened(c, definitions) for c in choices if c.get("type") != "null"]
    if len(parts) > 2 and all(set(p) <= {"type", "format"} for p in parts):
        parts = [{"type": "string"}, {"type": "number"}]
    objects = [p for p in parts if "properties" in p]
    if objects and len(parts) > len(objects):
        parts = objects
    return dict(parts[0]) if len(parts) == 1 else {"anyOf": parts}


def narrowed(schema: Schema, metrics: Sequence[str], fields: Sequence[str]) -> Schema:
    """The schema with metric and dimension names as lists to choose from, wherever they stand."""
    choices = {"metrics": list(metrics), "share": list(metrics), "by": list(fields)}
    properties = {
        name: _narrowed_part(name, part, choices, metrics, fields)
        for name, part in schema.get("properties", {}).items()
    }
    return {**schema, "properties": properties}


def with_words(schema: Schema) -> Schema:
    """The schema with a place to say what the question's unknown words stand for."""
    words = {"type": "object", "additionalProperties": {"type": "string"}}
    return {**schema, "properties": {**schema["properties"], WORDS: words}}


def _narrowed_part(
    name: str,
    part: Schema,
    choices: Mapping[str, list[str]],
    metrics: Sequence[str],
    fields: Sequence[str],
) -> Schema:
    if name in choices and part.get("type") == "array":
        return {**part, "items": {"enum": choices[name]}}
    if name in ("where", "having") and part.get("type") == "array":
        allowed = list(metrics) if name == "having" else list(fields)
        return {**part, "items": _with_field(part["items"], allowed)}
    return part


def _with_field(items: Schema, allowed: list[str]) -> Schema:
    """A filter's schema with its field chosen from `allowed`; free expressions are not offered."""
    filters = [i for i in items.get("anyOf", [items]) if "properties" in i]
    return {
        **filters[0],
        "properties": {
            **{name: p for name, p in filters[0]["properties"].items() if name != "time"},
            "field": {"enum": allowed},
        },
    }


def choice_schema(ways: Mapping[str, Schema]) -> Schema:
    """One object that names a way and its arguments, for models without tool calls."""
    return {
        "anyOf": [
            {
                "type": "object",
                "properties": {"tool": {"const": name}, "arguments": way},
                "required": ["tool", "arguments"],
                "additionalProperties": False,
            }
            for name, way in ways.items()
        ]
    }


def call_of(chosen: Mapping[str, Any]) -> Call | None:
    """A `{tool, arguments}` object as a Call, None when it is not one."""
    tool, arguments = chosen.get("tool", chosen.get("name")), chosen.get("arguments", {})
    if not isinstance(tool, str) or not isinstance(arguments, Mapping):
        return None
    return Call(tool, dict(arguments))
