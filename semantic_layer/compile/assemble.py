"""Joins the facts of all scopes on their keys and says the asked columns: the final statement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from semantic_layer.compile import clock as clocks
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.keys import Key
from semantic_layer.compile.number import (
    Elapsed,
    Fixed,
    Formula,
    Leaf,
    Nested,
    Number,
    Quotient,
    empty_is_zero,
)
from semantic_layer.compile.plan import Relation, Scope, StepsOf
from semantic_layer.compile.sql import (
    all_of,
    column,
    difference,
    literal,
    name,
    relation,
    safe_divide,
    same,
    zero_if_empty,
)  # fmt: skip
from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.periods import Shift, end_moment, first_moment

_KEYS = "grid"
_SPINE = "spine"
_ZERO_OF_ZEROS = ("avg", "sum", "min", "max", "median", "percentile")


@dataclass(frozen=True, slots=True)
class Asked:
    """One metric of the query: its number, and which extra columns it has.

    `share` says that it is shown as a share of the whole, `of_group` names its column as a share of
    its group.
    """

    metric: str
    number: Number
    share: bool
    of_group: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """All steps of time that the rows must have, as a query, and the keys that it gives."""

    select: exp.Select
    keys: tuple[Key, ...]


SaidOfTime = Callable[[Elapsed, Scope, Callable[[Key], exp.Expr]], exp.Expr]


class Assembly:
    """The final select over the relations of a query."""

    def __init__(
        self,
        main: Scope,
        relations: Sequence[Relation],
        steps: Steps | None = None,
        members: exp.Select | None = None,
        elapsed: SaidOfTime | None = None,
    ) -> None:
        self.main = main
        self.relations = relations
        self.steps = steps
        self.members = members
        self.elapsed = elapsed
        self.scopes = {main.name: main, **{r.scope.name: r.scope for r in relations}}
        self.lone = len(relations) == 1 and not steps and members is None
        self._where_is = {(r.scope.name, part): r for r in relations for part in r.columns}

    def statement(self, asked: Sequence[Asked], bases: Sequence[Scope]) -> exp.Select:
        """The whole statement but for order and limit."""
        self.scopes |= {base.name: base for base in bases}
        if not self.relations and self.main.keys:
            raise QueryError("elapsed_alone")
        select = exp.Select(expressions=[aliased(self._key(k), k.column) for k in self.main.keys])
        for one in asked:
            for label, node in self._columns(one, bases):
                select.append("expressions", aliased(node, label))
        select = self._joined(select)
        for made in self.relations:
            select = _with(select, made.name, made.select)
        if not self.lone and self.main.keys:
            select = self._with_keys(select)
        return select

    def _columns(self, one: Asked, bases: Sequence[Scope]) -> list[tuple[str, exp.Expr]]:
        now = self._number(one.number, "")
        columns = [(one.metric, now)]
        if one.share:
            whole = self._number(one.number, "total")
            columns.append((f"{one.metric}__share", safe_divide(now.copy(), whole)))
        if one.of_group:
            group = self._number(one.number, "group")
            columns.append((one.of_group, safe_divide(now.copy(), group)))
        for base in bases:
            before = self._number(one.number, base.name)
            size = exp.Abs(this=before.copy())
            change = difference(now.copy(), before)
            label = f"{one.metric}__{base.name}"
            columns += [
                (label, before.copy()),
                (f"{label}_diff", change),
                (f"{label}_pct", safe_divide(change.copy(), size)),
            ]
        return columns

    def _number(self, number: Number, scope: str) -> exp.Expr:
        match number:
            case Leaf():
                return self._leaf(number, scope)
            case Nested():
                return self._nested(number, scope)
            case Quotient():
                return safe_divide(
                    self._number(number.top, scope), self._number(number.bottom, scope)
                )
            case Formula():
                return self._formula(number, scope)
            case Fixed():
                return self._number(number.number, fixed_name(scope, number.keys))
            case Elapsed():
                return self._elapsed(number, self.scopes[scope])

    def _elapsed(self, number: Elapsed, scope: Scope) -> exp.Expr:
        assert self.elapsed is not None

        def step(key: Key) -> exp.Expr:
            return _shifted(self._key(key), key, scope.shift, forth=False)

        return self.elapsed(number, scope, step)

    def _leaf(self, leaf: Leaf, scope: str) -> exp.Expr:
        made = self._where_is[scope, leaf]
        node = column(made.columns[leaf], made.name)
        zero = empty_is_zero(leaf)
        never_empty = self.lone and leaf.measure.agg in ("count", "count_distinct")
        if leaf.measure.fill is not None and zero:
            filling = [literal(leaf.measure.fill)]
            return exp.Coalesce(this=node, expressions=filling)
        return zero_if_empty(node) if zero and not never_empty else node

    def _nested(self, nested: Nested, scope: str) -> exp.Expr:
        """A group without rows has no members: 0 of a count; over its empty steps, 0 of most."""
        made = self._where_is[scope, nested]
        node = column(made.columns[nested], made.name)
        steps = self._where_is.get((scope, StepsOf(nested)))
        zeros = empty_is_zero(nested.inner)
        if steps is None:
            never_empty = self.lone and nested.nesting.agg == "count"
            return zero_if_empty(node) if empty_is_zero(nested) and not never_empty else node
        if not zeros or nested.nesting.having or nested.nesting.agg not in _ZERO_OF_ZEROS:
            return node
        some = exp.GT(
            this=column(steps.columns[StepsOf(nested)], steps.name), expression=literal(0)
        )
        return exp.Case(ifs=[exp.If(this=some, true=zero_if_empty(node))])

    def _formula(self, number: Formula, scope: str) -> exp.Expr:
        parts: Mapping[str, Number] = dict(number.parts)

        def replaced(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Column):
                return exp.Paren(this=self._number(parts[node.name], scope))
            return node

        tree = parse_expression(number.expr)
        for division in list(tree.find_all(exp.Div)):
            bottom = exp.Nullif(this=division.expression, expression=literal(0))
            division.set("expression", bottom)
        return exp.Paren(this=tree.transform(replaced, copy=False))

    def _key(self, key: Key) -> exp.Expr:
        return column(key.column, self.relations[0].name if self.lone else _KEYS)

    def _joined(self, select: exp.Select) -> exp.Select:
        if not self.relations:
            return select
        if self.lone:
            return select.from_(relation(self.relations[0].name), copy=False)
        if not self.main.keys:
            select = select.from_(relation(self.relations[0].name), copy=False)
            for made in self.relations[1:]:
                select.append("joins", exp.Join(this=relation(made.name), kind="CROSS"))
            return select
        select = select.from_(relation(_KEYS), copy=False)
        for made in self.relations:
            select.append("joins", _join(made))
        return select

    def _with_keys(self, select: exp.Select) -> exp.Select:
        """All members that occur in any relation; with steps, each of them in every step."""
        whole = [r for r in self.relations if len(r.scope.keys) == len(self.main.keys)]
        if self.steps is None:
            return _with(select, _KEYS, self._union(whole, self.main.keys))
        select = _with(select, _SPINE, self.steps.select)
        given = self.steps.keys
        others = tuple(k for k in self.main.keys if k not in given)
        keys = exp.Select(
            expressions=[
                aliased(column(k.column, _SPINE if k in given else "members"), k.column)
                for k in self.main.keys
            ]
        ).from_(relation(_SPINE))
        if others:
            select = _with(select, "members", self._union(whole, others))
            keys.append("joins", exp.Join(this=relation("members"), kind="CROSS"))
        return _with(select, _KEYS, keys)

    def _union(self, relations: Sequence[Relation], keys: Sequence[Key]) -> exp.Query:
        """The members of the keys that occur, and those that live elsewhere."""
        found = [self._keys_of(r, keys) for r in relations]
        return _union([*found, *([self.members] if self.members is not None else [])])

    def _keys_of(self, made: Relation, keys: Sequence[Key]) -> exp.Select:
        """The keys of a relation as steps of the asked period."""
        select = exp.Select(distinct=exp.Distinct()).from_(relation(made.name))
        for key in keys:
            node = column(key.column, made.name)
            moved = _shifted(node, key, made.scope.shift, forth=True)
            select.append("expressions", aliased(moved, key.column))
            if key.kind == "step" and made.scope.name and self.main.time is not None:
                select = select.where(self._within(moved, key), copy=False)
        return select

    def _within(self, node: exp.Expr, key: Key) -> exp.Expr:
        """A step of a base counts only where the asked period has it (29 February)."""
        assert self.main.time is not None
        end = end_moment(self.main.time)
        if key.grain in ("hour", "day"):
            start = first_moment(self.main.time)
            low = literal(start if key.grain == "hour" else start.date())
            high = exp.LT(this=node.copy(), expression=literal(end))
            floor = exp.GTE(this=node.copy(), expression=low)
            both = all_of([floor, high])
            assert both is not None
            return both
        return exp.LT(this=node.copy(), expression=literal(end))


def _join(made: Relation) -> exp.Join:
    """A relation joined to the keys, each of its steps to the one it is compared with."""
    pairs = [
        same(
            column(key.column, made.name),
            _shifted(column(key.column, _KEYS), key, made.scope.shift, forth=False),
        )
        for key in made.scope.keys
    ]
    if not pairs:
        return exp.Join(this=relation(made.name), kind="CROSS")
    return exp.Join(this=relation(made.name), side="LEFT", on=all_of(pairs))


def _shifted(node: exp.Expr, key: Key, shift: Shift, *, forth: bool) -> exp.Expr:
    if key.kind != "step" or not (shift.days or shift.months):
        return node
    if key.grain in clocks.FINE_GRAINS:
        return (clocks.forth_by_hours if forth else clocks.back_by_hours)(node, shift)
    move: Callable[[exp.Expr, Shift], exp.Expr] = clocks.forth if forth else clocks.back
    return move(node, shift)


def _union(selects: list[exp.Select]) -> exp.Query:
    joined: exp.Query = selects[0]
    for other in selects[1:]:
        joined = exp.Union(this=joined, expression=other, distinct=True)
    return joined


def fixed_name(scope: str, keys: tuple[str, ...]) -> str:
    """The name of the scope in which a number is taken by some keys alone."""
    return f"{scope}__fixed {' '.join(keys)}"


def steps_of(step: Key, starts: Sequence[date]) -> Steps:
    """The given starts of steps, under the name of their key."""
    rows = [exp.Tuple(expressions=[literal(s)]) for s in starts]
    alias = exp.TableAlias(this=name("steps"), columns=[name(step.column)])
    values = exp.Values(expressions=rows, alias=alias)
    return Steps(exp.Select(expressions=[column(step.column)]).from_(values), (step,))


def _with(select: exp.Select, label: str, query: exp.Query) -> exp.Select:
    cte = exp.CTE(this=query, alias=exp.TableAlias(this=name(label)))
    existing = select.args.get("with_")
    if existing is None:
        select.set("with_", exp.With(expressions=[cte]))
    else:
        existing.append("expressions", cte)
    return select
