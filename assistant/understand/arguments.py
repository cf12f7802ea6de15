"""Readings to the arguments of the metrics tool and back: what a follow-up builds upon."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.understand.constructs import Constructs, constructs_of, is_construct, with_constructs
from assistant.understand.lexicon import Lexicon
from assistant.understand.reading import Base, Condition, Reading, Threshold
from assistant.understand.spans import Member
from assistant.understand.time import Period
from semantic_layer.query import FISCAL_STEPS, TIME_PARTS, TIME_STEPS


def reference(dimension: str, lexicon: Lexicon) -> str:
    """How a query names a dimension: bare while only one has the name."""
    name = lexicon.model.dimensions[dimension].name
    return name if len(lexicon.model.dimensions_named(name)) == 1 else dimension


def arguments(reading: Reading, lexicon: Lexicon) -> dict[str, Any]:
    """The JSON form of a tool's arguments; empty slots are left out."""
    by = [b if _is_step(b) else reference(b, lexicon) for b in reading.by]
    steps = [b for b in by if b in TIME_STEPS or b.removeprefix("calendar.") in FISCAL_STEPS]
    slots: dict[str, Any] = {
        "metrics": list(reading.metrics),
        "by": by,
        "where": [_where(c, lexicon) for c in reading.where],
        "having": [
            {"field": t.metric, "op": t.op, "values": list(t.values)} for t in reading.having
        ],
        "time": _time(reading.period),
        "compare": [
            _base(b, bool(steps), lexicon) for b in sorted(reading.compare, key=lambda b: b.kind)
        ],
        "share": list(reading.metrics) if reading.share else [],
        "order": _order(reading, steps),
        "limit": reading.limit,
        "fill": bool(steps) and reading.limit is None and not reading.having,
        "chart": reading.chart,
    }
    slots = with_constructs(slots, reading.more)
    return {name: value for name, value in slots.items() if value}


def _is_step(name: str) -> bool:
    return name in TIME_STEPS or name in TIME_PARTS or name.startswith("calendar.")


def _in_order(name: str) -> bool:
    """Parts of time come in their own order."""
    return name in TIME_PARTS or name.startswith("calendar.")


def _where(condition: Condition, lexicon: Lexicon) -> dict[str, Any]:
    op = condition.op
    if len(condition.members) == 1:
        op = {"in": "=", "not_in": "!="}.get(op, op)
    field = reference(condition.dimension, lexicon)
    return {"field": field, "op": op, "values": list(condition.raw())}


def _time(period: Period | None) -> dict[str, str] | None:
    if period is None:
        return None
    days = {"start": str(period.start), "end": str(period.end)}
    return {**days, "unit": period.counted} if period.counted else days


def _base(base: Base, stepped: bool, lexicon: Lexicon) -> dict[str, Any]:
    """Along steps of time a named base is a range: a kind compares each step with the last."""
    if base.instead:
        return {"kind": base.kind, "instead": [_where(c, lexicon) for c in base.instead]}
    if base.kind != "range" and not (stepped and base.period):
        return {"kind": base.kind}
    return {"kind": "range", "time": _time(base.period)}


def _order(reading: Reading, steps: list[str]) -> list[str]:
    ranked = reading.order_metric or (reading.metrics[0] if reading.metrics else "")
    if reading.order_change and reading.compare:
        ranked = f"{ranked}__{reading.compare[0].kind}_{reading.order_change}"
    if reading.direction or reading.limit is not None or reading.order_metric:
        return [f"{reading.direction}{ranked}"] if reading.by else []
    if reading.by and not steps and not any(_in_order(b) for b in reading.by):
        return [f"-{ranked}"]
    return []


def reading_of(given: Mapping[str, Any], lexicon: Lexicon) -> Reading:
    """The reading that arguments say, for a follow-up to change."""
    reading = Reading(more=constructs_of(given))
    reading.metrics = _known_metrics(given, reading.more, lexicon)
    bands = {b.name for b in reading.more.bands}
    by = [b for b in given.get("by", ()) if b not in bands]
    reading.by = [b if _is_step(b) else _dimension(b, lexicon) for b in by]
    reading.where = [
        _condition(w, lexicon)
        for w in given.get("where", ())
        if isinstance(w, Mapping) and not is_construct(w)
    ]
    reading.having = [
        Threshold(h["field"], h["op"], tuple(h["values"]))
        for h in given.get("having", ())
        if not h.get("than")
    ]
    reading.period = _period(given.get("time"))
    reading.compare = [_base_of(c, lexicon) for c in given.get("compare", ())]
    reading.share = bool(given.get("share"))
    reading.limit = given.get("limit")
    reading.chart = given.get("chart", "")
    for column in given.get("order", ()):
        reading.direction = "-" if column.startswith("-") else ""
        name, _, change = column.lstrip("-").partition("__")
        name = next((m for m, own in reading.more.instead.items() if own == name), name)
        reading.order_metric = name if name in reading.metrics else ""
        if not reading.order_metric:
            reading.more.order.append(column)
        reading.order_change = change.rpartition("_")[2] if change else ""
    return reading


def _base_of(given: Mapping[str, Any], lexicon: Lexicon) -> Base:
    instead = tuple(_condition(c, lexicon) for c in given.get("instead", ()))
    return Base(given["kind"], _period(given.get("time")), instead=instead)


def _known_metrics(given: Mapping[str, Any], more: Constructs, lexicon: Lexicon) -> list[str]:
    """The shop's metrics of a call; those that only a definition stands on are inside it."""
    own = {d.name for d in more.define}
    shown = [m for m in given.get("metrics", ()) if m not in own]
    named = [m for d in more.define for m in (d.metric, d.over)]
    parts = [m for m in dict.fromkeys(named) if m in lexicon.model.metrics and m not in shown]
    plain = {d.metric: d.name for d in more.define if not d.over and d.name in given["metrics"]}
    more.instead = {m: name for m, name in plain.items() if m in parts}
    more.inside = [m for m in parts if m not in more.instead]
    more.inside += [d.name for d in more.define if d.name not in given["metrics"]]
    return [*shown, *parts]


def _dimension(name: str, lexicon: Lexicon) -> str:
    found = lexicon.model.dimensions_named(name)
    return found[0].id if found else name


def _condition(given: Mapping[str, Any], lexicon: Lexicon) -> Condition:
    dimension = _dimension(given["field"], lexicon)
    op = {"=": "in", "!=": "not_in"}.get(given.get("op", "="), given.get("op", "="))
    values = tuple(given.get("values", ()))
    if op not in ("in", "not_in"):
        return Condition(dimension, op, values=values)
    return Condition(dimension, op, tuple(_member(dimension, v, lexicon) for v in values))


def _member(dimension: str, value: Any, lexicon: Lexicon) -> Member:
    labels = (
        lexicon.model.dimensions[dimension].values if dimension in lexicon.model.dimensions else ()
    )
    label = next((v.label for v in labels if v.value == value), None)
    return Member(dimension, value, label.zh if label else str(value))


def _period(given: Mapping[str, Any] | None) -> Period | None:
    if not given:
        return None
    start, end = (date.fromisoformat(str(given[k])) for k in ("start", "end"))
    period = with_unit(Period(start, end))
    return replace(period, of=str(given.get("unit", "")))


def with_unit(period: Period) -> Period:
    """The period with the unit that its dates show: one day, a whole month, quarter or year."""
    from assistant.understand.time.periods import first_of, whole

    if period.start == period.end:
        return replace(period, unit="day")
    for unit in ("month", "quarter", "year"):
        if (
            first_of(unit, period.start) == period.start
            and whole(unit, period.start).end == period.end
        ):
            return replace(period, unit=unit)
    return period
