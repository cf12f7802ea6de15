"""Finds the time words of a text: atoms of both languages, joined into ranges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.understand.time import chinese, english, fiscal, hours, numeric, repeated, within
from assistant.understand.time.occasions import resolve_occasion
from assistant.understand.time.periods import DAY, Clock, Period, shifted

_ATOMS = (
    *chinese.PATTERNS, *numeric.PATTERNS, *english.PATTERNS, *fiscal.PATTERNS, *hours.PATTERNS,
    *repeated.PATTERNS,
)  # fmt: skip
_DEPTH = 3  # 上个月 最后一天 晚上 8点以后
_JOIN = re.compile(r",? ?(?:一直到|到|至|~|--?| ?to | ?through | until | till | thru |和 ?之间) ?")
_AND = re.compile(r" (?:and) ")
_BETWEEN = re.compile(r"(?:between|从|from|在|介于) ?$")
_SINCE = re.compile(r"(?:自从|自|从|since |from |starting )(?:the )?$")
_UNTIL = re.compile(r"(?:截至|截止到?|到|至|up to |until |through |as of )(?:the end of )?$")
_TO_NOW = re.compile(
    r"(?:开始)?(?:一直)?(?:到|至|截至|截止)(?:了)?(?:现在|目前|此刻|当前|今天|今日)(?:为止)?"
    r"|,? ?(?:up )?(?:to|until|till) (?:now|today)|(?:为止)?(?:的)?实时"
)
_TO_YESTERDAY = re.compile(
    r"(?:开始)?(?:至今|以来|起|之后|以后|后)(?!天)|,? ?onwards?| so far| to date"
    r"|(?:截?至|截止到?|到)(?:昨天|昨日)(?:为止)?"
    r"|,? (?:through|until|to|up to) yesterday"
)
_AFTER = re.compile(r"(?:之后|以后|后)")
_LETTER = re.compile(r"[a-z0-9]")
_PREPOSITION = re.compile(r"(?:in|on|during|for|over|within|of|from) ")
_TAIL = re.compile(
    r"(?:这|那)?(?:期间|当天|整天|全天|整周|整月|之间|为止|一整天)| (?:period|overall)"
)
_RANK_BEFORE = re.compile(r"(?:最.的?|排名|排行|top ?)$")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time word at `start:end` of the text, with the period that it means."""

    start: int
    end: int
    period: Period


def find_times(text: str, clock: Clock, occasions: re.Pattern[str] | None) -> list[TimeSpan]:
    """The time words of a folded text, longest first, then the shorter ways to cut them."""
    found = [*_atoms(text, clock), *_weeks(text, clock), *_occasions(text, clock, occasions)]
    every = _with_parts(text, found, clock)
    days = [span for span in every if not span.period.hours]
    ranges = [span for span in _ranges(text, _longest(days), clock) if span not in days]
    every += _with_parts(text, ranges, clock)
    spans = [_closed(text, span, clock) for span in _longest(every)]
    taken = {(s.start, s.end) for s in spans}
    others = [
        s for s in every if (s.start, s.end) not in taken or (s.period.unsure and s not in spans)
    ]
    return [*spans, *others]


def _with_parts(text: str, spans: list[TimeSpan], clock: Clock) -> list[TimeSpan]:
    """The spans with those that a part of them makes: 上个月 and 最后一天, 昨天 and 晚上."""
    every, latest = list(spans), spans
    for _ in range(_DEPTH):
        latest = [made for span in latest for made in _parts(text, span, clock)]
        every += [made for made in latest if made not in every]
    return every


def _parts(text: str, span: TimeSpan, clock: Clock) -> Iterator[TimeSpan]:
    period = span.period
    if period.shift or period.vague or period.missing or period.unsure:
        return
    for pattern, part in within.AFTER:
        match = pattern.match(text, span.end)
        if match and match[0]:
            for made in part(match, period, clock):
                yield TimeSpan(span.start, match.end(), made)
    own = _PREPOSITION.match(text, span.start, span.end)
    before = text[: own.end() if own else span.start]
    for pattern, part in within.BEFORE:
        match = pattern.search(before)
        if match and not _LETTER.match(text, max(match.start() - 1, 0), match.start()):
            for made in part(match, period, clock):
                yield TimeSpan(match.start(), span.end, made)


def _weeks(text: str, clock: Clock) -> Iterator[TimeSpan]:
    for match in within.WEEKS.finditer(text):
        for period in within.numbered_week(match, clock):
            yield TimeSpan(match.start(), match.end(), period)
    for match in within.ENDS.finditer(text):
        for period in within.bare_end(match, clock):
            yield TimeSpan(match.start(), match.end(), period)


def _atoms(text: str, clock: Clock) -> list[TimeSpan]:
    found = []
    for pattern, resolve in _ATOMS:
        for match in pattern.finditer(text):
            period = resolve(match, clock) if match[0] else None
            if period is not None and not _is_rank(text, match):
                found.append(TimeSpan(match.start(), match.end(), period))
    return found


def _is_rank(text: str, match: re.Match[str]) -> bool:
    """最高的前3个月 ranks months; it is no time."""
    return match[0].startswith(("前", "top")) and bool(_RANK_BEFORE.search(text[: match.start()]))


def _occasions(text: str, clock: Clock, pattern: re.Pattern[str] | None) -> list[TimeSpan]:
    found = []
    for match in pattern.finditer(text) if pattern else ():
        period = resolve_occasion(match, clock)
        if period is not None:
            found.append(TimeSpan(match.start(), match.end(), period))
    return found


def _longest(spans: list[TimeSpan]) -> list[TimeSpan]:
    taken: list[TimeSpan] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        if all(span.end <= other.start or span.start >= other.end for other in taken):
            taken.append(span)
    return sorted(taken, key=lambda s: s.start)


def _ranges(text: str, atoms: list[TimeSpan], clock: Clock) -> list[TimeSpan]:
    joined: list[TimeSpan] = []
    for atom in atoms:
        before = joined[-1] if joined else None
        if before is not None and _joins(text, before, atom):
            period = _between(before.period, atom.period, clock)
            if period is not None:
                joined[-1] = TimeSpan(_left(text, before.start), atom.end, period)
                continue
        joined.append(atom)
    return joined


def _joins(text: str, first: TimeSpan, second: TimeSpan) -> bool:
    if any(
        p.shift or p.vague or p.unsure or p.missing or p.hours or p.repeats
        for p in (first.period, second.period)
    ):
        return False
    gap = text[first.end : second.start]
    if _JOIN.fullmatch(gap):
        return True
    return bool(_AND.fullmatch(gap) and _BETWEEN.search(text[: first.start]))


def _left(text: str, start: int) -> int:
    match = _BETWEEN.search(text[:start])
    return match.start() if match else start


def _between(first: Period, second: Period, clock: Clock) -> Period | None:
    """From the start of one to the end of the other; what one leaves out, the other says."""
    if second.implied and not first.implied and first.start.year != second.start.year:
        second = _to_year(second, first.start.year)
        if second.end < first.start:
            second = _to_year(second, first.start.year + 1)
    if first.implied and first.start > second.end:
        first = shifted(first, "year")
    elif first.implied and not second.implied and first.start.year != second.start.year:
        first = _to_year(first, second.start.year)
    if second.end < first.start:
        return None
    whole_year = first.unit == second.unit == "year"
    return Period(first.start, second.end, "span", second.running, first.implied and not whole_year)


def _to_year(period: Period, year: int) -> Period:
    while period.start.year > year:
        period = shifted(replace(period, running=False), "year")
    return period


def _closed(text: str, span: TimeSpan, clock: Clock) -> TimeSpan:
    """Takes in what opens or closes a range: since March, 3月至今, 截至昨天, 本月到现在."""
    period = span.period
    if period.shift or period.vague or period.missing or period.hours:
        return span
    if period.unsure:
        return _up_to(text, span, clock) or span
    rest, before = text[span.end :], text[: span.start]
    if match := _TO_NOW.match(rest):
        open_ended = replace(
            span.period,
            end=max(clock.today, span.period.start),
            unit="span",
            of=span.period.counted,
        )
        return TimeSpan(_since(before, span.start), span.end + match.end(), open_ended)
    since = _SINCE.search(before)
    to_yesterday = _TO_YESTERDAY.match(rest)
    if to_yesterday and period.named and _AFTER.match(rest):
        return span
    if to_yesterday or (since and since[0].strip() not in ("从", "from")):
        end = span.end + (to_yesterday.end() if to_yesterday else 0)
        return TimeSpan(_since(before, span.start), end, _onwards(span.period, clock))
    if until := _up_to(text, span, clock):
        return until
    tail = _TAIL.match(rest)
    return replace(span, end=span.end + tail.end()) if tail else span


def _up_to(text: str, span: TimeSpan, clock: Clock) -> TimeSpan | None:
    """截至11月底: whatever its end is called, the last day is meant."""
    until = _UNTIL.search(text[: span.start])
    if until is None:
        return None
    tail = _TAIL.match(text[span.end :])
    end = span.end + (tail.end() if tail else 0)
    first = min(clock.first_day, span.period.start)
    return TimeSpan(until.start(), end, Period(first, span.period.end, "span"))


def _since(before: str, start: int) -> int:
    match = _SINCE.search(before)
    return match.start() if match else start


def _onwards(period: Period, clock: Clock) -> Period:
    end = max(clock.today - DAY, period.start)
    return replace(period, end=end, unit=period.unit if period.running else "span")
