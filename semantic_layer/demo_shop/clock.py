"""The shop's fixed range of days, and the arithmetic between days and seconds.

Days are numbered from 0 (2024-01-01); moments are naive shop-local seconds since 1970. A moment
that does not exist is `NEVER`. Nothing that happened may lie after `END`.
"""

import datetime as dt

import numpy as np

from semantic_layer.demo_shop.sampling import Ints

FIRST = dt.date(2024, 1, 1)
LAST = dt.date(2025, 12, 21)
TODAY = dt.date(2025, 12, 22)
CALENDAR_END = dt.date(2026, 3, 31)

DAY = 86_400
HOUR = 3_600
UTC_OFFSET = 8 * HOUR
EPOCH_DAY = (FIRST - dt.date(1970, 1, 1)).days
DAYS = (LAST - FIRST).days + 1
WEEKS = (DAYS + 6) // 7
START = EPOCH_DAY * DAY
END = START + DAYS * DAY
NEVER = int(np.iinfo(np.int64).min)


def day_of(text: str | dt.date) -> int:
    """Day number of an ISO date; may be negative or lie after the last day."""
    date = dt.date.fromisoformat(text) if isinstance(text, str) else text
    return (date - FIRST).days


def moment(text: str) -> int:
    """Second of an ISO date or date and time."""
    return int(np.datetime64(text, "s").astype(np.int64))


def midnight(days: Ints) -> Ints:
    """First second of each day."""
    return START + days.astype(np.int64) * DAY


def day_at(seconds: Ints) -> Ints:
    """Day number of each moment (NEVER stays far below 0)."""
    return (seconds - START) // DAY


def epoch_days(days: Ints) -> Ints:
    """Days since 1970, as Arrow's date32 wants them."""
    return days + EPOCH_DAY


def happened(seconds: Ints) -> Ints:
    """The moments, with NEVER for what would come after the last day."""
    return np.where(seconds < END, seconds, NEVER)
