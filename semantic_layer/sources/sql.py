"""Names and texts written into the statements that load data."""

__all__ = ["quoted", "text"]


def quoted(name: str) -> str:
    """A name as an identifier, whatever it is made of."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as a literal."""
    return "'" + value.replace("'", "''") + "'"
