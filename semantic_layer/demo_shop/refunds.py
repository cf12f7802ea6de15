"""After-sales: who asks for money back, when, why, and how it ends."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.baskets import Items
from semantic_layer.demo_shop.catalogue import COSMETICS, Catalogue
from semantic_layer.demo_shop.channels import PLATFORMS, SHOP_IDS
from semantic_layer.demo_shop.clock import DAY, END, HOUR, NEVER, day_at, day_of, happened, midnight
from semantic_layer.demo_shop.fulfilment import Delivery, Payment
from semantic_layer.demo_shop.places import CHENGDU
from semantic_layer.demo_shop.sampling import (
    Bools,
    Floats,
    Ints,
    Rng,
    chance,
    concatenate,
    pick_by_row,
    stream,
    take,
)
from semantic_layer.demo_shop.skeleton import NORMAL, Skeleton

REFUND_KINDS = ("refund_only", "return_refund", "exchange")
REFUND_ONLY, RETURN_REFUND, GOODS_EXCHANGE = range(3)
STAGES = ("before_ship", "after_ship")
STATUSES = ("processing", "success", "withdrawn", "rejected")
PROCESSING, SUCCESS, WITHDRAWN, DECLINED = range(4)
REASONS = (
    "不想要了", "拍错多拍", "七天无理由", "尺码不合", "颜色不喜欢", "质量问题", "做工瑕疵",
    "与描述不符", "过敏不适", "物流太慢", "未按时发货", "包装破损", "少件漏发",
)  # fmt: skip
DELIVERY_REASONS = (9, 10, 11, 12)
# Rows: before shipping, apparel after, cosmetics after, the planted failure before and after.
REASON_MIX = np.array([
    [48, 30, 0, 0, 0, 0, 0, 0, 0, 6, 16, 0, 0],
    [5, 2, 26, 30, 10, 7, 6, 8, 0, 2, 0, 2, 2],
    [8, 4, 34, 0, 3, 10, 3, 10, 18, 3, 0, 4, 3],
    [6, 3, 0, 0, 0, 0, 0, 0, 0, 35, 56, 0, 0],
    [2, 0, 5, 4, 2, 2, 1, 1, 0, 55, 0, 22, 6],
], dtype=np.float64)  # fmt: skip


@dataclass(frozen=True)
class Refunds:
    """Applications sorted by time; `item` is the position of the order line; money in cents."""

    item: Ints
    apply: Ints
    success: Ints
    amount: Ints
    subsidy_back: Ints
    qty_back: Ints
    restocked: Bools
    kind: Ints
    stage: Ints
    reason: Ints
    status: Ints


def make_refunds(
    seed: int,
    skeleton: Skeleton,
    items: Items,
    goods: Catalogue,
    payment: Payment,
    delivery: Delivery,
) -> tuple[Refunds, Delivery]:
    """Draw the refunds, and the delivery without what was refunded before shipping."""
    rng = stream(seed, "refunds")
    paid_item = (payment.paid[items.order] != NEVER) & ~items.gift
    early = _before_shipping(rng, skeleton, items, payment, delivery, paid_item)
    delivery = _stop_shipping(delivery, early, skeleton.size, items)
    late = _after_shipping(rng, skeleton, items, goods, delivery, paid_item)
    again = _withdrawn_first(rng, late)
    joined = concatenate([early, late, again])
    return take(joined, np.argsort(joined.apply, kind="stable")), delivery


def _bad(skeleton: Skeleton, payment: Payment, delivery: Delivery) -> Bools:
    """Orders paid while the planted warehouse failed."""
    day = day_at(payment.paid)
    first, last = day_of(planted.BAD_DELIVERY[0]), day_of(planted.BAD_DELIVERY[1])
    found: Bools = (delivery.warehouse == CHENGDU) & (day >= first) & (day <= last)
    return found


def _scene_rate(skeleton: Skeleton) -> Floats:
    by_scene = np.array([0.145, 0.225, 0.28, 0.19])[skeleton.scene]
    found: Floats = by_scene * np.array([1.0, 0.80, 1.12])[skeleton.platform]
    return found


def _before_shipping(
    rng: Rng,
    skeleton: Skeleton,
    items: Items,
    payment: Payment,
    delivery: Delivery,
    paid_item: Bools,
) -> Refunds:
    """Whole orders, refunded between payment and shipping: impulse, mostly after live shows."""
    share = np.array([0.20, 0.42, 0.45, 0.30])[skeleton.scene] * _scene_rate(skeleton)
    bad = _bad(skeleton, payment, delivery)
    share = np.where(bad, 0.16, share)
    wanted = (skeleton.kind == NORMAL) & (payment.paid != NEVER) & (payment.paid < delivery.shipped)
    orders = wanted & chance(rng, share, skeleton.size)
    wait = rng.random(skeleton.size) * np.where(bad, 1.0, 0.8)
    span = np.maximum(delivery.shipped - payment.paid, 0)
    apply = np.where(orders, payment.paid, 0) + (np.where(orders, span, 0) * wait).astype(np.int64)
    success = apply + rng.integers(60, 5 * HOUR, skeleton.size)
    rows = np.flatnonzero(orders[items.order] & paid_item)
    order = items.order[rows]
    mix = np.where(bad[order], 3, 0)
    reason = pick_by_row(rng, REASON_MIX, np.where(bad, 3, 0))[order]
    return _finish(
        rng, items, rows, apply[order], success[order], reason,
        kind=np.full(len(rows), REFUND_ONLY), stage=0, part=np.ones(len(mix)),
    )  # fmt: skip


def _stop_shipping(delivery: Delivery, early: Refunds, orders: int, items: Items) -> Delivery:
    stopped = np.zeros(orders, dtype=bool)
    stopped[items.order[early.item]] = True
    return Delivery(
        city=delivery.city,
        warehouse=delivery.warehouse,
        carrier=np.where(stopped, -1, delivery.carrier),
        shipped=np.where(stopped, NEVER, delivery.shipped),
        received=np.where(stopped, NEVER, delivery.received),
    )


def _after_shipping(
    rng: Rng,
    skeleton: Skeleton,
    items: Items,
    goods: Catalogue,
    delivery: Delivery,
    paid_item: Bools,
) -> Refunds:
    received = delivery.received[items.order]
    cosmetic = goods.spus.category1[items.spu] == COSMETICS
    share = (_scene_rate(skeleton) * np.array([0.80, 0.68, 0.68, 0.75])[skeleton.scene])[
        items.order
    ]
    share = share * np.where(cosmetic, 0.42, 1.10)
    bad = _bad_received(skeleton, delivery)[items.order]
    share = np.where(bad, share + 0.15, share) * ~skeleton.wholesale[items.order]
    ordinary = (skeleton.kind == NORMAL)[items.order] & (received != NEVER)
    rows = np.flatnonzero(ordinary & paid_item & chance(rng, share, items.size))
    apply = received[rows] + (rng.gamma(2.0, 1.3, len(rows)) * DAY).astype(np.int64)
    kind = pick_by_row(rng, np.array([[14.0, 75.0, 11.0]]), np.zeros(len(rows), dtype=np.int64))
    success = apply + (
        np.where(kind == REFUND_ONLY, 0.5, 3.0) * rng.gamma(4, 0.25, len(rows)) * DAY
    ).astype(np.int64)
    apply, success = _after_double_eleven(rng, skeleton, items, rows, apply, success)
    reason = pick_by_row(rng, REASON_MIX, np.where(bad[rows], 4, np.where(cosmetic[rows], 2, 1)))
    part = np.where(
        (kind == REFUND_ONLY) & chance(rng, 0.6, len(rows)), rng.uniform(0.1, 0.5, len(rows)), 1.0
    )
    kept = apply < END
    return _finish(
        rng, items, rows[kept], apply[kept], success[kept], reason[kept],
        kind=kind[kept], stage=1, part=part[kept],
    )  # fmt: skip


def _bad_received(skeleton: Skeleton, delivery: Delivery) -> Bools:
    """Orders that the failing warehouse shipped late: created shortly before or in the window."""
    first, last = day_of(planted.BAD_DELIVERY[0]), day_of(planted.BAD_DELIVERY[1])
    found: Bools = (
        (delivery.warehouse == CHENGDU) & (skeleton.day >= first) & (skeleton.day <= last)
    )
    return found


def _after_double_eleven(
    rng: Rng, skeleton: Skeleton, items: Items, rows: Ints, apply: Ints, success: Ints
) -> tuple[Ints, Ints]:
    """Refunds of what was ordered from 9 to 11 November succeed about ten days after the 11th."""
    day = skeleton.day[items.order[rows]]
    for year in (2024, 2025):
        peak = day_of(f"{year}-11-11")
        centre = int(midnight(np.array(peak + planted.D11_REFUND_DAYS))) + 13 * HOUR
        target = centre + rng.normal(0, 0.45 * DAY, len(rows)).astype(np.int64)
        hit = (day >= peak - 2) & (day <= peak)
        apply = np.where(hit, np.minimum(apply, target - HOUR), apply)
        success = np.where(hit, target, success)
    return apply, success


def _finish(
    rng: Rng, items: Items, rows: Ints, apply: Ints, success: Ints, reason: Ints,
    *, kind: Ints, stage: int, part: Floats,
) -> Refunds:  # fmt: skip
    """Amounts and end of each application; what would end after the last day is in process."""
    size = len(rows)
    swap = kind == GOODS_EXCHANGE
    amount = np.where(swap, 0, (items.pay[rows] * part).astype(np.int64))
    declined = (stage == 1) & chance(rng, 0.02, size)
    status = np.where(declined, DECLINED, SUCCESS)
    status = np.where((status == SUCCESS) & (success >= END), PROCESSING, status)
    returned = (kind != REFUND_ONLY) & (status == SUCCESS)
    return Refunds(
        item=rows,
        apply=apply,
        success=np.where(status == SUCCESS, happened(success), NEVER),
        amount=amount,
        subsidy_back=np.where(swap, 0, (items.subsidy[rows] * part).astype(np.int64)),
        qty_back=np.where(returned, items.qty[rows], 0),
        restocked=returned & chance(rng, 0.9, size),
        kind=kind,
        stage=np.full(size, stage),
        reason=reason,
        status=status,
    )


def _withdrawn_first(rng: Rng, late: Refunds) -> Refunds:
    """Some applications had been made and withdrawn a day or so before."""
    rows = np.flatnonzero(chance(rng, 0.05, len(late.item)))
    size = len(rows)
    zero = np.zeros(size, dtype=np.int64)
    return Refunds(
        item=late.item[rows],
        apply=late.apply[rows] - rng.integers(2 * HOUR, DAY, size) // 4,
        success=np.full(size, NEVER),
        amount=late.amount[rows],
        subsidy_back=zero,
        qty_back=zero,
        restocked=np.zeros(size, dtype=bool),
        kind=late.kind[rows],
        stage=late.stage[rows],
        reason=late.reason[rows],
        status=np.full(size, WITHDRAWN),
    )


def refunds_table(
    refunds: Refunds, skeleton: Skeleton, items: Items, order_ids: Ints, item_ids: Ints
) -> pa.Table:
    """The table `refunds`."""
    order = items.order[refunds.item]
    return pa.table({
        "refund_id": col.big(np.arange(len(order)) + 700_001),
        "order_id": col.big(order_ids[order]),
        "order_item_id": col.big(item_ids[refunds.item]),
        "shop_id": col.code(skeleton.shop[order], SHOP_IDS),
        "platform": col.code(skeleton.platform[order], PLATFORMS),
        "apply_at": col.time(refunds.apply),
        "success_at": col.time(refunds.success),
        "amount": col.money(refunds.amount),
        "subsidy_back": col.money(refunds.subsidy_back),
        "qty_back": col.integer(refunds.qty_back),
        "restocked": col.flag(refunds.restocked),
        "kind": col.code(refunds.kind, REFUND_KINDS),
        "stage": col.code(refunds.stage, STAGES),
        "reason": col.code(refunds.reason, REASONS),
        "status": col.code(refunds.status, STATUSES),
    })  # fmt: skip
