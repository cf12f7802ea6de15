"""The asked days as conditions on a fact's clock."""

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlglot import exp

from semantic_layer.compile.keys import both
from semantic_layer.compile.spread import last_day
from semantic_layer.compile.sql import all_of, any_of, literal
from semantic_layer.errors import QueryError
from semantic_layer.instead import instead_of
from semantic_layer.model import GRAINS, Metric, Model
from semantic_layer.periods import end_moment, first_moment, whole_time
from semantic_layer.query import TimeRange

if TYPE_CHECKING:
    from semantic_layer.compile.reading import Reading

__all__ = ["cut_period", "window"]

_DAY = timedelta(days=1)
_MOST = 4


def window(reading: "Reading", time: TimeRange | None, moment: exp.Expr | None) -> list[exp.Expr]:
    """That a moment lies in the asked days."""
    if time is None or moment is None or reading.clock is None:
        return []
    if reading.clock.dimension.lasts_to:
        return _overlapping(reading, time, moment)
    if time is reading.scope.time and not reading.scope.in_a_row:
        laid_days = [_whole(reading, laid.time) for laid in reading.scope.laid]
        rows = [all_of(_between(reading, days, moment)) for days in laid_days]
        return [any_of([row for row in rows if row is not None])]
    return _between(reading, _whole(reading, time), moment)


def _overlapping(reading: "Reading", time: TimeRange, since: exp.Expr) -> list[exp.Expr]:
    """That a period has a day in the asked ones; what of it lies outside, `cut_period` tells."""
    metric = reading.setting.names.model.metrics.get(reading.metric)
    if metric is not None:
        kind = "note.periods_begun" if reading.leaves[0].measure.covers_whole else "note.periods"
        reading.setting.notes[both(kind, metric=metric.label)] = None
    return [
        exp.LT(this=since.copy(), expression=literal(end_moment(time))),
        exp.GTE(this=_last_day(reading), expression=literal(time.start)),
    ]


def cut_period(reading: "Reading") -> exp.Expr | None:
    """That a row's period is cut by the asked days; None where it is known by no period. With
    `covers: whole` it may go on after them, but not have begun before."""
    time, since = reading.scope.time, reading.moment
    if (
        time is None
        or since is None
        or reading.clock is None
        or not reading.clock.dimension.lasts_to
    ):
        return None
    first = time.start if time.since is None else time.start + _DAY
    cut: exp.Expr = exp.LT(this=since.copy(), expression=literal(first))
    if not reading.leaves[0].measure.covers_whole:
        end = time.end if time.until is None else time.end - _DAY
        cut = any_of([cut, exp.GT(this=_last_day(reading), expression=literal(end))])
    return cut


def _last_day(reading: "Reading") -> exp.Expr:
    assert reading.clock is not None
    return last_day(reading.fact, reading.clock.dimension, reading.reckoning, reading.dialect)


def _whole(reading: "Reading", time: TimeRange) -> TimeRange:
    """The days that a clock known by the week, month … only can be asked for."""
    assert reading.clock is not None
    grain = reading.clock.dimension.grain or "day"
    if grain not in GRAINS or GRAINS.index(grain) <= GRAINS.index("day"):
        return time
    steps = any(k.kind == "step" and reading.on_clock(k) for k in reading.scope.keys)
    whole = whole_time(time, grain, steps=steps, by=reading.reckoning)
    metric = reading.setting.names.model.metrics.get(reading.metric)
    if whole == time or metric is None:
        return whole or time
    if whole is None or not reading.leaves[0].measure.covers_whole:
        others = _of_parts(reading.setting.names.model, reading.fact.table.name)
        raise QueryError(
            "part_of_step", choices=[m.name for m in others], metric=metric.label,
            step=both(f"step.{grain}"), start=str(time.start), end=str(time.end),
            instead=instead_of("part_of_step.instead", others),
        )  # fmt: skip
    said = both("note.covers", metric=metric.label, start=str(whole.start), end=str(whole.end))
    reading.setting.notes[said] = None
    return whole


def _of_parts(model: Model, table: str) -> list[Metric]:
    """The metrics of a table of periods that are known by the day, or by a campaign."""
    found = []
    for other in model.metrics.values():
        measure = other.measure
        if other.hidden or measure is None or measure.table != table:
            continue
        clocks = model.tables[measure.table].dimensions
        lasting = any(d.lasts_to and measure.time in (d.name, d.id) for d in clocks)
        if measure.spread is not None or lasting:
            found.append(other)
    return found[:_MOST]


def _between(reading: "Reading", time: TimeRange, moment: exp.Expr) -> list[exp.Expr]:
    assert reading.clock is not None
    start, end = first_moment(time), end_moment(time)
    if reading.clock.dimension.type == "date":
        after = literal(end.date()) if time.until is None else literal(end)
        ends = literal(start.date()), after
    else:
        ends = literal(start), literal(end)
    return [
        exp.GTE(this=moment.copy(), expression=ends[0]),
        exp.LT(this=moment.copy(), expression=ends[1]),
    ]
