"""How much of a period has passed: a number of the asked days alone, without a fact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlglot import exp

from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.number import Elapsed
from semantic_layer.compile.plan import Scope, Setting
from semantic_layer.compile.sql import cast, literal
from semantic_layer.errors import QueryError
from semantic_layer.model import Model
from semantic_layer.periods import end_moment, first_moment, is_whole, step_end, step_start, steps
from semantic_layer.query import TimeRange
from semantic_layer.reckoning import MONTHS
from semantic_layer.texts import Text

__all__ = ["elapsed_sql"]

_UNITS = ("week", *MONTHS)
_DAY = timedelta(days=1)
_SECONDS = 86_400
_MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class _Period:
    """A whole period, and how many days of it have passed; parts of a day for hours."""

    start: date
    end: date
    days: float

    @property
    def whole(self) -> int:
        return (self.end - self.start).days + 1

    def shown(self, kind: str) -> exp.Expr:
        days = int(self.days) if self.days == int(self.days) else round(self.days, 6)
        match kind:
            case "share":
                return exp.Div(this=cast(literal(days), "DOUBLE"), expression=literal(self.whole))
            case "days":
                return literal(days)
            case "left":
                return literal(self.whole - days)
        return literal(self.whole)


def elapsed_sql(
    number: Elapsed, scope: Scope, setting: Setting, key_sql: Callable[[Key], exp.Expr]
) -> exp.Expr:
    """The days, or the share of them, that have passed of the period that the asked days are of;
    of each step of the result that they are split by.

    Raises QueryError elapsed_of_what where the days are no period, or not from its beginning on.
    """
    model, time = setting.names.model, scope.time
    timely = [k for k in scope.keys if k.kind != "dimension"]
    if (
        time is None
        or (timely and (len(timely) > 1 or not _steps(timely[0])))
        or len(scope.laid) > 1
    ):
        raise _of_what(number, model)
    last = setting.coverage.last if setting.coverage else time.end
    if not timely:
        whole = _whole(time, model)
        if whole is None:
            raise _of_what(number, model)
        period = _Period(*whole, _passed(time, whole[0], last))
        if not scope.name:
            setting.notes[_said(number, period, model)] = None
        return period.shown(number.shows)
    return _by_step(number, time, min(last, time.end), timely[0], model, key_sql(timely[0]))


def _by_step(
    number: Elapsed, time: TimeRange, last: date, key: Key, model: Model, step: exp.Expr
) -> exp.Expr:
    """Steps before the last one have passed, later ones have not begun."""
    if step_start(time.start, key.grain, model.reckoning) != time.start or time.since is not None:
        raise _of_what(number, model)
    ifs = []
    for start in steps(time, key.grain, model.reckoning, _MOST_STEPS):
        end = step_end(start, key.grain, model.reckoning)
        within = TimeRange(
            start=start, end=min(end, time.end), until=time.until if end >= time.end else None
        )
        period = _Period(start, end, _passed(within, start, last))
        here = exp.EQ(this=step.copy(), expression=literal(start))
        ifs.append(exp.If(this=here, true=period.shown(number.shows)))
    return exp.Case(ifs=ifs)


def _steps(key: Key) -> bool:
    return key.kind == "step" and key.on_clock and key.grain in _UNITS


def _passed(time: TimeRange, start: date, last: date) -> float:
    """The days from the start of a period to the end of the asked days, as far as the data goes."""
    if last < time.start:
        return 0
    cut = time if time.end <= last else time.model_copy(update={"end": last, "until": None})
    begin = first_moment(TimeRange(start=start, end=max(start, last)))
    return (end_moment(cut) - begin).total_seconds() / _SECONDS


def _whole(time: TimeRange, model: Model) -> tuple[date, date] | None:
    """The whole of the period that the days begin: a calendar unit, or a campaign."""
    if time.since is not None:
        return None
    unit = time.unit if time.unit in _UNITS else "month" if is_whole(time) else ""
    if not unit and (taken := _occasion(time, model)):
        return taken
    if not unit and not time.unit and step_end(time.start, "month", model.reckoning) >= time.end:
        unit = "month"
    if not unit or step_start(time.start, unit, model.reckoning) != time.start:
        return None
    return time.start, step_end(time.end, unit, model.reckoning)


def _occasion(time: TimeRange, model: Model) -> tuple[date, date] | None:
    """The campaign or holiday that begins on the first day and holds them all, the shortest of
    several; a phase only where the days are just it."""
    found = [
        (start, end) for occasion in model.occasions for start, end in occasion.days
        if start == time.start and time.end <= end and (not occasion.of or time.end == end)
    ]  # fmt: skip
    return min(found, key=lambda pair: pair[1], default=None)


def _of_what(number: Elapsed, model: Model) -> QueryError:
    return QueryError("elapsed_of_what", metric=model.metrics[number.metric].label)


def _said(number: Elapsed, period: _Period, model: Model) -> Text:
    days = f"{period.days:g}"
    return both(
        "note.elapsed", metric=model.metrics[number.metric].label, start=str(period.start),
        end=str(period.end), whole=str(period.whole), days=days,
    )  # fmt: skip
