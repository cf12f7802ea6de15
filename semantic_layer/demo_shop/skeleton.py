"""Order slots: when, in which stream, of which kind, by whom. Everything else hangs on these."""

from dataclasses import dataclass

import numpy as np

from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.buyers import assign_buyers
from semantic_layer.demo_shop.campaigns import CAMPAIGNS, campaign_number
from semantic_layer.demo_shop.channels import (
    CHANNEL_OF_SUB,
    PLATFORMS,
    SHELF,
    SHOP_PLATFORM,
    STREAM_SCENE,
    STREAM_SHOP,
    order_mix,
)
from semantic_layer.demo_shop.clock import DAYS, HOUR, day_at, day_of, midnight
from semantic_layer.demo_shop.demand import rush_days, second_of_day, stream_demand
from semantic_layer.demo_shop.live import Sessions, assign_sessions, has_session
from semantic_layer.demo_shop.people import People, make_people
from semantic_layer.demo_shop.places import provinces_named
from semantic_layer.demo_shop.sampling import Bools, Floats, Ints, Rng, pick_by_row, spread, stream
from semantic_layer.demo_shop.scale import Scale

KINDS = ("normal", "test", "brushed", "internal", "exchange")
NORMAL, TEST, BRUSHED, INTERNAL, EXCHANGE = range(5)
KIND_SHARE = {TEST: 0.0025, BRUSHED: 0.03, INTERNAL: 0.005, EXCHANGE: 0.008}


@dataclass(frozen=True)
class Skeleton:
    """Order slots sorted by creation; `extra` marks what the regional campaign added."""

    created: Ints
    stream: Ints
    sub_channel: Ints
    kind: Ints
    customer: Ints
    visitor: Ints
    session: Ints
    extra: Bools
    wholesale: Bools

    @property
    def size(self) -> int:
        """Number of orders."""
        return len(self.created)

    @property
    def day(self) -> Ints:
        """Day number of creation."""
        return day_at(self.created)

    @property
    def shop(self) -> Ints:
        """Shop of each order."""
        return STREAM_SHOP[self.stream]

    @property
    def scene(self) -> Ints:
        """Scene of each order."""
        return STREAM_SCENE[self.stream]

    @property
    def platform(self) -> Ints:
        """Platform of each order."""
        return SHOP_PLATFORM[self.shop]

    @property
    def channel(self) -> Ints:
        """Level-1 channel of each order."""
        return CHANNEL_OF_SUB[self.sub_channel]


@dataclass(frozen=True)
class World:
    """What the first step decides: customers, orders in outline, demand by day and stream."""

    people: People
    skeleton: Skeleton
    demand: Floats
    idle: Ints
    exchanges: int


@dataclass(frozen=True)
class _Slots:
    created: Ints
    stream: Ints
    session: Ints
    customer: Ints
    kind: int = NORMAL
    extra: bool = False


def make_world(seed: int, scale: Scale, sessions: Sessions) -> World:
    """Draw demand, slots, customers, and who orders what when."""
    rng = stream(seed, "skeleton")
    demand = stream_demand(rng, has_session(sessions))
    special = {kind: max(round(scale.orders * share), 4) for kind, share in KIND_SHARE.items()}
    regional = round(scale.orders * planted.REGION_EXTRA)
    normal = scale.orders - sum(special.values()) - regional
    slots = _make_slots(rng, demand, sessions, normal)
    people, slots, idle = _populate(seed, rng, slots, scale.customers)
    extra = _regional_extra(rng, slots, people, regional)
    odd = [
        _odd_orders(rng, slots, people, idle, kind, special[kind])
        for kind in (TEST, BRUSHED, INTERNAL)
    ]
    skeleton = _join(rng, [slots, extra, *odd], people)
    return World(people, skeleton, demand, idle, special[EXCHANGE])


def _make_slots(rng: Rng, demand: Floats, sessions: Sessions, total: int) -> _Slots:
    counts = spread(rng, demand, total)
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    day, stream_ = cell // counts.shape[1], cell % counts.shape[1]
    session = assign_sessions(rng, sessions, STREAM_SHOP[stream_], STREAM_SCENE[stream_], day)
    created = midnight(day) + second_of_day(rng, day, rush_days())
    start, end = sessions.start[session], sessions.end[session]
    on_air = start + (rng.beta(1.3, 1.2, total) * (end - start)).astype(np.int64)
    created = np.where(session >= 0, np.minimum(on_air, midnight(day + 1) - 1), created)
    order = np.argsort(created, kind="stable")
    return _Slots(created[order], stream_[order], session[order], np.zeros(total, dtype=np.int64))


def _populate(seed: int, rng: Rng, slots: _Slots, customers: int) -> tuple[People, _Slots, Ints]:
    slot_platform = SHOP_PLATFORM[STREAM_SHOP[slots.stream]]
    share = np.bincount(slot_platform, minlength=len(PLATFORMS)) / len(slot_platform)
    platform = rng.permutation(
        np.searchsorted(
            np.cumsum(share)[:-1], np.linspace(0, 1, customers, endpoint=False), side="right"
        )
    )
    people = make_people(seed, platform)
    group = day_at(slots.created) * 100 + STREAM_SHOP[slots.stream]
    buyers = assign_buyers(rng, slot_platform, group, platform)
    return people, _Slots(slots.created, slots.stream, slots.session, buyers.customer), buyers.idle


def _regional_extra(rng: Rng, slots: _Slots, people: People, count: int) -> _Slots:
    """The orders that the regional campaign adds: earlier buyers of the provinces, one more order.

    Their number is fixed by the scale: a bit less than half of what the provinces order anyway.
    """
    campaign = CAMPAIGNS[campaign_number(planted.REGION_CAMPAIGN)]
    first, last = day_of(campaign.start), day_of(campaign.end)
    day = day_at(slots.created)
    window = np.flatnonzero((day >= first) & (day <= last) & (slots.session < 0))
    like = rng.choice(window, count)
    there = np.isin(people.province, provinces_named(campaign.provinces))
    known = np.zeros(people.size, dtype=bool)
    known[slots.customer[(day < first) & (slots.customer >= 0)]] = True
    platform = SHOP_PLATFORM[STREAM_SHOP[slots.stream[like]]]
    customer = np.zeros(count, dtype=np.int64)
    for number in np.unique(platform):
        mine = platform == number
        pool = np.flatnonzero(there & known & (people.platform == number))
        customer[mine] = rng.choice(pool, int(mine.sum()))
    jitter = rng.integers(0, 6 * HOUR, count)
    created = np.minimum(slots.created[like] + jitter, midnight(np.array(last + 1)) - 1)
    return _Slots(created, slots.stream[like], np.full(count, -1), customer, extra=True)


def _odd_orders(
    rng: Rng, slots: _Slots, people: People, idle: Ints, kind: int, count: int
) -> _Slots:
    """Test, brushed and internal orders: on the shelf, by customers who never buy otherwise."""
    shelf = np.flatnonzero(STREAM_SCENE[slots.stream] == SHELF)
    like = rng.choice(shelf, count)
    platform = SHOP_PLATFORM[STREAM_SHOP[slots.stream[like]]]
    customer = np.zeros(count, dtype=np.int64)
    for number in np.unique(platform):
        mine = platform == number
        pool = idle[people.platform[idle] == number]
        part = {
            TEST: pool[:6],
            INTERNAL: pool[6:40],
            BRUSHED: pool[40 : 40 + max(20, len(pool) // 12)],
        }[kind]
        customer[mine] = rng.choice(part if len(part) else pool, int(mine.sum()))
    created = midnight(day_at(slots.created[like])) + rng.integers(9 * HOUR, 23 * HOUR, count)
    return _Slots(created, slots.stream[like], np.full(count, -1), customer, kind=kind)


def _join(rng: Rng, parts: list[_Slots], people: People) -> Skeleton:
    created = np.concatenate([part.created for part in parts])
    order = np.argsort(created, kind="stable")
    sizes = [len(part.created) for part in parts]
    stream_ = np.concatenate([part.stream for part in parts])[order]
    customer = np.concatenate([part.customer for part in parts])[order]
    kind = np.repeat([part.kind for part in parts], sizes)[order]
    return Skeleton(
        created=created[order],
        stream=stream_,
        sub_channel=pick_by_row(rng, order_mix(), stream_),
        kind=kind,
        customer=customer,
        visitor=_visitors(rng, customer, created[order]),
        session=np.concatenate([part.session for part in parts])[order],
        extra=np.repeat([part.extra for part in parts], sizes)[order],
        wholesale=_wholesale(rng, customer, kind, people.size),
    )


def _visitors(rng: Rng, customer: Ints, created: Ints) -> Ints:
    """The device: a customer's own, which is reset once or twice; a fresh one for each guest."""
    reset = (customer * 37) % DAYS
    device = (day_at(created) > reset).astype(np.int64) + (rng.random(len(customer)) < 0.15)
    return np.where(
        customer >= 0, 1_000_000 + customer * 4 + device, 3_000_000 + np.arange(len(customer))
    )


def _wholesale(rng: Rng, customer: Ints, kind: Ints, people: int) -> Bools:
    """Orders of the planted wholesalers: the busiest ordinary customers but one in two."""
    counts = np.bincount(customer[(customer >= 0) & (kind == NORMAL)], minlength=people)
    busiest = np.argsort(-counts, kind="stable")[: 2 * planted.WHOLESALERS]
    chosen = np.sort(rng.permutation(busiest)[: planted.WHOLESALERS])
    return np.isin(customer, chosen) & (rng.random(len(customer)) < 0.7)
