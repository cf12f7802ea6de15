"""Leaves that look at other moments than the step they are shown at: lags, running totals.

A step of the spine of time is joined to the rows that the look reaches from it.
"""

from datetime import datetime, timedelta

from sqlglot import exp

from semantic_layer.compile import calendar_lag, spine
from semantic_layer.compile.clock import FINE_GRAINS
from semantic_layer.compile.fact import aliased, grouped
from semantic_layer.compile.keys import Key
from semantic_layer.compile.look import ago, reach, within
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.row_conditions import aggregated
from semantic_layer.compile.sql import column, literal, name
from semantic_layer.compile.window import window
from semantic_layer.errors import QueryError
from semantic_layer.model import GRAINS, Look
from semantic_layer.periods import end_moment, first_moment, whole_steps
from semantic_layer.query import TimeRange
from semantic_layer.reckoning import MONTHS
from semantic_layer.texts import Text

_STEP = "moment"


def select(reading: Reading) -> exp.Select:
    """The relation of looking leaves under the reading's scope."""
    on_clock = [k for k in reading.scope.keys if reading.on_clock(k)]
    if not on_clock:
        return _as_of_the_end(reading)
    lags_only = all(look.kind == "offset" for look in _looks(reading))
    if not lags_only and not any(k.kind == "step" for k in on_clock):
        raise QueryError("look_needs_time", metric=_label(reading))
    grain = _lag_grain(reading, on_clock)
    moments, from_, looks = _moments(reading, grain)
    reading.at = column(_STEP, "spine")
    assert reading.moment is not None
    fact_moment = spine.start(reading.moment.copy(), grain, reading.setting)
    bounds = reach(from_, looks, reading.reckoning, reading.dialect)
    source = exp.Subquery(this=moments, alias=exp.TableAlias(this=name("spine")))
    on = within(fact_moment, bounds)
    reading.fact.joins["spine"] = exp.Join(this=source, kind="INNER", on=on)
    where = [*_window(reading), *reading.asked()]
    picks = _picks(reading, grain)
    firsts = picks and _looks(reading)[-1].kind == "to_grain"
    if firsts:
        where += _first_moments(reading, on_clock)
    elif picks and (_shows_steps(reading, on_clock) or _at_ends(reading, on_clock)):
        where += _end_moments(reading, on_clock, grain)
    aggregates, shared = aggregated(reading, windowed=True)
    made = exp.Select(expressions=reading.labelled_keys())
    columns = reading.columns()
    for leaf, node in aggregates.items():
        made.append("expressions", aliased(node, columns[leaf]))
    made = reading.finished(made, [*where, *shared])
    if picks and not firsts:
        return _picked(reading, made)
    return grouped(made, reading.keys())


def _moments(reading: Reading, grain: str) -> tuple[exp.Select, exp.Expr, tuple[Look, ...]]:
    """The steps, the moment of each that is looked from, and the looks from there."""
    looks, setting = _looks(reading), reading.setting
    own = [look for look in looks if look.unit and look.unit not in GRAINS]
    if not own:
        moments = spine.select(grain_of(reading), reading.scope.time, setting, _label(reading))
        if grain != grain_of(reading):
            moments = _coarser(moments, grain, reading)
        return moments, column(_STEP, "spine"), looks
    if own != [looks[0]] or grain != "day" or not calendar_lag.applies(looks[0], setting):
        raise QueryError("not_supported_here", dialect=setting.dialect, what=f"by {own[0].unit}")
    moments = calendar_lag.select(looks[0], setting)
    return moments, column(calendar_lag.LOOKED_AT, "spine"), looks[1:]


def _coarser(moments: exp.Select, grain: str, reading: Reading) -> exp.Select:
    """The steps of a coarser grain that hold the moments."""
    step = spine.start(column(_STEP, "days"), grain, reading.setting)
    days = exp.Subquery(this=moments, alias=exp.TableAlias(this=name("days")))
    return exp.Select(expressions=[aliased(step, _STEP)], distinct=exp.Distinct()).from_(days)


def _lag_grain(reading: Reading, on_clock: list[Key]) -> str:
    """The step in which the looks are taken: the clock's own, or whole months for lags of months.

    Months differ in length: laid on each other day by day, their last days would count twice or
    not at all. By days each is shown beside its own; by months whole months are laid on each
    other. Anything else is refused.
    """
    looks, grain = _looks(reading), grain_of(reading)
    lags = [look for look in looks if look.kind == "offset" and look.unit in MONTHS]
    steps = [k.grain if k.kind == "step" else "" for k in on_clock]
    fine = all(s in GRAINS and GRAINS.index(s) <= GRAINS.index("day") for s in steps)
    finest = min((s for s in steps if s in GRAINS), key=GRAINS.index, default="")
    if any(look.kind == "to_grain" and look.unit == finest != grain for look in looks):
        raise QueryError("lag_to_same", metric=_label(reading), unit=finest)
    if not lags or len(lags) != len(looks) or fine or grain in MONTHS:
        return grain
    aligned = all(reading.reckoning.within(finest, s) for s in steps)
    aligned = aligned and finest in MONTHS and any(look.unit in steps for look in lags)
    aligned = aligned and not _finer_conditions(reading, finest)
    if not aligned or not whole_steps(reading.scope.time, finest, reading.reckoning):
        raise QueryError("lag_of_months", metric=_label(reading), unit=lags[0].unit)
    return finest


def _finer_conditions(reading: Reading, grain: str) -> bool:
    """True when a condition speaks of steps of the clock that are finer than `grain`."""
    keys = [s for c in reading.conditions for _, s in c.subjects if isinstance(s, Key)]
    clocked = [k.grain for k in keys if reading.on_clock(k)]
    return any(g not in GRAINS or GRAINS.index(g) < GRAINS.index(grain) for g in clocked)


def _label(reading: Reading) -> Text:
    return reading.setting.names.model.metrics[reading.metric].label


def _first_moments(reading: Reading, on_clock: list[Key]) -> list[exp.Expr]:
    """Of each step of the result only its first moment counts."""
    assert reading.at is not None
    firsts: list[exp.Expr] = []
    for key in on_clock:
        if key.kind != "step" or key.grain not in GRAINS:
            unit = key.grain
            raise QueryError("not_supported_here", dialect=reading.dialect, what=f"by {unit}")
        start = spine.start(reading.at.copy(), key.grain, reading.setting)
        firsts.append(exp.EQ(this=start, expression=reading.at.copy()))
    return [exp.Paren(this=exp.or_(*firsts, copy=False))] if len(firsts) > 1 else firsts


def _shows_steps(reading: Reading, on_clock: list[Key]) -> bool:
    """True for a measure that shows every step, in a result by steps alone."""
    return reading.leaves[0].measure.every_step and on_clock == [*reading.scope.keys]


def _at_ends(reading: Reading, on_clock: list[Key]) -> bool:
    """True where each step is read at its last asked day, with rows in reach there or none: a
    window that is empty at the end of a month is empty, not what it last held."""
    last = _looks(reading)[-1].pick == "last" and reading.scope.time is not None
    return last and all(k.kind == "step" and k.grain in GRAINS for k in on_clock)


def _end_moments(reading: Reading, on_clock: list[Key], grain: str) -> list[exp.Expr]:
    """Where every step is shown, a step's pick is taken at its end, with rows there or without."""
    pick = _looks(reading)[-1].pick
    if pick == "first":
        return _first_moments(reading, on_clock)
    if pick == "average":
        raise QueryError("not_supported_here", dialect=reading.dialect, what="average, every step")
    assert reading.at is not None
    setting, time = reading.setting, reading.scope.time
    following = ago(reading.at.copy(), -1, grain)
    ends: list[exp.Expr] = [
        exp.NEQ(
            this=spine.start(reading.at.copy(), key.grain, setting),
            expression=spine.start(following.copy(), key.grain, setting),
        )
        for key in on_clock
        if key.kind == "step" and key.grain in GRAINS
    ]
    if time is not None:
        ends.append(exp.EQ(this=reading.at.copy(), expression=literal(_last(time, grain))))
    return [exp.Paren(this=exp.or_(*ends, copy=False))] if ends else []


def grain_of(reading: Reading) -> str:
    """The finest step in which the clock is known."""
    assert reading.clock is not None
    return reading.clock.dimension.grain or "day"


def _looks(reading: Reading) -> tuple[Look, ...]:
    return reading.leaves[0].looks


def _window(reading: Reading) -> list[exp.Expr]:
    """The asked days hold for the step; through a lag, for the running total's own step too."""
    time = reading.scope.time
    if time is None:
        return []
    conditions = window(reading, time, reading.at)
    looks = _looks(reading)
    if looks[0].kind == "offset" and any(k.kind not in ("offset", "to_grain") for k in looks[1:]):
        assert reading.at is not None
        lagged = reach(reading.at.copy(), looks[:1], reading.reckoning, reading.dialect).high
        conditions += window(reading, time, lagged)
    return conditions


def _picks(reading: Reading, grain: str) -> bool:
    """True when several moments of a running total fall into one step of the result."""
    if all(look.kind in ("offset",) for look in _looks(reading)):
        return False
    steps = [k for k in reading.scope.keys if reading.on_clock(k) and k.kind == "step"]
    finest = min((GRAINS.index(k.grain) for k in steps if k.grain in GRAINS), default=99)
    return finest > GRAINS.index(grain)


def _picked(reading: Reading, made: exp.Select) -> exp.Select:
    """Of each step of the result its last or first moment, or the average over all."""
    pick = _looks(reading)[-1].pick
    made.append("expressions", aliased(column(_STEP, "spine"), "at"))
    made = grouped(made, [*reading.keys(), column(_STEP, "spine")])
    keys = [column(k.column, "moments") for k in reading.scope.keys]
    inner = exp.Subquery(this=made, alias=exp.TableAlias(this=name("moments")))
    values = [column(c, "moments") for c in reading.columns().values()]
    if pick == "average":
        averaged = [aliased(exp.Avg(this=v), v.name) for v in values]
        labelled = [aliased(k, k.name) for k in keys]
        outer = exp.Select(expressions=[*labelled, *averaged]).from_(inner)
        return grouped(outer, keys)
    order = exp.Order(expressions=[exp.Ordered(this=column("at", "moments"), desc=pick == "last")])
    rank = exp.Window(this=exp.RowNumber(), partition_by=[k.copy() for k in keys], order=order)
    ranked = exp.Select(expressions=[*keys, *values, aliased(rank, "rank")]).from_(inner)
    outer = exp.Select(expressions=[column(c.name, "ranked") for c in (*keys, *values)]).from_(
        exp.Subquery(this=ranked, alias=exp.TableAlias(this=name("ranked")))
    )
    first = exp.EQ(this=column("rank", "ranked"), expression=literal(1))
    return outer.where(first, copy=False)


def _as_of_the_end(reading: Reading) -> exp.Select:
    """Without steps of time: what the look reaches from the end of the asked days."""
    looks, time = _looks(reading), reading.scope.time
    own = next((look.unit for look in looks if look.unit and look.unit not in GRAINS), "")
    if own:
        raise QueryError("not_supported_here", dialect=reading.dialect, what=f"by {own}")
    assert reading.moment is not None
    where = reading.asked()
    if time is not None:
        where += _bounds_at_end(reading, time)
    elif looks[0].kind != "all":
        raise QueryError("look_needs_time", metric=_label(reading))
    aggregates, shared = aggregated(reading, windowed=time is not None)
    made = exp.Select(expressions=reading.labelled_keys())
    columns = reading.columns()
    for leaf, node in aggregates.items():
        made.append("expressions", aliased(node, columns[leaf]))
    return grouped(reading.finished(made, [*where, *shared]), reading.keys())


def _bounds_at_end(reading: Reading, time: TimeRange) -> list[exp.Expr]:
    looks = _looks(reading)
    assert reading.moment is not None
    if all(look.kind == "offset" for look in looks):
        moved = reach(literal(first_moment(time)), looks, reading.reckoning, reading.dialect).high
        until = reach(literal(end_moment(time)), looks, reading.reckoning, reading.dialect).high
        return [
            exp.GTE(this=reading.moment.copy(), expression=moved),
            exp.LT(this=reading.moment.copy(), expression=until),
        ]
    grain = grain_of(reading)
    last = literal(_last(time, grain))
    bounds = reach(last, looks, reading.reckoning, reading.dialect)
    return [within(spine.start(reading.moment.copy(), grain, reading.setting), bounds)]


def _last(time: TimeRange, grain: str) -> datetime:
    """The last step of a range: its last day, or its last hour."""
    end = end_moment(time)
    if grain in FINE_GRAINS:
        return end - timedelta(hours=1)
    return datetime.combine((end - timedelta(microseconds=1)).date(), datetime.min.time())
