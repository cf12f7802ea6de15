"""Conditions on the hours and kinds of the asked days: 昨晚, 凌晨, 工作日, 每周三, on weekends.

They become filters on parts of the metric's own clock; 工作日和周末 side by side are groups.
"""

from assistant.understand.reading import Frame
from assistant.understand.rules.per_step import only_days
from assistant.understand.time import Period
from semantic_layer.query import Filter

_BOTH = {"workday", "weekend"}


def clock_conditions(frame: Frame) -> None:
    """Uses up the time words that say no days of their own, and the hours of those that do."""
    said = {
        i: s.period
        for i, s in enumerate(frame.tokens)
        if s.kind == "time" and s.period is not None and frame.free(i)
    }
    repeated = {i: p for i, p in said.items() if p.repeats}
    if {p.repeats for p in repeated.values()} >= _BOTH:
        _split(frame, *repeated)
    else:
        for index, period in repeated.items():
            only_days(frame, period.repeats)
            frame.use(index)
    _hours(frame, {i: p for i, p in said.items() if i not in repeated and not p.shift})


def _split(frame: Frame, *indexes: int) -> None:
    """工作日和周末分别: one group for each kind of day, where the shop's calendar tells them."""
    if not any(o.kind == "holiday" for o in frame.lexicon.model.occasions):
        frame.block("weekday_part", *indexes)
        return
    if "calendar.workday" not in frame.reading.by:
        frame.reading.by.append("calendar.workday")
        frame.licences["calendar.workday"] = "members"
    joins = [i for n in indexes for i in (n - 1, n + 1) if frame.cue(i, "and", "against", "each")]
    splits = [i for i in frame.cues("split", "against") if frame.free(i)]
    frame.use(*indexes, *(i for i in (*joins, *splits) if frame.free(i)))


def _hours(frame: Frame, said: dict[int, Period]) -> None:
    """The hours that hold for all days that are said; two of them are two questions."""
    days = [p for p in said.values() if not (p.vague and p.hours)]
    found = {p.hours for p in said.values() if p.hours}
    if not found:
        return
    alone = [i for i, p in said.items() if p.vague and p.hours]
    mixed = any(p.hours for p in days) and not all(p.hours for p in days)
    if len(found) > 1 or mixed:
        frame.block("two_periods", *said)
        frame.use(*frame.cues("against", "difference", "split", "each"))
        return
    (hours,) = found
    assert hours is not None
    condition = Filter(field="hour_of_day", op="between", values=hours)
    if condition not in frame.reading.more.conditions:
        frame.reading.more.conditions.append(condition)
        first, last = hours
        values = {"first": f"{first}:00", "last": f"{last}:59"}
        frame.reading.assumed.append(("assumed.hours", values))
    frame.use(*alone)
