"""Lags by a calendar of the shop's own (a fiscal month before), whose steps differ in length.

The nth day of a step is laid on the nth day of the step that follows it; days that a shorter step
has not are laid on its last day.
"""

from sqlglot import exp

from semantic_layer.compile import spine
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.plan import Setting
from semantic_layer.compile.sql import cast, column, literal, name, relation
from semantic_layer.errors import QueryError
from semantic_layer.model import Look

LOOKED_AT = "looked_at"


def applies(look: Look, setting: Setting) -> bool:
    """True for a lag in steps of one of the shop's calendars."""
    return look.kind == "offset" and spine.calendar(look.unit, setting) is not None


def select(look: Look, setting: Setting) -> exp.Select:
    """Days as `moment`, and the day that each `looked_at`."""
    own = spine.calendar(look.unit, setting)
    assert own is not None
    if setting.dialect not in ("duckdb", "postgres"):
        raise QueryError("not_supported_here", dialect=setting.dialect, what=f"lag by {look.unit}")
    source, day, step = own
    table = relation(source, "calendar")
    place = exp.Window(
        this=exp.RowNumber(),
        partition_by=[column(step, "calendar")],
        order=exp.Order(expressions=[exp.Ordered(this=column(day, "calendar"))]),
    )
    days = exp.Select(
        expressions=[
            aliased(column(day, "calendar"), "day"),
            aliased(column(step, "calendar"), "step"),
            aliased(place, "place"),
        ]
    ).from_(table)
    ends = {
        end: exp.Window(
            this=exp.Lead(this=kind(this=column(day, "calendar")), offset=literal(look.count)),
            order=exp.Order(expressions=[exp.Ordered(this=column(step, "calendar"))]),
        )
        for end, kind in (("first", exp.Min), ("last", exp.Max))
    }
    steps = exp.Select(
        expressions=[
            aliased(column(step, "calendar"), "step"),
            *(aliased(node, end) for end, node in ends.items()),
        ]
    ).from_(table.copy())
    steps = steps.group_by(column(step, "calendar"), copy=False)
    return _laid(days, steps)


def _laid(days: exp.Select, steps: exp.Select) -> exp.Select:
    """Each day with the day of the later step that it is laid on."""
    gone = exp.Paren(this=exp.Sub(this=column("place", "days"), expression=literal(1)))
    one_day = exp.Interval(this=exp.Literal.string("1"), unit=exp.var("DAY"))
    shown = exp.Add(
        this=cast(column("first", "steps"), "TIMESTAMP"),
        expression=exp.Mul(this=gone, expression=one_day),
    )
    last = cast(column("last", "steps"), "TIMESTAMP")
    moment = exp.Least(this=shown, expressions=[last])
    looked_at = cast(column("day", "days"), "TIMESTAMP")
    made = exp.Select(expressions=[aliased(looked_at, LOOKED_AT), aliased(moment, "moment")])
    made = made.from_(exp.Subquery(this=days, alias=exp.TableAlias(this=name("days"))))
    on = exp.EQ(this=column("step", "days"), expression=column("step", "steps"))
    source = exp.Subquery(this=steps, alias=exp.TableAlias(this=name("steps")))
    made.append("joins", exp.Join(this=source, kind="INNER", on=on))
    known = exp.Not(this=exp.Is(this=column("first", "steps"), expression=exp.Null()))
    return made.where(known, copy=False)
