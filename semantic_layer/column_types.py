"""The layer's types of a database's columns."""

__all__ = ["dimension_type"]


def dimension_type(sql_type: str) -> str:
    """The layer's type of a column: text, number, bool, date or time."""
    kind = sql_type.upper()
    if kind in ("BOOLEAN", "BOOL"):
        return "bool"
    if kind == "DATE":
        return "date"
    if kind.startswith("TIMESTAMP"):
        return "time"
    numbers = (
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL",
        "NUMERIC", "REAL",
    )  # fmt: skip
    return "number" if kind.removeprefix("U").startswith(numbers) else "text"
