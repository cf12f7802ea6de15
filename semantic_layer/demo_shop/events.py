"""Unfolds visits into events, month by month, and makes the table `events`."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop.catalogue import Catalogue
from semantic_layer.demo_shop.channels import (
    CHANNEL_OF_SUB,
    CHANNELS,
    PLATFORMS,
    SHOP_IDS,
    SHOP_LINE,
    SHOP_PLATFORM,
    SUB_CHANNELS,
)
from semantic_layer.demo_shop.clock import DAY, END, NEVER, START, day_at
from semantic_layer.demo_shop.order_book import DEVICE_MIX, DEVICES, OrderBook
from semantic_layer.demo_shop.people import People
from semantic_layer.demo_shop.sampling import (
    Floats,
    Ints,
    Rng,
    concatenate,
    pick_by_row,
    stream,
    take,
)
from semantic_layer.demo_shop.scale import Scale
from semantic_layer.demo_shop.sessions_of_visits import (
    Regulars,
    Visits,
    browsing_counts,
    browsing_total,
    browsing_visits,
    day_slices,
    visits_of_orders,
)

TYPES = ("visit", "view", "search", "fav", "cart", "order", "pay", "share")
VISIT, VIEW, SEARCH, FAV, CART, ORDER, PAY, SHARE = range(8)
# In which order the actions of one session happen.
SEQUENCE: Ints = np.array([VISIT, SEARCH, VIEW, FAV, SHARE, CART, ORDER, PAY])


def event_tables(
    seed: int,
    scale: Scale,
    book: OrderBook,
    people: People,
    goods: Catalogue,
    demand: Floats,
    registered: Ints,
    customer_ids: Ints,
) -> Iterator[pa.Table]:
    """The table `events`, one month at a time, each in order of time."""
    orders = visits_of_orders(seed, scale, book, book.items)
    counts = browsing_counts(seed, demand, browsing_total(scale, orders))
    weights = goods.weekly_weights()
    regulars = Regulars(people, registered, weights, orders)
    events = sessions = 0
    for number, (first, days) in enumerate(day_slices()):
        rng = stream(seed, f"events {number}")
        day = day_at(orders.start)
        mine = take(orders, np.flatnonzero((day >= first) & (day < first + days)))
        browsing = browsing_visits(rng, counts[first : first + days], first, sessions, regulars)
        visits = concatenate([mine, browsing])
        table = _unfold(rng, visits, weights, book, customer_ids, events, sessions)
        events += table.num_rows
        sessions += visits.size
        yield table


def _unfold(
    rng: Rng,
    visits: Visits,
    weights: Floats,
    book: OrderBook,
    ids: Ints,
    first_event: int,
    first_session: int,
) -> pa.Table:
    counts = _action_counts(visits)
    flat = counts.ravel()
    session = np.repeat(np.arange(visits.size), counts.sum(axis=1))
    kind = np.repeat(np.tile(SEQUENCE, visits.size), flat)
    at = _moments(rng, visits, session, kind)
    kept = np.flatnonzero((at >= START) & (at < END))
    rank = kept[np.argsort(at[kept], kind="stable")]
    session, kind, at = session[rank], kind[rank], at[rank]
    spu = _looked_at(rng, visits, weights, session, kind)
    order = np.where((kind == ORDER) | (kind == PAY), visits.order[session], -1)
    start_rank = np.empty(visits.size, dtype=np.int64)
    start_rank[np.argsort(visits.start, kind="stable")] = np.arange(visits.size)
    customer = visits.customer[session]
    return pa.table({
        "event_id": col.big(np.arange(len(at)) + first_event + 1),
        "visitor_id": col.big(visits.visitor[session]),
        "customer_id": col.big_or_null(np.where(customer < 0, -1, ids[customer])),
        "session_id": col.big(start_rank[session] + first_session + 1),
        "at": col.time(at),
        "type": col.code(kind, TYPES),
        "spu_id": col.integer_or_null(np.where(spu < 0, -1, spu + 1001)),
        "platform": col.code(SHOP_PLATFORM[visits.shop[session]], PLATFORMS),
        "shop_id": col.code(visits.shop[session], SHOP_IDS),
        "channel": col.code(CHANNEL_OF_SUB[visits.sub_channel[session]], CHANNELS),
        "sub_channel": col.code(visits.sub_channel[session], SUB_CHANNELS),
        "device": col.code(_devices(visits.visitor[session]), DEVICES),
        "order_id": col.big_or_null(np.where(order < 0, -1, book.order_ids[order])),
    })  # fmt: skip


def _action_counts(visits: Visits) -> Ints:
    """Sessions x actions in SEQUENCE."""
    ordering = ((visits.order >= 0) & (visits.views > 0)).astype(np.int64)
    paying = (visits.paid != NEVER).astype(np.int64)
    one = np.ones(visits.size, dtype=np.int64)
    columns = [
        one, visits.search, visits.views, visits.fav, visits.share, visits.cart, ordering, paying,
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.int64)


def _moments(rng: Rng, visits: Visits, session: Ints, kind: Ints) -> Ints:
    """Seconds between actions add up; a session with an order is shifted so that the order fits."""
    gap = np.where(kind == VISIT, 0, 3 + rng.exponential(32, len(kind)).astype(np.int64))
    running = np.cumsum(gap)
    first = np.flatnonzero(kind == VISIT)
    offset = running - running[first][session]
    shift = np.zeros(visits.size, dtype=np.int64)
    ordered = kind == ORDER
    shift[session[ordered]] = offset[ordered]
    at = (visits.start - shift)[session] + offset
    return np.where(kind == PAY, visits.paid[session], at)


def _looked_at(rng: Rng, visits: Visits, weights: Floats, session: Ints, kind: Ints) -> Ints:
    """The session's style; another one for half of the views in longer sessions."""
    spu = visits.spu[session]
    views = np.flatnonzero(
        (kind == VIEW) & (visits.views[session] > 1) & (rng.random(len(kind)) < 0.5)
    )
    line = SHOP_LINE[visits.shop[session[views]]]
    week = np.clip((visits.start[session[views]] - START) // (7 * DAY), 0, weights.shape[1] - 1)
    other = pick_by_row(rng, weights.reshape(-1, weights.shape[2]), line * weights.shape[1] + week)
    spu[views] = other
    return np.where((kind == VISIT) | (kind == SEARCH), -1, spu)


def _devices(visitor: Ints) -> Ints:
    """The device of a visitor never changes; one in fifty is unknown."""
    mixed = (visitor * 2_654_435_761) % 1000
    device = np.searchsorted(np.cumsum(DEVICE_MIX)[:-1], mixed / 1000)
    return np.where(mixed % 50 == 7, -1, device)
