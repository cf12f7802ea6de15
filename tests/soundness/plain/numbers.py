"""The numbers of the plain evaluation: small trees, and what their rows add up to."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from semantic_layer.query import Defined, Filter
from tests.soundness.plain.rows import Row


@dataclass(frozen=True)
class Simple:
    fact: str
    clock: str
    agg: str
    column: str = ""


@dataclass(frozen=True)
class Ratio:
    top: Any
    bottom: Any


@dataclass(frozen=True)
class Less:
    left: Any
    right: Any


@dataclass(frozen=True)
class Part:
    of: Any
    given: tuple[Filter | str, ...]


@dataclass(frozen=True)
class Fixed:
    """A number by some keys of the result alone."""

    of: Any
    names: tuple[str, ...]


@dataclass(frozen=True)
class Nested:
    inner: Any
    per: str
    agg: str
    having: tuple[tuple[Any, str, float], ...] = ()


GMV = Simple("orders", "paid_at", "sum", "amount")
ORDERS = Simple("orders", "paid_at", "count")
BUYERS = Simple("orders", "paid_at", "distinct", "customer_id")
UNITS = Simple("lines", "order.paid_at", "sum", "qty")
REFUNDS = Simple("refunds", "success_at", "sum", "amount")
AD_COST = Simple("ads", "date", "sum", "cost")
TMALL = (Filter(field="platform", values=("tmall",)),)
FIRSTS = (Filter(field="order_number", values=(1,)),)
NUMBERS: dict[str, Any] = {
    "gmv": GMV,
    "orders": ORDERS,
    "buyers": BUYERS,
    "units": UNITS,
    "refunds": REFUNDS,
    "refunds_of": Simple("refunds", "order.paid_at", "sum", "amount"),
    "placed": Simple("orders", "created_at", "sum", "amount"),
    "ad_cost": AD_COST,
    "median_amount": Simple("orders", "paid_at", "median", "amount"),
    "gmv_per_buyer": Ratio(GMV, BUYERS),
    "upt": Ratio(UNITS, ORDERS),
    "refund_rate": Ratio(REFUNDS, GMV),
    "roas": Ratio(GMV, AD_COST),
    "tmall_rate": Ratio(Part(GMV, TMALL), GMV),
    "net": Less(GMV, REFUNDS),
    "new_buyers": Part(BUYERS, FIRSTS),
    "of_firsts": Part(UNITS, FIRSTS),
    "of_whole": Ratio(GMV, Fixed(GMV, ())),
    "of_platform": Ratio(GMV, Fixed(GMV, ("platform",))),
}
_PERCENTILE = 0.7


def _percentile(values: list[Any]) -> Any:
    """By linear interpolation between the neighbours."""
    ranked = sorted(map(float, values))
    place = _PERCENTILE * (len(ranked) - 1)
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)


_AGGREGATES: dict[str, Callable[[list[Any]], Any]] = {
    "sum": lambda v: sum(v[1:], v[0]) if v else None,
    "avg": lambda v: float(sum(v)) / len(v) if v else None,
    "min": lambda v: min(v, default=None),
    "max": lambda v: max(v, default=None),
    "median": lambda v: statistics.median(map(float, v)) if v else None,
    "percentile": lambda v: _percentile(v) if v else None,
    "stddev": lambda v: statistics.stdev(map(float, v)) if len(v) > 1 else None,
}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
}


def defined(one: Defined, numbers: Mapping[str, Any]) -> Any:
    """The number of a definition."""
    if one.field:
        number: Any = Simple("orders", "paid_at", str(one.agg), one.field.rpartition(".")[2])
    else:
        number = numbers[one.metric]
    if one.per:
        having = tuple((numbers[h.field], h.op, float(str(h.values[0]))) for h in one.having)
        inner = Part(number, one.given) if one.given else number
        return Nested(inner, one.per, str(one.agg), having)
    if one.agg and not one.field:
        kinds = {"count_distinct": "distinct"}
        number = Simple(number.fact, number.clock, kinds.get(one.agg, one.agg), number.column)
    part = Part(number, one.given) if one.given else number
    return Ratio(part, numbers[one.over]) if one.over else part


def zero(number: Any) -> Any:
    """What a number is where it has no rows."""
    match number:
        case Simple():
            return 0 if number.agg in ("sum", "count", "distinct") else None
        case Part() | Fixed():
            return zero(number.of)
        case Less():
            return 0
        case Nested():
            added = number.agg == "sum" and zero(number.inner) == 0
            return 0 if added or number.agg == "count" else None
    return None


def aggregated(number: Simple, rows: Sequence[Row]) -> Any:
    """A simple number of rows."""
    if number.agg == "count" and not number.column:
        return len(rows)
    values = [row[number.column] for row in rows if row[number.column] is not None]
    if number.agg == "count":
        return len(values)
    if number.agg == "distinct":
        return len(set(values))
    value = _AGGREGATES[number.agg](values)
    return 0 if value is None and number.agg == "sum" else value


def over(number: Nested, pairs: list[tuple[Any, bool]]) -> Any:
    """The aggregate over the members that count; `share` is those over all."""
    known = [(value, passed) for value, passed in pairs if value is not None]
    values = [value for value, passed in known if passed]
    if number.agg == "count":
        return len(values)
    if number.agg == "share":
        return len(values) / len(known) if known else None
    value = _AGGREGATES[number.agg](values)
    return zero(number) if value is None else value


def divided(top: Any, bottom: Any) -> Any:
    """Empty over nothing."""
    return float(top) / float(bottom) if bottom and top is not None else None


def holds(value: Any, op: str, edge: float) -> bool:
    """Empty fails every comparison."""
    return value is not None and _COMPARE[op](float(value), edge)
