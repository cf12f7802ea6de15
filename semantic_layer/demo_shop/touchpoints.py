"""Marketing contacts before an order, or before none: the table `touchpoints`.

Planted: `social` (小红书种草) stands in a third of the paths with an order, nearly always early.
"""

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop.channels import (
    CHANNEL_OF_SUB,
    CHANNELS,
    PLATFORMS,
    SUB,
    SUB_CHANNELS,
)
from semantic_layer.demo_shop.clock import DAY, END, HOUR, day_of, midnight
from semantic_layer.demo_shop.order_book import OrderBook
from semantic_layer.demo_shop.sampling import Floats, Ints, Rng, pick, stream

FIRST_DAY = "2025-07-01"
ASSISTS = {
    "social_xhs": 0.30, "rec_feed": 0.16, "video_creator": 0.10, "search_organic": 0.14,
    "rec_ads": 0.10, "search_ads": 0.07, "live_self": 0.08, "member_sms": 0.05,
}  # fmt: skip
WITHOUT_ORDER = {
    "social_xhs": 0.07, "rec_feed": 0.30, "video_creator": 0.12, "search_organic": 0.14,
    "rec_ads": 0.15, "search_ads": 0.09, "live_self": 0.10, "member_sms": 0.03,
}  # fmt: skip
PLATFORM_MIX = (0.44, 0.16, 0.40)
COST_CENTS = {
    "search_ads": 130, "rec_ads": 90, "social_xhs": 160, "social_weibo": 80,
    "video_creator": 110, "live_creator": 140, "member_sms": 6,
}  # fmt: skip


def _mix(shares: dict[str, float]) -> Floats:
    weights = np.zeros(len(SUB_CHANNELS))
    for name, share in shares.items():
        weights[SUB[name]] = share
    return weights


def touchpoints_table(seed: int, book: OrderBook, customer_ids: Ints) -> pa.Table:
    """Paths of the valid paid orders from FIRST_DAY on, and as many paths without an order."""
    rng = stream(seed, "touchpoints")
    start = int(midnight(np.array(day_of(FIRST_DAY))))
    rows = book.rows
    orders = book.paid_normal()
    orders = orders[rows.created[orders] >= start]
    size = len(orders)
    before = rng.geometric(0.48, size) - 1
    path = np.repeat(np.arange(size), before)
    early = rows.created[orders][path] - (HOUR + rng.exponential(3.5 * DAY, len(path))).astype(
        np.int64
    )
    lost, lost_path, lost_at = _paths_without_order(rng, size, start)
    customer = rows.customer[orders]
    customer = np.where(customer < 0, -1, customer_ids[customer])
    none = np.full(len(lost_path), -1)
    columns = {
        "visitor": np.r_[rows.visitor[orders], rows.visitor[orders][path], lost[lost_path]],
        "customer": np.r_[customer, customer[path], none],
        "at": np.r_[rows.created[orders] - rng.integers(30, 1_500, size), early, lost_at],
        "sub": np.r_[rows.sub_channel[orders], pick(rng, _mix(ASSISTS), len(path)),
                     pick(rng, _mix(WITHOUT_ORDER), len(lost_path))],
        "platform": np.r_[book.platform[orders], book.platform[orders][path],
                          pick(rng, PLATFORM_MIX, len(lost))[lost_path]],
        "order": np.r_[book.order_ids[orders], np.full(len(path), -1), none],
    }  # fmt: skip
    kept = np.flatnonzero((columns["at"] >= start) & (columns["at"] < END))
    kept = kept[np.argsort(columns["at"][kept], kind="stable")]
    return _table({name: values[kept] for name, values in columns.items()})


def _paths_without_order(rng: Rng, size: int, start: int) -> tuple[Ints, Ints, Ints]:
    """Visitors who never order, the path number and the moment of each of their contacts."""
    visitors = 9_000_000 + np.arange(size)
    contacts = rng.geometric(0.62, size)
    path = np.repeat(np.arange(size), contacts)
    begin = start + rng.random(size) * (END - start)
    at = begin[path] + rng.exponential(4 * DAY, len(path)) * rng.random(len(path))
    return visitors, path, at.astype(np.int64)


def _table(columns: dict[str, Ints]) -> pa.Table:
    sub = columns["sub"]
    cost = np.zeros(len(SUB_CHANNELS), dtype=np.int64)
    for name, cents in COST_CENTS.items():
        cost[SUB[name]] = cents
    return pa.table({
        "touchpoint_id": col.big(np.arange(len(sub)) + 1),
        "visitor_id": col.big(columns["visitor"]),
        "customer_id": col.big_or_null(columns["customer"]),
        "at": col.time(columns["at"]),
        "platform": col.code(columns["platform"], PLATFORMS),
        "channel": col.code(CHANNEL_OF_SUB[sub], CHANNELS),
        "sub_channel": col.code(sub, SUB_CHANNELS),
        "cost": col.money(cost[sub]),
        "converted_order_id": col.big_or_null(columns["order"]),
    })  # fmt: skip
