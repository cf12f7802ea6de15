"""How much is ordered on each day in each stream, and at what hour."""

import datetime as dt

import numpy as np

from semantic_layer.demo_shop.campaigns import DAY_LIFTS, PLATFORM_CAMPAIGNS
from semantic_layer.demo_shop.channels import (
    CREATOR_LIVE,
    DY01,
    DY03,
    SELF_LIVE,
    STREAM_SCENE,
    STREAM_SHOP,
    STREAMS,
)
from semantic_layer.demo_shop.clock import DAYS, FIRST, HOUR, day_of
from semantic_layer.demo_shop.planted import LIVE_CLOSED
from semantic_layer.demo_shop.sampling import Bools, Floats, Ints, Rng, pick

WEEKDAY = np.array([0.95, 0.95, 0.96, 0.98, 1.00, 1.08, 1.11])
MONTH = np.array([1.00, 0.92, 1.02, 1.02, 1.04, 0.98, 0.88, 0.92, 1.02, 1.05, 1.06, 1.04])
HOURS = np.array([
    2.2, 1.2, 0.7, 0.5, 0.4, 0.5, 1.1, 2.2, 3.4, 4.6, 5.4, 5.0,
    5.0, 4.8, 4.6, 4.6, 4.6, 4.4, 4.6, 6.0, 8.2, 9.4, 8.6, 5.0,
])  # fmt: skip
SPRING_FESTIVALS = ("2024-02-10", "2025-01-29")


def day_demand() -> Floats:
    """Demand of each day against an ordinary one: weekday, month, campaigns, Spring Festival."""
    dates = [FIRST + dt.timedelta(days=d) for d in range(DAYS)]
    base = np.array([WEEKDAY[d.weekday()] * MONTH[d.month - 1] for d in dates])
    return base * _campaign_lift() * _spring_festival()


def _campaign_lift() -> Floats:
    lift = np.ones(DAYS)
    for campaign in PLATFORM_CAMPAIGNS:
        for phase in campaign.phases:
            lift[_clip(day_of(phase.start)) : _clip(day_of(phase.end) + 1)] = phase.lift
        if campaign.presale:
            # What was bought in the campaign is not bought in the ten days after it.
            end = day_of(campaign.end) + 1
            lift[_clip(end) : _clip(end + 10)] *= 0.82
    for text, factor in DAY_LIFTS.items():
        lift[day_of(text)] *= factor
    return lift


def _clip(day: int) -> int:
    return min(max(day, 0), DAYS)


def _spring_festival() -> Floats:
    factor = np.ones(DAYS)
    for text in SPRING_FESTIVALS:
        new_year = day_of(text)
        factor[new_year - 8 : new_year - 3] = 0.62
        factor[new_year - 3 : new_year + 5] = 0.28
        factor[new_year + 5 : new_year + 9] = 0.55
    return factor


def stream_demand(rng: Rng, has_session: Bools) -> Floats:
    """Relative demand of each stream on each day (days x streams).

    `has_session` (days x streams) tells where a live stream has a session to sell in.
    """
    shared = day_demand() * np.exp(rng.normal(0, 0.035, DAYS))
    shares = np.array([s.share for s in STREAMS])
    growth = np.array([s.growth for s in STREAMS])
    progress = np.arange(DAYS)[:, None] / DAYS
    demand = shared[:, None] * shares * growth ** (progress * DAYS / 731)
    demand *= np.exp(rng.normal(0, 0.05, demand.shape))
    live = np.isin(STREAM_SCENE, (SELF_LIVE, CREATOR_LIVE))
    demand[:, live] *= has_session[:, live]
    _plan_openings(demand)
    found: Floats = demand
    return found


def _plan_openings(demand: Floats) -> None:
    outlet = np.array(STREAM_SHOP) == DY03
    demand[: day_of("2024-09-02"), outlet] = 0.0
    creator = STREAM_SCENE == CREATOR_LIVE
    # A creator's show stands for several days of demand.
    demand[:, creator] *= 2.2


def closed_days(shop: int, scene: int) -> slice:
    """Days on which a shop's live room was closed (an empty slice for all but one)."""
    if (shop, scene) != (DY01, SELF_LIVE):
        return slice(0, 0)
    return slice(day_of(LIVE_CLOSED[0]), day_of(LIVE_CLOSED[1]) + 1)


def second_of_day(rng: Rng, days: Ints, rush: Bools) -> Ints:
    """A second of the day for each entry; `rush` marks days that open with a rush at midnight."""
    hour = pick(rng, HOURS, len(days))
    seconds = hour * HOUR + rng.integers(0, HOUR, len(days))
    early = rush[days] & (rng.random(len(days)) < 0.14)
    at_once = np.minimum(rng.exponential(900, len(days)), HOUR - 1).astype(np.int64)
    return np.where(early, at_once, seconds)


def rush_days() -> Bools:
    """Days that begin with a midnight rush: the first of each opening, and 1 and 11 November."""
    rush = np.zeros(DAYS, dtype=bool)
    for campaign in PLATFORM_CAMPAIGNS:
        for phase in campaign.phases:
            if phase.name == "opening" and 0 <= day_of(phase.start) < DAYS:
                rush[day_of(phase.start)] = True
    for year in (2024, 2025):
        rush[day_of(f"{year}-11-01")] = rush[day_of(f"{year}-11-11")] = True
    return rush
