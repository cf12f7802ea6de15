"""Balances (stock, accounts): of each period only the rows of its last or first moment count.

The moment is found among all rows of the asked days, before any other condition: a product without
a row on the last day has no stock then, not that of an earlier day. A measure may ask for the
moment among the asked rows instead (`among: asked`).
"""

from sqlglot import exp

from semantic_layer.compile.conditions import condition_sql
from semantic_layer.compile.fact import Fact, aliased, grouped
from semantic_layer.compile.keys import Key
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.row_conditions import aggregated
from semantic_layer.compile.sql import column, relation, same
from semantic_layer.compile.window import window

_MOMENT = "moment"


def select(reading: Reading) -> exp.Select:
    """The fact joined to the moments that count, aggregated."""
    snapshot = reading.leaves[0].measure.snapshot
    assert snapshot is not None
    moments, pairs = _moments(reading)
    where = [*window(reading, reading.scope.time, reading.moment), *reading.asked()]
    aggregates, shared = aggregated(reading, windowed=reading.scope.time is not None)
    made = exp.Select(expressions=reading.labelled_keys())
    columns = reading.columns()
    for leaf, node in aggregates.items():
        made.append("expressions", aliased(node, columns[leaf]))
    made = reading.finished(made, [*where, *shared])
    on = exp.and_(*pairs, copy=False)
    made.append("joins", exp.Join(this=moments, kind="INNER", on=on))
    return grouped(made, reading.keys())


def _moments(reading: Reading) -> tuple[exp.Subquery, list[exp.Expr]]:
    """The moments by step of time and group, and how a row of the fact meets its own."""
    snapshot = reading.leaves[0].measure.snapshot
    assert snapshot is not None
    apart = Reading(reading.leaves, reading.scope, reading.setting)
    steps = [k for k in reading.scope.keys if k.kind == "step" and reading.on_clock(k)]
    labels = {f"step_{n}": (apart.key(k), reading.key(k)) for n, k in enumerate(steps)}
    for n, group in enumerate(snapshot.groups):
        labels[f"group_{n}"] = (_group(apart.fact, group), _group(reading.fact, group))
    chosen = exp.Max if snapshot.choice == "last" else exp.Min
    inner = _time(apart.fact, snapshot.time)
    expressions = [aliased(node, label) for label, (node, _) in labels.items()]
    found = exp.Select(expressions=[*expressions, aliased(chosen(this=inner), _MOMENT)])
    found = apart.finished(found, _asked(apart))
    found = grouped(found, [node for node, _ in labels.values()])
    outer = _time(reading.fact, snapshot.time)
    pairs: list[exp.Expr] = [exp.EQ(this=outer, expression=column(_MOMENT, "moments"))]
    pairs += [same(node, column(label, "moments")) for label, (_, node) in labels.items()]
    alias = exp.TableAlias(this=relation("moments").this)
    return exp.Subquery(this=found, alias=alias), pairs


def _asked(apart: Reading) -> list[exp.Expr]:
    """The rows among which the moment is found."""
    snapshot = apart.leaves[0].measure.snapshot
    assert snapshot is not None
    time = apart.scope.time
    within = window(apart, time, apart.moment)
    if snapshot.among == "asked":
        return [*within, *apart.asked(), *aggregated(apart, windowed=time is not None)[1]]
    clocked = [
        c for c in apart.conditions
        if all(isinstance(s, Key) and apart.on_clock(s) for _, s in c.subjects)
    ]  # fmt: skip
    return [*within, *(condition_sql(c, apart.subject) for c in clocked)]


def _time(fact: Fact, name: str) -> exp.Expr:
    return fact.expression(name)


def _group(fact: Fact, name: str) -> exp.Expr:
    entity = fact.table.entity(name)
    return fact.expression(entity.columns[0] if entity else name)
