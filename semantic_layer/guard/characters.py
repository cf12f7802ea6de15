"""Pass 1: length, control and invisible characters, letters that only look like others, depth."""

import unicodedata

from semantic_layer.errors import GuardError
from semantic_layer.guard.statement import Statement

_PLAIN_CONTROLS = "\t\n\r"
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_OPENING, _CLOSING = "([{", ")]}"


def plain_text(statement: Statement) -> Statement:
    """Raises GuardError for a text that is too long, too deep, or not what it looks like."""
    text, limits = statement.text, statement.limits
    if not text.strip():
        raise GuardError("sql_empty")
    if len(text) > limits.characters:
        raise GuardError("sql_too_long", length=len(text), most=limits.characters)
    if not text.isascii():
        _visible_only(text)
    elif any(c < " " and c not in _PLAIN_CONTROLS for c in text) or "\x7f" in text:
        raise GuardError("sql_characters")
    _shallow(text, limits.depth)
    return statement


def _visible_only(text: str) -> None:
    outside = _without_strings(text)
    for character in text:
        if character not in _PLAIN_CONTROLS and unicodedata.category(character) in _HIDDEN:
            raise GuardError("sql_characters")
    if any(ord(c) in _FULL_WIDTH for c in outside):
        raise GuardError("sql_characters")
    spaces = (c for c in outside if unicodedata.category(c) == "Zs" and c != " ")
    if next(spaces, None) is not None:
        raise GuardError("sql_characters")


def _without_strings(text: str) -> str:
    """The text outside of quotes; a rough cut, which the parsers check again."""
    return "".join(text.replace('"', "'").split("'")[::2])


def _shallow(text: str, most: int) -> None:
    depth = 0
    for character in text:
        if character in _OPENING:
            depth += 1
            if depth > most:
                raise GuardError("sql_too_deep")
        elif character in _CLOSING:
            depth = max(0, depth - 1)
