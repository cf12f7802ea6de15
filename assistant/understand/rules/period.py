"""The period of a question: one time word, several that adjoin, or the shop's default."""

from itertools import pairwise

from assistant.understand.reading import Frame
from assistant.understand.time import Period
from assistant.understand.time.periods import Clock, cut, first_of, last, move, unit_at, whole

_GRAINED = ("day", "week", "month", "quarter", "year")


def period(frame: Frame) -> None:
    """Sets the period from the time words that comparison left over."""
    free = [i for i, s in enumerate(frame.tokens) if s.kind == "time" and frame.free(i)]
    if frame.reading.period is not None or not free:
        if free:
            frame.block("two_periods", *free)
        return
    if len(free) == 1:
        _one(frame, free[0])
    elif not _series(frame, free):
        frame.block("two_periods", *free)


def _one(frame: Frame, index: int) -> None:
    span = frame.tokens[index]
    frame.use(index)
    if span.period is None:
        return
    if span.period.vague:
        found = default_period(frame)
        frame.reading.period = found
        values = {"word": span.text, "start": str(found.start), "end": str(found.end)}
        frame.reading.assumed.append(("assumed.vague_period", values))
        return
    frame.reading.period = span.period
    frame.reading.period_words = "" if span.period.unsure else span.text


def _series(frame: Frame, indexes: list[int]) -> bool:
    """1月、2月和3月: one stretch, split by the unit."""
    spans = sorted((frame.tokens[i] for i in indexes), key=_start)
    periods = [s.period for s in spans if s.period]
    unit = periods[0].unit
    adjoin = all((b.start - a.end).days == 1 for a, b in pairwise(periods))
    if unit not in _GRAINED or any(p.unit != unit for p in periods) or not adjoin:
        return False
    frame.reading.period = Period(periods[0].start, periods[-1].end)
    frame.reading.by.append(unit)
    frame.use(*indexes)
    return True


def _start(span: object) -> str:
    return str(span.period.start)  # type: ignore[attr-defined]


def default_period(frame: Frame) -> Period:
    """The shop's default for questions without a time word."""
    return named_period(frame.lexicon.model.default_period, frame.clock)


def named_period(name: str, clock: Clock) -> Period:
    """A period by its name in shop.yml: last_30_days, this_month, last_month, all …"""
    if name == "all":
        return Period(clock.first_day, clock.last_day)
    if name == "yesterday":
        return Period(clock.yesterday, clock.yesterday, "day")
    step, _, rest = name.partition("_")
    words = rest.split("_")
    unit = words[-1].rstrip("s")
    if unit not in _GRAINED:
        return last(clock, 30, "day")
    if len(words) == 2 and words[0].isdigit():
        return last(clock, int(words[0]), unit)  # type: ignore[arg-type]
    if step == "this":
        return unit_at(clock, unit)  # type: ignore[arg-type]
    start = move(first_of(unit, clock.today, clock.week_start), unit, -1)
    return cut(whole(unit, start), clock)  # type: ignore[arg-type]
