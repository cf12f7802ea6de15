"""Visits in outline: one entry per session, before it is unfolded into events."""

from dataclasses import dataclass

import numpy as np

from semantic_layer.demo_shop.baskets import Items
from semantic_layer.demo_shop.channels import (
    JD,
    SHOP_LINE,
    SHOP_PLATFORM,
    STREAM_SHOP,
    visit_mix,
)
from semantic_layer.demo_shop.clock import DAY, END, HOUR, NEVER, START, day_at, midnight
from semantic_layer.demo_shop.demand import rush_days, second_of_day
from semantic_layer.demo_shop.order_book import OrderBook
from semantic_layer.demo_shop.people import People
from semantic_layer.demo_shop.sampling import (
    Bools,
    Floats,
    Ints,
    Rng,
    chance,
    concatenate,
    pick,
    pick_by_row,
    stream,
)
from semantic_layer.demo_shop.scale import Scale
from semantic_layer.demo_shop.skeleton import NORMAL

BOUNCED = 0.71
EVENTS_PER_VISIT = 2.81
EVENTS_PER_ORDER = 5.9
PAY_AT_ONCE = 2 * HOUR
COD_METHOD = 5


@dataclass(frozen=True)
class Visits:
    """Sessions: counts of each action, the order placed (position, or -1) and when it was paid.

    `start` is the moment of the first event, or of the order when one was placed.
    """

    start: Ints
    visitor: Ints
    customer: Ints
    shop: Ints
    sub_channel: Ints
    spu: Ints
    search: Ints
    views: Ints
    fav: Ints
    share: Ints
    cart: Ints
    order: Ints
    paid: Ints

    @property
    def size(self) -> int:
        """Number of sessions."""
        return len(self.start)


def visits_of_orders(seed: int, scale: Scale, book: OrderBook, items: Items) -> Visits:
    """The sessions in which valid orders were placed, and those in which they were paid later."""
    rng = stream(seed, "visits of orders")
    rows = book.rows
    tracked = chance(rng, scale.tracked, book.main)
    orders = np.flatnonzero((rows.kind[: book.main] == NORMAL) & tracked)
    first_line = np.searchsorted(items.order, orders)
    prompt = _prompt(book, orders)
    late = (rows.paid[orders] != NEVER) & ~prompt & (rows.method[orders] != COD_METHOD)
    placed = _placing(
        rng, book, orders, items.spu[first_line], np.where(prompt, rows.paid[orders], NEVER)
    )
    return concatenate([placed, _paying(book, orders[late], items.spu[first_line[late]])])


def _prompt(book: OrderBook, orders: Ints) -> Bools:
    paid, created = book.rows.paid[orders], book.rows.created[orders]
    ordinary = (book.rows.presale[orders] == 0) & (book.rows.method[orders] != COD_METHOD)
    found: Bools = (paid != NEVER) & (paid - created < PAY_AT_ONCE) & ordinary
    return found


def _placing(rng: Rng, book: OrderBook, orders: Ints, spu: Ints, paid: Ints) -> Visits:
    size, rows = len(orders), book.rows
    return Visits(
        start=rows.created[orders],
        visitor=rows.visitor[orders],
        customer=rows.customer[orders],
        shop=rows.shop[orders],
        sub_channel=rows.sub_channel[orders],
        spu=spu,
        search=(chance(rng, 0.25, size)).astype(np.int64),
        views=rng.geometric(0.55, size),
        fav=(chance(rng, 0.10, size)).astype(np.int64),
        share=(chance(rng, 0.02, size)).astype(np.int64),
        cart=(chance(rng, 0.62, size)).astype(np.int64),
        order=orders,
        paid=paid,
    )


def _paying(book: OrderBook, orders: Ints, spu: Ints) -> Visits:
    """Coming back only to pay: a visit and a payment."""
    rows = book.rows
    zero = np.zeros(len(orders), dtype=np.int64)
    return Visits(
        start=rows.paid[orders] - 40,
        visitor=rows.visitor[orders],
        customer=rows.customer[orders],
        shop=rows.shop[orders],
        sub_channel=np.full(len(orders), 11),
        spu=spu,
        search=zero,
        views=zero,
        fav=zero,
        share=zero,
        cart=zero,
        order=orders,
        paid=rows.paid[orders],
    )


def browsing_total(scale: Scale, order_visits: Visits) -> int:
    """How many browsing sessions make the shop reach its number of events."""
    placed = len(np.unique(order_visits.order))
    return max(int((scale.events * 1.004 - placed * EVENTS_PER_ORDER) / EVENTS_PER_VISIT), 1_000)


def browsing_counts(seed: int, demand: Floats, total: int) -> Ints:
    """Browsing sessions by day and stream: the demand, a little flatter, by willingness to buy."""
    rng = stream(seed, "browsing counts")
    weight = demand**0.95 * visit_mix().sum(axis=1)
    return (
        rng.multinomial(total, (weight / weight.sum()).ravel())
        .reshape(weight.shape)
        .astype(np.int64)
    )


@dataclass(frozen=True)
class Regulars:
    """Who may come to browse: customers by platform with their registration, and coming orders."""

    people: People
    registered: Ints
    weights: Floats
    orders: Visits


def browsing_visits(
    rng: Rng, counts: Ints, first_day: int, before: int, regulars: Regulars
) -> Visits:
    """Browsing sessions by `counts` (days x streams); `before` sessions came earlier."""
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    day, stream_ = cell // counts.shape[1] + first_day, cell % counts.shape[1]
    size, shop = len(cell), STREAM_SHOP[stream_]
    visitor, customer = _visitors(rng, shop, day, before, regulars)
    start = midnight(day) + second_of_day(rng, day, rush_days())
    known = (customer >= 0) & (start > regulars.registered[customer])
    deep = ~chance(rng, BOUNCED, size)
    spus = regulars.weights.shape[2]
    row = SHOP_LINE[shop] * regulars.weights.shape[1] + day // 7
    visits = Visits(
        start=start,
        visitor=visitor,
        customer=np.where(known, customer, -1),
        shop=shop,
        sub_channel=pick_by_row(rng, visit_mix(), stream_),
        spu=pick_by_row(rng, regulars.weights.reshape(-1, spus), row),
        search=(deep & chance(rng, 0.30, size)).astype(np.int64),
        views=np.where(deep, 1 + rng.geometric(0.48, size), 1),
        fav=(deep & chance(rng, 0.10, size)).astype(np.int64),
        share=(deep & chance(rng, 0.03, size)).astype(np.int64),
        cart=(deep & chance(rng, 0.17, size)).astype(np.int64),
        order=np.full(size, -1),
        paid=np.full(size, NEVER),
    )
    return _before_orders(rng, visits, first_day, counts.shape[0], regulars.orders)


def _visitors(
    rng: Rng, shop: Ints, day: Ints, before: int, regulars: Regulars
) -> tuple[Ints, Ints]:
    """Three in four are new devices, some come again within weeks, some are customers."""
    size = len(shop)
    kind = pick(rng, np.array([0.81, 0.09, 0.10]), size)
    fresh = 10_000_000 + before + np.arange(size)
    turn = (day * 40 - rng.exponential(500, size)).astype(np.int64)
    again = 2_000_000 + np.abs(turn) * 10 + SHOP_PLATFORM[shop]
    customer = np.full(size, -1, dtype=np.int64)
    for platform in range(JD + 2):
        pool = np.flatnonzero(regulars.people.platform == platform)
        mine = (kind == 2) & (SHOP_PLATFORM[shop] == platform)
        customer[mine] = rng.choice(pool, int(mine.sum()))
    reset = (customer * 37) % 721
    own = 1_000_000 + customer * 4 + (day > reset)
    return np.where(kind == 2, own, np.where(kind == 1, again, fresh)), customer


def _before_orders(rng: Rng, visits: Visits, first_day: int, days: int, orders: Visits) -> Visits:
    """Turn some sessions into looks at what the same device will order within days."""
    low, high = START + first_day * DAY, min(START + (first_day + days) * DAY, END)
    soon = np.flatnonzero((orders.start >= low) & (orders.start < high) & (orders.views > 0))
    chosen = soon[chance(rng, 0.45, len(soon))]
    looked = orders.start[chosen] - (600 + rng.exponential(1.6 * DAY, len(chosen))).astype(np.int64)
    chosen, looked = chosen[looked >= low], looked[looked >= low]
    places = rng.choice(visits.size, min(len(chosen), visits.size // 5), replace=False)
    chosen, looked = chosen[: len(places)], looked[: len(places)]
    visits.start[places] = looked
    visits.visitor[places] = orders.visitor[chosen]
    visits.customer[places] = orders.customer[chosen]
    visits.shop[places] = orders.shop[chosen]
    visits.sub_channel[places] = orders.sub_channel[chosen]
    visits.spu[places] = orders.spu[chosen]
    visits.cart[places] = chance(rng, 0.35, len(places))
    return visits


def day_slices() -> list[tuple[int, int]]:
    """The range in months: first day and number of days of each."""
    months = (
        np.arange("2024-01", "2026-01", dtype="datetime64[M]")
        .astype("datetime64[D]")
        .astype(np.int64)
    )
    starts = [int(day) - START // DAY for day in months]
    ends = [*starts[1:], int(day_at(np.array(END)))]
    return [(a, b - a) for a, b in zip(starts, ends, strict=True)]
