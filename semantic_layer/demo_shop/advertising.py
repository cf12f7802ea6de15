"""Ad plans and what they cost and claim, day by day: `ad_plans` and `ad_spend`.

The platforms claim more orders than their channels brought; jd's figures arrive days late.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.channels import (
    DY01,
    DY02,
    DY03,
    JD,
    JD01,
    JD02,
    PLATFORMS,
    SELF_LIVE,
    SHOP_IDS,
    SHOP_PLATFORM,
    SHOPS,
    SUB,
    SUB_CHANNELS,
    TM01,
    TM02,
)
from semantic_layer.demo_shop.clock import DAYS, NEVER, day_at, day_of
from semantic_layer.demo_shop.demand import closed_days
from semantic_layer.demo_shop.order_book import OrderBook
from semantic_layer.demo_shop.sampling import Floats, Ints, Rng, stream, sum_by

GOALS = ("acquire", "repurchase", "all_shop")
ACQUIRE, REPURCHASE, ALL_SHOP = range(3)
CREATIVES = ("image", "video", "live")
ACCOUNT_NAMES = ("阿里妈妈", "京准通", "巨量千川")


@dataclass(frozen=True)
class Plan:
    """One ad plan: cost as part of the shop's GMV, return, and price per click in yuan."""

    shop: int
    sub_channel: str
    goal: int
    name: str
    creative: int
    share: float
    roas: float
    click: float
    start: str = "2023-06-01"
    end: str = ""


PLANS = (
    Plan(TM01, "search_ads", ALL_SHOP, "直通车-品类词", 0, 0.030, 3.9, 1.6),
    Plan(TM01, "search_ads", ACQUIRE, "直通车-竞品词", 0, 0.014, 2.6, 2.1),
    Plan(TM01, "rec_ads", ACQUIRE, "引力魔方-拉新", 0, 0.022, 2.2, 1.0),
    Plan(TM01, "rec_ads", REPURCHASE, "引力魔方-老客召回", 1, 0.008, 5.6, 0.9),
    Plan(TM01, "rec_ads", ALL_SHOP, "万相台-全店推广", 1, 0.016, 3.4, 1.2, "2024-03-01"),
    Plan(TM02, "search_ads", ALL_SHOP, "直通车-成分词", 0, 0.034, 3.6, 1.8),
    Plan(TM02, "rec_ads", ACQUIRE, "引力魔方-新客", 0, 0.026, 2.4, 1.1),
    Plan(TM02, "rec_ads", REPURCHASE, "引力魔方-空瓶回购", 0, 0.008, 6.1, 0.9),
    Plan(JD01, "search_ads", ALL_SHOP, "快车-品类词", 0, 0.038, 3.8, 1.5),
    Plan(JD01, "rec_ads", ACQUIRE, "京东展位-拉新", 0, 0.018, 2.1, 1.0),
    Plan(JD02, "search_ads", ALL_SHOP, "快车-护肤词", 0, 0.040, 3.7, 1.6),
    Plan(JD02, "rec_ads", ACQUIRE, "购物触点-新客", 0, 0.018, 2.3, 1.0),
    Plan(DY01, "live_self", ALL_SHOP, "千川-直播间引流", 2, 0.058, 3.3, 0.8),
    Plan(DY01, "live_self", ACQUIRE, "千川-直播间拉新", 2, 0.026, 2.1, 0.9),
    Plan(DY01, "rec_ads", ACQUIRE, "千川-短视频带货", 1, 0.020, 2.0, 0.7),
    Plan(DY01, "video_creator", ACQUIRE, "星图-达人视频加热", 1, 0.010, 1.7, 0.6, "2024-06-01"),
    Plan(DY02, "live_self", ALL_SHOP, "千川-美妆直播间", 2, 0.060, 3.1, 0.8),
    Plan(DY02, "rec_ads", ACQUIRE, "千川-成分种草", 1, 0.026, 2.0, 0.7),
    Plan(DY03, "live_self", ALL_SHOP, "千川-奥莱直播间", 2, 0.050, 3.5, 0.6, "2024-09-02"),
    Plan(TM01, "social_xhs", ACQUIRE, "小红书-笔记种草", 0, 0.010, 0.9, 1.3, "2024-04-01"),
    Plan(TM02, "social_xhs", ACQUIRE, "小红书-成分测评", 1, 0.010, 0.8, 1.3, "2024-04-01"),
    Plan(TM01, "search_ads", ALL_SHOP, "直通车-双11大词", 0, 0.020, 3.1, 2.4,
         "2024-10-14", "2024-11-14"),
    Plan(TM01, "search_ads", ALL_SHOP, "直通车-25年双11大词", 0, 0.022, 2.9, 2.6,
         "2025-10-13", "2025-11-14"),
)  # fmt: skip


def plan_ids() -> tuple[str, ...]:
    """plan_id of each plan."""
    return tuple(f"plan_{number + 1:02d}" for number in range(len(PLANS)))


def ad_plans_table() -> pa.Table:
    """The table `ad_plans`."""
    shop = np.array([plan.shop for plan in PLANS])
    platform = SHOP_PLATFORM[shop]
    return pa.table({
        "plan_id": col.text(plan_ids()),
        "plan_name": col.text([plan.name for plan in PLANS]),
        "account_id": col.text([_account(plan.shop) for plan in PLANS]),
        "account_name": col.text([_account_name(plan.shop) for plan in PLANS]),
        "platform": col.code(platform, PLATFORMS),
        "shop_id": col.code(shop, SHOP_IDS),
        "sub_channel": col.text([plan.sub_channel for plan in PLANS]),
        "goal": col.code(np.array([plan.goal for plan in PLANS]), GOALS),
        "creative_id": col.text([f"cr_{number + 1:02d}" for number in range(len(PLANS))]),
        "creative_name": col.text([f"{plan.name.split('-')[-1]}素材" for plan in PLANS]),
        "creative_kind": col.code(np.array([plan.creative for plan in PLANS]), CREATIVES),
        "started_at": col.date(np.array([day_of(plan.start) for plan in PLANS])),
        "ended_at": col.date_or_null(np.array([day_of(p.end) if p.end else NEVER for p in PLANS])),
    })  # fmt: skip


def _account(shop: int) -> str:
    return f"ac_{SHOP_IDS[shop]}"


def _account_name(shop: int) -> str:
    return f"{ACCOUNT_NAMES[SHOPS[shop].platform]}-{SHOPS[shop].name.removeprefix('云裳集')}"


def shop_gmv(book: OrderBook) -> Ints:
    """Paid GMV of valid orders in cents by day of payment and shop (days x shops)."""
    rows = book.rows
    paid = book.paid_normal()
    pay = (rows.listed - rows.shop_discount - rows.platform_discount + rows.freight)[paid]
    cell = day_at(rows.paid[paid]) * len(SHOPS) + rows.shop[paid]
    return sum_by(cell, pay, DAYS * len(SHOPS)).reshape(DAYS, len(SHOPS))


def ad_spend_table(seed: int, book: OrderBook) -> pa.Table:
    """The table `ad_spend`, by day and plan."""
    rng = stream(seed, "ads")
    gmv = _smooth(shop_gmv(book).astype(np.float64))
    parts = [_plan_days(rng, number, plan, gmv[:, plan.shop]) for number, plan in enumerate(PLANS)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns["plan"], columns["day"]))
    return _table({name: values[order] for name, values in columns.items()})


def _smooth(gmv: Floats) -> Floats:
    """Budgets follow the week, not the day; half of a peak is followed at once."""
    kernel = np.ones(7) / 7
    week = np.apply_along_axis(lambda one: np.convolve(one, kernel, mode="same"), 0, gmv)
    return 0.6 * week + 0.4 * gmv


def _plan_days(rng: Rng, number: int, plan: Plan, gmv: Floats) -> dict[str, Ints]:
    first = max(day_of(plan.start), 0)
    last = min(day_of(plan.end) if plan.end else DAYS - 1, DAYS - 1)
    if SHOP_PLATFORM[plan.shop] == JD:
        last = min(last, day_of(planted.LATE_LAST_DAY))
    days = np.arange(first, last + 1)
    if plan.sub_channel == "live_self":
        closed = closed_days(plan.shop, SELF_LIVE)
        days = days[(days < closed.start) | (days >= closed.stop)]
    size = len(days)
    cost = np.maximum(gmv[days] * plan.share * np.exp(rng.normal(0, 0.18, size)), 2_000)
    bonus = cost * np.where(rng.random(size) < 0.3, rng.uniform(0.05, 0.2, size), 0.0)
    clicks = np.maximum(cost / 100 / (plan.click * np.exp(rng.normal(0, 0.12, size))), 1)
    claimed = cost * plan.roas * np.exp(rng.normal(0, 0.15, size))
    return {
        "plan": np.full(size, number),
        "day": days,
        "cash": (cost - bonus).astype(np.int64),
        "bonus": bonus.astype(np.int64),
        "impressions": (clicks / rng.uniform(0.018, 0.055, size)).astype(np.int64),
        "clicks": clicks.astype(np.int64),
        "orders": np.maximum(claimed / 24_000, 0).round().astype(np.int64),
        "gmv": claimed.astype(np.int64),
        "refund": (claimed * rng.uniform(0.06, 0.18, size)).astype(np.int64),
    }


def _table(columns: dict[str, Ints]) -> pa.Table:
    plan = columns["plan"]
    shop = np.array([one.shop for one in PLANS])[plan]
    sub_channel = np.array([SUB[one.sub_channel] for one in PLANS])[plan]
    return pa.table({
        "date": col.date(columns["day"]),
        "platform": col.code(SHOP_PLATFORM[shop], PLATFORMS),
        "shop_id": col.code(shop, SHOP_IDS),
        "account_id": col.code(shop, [_account(number) for number in range(len(SHOPS))]),
        "plan_id": col.code(plan, plan_ids()),
        "sub_channel": col.code(sub_channel, SUB_CHANNELS),
        "goal": col.code(np.array([one.goal for one in PLANS])[plan], GOALS),
        "cost_cash": col.money(columns["cash"]),
        "cost_bonus": col.money(columns["bonus"]),
        "impressions": col.big(columns["impressions"]),
        "clicks": col.big(columns["clicks"]),
        "attributed_orders": col.integer(columns["orders"]),
        "attributed_gmv": col.money(columns["gmv"]),
        "attributed_refund": col.money(columns["refund"]),
    })  # fmt: skip
