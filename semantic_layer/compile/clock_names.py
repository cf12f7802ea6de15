"""Steps and parts of the clock that a shop may or may not have: its fiscal year, what its
calendar says of a day.

Their names are not reserved: a shop's own dimension of such a name is what the name means there,
and `calendar.fiscal_year` is always the step.
"""

from semantic_layer import calendar_messages  # noqa: F401  (adds the texts of refusals)
from semantic_layer.compile.names import Names
from semantic_layer.errors import QueryError
from semantic_layer.model import GRAINS, Dimension, Model
from semantic_layer.query import DAY_PARTS, FISCAL_STEPS, TIME_PARTS, TIME_STEPS, MetricQuery
from semantic_layer.reckoning import Reckoning

__all__ = ["CALENDAR", "check_declared", "check_fine", "check_units", "clock_name"]

CALENDAR = "calendar."
_KNOWN_BY = {
    "hour_of_day": "hour", "month_of_year": "month", "quarter_of_year": "quarter",
    "year_of_date": "year",
}  # fmt: skip


def clock_name(ref: str, names: Names) -> str:
    """The step or part of the clock that a reference names, "" where it names something else."""
    if ref in TIME_STEPS or ref in TIME_PARTS:
        return ref
    bare = ref.removeprefix(CALENDAR)
    return bare if bare in (*FISCAL_STEPS, *DAY_PARTS) and not names.identities(ref) else ""


def check_declared(grain: str, model: Model) -> None:
    """Raises QueryError for a step or part that the shop has no calendar for."""
    if grain in FISCAL_STEPS and model.fiscal is None:
        raise QueryError("no_fiscal_year")
    if grain in ("holiday", "workday") and not any(o.kind == "holiday" for o in model.occasions):
        raise QueryError("no_holidays")
    if grain in ("campaign", "campaign_phase", "campaign_day") and not any(
        o.kind == "campaign" for o in model.occasions
    ):
        raise QueryError("no_campaigns")
    if grain == "campaign_phase" and not any(o.of for o in model.occasions):
        raise QueryError("no_phases")


def check_fine(grain: str, dimension: Dimension, by: Reckoning) -> None:
    """A time that is known by the day has no hours, and one known by the month no fiscal year that
    begins within one; one that begins a period of its own has no steps at all. Raises QueryError."""
    if dimension.lasts_to and grain:
        raise QueryError("period_steps", name=dimension.label)
    known = dimension.grain or ("day" if dimension.type == "date" else None)
    if grain in (*TIME_PARTS, *DAY_PARTS):
        grain = _KNOWN_BY.get(grain, "day")
    if not known or grain not in GRAINS:
        return
    fine = GRAINS.index(grain) < GRAINS.index(known)
    if fine or (grain in FISCAL_STEPS and not by.within(known, grain)):
        raise QueryError("too_fine", name=dimension.label, grain=grain, known=known)


def check_units(query: MetricQuery, model: Model) -> None:
    """Raises QueryError where days are said to be a unit that the shop has not declared."""
    for time in (query.time, *(c.time for c in query.compare)):
        if time is not None:
            check_declared(time.unit, model)
