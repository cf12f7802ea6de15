"""Makes the whole shop, step by step, and writes it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from semantic_layer.demo_shop import advertising, plans
from semantic_layer.demo_shop.baskets import make_baskets
from semantic_layer.demo_shop.catalogue import Catalogue
from semantic_layer.demo_shop.catalogue_make import make_catalogue
from semantic_layer.demo_shop.clock import DAY, END, NEVER, START
from semantic_layer.demo_shop.coupons import coupons_table, make_coupons
from semantic_layer.demo_shop.events import event_tables
from semantic_layer.demo_shop.experiments import arms_table, assignments_table, experiments_table
from semantic_layer.demo_shop.fees import fees_table
from semantic_layer.demo_shop.fulfilment import make_delivery, make_payment, make_presale
from semantic_layer.demo_shop.goods_tables import products_table, spus_table, windows_table
from semantic_layer.demo_shop.live import (
    Creators,
    Sessions,
    creators_table,
    live_table,
    make_creators,
    make_sessions,
)
from semantic_layer.demo_shop.order_book import (
    OrderBook,
    add_exchanges,
    close_refunded,
    items_table,
    make_rows,
    orders_table,
)
from semantic_layer.demo_shop.people import customer_ids, customers_table, home_shop
from semantic_layer.demo_shop.refunds import make_refunds, refunds_table
from semantic_layer.demo_shop.reports import DAILY_REPORT
from semantic_layer.demo_shop.reviews import reviews_table
from semantic_layer.demo_shop.sampling import Ints, stream, sum_by
from semantic_layer.demo_shop.scale import STANDARD, STANDARD_SEED, Scale, scale_of
from semantic_layer.demo_shop.skeleton import World, make_world
from semantic_layer.demo_shop.stock import (
    make_cells,
    make_flow,
    stock_moves_table,
    stock_table,
    warehouses_table,
)
from semantic_layer.demo_shop.touchpoints import touchpoints_table
from semantic_layer.demo_shop.write import ShopFile

OnStep = Callable[[str, float], None]


def make(
    path: Path,
    *,
    scale: float | str = 1.0,
    seed: int = STANDARD_SEED,
    on_step: OnStep | None = None,
) -> None:
    """Write the demo shop as one DuckDB file, whole or not at all.

    `scale` is a number (1 = 156,000 orders) or a name (`2m` = the benchmark shop with 2 M orders).
    `on_step` hears the name of each step as it begins and the share of the work done before it.
    Raises ValueError for a scale that does not exist.
    """
    size = scale_of(scale)
    say = on_step or (lambda name, done: None)
    Maker(size, seed, say).write(path)


class Maker:
    """The steps of one run: first decide everything about the orders, then write table by table."""

    def __init__(self, scale: Scale, seed: int, say: OnStep) -> None:
        self._scale, self._seed, self._say = scale, seed, say
        self._goods: Catalogue = make_catalogue(seed)
        self._creators: Creators = make_creators(seed)
        self._sessions: Sessions = make_sessions(seed, self._creators)

    def write(self, path: Path) -> None:
        """Make and write everything."""
        self._say("orders", 0.0)
        self.decide_orders()
        with ShopFile(path) as file:
            self._write_master_data(file)
            self._write_trade(file)
            self._write_marketing(file)
            self._write_stock(file)
            self._say("events", 0.40)
            file.append("events", self._events())
            self._say("daily report", 0.95)
            file.derive(DAILY_REPORT)
        self._say("done", 1.0)

    def decide_orders(self) -> None:
        """Decide everything about customers and orders: sets `world` and `book`."""
        seed, goods = self._seed, self._goods
        world: World = make_world(seed, self._scale, self._sessions)
        skeleton, people = world.skeleton, world.people
        items, amounts = make_baskets(seed, skeleton, people, goods)
        presale = make_presale(seed, skeleton, amounts)
        payment = make_payment(seed, skeleton, presale)
        delivery, payment = make_delivery(seed, skeleton, people, items, goods, payment)
        refunds, delivery = make_refunds(seed, skeleton, items, goods, payment, delivery)
        rows = make_rows(
            seed, skeleton, amounts, presale, payment, delivery, self._sessions, self._creators
        )
        rows = close_refunded(rows, items, refunds)
        self._coupons, rows = make_coupons(seed, rows, skeleton.platform, people, amounts.face)
        self.world, self._refunds = world, refunds
        self.book: OrderBook = add_exchanges(seed, rows, items, refunds, goods, world.exchanges)
        self._registered, self._home = self._registrations()
        self._ids = customer_ids(self._registered)

    def _registrations(self) -> tuple[Ints, Ints]:
        """When and where each customer registered: at or before the first order, else any day."""
        rng = stream(self._seed, "registrations")
        people, skeleton = self.world.people, self.world.skeleton
        known = np.flatnonzero(skeleton.customer >= 0)[::-1]
        first = np.full(people.size, NEVER)
        shop = home_shop(rng, people.platform)
        first[skeleton.customer[known]] = skeleton.created[known]
        shop[skeleton.customer[known]] = skeleton.shop[known]
        at_once = rng.random(people.size) < 0.55
        before = np.where(
            at_once, rng.integers(30, 900, people.size), rng.exponential(12 * DAY, people.size)
        )
        old = (first < START + 45 * DAY) & (rng.random(people.size) < 0.7)
        before = np.where(old, rng.uniform(1, 900, people.size) * DAY, before)
        anywhere = START + rng.random(people.size) * (END - START)
        registered = np.where(first == NEVER, anywhere, np.where(first == NEVER, 0, first) - before)
        return registered.astype(np.int64), shop

    def _write_master_data(self, file: ShopFile) -> None:
        self._say("people and goods", 0.05)
        goods, skus = self._goods, self._goods.skus
        file.create("shops", plans.shops_table())
        file.create("calendar", plans.calendar_table())
        file.create("campaigns", plans.campaigns_table())
        file.create("campaign_phases", plans.phases_table())
        file.create("notes", plans.notes_table())
        file.create("warehouses", warehouses_table())
        file.create("spus", spus_table(goods))
        file.create("products", products_table(goods))
        file.create(
            "product_prices",
            windows_table(goods, "list_price", skus.list_price, skus.price_changes),
        )
        file.create(
            "product_costs", windows_table(goods, "unit_cost", skus.unit_cost, skus.cost_changes)
        )
        file.create("competitor_prices", plans.competitor_prices_table(self._seed, goods))
        people, home = self.world.people, self._home
        customers = customers_table(
            self._seed, people, self._ids, self._registered, home, self._spent()
        )
        file.create("customers", customers)

    def _spent(self) -> Ints:
        rows, orders = self.book.rows, self.book.paid_normal()
        orders = orders[rows.customer[orders] >= 0]
        pay = (rows.listed - rows.shop_discount - rows.platform_discount + rows.freight)[orders]
        return sum_by(rows.customer[orders], pay, self.world.people.size)

    def _write_trade(self, file: ShopFile) -> None:
        self._say("orders and after-sales", 0.10)
        book, refunds = self.book, self._refunds
        file.create("orders", orders_table(book, self._ids))
        file.create("order_items", items_table(book, self._goods))
        file.create("refunds", refunds_table(
            refunds, self.world.skeleton, book.items, book.order_ids, book.item_ids))  # fmt: skip
        file.create("fees", fees_table(self._seed, book, refunds, self._sessions, self._creators))
        file.create("coupons", coupons_table(self._coupons, book, self._ids))
        file.create("reviews", reviews_table(self._seed, book, self._goods, self._ids))

    def _write_marketing(self, file: ShopFile) -> None:
        self._say("marketing", 0.25)
        seed, book = self._seed, self.book
        session = self.world.skeleton.session
        in_session = np.bincount(session[session >= 0], minlength=len(self._sessions.shop))
        file.create("creators", creators_table(self._creators))
        file.create("live", live_table(seed, self._sessions, in_session))
        file.create("ad_plans", advertising.ad_plans_table())
        file.create("ad_spend", advertising.ad_spend_table(seed, book))
        file.create("touchpoints", touchpoints_table(seed, book, self._ids))
        file.create("experiments", experiments_table())
        file.create("experiment_arms", arms_table())
        share = self._scale.customers / STANDARD.customers
        file.create(
            "experiment_assignments",
            assignments_table(seed, share, book, self._registered, self._ids),
        )
        file.create("targets", plans.targets_table(seed, book))

    def _write_stock(self, file: ShopFile) -> None:
        self._say("stock", 0.32)
        cells = make_cells(self._goods)
        flow = make_flow(self._seed, self._goods, cells, self.book, self._refunds)
        file.create("stock", stock_table(self._goods, cells, flow))
        file.create("stock_moves", stock_moves_table(self._goods, cells, flow))

    def _events(self) -> Iterator[pa.Table]:
        for number, table in enumerate(event_tables(
            self._seed, self._scale, self.book, self.world.people, self._goods,
            self.world.demand, self._registered, self._ids,
        )):  # fmt: skip
            self._say(f"events of month {number + 1} of 24", 0.40 + 0.55 * number / 24)
            yield table
