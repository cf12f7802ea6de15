"""A metric's SQL taken apart: the aggregates in it, and the arithmetic around them."""

from dataclasses import dataclass

from sqlglot import exp

from semantic_layer.importers.sql import NotCarried, conditions

__all__ = ["Aggregate", "Formula", "taken_apart"]

_PLAIN: dict[type[exp.Expr], str] = {
    exp.Sum: "sum", exp.Avg: "avg", exp.Min: "min", exp.Max: "max", exp.Median: "median",
    exp.Stddev: "stddev", exp.StddevSamp: "stddev",
}  # fmt: skip
_ZERO_IF_EMPTY = ("sum", "count", "count_distinct")
_AROUND = (
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren, exp.Literal, exp.Nullif, exp.Coalesce,
    exp.Column, exp.Identifier, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Round, exp.Abs,
    exp.Greatest, exp.Least, exp.Case, exp.If, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE,
    exp.And, exp.Or, exp.Not, exp.Is, exp.Null,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate: of `value` (None: of rows), over the rows for which all of `where` hold."""

    agg: str
    value: exp.Expr | None
    where: tuple[exp.Expr, ...] = ()
    percentile: float | None = None
    discrete: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """`tree` with a column `part_1` … in place of each aggregate."""

    tree: exp.Expr
    parts: dict[str, Aggregate]

    @property
    def lone(self) -> Aggregate | None:
        """The aggregate that is the whole of it."""
        tree = self.tree.unnest()
        return self.parts.get(tree.name) if isinstance(tree, exp.Column) else None

    @property
    def quotient(self) -> tuple[str, str] | None:
        """The names of numerator and denominator, for a division of two columns."""
        tree = self.tree.unnest()
        if not isinstance(tree, exp.Div):
            return None
        top, bottom = _uncast(tree.left), _uncast(tree.right)
        if isinstance(bottom, exp.Nullif) and bottom.expression.name == "0":
            bottom = _uncast(bottom.this)
        if isinstance(top, exp.Column) and isinstance(bottom, exp.Column):
            return top.name, bottom.name
        return None


def taken_apart(tree: exp.Expr) -> Formula:
    """The formula of a metric's SQL. Raises NotCarried for what is neither aggregate nor sum."""
    parts: dict[str, Aggregate] = {}

    def replaced(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Window):
            raise NotCarried("no_expression", text=node.sql()[:80])
        found = _aggregate(node)
        if found is None:
            return node
        label = next((k for k, v in parts.items() if v == found), f"part_{len(parts) + 1}")
        parts[label] = found
        return exp.column(label)

    made = tree.copy().transform(replaced)
    strange = next((n for n in made.walk() if not isinstance(n, _AROUND)), None)
    if strange is not None:
        raise NotCarried("no_expression", text=strange.sql()[:80])
    return Formula(made, parts)


def _aggregate(node: exp.Expr) -> Aggregate | None:
    match node:
        case exp.Coalesce():
            return _or_zero(node)
        case exp.Filter():
            inner = _aggregate(node.this)
            where = conditions(node.expression.this)
            return _with(inner, where) if inner is not None else None
        case exp.Count():
            return _count(node)
        case exp.ApproxDistinct():
            return _conditional("count_distinct", node.this, approximate=True)
        case exp.WithinGroup():
            return _quantile(node)
    kind = _PLAIN.get(type(node))
    return _conditional(kind, node.this) if kind else None


def _or_zero(node: exp.Coalesce) -> Aggregate | None:
    """A sum or count of nothing is 0 anyway."""
    zero = [e.name for e in node.expressions] == ["0"]
    inner = _aggregate(node.this.unnest()) if zero else None
    return inner if inner is not None and inner.agg in _ZERO_IF_EMPTY else None


def _with(inner: Aggregate, where: list[exp.Expr]) -> Aggregate:
    return Aggregate(
        inner.agg, inner.value, (*inner.where, *where), inner.percentile, inner.discrete,
        inner.approximate,
    )  # fmt: skip


def _count(node: exp.Count) -> Aggregate:
    counted = node.this
    if isinstance(counted, exp.Distinct):
        if len(counted.expressions) != 1:
            raise NotCarried("no_expression", text=node.sql()[:80])
        return _conditional("count_distinct", counted.expressions[0])
    return _conditional("count", counted)


def _quantile(node: exp.WithinGroup) -> Aggregate | None:
    inner = node.this
    if not isinstance(inner, exp.PercentileCont | exp.PercentileDisc):
        return None
    share = float(inner.this.name)
    value = node.expression.expressions[0].this
    discrete = isinstance(inner, exp.PercentileDisc)
    if share == 0.5 and not discrete:
        return _conditional("median", value)
    found = _conditional("percentile", value)
    return Aggregate("percentile", found.value, found.where, share, discrete)


def _conditional(agg: str, value: exp.Expr, *, approximate: bool = False) -> Aggregate:
    """`sum(case when c then x end)` is the sum of x where c holds."""
    where: list[exp.Expr] = []
    inner = value.unnest()
    while (case := _single_case(inner, agg)) is not None:
        condition, inner = case
        where += conditions(condition)
        inner = inner.unnest()
    if agg == "count" and isinstance(inner, exp.Star | exp.Literal | exp.Boolean):
        return Aggregate("count", None, tuple(where))
    if agg == "sum" and isinstance(inner, exp.Literal) and inner.name == "1":
        return Aggregate("count", None, tuple(where))
    return Aggregate(agg, inner, tuple(where), approximate=approximate)


def _single_case(node: exp.Expr, agg: str) -> tuple[exp.Expr, exp.Expr] | None:
    """Condition and value of a CASE with one branch, else nothing (for sums: else nothing or 0)."""
    if isinstance(node, exp.Case) and node.this is None and len(node.args["ifs"]) == 1:
        branch, other = node.args["ifs"][0], node.args.get("default")
    elif isinstance(node, exp.If):
        branch, other = node, node.args.get("false")
    else:
        return None
    nothing = other is None or isinstance(other, exp.Null)
    zero = agg == "sum" and isinstance(other, exp.Literal) and other.name in ("0", "0.0")
    return (branch.this, branch.args["true"]) if nothing or zero else None


def _uncast(node: exp.Expr) -> exp.Expr:
    """The number itself: our quotients are of fractions anyway."""
    node = node.unnest()
    real = isinstance(node, exp.Cast) and node.to.is_type(*exp.DataType.REAL_TYPES, "decimal")
    if real:
        return _uncast(node.this)
    one = isinstance(node, exp.Mul) and node.this.name in ("1.0", "1") and node.this.is_number
    return _uncast(node.expression) if one else node
