"""Reviews in Chinese: stars and words follow from product and delivery."""

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.baskets import Items
from semantic_layer.demo_shop.catalogue import ACCESSORIES, COSMETICS, Catalogue
from semantic_layer.demo_shop.channels import PLATFORMS, SHOP_IDS
from semantic_layer.demo_shop.clock import DAY, END, NEVER, day_at, day_of
from semantic_layer.demo_shop.order_book import OrderBook
from semantic_layer.demo_shop.places import CHENGDU
from semantic_layer.demo_shop.review_words import BAD, GOOD, LATE, MIDDLE
from semantic_layer.demo_shop.sampling import Bools, Ints, Rng, chance, pick_by_row, stream
from semantic_layer.demo_shop.skeleton import NORMAL

WRITTEN, DEFAULT = 0.24, 0.30
# Stars 1 to 5: ordinary orders, and orders that the failing warehouse sent late.
STAR_MIX = np.array([[2.2, 2.3, 5.5, 17.0, 73.0], [46.0, 30.0, 13.0, 7.0, 4.0]])
SUBJECTS = ("apparel", "beauty", "accessory")


def reviews_table(seed: int, book: OrderBook, goods: Catalogue, customer_ids: Ints) -> pa.Table:
    """The table `reviews`, in order of time: written ones, and the system's own default praise."""
    rng = stream(seed, "reviews")
    items, rows = book.items, book.rows
    received = rows.received[items.order]
    late = _late(book)[items.order]
    open_ = (rows.kind == NORMAL)[items.order] & (received != NEVER) & ~items.gift
    draw = rng.random(items.size)
    written = open_ & (draw < np.where(late, 0.55, WRITTEN))
    default = open_ & ~written & (draw > 1 - DEFAULT)
    line = np.flatnonzero(written | default)
    wait = np.where(written[line], rng.gamma(2.0, 1.6, len(line)) * DAY, 15 * DAY).astype(np.int64)
    at = received[line] + wait
    line, at = line[at < END], at[at < END]
    rank = np.argsort(at, kind="stable")
    line, at = line[rank], at[rank]
    return _table(rng, book, goods, customer_ids, line, at, written[line], late[line])


def _late(book: OrderBook) -> Bools:
    first, last = day_of(planted.BAD_DELIVERY[0]), day_of(planted.BAD_DELIVERY[1])
    day = day_at(book.rows.paid)
    found: Bools = (book.rows.warehouse == CHENGDU) & (day >= first) & (day <= last)
    return found


def _table(
    rng: Rng,
    book: OrderBook,
    goods: Catalogue,
    ids: Ints,
    line: Ints,
    at: Ints,
    written: Bools,
    late: Bools,
) -> pa.Table:
    items = book.items
    order = items.order[line]
    stars = np.where(written, pick_by_row(rng, STAR_MIX, late.astype(np.int64)) + 1, 5)
    customer = book.rows.customer[order]
    return pa.table({
        "review_id": col.big(np.arange(len(line)) + 600_001),
        "order_id": col.big(book.order_ids[order]),
        "order_item_id": col.big(book.item_ids[line]),
        "spu_id": col.integer(goods.spus.ids[items.spu[line]]),
        "customer_id": col.big_or_null(np.where(customer < 0, -1, ids[customer])),
        "shop_id": col.code(book.rows.shop[order], SHOP_IDS),
        "platform": col.code(book.platform[order], PLATFORMS),
        "created_at": col.time(at),
        "stars": col.integer(stars),
        "is_default": col.flag(~written),
        "text": col.text(_texts(rng, items, goods, line, stars, written, late)),
        "has_image": col.flag(written & chance(rng, 0.22, len(line))),
    })  # fmt: skip


def _texts(
    rng: Rng, items: Items, goods: Catalogue, line: Ints, stars: Ints, written: Bools, late: Bools
) -> list[str | None]:
    category = goods.spus.category1[items.spu[line]]
    subject = np.where(category == COSMETICS, 1, np.where(category == ACCESSORIES, 2, 0))
    draws = rng.random((len(line), 4))
    return [
        _text(SUBJECTS[s], int(star), bool(bad), draw) if spoken else None
        for s, star, spoken, bad, draw in zip(
            subject, stars, written, late, draws.tolist(), strict=True
        )
    ]


def _text(subject: str, stars: int, late: bool, draw: list[float]) -> str:
    if late and stars <= 3:
        parts = [_one(LATE, draw[0])] + ([_one(BAD["ending"], draw[2])] if draw[1] < 0.5 else [])
    elif stars == 3:
        parts = [_one(MIDDLE, draw[0])] + ([_one(BAD[subject], draw[2])] if draw[1] < 0.4 else [])
    else:
        words = GOOD if stars >= 4 else BAD
        parts = [_one(words[subject], draw[0])]
        parts += [_one(words["delivery"], draw[2])] if draw[1] < 0.35 else []
        parts += [_one(words["ending"], draw[3])] if draw[1] > 0.25 else []
    return "，".join(parts) + ("！" if stars == 5 and draw[3] > 0.6 else "。")


def _one(words: tuple[str, ...], draw: float) -> str:
    return words[int(draw * len(words))]
