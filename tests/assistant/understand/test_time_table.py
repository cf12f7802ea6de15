"""The table of time words in `time_words.txt`: zh and en, at several todays, to the day."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understand.normalise import fold, normalise
from assistant.understand.time import Clock, Period, find_times, occasion_patterns
from semantic_layer.demo import FOLDER as SHOP
from semantic_layer.load import load
from semantic_layer.reckoning import FiscalYear

TABLE = Path(__file__).with_name("time_words.txt")
OCCASIONS = load(SHOP).occasions
APRIL = FiscalYear(4)
PATTERN = occasion_patterns(OCCASIONS)


def rows() -> list[tuple[str, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = ([c.strip() for c in line.split("|")] for line in lines if not line.startswith("#"))
    return [(today, words, meant) for today, words, meant in cells]


def clock_of(today: str, fiscal: FiscalYear | None = APRIL) -> Clock:
    at = date.fromisoformat(today)
    return Clock(at, date(2024, 1, 1), at - timedelta(days=1), 0, OCCASIONS, fiscal)


def said(period: Period) -> str:
    if period.shift:
        return f"shift {period.shift}"
    days = str(period.start)
    days += f"/{period.end}" if period.end != period.start else ""
    if period.vague:
        days = "any" if period.hours else f"on {period.repeats}"
    if period.hours:
        days = f"{period.hours[0]}-{period.hours[1]} {days}"
    return days


def read(words: str, clock: Clock) -> str:
    """What the whole of the words means; `nothing` where part of them is left over."""
    text = fold(normalise(words))
    whole = [s for s in find_times(text, clock, PATTERN) if (s.start, s.end) == (0, len(text))]
    meant = [said(s.period) for s in whole]
    unsure = [s.period.unsure for s in whole]
    if len(meant) > 1 and not all(unsure[: len(meant)]):
        meant = meant[:1]
    return " or ".join(dict.fromkeys(meant)) or "nothing"


@pytest.mark.parametrize(("today", "words", "meant"), rows())
def test_the_table(today: str, words: str, meant: str) -> None:
    assert read(words, clock_of(today)) == meant


def test_the_table_is_large_enough() -> None:
    kinds = Counter(
        "zh" if any("㐀" <= c <= "鿿" for c in words) else "en" for _, words, _ in rows()
    )
    assert kinds["zh"] >= 100
    assert kinds["en"] >= 60
    todays = {today for today, _, _ in rows()}
    assert {"2025-01-01", "2024-02-29", "2025-06-15", "2025-03-31", "2025-01-30"} <= todays
    assert len(set(rows())) == len(rows())


@pytest.mark.parametrize("words", ["本财年", "FY25", "last fiscal quarter", "2025财年Q2"])
def test_a_shop_without_fiscal_years_says_so(words: str) -> None:
    text = fold(normalise(words))
    spans = find_times(text, clock_of("2025-12-22", None), PATTERN)
    assert [s.period.missing for s in spans if (s.start, s.end) == (0, len(text))] == [text]


@pytest.mark.parametrize(
    ("words", "meant"),
    [("本财年", "2025-02-06/2025-12-21"), ("2025财年Q2", "2025-05-06/2025-08-05"),
     ("上个财季", "2025-08-06/2025-11-05")],
)  # fmt: skip
def test_a_fiscal_year_of_another_kind(words: str, meant: str) -> None:
    assert read(words, clock_of("2025-12-22", FiscalYear(2, 6, "start"))) == meant


def test_weeks_that_begin_on_sunday() -> None:
    clock = replace(clock_of("2025-12-22"), week_start=6)
    assert read("第37周", clock) == "2025-09-07/2025-09-13"
    assert read("two weeks ago", clock) == "2025-12-07/2025-12-13"


PIECES = (
    *(words for _, words, _ in rows()), "前", "后", "底", "初", "末", "月", "周", "天", "第", "最", "到", "至", "-",
    "0", "9999", "二十", "后三天", "最后一周", "前9999个月", "第999周", " of ", " before ", "after ", "财年", "fy",
    "h2", "点", "晚上", "2月29日", "2025年前", "99999 years ago",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    st.sampled_from(["2025-12-22", "2024-02-29", "2025-01-01"]),
    st.sampled_from([None, APRIL, FiscalYear(2, 28, "start")]),
)
@settings(max_examples=400, deadline=None)
def test_no_jumble_of_words_breaks_it(
    pieces: list[str], today: str, fiscal: FiscalYear | None
) -> None:
    text = fold(normalise("".join(pieces)))
    for span in find_times(text, clock_of(today, fiscal), PATTERN):
        assert span.period.start <= span.period.end
        assert 0 <= span.start < span.end <= len(text)
