"""A shop that is nothing but tables and concepts: not one metric is declared.

Small enough to count by hand; with guests (no customer), test orders, two orders of one customer on
one day, an order that was never paid, a customer back after more than a year, a refund that comes a
month later, and a visitor who pays on another day than the visit.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from semantic_layer.shop import Shop, open_shop

SHOP = """
version: 1
shop: {name: bare, today: data}
data: bare.duckdb
tables:
  orders:
    label: {zh: 订单, en: orders}
    entities:
      order: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
      live: {kind: foreign, columns: live_id}
    time: paid_at
    rows: [valid]
    segments: {valid: {expr: "kind = 'normal'", label: {zh: 有效订单, en: valid orders}}}
    dimensions:
      platform: {label: {zh: 平台, en: platform}}
      paid_at: {type: time, label: {zh: 支付时间, en: paid at}}
      created_at: {type: time, label: {zh: 下单时间, en: placed at}}
      shipped_at: {type: time, label: {zh: 发货时间, en: shipped at}}
  customers:
    entities: {customer: {kind: primary, columns: id}}
    dimensions:
      city: {label: {zh: 城市, en: city}}
      registered_at: {type: time, label: {zh: 注册时间, en: registered at}}
  items:
    entities:
      item: {kind: primary, columns: [order_id, line]}
      order: {kind: foreign, columns: order_id}
      product: {kind: foreign, columns: product_id}
    dimensions: {gift: {type: bool, expr: is_gift}}
  products:
    entities: {product: {kind: primary, columns: id}}
    dimensions: {product_name: {expr: name, label: {zh: 商品, en: product}}}
  refunds:
    entities:
      refund: {kind: primary, columns: id}
      order: {kind: foreign, columns: order_id}
    time: success_at
    dimensions:
      success_at: {type: time, label: {zh: 退款时间, en: refunded at}}
      apply_at: {type: time}
      stage: {values: {before: {zh: 发货前, en: before shipping}, after: {zh: 发货后, en: after shipping}}}
      reason: {}
  events:
    entities: {event: {kind: primary, columns: id}}
    time: at
    dimensions:
      visitor: {type: number}
      session: {type: number}
      action: {values: {view: {zh: 浏览, en: view}, fav: {zh: 收藏, en: favourite}, cart: {zh: 加购, en: cart}, pay: {zh: 支付, en: pay}}}
      at: {type: time, expr: '"at"', label: {zh: 时间, en: time}}
  ads:
    entities: {ad: {kind: primary, columns: [day, plan]}}
    time: spent_on
    dimensions: {spent_on: {type: date, expr: '"day"'}, goal: {}, platform: {same_as: order.platform}}
  reviews:
    entities:
      review: {kind: primary, columns: id}
      order: {kind: foreign, columns: order_id}
    time: written_at
    dimensions: {written_at: {type: time}, stars: {type: number}}
  coupons:
    entities: {coupon: {kind: primary, columns: id}}
    time: issued_at
    dimensions: {issued_at: {type: time}, used_at: {type: time}}
  lives:
    entities: {live: {kind: primary, columns: id}}
    time: start_at
    dimensions: {start_at: {type: time, label: {zh: 开播时间, en: start}}, end_at: {type: time}, anchor: {}}
  stock:
    entities: {stock_day: {kind: primary, columns: [day, product_id]}, product: {kind: foreign, columns: product_id}}
    time: counted_on
    dimensions: {counted_on: {type: date, expr: '"day"'}, on_sale: {type: bool}}
concepts:
  customer: {entity: customer, registered: customer.registered_at}
  order: {entity: order, time: order.paid_at, value: pay, placed: order.created_at, shipped: order.shipped_at, discount: off}
  line: {entity: item, quantity: qty, value: paid, list_value: list_price * qty, rows: not gift}
  product: {entity: product, name: product_name}
  refund:
    {entity: refund, time: success_at, applied: apply_at, value: amount, quantity: back, rows: "status = 'ok'",
     requests: "true", stage: refund.stage, before_ship: before, after_ship: after, reason: refund.reason, quality: [broken, wrong]}
  event:
    {entity: event, actor: event.visitor, session: event.session, name: event.action, time: event.at,
     steps: [view, cart, pay], view: view, favourite: fav, cart: cart, pay: pay}
  ad_spend:
    {entity: ad, time: ad.spent_on, cost: cash + bonus, impressions: shown, clicks: clicked, orders: claimed,
     value: claimed_value, goal: ad.goal, acquire: new}
  review: {entity: review, time: review.written_at, stars: review.stars}
  coupon: {entity: coupon, issued: coupon.issued_at, used: coupon.used_at, cost: cost}
  live: {entity: live, time: live.start_at, end: live.end_at, views: views, viewers: viewers, impressions: shown, clickers: clickers}
  stock: {entity: stock_day, time: stock_day.counted_on, on_hand: units, available: sellable, value: units * cost, on_sale: on_sale}
"""

DATA = """
create table customers as select id, city, cast(moment as timestamp) registered_at from (values
  (1, '上海', '2025-01-01'), (2, '北京', '2025-01-15'), (3, null, '2025-02-01'), (4, '上海', '2025-02-02')) t(id, city, moment);
create table orders as select id, customer_id, kind, platform, cast(pay as decimal(12,2)) pay, cast(off as decimal(12,2)) off,
  live_id, cast(created_at as timestamp) created_at, cast(paid_at as timestamp) paid_at, cast(shipped_at as timestamp) shipped_at
from (values
  (1, 1, 'normal', 'tmall', 100.10, 10.0, null, '2025-01-10 10:00', '2025-01-10 10:05', '2025-01-11 10:05'),
  (2, 1, 'normal', 'tmall',  50.00,  0.0, null, '2025-01-10 20:00', '2025-01-10 20:00', '2025-01-10 22:00'),
  (3, 2, 'normal', 'jd',     80.00,  5.5, 1,    '2025-01-31 23:59', '2025-02-01 00:00', '2025-02-03 00:00'),
  (4, 1, 'test',   'jd',    999.00,  0.0, null, '2025-02-01 09:00', '2025-02-01 09:00', null),
  (5, null, 'normal', 'jd',  30.30,  0.0, null, '2025-02-02 12:00', '2025-02-02 12:00', null),
  (6, 1, 'normal', 'jd',     70.00,  0.0, 2,    '2025-02-03 08:00', '2025-02-03 08:00', '2025-02-03 20:00'),
  (7, 3, 'normal', null,     20.00,  0.0, 2,    '2025-02-05 08:00', '2025-02-05 20:00', null),
  (8, 4, 'normal', 'tmall', 500.00,  0.0, null, '2025-02-06 08:00', null, null),
  (9, null, 'normal', 'tmall', 9.90, 0.1, null, '2025-02-06 09:00', '2025-02-06 09:00', null),
  (10, 2, 'normal', 'jd',    15.00,  0.0, null, '2025-02-20 09:00', '2025-02-20 09:00', null),
  (11, 3, 'normal', 'jd',    60.00,  0.0, null, '2023-12-01 09:00', '2023-12-01 09:00', null)
) t(id, customer_id, kind, platform, pay, off, live_id, created_at, paid_at, shipped_at);
create table products as select * from (values (1, '裙'), (2, '衫'), (3, '帽')) t(id, name);
create table items as select order_id, line, product_id, qty, cast(paid as decimal(12,2)) paid, cast(list_price as decimal(12,2)) list_price, is_gift
from (values (1, 1, 1, 1, 90.0, 100.0, false), (1, 2, 3, 2, 0.0, 9.0, true), (2, 1, 2, 2, 50.0, 30.0, false), (3, 1, 1, 1, 80.0, 100.0, false),
  (4, 1, 1, 9, 999.0, 111.0, false), (5, 1, 2, 1, 30.3, 30.0, false), (6, 1, 3, 7, 70.0, 10.0, false), (7, 1, 2, 1, 20.0, 30.0, false),
  (8, 1, 1, 5, 500.0, 100.0, false), (9, 1, 3, 1, 9.9, 10.0, false), (10, 1, 3, 2, 15.0, 9.0, false)
) t(order_id, line, product_id, qty, paid, list_price, is_gift);
create table refunds as select id, order_id, cast(amount as decimal(12,2)) amount, back, status, stage, reason, cast(apply_at as timestamp) apply_at,
  cast(success_at as timestamp) success_at from (values
  (1, 1, 40.10, 1, 'ok', 'after', 'broken', '2025-02-02 10:00', '2025-02-04 10:00'), (2, 3, 80.00, 1, 'ok', 'before', 'changed', '2025-02-01 10:00', '2025-02-01 12:00'),
  (3, 4, 999.00, 9, 'ok', 'before', 'broken', '2025-02-02 10:00', '2025-02-02 10:00'), (4, 6, 10.00, 1, 'declined', 'after', 'wrong', '2025-02-10 10:00', null),
  (5, 6, 20.00, 2, 'ok', 'after', 'wrong', '2025-02-11 10:00', '2025-02-12 10:00')
) t(id, order_id, amount, back, status, stage, reason, apply_at, success_at);
create table events as select row_number() over () id, visitor, session, action, cast(moment as timestamp) "at" from (values
  (1, 11, 'view', '2025-02-01 10:00'), (1, 11, 'view', '2025-02-01 10:01'), (1, 11, 'cart', '2025-02-01 10:02'), (2, 21, 'view', '2025-02-01 11:00'),
  (1, 12, 'view', '2025-02-02 09:00'), (1, 12, 'pay', '2025-02-02 09:05'), (3, 31, 'fav', '2025-02-02 10:00'), (3, 31, 'view', '2025-02-02 10:00'),
  (4, 41, 'view', '2025-01-05 10:00'), (null, 51, 'view', '2025-02-03 10:00')) t(visitor, session, action, moment);
create table ads as select cast(day as date) "day", plan, goal, platform, cast(cash as decimal(12,2)) cash, cast(bonus as decimal(12,2)) bonus, shown, clicked, claimed,
  cast(claimed_value as decimal(12,2)) claimed_value from (values
  ('2025-02-01', 1, 'new', 'tmall', 20.0, 2.0, 1000, 50, 2, 160.0), ('2025-02-02', 1, 'new', 'jd', 10.0, 0.0, 500, 10, 1, 40.0), ('2025-02-01', 2, 'back', 'jd', 7.5, 0.5, 0, 0, 0, 0.0),
  ('2025-01-10', 1, 'new', 'tmall', 5.0, 0.0, 100, 4, 1, 100.0)) t(day, plan, goal, platform, cash, bonus, shown, clicked, claimed, claimed_value);
create table reviews as select id, order_id, stars, cast(moment as timestamp) written_at from (values
  (1, 1, 5, '2025-02-01'), (2, 3, 2, '2025-02-02'), (3, 4, 1, '2025-02-02'), (4, 5, null, '2025-02-03'), (5, 6, 3, '2025-02-10')) t(id, order_id, stars, moment);
create table coupons as select id, cast(issued as timestamp) issued_at, cast(used as timestamp) used_at, cast(cost as decimal(12,2)) cost from (values
  (1, '2025-01-20', '2025-02-01', 5.0), (2, '2025-02-01', '2025-02-03', 3.5), (3, '2025-02-01', null, 0.0), (4, '2025-02-02', '2025-03-01', 2.0)) t(id, issued, used, cost);
create table lives as select id, anchor, cast(s as timestamp) start_at, cast(e as timestamp) end_at, views, viewers, shown, clickers from (values
  (1, '小满', '2025-01-31 20:00', '2025-02-01 01:00', 1000, 600, 5000, 60), (2, '可可', '2025-02-03 07:00', '2025-02-03 10:30', 400, 300, 1500, 45)) t(id, anchor, s, e, views, viewers, shown, clickers);
create table stock as select cast(day as date) "day", product_id, units, sellable, cast(cost as decimal(12,2)) cost, on_sale from (values
  ('2025-02-01', 1, 10, 8, 40.0, true), ('2025-02-01', 2, 5, 0, 12.5, true), ('2025-02-02', 1, 9, 9, 40.0, true), ('2025-02-02', 2, 0, 0, 12.5, true),
  ('2025-02-02', 3, 7, 0, 3.0, false)) t(day, product_id, units, sellable, cost, on_sale);
"""


def build(folder: Path, shop: str = SHOP) -> Path:
    """The folder with the shop's YAML and data."""
    (folder / "shop.yml").write_text(shop, encoding="utf-8")
    connection = duckdb.connect(str(folder / "bare.duckdb"))
    for statement in DATA.split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.close()
    return folder


@pytest.fixture(scope="session")
def bare_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    shop = open_shop(build(tmp_path_factory.mktemp("bare")))
    yield shop
    shop.close()
