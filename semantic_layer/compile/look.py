"""The moments that a look reaches from a step of time, as SQL bounds on a fact's clock."""

from dataclasses import dataclass, replace

from sqlglot import exp

from semantic_layer.compile import clock as clocks
from semantic_layer.compile.sql import all_of, cast
from semantic_layer.model import Look
from semantic_layer.reckoning import MONTHS, Reckoning


@dataclass(frozen=True, slots=True)
class Reach:
    """Bounds on a moment: `low` (None: no bound), exclusive or not, and `high`, included."""

    low: exp.Expr | None
    high: exp.Expr
    above: bool = False


def reach(moment: exp.Expr, looks: tuple[Look, ...], by: Reckoning, dialect: str) -> Reach:
    """What is reached from `moment` through the looks, the outermost first."""
    bounds = Reach(moment, moment)
    for look in looks:
        bounds = _through(bounds, look, by, dialect)
    return bounds


def _through(bounds: Reach, look: Look, by: Reckoning, dialect: str) -> Reach:
    match look.kind:
        case "offset":
            low = None if bounds.low is None else ago(bounds.low.copy(), look.count, look.unit)
            return replace(bounds, low=low, high=ago(bounds.high.copy(), look.count, look.unit))
        case "to_grain":
            start = _start(bounds.high.copy(), look.unit, by, dialect)
            return Reach(start, start.copy())
        case "window":
            return Reach(ago(bounds.high.copy(), look.count, look.unit), bounds.high, above=True)
        case "to_date":
            return Reach(_start(bounds.high.copy(), look.unit, by, dialect), bounds.high)
    return Reach(None, bounds.high)


def _start(moment: exp.Expr, unit: str, by: Reckoning, dialect: str) -> exp.Expr:
    return cast(clocks.step(moment, unit, by, dialect), "TIMESTAMP")


def ago(moment: exp.Expr, count: int, unit: str) -> exp.Expr:
    """`count` `unit`s before a moment, as a timestamp."""
    if unit in MONTHS:
        size, unit = count * MONTHS[unit], "MONTH"
    elif unit == "week":
        size, unit = count * 7, "DAY"
    else:
        size, unit = count, unit.upper()
    interval = exp.Interval(this=exp.Literal.string(str(size)), unit=exp.var(unit))
    return cast(exp.Sub(this=moment, expression=interval), "TIMESTAMP")


def within(moment: exp.Expr, bounds: Reach) -> exp.Expr:
    """The condition that a fact's moment lies within the bounds."""
    conditions: list[exp.Expr] = []
    if bounds.low is not None and not bounds.above and bounds.low == bounds.high:
        return exp.EQ(this=moment, expression=bounds.high)
    if bounds.low is not None:
        kind = exp.GT if bounds.above else exp.GTE
        conditions.append(kind(this=moment.copy(), expression=bounds.low))
    conditions.append(exp.LTE(this=moment.copy(), expression=bounds.high))
    condition = all_of(conditions)
    assert condition is not None
    return condition
