"""What a shop's calendar says of a day: its campaign, phase and number there, its holiday, and
whether people work on it.

Every day has exactly one value of each. One that lies in two campaigns, or in two holidays, belongs
to the shorter; one in none is `none` (number 0). All days of a holiday are days off, and make-up
days are workdays.
"""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlglot import exp

from semantic_layer import calendar_messages  # noqa: F401  (adds the texts of days)
from semantic_layer.compile.clock_names import CALENDAR
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.sql import cast, literal
from semantic_layer.model import Dimension, Model, ValueLabel
from semantic_layer.occasions import Taking
from semantic_layer.query import DAY_PARTS, TimeRange
from semantic_layer.texts import NO_TEXT, Text

__all__ = ["day_dimension", "day_notes", "day_sql", "day_values"]

NONE = "none"
_WEEKDAYS = Dimension(
    "weekday", "", "calendar", "", "number", NO_TEXT,
    values=tuple(
        ValueLabel(n, Text(f"周{'一二三四五六日'[n - 1]}", calendar.day_name[n - 1]))
        for n in range(1, 8)
    ),
)  # fmt: skip
_MOST_NAMED = 4
_DAY = timedelta(days=1)
_FRIDAY = 5


@dataclass(frozen=True, slots=True)
class _Row:
    """Days in a row with their value; for `campaign_day` the number of the first."""

    start: date
    end: date
    value: str


def day_sql(node: exp.Expr, part: str, model: Model) -> exp.Expr:
    """A part of the day that holds a moment, as text, `campaign_day` as a whole number."""
    day = cast(node, "DATE")
    number = part == "campaign_day"
    ifs = [exp.If(this=exp.Is(this=day.copy(), expression=exp.Null()), true=exp.Null())]
    for row in _rows(part, model):
        value = _number(day.copy(), row.start) if number else literal(row.value)
        ifs.append(exp.If(this=_within(day.copy(), row), true=value))
    if part != "workday":
        return exp.Case(ifs=ifs, default=literal(0 if number else NONE))
    weekday = exp.Extract(this=exp.var("isodow"), expression=day.copy())
    works = exp.LTE(this=weekday, expression=literal(_FRIDAY))
    ifs.append(exp.If(this=works, true=literal("workday")))
    return exp.Case(ifs=ifs, default=literal("weekend"))


def _within(day: exp.Expr, row: _Row) -> exp.Expr:
    if row.start == row.end:
        return exp.EQ(this=day, expression=literal(row.start))
    return exp.Between(this=day, low=literal(row.start), high=literal(row.end))


def _number(day: exp.Expr, first: date) -> exp.Expr:
    since = exp.DateDiff(this=day, expression=cast(literal(first), "DATE"), unit=exp.var("DAY"))
    return cast(exp.Add(this=since, expression=literal(1)), "INT")


def _rows(part: str, model: Model) -> Iterator[_Row]:
    """The rows of a part, in the order in which the first that holds a day tells its value."""
    if part == "workday":
        yield from (_Row(t.start, t.end, "workday") for t in _takings(model, "makeup"))
        yield from (_Row(t.start, t.end, "holiday") for t in _takings(model, "holiday"))
        return
    kind = "holiday" if part == "holiday" else "campaign"
    for taking in _takings(model, kind):
        if part == "campaign_phase":
            phases = (p for p in model.occasions if p.of == taking.occasion.name)
            inside = (Taking(p, *days) for p in phases for days in p.days)
            yield from (
                _Row(p.start, p.end, p.occasion.name)
                for p in inside if taking.holds(p.start, p.end)
            )  # fmt: skip
        yield _Row(taking.start, taking.end, taking.occasion.name)


def _takings(model: Model, kind: str) -> list[Taking]:
    """All times of campaigns, holidays or make-up days, the shorter first."""
    known = model.makeup if kind == "makeup" else model.occasions
    found = [Taking(o, *days) for o in known if o.kind == kind and not o.of for days in o.days]
    return sorted(found, key=lambda t: (t.length, t.start, t.occasion.name))


def day_values(part: str, model: Model) -> tuple[ValueLabel, ...]:
    """The values of a part with their labels, in the order of their latest days; `none` last."""
    if part == "workday":
        return tuple(ValueLabel(v, both(f"day.{v}")) for v in ("workday", "weekend", "holiday"))
    none = both(f"day.no_{'holiday' if part == 'holiday' else 'campaign'}")
    if part == "campaign_day":
        longest = max((t.length for t in _takings(model, "campaign")), default=0)
        numbers = [ValueLabel(n, both("day.number", n=str(n))) for n in range(1, longest + 1)]
        return (*numbers, ValueLabel(0, none))
    latest: dict[str, date] = {}
    for row in _rows(part, model):
        latest[row.value] = max(row.start, latest.get(row.value, row.start))
    labels = {o.name: o.label for o in model.occasions}
    if part == "campaign_phase":
        phased = {o.of for o in model.occasions if o.of}
        labels |= {n: both("day.no_phase", campaign=labels[n]) for n in phased}
    named = sorted(latest, key=lambda name: (latest[name], name))
    return (*(ValueLabel(name, labels[name]) for name in named), ValueLabel(NONE, none))


def day_dimension(key: Key, model: Model) -> Dimension | None:
    """A part of the day as a dimension with its values, weekdays with their names; else None."""
    if key.kind == "part" and key.grain == "weekday":
        return replace(_WEEKDAYS, label=key.label)
    if key.kind != "part" or key.grain not in DAY_PARTS:
        return None
    kind = "number" if key.grain == "campaign_day" else "text"
    values = day_values(key.grain, model)
    name = CALENDAR.removesuffix(".")
    return Dimension(key.grain, "", name, "", kind, key.label, values=values)  # type: ignore[arg-type]


def day_notes(keys: Iterable[Key], time: TimeRange | None, model: Model) -> Iterator[Text]:
    """What must be said of the asked days: which lie in two campaigns, which years the calendar
    does not know, and that days of several campaigns are counted under one number."""
    parts = {k.grain for k in keys if k.kind == "part"}
    for kind, told_by in (
        ("campaign", {"campaign", "campaign_phase", "campaign_day"}),
        ("holiday", {"holiday"}),
    ):
        if parts & told_by:
            yield from _shared_days(_asked(_takings(model, kind), time))
    if parts & {"holiday", "workday"}:
        yield from _unknown_years(model, time)
    if "campaign_day" in parts and not parts & {"campaign", "campaign_phase"}:
        several = _asked(_takings(model, "campaign"), time)
        labels = dict.fromkeys(t.occasion.label for t in sorted(several, key=lambda t: t.start))
        if len(labels) > 1:
            yield both("note.campaign_days", campaigns=_listed(tuple(labels)))


def _asked(takings: Sequence[Taking], time: TimeRange | None) -> list[Taking]:
    if time is None:
        return list(takings)
    return [t for t in takings if t.start <= time.end and time.start <= t.end]


def _shared_days(takings: Sequence[Taking]) -> Iterator[Text]:
    """Each pair of overlapping times, of which the shorter has the days."""
    for n, one in enumerate(takings):
        for other in takings[n + 1 :]:
            start, end = max(one.start, other.start), min(one.end, other.end)
            if start <= end:
                yield both(
                    "note.shared_days", one=one.occasion.label, other=other.occasion.label,
                    start=str(start), end=str(end),
                )  # fmt: skip


def _unknown_years(model: Model, time: TimeRange | None) -> Iterator[Text]:
    known = {d.year for t in _takings(model, "holiday") for d in (t.start, t.end)}
    if time is None:
        return
    missing = [str(y) for y in range(time.start.year, time.end.year + 1) if y not in known]
    if missing:
        said = ", ".join(missing[:_MOST_NAMED])
        yield both("note.no_holidays_known", years=said)


def _listed(texts: Sequence[Text]) -> Text:
    shown = texts[:_MOST_NAMED]
    more = len(texts) > _MOST_NAMED
    return Text(
        "、".join(t.zh for t in shown) + "等" * more,
        ", ".join(t.en for t in shown) + " …" * more,
    )
