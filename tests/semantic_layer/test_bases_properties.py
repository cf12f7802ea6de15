"""Bases of random days against a plain reference, and campaigns laid on each other."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from semantic_layer.errors import QueryError
from semantic_layer.occasions import align, stretches
from semantic_layer.periods import base_of, so_far
from semantic_layer.query import Compare, TimeRange
from semantic_layer.reckoning import Reckoning
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Occasion

DAY = timedelta(days=1)
DAYS = st.dates(date(2019, 1, 1), date(2029, 12, 31))
LENGTHS = st.integers(1, 400)


def days_of(time: TimeRange) -> list[date]:
    return [time.start + n * DAY for n in range((time.end - time.start).days + 1)]


def base(time: TimeRange, kind: str, week_start: int = 0) -> list[date]:
    return days_of(base_of(time, Compare(kind=kind), "", Reckoning(week_start)).time)  # type: ignore[arg-type]


def a_year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if leap else day.replace(year=day.year - 1)


@given(DAYS, LENGTHS)
def test_a_run_of_days_beside_as_many_just_before(start: date, length: int) -> None:
    time = TimeRange(start=start, end=start + (length - 1) * DAY, unit="day")
    assert base(time, "previous") == [start - n * DAY for n in range(length, 0, -1)]
    assert base(time, "week") == [d - 7 * DAY for d in days_of(time)]
    assert base(time, "weekdays") == [d - 364 * DAY for d in days_of(time)]


@given(DAYS, LENGTHS)
def test_the_same_dates_a_year_before(start: date, length: int) -> None:
    time = TimeRange(start=start, end=start + (length - 1) * DAY, unit="day")
    found = base(time, "year")
    assert (found[0], found[-1]) == (a_year_before(start), a_year_before(time.end))


@given(DAYS, st.integers(1, 6), st.integers(0, 30))
def test_months_beside_as_many_months_before(day: date, months: int, last_day: int) -> None:
    """Whole months beside whole months; the running one beside the same days of its own base."""
    first = day.replace(day=1)
    starts = [first]
    for _ in range(months):
        starts.append((starts[-1] + 32 * DAY).replace(day=1))
    running = starts[-2]
    end = min(running + last_day * DAY, starts[-1] - DAY)
    found = base(TimeRange(start=first, end=end, unit="month"), "previous")
    before = [first]
    for _ in range(months):
        before.insert(0, (before[0] - DAY).replace(day=1))
    whole = before[-1] - DAY
    expected = whole if end == starts[-1] - DAY else min(before[-2] + (end - running), whole)
    assert (found[0], found[-1]) == (before[0], expected)


@given(DAYS, st.integers(0, 6), st.integers(0, 6))
def test_a_running_week_beside_the_same_weekdays(day: date, week_start: int, passed: int) -> None:
    start = day - timedelta(days=(day.weekday() - week_start) % 7)
    week = TimeRange(start=start, end=start + 6 * DAY)
    cut = so_far(week, start + passed * DAY, Reckoning(week_start))
    assert days_of(cut) == [start + n * DAY for n in range(passed + 1)]
    assert base(cut, "previous", week_start) == [d - 7 * DAY for d in days_of(cut)]
    assert base(cut, "year", week_start) == [d - 364 * DAY for d in days_of(cut)]


@st.composite
def campaigns(draw: st.DrawFn) -> tuple[Occasion, ...]:
    """Two times of a campaign with up to three phases of random lengths and gaps between them."""
    names = ["presale", "opening", "peak"][: draw(st.integers(0, 3))]
    days: list[tuple[date, date]] = []
    phases: dict[str, list[tuple[date, date]]] = {name: [] for name in names}
    gaps = draw(st.lists(st.booleans(), min_size=4, max_size=4))
    for year in (2024, 2025):
        start = day = date(year, 10, draw(st.integers(1, 28)))
        for name, gap in zip(names, gaps, strict=False):
            day += draw(st.integers(1, 4)) * DAY if gap else 0 * DAY
            end = day + draw(st.integers(0, 9)) * DAY
            phases[name].append((day, end))
            day = end + DAY
        day += draw(st.integers(1, 5)) * DAY if gaps[3] or not names else 0 * DAY
        days.append((start, day - DAY))
    whole = Occasion("c", Text("c", "c"), (), tuple(days))
    return (whole, *(
        Occasion(f"c_{name}", Text(name, name), (), tuple(taken), of="c", phase=name)
        for name, taken in phases.items()
    ))  # fmt: skip


@settings(max_examples=200)
@given(campaigns())
def test_campaigns_are_laid_day_on_day(occasions: tuple[Occasion, ...]) -> None:
    """Each day on one day, in order, phase on phase with the same number, and none invented."""
    (first, last), (start, end) = occasions[0].days
    time = TimeRange(start=start, end=end)
    found = align(time, "c", occasions)
    pairs = dict(found.counterparts)
    assert set(pairs) <= set(days_of(time))
    assert set(pairs.values()) <= set(days_of(TimeRange(start=first, end=last)))
    assert sorted(pairs.values()) == [pairs[d] for d in sorted(pairs)]
    for phase in occasions[1:]:
        (before, before_end), (now, now_end) = phase.days
        shorter = min((before_end - before).days, (now_end - now).days)
        for n in range(shorter + 1):
            assert pairs[now + n * DAY] == before + n * DAY
        assert len([d for d in pairs if now <= d <= now_end]) == shorter + 1


@given(campaigns())
def test_stretches_hold_the_same_days(occasions: tuple[Occasion, ...]) -> None:
    start, end = occasions[0].days[1]
    time = TimeRange(start=start, end=end)
    pairs = align(time, "c", occasions).counterparts
    rows = stretches(time, pairs)
    again = {d: d - row.days * DAY for row in rows for d in days_of(row.time)}
    assert again == dict(pairs)


@given(campaigns(), DAYS)
def test_days_outside_of_campaigns_are_refused(occasions: tuple[Occasion, ...], day: date) -> None:
    inside = any(a <= day <= b for a, b in occasions[0].days)
    allowed = {"no_earlier_occasion", "occasion_too_short", ""} if inside else {"not_in_occasion"}
    assert refusal(TimeRange(start=day, end=day), occasions) in allowed


def refusal(time: TimeRange, occasions: tuple[Occasion, ...]) -> str:
    try:
        align(time, "", occasions)
    except QueryError as error:
        return error.code
    return ""
