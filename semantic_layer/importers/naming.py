"""Names of other layers as names of a shop folder."""

from semantic_layer.compile.sql import is_plain
from semantic_layer.load.tables import RESERVED

__all__ = ["quoted", "renamed"]


def renamed(name: str) -> str:
    """The name of a dimension here: one that is a step of time gets a tail."""
    return f"{name}_" if name in RESERVED else name


def quoted(reference: str) -> str:
    """A reference as it stands in an expression."""
    pieces = reference.split(".")
    if all(is_plain(p) for p in pieces):
        return reference
    if ":" in reference or " " in reference:
        return f'"{reference}"'
    return ".".join(f'"{p}"' for p in pieces)
