"""Stock: what came in, went out and lay in each warehouse, day by day, tied to the orders shipped.

A cell is one SKU in one warehouse. Every unit shipped leaves a cell on the day of shipping; goods
are bought in for the coming weeks' real demand, give or take, and in a hurry when a cell would fall
below zero.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import columns as col
from semantic_layer.demo_shop import planted
from semantic_layer.demo_shop.catalogue import Catalogue
from semantic_layer.demo_shop.clock import DAYS, NEVER, day_at, day_of
from semantic_layer.demo_shop.order_book import OrderBook
from semantic_layer.demo_shop.places import HANGZHOU, WAREHOUSE_IDS, WAREHOUSES
from semantic_layer.demo_shop.refunds import Refunds
from semantic_layer.demo_shop.sampling import Bools, Floats, Ints, stream, sum_by

MOVES = ("opening", "receipt", "sale", "return")
REVIEW = 7
AFTERLIFE = 60


@dataclass(frozen=True)
class Cells:
    """Pairs of SKU and warehouse; `index` finds the cell (SKUs x warehouses, -1 = not kept)."""

    sku: Ints
    warehouse: Ints
    index: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True)
class Flow:
    """Units by day and cell (days x cells)."""

    opening: Ints
    receipt: Ints
    sale: Ints
    returned: Ints
    on_hand: Ints
    reserved: Ints
    transit: Ints


def make_cells(goods: Catalogue) -> Cells:
    """Hangzhou keeps everything, the other warehouses what is popular."""
    wide = goods.stocked_everywhere()[goods.skus.spu]
    kept = np.repeat(wide[:, None], len(WAREHOUSES), axis=1)
    kept[:, HANGZHOU] = True
    sku, warehouse = np.nonzero(kept)
    index = np.full(kept.shape, -1, dtype=np.int64)
    index[sku, warehouse] = np.arange(len(sku))
    spus = goods.spus
    launched, delisted = spus.launched[goods.skus.spu[sku]], spus.delisted[goods.skus.spu[sku]]
    last = np.where(delisted == NEVER, DAYS - 1, np.minimum(delisted + AFTERLIFE, DAYS - 1))
    return Cells(sku, warehouse, index, np.clip(launched - 7, 0, DAYS - 1), last)


def make_flow(seed: int, goods: Catalogue, cells: Cells, book: OrderBook, refunds: Refunds) -> Flow:
    """Simulate all cells, one day after the other."""
    rng = stream(seed, "stock")
    shipped = _units(cells, book, book.rows.shipped)
    reserved = np.cumsum(_units(cells, book, book.rows.paid) - shipped, axis=0)
    returned = _returns(cells, book, refunds)
    wish = _wishes(rng, cells, shipped)
    planned = _planted_purchases(goods, cells)
    size = len(cells.sku)
    opening, receipt = np.zeros((DAYS, size), np.int64), np.zeros((DAYS, size), np.int64)
    on_hand, transit = np.zeros((DAYS, size), np.int64), np.zeros((DAYS, size), np.int64)
    coming = np.zeros((DAYS + 30, size), dtype=np.int64)
    coming[:DAYS] += planned
    now = np.zeros(size, dtype=np.int64)
    for day in range(DAYS):
        born = cells.first == day
        opening[day] = np.where(born, wish[0, day], 0)
        now = now + opening[day] + coming[day] + returned[day]
        urgent = np.maximum(shipped[day] - now, 0)
        receipt[day] = coming[day] + urgent
        now = now + urgent - shipped[day]
        _reorder(rng, day, now, coming, wish, (cells.first < day) & (cells.last > day + 30))
        on_hand[day], transit[day] = now, coming[day + 1 : day + 31].sum(axis=0)
    return Flow(opening, receipt, shipped, returned, on_hand, np.maximum(reserved, 0), transit)


def _reorder(
    rng: np.random.Generator, day: int, now: Ints, coming: Ints, wish: Ints, alive: Bools
) -> None:
    """Each cell is looked at once a week; short of 24 days' need, it gets 55, in 6 to 12 days."""
    turn = (np.arange(len(now)) % REVIEW == day % REVIEW) & alive
    position = now + coming[day + 1 : day + 20].sum(axis=0)
    short = turn & (position < wish[1, day])
    lead = int(rng.integers(6, 13))
    coming[day + lead] += np.where(short, wish[2, day] - position // 2, 0).clip(min=0)


def _units(cells: Cells, book: OrderBook, moments: Ints) -> Ints:
    """Units of all lines by the day of a moment of their order, for orders that were shipped."""
    items, rows = book.items, book.rows
    gone = rows.shipped[items.order] != NEVER
    line = np.flatnonzero(gone & (moments[items.order] != NEVER))
    cell = cells.index[items.sku[line], rows.warehouse[items.order[line]]]
    day = np.maximum(day_at(moments[items.order[line]]), 0)
    units = sum_by(day * len(cells.sku) + cell, items.qty[line], DAYS * len(cells.sku))
    return units.reshape(DAYS, len(cells.sku))


def _returns(cells: Cells, book: OrderBook, refunds: Refunds) -> Ints:
    back = np.flatnonzero(refunds.restocked)
    item = refunds.item[back]
    cell = cells.index[book.items.sku[item], book.rows.warehouse[book.items.order[item]]]
    day = day_at(refunds.success[back])
    units = sum_by(day * len(cells.sku) + cell, refunds.qty_back[back], DAYS * len(cells.sku))
    return units.reshape(DAYS, len(cells.sku))


def _wishes(rng: np.random.Generator, cells: Cells, shipped: Ints) -> Ints:
    """What buyers of goods expect to need: opening, trigger and order-up-to (3 x days x cells)."""
    total = np.vstack([np.zeros(len(cells.sku), dtype=np.int64), np.cumsum(shipped, axis=0)])
    need: list[Floats] = []
    for horizon in (50, 24, 55):
        until = np.minimum(np.arange(DAYS) + horizon, DAYS)
        span = np.maximum(until - np.arange(DAYS), 1)[:, None]
        need.append((total[until] - total[:-1]) * (horizon / span))
    luck = np.exp(rng.normal(0.05, 0.30, len(cells.sku)))
    # One planner in four looks only a week ahead: those cells run out now and then.
    care = np.where(rng.random(len(cells.sku)) < 0.25, 0.25, 1.0)
    return np.stack([need[0] * luck + 8, need[1] * care + 2 * care, need[2] * luck + 4]).astype(
        np.int64
    )


def _planted_purchases(goods: Catalogue, cells: Cells) -> Ints:
    """The overstocked line's big purchase, in equal parts over its SKUs in Hangzhou."""
    planned = np.zeros((DAYS, len(cells.sku)), dtype=np.int64)
    styles = goods.spus.of_category3(planted.OVERSTOCK_CATEGORY)
    mine = np.isin(goods.skus.spu[cells.sku], styles) & (cells.warehouse == HANGZHOU)
    count = np.array([np.sum(mine & (goods.skus.spu[cells.sku] == s)) for s in styles])
    each = dict(zip(styles.tolist(), (planted.OVERSTOCK_UNITS // count).tolist(), strict=True))
    for cell in np.flatnonzero(mine):
        planned[day_of(planted.OVERSTOCK_DAY), cell] = each[int(goods.skus.spu[cells.sku[cell]])]
    return planned


def stock_table(goods: Catalogue, cells: Cells, flow: Flow) -> pa.Table:
    """The table `stock`, sorted by day."""
    days = np.arange(DAYS)[:, None]
    day, cell = np.nonzero((days >= cells.first) & (days <= cells.last))
    sku = cells.sku[cell]
    on_hand = flow.on_hand[day, cell]
    available = np.maximum(on_hand - flow.reserved[day, cell], 0)
    available[_sold_out(goods, sku, day)] = 0
    spus = goods.spus
    launched, delisted = spus.launched[goods.skus.spu[sku]], spus.delisted[goods.skus.spu[sku]]
    return pa.table({
        "date": col.date(day),
        "sku_id": col.big(goods.skus.ids[sku]),
        "warehouse_id": col.code(cells.warehouse[cell], WAREHOUSE_IDS),
        "on_hand": col.integer(on_hand),
        "available": col.integer(available),
        "in_transit": col.integer(flow.transit[day, cell]),
        "unit_cost": col.money(goods.skus.cost_on(sku, day)),
        "on_sale": col.flag((day >= launched) & ((delisted == NEVER) | (day < delisted))),
    })  # fmt: skip


def _sold_out(goods: Catalogue, sku: Ints, day: Ints) -> Bools:
    """The planted size is reserved to the last unit."""
    style = goods.spus.number(planted.SOLD_OUT_ITEM)
    size = np.array([one == planted.SOLD_OUT_SIZE for one in goods.skus.size])
    first, last = day_of(planted.SOLD_OUT[0]), day_of(planted.SOLD_OUT[1])
    found: Bools = (goods.skus.spu[sku] == style) & size[sku] & (day >= first) & (day <= last)
    return found


def stock_moves_table(goods: Catalogue, cells: Cells, flow: Flow) -> pa.Table:
    """The table `stock_moves`, sorted by day."""
    kinds = (flow.opening, flow.receipt, flow.sale, flow.returned)
    units = np.stack(kinds)
    kind, day, cell = np.nonzero(units)
    qty = units[kind, day, cell]
    order = np.lexsort((kind, cell, day))
    day, cell, kind, qty = day[order], cell[order], kind[order], qty[order]
    return pa.table({
        "move_id": col.big(np.arange(len(day)) + 1),
        "date": col.date(day),
        "sku_id": col.big(goods.skus.ids[cells.sku[cell]]),
        "warehouse_id": col.code(cells.warehouse[cell], WAREHOUSE_IDS),
        "kind": col.code(kind, MOVES),
        "qty_in": col.integer(np.where(kind == 2, 0, qty)),
        "qty_out": col.integer(np.where(kind == 2, qty, 0)),
    })  # fmt: skip


def warehouses_table() -> pa.Table:
    """The table `warehouses`."""
    names = ("warehouse_id", "warehouse_name", "province", "city")
    return pa.table(
        {
            name: col.text(values)
            for name, values in zip(names, zip(*WAREHOUSES, strict=True), strict=True)
        }
    )
