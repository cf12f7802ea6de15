"""How a shop reckons time: on which day its weeks begin, and its fiscal year.

A fiscal year is twelve months from its first day; its quarters are three months each. It is named
by the year in which it ends (a year from April 2024 to March 2025 is FY2025), unless the shop says
that the year in which it starts names it.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from semantic_layer.query import FISCAL_STEPS
from semantic_layer.texts import Text

__all__ = ["DAYS", "MONTHS", "FiscalYear", "Reckoning", "months_back"]

MONTHS = {"month": 1, "quarter": 3, "fiscal_quarter": 3, "year": 12, "fiscal_year": 12}
DAYS = ("millisecond", "second", "minute", "hour", "day")
_DAY = timedelta(days=1)


def months_back(day: date, months: int) -> date:
    """The same day of the month, `months` before; the month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """The first day of a fiscal year (`day` at most 28), and which of its ends names it."""

    month: int
    day: int = 1
    named: Literal["start", "end"] = "end"

    def start(self, day: date, grain: str) -> date:
        """The first day of the fiscal quarter or year that holds a day."""
        moved = months_back(day - (self.day - 1) * _DAY, self.month - 1)
        month = 1 if grain == "fiscal_year" else (moved.month - 1) // 3 * 3 + 1
        first = months_back(date(moved.year, month, 1), 1 - self.month)
        return first + (self.day - 1) * _DAY

    def year(self, day: date) -> int:
        """The number of the fiscal year that holds a day."""
        first = self.start(day, "fiscal_year")
        return first.year if self.named == "start" else (months_back(first, -12) - _DAY).year

    def first_of(self, year: int) -> date:
        """The first day of the fiscal year with this number."""
        return next(
            first
            for first in (date(n, self.month, self.day) for n in (year, year - 1))
            if self.year(first) == year
        )

    def label(self, first: date, grain: str) -> Text:
        """How the fiscal quarter or year with this first day is called: FY2025, FY2025 Q1."""
        year = self.year(first)
        if grain == "fiscal_year":
            return Text(f"{year}财年", f"FY{year}")
        begun = self.start(first, "fiscal_year")
        quarter = ((first.year - begun.year) * 12 + first.month - begun.month) // 3 + 1
        return Text(f"{year}财年Q{quarter}", f"FY{year} Q{quarter}")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The first day of a week (0 Monday), and the fiscal year where the shop has one."""

    week_start: int = 0
    fiscal: FiscalYear | None = None

    @property
    def year(self) -> FiscalYear:
        """The fiscal year; who asks has made sure that there is one."""
        assert self.fiscal is not None
        return self.fiscal

    def within(self, fine: str, coarse: str) -> bool:
        """True where every step of `fine` lies in one step of `coarse`."""
        if fine == coarse or fine in DAYS:
            return True
        if fine not in MONTHS or coarse not in MONTHS:
            return False
        if (fine in FISCAL_STEPS) == (coarse in FISCAL_STEPS):
            return MONTHS[fine] < MONTHS[coarse]
        size = MONTHS[fine]
        aligned = self.year.day == 1 and (self.year.month - 1) % size == 0
        return aligned and size <= MONTHS[coarse]
