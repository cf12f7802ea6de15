"""When two calls are the same call: names resolved, order of lists forgotten."""

from collections.abc import Iterable, Mapping
from typing import Any

from semantic_layer.model import Model
from semantic_layer.query import TIME_PARTS, TIME_STEPS, Filter, MetricQuery

Normal = dict[str, Any]
ANY = "any"


def same_call(expected: Mapping[str, Any], given: Mapping[str, Any], model: Model) -> str:
    """Why `given` is not the `expected` call; empty when it is.

    A field of `expected` with the value "any" is not compared. Shares that were not asked for are
    harmless, and so is an order where none was expected.
    """
    free = {name for name, value in expected.items() if value == ANY}
    fixed = {name: value for name, value in expected.items() if name not in free}
    want, got = normal(fixed, model), normal(given, model)
    if not want["share"]:
        free.add("share")
    if not want["order"]:
        free.add("order")
    differing = [name for name in want if name not in free and want[name] != got[name]]
    return "; ".join(f"{name}: {got[name]!r} is not {want[name]!r}" for name in differing)


def normal(call: Mapping[str, Any], model: Model) -> Normal:
    """The parts of a call that decide its numbers, in a form that compares with `==`."""
    known = {name: call[name] for name in MetricQuery.model_fields if name in call}
    query = MetricQuery.model_validate(known)
    return {
        "metrics": set(query.metrics),
        "by": {field(name, model) for name in query.by},
        "where": _conditions(query.where, model),
        "having": _conditions(query.having, model),
        "time": (query.time.start, query.time.end) if query.time else None,
        "compare": {
            (c.kind, (c.time.start, c.time.end) if c.time else None) for c in query.compare
        },
        "share": set(query.share),
        "order": query.order[:1],
        "limit": query.limit,
    }


def field(name: str, model: Model) -> str:
    """The identity of a dimension or time step: `order.paid_at:month` is `month`."""
    base, _, step = name.partition(":")
    if step in (*TIME_STEPS, *TIME_PARTS):
        return step
    found = model.dimensions_named(base)
    return found[0].identity if len(found) == 1 else base


def _conditions(filters: Iterable[Filter | str], model: Model) -> set[object]:
    return {f if isinstance(f, str) else _condition(f, model) for f in filters}


def _condition(condition: Filter, model: Model) -> tuple[str, str, frozenset[str]]:
    """One value with `in` is `=`, one with `not_in` is `!=`."""
    op: str = condition.op
    values = frozenset(_number(v) for v in condition.values)
    if len(values) == 1:
        op = {"in": "=", "not_in": "!="}.get(op, op)
    return field(condition.field, model), op, values


def _number(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{float(value):g}"
    return str(value)
