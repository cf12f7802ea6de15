"""Amounts of whole periods laid on their days: a month's target on each of its days.

A period has one stretch for each of its days, from `share_before` to `share_upto`, in the order of
the days: a day's part is the amount up to the end of its stretch less the amount up to its start.
Money is rounded to the cent at each of these marks, so the days of a period add up to it exactly.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from semantic_layer.compile import clock as clocks
from semantic_layer.compile.allocation import BEFORE, UPTO, stretch
from semantic_layer.compile.days import later, numbers
from semantic_layer.compile.entity_values import free_name
from semantic_layer.compile.fact import Fact, aliased
from semantic_layer.compile.keys import both
from semantic_layer.compile.names import Found
from semantic_layer.compile.sql import all_of, cast, column, literal, name, relation, same
from semantic_layer.definitions import Measure, Spread
from semantic_layer.model import Dimension
from semantic_layer.periods import Shift
from semantic_layer.query import MetricQuery
from semantic_layer.reckoning import Reckoning
from semantic_layer.texts import Text

if TYPE_CHECKING:
    from semantic_layer.compile.reading import Reading

__all__ = ["daily", "day_of", "last_day", "note"]

MOST_DAYS = 3_660  # of a period that says itself how long it lasts
_SINCE, _LAST, _DAY, _WEIGHT = "since", "last_day", "day_of_period", "weight"
_PERIODS, _DAYS, _WEIGHTS = "periods", "period_days", "weights"
_LENGTHS = {"week": 7, "month": 31, "quarter": 92, "year": 366}
_DECIMAL = "DECIMAL(38, 6)"


def daily(clock: Found) -> Found:
    """The clock of a period as one that is known by the day."""
    return replace(clock, dimension=replace(clock.dimension, type="date", grain="day", lasts_to=""))


def last_day(fact: Fact, clock: Dimension, by: Reckoning, dialect: str) -> exp.Expr:
    """The last day of the period that a row is of."""
    if clock.lasts_to:
        return cast(fact.expression(clock.lasts_to), "DATE")
    since = _since(fact, clock, by, dialect)
    size = {"month": Shift(months=1), "quarter": Shift(months=3), "year": Shift(months=12)}
    following = clocks.forth(since, size.get(str(clock.grain), Shift(days=7)))
    return clocks.back(following, Shift(days=1))


def _since(fact: Fact, clock: Dimension, by: Reckoning, dialect: str) -> exp.Expr:
    moment = fact.dimension(clock, ())
    return clocks.step(moment, clock.grain or "day", by, dialect)


def day_of(reading: "Reading") -> tuple[exp.Expr, str]:
    """The day on which a part of a row's amount falls, and the alias of the relation of the days,
    which is joined to the fact."""
    measure, setting, clock = reading.leaves[0].measure, reading.setting, reading.clock
    assert measure.spread is not None
    assert clock is not None
    made_for = ("spread", measure.table, measure.time, measure.spread)
    if made_for not in setting.shared:
        setting.shared[made_for] = (free_name(setting, "spread"), _stretches(reading, measure))
    alias = setting.shared[made_for][0]
    here = _since(reading.fact, clock.dimension, reading.reckoning, reading.dialect)
    pairs: list[exp.Expr] = [exp.EQ(this=column(_SINCE, alias), expression=here)]
    if clock.dimension.lasts_to:
        end = last_day(reading.fact, clock.dimension, reading.reckoning, reading.dialect)
        pairs.append(exp.EQ(this=column(_LAST, alias), expression=end))
    reading.fact.joins[alias] = exp.Join(this=relation(alias), side="LEFT", on=all_of(pairs))
    return column(_DAY, alias), alias


def _stretches(reading: "Reading", measure: Measure) -> exp.Select:
    """Every day of every period with its stretch of it."""
    days = exp.Subquery(this=_days(reading, measure), alias=_alias(_DAYS))
    keys = [column(c, _DAYS) for c in (_SINCE, _LAST)]
    weight = column(_WEIGHT, _DAYS)
    total = exp.Window(this=exp.Sum(this=weight.copy()), partition_by=[k.copy() for k in keys])
    count = exp.Window(this=exp.Count(this=exp.Star()), partition_by=[k.copy() for k in keys])
    upto, place = (_running(n, keys) for n in (exp.Sum(this=weight.copy()), exp.RowNumber()))
    before = exp.Sub(this=upto.copy(), expression=weight.copy())
    place_before = exp.Sub(this=place.copy(), expression=literal(1))
    shown = [aliased(column(c, _DAYS), c) for c in (_SINCE, _LAST, _DAY)]
    shown.append(aliased(stretch(before, place_before, total, count), BEFORE))
    shown.append(aliased(stretch(upto, place, total.copy(), count.copy()), UPTO))
    return exp.Select(expressions=shown).from_(days)


def _running(node: exp.Expr, keys: list[exp.Column]) -> exp.Window:
    order = exp.Order(expressions=[exp.Ordered(this=column(_DAY, _DAYS))])
    window = exp.Window(this=node, partition_by=[k.copy() for k in keys], order=order)
    if isinstance(node, exp.Sum):
        spec = {"start": "UNBOUNDED", "start_side": "PRECEDING", "end": "CURRENT ROW"}
        window.set("spec", exp.WindowSpec(kind="ROWS", **spec))
    return window


def _days(reading: "Reading", measure: Measure) -> exp.Select:
    """Every day of every period, with its weight."""
    assert reading.clock is not None
    assert measure.spread is not None
    clock, setting = reading.clock.dimension, reading.setting
    fact = Fact(setting.names, reading.fact.table, setting.relations)
    periods = exp.Select(
        expressions=[
            aliased(_since(fact, clock, reading.reckoning, reading.dialect), _SINCE),
            aliased(last_day(fact, clock, reading.reckoning, reading.dialect), _LAST),
        ],
        distinct=exp.Distinct(),
    )
    most = MOST_DAYS if clock.lasts_to else _LENGTHS.get(str(clock.grain), 1)
    tables, number = numbers(most)
    day = cast(later(column(_SINCE, _PERIODS), number, "DAY"), "DATE")
    shown = [aliased(column(c, _PERIODS), c) for c in (_SINCE, _LAST)]
    made = exp.Select(expressions=[*shown, aliased(day, _DAY)])
    made = made.from_(exp.Subquery(this=fact.source(periods), alias=_alias(_PERIODS)))
    for table in tables:
        made.append("joins", exp.Join(this=table, kind="CROSS"))
    weight: exp.Expr = literal(1)
    if measure.spread.like:
        made.append("joins", _weights(reading, measure.spread, day))
        known = exp.GT(this=column(measure.spread.like, _WEIGHTS), expression=literal(0))
        value = column(measure.spread.like, _WEIGHTS)
        weight = exp.Case(ifs=[exp.If(this=known, true=value)], default=literal(0))
    made.append("expressions", aliased(cast(weight, _DECIMAL), _WEIGHT))
    return made.where(exp.LTE(this=day.copy(), expression=column(_LAST, _PERIODS)), copy=False)


def _weights(reading: "Reading", spread: Spread, day: exp.Expr) -> exp.Join:
    """What the days weigh: another metric by day, of that day or of one before it."""
    inner = reading.setting.inner(MetricQuery(metrics=(spread.like,), by=("day",)))
    source = exp.Subquery(this=inner, alias=_alias(_WEIGHTS))
    wanted = clocks.back(day.copy(), _shift(spread)) if spread.before else day.copy()
    return exp.Join(this=source, side="LEFT", on=same(column("day", _WEIGHTS), wanted))


def _shift(spread: Spread) -> Shift:
    assert spread.before is not None
    count, unit = spread.before
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit, 0)
    return (
        Shift(months=count * months) if months else Shift(days=count * (7 if unit == "week" else 1))
    )


def _alias(label: str) -> exp.TableAlias:
    return exp.TableAlias(this=name(label))


def note(reading: "Reading", metric: str) -> Text:
    """What the answer says of the rule."""
    spread = reading.leaves[0].measure.spread
    assert spread is not None
    metrics = reading.setting.names.model.metrics
    label = metrics[metric].label if metric in metrics else Text(metric, metric)
    if not spread.like:
        return both("note.spread", metric=label)
    like = metrics[spread.like].label
    if spread.before is None:
        return both("note.spread_like", metric=label, like=like)
    count, unit = spread.before
    unit_said = both(f"unit.{unit}")
    return both("note.spread_before", metric=label, like=like, count=str(count), unit=unit_said)
