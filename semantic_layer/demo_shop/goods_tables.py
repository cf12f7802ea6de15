"""The tables `spus`, `products`, `product_prices` and `product_costs`."""

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop.catalogue import ROLES, Catalogue, Change, season_name
from semantic_layer.demo_shop.catalogue_words import BRAND_OF_PREFIX, FAMILIES
from semantic_layer.demo_shop.clock import DAYS, NEVER
from semantic_layer.demo_shop.sampling import Ints

BANDS = ("100以下", "100-199", "200-399", "400以上")


def spus_table(goods: Catalogue) -> pa.Table:
    """The table `spus`."""
    spus = goods.spus
    family = [FAMILIES[number] for number in spus.family]
    band = np.searchsorted([10_000, 20_000, 40_000], spus.list_price, side="right")
    return pa.table({
        "spu_id": col.integer(spus.ids),
        "item_no": col.text(spus.item_no),
        "nickname": col.text(spus.nickname),
        "title": col.text(spus.title),
        "category1": col.text([one.category1 for one in family]),
        "category2": col.text([one.category2 for one in family]),
        "category3": col.text([one.category3 for one in family]),
        "brand": col.text([BRAND_OF_PREFIX[one.code[:2]] for one in family]),
        "season": col.text([season_name(one.seasons) for one in family]),
        "price_band": col.code(band, BANDS),
        "role": col.code(spus.role, ROLES),
        "launched_at": col.date(spus.launched),
        "delisted_at": col.date_or_null(spus.delisted),
    })  # fmt: skip


def products_table(goods: Catalogue) -> pa.Table:
    """The table `products`, with today's price and cost."""
    skus = goods.skus
    everything, today = np.arange(len(skus.spu)), np.full(len(skus.spu), DAYS)
    names = [
        f"{goods.spus.nickname[spu]} {colour} {size}"
        for spu, colour, size in zip(skus.spu, skus.colour, skus.size, strict=True)
    ]
    return pa.table({
        "sku_id": col.big(skus.ids),
        "spu_id": col.integer(goods.spus.ids[skus.spu]),
        "sku_name": col.text(names),
        "colour": col.text(skus.colour),
        "size": col.text(skus.size),
        "is_core_size": col.flag(skus.core),
        "list_price": col.money(skus.price_on(everything, today)),
        "unit_cost": col.money(skus.cost_on(everything, today)),
        "barcode": col.text([f"690{number:010d}" for number in skus.ids]),
    })  # fmt: skip


def windows_table(
    goods: Catalogue, name: str, start: Ints, changes: tuple[Change, ...]
) -> pa.Table:
    """Validity windows of a price or cost: from launch, and from each change on."""
    launched = goods.spus.launched[goods.skus.spu]
    rows = [(sku, int(launched[sku]), int(value)) for sku, value in enumerate(start)]
    rows += [
        (change.sku, change.day, change.value)
        for change in changes
        if change.day > launched[change.sku]
    ]
    rows.sort()
    sku, begin, value = (np.array(column) for column in zip(*rows, strict=True))
    same = np.r_[sku[1:] == sku[:-1], False]
    until = np.where(same, np.r_[begin[1:], 0] - 1, NEVER)
    return pa.table({
        "sku_id": col.big(goods.skus.ids[sku]),
        "valid_from": col.date(begin),
        "valid_to": col.date_or_null(until),
        name: col.money(value),
    })  # fmt: skip
