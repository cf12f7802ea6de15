"""The campaigns of the two years with their phases, and the lift that each phase brings."""

import datetime as dt
from dataclasses import dataclass

PLATFORM, OWN = "platform", "own"
PHASES = ("presale", "opening", "peak", "encore")


@dataclass(frozen=True)
class Phase:
    """One phase of a campaign; `lift` multiplies an ordinary day's demand."""

    name: str
    start: dt.date
    end: dt.date
    lift: float


@dataclass(frozen=True)
class Campaign:
    """One campaign of one year. Platform campaigns never overlap."""

    id: str
    code: str
    title: str
    kind: str
    start: dt.date
    end: dt.date
    phases: tuple[Phase, ...] = ()
    presale: bool = False
    cost_yuan: int = 0
    provinces: tuple[str, ...] = ()


def _campaign(year: int, code: str, name: str, *phases: str) -> Campaign:
    """Build from lines such as `peak 06-04 06-18 1.5` (a date may carry its own year)."""
    built = tuple(_phase(year, line) for line in phases)
    return Campaign(
        id=f"{code}_{year}",
        code=code,
        title=f"{year}年{name}",
        kind=PLATFORM,
        start=built[0].start,
        end=built[-1].end,
        phases=built,
        presale=built[0].name == "presale",
    )


def _phase(year: int, line: str) -> Phase:
    name, start, end, lift = line.split()
    return Phase(name, _date(year, start), _date(year, end), float(lift))


def _date(year: int, text: str) -> dt.date:
    return dt.date.fromisoformat(text if len(text) == 10 else f"{year}-{text}")


def _own(id: str, code: str, title: str, days: str, cost: int, *provinces: str) -> Campaign:
    start, end = (dt.date.fromisoformat(day) for day in days.split())
    return Campaign(id, code, title, OWN, start, end, cost_yuan=cost, provinces=provinces)


CAMPAIGNS: tuple[Campaign, ...] = (
    _campaign(2024, "nianhuo", "年货节", "opening 01-15 01-17 1.45", "peak 01-18 01-26 1.25",
              "encore 01-27 01-29 1.05"),
    _campaign(2024, "q38", "38节", "presale 02-26 02-29 0.95", "opening 03-01 03-03 1.5",
              "peak 03-04 03-08 1.6", "encore 03-09 03-10 1.1"),
    _campaign(2024, "618", "618", "presale 05-20 05-30 1.05", "opening 05-31 06-03 1.9",
              "peak 06-04 06-18 1.4", "encore 06-19 06-20 1.1"),
    _campaign(2024, "q99", "99大促", "opening 09-05 09-06 1.35", "peak 09-07 09-09 1.45",
              "encore 09-10 09-10 1.1"),
    _campaign(2024, "d11", "双11", "presale 10-14 10-20 1.2", "opening 10-21 10-31 1.45",
              "peak 11-01 11-11 1.7", "encore 11-12 11-14 1.1"),
    _campaign(2024, "d12", "双12", "opening 12-08 12-09 1.25", "peak 12-10 12-12 1.5",
              "encore 12-13 12-13 1.05"),
    _campaign(2025, "nianhuo", "年货节", "opening 01-03 01-05 1.45", "peak 01-06 01-16 1.25",
              "encore 01-17 01-18 1.05"),
    _campaign(2025, "q38", "38节", "presale 02-25 02-28 0.95", "opening 03-01 03-03 1.5",
              "peak 03-04 03-08 1.6", "encore 03-09 03-10 1.1"),
    _campaign(2025, "618", "618", "presale 05-20 05-30 1.05", "opening 05-31 06-03 1.9",
              "peak 06-04 06-18 1.4", "encore 06-19 06-20 1.1"),
    _campaign(2025, "q99", "99大促", "opening 09-05 09-06 1.35", "peak 09-07 09-09 1.45",
              "encore 09-10 09-10 1.1"),
    _campaign(2025, "d11", "双11", "presale 10-13 10-19 1.2", "opening 10-20 10-31 1.45",
              "peak 11-01 11-11 1.7", "encore 11-12 11-14 1.1"),
    _campaign(2025, "d12", "双12", "opening 12-08 12-09 1.25", "peak 12-10 12-12 1.5",
              "encore 12-13 12-13 1.05"),
    _campaign(2026, "nianhuo", "年货节", "presale 2025-12-19 01-04 1.0", "opening 01-05 01-07 1.45",
              "peak 01-08 01-18 1.25", "encore 01-19 01-20 1.05"),
    _own("wakeup_apr_2025", "wakeup_apr", "2025年4月会员唤醒", "2025-04-07 2025-04-20", 18_000),
    _own("east_may_2025", "east_may", "2025年5月华东地铁广告", "2025-05-06 2025-05-19", 30_000,
         "上海", "江苏", "浙江"),
)  # fmt: skip

# Single days that stand out of their phase.
DAY_LIFTS: dict[str, float] = {
    "2024-03-08": 1.3, "2025-03-08": 1.3,
    "2024-05-31": 1.2, "2025-05-31": 1.2,
    "2024-06-17": 1.3, "2024-06-18": 1.9, "2025-06-17": 1.3, "2025-06-18": 1.9,
    "2024-10-21": 1.4, "2025-10-20": 1.4, "2024-10-31": 1.3, "2025-10-31": 1.3,
    "2024-11-01": 1.3, "2025-11-01": 1.3,
    "2024-11-10": 1.4, "2024-11-11": 2.4, "2025-11-10": 1.4, "2025-11-11": 2.4,
    "2024-12-12": 1.3, "2025-12-12": 1.3,
}  # fmt: skip

PLATFORM_CAMPAIGNS = tuple(c for c in CAMPAIGNS if c.kind == PLATFORM)
OWN_CAMPAIGNS = tuple(c for c in CAMPAIGNS if c.kind == OWN)
CAMPAIGN_IDS = tuple(c.id for c in CAMPAIGNS)


def campaign_number(id: str) -> int:
    """Position of a campaign in CAMPAIGNS."""
    return CAMPAIGN_IDS.index(id)
