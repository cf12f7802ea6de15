"""What the shops are charged: commissions, payment, freight, insurance, creators, fixed costs."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop.channels import PLATFORMS, SHOP_IDS, SHOP_PLATFORM, SHOPS
from semantic_layer.demo_shop.clock import DAYS, NEVER, START, day_at, day_of
from semantic_layer.demo_shop.live import Creators, Sessions
from semantic_layer.demo_shop.order_book import OrderBook
from semantic_layer.demo_shop.refunds import SUCCESS, Refunds
from semantic_layer.demo_shop.sampling import Ints, concatenate, stream, take

FEE_KINDS = (
    "commission", "creator", "slot", "payment", "freight_out", "freight_insurance", "packing",
    "sample", "fixed",
)  # fmt: skip
COMMISSION, CREATOR, SLOT, PAYMENT, FREIGHT, INSURANCE, PACKING, SAMPLE, FIXED = range(9)
COMMISSION_RATE = np.array([0.050, 0.065, 0.052])
FIXED_YUAN = {
    "tm01": 42_000,
    "tm02": 21_000,
    "jd01": 16_000,
    "jd02": 10_000,
    "dy01": 48_000,
    "dy02": 22_000,
    "dy03": 9_000,
}


@dataclass(frozen=True)
class Charges:
    """Some charges; amount in cents; order as position, creator and live as ids; -1 = none."""

    day: Ints
    shop: Ints
    order: Ints
    creator: Ints
    live: Ints
    kind: Ints
    amount: Ints


def _charges(day: Ints, shop: Ints, kind: int, amount: Ints, **known: Ints) -> Charges:
    none = np.full(len(day), -1)
    return Charges(
        day=day,
        shop=shop,
        order=known.get("order", none),
        creator=known.get("creator", none),
        live=known.get("live", none),
        kind=np.full(len(day), kind),
        amount=amount.astype(np.int64),
    )


def fees_table(
    seed: int, book: OrderBook, refunds: Refunds, sessions: Sessions, creators: Creators
) -> pa.Table:
    """The table `fees`, by day."""
    parts = [
        *_at_payment(book, creators),
        *_at_shipping(seed, book),
        *_given_back(book, refunds, creators),
        *_of_creators(seed, sessions, creators),
        *_fixed(),
    ]
    charges = concatenate(parts)
    charges = take(charges, np.flatnonzero((charges.amount != 0) & (charges.day < DAYS)))
    rank = np.lexsort((charges.kind, charges.order, charges.day))
    return _table(book, take(charges, rank))


def _pay(book: OrderBook) -> Ints:
    rows = book.rows
    return rows.listed - rows.shop_discount - rows.platform_discount + rows.freight


def _at_payment(book: OrderBook, creators: Creators) -> list[Charges]:
    """Commission, payment fee and the creator's part, on the day of payment."""
    orders = book.paid_normal()
    rows = book.rows
    day, shop, pay = day_at(rows.paid[orders]), rows.shop[orders], _pay(book)[orders]
    rate = COMMISSION_RATE[book.platform[orders]]
    creator = rows.creator[orders]
    share = np.where(creator < 0, 0, creators.commission[np.maximum(creator - 301, 0)])
    return [
        _charges(day, shop, COMMISSION, np.round(pay * rate), order=orders),
        _charges(day, shop, PAYMENT, np.round(pay * 0.006), order=orders),
        _charges(day, shop, CREATOR, pay * share // 10_000, order=orders, creator=creator),
    ]


def _at_shipping(seed: int, book: OrderBook) -> list[Charges]:
    rng = stream(seed, "fees of shipping")
    rows = book.rows
    orders = np.flatnonzero(rows.shipped != NEVER)
    day, shop = day_at(rows.shipped[orders]), rows.shop[orders]
    size = len(orders)
    insured = (book.platform[orders] != 1) & (rng.random(size) < 0.8)
    return [
        _charges(day, shop, FREIGHT, rng.integers(260, 520, size), order=orders),
        _charges(day, shop, PACKING, rng.integers(60, 130, size), order=orders),
        _charges(
            day, shop, INSURANCE, np.where(insured, rng.integers(40, 190, size), 0), order=orders
        ),
    ]


def _given_back(book: OrderBook, refunds: Refunds, creators: Creators) -> list[Charges]:
    """Commissions on refunded money come back on the day of the refund."""
    done = np.flatnonzero((refunds.status == SUCCESS) & (refunds.amount > 0))
    orders = book.items.order[refunds.item[done]]
    day, shop = day_at(refunds.success[done]), book.rows.shop[orders]
    amount = refunds.amount[done]
    creator = book.rows.creator[orders]
    share = np.where(creator < 0, 0, creators.commission[np.maximum(creator - 301, 0)])
    rate = COMMISSION_RATE[book.platform[orders]]
    return [
        _charges(day, shop, COMMISSION, -np.round(amount * rate), order=orders),
        _charges(day, shop, CREATOR, -(amount * share // 10_000), order=orders, creator=creator),
    ]


def _of_creators(seed: int, sessions: Sessions, creators: Creators) -> list[Charges]:
    """Slot fees and samples of the creators' sessions."""
    rng = stream(seed, "fees of creators")
    mine = np.flatnonzero(sessions.creator >= 0)
    creator = sessions.creator[mine]
    known = {"creator": creators.ids[creator], "live": sessions.ids[mine]}
    day, shop = sessions.day[mine], sessions.shop[mine]
    return [
        _charges(day, shop, SLOT, creators.slot[creator], **known),
        _charges(day, shop, SAMPLE, rng.integers(150, 900, len(mine)) * 100, **known),
    ]


def _fixed() -> list[Charges]:
    """Rent and wages on the first of each month, for the shops that are open."""
    months = (
        np.arange("2024-01", "2026-01", dtype="datetime64[M]")
        .astype("datetime64[D]")
        .astype(np.int64)
    )
    days = months - START // 86_400
    parts = []
    for number, shop in enumerate(SHOPS):
        mine = days[days >= day_of(shop.opened)]
        amount = np.full(len(mine), FIXED_YUAN[shop.id] * 100)
        parts.append(_charges(mine, np.full(len(mine), number), FIXED, amount))
    return parts


def _table(book: OrderBook, charges: Charges) -> pa.Table:
    order = charges.order
    return pa.table({
        "fee_id": col.big(np.arange(len(order)) + 1),
        "date": col.date(charges.day),
        "shop_id": col.code(charges.shop, SHOP_IDS),
        "platform": col.code(SHOP_PLATFORM[charges.shop], PLATFORMS),
        "order_id": col.big_or_null(np.where(order < 0, -1, book.order_ids[order])),
        "creator_id": col.integer_or_null(charges.creator),
        "live_id": col.big_or_null(charges.live),
        "kind": col.code(charges.kind, FEE_KINDS),
        "amount": col.money(charges.amount, digits=14),
    })  # fmt: skip
