"""What becomes of each order: payment, deposit and balance, closing, shipping, receipt."""

from dataclasses import dataclass

import numpy as np

from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.baskets import Amounts, Items, campaign_of_day
from semantic_layer.demo_shop.campaigns import PLATFORM_CAMPAIGNS
from semantic_layer.demo_shop.catalogue import Catalogue
from semantic_layer.demo_shop.channels import (
    JD,
)
from semantic_layer.demo_shop.clock import DAY, HOUR, NEVER, day_of, happened, midnight
from semantic_layer.demo_shop.people import People
from semantic_layer.demo_shop.places import (
    CHENGDU,
    CITIES,
    CITY_PROVINCE,
    CITY_WEIGHT,
    HANGZHOU,
    PROVINCE_WAREHOUSE,
)
from semantic_layer.demo_shop.sampling import (
    Bools,
    Floats,
    Ints,
    Rng,
    chance,
    pick,
    pick_by_row,
    stream,
)
from semantic_layer.demo_shop.skeleton import BRUSHED, NORMAL, Skeleton

PAYMENTS = ("alipay", "wechat", "jdpay", "douyinpay", "card", "cod")
COD = 5
PAYMENT_MIX = np.array([
    [86, 0, 0, 0, 14, 0],
    [0, 38, 48, 0, 14, 0],
    [14, 26, 0, 58, 2, 0],
])  # fmt: skip
CLOSE_REASONS = ("timeout", "cancelled", "balance_unpaid", "rejected", "refunded")
TIMEOUT, CANCELLED, BALANCE_UNPAID, REJECTED, REFUNDED = range(5)
CARRIERS = ("sf", "zto", "yto", "jdl", "ems")
CARRIER_MIX = np.array([[14, 44, 36, 0, 6], [8, 4, 4, 82, 2], [8, 46, 42, 0, 4]])
BALANCE_RATE = 0.87


@dataclass(frozen=True)
class Presale:
    """Deposits; arrays over all orders, NEVER and 0 where an order is no presale."""

    is_presale: Bools
    deposit: Ints
    deposit_paid: Ints
    balance_opens: Ints


@dataclass(frozen=True)
class Payment:
    """How and when each order was paid, or closed unpaid (reason -1 = not closed)."""

    method: Ints
    paid: Ints
    closed: Ints
    reason: Ints


@dataclass(frozen=True)
class Delivery:
    """Where each order goes and when; city -1 = unknown, warehouse -1 = never allotted."""

    city: Ints
    warehouse: Ints
    carrier: Ints
    shipped: Ints
    received: Ints


def make_presale(seed: int, skeleton: Skeleton, amounts: Amounts) -> Presale:
    """Presale orders: tmall (and some jd) orders in the presale phase of a campaign."""
    rng = stream(seed, "presale")
    campaigns, phases = campaign_of_day()
    campaign = campaigns[skeleton.day]
    share = np.array([0.70, 0.25, 0.0])[skeleton.platform]
    wanted = (phases[skeleton.day] == 0) & (skeleton.kind == NORMAL) & ~skeleton.wholesale
    presale = wanted & chance(rng, share, skeleton.size) & (amounts.pay > 6_000) & ~skeleton.extra
    opens = np.array([_opening(number) for number in range(len(PLATFORM_CAMPAIGNS))])[campaign]
    # Who comes on the last evening, when the balance is already due, pays at once.
    presale &= skeleton.created < opens - HOUR
    deposit = np.maximum(amounts.pay // 1_000 * 100, 1_000)
    deposited = presale & chance(rng, 0.96, skeleton.size)
    soon = skeleton.created + rng.integers(5, 1_500, skeleton.size)
    return Presale(
        is_presale=presale,
        deposit=np.where(presale, deposit, 0),
        deposit_paid=happened(np.where(deposited, soon, NEVER)),
        balance_opens=np.where(presale, opens, NEVER),
    )


def _opening(number: int) -> int:
    """20:00 on the eve of the opening phase."""
    phases = PLATFORM_CAMPAIGNS[number].phases
    start = next(phase.start for phase in phases if phase.name == "opening")
    return int(midnight(np.array(day_of(start)))) - 4 * HOUR


def make_payment(seed: int, skeleton: Skeleton, presale: Presale) -> Payment:
    """Payments of all orders except cash on delivery, which `make_delivery` completes."""
    rng = stream(seed, "payment")
    size = skeleton.size
    method = pick_by_row(rng, PAYMENT_MIX.astype(float), skeleton.platform)
    cash = (skeleton.platform == JD) & (skeleton.kind == NORMAL) & ~presale.is_presale
    method = np.where(cash & chance(rng, 0.06, size), COD, method)
    pays = ~chance(rng, _unpaid_share(skeleton), size) | (method == COD)
    paid = np.where(pays, skeleton.created + _hesitation(rng, size), NEVER)
    paid = np.where(presale.is_presale, _balance(rng, presale), paid)
    paid = happened(np.where(method == COD, NEVER, paid))
    closed, reason = _closing(rng, skeleton, presale, paid, method)
    return Payment(method, paid, closed, reason)


def _unpaid_share(skeleton: Skeleton) -> Floats:
    by_scene = np.array([0.14, 0.22, 0.24, 0.18])[skeleton.scene]
    share = np.where(
        skeleton.kind == NORMAL, by_scene, np.where(skeleton.kind == BRUSHED, 0.01, 0.0)
    )
    return np.where(skeleton.extra | skeleton.wholesale, 0.02, share)


def _hesitation(rng: Rng, size: int) -> Ints:
    """Seconds from placing to paying: most at once, some within a day."""
    quick = rng.integers(6, 150, size)
    slow = np.minimum(np.exp(rng.normal(np.log(2 * HOUR), 1.2, size)), 23 * HOUR).astype(np.int64)
    return np.where(chance(rng, 0.88, size), quick, slow + 150)


def _balance(rng: Rng, presale: Presale) -> Ints:
    size = len(presale.deposit)
    pays = (presale.deposit_paid != NEVER) & chance(rng, BALANCE_RATE, size)
    delay = np.minimum(rng.exponential(11 * HOUR, size), 4 * DAY).astype(np.int64)
    return np.where(pays, np.where(pays, presale.balance_opens, 0) + delay, NEVER)


def _closing(
    rng: Rng, skeleton: Skeleton, presale: Presale, paid: Ints, method: Ints
) -> tuple[Ints, Ints]:
    """Unpaid orders close: cancelled by the buyer, timed out, or the balance stayed unpaid."""
    size = skeleton.size
    open_ = (paid == NEVER) & (method != COD)
    cancelled = chance(rng, 0.4, size)
    wait = np.where(cancelled, rng.integers(60, 12 * HOUR, size), DAY)
    reason = np.where(cancelled, CANCELLED, TIMEOUT)
    closed = skeleton.created + wait
    balance = presale.is_presale & (presale.deposit_paid != NEVER)
    closed = np.where(balance, np.where(balance, presale.balance_opens, 0) + 5 * DAY, closed)
    reason = np.where(balance, BALANCE_UNPAID, reason)
    closed = happened(np.where(open_, closed, NEVER))
    return closed, np.where(closed == NEVER, -1, reason)


def make_delivery(
    seed: int, skeleton: Skeleton, people: People, items: Items, goods: Catalogue, payment: Payment
) -> tuple[Delivery, Payment]:
    """Ship what is paid or ordered as cash on delivery; also the payments, COD completed."""
    rng = stream(seed, "delivery")
    city = _ship_city(rng, skeleton, people)
    warehouse = _warehouse(skeleton, items, goods, city)
    cash = payment.method == COD
    cancelled = cash & chance(rng, 0.05, skeleton.size)
    ready = np.where(cash & ~cancelled, skeleton.created + 600, payment.paid)
    shipped = happened(
        np.where(ready == NEVER, NEVER, ready + _handling(rng, skeleton, ready, warehouse))
    )
    received = _received(rng, skeleton, shipped, warehouse, city)
    payment = _complete_cod(rng, skeleton, payment, cancelled, received)
    delivery = Delivery(
        city=city,
        warehouse=np.where(ready == NEVER, -1, warehouse),
        carrier=np.where(
            shipped == NEVER, -1, pick_by_row(rng, CARRIER_MIX.astype(float), skeleton.platform)
        ),
        shipped=shipped,
        received=np.where(payment.reason == REJECTED, NEVER, received),
    )
    return delivery, payment


def _ship_city(rng: Rng, skeleton: Skeleton, people: People) -> Ints:
    """The customer's home town, sometimes another; drawn for guests; seldom unknown."""
    size = skeleton.size
    home = np.where(skeleton.customer >= 0, people.city[skeleton.customer], -1)
    elsewhere = pick(rng, CITY_WEIGHT, size)
    moved = (home < 0) | (chance(rng, 0.05, size) & ~skeleton.extra)
    return np.where(chance(rng, 0.008, size), -1, np.where(moved, elsewhere, home))


def _warehouse(skeleton: Skeleton, items: Items, goods: Catalogue, city: Ints) -> Ints:
    """The warehouse of the region when it keeps all of the order's styles, else Hangzhou."""
    wide = goods.stocked_everywhere()[items.spu] | items.gift
    complete = np.ones(skeleton.size, dtype=bool)
    complete[items.order[~wide]] = False
    region = np.where(city >= 0, PROVINCE_WAREHOUSE[CITY_PROVINCE[city % len(CITIES)]], HANGZHOU)
    return np.where(complete, region, HANGZHOU)


def _in_bad_delivery(moments: Ints, warehouse: Ints) -> Bools:
    first, last = day_of(planted.BAD_DELIVERY[0]), day_of(planted.BAD_DELIVERY[1])
    low, high = int(midnight(np.array(first))), int(midnight(np.array(last + 1)))
    found: Bools = (warehouse == CHENGDU) & (moments >= low) & (moments < high)
    return found


def _handling(rng: Rng, skeleton: Skeleton, ready: Ints, warehouse: Ints) -> Ints:
    """Seconds from payment to shipping; longer in campaigns and in the planted failure."""
    hours = np.exp(rng.normal(np.log(15), 0.55, skeleton.size))
    _, phases = campaign_of_day()
    busy = np.isin(phases[skeleton.day], (1, 2))
    hours = hours * np.where(busy, 1.6, 1.0)
    hours = np.where(
        _in_bad_delivery(ready, warehouse), hours + rng.uniform(60, 110, skeleton.size), hours
    )
    return (hours * HOUR).astype(np.int64)


def _received(rng: Rng, skeleton: Skeleton, shipped: Ints, warehouse: Ints, city: Ints) -> Ints:
    near = (city >= 0) & (PROVINCE_WAREHOUSE[CITY_PROVINCE[city % len(CITIES)]] == warehouse)
    days = np.where(near, 1.9, 3.1) * np.exp(rng.normal(0, 0.3, skeleton.size))
    days = np.where(skeleton.platform == JD, days * 0.6, days)
    lost = chance(rng, 0.004, skeleton.size)
    went = (shipped != NEVER) & ~lost
    return happened(
        np.where(went, np.where(went, shipped, 0) + (days * DAY).astype(np.int64), NEVER)
    )


def _complete_cod(
    rng: Rng, skeleton: Skeleton, payment: Payment, cancelled: Bools, received: Ints
) -> Payment:
    """Cash on delivery is paid when received; one in ten is rejected at the door."""
    cash = (payment.method == COD) & ~cancelled
    rejected = cash & (received != NEVER) & chance(rng, 0.10, skeleton.size)
    paid = np.where(cash & ~rejected, received, payment.paid)
    early = happened(skeleton.created + rng.integers(300, 10 * HOUR, skeleton.size))
    closed = np.where(cancelled, early, np.where(rejected, received, payment.closed))
    reason = np.where(
        rejected, REJECTED, np.where(cancelled & (early != NEVER), CANCELLED, payment.reason)
    )
    return Payment(payment.method, paid, closed, reason)
