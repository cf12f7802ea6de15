"""Pass 3: an allow-list of what a query may be built of. What is not named here does not pass."""

from sqlglot import exp

from semantic_layer.errors import GuardError
from semantic_layer.guard.functions import FUNCTIONS
from semantic_layer.guard.statement import Statement

_QUERY = (
    exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery, exp.With, exp.CTE, exp.From,
    exp.Join, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit, exp.Offset,
    exp.Fetch, exp.Distinct, exp.Qualify, exp.Window, exp.WindowSpec, exp.Rollup, exp.Cube,
    exp.GroupingSets, exp.TableAlias, exp.TableSample, exp.Values, exp.Tuple, exp.Unnest,
    exp.Lateral, exp.Pivot, exp.PivotAlias, exp.PivotAny,
)  # fmt: skip
_NAMES = (
    exp.Table, exp.Column, exp.Identifier, exp.Alias, exp.Aliases, exp.Star, exp.Dot,
    exp.PropertyEQ, exp.Var, exp.Bracket, exp.Slice,
)  # fmt: skip
_VALUES = (
    exp.Literal, exp.RawString, exp.Boolean, exp.Null, exp.Interval, exp.IntervalSpan,
    exp.DataType, exp.DataTypeParam,
    exp.JSONPath, exp.JSONPathRoot, exp.JSONPathKey, exp.JSONPathSubscript, exp.JSONPathWildcard,
)  # fmt: skip
_OPERATORS = (
    exp.And, exp.Or, exp.Not, exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE,
    exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ, exp.In, exp.Between, exp.Like, exp.ILike, exp.Escape,
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.IntDiv, exp.Neg, exp.DPipe, exp.Any, exp.All,
    exp.Exists, exp.Filter, exp.IgnoreNulls, exp.RespectNulls, exp.WithinGroup,
    exp.Comprehension, exp.SimilarTo,
)  # fmt: skip
ALLOWED = frozenset((*_QUERY, *_NAMES, *_VALUES, *_OPERATORS, *FUNCTIONS))
_TYPES = frozenset(
    getattr(exp.DType, name)
    for name in (
        "BOOLEAN", "TINYINT", "SMALLINT", "INT", "BIGINT", "UBIGINT", "UINT", "DECIMAL", "FLOAT",
        "DOUBLE", "VARCHAR", "TEXT", "CHAR", "DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ",
        "TIMESTAMPNTZ", "INTERVAL", "JSON", "LIST", "ARRAY", "STRUCT",
    )
    if hasattr(exp.DType, name)
)  # fmt: skip


def allowed_nodes(statement: Statement) -> Statement:
    """Raises GuardError for a construct that is not on the list."""
    for node in statement.query.walk():
        kind = type(node)
        if kind not in ALLOWED and kind is not exp.Anonymous:
            raise GuardError("sql_not_allowed", what=_name(node))
        if kind is exp.DataType and node.this not in _TYPES:
            raise GuardError("sql_not_allowed", what=node.sql()[:40])
        if kind is exp.Star and not _plain_star(node):
            raise GuardError("sql_not_allowed", what="*")
        if kind is exp.Table:
            _plain_table(node)
        if kind is exp.With and node.args.get("search"):
            raise GuardError("sql_not_allowed", what="SEARCH")
    return statement


def _plain_star(star: exp.Expr) -> bool:
    """`*` and `t.*` as an output, or the one in count(*); no pattern over names of columns."""
    above = star.parent
    if isinstance(above, exp.Column):
        above = above.parent
    return isinstance(above, exp.Select | exp.Count)


def _plain_table(table: exp.Expr) -> None:
    if not isinstance(table.this, exp.Identifier):
        raise GuardError("sql_not_allowed", what=table.sql()[:60])
    for part in ("db", "catalog", "version", "when", "changes", "hints", "system_time"):
        if table.args.get(part):
            raise GuardError("sql_unknown_relation", name=table.sql()[:60])


def _name(node: exp.Expr) -> str:
    return node.sql_name() if isinstance(node, exp.Func) else node.key.upper()
