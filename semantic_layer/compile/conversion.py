"""Conversions: each event goes to the last base event before it, and counts there.

An event belongs to at most one base event, so no conversion is counted twice.
"""

from dataclasses import replace

from sqlglot import exp

from semantic_layer.compile import spine
from semantic_layer.compile.aggregate import aggregate
from semantic_layer.compile.fact import aliased, grouped
from semantic_layer.compile.look import ago
from semantic_layer.compile.looking import grain_of
from semantic_layer.compile.number import Follow, Leaf
from semantic_layer.compile.plan import Scope
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.row_conditions import row_conditions
from semantic_layer.compile.sql import cast, column, literal, name
from semantic_layer.compile.window import window
from semantic_layer.errors import QueryError
from semantic_layer.model import GRAINS

_BASE, _EVENT, _PAIRS = "base", "event", "pairs"


def select(reading: Reading) -> exp.Select:
    """The conversions of the reading's base events by the scope's keys."""
    follow = reading.leaves[0].follow
    assert follow is not None
    keys = [column(k.column, _PAIRS) for k in reading.scope.keys]
    pairs = exp.Subquery(this=_pairs(reading, follow), alias=exp.TableAlias(this=name(_PAIRS)))
    value = aggregate(follow.measure, column("value", _PAIRS), None, reading.dialect)
    made = exp.Select(expressions=[aliased(k.copy(), k.name) for k in keys])
    for label in reading.columns().values():
        made.append("expressions", aliased(value.copy(), label))
    last = exp.EQ(this=column("place", _PAIRS), expression=literal(1))
    return grouped(made.from_(pairs).where(last, copy=False), keys)


def _pairs(reading: Reading, follow: Follow) -> exp.Select:
    """Every event with the base events before it, the last one in the first place."""
    leaf = Leaf(reading.metric, follow.measure, follow.where)
    inner = Reading([leaf], Scope("", (), None), replace(reading.setting, conditions=()))
    grain = _coarser(_known(reading), _known(inner))
    bases, events = _bases(reading, follow, grain), _events(inner, follow, grain)
    at = column("at", _EVENT)
    on: list[exp.Expr] = [exp.LTE(this=column("at", _BASE), expression=at)]
    if follow.window is not None:
        count, unit = follow.window
        if unit not in GRAINS:
            raise QueryError(
                "not_supported_here", dialect=reading.dialect, what=f"window by {unit}"
            )
        on.append(exp.GT(this=column("at", _BASE), expression=ago(at.copy(), count, unit)))
    ties = [label for label in bases.named_selects if label.startswith("tie_")]
    on += [exp.EQ(this=column(t, _BASE), expression=column(t, _EVENT)) for t in ties]
    keys = [column(k.column, _BASE) for k in reading.scope.keys]
    order = [exp.Ordered(this=column("at", _BASE), desc=True)]
    order += [exp.Ordered(this=k.copy()) for k in keys]
    place = exp.Window(
        this=exp.RowNumber(),
        partition_by=[column("number", _EVENT)],
        order=exp.Order(expressions=order),
    )
    made = exp.Select(
        expressions=[*keys, aliased(column("value", _EVENT), "value"), aliased(place, "place")]
    ).from_(exp.Subquery(this=bases, alias=exp.TableAlias(this=name(_BASE))))
    source = exp.Subquery(this=events, alias=exp.TableAlias(this=name(_EVENT)))
    made.append("joins", exp.Join(this=source, kind="INNER", on=exp.and_(*on, copy=False)))
    return made


def _bases(reading: Reading, follow: Follow, grain: str) -> exp.Select:
    """The base events of the asked days: keys, moment, and what ties events to them."""
    where = [*window(reading, reading.scope.time, reading.moment), *reading.asked()]
    windowed = reading.scope.time is not None
    shared = row_conditions(reading, reading.leaves[0], windowed=windowed)
    names = (follow.entity, *(base for base, _ in follow.same))
    made = exp.Select(
        expressions=[*reading.labelled_keys(), aliased(_moment(reading, grain), "at")]
    )
    for label, node in _ties(reading, names).items():
        made.append("expressions", aliased(node, label))
    return reading.finished(made, [*where, *shared])


def _events(inner: Reading, follow: Follow, grain: str) -> exp.Select:
    """The events that may follow, each with a number of its own, on any day."""
    shared = row_conditions(inner, inner.leaves[0], windowed=True)
    value = inner.fact.expression(follow.measure.expr) if follow.measure.expr else literal(1)
    number = exp.Window(this=exp.RowNumber())
    made = exp.Select(
        expressions=[
            aliased(number, "number"),
            aliased(_moment(inner, grain), "at"),
            aliased(value, "value"),
        ]
    )  # fmt: skip
    names = (follow.entity, *(event for _, event in follow.same))
    for label, node in _ties(inner, names).items():
        made.append("expressions", aliased(node, label))
    return inner.finished(made, shared)


def _moment(reading: Reading, grain: str) -> exp.Expr:
    """The moment of an event, as exactly as both clocks know it."""
    if not grain:
        return cast(reading.now(), "TIMESTAMP")
    return spine.start(reading.now(), grain, reading.setting)


def _known(reading: Reading) -> str:
    """The step in which a clock knows its moments, "" where it knows them exactly."""
    clock = reading.clock.dimension if reading.clock else None
    exact = clock is not None and clock.type == "time" and clock.grain is None
    return "" if exact else grain_of(reading)


def _coarser(one: str, other: str) -> str:
    return max((g for g in (one, other) if g), key=GRAINS.index, default="")


def _ties(reading: Reading, names: tuple[str, ...]) -> dict[str, exp.Expr]:
    """The entity (first) and the constant properties of a row, by the labels they are met under."""
    table = reading.fact.table
    ties: dict[str, exp.Expr] = {}
    for n, wanted in enumerate(names):
        entity = table.entity(wanted) or next((e for e in table.entities if e.to == wanted), None)
        if entity is None and n == 0:
            metric = reading.setting.names.model.metrics[reading.metric]
            raise QueryError("no_tie", metric=metric.label, name=wanted, table=table.label)
        for m, text in enumerate(entity.columns if entity else (wanted,)):
            ties[f"tie_{n}_{m}"] = reading.fact.expression(text)
    return ties
