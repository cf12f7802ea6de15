"""Pass 1: length, control and invisible characters, letters that only look like others, depth."""

import re
import unicodedata

from semantic_layer.errors import GuardError
from semantic_layer.guard.statement import Statement

_PLAIN_CONTROLS = "\t\n\r"
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_OPENING = "([{"
_BRACKETS = re.compile(r"[()\[\]{}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def plain_text(statement: Statement) -> Statement:
    """Raises GuardError for a text that is too long, too deep, or not what it looks like."""
    text, limits = statement.text, statement.limits
    if not text.strip():
        raise GuardError("sql_empty")
    if len(text) > limits.characters:
        raise GuardError("sql_too_long", length=len(text), most=limits.characters)
    if not text.isascii():
        _visible_only(text)
    elif _CONTROL.search(text):
        raise GuardError("sql_characters")
    _shallow(text, limits.depth)
    return statement


def _visible_only(text: str) -> None:
    outside = _without_strings(text)
    for character in set(text):
        if character not in _PLAIN_CONTROLS and unicodedata.category(character) in _HIDDEN:
            raise GuardError("sql_characters")
    for character in set(outside):
        wide = ord(character) in _FULL_WIDTH
        if wide or (character != " " and unicodedata.category(character) == "Zs"):
            raise GuardError("sql_characters")


def _without_strings(text: str) -> str:
    """The text outside of quotes; a rough cut, which the parsers check again."""
    return "".join(text.replace('"', "'").split("'")[::2])


def _shallow(text: str, most: int) -> None:
    depth = 0
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket in _OPENING else max(0, depth - 1)
        if depth > most:
            raise GuardError("sql_too_deep")
