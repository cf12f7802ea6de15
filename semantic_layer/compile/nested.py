"""Nested numbers: the inner number by the asked keys and each member, then aggregated over those.

The inner number is put together just as a query's is, so that it may be of any kind. Members that
are steps of time are made (`step_grid`), so that empty ones count.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from sqlglot import exp

from semantic_layer.compile.aggregate import aggregate
from semantic_layer.compile.assemble import Asked, Assembly, Steps
from semantic_layer.compile.fact import aliased, grouped
from semantic_layer.compile.keys import Key, keys_of
from semantic_layer.compile.number import (
    Leaf,
    Nested,
    Number,
    empty_is_zero,
    fixed_of,
    inner_numbers,
    leaves_of,
    parts_of,
)
from semantic_layer.compile.plan import NO_SHIFT, Relation, Scope, Setting, StepsOf, clock_of
from semantic_layer.compile.reported import check_nested
from semantic_layer.compile.sql import all_of, column, name, safe_divide, same, zero_if_empty
from semantic_layer.compile.step_grid import step_grid
from semantic_layer.errors import QueryError
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.model import GRAINS, Measure
from semantic_layer.query import FISCAL_STEPS
from semantic_layer.reckoning import MONTHS, Reckoning

_ROWS, _OTHERS = "members", "tests"
_VALUE, _TEST = "nested__value", "nested__test"
_Relations = Callable[[Iterable[Number], Scope, Setting], list[Relation]]


def relations(
    nested: Nested, scope: Scope, setting: Setting, label: str, relations_of: _Relations
) -> list[Relation]:
    """The nested number under a scope; with the count of its steps where members may have none."""
    member = _member(nested, scope, setting)
    _refuse_counting_none(nested, setting)
    check_nested(nested, setting)
    inner = replace(scope, name="", keys=(*scope.keys, member), shift=NO_SHIFT)
    grid = step_grid(nested, member, inner, setting, scope) if member.kind == "step" else None
    tests = {f"{_TEST}_{n}": number for n, (_, number) in enumerate(nested.tests)}
    apart = {t: n for t, n in tests.items() if grid is None and not _is_within(n, nested.inner)}
    own = {_VALUE: nested.inner, **{t: n for t, n in tests.items() if t not in apart}}
    rows = _statement(own, inner, setting, relations_of, grid)
    others = _statement(apart, inner, setting, relations_of, None) if apart else None
    select = _outer(nested, inner, rows, others, setting)
    found = Relation(label, scope, select, {nested: _shown(nested)})
    if grid is None or all(k in grid.keys for k in scope.keys):
        return [found]
    return [found, _counted(nested, grid, member, scope, f"{label}__steps")]


def _is_within(test: Number, inner: Number) -> bool:
    """True for a test on what the members have anyway; another metric may have more members."""
    return set(parts_of([test])) <= set(parts_of([inner])) and not fixed_of([test])


def _statement(
    numbers: Mapping[str, Number],
    inner: Scope,
    setting: Setting,
    relations_of: _Relations,
    grid: Steps | None,
) -> exp.Select:
    """The numbers of each member by their labels."""
    made = relations_of(numbers.values(), inner, setting)
    asked = [Asked(label, number, share=False) for label, number in numbers.items()]
    return Assembly(inner, made, grid).statement(asked, ())


def _shown(nested: Nested) -> str:
    return f"m_{nested.metric}"


def _outer(
    nested: Nested, inner: Scope, rows: exp.Select, others: exp.Select | None, setting: Setting
) -> exp.Select:
    """The aggregate over the members of each group; a row without a member is no member."""
    *groups, member = inner.keys
    keys = [column(k.column, _ROWS) for k in groups]
    node = _aggregate(nested, setting.dialect, others)
    made = exp.Select(expressions=[aliased(k.copy(), k.name) for k in keys])
    made.append("expressions", aliased(node, _shown(nested)))
    made = made.from_(exp.Subquery(this=rows, alias=exp.TableAlias(this=name(_ROWS))))
    if others is not None:
        source = exp.Subquery(this=others, alias=exp.TableAlias(this=name(_OTHERS)))
        pairs = [same(column(k.column, _OTHERS), column(k.column, _ROWS)) for k in inner.keys]
        made.append("joins", exp.Join(this=source, side="LEFT", on=all_of(pairs)))
    empty = exp.Is(this=column(member.column, _ROWS), expression=exp.Null())
    return grouped(made.where(exp.Not(this=empty), copy=False), keys)


def _aggregate(nested: Nested, dialect: str, others: exp.Select | None) -> exp.Expr:
    nesting, value = nested.nesting, column(_VALUE, _ROWS)
    holds = all_of([_test(nested, text, others) for text in nesting.having])
    if nesting.agg == "share":
        top = aggregate(_measure("count"), value, holds, dialect)
        return safe_divide(top, aggregate(_measure("count"), value.copy(), None, dialect))
    return aggregate(_measure(nesting.agg, nesting.percentile), value, holds, dialect)


def _measure(agg: str, percentile: float | None = None) -> Measure:
    return Measure("", agg, "", "", percentile=percentile)  # type: ignore[arg-type]


def _test(nested: Nested, text: str, others: exp.Select | None) -> exp.Expr:
    """A condition on metrics of each member; one without rows of a metric has 0 of a sum."""
    apart = others.named_selects if others is not None else []
    places = {}
    for n, (label, number) in enumerate(nested.tests):
        test = f"{_TEST}_{n}"
        node: exp.Expr = column(test, _OTHERS if test in apart else _ROWS)
        zero = test in apart and empty_is_zero(number)
        places[label] = zero_if_empty(node) if zero else node

    def replaced(node: exp.Expr) -> exp.Expr:
        parts = column_parts(node)
        return places[".".join(parts)].copy() if parts else node

    return exp.Paren(this=parse_expression(text).transform(replaced, copy=False))


def _counted(nested: Nested, grid: Steps, member: Key, scope: Scope, label: str) -> Relation:
    """How many steps each step of the result has."""
    keys = tuple(k for k in grid.keys if k is not member)
    shown = [column(k.column, "steps") for k in keys]
    made = exp.Select(expressions=[aliased(k.copy(), k.name) for k in shown])
    made.append("expressions", aliased(exp.Count(this=exp.Star()), "steps"))
    source = exp.Subquery(this=grid.select.copy(), alias=exp.TableAlias(this=name("steps")))
    select = grouped(made.from_(source), shown)
    return Relation(label, replace(scope, keys=keys), select, {StepsOf(nested): "steps"})


def _member(nested: Nested, scope: Scope, setting: Setting) -> Key:
    """The key of the members. Raises QueryError for a step that cannot be told apart or fitted."""
    leaves = leaves_of(inner_numbers(nested))
    tables = tuple(dict.fromkeys(leaf.measure.table for leaf in leaves))
    per = nested.nesting.per
    number = 1 + sum(k.column.startswith("per__") for k in scope.keys)
    key = keys_of((per,), setting.names, tables)[-1]
    key = replace(key, column=f"per__{number}", hidden=False)
    metric = setting.names.model.metrics[nested.metric].label
    if key.kind == "part":
        raise QueryError("nested_per_part", metric=metric, per=key.label)
    if key.kind == "step":
        if not _on_every_clock(key, leaves, setting):
            raise QueryError("nested_off_clock", metric=metric, per=key.label)
        _check_fit(key, scope, nested, setting)
        return replace(key, ref="", identity="")
    return key


def _on_every_clock(key: Key, leaves: tuple[Leaf, ...], setting: Setting) -> bool:
    if key.on_clock:
        return True
    clocks = [clock_of(leaf.measure, setting.names, leaf.metric) for leaf in leaves]
    return all(c is not None and c.dimension.identity == key.identity for c in clocks)


_PER_STEP = ("hour", "day", "week", "month", "quarter", "year", *FISCAL_STEPS)
_WITHOUT_WEEKS = (
    *MONTHS, "month_of_year", "quarter_of_year", "year_of_date",
)  # fmt: skip


def _check_fit(member: Key, scope: Scope, nested: Nested, setting: Setting) -> None:
    """Steps must lie within the steps of the result: a week may begin in one month and end in
    the next, and a month is not made of a day."""
    calendars = [c for s in setting.names.model.spines for c in s.calendars]
    metric = setting.names.model.metrics[nested.metric].label
    if member.grain not in (*_PER_STEP, *calendars):
        raise QueryError("nested_per_part", metric=metric, per=member.label)
    for key in scope.keys:
        if key.kind == "dimension" or key.grain == member.grain:
            continue
        if not _fits(member.grain, key, calendars, setting.names.model.reckoning):
            raise QueryError("nested_misfit", metric=metric, per=member.label, by=key.label)


def _fits(per: str, key: Key, calendars: list[str], by: Reckoning) -> bool:
    if key.kind == "part":
        odd = per == "week" or per in FISCAL_STEPS or per in calendars
        return not (key.grain in _WITHOUT_WEEKS and odd)
    if key.grain in calendars or per in calendars:
        return per in ("hour", "day")
    if per in FISCAL_STEPS or key.grain in FISCAL_STEPS:
        return by.within(per, key.grain)
    coarser = GRAINS.index(per) <= GRAINS.index(key.grain)
    return coarser and not (per == "week" and key.grain in _WITHOUT_WEEKS)


def _refuse_counting_none(nested: Nested, setting: Setting) -> None:
    """Members without a row are not there: how many have 0 of a count would always be 0."""
    inner, nesting = nested.inner, nested.nesting
    counts = isinstance(inner, Leaf) and inner.measure.agg in ("count", "count_distinct")
    if not counts or nesting.per in GRAINS:
        return
    for text in nesting.having:
        tree = parse_expression(text)
        low = isinstance(tree, exp.EQ | exp.LTE) and tree.expression.name == "0"
        low = low or (isinstance(tree, exp.LT) and tree.expression.name == "1")
        if low and tree.this.name == nested.nesting.part.metric:
            model = setting.names.model
            label = model.metrics[nested.metric].label
            raise QueryError("nested_counts_present", metric=label, inner=text)
