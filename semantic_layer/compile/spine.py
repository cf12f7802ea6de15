"""The spine of time: every step of a grain, from the shop's calendar table or made on the spot."""

from sqlglot import exp

from semantic_layer.compile import clock as clocks
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.plan import Setting
from semantic_layer.compile.sql import cast, column, literal, name, relation
from semantic_layer.errors import QueryError
from semantic_layer.model import GRAINS, Spine
from semantic_layer.periods import steps
from semantic_layer.proofs import DAYS, STEPS, Use, key_id
from semantic_layer.query import TimeRange
from semantic_layer.texts import Text

MOST_STEPS = 10_000


def start(moment: exp.Expr, grain: str, setting: Setting) -> exp.Expr:
    """The start of the step that holds a moment, as a timestamp."""
    by = setting.names.model.reckoning
    return cast(clocks.step(moment, grain, by, setting.dialect), "TIMESTAMP")


def calendar(grain: str, setting: Setting) -> tuple[str, str, str] | None:
    """(relation, day column, column) of a calendar that is no grain of the common time."""
    for own in setting.names.model.spines:
        if grain in own.calendars:
            return setting.relations.get(own.table, own.table), own.column, own.calendars[grain]
    return None


def use_days(grain: str, setting: Setting) -> None:
    """Notes that rows meet a calendar's table by the day."""
    for own in setting.names.model.spines:
        if grain in own.calendars:
            setting.uses[Use(key_id(own.table, DAYS), "join")] = None


def declared(grain: str, setting: Setting) -> Spine | None:
    """The shop's own spine of a grain."""
    return next((s for s in setting.names.model.spines if s.grain == grain), None)


def select(
    grain: str, time: TimeRange | None, setting: Setting, wanted: Text | str = ""
) -> exp.Select:
    """All steps as a column `moment`, for the metric `wanted`.

    Raises QueryError `look_needs_time` where there is no end.
    """
    own = declared(grain, setting)
    if own is not None:
        setting.uses[Use(key_id(own.table, STEPS), "join")] = None
        node = cast(column(own.column, "calendar"), "TIMESTAMP")
        source = relation(setting.relations.get(own.table, own.table), "calendar")
        return exp.Select(expressions=[aliased(node, "moment")]).from_(source)
    finer = [
        s.grain for s in setting.names.model.spines if GRAINS.index(s.grain) < GRAINS.index(grain)
    ]
    if finer:
        return _coarser(max(finer, key=GRAINS.index), grain, setting)
    if time is None:
        raise QueryError("look_needs_time", metric=wanted or grain)
    starts = steps(time, grain, setting.names.model.reckoning, MOST_STEPS)
    rows = [exp.Tuple(expressions=[cast(literal(s), "TIMESTAMP")]) for s in starts]
    alias = exp.TableAlias(this=name("steps"), columns=[name("moment")])
    values = exp.Values(expressions=rows, alias=alias)
    return exp.Select(expressions=[column("moment")]).from_(values)


def _coarser(finer: str, grain: str, setting: Setting) -> exp.Select:
    """The steps of a grain that the steps of a finer spine fall into."""
    inner = exp.Subquery(
        this=select(finer, None, setting), alias=exp.TableAlias(this=name("finer"))
    )
    step = start(column("moment", "finer"), grain, setting)
    return exp.Select(expressions=[aliased(step, "moment")], distinct=exp.Distinct()).from_(inner)
