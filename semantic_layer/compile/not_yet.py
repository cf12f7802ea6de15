"""What MetricQuery can say and the compiler cannot do yet: refused, never passed over."""

from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery

_FIELDS = ("of",)


def not_yet(query: MetricQuery, dialect: str) -> None:
    """Raise QueryError `not_supported_here` for a part that is not built."""
    parts = [name for name in _FIELDS if getattr(query, name)]
    if parts:
        raise QueryError("not_supported_here", dialect=dialect, what=parts[0])
