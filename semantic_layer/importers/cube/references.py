"""Cube's references in SQL: `{CUBE}.column`, `{member}`, `{cube.member}`, `${…}`, taken from the text.

Each stands in the tree as a column `ref_n`; nothing is evaluated. Jinja and context variables are
refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from semantic_layer.importers.sql import NotCarried, read

__all__ = ["JINJA", "Reference", "Said", "said"]

JINJA = re.compile(r"\{\{|\{%|\{#")
_PART = r"[A-Za-z_][A-Za-z0-9_]*"
_REFERENCE = re.compile(
    rf'\$?\{{\s*({_PART})((?:\.{_PART})*)\s*\}}(?:\.(?:({_PART})|"([^"]+)"|`([^`]+)`))?'
)
_CONTEXT = ("FILTER_PARAMS", "SECURITY_CONTEXT", "SQL_UTILS", "COMPILE_CONTEXT", "FILTER_GROUP")


@dataclass(frozen=True, slots=True)
class Reference:
    """A column of a cube's relation (`column`), or a member of a cube."""

    cube: str
    name: str
    column: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A tree with `ref_n` in place of each reference."""

    tree: exp.Expr
    references: dict[str, Reference]


def said(sql: str, cube: str, cubes: Iterable[str]) -> Said:
    """The SQL of a member of `cube`. Raises NotCarried."""
    if JINJA.search(sql):
        raise NotCarried("jinja")
    found: dict[str, Reference] = {}
    known = set(cubes)

    def replaced(match: "re.Match[str]") -> str:
        head, rest = match[1], [p for p in match[2].split(".") if p]
        column = match[3] or match[4] or match[5] or ""
        if head in _CONTEXT:
            raise NotCarried("context", name=head)
        label = f"ref_{len(found) + 1}"
        found[label] = _reference(head, rest, column, cube, known)
        return label

    text = _REFERENCE.sub(replaced, sql)
    if "{" in text:
        raise NotCarried("no_expression", text=sql[:80])
    return Said(read(text), found)


def _reference(head: str, rest: list[str], column: str, cube: str, known: set[str]) -> Reference:
    is_cube = head == "CUBE" or head in known
    home = cube if head == "CUBE" else head
    if is_cube and not rest and column:
        return Reference(home, column, True)
    if is_cube and len(rest) == 1 and not column:
        return Reference(home, rest[0], False)
    if not is_cube and not rest and not column:
        return Reference(cube, head, False)
    raise NotCarried("no_expression", text="{" + ".".join([head, *rest]) + "}" + column)
