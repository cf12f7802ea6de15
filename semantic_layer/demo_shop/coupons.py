"""Coupons: those used with an order, and the many that were given out and never used."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop.baskets import COUPON_KINDS, MEMBER_COUPON, SHOP_COUPON
from semantic_layer.demo_shop.campaigns import CAMPAIGN_IDS
from semantic_layer.demo_shop.channels import PLATFORMS
from semantic_layer.demo_shop.clock import DAY, DAYS, NEVER, START, day_at, midnight
from semantic_layer.demo_shop.order_book import OrderBook, OrderRows
from semantic_layer.demo_shop.people import People
from semantic_layer.demo_shop.sampling import Ints, concatenate, stream, take

FIRST_COUPON = 80_000_001
VALID_DAYS = 15
FACES = np.array([500, 1_000, 2_000, 3_000])
THRESHOLDS = np.array([3_000, 9_900, 19_900, 29_900])


@dataclass(frozen=True)
class Coupons:
    """All coupons in order of issue; `order` is a position or -1; money in cents."""

    kind: Ints
    customer: Ints
    platform: Ints
    step: Ints
    issued: Ints
    used: Ints
    order: Ints
    campaign: Ints


def make_coupons(
    seed: int, rows: OrderRows, platform: Ints, people: People, faces: Ints
) -> tuple[Coupons, OrderRows]:
    """Coupons of the orders that have one, and unused ones; the orders learn their coupon."""
    rng = stream(seed, "coupons")
    orders = np.flatnonzero(np.isin(rows.coupon_kind, (SHOP_COUPON, MEMBER_COUPON)))
    issued = (
        rows.created[orders] - 600 - (rng.exponential(3, len(orders)) % 13 * DAY).astype(np.int64)
    )
    used = Coupons(
        kind=rows.coupon_kind[orders],
        customer=rows.customer[orders],
        platform=platform[orders],
        step=np.searchsorted(FACES, faces[orders]),
        issued=np.maximum(issued, START),
        used=np.where(rows.paid[orders] != NEVER, rows.created[orders], NEVER),
        order=orders,
        campaign=rows.campaign[orders],
    )
    everything = concatenate([used, _unused(rng, len(orders) * 2, people)])
    everything = take(everything, np.argsort(everything.issued, kind="stable"))
    coupon = rows.coupon.copy()
    has = everything.order >= 0
    coupon[everything.order[has]] = np.flatnonzero(has) + FIRST_COUPON
    return everything, replace(rows, coupon=coupon)


def _unused(rng: np.random.Generator, count: int, people: People) -> Coupons:
    customer = rng.integers(0, people.size, count)
    day = rng.integers(0, DAYS, count)
    none = np.full(count, -1)
    return Coupons(
        kind=np.where(
            people.member[customer] & (rng.random(count) < 0.5), MEMBER_COUPON, SHOP_COUPON
        ),
        customer=customer,
        platform=people.platform[customer],
        step=rng.integers(0, len(FACES), count),
        issued=midnight(day) + rng.integers(0, DAY, count),
        used=np.full(count, NEVER),
        order=none,
        campaign=none,
    )


def coupons_table(coupons: Coupons, book: OrderBook, customer_ids: Ints) -> pa.Table:
    """The table `coupons`. A coupon of an unpaid order is unused: the platform gave it back."""
    redeemed = coupons.used != NEVER
    batch, ids, names = _batches(coupons)
    face = FACES[coupons.step]
    customer = np.where(coupons.customer < 0, -1, customer_ids[coupons.customer])
    return pa.table({
        "coupon_id": col.big(np.arange(len(coupons.kind)) + FIRST_COUPON),
        "batch_id": col.code(batch, ids),
        "batch_name": col.code(batch, names),
        "kind": col.code(coupons.kind, COUPON_KINDS),
        "customer_id": col.big_or_null(customer),
        "campaign_id": col.code(coupons.campaign, CAMPAIGN_IDS),
        "platform": col.code(coupons.platform, PLATFORMS),
        "threshold": col.money(THRESHOLDS[coupons.step]),
        "face_value": col.money(face),
        "issued_at": col.time(coupons.issued),
        "used_at": col.time(coupons.used),
        "expires_at": col.time(midnight(day_at(coupons.issued) + VALID_DAYS) - 1),
        "order_id": col.big_or_null(np.where(redeemed, book.order_ids[coupons.order], -1)),
        "cost": col.money(np.where(redeemed, face, 0)),
    })  # fmt: skip


def _batches(coupons: Coupons) -> tuple[Ints, list[str], list[str]]:
    """One batch a month and kind."""
    months = (coupons.issued // DAY).astype("datetime64[D]").astype("datetime64[M]").astype(
        np.int64
    ) - 648
    ids, names = [], []
    for month in range(24):
        year, number = 2024 + month // 12, month % 12 + 1
        ids += [f"SC{year}{number:02d}", f"MC{year}{number:02d}"]
        names += [f"{year}年{number}月店铺券", f"{year}年{number}月会员券"]
    return months * 2 + (coupons.kind == MEMBER_COUPON), ids, names
