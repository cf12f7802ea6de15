"""Steps of the spine that a measure has no rows in, for measures that show empty steps too."""

from sqlglot import exp

from semantic_layer.compile import spine
from semantic_layer.compile.conditions import Condition, condition_sql, conditions_of
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.keys import Key
from semantic_layer.compile.looking import grain_of
from semantic_layer.compile.number import Given, Leaf
from semantic_layer.compile.plan import Relation, Scope
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.sql import column, name, relation, same
from semantic_layer.compile.window import window
from semantic_layer.errors import QueryError
from semantic_layer.model import GRAINS
from semantic_layer.query import FISCAL_STEPS

_STEP = "moment"


def select(reading: Reading, filled: Relation) -> exp.Select:
    """The steps that `filled` lacks; its other keys are empty there."""
    leaf, scope = reading.leaves[0], reading.scope
    steps = exp.Subquery(
        this=spine.select(_grain(reading), scope.time, reading.setting),
        alias=exp.TableAlias(this=name("spine")),
    )
    reading.at = column(_STEP, "spine")
    clocked = {k.column: reading.key(k) for k in scope.keys if reading.on_clock(k)}
    shown = [aliased(clocked.get(k.column) or exp.Null(), k.column) for k in scope.keys]
    where = window(reading, scope.time, reading.at)
    for condition in (*reading.conditions, *_own(leaf, reading)):
        where += _met(condition, reading)
    made = exp.Select(expressions=shown, distinct=exp.Distinct()).from_(steps)
    for join in reading.fact.joins.values():
        made.append("joins", join)
    if len(clocked) < len(scope.keys):
        where.append(_missing(clocked, filled))
    return made.where(*where, copy=False) if where else made


def _grain(reading: Reading) -> str:
    """The coarsest declared spine that still knows every asked step; else the clock's own step."""
    asked = [k.grain if k.grain in GRAINS else "day" for k in reading.scope.keys
             if reading.on_clock(k)]  # fmt: skip
    finest = min(asked, key=GRAINS.index)
    declared = [s.grain for s in reading.setting.names.model.spines]
    by = reading.reckoning
    fit = [
        g for g in declared
        if GRAINS.index(g) <= GRAINS.index(finest)
        and all(a not in FISCAL_STEPS or by.within(g, a) for a in asked)
    ]  # fmt: skip
    return max(fit, key=GRAINS.index, default=grain_of(reading))


def _missing(clocked: dict[str, exp.Expr], filled: Relation) -> exp.Expr:
    pairs = [same(column(label, filled.name), node.copy()) for label, node in clocked.items()]
    rows = exp.Select(expressions=[exp.Literal.number(1)]).from_(relation(filled.name))
    return exp.Not(this=exp.Exists(this=rows.where(*pairs, copy=False)))


def _own(leaf: Leaf, reading: Reading) -> list[Condition]:
    """The measure's and metrics' own conditions that speak of the clock."""
    found = []
    for text in (*leaf.measure.where, *leaf.where):
        said = text.condition if isinstance(text, Given) else text
        try:
            (condition,) = conditions_of((said,), reading.setting.names, (reading.fact.table.name,))
        except QueryError:
            continue
        if all(isinstance(s, Key) and reading.on_clock(s) for _, s in condition.subjects):
            found.append(condition)
    return found


def _met(condition: Condition, reading: Reading) -> list[exp.Expr]:
    """The condition on an empty step, where it speaks of the clock and of the asked keys only."""
    asked = {(k.identity, k.grain) for k in reading.scope.keys}
    keys = [s for _, s in condition.subjects if isinstance(s, Key)]
    known = [k for k in keys if reading.on_clock(k) or (k.identity, k.grain) in asked]
    if len(known) != len(condition.subjects):
        return []

    def said(subject: object) -> exp.Expr:
        assert isinstance(subject, Key)
        return reading.key(subject) if reading.on_clock(subject) else exp.Null()

    return [condition_sql(condition, said)]


def applies(leaf: Leaf, scope: Scope, reading: Reading) -> bool:
    """True for a measure that shows every step, in a result by steps of its clock."""
    return leaf.measure.every_step and any(reading.on_clock(k) for k in scope.keys)
