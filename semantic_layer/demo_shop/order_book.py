"""The finished order book: all orders with the exchange orders, their ids, and their two tables."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.baskets import COUPON_KINDS, Amounts, Items, campaign_of_day
from semantic_layer.demo_shop.campaigns import (
    CAMPAIGN_IDS,
    CAMPAIGNS,
    PLATFORM_CAMPAIGNS,
    campaign_number,
)
from semantic_layer.demo_shop.catalogue import Catalogue
from semantic_layer.demo_shop.channels import (
    CHANNEL_OF_SUB,
    CHANNELS,
    PLATFORMS,
    SCENES,
    SHOP_IDS,
    SHOP_PLATFORM,
    SHORT_VIDEO,
    SUB_CHANNELS,
)
from semantic_layer.demo_shop.clock import (
    DAY,
    END,
    EPOCH_DAY,
    NEVER,
    UTC_OFFSET,
    day_at,
    day_of,
    happened,
)
from semantic_layer.demo_shop.fulfilment import (
    CARRIERS,
    CLOSE_REASONS,
    PAYMENTS,
    REFUNDED,
    Delivery,
    Payment,
    Presale,
)
from semantic_layer.demo_shop.live import Creators, Sessions
from semantic_layer.demo_shop.places import (
    CITIES,
    CITY_PROVINCE,
    PROVINCES,
    WAREHOUSE_IDS,
    provinces_named,
)
from semantic_layer.demo_shop.refunds import GOODS_EXCHANGE, SUCCESS, Refunds
from semantic_layer.demo_shop.sampling import (
    Ints,
    concatenate,
    position_in_group,
    stream,
    sum_by,
    take,
)
from semantic_layer.demo_shop.skeleton import EXCHANGE, KINDS, NORMAL, Skeleton

STATUSES = ("unpaid", "deposit_paid", "paid", "shipped", "received", "closed")
DEVICES = ("ios", "android", "pc", "mini")
DEVICE_MIX = np.array([0.40, 0.44, 0.07, 0.09])


@dataclass(frozen=True)
class OrderRows:
    """Columns of the table `orders` as raw numbers; -1 and NEVER stand for null."""

    customer: Ints
    shop: Ints
    sub_channel: Ints
    scene: Ints
    kind: Ints
    presale: Ints
    method: Ints
    coupon_kind: Ints
    coupon: Ints
    device: Ints
    created: Ints
    deposit_paid: Ints
    deposit: Ints
    balance_opens: Ints
    paid: Ints
    shipped: Ints
    received: Ints
    closed: Ints
    reason: Ints
    listed: Ints
    shop_discount: Ints
    platform_discount: Ints
    freight: Ints
    live: Ints
    creator: Ints
    campaign: Ints
    warehouse: Ints
    carrier: Ints
    city: Ints
    visitor: Ints

    @property
    def size(self) -> int:
        """Number of orders."""
        return len(self.created)


@dataclass(frozen=True)
class OrderBook:
    """All orders and lines with their ids; the exchange orders come after the `main` ones."""

    rows: OrderRows
    items: Items
    order_ids: Ints
    item_ids: Ints
    main: int

    @property
    def platform(self) -> Ints:
        """Platform of each order."""
        return SHOP_PLATFORM[self.rows.shop]

    def paid_normal(self) -> Ints:
        """Positions of the valid paid orders."""
        return np.flatnonzero((self.rows.kind == NORMAL) & (self.rows.paid != NEVER))


def make_rows(
    seed: int,
    skeleton: Skeleton,
    amounts: Amounts,
    presale: Presale,
    payment: Payment,
    delivery: Delivery,
    sessions: Sessions,
    creators: Creators,
) -> OrderRows:
    """Bring together what the steps before decided about each order."""
    rng = stream(seed, "order rows")
    unknown = rng.random(skeleton.size) < 0.02
    device = np.searchsorted(
        np.cumsum(DEVICE_MIX)[:-1], ((skeleton.visitor * 2_654_435_761) % 1000) / 1000
    )
    return OrderRows(
        customer=skeleton.customer,
        shop=skeleton.shop,
        sub_channel=skeleton.sub_channel,
        scene=skeleton.scene,
        kind=skeleton.kind,
        presale=presale.is_presale.astype(np.int64),
        method=payment.method,
        coupon_kind=amounts.coupon_kind,
        coupon=np.full(skeleton.size, -1),
        device=np.where(unknown, -1, device),
        created=skeleton.created,
        deposit_paid=presale.deposit_paid,
        deposit=presale.deposit,
        balance_opens=presale.balance_opens,
        paid=payment.paid,
        shipped=delivery.shipped,
        received=delivery.received,
        closed=payment.closed,
        reason=payment.reason,
        listed=amounts.listed,
        shop_discount=amounts.shop_discount,
        platform_discount=amounts.platform_discount,
        freight=amounts.freight,
        live=np.where(skeleton.session < 0, -1, sessions.ids[skeleton.session]),
        creator=_creators_of(seed, skeleton, sessions, creators),
        campaign=_campaigns_of(skeleton, delivery),
        warehouse=delivery.warehouse,
        carrier=delivery.carrier,
        city=delivery.city,
        visitor=skeleton.visitor,
    )


def _creators_of(seed: int, skeleton: Skeleton, sessions: Sessions, creators: Creators) -> Ints:
    """The creator of the session; for part of the short videos one of the small creators."""
    rng = stream(seed, "video creators")
    of_session = np.where(skeleton.session < 0, -1, sessions.creator[skeleton.session])
    video = (skeleton.scene == SHORT_VIDEO) & (
        skeleton.sub_channel == SUB_CHANNELS.index("video_creator")
    )
    small = np.flatnonzero(creators.tier > 0)
    creator = np.where(video, rng.choice(small, skeleton.size), of_session)
    return np.where(creator < 0, -1, creators.ids[creator])


def _campaigns_of(skeleton: Skeleton, delivery: Delivery) -> Ints:
    """The platform campaign of the day, or the regional campaign for its provinces."""
    numbers = np.array([campaign_number(one.id) for one in PLATFORM_CAMPAIGNS] + [-1])
    campaign = numbers[campaign_of_day()[0][skeleton.day]]
    own = CAMPAIGNS[campaign_number(planted.REGION_CAMPAIGN)]
    province = np.where(delivery.city < 0, -1, CITY_PROVINCE[delivery.city])
    within = (skeleton.day >= day_of(own.start)) & (skeleton.day <= day_of(own.end))
    mine = within & np.isin(province, provinces_named(own.provinces))
    return np.where(mine, campaign_number(own.id), campaign)


def close_refunded(rows: OrderRows, items: Items, refunds: Refunds) -> OrderRows:
    """Close the orders whose every line was refunded in full."""
    back = np.zeros(items.size, dtype=bool)
    full = (
        (refunds.status == SUCCESS)
        & (refunds.amount == items.pay[refunds.item])
        & (refunds.amount > 0)
    )
    back[refunds.item[full]] = True
    open_lines = sum_by(items.order, ~(back | items.gift), rows.size)
    last = np.full(rows.size, NEVER)
    np.maximum.at(last, items.order[refunds.item[full]], refunds.success[full])
    done = (open_lines == 0) & (last != NEVER)
    return replace(
        rows,
        closed=np.where(done, last, rows.closed),
        reason=np.where(done, REFUNDED, rows.reason),
    )


def add_exchanges(
    seed: int, rows: OrderRows, items: Items, refunds: Refunds, goods: Catalogue, wanted: int
) -> OrderBook:
    """Add the orders that send out exchanged goods (pay_amount 0), and number everything."""
    rng = stream(seed, "exchanges")
    pool = np.flatnonzero((refunds.kind == GOODS_EXCHANGE) & (refunds.status == SUCCESS))
    chosen = np.sort(rng.choice(pool, wanted, replace=wanted > len(pool)))
    line = refunds.item[chosen]
    again = _exchange_rows(rows, items, line, refunds.success[chosen])
    lines = _exchange_items(items, line, rows.size, goods)
    joined = concatenate([rows, again])
    all_items = concatenate([items, lines])
    ids = _order_ids(joined.created)
    item_ids = ids[all_items.order] * 10 + all_items.line
    return OrderBook(joined, all_items, ids, item_ids, main=rows.size)


def _exchange_rows(rows: OrderRows, items: Items, line: Ints, created: Ints) -> OrderRows:
    """Copies of the first orders with new moments, nothing to pay and no marketing."""
    old = items.order[line]
    value = items.list_price[line] * items.qty[line]
    size = len(line)
    copy = take(rows, old)
    never, none, zero = np.full(size, NEVER), np.full(size, -1), np.zeros(size, dtype=np.int64)
    shipped = happened(created + DAY)
    return replace(
        copy,
        kind=np.full(size, EXCHANGE),
        presale=zero,
        coupon_kind=zero,
        coupon=none,
        created=created,
        paid=created,
        deposit_paid=never,
        deposit=zero,
        balance_opens=never,
        shipped=shipped,
        received=happened(np.where(shipped == NEVER, END, shipped + 3 * DAY)),
        closed=never,
        reason=none,
        carrier=np.where(shipped == NEVER, -1, copy.carrier),
        listed=value,
        shop_discount=value,
        platform_discount=zero,
        freight=zero,
        live=none,
        creator=none,
        campaign=none,
    )


def _exchange_items(items: Items, line: Ints, first: int, goods: Catalogue) -> Items:
    size = len(line)
    zero = np.zeros(size, dtype=np.int64)
    # The next SKU of the same style: another size or colour.
    spu = items.spu[line]
    begin, count = goods.first_sku[spu], np.diff(goods.first_sku)[spu]
    return Items(
        order=np.arange(size) + first,
        sku=begin + (items.sku[line] - begin + 1) % count,
        spu=spu,
        qty=items.qty[line],
        list_price=items.list_price[line],
        unit_cost=items.unit_cost[line],
        gift=np.zeros(size, dtype=bool),
        pay=zero,
        subsidy=zero,
    )


def _order_ids(created: Ints) -> Ints:
    """yyyymmdd * 1,000,000 + number in the day."""
    order = np.argsort(created, kind="stable")
    day = day_at(created[order])
    stamp = (np.arange(day[-1] + 1) + EPOCH_DAY).astype("datetime64[D]")
    months = stamp.astype("datetime64[M]")
    year = stamp.astype("datetime64[Y]").astype(np.int64) + 1970
    number = (
        year * 10_000
        + (months.astype(np.int64) % 12 + 1) * 100
        + (stamp - months).astype(np.int64)
        + 1
    )
    ids = np.empty(len(created), dtype=np.int64)
    ids[order] = number[day] * 1_000_000 + position_in_group(day) + 1
    return ids


def _status(rows: OrderRows) -> Ints:
    status = np.zeros(rows.size, dtype=np.int64)
    status[rows.deposit_paid != NEVER] = 1
    status[rows.paid != NEVER] = 2
    status[rows.shipped != NEVER] = 3
    status[rows.received != NEVER] = 4
    status[rows.closed != NEVER] = 5
    return status


def _utc(seconds: Ints) -> Ints:
    return np.where(seconds == NEVER, NEVER, seconds - UTC_OFFSET)


def orders_table(book: OrderBook, customer_ids: Ints) -> pa.Table:
    """The table `orders`, sorted by order_id."""
    rank = np.argsort(book.order_ids)
    r = take(book.rows, rank)
    paid = r.paid != NEVER
    province = np.where(r.city < 0, -1, CITY_PROVINCE[r.city])
    chosen = paid | (r.method == PAYMENTS.index("cod"))
    pay = r.listed - r.shop_discount - r.platform_discount + r.freight
    return pa.table({
        "order_id": col.big(book.order_ids[rank]),
        "customer_id": col.big_or_null(np.where(r.customer < 0, -1, customer_ids[r.customer])),
        "shop_id": col.code(r.shop, SHOP_IDS),
        "platform": col.code(SHOP_PLATFORM[r.shop], PLATFORMS),
        "channel": col.code(CHANNEL_OF_SUB[r.sub_channel], CHANNELS),
        "sub_channel": col.code(r.sub_channel, SUB_CHANNELS),
        "scene": col.code(r.scene, SCENES),
        "kind": col.code(r.kind, KINDS),
        "status": col.code(_status(r), STATUSES),
        "is_presale": col.flag(r.presale == 1),
        "payment_method": col.code(np.where(chosen, r.method, -1), PAYMENTS),
        "coupon_kind": col.code(r.coupon_kind, COUPON_KINDS),
        "coupon_id": col.big_or_null(r.coupon),
        "device": col.code(r.device, DEVICES),
        "created_at": col.time(r.created),
        "created_at_utc": col.time(_utc(r.created)),
        "deposit_paid_at": col.time(r.deposit_paid),
        "deposit_amount": col.money(r.deposit, null=r.presale == 0),
        "balance_opens_at": col.time(r.balance_opens),
        "paid_at": col.time(r.paid),
        "paid_at_utc": col.time(_utc(r.paid)),
        "shipped_at": col.time(r.shipped),
        "received_at": col.time(r.received),
        "closed_at": col.time(r.closed),
        "close_reason": col.code(r.reason, CLOSE_REASONS),
        "list_amount": col.money(r.listed),
        "shop_discount": col.money(r.shop_discount),
        "platform_discount": col.money(r.platform_discount),
        "freight": col.money(r.freight),
        "pay_amount": col.money(pay),
        "live_id": col.big_or_null(r.live),
        "creator_id": col.integer_or_null(r.creator),
        "campaign_id": col.code(r.campaign, CAMPAIGN_IDS),
        "warehouse_id": col.code(r.warehouse, WAREHOUSE_IDS),
        "carrier": col.code(r.carrier, CARRIERS),
        "ship_province": col.code(province, PROVINCES),
        "ship_city": col.code(r.city, CITIES),
        "visitor_id": col.big(r.visitor),
    })  # fmt: skip


def items_table(book: OrderBook, goods: Catalogue) -> pa.Table:
    """The table `order_items`, sorted by order_item_id."""
    rank = np.argsort(book.item_ids)
    items = book.items
    return pa.table({
        "order_item_id": col.big(book.item_ids[rank]),
        "order_id": col.big(book.order_ids[items.order[rank]]),
        "sku_id": col.big(goods.skus.ids[items.sku[rank]]),
        "spu_id": col.integer(goods.spus.ids[items.spu[rank]]),
        "qty": col.integer(items.qty[rank]),
        "list_price": col.money(items.list_price[rank]),
        "pay_amount": col.money(items.pay[rank]),
        "unit_cost": col.money(items.unit_cost[rank]),
        "is_gift": col.flag(items.gift[rank]),
    })  # fmt: skip
