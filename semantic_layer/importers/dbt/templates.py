"""dbt's filter templates, `{{ Dimension('booking__is_instant') }}`, as the layer's expressions.

The inside of a template is parsed as Python and read from its tree; nothing is evaluated.
"""

import ast
import re
from dataclasses import dataclass

from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.importers.dbt.names import Name, Words
from semantic_layer.importers.naming import quoted

_TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_KINDS = ("Dimension", "TimeDimension", "Entity", "Metric")


class BadTemplate(ValueError):
    """A template or filter that cannot be read; its text says which."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a template names: a dimension, an entity, or a metric by entities."""

    kind: str
    name: Name
    by: tuple[Name, ...] = ()
    descending: bool = False


def read_reference(text: str, words: Words) -> Reference:
    """The reference in `TimeDimension('metric_time', 'day').descending(True)`.

    Raises BadTemplate.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError):
        raise BadTemplate(text.strip()[:80]) from None
    try:
        return _reference(tree, words)
    except (BadTemplate, IndexError):
        raise BadTemplate(text.strip()[:80]) from None


def expression(text: str, words: Words, clock_grain: str = "day") -> str:
    """A filter in the layer's expressions. Raises BadTemplate, or QueryError when not allowed."""

    def said(match: "re.Match[str]") -> str:
        return quoted(_said(read_reference(match[1], words), words, clock_grain))

    made = _TEMPLATE.sub(said, text).strip()
    if "{{" in made or "{%" in made:
        raise BadTemplate(text[:80])
    try:
        parse_expression(made)
    except QueryError as error:
        if error.code == "bad_expression":
            raise BadTemplate(text[:80]) from None
        raise
    return " ".join(made.split())


def _said(reference: Reference, words: Words, clock_grain: str) -> str:
    if reference.kind != "Metric":
        return words.reference(reference.name, clock_grain)
    if len(reference.by) != 1:
        raise BadTemplate(f"Metric('{reference.name.element}') by {len(reference.by)} entities")
    return f"{reference.name.element} by {words.reference(reference.by[0])}"


def _reference(node: ast.expr, words: Words) -> Reference:
    """The reference of a call, with what calls on it (`.grain('day')`) add."""
    if not isinstance(node, ast.Call):
        raise BadTemplate
    if isinstance(node.func, ast.Name):
        return _made(node.func.id, node, words)
    if not isinstance(node.func, ast.Attribute):
        raise BadTemplate
    inner = _reference(node.func.value, words)
    said = _value(node.args[0]) if node.args else True
    match node.func.attr:
        case "grain":
            return _with(inner, grain=str(said).lower())
        case "date_part":
            return _with(inner, part=words.name(f"x__extract_{said}").part)
        case "descending":
            return Reference(inner.kind, inner.name, inner.by, said is True)
    raise BadTemplate


def _with(inner: Reference, grain: str = "", part: str = "") -> Reference:
    name = Name(inner.name.path, inner.name.element, grain or inner.name.grain, part)
    return Reference(inner.kind, name, inner.by, inner.descending)


def _made(kind: str, node: ast.Call, words: Words) -> Reference:
    if kind not in _KINDS:
        raise BadTemplate
    said = {k.arg: _value(k.value) for k in node.keywords if k.arg}
    texts = [_value(a) for a in node.args]
    text = str(texts[0]) if texts else str(said.get("name", ""))
    if not text:
        raise BadTemplate
    if kind == "Metric":
        by = texts[1] if len(texts) > 1 else said.get("group_by", [])
        return Reference(kind, Name((), text), tuple(_entity(str(b), words) for b in _list(by)))
    path = tuple(str(p) for p in _list(said.get("entity_path", [])))
    if kind == "Entity":
        name = _entity(text, words)
        return Reference(kind, Name((*path, *name.path), name.element))
    grain = ""
    if kind == "TimeDimension":
        grain = texts[1] if len(texts) > 1 else said.get("time_granularity_name", "")  # type: ignore[assignment]
    part = said.get("date_part_name", "")
    return Reference(kind, words.name(text, path, str(grain or ""), str(part or "")))


def _entity(text: str, words: Words) -> Name:
    """An entity's name; in `Dimension('user')` syntax it may stand for a dimension too."""
    found = _TEMPLATE.match(text)
    return words.name(found[1] if found else text)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _value(node: ast.expr) -> object:
    """A literal: a text, number, flag, or list of them. Calls inside lists name dimensions."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [_value(i) for i in items]
        case ast.Call(func=ast.Name(), args=[ast.Constant(value=value), *_]):
            return value
    raise BadTemplate
