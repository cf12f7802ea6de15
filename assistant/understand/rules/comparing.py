"""Comparison over time: 环比, 同比, 比上个月, A 和 B 对比, versus last year."""

from dataclasses import replace

from assistant.understand.reading import Base, Frame
from assistant.understand.time import Period, shifted, to_date
from assistant.understand.time.periods import unit_at
from semantic_layer.periods import Shift, base_of, moved
from semantic_layer.query import Compare, TimeRange
from semantic_layer.reckoning import Reckoning

_KINDS = {"mom": ("previous",), "yoy": ("year",), "wow": ("week",), "mom_yoy": ("previous", "year")}
_MUTUAL = ("对比", "比较", "对照", "pk", "compared", "comparison")
_PRESENT = {"day", "week", "month", "quarter", "year"}


def compare_words(frame: Frame) -> None:
    """环比, 同比 and the like name a base by themselves."""
    for index in frame.cues("month_mom", *_KINDS):
        span = frame.tokens[index]
        if span.cue("month_mom"):
            _add(frame, "previous")
        for cue, kinds in _KINDS.items():
            for kind in kinds if span.cue(cue) else ():
                _add(frame, kind)
        frame.use(index)
    if frame.reading.compare:
        frame.use(
            *[
                i
                for i in frame.cues("growth", "change", "difference", "against")
                if _soft_now(frame, i)
            ]
        )


def _soft_now(frame: Frame, index: int) -> bool:
    following = frame.at(index + 1)
    return following is None or following.kind != "time"


def _add(frame: Frame, kind: str, period: Period | None = None, words: str = "") -> None:
    if kind == "range" or kind not in {b.kind for b in frame.reading.compare}:
        frame.reading.compare.append(Base(kind, period, words))


def _plain(frame: Frame) -> list[int]:
    times = [i for i, s in enumerate(frame.tokens) if s.kind == "time" and frame.free(i)]
    return [i for i in times if not _shift(frame, i)]


def _shift(frame: Frame, index: int) -> str:
    period = frame.tokens[index].period
    return period.shift if period else ""


def compare_periods(frame: Frame) -> None:
    """A second period, or the words for one, is the base of the first."""
    _shifts(frame)
    against = frame.cues("against", "growth", "difference", "change")
    plain = _plain(frame)
    if _series(frame, plain):
        frame.use(*frame.cues("growth", "change", "difference"))
    elif len(plain) == 2 and (against or frame.reading.compare or not _adjoin(frame, *plain)):
        _two(frame, plain, against)
    elif len(plain) == 1 and _directly_against(frame, plain[0]):
        _present_against(frame, plain[0])
    if frame.reading.compare:
        frame.use(*frame.cues("against", "growth", "change"))
        if not frame.of_kind("value") or len(frame.of_kind("value")) < 2:
            frame.use(*frame.cues("difference"))
    elif not plain or len(plain) == 1:
        _growth(frame)


def _shifts(frame: Frame) -> None:
    for index, span in enumerate(frame.tokens):
        kind = _shift(frame, index)
        if span.kind == "time" and kind:
            _add(frame, kind, words="shift")
            frame.use(index)


def _directly_against(frame: Frame, index: int) -> bool:
    before = index - 1
    if not frame.cue(before, "against") or frame.tokens[before].text in ("对", "与"):
        return False
    return not (frame.tokens[before].text in _MUTUAL and _several_members(frame, before))


def _several_members(frame: Frame, end: int) -> bool:
    """华东和华南对比上个月: the members are compared with each other, in that period."""
    said = [t.member.dimension for i in range(end) if (t := frame.target(i, "value")) and t.member]
    return any(said.count(d) > 1 for d in said)


def _series(frame: Frame, plain: list[int]) -> bool:
    """1月和2月的GMV及环比: two whole periods in a row, each against the one before."""
    if len(plain) != 2 or not frame.reading.compare or frame.cues("against"):
        return False
    running = [p.running for i in plain if (p := frame.tokens[i].period)]
    return not any(running) and _adjoin(frame, *plain)


def _adjoin(frame: Frame, first: int, second: int) -> bool:
    """Two periods of one kind, one right after the other: 1月和2月."""
    one, two = frame.tokens[first].period, frame.tokens[second].period
    if one is None or two is None or one.unit != two.unit:
        return False
    one, two = sorted((one, two), key=lambda p: p.start)
    return (two.start - one.end).days == 1


def _two(frame: Frame, plain: list[int], against: list[int]) -> None:
    first, second = plain
    between = [i for i in against if first < i < second]
    joined = any(frame.cue(i, "and") for i in range(first + 1, second))
    if not against and not frame.reading.compare and not joined:
        frame.block("two_periods", first, second)
        return
    now, base = (first, second) if between else _later_first(frame, first, second)
    here, there = frame.tokens[now].period, frame.tokens[base].period
    if here is None or there is None:
        return
    if (here.unit == "year") != (there.unit == "year"):
        here, there = _one_size(here, there)
        if here.unit == "year" or there.unit == "year":
            frame.block("two_periods", first, second)
            return
    if (here.start, here.end) == (there.start, there.end) and _said_before(frame, second):
        _set_period(frame, here, frame.tokens[first].text)
        _add(frame, "previous")
        frame.use(first, second)
        return
    there = _same_part(here, there)
    if _overlap(here, there):
        frame.block("two_periods", first, second)
        return
    _set_period(frame, here, frame.tokens[now].text)
    _against(frame, here, there, frame.tokens[base].text)
    frame.use(first, second)


def _same_part(here: Period, there: Period) -> Period:
    """双11那天 against 去年双11: that day of the occasion then, too."""
    if here.year_before is None or there.unit != "span":
        return there
    start, end = here.year_before
    inside = there.start <= start and end <= there.end
    return Period(start, end, here.unit) if inside and there.days > here.days else there


def _one_size(one: Period, two: Period) -> tuple[Period, Period]:
    """2024年和2025年11月: a bare year beside a month or quarter is that month of the year."""
    if two.unit == "year":
        return _within_year(two, one)[::-1]
    return _within_year(one, two)


def _within_year(year: Period, part: Period) -> tuple[Period, Period]:
    if part.unit not in ("month", "quarter") or part.running or year.running:
        return year, part
    months = (part.start.year - year.start.year) * 12
    days = moved(TimeRange(start=part.start, end=part.end), Shift(months=months))
    return replace(part, start=days.start, end=days.end, year_before=None), part


def _said_before(frame: Frame, index: int) -> bool:
    """近7天 … 跟前7天比: the second is told by the first."""
    return frame.tokens[index].text.startswith(
        ("前", "之前", "再前", "the previous", "previous", "prior")
    )


def _overlap(one: Period, two: Period) -> bool:
    return one.start <= two.end and two.start <= one.end


def _later_first(frame: Frame, first: int, second: int) -> tuple[int, int]:
    one, two = frame.tokens[first].period, frame.tokens[second].period
    return (first, second) if one and two and one.start > two.start else (second, first)


def _set_period(frame: Frame, period: Period, words: str) -> None:
    frame.reading.period, frame.reading.period_words = period, words


def _against(frame: Frame, here: Period, there: Period, words: str) -> None:
    """The base in its best form: a known kind when the dates say so, else a range."""
    if there.missing or here.missing:
        _set_period(frame, there if there.missing else here, words)
        return
    said = [b.kind for b in frame.reading.compare]
    frame.reading.compare = [b for b in frame.reading.compare if b.kind not in ("previous", "year")]
    for kind in sorted(("previous", "year", "week"), key=lambda k: _rank(k, said, here)):
        base = _base(frame, here, kind)
        if base.start == there.start and (base.end == there.end or here.running):
            if base.end != there.end:
                _assume_like_with_like(frame, base)
            _add(frame, kind, base, words)
            return
    if here.running and there.unit == here.unit:
        there = to_date(there, here)
        _assume_like_with_like(frame, there)
    _add(frame, "range", there, words)


def _rank(kind: str, said: list[str], here: Period) -> tuple[bool, bool]:
    """The kind that was said first; of a year, the year before."""
    return kind not in said, here.counted == "year" and kind != "year"


def _base(frame: Frame, here: Period, kind: str) -> Period:
    """The days that the semantic layer takes as the base of this kind."""
    time = TimeRange(start=here.start, end=here.end, unit=here.counted)  # type: ignore[arg-type]
    compare = Compare(kind=kind)  # type: ignore[arg-type]
    days = base_of(time, compare, "", Reckoning(frame.clock.week_start, frame.clock.fiscal)).time
    return Period(days.start, days.end, of=here.counted)


def _assume_like_with_like(frame: Frame, base: Period) -> None:
    values = {"start": str(base.start), "end": str(base.end)}
    frame.reading.assumed.append(("assumed.like_with_like", values))


def _present_against(frame: Frame, index: int) -> None:
    """比上个月: the present unit is meant, against the one that is named."""
    span = frame.tokens[index]
    if span.period is None or span.period.unit not in _PRESENT:
        return
    here = unit_at(frame.clock, span.period.unit)
    if here.unit == "day" and here.end > frame.clock.last_day:
        here = shifted(Period(frame.clock.today, frame.clock.today, "day"), "previous")
    if _overlap(here, span.period):
        return
    words = f"{here.start}~{here.end}"
    _set_period(frame, here, words)
    frame.reading.assumed.append(
        ("assumed.present_period", {"start": str(here.start), "end": str(here.end)})
    )
    _against(frame, here, span.period, span.text)
    frame.use(index, index - 1)


def occasion_base(frame: Frame) -> None:
    """An occasion against last year is compared with its own days then, not with the same dates."""
    here = frame.reading.period
    if here is None or here.year_before is None:
        return
    start, end = here.year_before
    there = Period(start, min(end, start + (here.end - here.start)) if here.running else end)
    for base in frame.reading.compare:
        if base.kind == "year":
            base.kind, base.period, base.words = "range", there, ""
            values = {"start": str(there.start), "end": str(there.end)}
            frame.reading.assumed.append(("assumed.occasion_before", values))


def _stepped(frame: Frame) -> bool:
    """每月增长多少: along steps of time growth is that of each step over the last."""
    return any(s.argument("grain") in _PRESENT for s in frame.tokens if s.cue("grain"))


def _growth(frame: Frame) -> None:
    """增长 without a base: chosen among the readings, so that a tie asks back."""
    indexes = [i for i in frame.cues("growth") if frame.free(i)]
    choice = frame.options.get("growth") or ("previous" if _stepped(frame) else "")
    if indexes and choice:
        _add(frame, choice)
        frame.use(*indexes)
