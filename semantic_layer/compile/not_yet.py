"""What MetricQuery can say and the compiler cannot do yet: refused, never passed over."""

from semantic_layer.errors import QueryError
from semantic_layer.query import RANK_OPERATORS, Filter, MetricQuery

_FIELDS = (
    "of", "define", "bands", "top", "share_within", "tail", "all_members",
)  # fmt: skip


def not_yet(query: MetricQuery, dialect: str) -> None:
    """Raise QueryError `not_supported_here` for a part that is not built."""
    parts = [name for name in _FIELDS if getattr(query, name)]
    filters = [f for f in (*query.where, *query.having) if isinstance(f, Filter)]
    parts += [f.op for f in filters if f.op in RANK_OPERATORS]
    parts += [name for f in filters for name in ("given", "than") if getattr(f, name)]
    if parts:
        raise QueryError("not_supported_here", dialect=dialect, what=parts[0])
