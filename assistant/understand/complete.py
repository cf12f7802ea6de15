"""Completes a reading: the default period, the data's own limits, what the asker should be told."""

from dataclasses import replace

from assistant.understand.arguments import arguments
from assistant.understand.desk import Desk
from assistant.understand.reach import by_month, has_clock, has_hours
from assistant.understand.reading import Base, Condition, Reading
from assistant.understand.rephrase import BASES, STEPS, rephrase
from assistant.understand.rules.lists import MOST
from assistant.understand.rules.period import named_period
from assistant.understand.time import Period
from assistant.understand.time.periods import last
from assistant.understand.understanding import Call, Understanding
from semantic_layer.messages import say
from semantic_layer.query import FISCAL_STEPS

TOOL, LISTS = "metrics", "rows"
_SHORTEST = {"week": 21, "month": 62, "quarter": 184, "year": 732}


def complete(
    reading: Reading, desk: Desk, *, confidence: float, kept: tuple[str, ...] = ()
) -> Understanding:
    """The call of a reading, or the refusal of a period that the data does not hold."""
    desk = _with_its_first_day(reading, desk)
    if reading.period is None:
        _default(reading, desk)
    refused = _without_data(reading, desk) or _without_hours(reading, desk)
    if refused is not None:
        return refused
    _cut_to_data(reading, desk)
    tool = LISTS if reading.more.lists else TOOL
    call = Call(tool, arguments(reading, desk.lexicon))
    assumed = tuple((key, tuple(values.items())) for key, values in reading.assumed)
    return Understanding(
        "call", calls=(call,), confidence=confidence, understood=understood(reading, desk),
        kept=kept, assumed=assumed,
        own=tuple(values["word"] for key, values in reading.assumed if key == "assumed.taught"),
    )  # fmt: skip


def _default(reading: Reading, desk: Desk) -> None:
    """The shop's default; a trend by long steps that would not fit in it takes twelve of them.

    What is known by the month (targets) is asked for the month that runs. What has no clock
    (customers on file) is of no period.
    """
    model = desk.lexicon.model
    if reading.more.lists:
        _default_of_list(reading, desk)
        return
    if not reading.metrics and reading.more.define:
        return
    timed = [has_clock(model, model.metrics[m]) for m in reading.metrics]
    if timed and (not any(timed) or (model.default_period == "all" and not all(timed))):
        return
    monthly = any(by_month(model, model.metrics[m]) for m in reading.metrics)
    usual = "this_month" if monthly else model.default_period
    reading.period = named_period(usual, desk.clock)
    if model.default_period == "all":
        ends = [e.last for m in reading.metrics if (e := desk.lexicon.extents.get(m))]
        reading.period = replace(reading.period, end=max([reading.period.end, *ends]))
    long = [b for b in reading.by if b in _SHORTEST]
    if long and too_short(long[0], reading.period):
        reading.period = last(desk.clock, 12, long[0])  # type: ignore[arg-type]
    if any(b.removeprefix("calendar.") in FISCAL_STEPS for b in reading.by):
        reading.period = Period(desk.clock.first_day, desk.clock.last_day)
    reading.assumed.append(("assumed.default_period", _dates(reading.period)))


def _default_of_list(reading: Reading, desk: Desk) -> None:
    """Rows with a clock are those of the shop's default days, unless so many were asked for."""
    model = desk.lexicon.model
    table = next((t for t in model.tables.values() if reading.more.of in (t.home, t.name)), None)
    things = {c.get("entity") for c in model.concepts.values() if not c.get("time")}
    asked = reading.limit is not None and reading.limit != MOST
    if table is None or not table.time or asked or table.home in things:
        return
    reading.period = named_period(model.default_period, desk.clock)
    reading.assumed.append(("assumed.default_period", _dates(reading.period)))


def too_short(step: str, period: Period) -> bool:
    """Whether a period is too short to be shown by such steps of time."""
    return period.days < _SHORTEST.get(step, 0)


def _with_its_first_day(reading: Reading, desk: Desk) -> Desk:
    """Data of what is asked may begin before that of the shop's main metric."""
    firsts = [e.first for m in reading.metrics if (e := desk.lexicon.extents.get(m))]
    first = min([desk.clock.first_day, *firsts])
    return replace(desk, clock=replace(desk.clock, first_day=first))


def _dates(period: Period) -> dict[str, str]:
    return {"start": str(period.start), "end": str(period.end)}


def _without_data(reading: Reading, desk: Desk) -> Understanding | None:
    period, clock = reading.period, desk.clock
    if period is None:
        return None
    limits = {"first": str(clock.first_day), "last": str(clock.last_day)}
    if period.missing:
        options = _elsewhen(reading, desk)
        if period.of == "fiscal_year":
            return desk.refuse(
                "refuse.no_fiscal_year", "not_in_data", options, words=period.missing
            )
        return desk.refuse(
            "refuse.no_occasion", "not_in_data", options, words=period.missing, **limits
        )
    if period.start > clock.last_day or period.end < clock.first_day:
        options = _elsewhen(reading, desk)
        return desk.refuse(
            "refuse.no_data_then", "not_in_data", options, **_dates(period), **limits
        )
    return None


def _without_hours(reading: Reading, desk: Desk) -> Understanding | None:
    """Hours of a metric whose clock knows days only; the same question without them is offered."""
    model, more = desk.lexicon.model, reading.more
    hours = [c for c in more.conditions if c.field == "hour_of_day"]
    daily = [m for m in reading.metrics if not has_hours(model, model.metrics[m])]
    if not daily or not (hours or "hour_of_day" in reading.by):
        return None
    kept = [c for c in more.conditions if c not in hours]
    steps = [b for b in reading.by if b != "hour_of_day"]
    other = replace(reading, by=steps, period_words="", more=replace(more, conditions=kept))
    label = model.metrics[daily[0]].label.get(desk.lang)
    offered = rephrase(other, desk.lexicon, desk.lang)
    options = (offered,) if offered else ()
    return desk.refuse("refuse.no_hours", "not_in_data", options, metric=label)


def _elsewhen(reading: Reading, desk: Desk) -> tuple[str, ...]:
    """The same question for the last day and the last complete month of the data."""
    last = desk.clock.last_day
    periods = (Period(last, last, "day"), named_period("last_month", desk.clock))
    found = []
    for period in periods:
        if period.start >= desk.clock.first_day:
            other = replace(reading, period=period, period_words="", compare=[])
            found.append(rephrase(other, desk.lexicon, desk.lang))
    return tuple(found)


def _cut_to_data(reading: Reading, desk: Desk) -> None:
    period, clock = reading.period, desk.clock
    if period is None:
        return
    start, end = max(period.start, clock.first_day), min(period.end, clock.last_day)
    if (start, end) == (period.start, period.end):
        return
    reading.period = replace(period, start=start, end=end)
    limits = {"first": str(clock.first_day), "last": str(clock.last_day)}
    reading.assumed.append(
        ("assumed.cut_to_data", {**limits, "start": str(start), "end": str(end)})
    )


def understood(reading: Reading, desk: Desk) -> tuple[tuple[str, str], ...]:
    """What was read, slot by slot, in the asker's language."""
    lang, model = desk.lang, desk.lexicon.model
    comma = "、" if lang == "zh" else ", "
    labels = {m: model.metrics[m].label.get(lang) for m in reading.metrics}
    groups = [
        model.dimensions[b].label.get(lang) if b in model.dimensions else STEPS[lang].get(b, b)
        for b in reading.by
    ]
    period = f"{reading.period.start} ~ {reading.period.end}" if reading.period else ""
    words = f" ({reading.period_words})" if reading.period_words and period else ""

    def named(metric: str) -> str:
        return model.metrics[metric].label.get(lang) if metric in model.metrics else metric

    rows = (
        ("metrics", comma.join(labels.values())),
        ("by", comma.join(groups)),
        ("where", comma.join(_spoken(c, desk) for c in reading.where)),
        ("having", comma.join(f"{named(t.metric)} {t.op} {t.values[0]}" for t in reading.having)),
        ("time", period + words),
        ("compare", comma.join(BASES[lang].get(b.kind) or _range(b) for b in reading.compare)),
        (
            "order",
            f"{named(reading.order_metric)} {reading.limit or ''}".strip() if reading.by else "",
        ),
        ("share", say("understood.all_members", lang) if reading.share else ""),
    )
    return tuple((say(f"understood.{slot}", lang), text) for slot, text in rows if text)


def _range(base: Base) -> str:
    return f"{base.period.start} ~ {base.period.end}" if base.period else base.words


def _spoken(condition: Condition, desk: Desk) -> str:
    label = desk.lexicon.label(condition.dimension, desk.lang)
    sign = {"in": "=", "not_in": "≠", "contains": "∋", "not_contains": "∌"}.get(
        condition.op, condition.op
    )
    return f"{label} {sign} {'、'.join(condition.spoken())}"
