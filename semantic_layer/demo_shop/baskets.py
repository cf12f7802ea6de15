"""What is in each order: lines, prices, discounts, and pay amounts that add up to the cent."""

from dataclasses import dataclass

import numpy as np

from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.campaigns import PLATFORM_CAMPAIGNS
from semantic_layer.demo_shop.catalogue import COSMETICS, SAMPLE_BELOW, Catalogue
from semantic_layer.demo_shop.catalogue_words import CLUSTERS
from semantic_layer.demo_shop.channels import (
    BEAUTY,
    DOUYIN,
    OUTLET,
    SHOP_LINE,
)
from semantic_layer.demo_shop.clock import DAYS, WEEKS, day_of
from semantic_layer.demo_shop.people import People
from semantic_layer.demo_shop.places import REMOTE
from semantic_layer.demo_shop.sampling import (
    Bools,
    Floats,
    Ints,
    Rng,
    chance,
    pick,
    pick_by_row,
    position_in_group,
    share_out,
    stream,
    sum_by,
)
from semantic_layer.demo_shop.skeleton import INTERNAL, NORMAL, Skeleton

COUPON_KINDS = ("none", "shop", "platform", "member")
NO_COUPON, SHOP_COUPON, PLATFORM_COUPON, MEMBER_COUPON = range(4)
LINES_PER_ORDER = np.array([0.72, 0.20, 0.06, 0.015, 0.005])
TASTE = 0.55
COMPANION = 0.35


@dataclass(frozen=True)
class Items:
    """Order lines sorted by order; money in cents. `order` is the position of the order."""

    order: Ints
    sku: Ints
    spu: Ints
    qty: Ints
    list_price: Ints
    unit_cost: Ints
    gift: Bools
    pay: Ints
    subsidy: Ints

    @property
    def size(self) -> int:
        """Number of lines."""
        return len(self.order)

    @property
    def line(self) -> Ints:
        """Line number within the order, from 1."""
        return position_in_group(self.order) + 1


@dataclass(frozen=True)
class Amounts:
    """Money of each order in cents. `face` is the coupon's part of shop_discount."""

    listed: Ints
    shop_discount: Ints
    platform_discount: Ints
    freight: Ints
    coupon_kind: Ints
    face: Ints

    @property
    def pay(self) -> Ints:
        """pay_amount."""
        return self.listed - self.shop_discount - self.platform_discount + self.freight


@dataclass(frozen=True)
class _Lines:
    order: Ints
    spu: Ints
    sku: Ints
    qty: Ints
    gift: Bools


def make_baskets(
    seed: int, skeleton: Skeleton, people: People, goods: Catalogue
) -> tuple[Items, Amounts]:
    """Fill every order and price it."""
    rng = stream(seed, "baskets")
    lines = _with_gifts(rng, _draw_lines(rng, skeleton, people, goods), skeleton, goods)
    day = skeleton.day[lines.order]
    price, cost = goods.skus.price_on(lines.sku, day), goods.skus.cost_on(lines.sku, day)
    value = np.where(lines.gift, 0, price * lines.qty)
    amounts = _amounts(rng, skeleton, people, sum_by(lines.order, value, skeleton.size))
    discount = share_out(lines.order, value, amounts.shop_discount + amounts.platform_discount)
    return Items(
        order=lines.order, sku=lines.sku, spu=lines.spu, qty=lines.qty,
        list_price=price, unit_cost=cost, gift=lines.gift, pay=value - discount,
        subsidy=share_out(lines.order, value, amounts.platform_discount),
    ), amounts  # fmt: skip


def _draw_lines(rng: Rng, skeleton: Skeleton, people: People, goods: Catalogue) -> _Lines:
    count = pick(rng, LINES_PER_ORDER, skeleton.size) + 1
    order = np.repeat(np.arange(skeleton.size), count)
    spu = _draw_styles(rng, skeleton, people, goods, order)
    sku = goods.first_sku[spu] + pick_by_row(rng, goods.sku_weights(), spu)
    sku = _avoid_sold_out(goods, sku, skeleton.day[order])
    qty = pick(rng, np.array([0.94, 0.05, 0.01]), len(order)) + 1
    bulk = skeleton.wholesale[order]
    qty[bulk] = rng.integers(8, 25, int(bulk.sum()))
    return _Lines(order, spu, sku, qty, np.zeros(len(order), dtype=bool))


def _draw_styles(
    rng: Rng, skeleton: Skeleton, people: People, goods: Catalogue, order: Ints
) -> Ints:
    """Styles by line of shop and week, half of them by the customer's taste; companions."""
    line, week = SHOP_LINE[skeleton.shop[order]], skeleton.day[order] // 7
    weights, by_taste = goods.weekly_weights(), goods.cluster_weights()
    spu = pick_by_row(rng, weights.reshape(-1, goods.spus.size), line * WEEKS + week)
    customer = skeleton.customer[order]
    cluster = people.cluster[customer] % np.where(line == BEAUTY, 3, CLUSTERS)
    known = np.flatnonzero((customer >= 0) & chance(rng, TASTE, len(order)))
    row = ((line * CLUSTERS + cluster) * WEEKS + week)[known]
    spu[known] = pick_by_row(rng, by_taste.reshape(-1, goods.spus.size), row)
    _draw_companions(rng, goods, weights, order, spu, line, week)
    return spu


def _draw_companions(
    rng: Rng, goods: Catalogue, weights: Floats, order: Ints, spu: Ints, line: Ints, week: Ints
) -> None:
    """Some later lines hold the companion of the first line's style (what is bought together)."""
    spus = goods.spus
    evergreen = np.flatnonzero(
        (spus.nth < 4) & (spus.launched < 0) & (spus.list_price >= SAMPLE_BELOW)
    )
    companion = np.zeros(spus.size, dtype=np.int64)
    for category in range(3):
        pool = evergreen[(spus.category1[evergreen] == COSMETICS) == (category == COSMETICS)]
        mine = spus.category1 == category
        companion[mine] = rng.choice(pool, int(mine.sum()))
    first = np.flatnonzero(position_in_group(order) == 0)
    later = np.flatnonzero(chance(rng, COMPANION, len(order)) & (position_in_group(order) > 0))
    wanted = companion[spu[first[order[later]]]]
    sold = weights[line[later], week[later], wanted] > 0
    spu[later[sold]] = wanted[sold]


def _avoid_sold_out(goods: Catalogue, sku: Ints, day: Ints) -> Ints:
    """While the planted size is sold out, its buyers take the next size."""
    style = goods.spus.number(planted.SOLD_OUT_ITEM)
    skus = np.arange(goods.first_sku[style], goods.first_sku[style + 1])
    out = skus[[goods.skus.size[s] == planted.SOLD_OUT_SIZE for s in skus]]
    first, last = day_of(planted.SOLD_OUT[0]), day_of(planted.SOLD_OUT[1])
    moved = np.isin(sku, out) & (day >= first) & (day <= last)
    return np.where(moved, sku + 1, sku)


def _with_gifts(rng: Rng, lines: _Lines, skeleton: Skeleton, goods: Catalogue) -> _Lines:
    """Add a sample to every fifth order that holds cosmetics."""
    cosmetic = goods.spus.category1[lines.spu] == COSMETICS
    orders = np.unique(lines.order[cosmetic & (skeleton.kind[lines.order] == NORMAL)])
    lucky = orders[chance(rng, 0.22, len(orders))]
    samples = np.flatnonzero((goods.spus.list_price < SAMPLE_BELOW) & (goods.spus.launched < 0))
    spu = rng.choice(samples, len(lucky))
    order = np.r_[lines.order, lucky]
    rank = np.argsort(order, kind="stable")
    return _Lines(
        order=order[rank],
        spu=np.r_[lines.spu, spu][rank],
        sku=np.r_[lines.sku, goods.first_sku[spu]][rank],
        qty=np.r_[lines.qty, np.ones(len(lucky), dtype=np.int64)][rank],
        gift=np.r_[lines.gift, np.ones(len(lucky), dtype=bool)][rank],
    )


def campaign_of_day() -> tuple[Ints, Ints]:
    """Campaign number and phase number of each day of the range, -1 outside campaigns."""
    campaign = np.full(DAYS, -1, dtype=np.int64)
    phase = np.full(DAYS, -1, dtype=np.int64)
    for number, one in enumerate(PLATFORM_CAMPAIGNS):
        for part in one.phases:
            days = slice(max(day_of(part.start), 0), max(day_of(part.end) + 1, 0))
            campaign[days] = number
            phase[days] = ("presale", "opening", "peak", "encore").index(part.name)
    return campaign, phase


def _amounts(rng: Rng, skeleton: Skeleton, people: People, listed: Ints) -> Amounts:
    _, phases = campaign_of_day()
    phase = phases[skeleton.day]
    rate = _discount_rate(skeleton, phase) * rng.uniform(0.75, 1.25, skeleton.size)
    rate = np.where(skeleton.kind == INTERNAL, 0.5, rate)
    base = np.round(listed * rate / 100).astype(np.int64) * 100
    kind, face = _coupons(rng, skeleton, people, listed - base, phase)
    subsidy = _subsidy(rng, skeleton, listed - base - face, phase)
    kind = np.where((kind == NO_COUPON) & (subsidy > 0), PLATFORM_COUPON, kind)
    goods_pay = listed - base - face - subsidy
    return Amounts(
        listed=listed,
        shop_discount=base + face,
        platform_discount=subsidy,
        freight=_freight(rng, skeleton, people, goods_pay),
        coupon_kind=kind,
        face=face,
    )


def _discount_rate(skeleton: Skeleton, phase: Ints) -> Floats:
    by_scene = np.array([0.10, 0.17, 0.25, 0.14])[skeleton.scene]
    line = SHOP_LINE[skeleton.shop]
    rate = np.where(line == OUTLET, 0.42, np.where(line == BEAUTY, by_scene * 0.85, by_scene))
    found: Floats = rate + np.array([0.07, 0.06, 0.08, 0.02, 0.0])[phase]
    return found


def _coupons(
    rng: Rng, skeleton: Skeleton, people: People, due: Ints, phase: Ints
) -> tuple[Ints, Ints]:
    """Coupon kind and face value: the steps 5, 10, 20, 30 yuan by what is due."""
    member = (skeleton.customer >= 0) & people.member[skeleton.customer]
    draw = rng.random(skeleton.size)
    share = np.where(phase >= 1, 0.20, 0.13)
    kind = np.where(draw < share, SHOP_COUPON, NO_COUPON)
    kind = np.where(member & (draw > 0.86), MEMBER_COUPON, kind)
    kind = np.where((skeleton.kind == NORMAL) & (skeleton.customer >= 0), kind, NO_COUPON)
    step = np.array([500, 1_000, 2_000, 3_000])[
        np.searchsorted([9_900, 19_900, 29_900], due, side="right")
    ]
    face = np.where((kind != NO_COUPON) & (due > 3_000), step, 0)
    return np.where(face > 0, kind, NO_COUPON), face


def _subsidy(rng: Rng, skeleton: Skeleton, due: Ints, phase: Ints) -> Ints:
    """What the platform pays for the buyer: often in campaigns, with odd cents on douyin."""
    share = np.where((phase == 1) | (phase == 2), 0.42, 0.09)
    given = chance(rng, share, skeleton.size) & (skeleton.kind == NORMAL) & (due > 2_000)
    yuan = np.round(due * rng.uniform(0.04, 0.11, skeleton.size) / 100).astype(np.int64) + 1
    cents = np.where(skeleton.platform == DOUYIN, rng.integers(0, 100, skeleton.size), 0)
    return np.where(given, np.minimum(yuan, 50) * 100 + cents, 0)


def _freight(rng: Rng, skeleton: Skeleton, people: People, due: Ints) -> Ints:
    province = np.where(skeleton.customer >= 0, people.province[skeleton.customer], -1)
    remote = np.isin(province, REMOTE) & chance(rng, 0.7, skeleton.size)
    small = (due < 5_900) & chance(rng, 0.8, skeleton.size)
    return np.where(remote, 1_500, np.where(small, 800, 0))
