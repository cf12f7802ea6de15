"""Amounts of a whole split over its lines by weight (an order's freight over its products).

Each line has a stretch of its whole, from `share_before` to `share_upto`, in the order of the
lines' key: a line's part is the amount up to the end of its stretch less the amount up to its
start. Money is rounded to the cent at each of these marks, so the parts of a whole add up to it
exactly, in whatever groups its lines fall. A whole without lines keeps its amount, in the group
without a member.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from semantic_layer.compile.entity_values import free_name
from semantic_layer.compile.fact import Fact, aliased
from semantic_layer.compile.keys import both
from semantic_layer.compile.names import Hop
from semantic_layer.compile.own import key_expression
from semantic_layer.compile.plan import Setting
from semantic_layer.compile.sql import all_of, cast, column, literal, name, relation
from semantic_layer.definitions import Allocation
from semantic_layer.model import Model, Table
from semantic_layer.proofs import Use, key_id
from semantic_layer.texts import Text

if TYPE_CHECKING:
    from semantic_layer.compile.reading import Reading

__all__ = ["joined", "lines_of", "note", "part", "stretch"]

BEFORE, UPTO = "share_before", "share_upto"
_WEIGHT = "DECIMAL(38, 6)"


def lines_of(reading: "Reading") -> Hop | None:
    """The step from a fact down to the lines that its sums may be split over, if there is one."""
    leaf = reading.leaves[0]
    allocation = leaf.measure.allocate
    adds = leaf.measure.agg == "sum" and leaf.measure.snapshot is None
    if allocation is None or not adds or leaf.looks or leaf.follow is not None:
        return None
    model = reading.setting.names.model
    here = model.tables[leaf.measure.table].entity(allocation.here)
    there = model.tables[allocation.to].entity(allocation.there)
    assert here is not None
    assert there is not None
    return Hop(replace(here, name=allocation.to), allocation.to, there)


def joined(reading: "Reading", hop: Hop, before: str, alias: str) -> exp.Join:
    """The lines with their shares, joined to their wholes."""
    allocation = reading.leaves[0].measure.allocate
    assert allocation is not None
    pairs: list[exp.Expr] = [
        exp.EQ(this=key_expression(left, before), expression=key_expression(right, alias))
        for left, right in zip(hop.here.columns, hop.there.columns, strict=True)
    ]
    source = relation(_shares(reading.setting, allocation), alias)
    return exp.Join(this=source, side="LEFT", on=all_of(pairs))


def part(value: exp.Expr, alias: str, *, money: bool) -> exp.Expr:
    """A line's part of an amount."""
    upto, before = (
        exp.Coalesce(this=column(label, alias), expressions=[literal(whole)])
        for label, whole in ((UPTO, 1), (BEFORE, 0))
    )
    if not money:
        return exp.Mul(this=exp.Paren(this=value), expression=_less(upto, before))
    return _less(_marked(value, upto), _marked(value.copy(), before))


def _marked(value: exp.Expr, share: exp.Expr) -> exp.Expr:
    """The amount up to a mark, to the cent; the whole of it at the end."""
    product = exp.Mul(this=exp.Paren(this=value), expression=share)
    cents = exp.Round(this=cast(product, _WEIGHT), decimals=literal(2))
    whole = exp.EQ(this=share.copy(), expression=literal(1))
    return exp.Case(ifs=[exp.If(this=whole, true=value.copy())], default=cents)


def _less(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    return exp.Paren(this=exp.Sub(this=left, expression=right))


def _shares(setting: Setting, allocation: Allocation) -> str:
    """The relation of the counted lines with their shares, made once for a statement."""
    made_for = ("allocation", allocation)
    if made_for not in setting.shared:
        select = _select(setting, allocation)
        setting.shared[made_for] = (free_name(setting, "shares"), select)
    return setting.shared[made_for][0]


def _select(setting: Setting, allocation: Allocation) -> exp.Select:
    table = setting.names.model.tables[allocation.to]
    fact = Fact(setting.names, table, setting.relations)
    weights = _Weights(fact, allocation)
    star = exp.Column(this=exp.Star(), table=name(table.name))
    select = exp.Select(expressions=[star, *weights.marks()])
    counted = fact.row_conditions()
    select = fact.source(select)
    if counted:
        select = select.where(*counted, copy=False)
    key = table.primary
    assert key is not None
    setting.uses.update(fact.uses)
    setting.ways.update(fact.ways)
    setting.uses[Use(key_id(table.name, key.name), "count", bool(key.partition))] = None
    setting.used_tables.update(dict.fromkeys((table.name, *fact.joined)))
    return select


class _Weights:
    """The running weights of the lines within their wholes."""

    def __init__(self, fact: Fact, allocation: Allocation) -> None:
        weight = fact.expression(allocation.by)
        positive = exp.GT(this=weight, expression=literal(0))
        counted = exp.Case(ifs=[exp.If(this=positive, true=weight.copy())], default=literal(0))
        self.weight = cast(counted, _WEIGHT)
        whole, key = fact.table.entity(allocation.there), fact.table.primary
        assert whole is not None
        assert key is not None
        self.whole = [key_expression(c, fact.table.name) for c in whole.columns]
        self.order = [key_expression(c, fact.table.name) for c in key.columns]

    def marks(self) -> list[exp.Expr]:
        """Where the stretch of a line begins and ends; without any weight all are alike."""
        total = self._over(exp.Sum(this=self.weight.copy()))
        upto = self._over(exp.Sum(this=self.weight.copy()), running=True)
        count = self._over(exp.Count(this=exp.Star()))
        place = self._over(exp.RowNumber(), running=True)
        before = exp.Sub(this=upto.copy(), expression=self.weight.copy())
        place_before = exp.Sub(this=place.copy(), expression=literal(1))
        return [
            aliased(stretch(before, place_before, total, count), BEFORE),
            aliased(stretch(upto, place, total.copy(), count.copy()), UPTO),
        ]

    def _over(self, node: exp.Expr, *, running: bool = False) -> exp.Window:
        window = exp.Window(this=node, partition_by=[k.copy() for k in self.whole])
        if running:
            ordered = [exp.Ordered(this=k.copy()) for k in self.order]
            window.set("order", exp.Order(expressions=ordered))
        if running and isinstance(node, exp.Sum):
            window.set(
                "spec",
                exp.WindowSpec(
                    kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW"
                ),
            )
        return window


def stretch(weight: exp.Expr, place: exp.Expr, total: exp.Expr, count: exp.Expr) -> exp.Expr:
    """A mark as a fraction of the whole: by weight, or by place where there is no weight."""
    none = exp.EQ(this=total.copy(), expression=literal(0))
    return exp.Case(
        ifs=[exp.If(this=none, true=_fraction(place, count))], default=_fraction(weight, total)
    )


def _fraction(top: exp.Expr, bottom: exp.Expr) -> exp.Expr:
    return exp.Div(this=cast(exp.Paren(this=top), "DOUBLE"), expression=cast(bottom, "DOUBLE"))


def note(model: Model, metric: str, table: Table, allocation: Allocation) -> Text:
    """What the answer says of the rule."""
    label = model.metrics[metric].label if metric in model.metrics else Text(metric, metric)
    lines = model.tables[allocation.to]
    by = _called(model, lines, allocation.by)
    return both("note.allocated", metric=label, lines=lines.label, whole=table.label, by=by)


def _called(model: Model, lines: Table, weight: str) -> Text:
    """A weight by the label of the dimension, or of the metric, that shows it."""
    labels = [d.label for d in lines.dimensions if d.name == weight]
    for metric in model.metrics.values():
        measure = metric.measure
        if (
            measure
            and measure.agg == "sum"
            and (measure.table, measure.expr) == (lines.name, weight)
        ):
            labels.append(metric.label)
    return labels[0] if labels else Text(weight, weight)
