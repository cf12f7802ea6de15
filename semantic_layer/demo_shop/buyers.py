"""Who places which order: first orders, repeat orders, guests, comebacks and same-day pairs.

Every customer gets moments on a scale from 0 to 1. The moments of all customers of a platform,
sorted, are laid on the platform's order slots, sorted by time. So the demand of each day stays what
it is, and each customer's own orders stay in order.
"""

from dataclasses import dataclass

import numpy as np

from semantic_layer.demo_shop.clock import DAYS
from semantic_layer.demo_shop.sampling import Bools, Floats, Ints, Rng, chance

GUESTS = 0.04
LOYAL = 0.42
COMEBACKS = 60
SAME_DAY = 0.010
NEVER_BUYERS = 0.10


@dataclass(frozen=True)
class Buyers:
    """The customer of each slot (-1 = guest) and the customers kept free of ordinary orders."""

    customer: Ints
    idle: Ints


def assign_buyers(rng: Rng, slot_platform: Ints, slot_group: Ints, platform: Ints) -> Buyers:
    """Assign customers to slots sorted by time; `slot_group` is equal for the same shop and day."""
    customer = np.full(len(slot_platform), -1, dtype=np.int64)
    idle = chance(rng, NEVER_BUYERS, len(platform))
    for number in np.unique(slot_platform):
        slots = np.flatnonzero(slot_platform == number)
        slots = slots[~chance(rng, GUESTS, len(slots))]
        active = np.flatnonzero((platform == number) & ~idle)
        customer[slots] = active[_sequence(rng, len(active), len(slots))]
        _pair_same_day(rng, customer, slots, slot_group)
    return Buyers(customer, np.flatnonzero(idle))


def _sequence(rng: Rng, active: int, wanted: int) -> Ints:
    """Customers 0 … active - 1 in order of their orders, `wanted` entries."""
    active = min(active, wanted)
    who, when = _moments(rng, active, wanted)
    repeat = np.flatnonzero(np.arange(len(who)) >= active)
    surplus = len(who) - wanted
    if surplus > 0:
        drop = rng.choice(repeat, surplus, replace=False)
        who, when = np.delete(who, drop), np.delete(when, drop)
    elif surplus < 0:
        more = rng.choice(who[repeat] if len(repeat) else who, -surplus)
        first = when[:active][more]
        who = np.r_[who, more]
        when = np.r_[when, first + rng.random(-surplus) * (1 - first)]
    return who[np.argsort(when, kind="stable")]


def _moments(rng: Rng, active: int, wanted: int) -> tuple[Ints, Floats]:
    """First moments of all customers, then the repeat moments that fall before the end."""
    early = chance(rng, 0.15, active)
    first = rng.random(active) * np.where(early, 0.08, 1.0)
    loyal = np.flatnonzero(chance(rng, LOYAL, active))
    mean = max((1.25 * wanted - active) / max(len(loyal), 1), 1.05)
    extra = np.minimum(rng.geometric(1 / mean, len(loyal)), 400)
    who = np.repeat(loyal, extra)
    pace = np.repeat(np.exp(rng.normal(0, 0.5, len(loyal))), extra)
    days = np.exp(rng.normal(np.log(42), 0.9, len(who))) * pace * min(1.0, 7 / mean)
    gaps = np.cumsum(days / DAYS)
    base = np.repeat(gaps[np.cumsum(extra) - extra] - days[np.cumsum(extra) - extra] / DAYS, extra)
    when = first[who] + gaps - base
    back = _comebacks(rng, first, loyal)
    who, when = np.r_[back, who], np.r_[first[back] + rng.uniform(0.66, 0.72, len(back)), when]
    kept = when < 1
    return np.r_[np.arange(active), who[kept]], np.r_[first, when[kept]]


def _comebacks(rng: Rng, first: Floats, loyal: Ints) -> Ints:
    """Early one-time buyers who will come back after more than 400 days."""
    once: Bools = np.ones(len(first), dtype=bool)
    once[loyal] = False
    pool = np.flatnonzero(once & (first < 0.25))
    return np.sort(rng.choice(pool, min(COMEBACKS, len(pool)), replace=False))


def _pair_same_day(rng: Rng, customer: Ints, slots: Ints, group: Ints) -> None:
    """Let some slots repeat the customer of the slot before, in the same shop on the same day."""
    same = group[slots[1:]] == group[slots[:-1]]
    chosen = np.flatnonzero(same & chance(rng, SAME_DAY, len(same)))
    customer[slots[1:][chosen]] = customer[slots[:-1][chosen]]
