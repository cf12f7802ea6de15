"""The steps of time that a nested number is aggregated over: all of the asked days, empty or not.

The days are cut to those that the data covers, and to what the conditions that speak of time
leave (weekdays). A condition that mixes time with something else is refused: it would leave
different days for different rows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlglot import exp

from semantic_layer.compile.assemble import Steps
from semantic_layer.compile.conditions import Condition, condition_sql, conditions_of
from semantic_layer.compile.days import later, numbered, numbers
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.keys import Key
from semantic_layer.compile.number import Given, Nested, empty_is_zero, inner_numbers, leaves_of
from semantic_layer.compile.plan import Denominator, Scope, Setting
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.sql import cast, column, literal, name
from semantic_layer.compile.subjects import PerEntity
from semantic_layer.compile.window import window
from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.model import GRAINS
from semantic_layer.periods import end_moment, first_moment, whole_steps
from semantic_layer.query import Filter, TimeRange
from semantic_layer.summer_time import odd_days

_AT = "moment"
_FINE = ("hour", "hour_of_day")
MOST_DAYS = 10_000


def step_grid(nested: Nested, member: Key, inner: Scope, setting: Setting, scope: Scope) -> Steps:
    """The distinct clocked keys of the inner scope; notes how many there are.

    Raises QueryError `look_needs_time` where neither the query nor the data says which days, and
    `nested_mixed_condition` for a condition that is only partly one of time.
    """
    readings = _readings(nested, inner, setting)
    clocked = tuple(k for k in inner.keys if _clocked([k], readings, nested, setting))
    conditions = [
        c for c in _conditions(nested, setting, readings)
        if _clocked([s for _, s in c.subjects], readings, nested, setting)
    ]  # fmt: skip
    grains = [k.grain for k in clocked]
    grains += [s.grain for c in conditions for _, s in c.subjects if isinstance(s, Key)]
    first = readings[0]
    time = _covered(nested, inner.time, setting)
    first.at = column(_AT, "spine")
    before = set(first.fact.joins)
    shown = [aliased(first.key(k), k.column) for k in clocked]
    made = exp.Select(expressions=shown, distinct=exp.Distinct())
    hourly = any(g in _FINE for g in grains)
    source = exp.Subquery(
        this=_moments(time, hourly=hourly), alias=exp.TableAlias(this=name("spine"))
    )
    skipped = _skipped(time, setting) if hourly else []
    made = made.from_(source)
    where = [condition_sql(c, first.subject) for c in conditions]
    where += [] if inner.in_a_row else window(first, inner.time, first.at)
    where += [exp.NEQ(this=column(_AT, "spine"), expression=hour) for hour in skipped]
    for label, join in first.fact.joins.items():
        if label not in before:
            made.append("joins", join)
    made = made.where(*where, copy=False) if where else made
    said = _denominator(nested, member, made, time, scope, setting)
    split = any(k is not member for k in clocked)
    setting.denominators.append(replace(said, split=split))
    return Steps(made, clocked)


def _readings(nested: Nested, inner: Scope, setting: Setting) -> list[Reading]:
    """A reading for each clock that the inner number stands on."""
    found: dict[tuple[str, str], Reading] = {}
    for leaf in leaves_of(inner_numbers(nested)):
        key = (leaf.measure.table, leaf.measure.time)
        if key not in found:
            found[key] = Reading([leaf], replace(inner, name=""), setting)
    return list(found.values())


def _clocked(
    subjects: Iterable[object], readings: list[Reading], nested: Nested, setting: Setting
) -> bool:
    """True where all subjects are of the clock. Raises QueryError where only some are."""
    keys = [s.here if isinstance(s, PerEntity) else s for s in subjects]
    on = [isinstance(k, Key) and r.on_clock(k) for k in keys for r in readings]
    if any(on) and not all(on):
        metric = setting.names.model.metrics[nested.metric]
        raise QueryError("nested_mixed_condition", metric=metric.label)
    return all(on)


def _conditions(nested: Nested, setting: Setting, readings: list[Reading]) -> Iterator[Condition]:
    """The query's conditions and those laid on the inner number, one by one where joined by AND."""
    tables = tuple(r.fact.table.name for r in readings)
    for condition in readings[0].conditions:
        if condition.filter is not None:
            yield condition
        else:
            yield from conditions_of(_pieces(condition.text), setting.names, tables)
    for text in nested.where:
        if isinstance(text, Given):
            yield from conditions_of(_said(text.condition), setting.names, tables)
            continue
        for piece in _pieces(text):
            try:
                yield from conditions_of((piece,), setting.names, tables)
            except QueryError:
                continue  # a segment or a plain column: of rows, not of the clock


def _said(given: Filter | str) -> tuple[Filter | str, ...]:
    return _pieces(given) if isinstance(given, str) else (given,)


def _pieces(text: str) -> tuple[str, ...]:
    tree = parse_expression(text)
    pieces = tree.flatten() if isinstance(tree, exp.And) else [tree]
    return tuple(piece.sql(dialect="duckdb") for piece in pieces)


def _covered(nested: Nested, time: TimeRange | None, setting: Setting) -> TimeRange | None:
    coverage = setting.coverage
    if coverage is None:
        if time is None:
            metric = setting.names.model.metrics[nested.metric]
            raise QueryError("look_needs_time", metric=metric.label)
        return time
    return coverage.clip(time, (leaf.measure for leaf in leaves_of(inner_numbers(nested))))


def _moments(time: TimeRange | None, *, hourly: bool) -> exp.Select:
    """Every day (or hour) of a range as a column `moment`; no rows for no range."""
    if time is None:
        nothing = aliased(cast(exp.Null(), "TIMESTAMP"), _AT)
        never = exp.EQ(this=literal(1), expression=literal(0))
        return exp.Select(expressions=[nothing]).where(never, copy=False)
    days = (time.end - time.start).days + 1
    if days > MOST_DAYS:
        raise QueryError("too_many_steps", count=days, grain="day", most=MOST_DAYS)
    tables, number = numbers(days)
    moment = later(cast(literal(time.start), "TIMESTAMP"), number, "DAY")
    within: list[exp.Expr] = []
    if len(tables) > 1:
        within.append(exp.LT(this=number.copy(), expression=literal(days)))
    if hourly:
        tables.append(numbered(24, "hours"))
        moment = later(moment, column("n", "hours"), "HOUR")
        within.append(exp.GTE(this=moment.copy(), expression=literal(first_moment(time))))
        within.append(exp.LT(this=moment.copy(), expression=literal(end_moment(time))))
    made = exp.Select(expressions=[aliased(moment, _AT)]).from_(tables[0])
    for table in tables[1:]:
        made.append("joins", exp.Join(this=table, kind="CROSS"))
    return made.where(*within, copy=False) if within else made


def _skipped(time: TimeRange | None, setting: Setting) -> list[exp.Expr]:
    """The hours that the clocks skip."""
    odd = odd_days(time, setting.names.model.time_zone) if time else ()
    short = [o for o in odd if o.hours < 24]
    return [literal(datetime(o.day.year, o.day.month, o.day.day, o.hour)) for o in short]


def _denominator(
    nested: Nested, member: Key, made: exp.Select, time: TimeRange | None, scope: Scope,
    setting: Setting,
) -> Denominator:  # fmt: skip
    """What must be said of the steps: how many there are, and whether the ends are cut."""
    steps_ = exp.Subquery(this=made.copy(), alias=exp.TableAlias(this=name("steps")))
    distinct = exp.Distinct(expressions=[column(member.column, "steps")])
    count = exp.Select(expressions=[aliased(exp.Count(this=distinct), "steps")]).from_(steps_)
    grain = member.grain
    whole = grain not in GRAINS or whole_steps(time, grain, setting.names.model.reckoning)
    return Denominator(
        nested.metric, grain, scope.name, count, time, not whole, empty_is_zero(nested.inner)
    )


__all__ = ["step_grid"]
