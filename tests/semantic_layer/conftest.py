"""A small shop with hand-countable data: two platforms, four customers, refunds, ad spend."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from semantic_layer.shop import Shop, open_shop

SHOP = """
version: 1
shop: {name: small, default_metric: gmv, today: data}
data: small.duckdb
tables:
  orders:
    label: {zh: 订单, en: orders}
    entities:
      order: {kind: primary, columns: id}
      customer: {kind: foreign, columns: customer_id}
      payer: {kind: foreign, columns: payer_id, to: customer}
    time: paid_at
    rows: [valid]
    segments:
      valid: {expr: "kind = 'normal'", label: {zh: 有效订单, en: valid orders}}
    dimensions:
      platform:
        label: {zh: 平台, en: platform}
        indexed: true
        values: {tmall: {zh: 天猫, en: Tmall}, jd: {zh: 京东, en: JD}}
      paid_at: {type: time, label: {zh: 支付时间, en: paid at}}
      created_at: {type: time, label: {zh: 下单时间, en: created at}}
      freight: {type: number, label: {zh: 运费, en: freight}}
      big: {type: bool, expr: "amount >= 100", label: {zh: 大单, en: big order}}
  customers:
    label: {zh: 客户, en: customers}
    entities:
      customer: {kind: primary, columns: id}
      region: {kind: foreign, columns: region_id}
    dimensions:
      city: {label: {zh: 城市, en: city}, indexed: true}
      customer_id: {expr: id, type: number, label: {zh: 客户编号, en: customer id}}
      full_name: {label: {zh: 姓名, en: name}, label_of: customer_id}
  regions:
    entities: {region: {kind: primary, columns: id}}
    dimensions: {region_name: {label: {zh: 大区, en: region}}}
  items:
    label: {zh: 订单行, en: lines}
    entities:
      item: {kind: primary, columns: [order_id, line]}
      order: {kind: foreign, columns: order_id}
    time: order.paid_at
    rows: [order.valid]
    dimensions:
      product: {label: {zh: 商品, en: product}}
  refunds:
    label: {zh: 退款, en: refunds}
    entities:
      refund: {kind: primary, columns: id}
      order: {kind: foreign, columns: order_id}
    time: success_at
    rows: [order.valid]
    dimensions:
      success_at: {type: time, label: {zh: 退款时间, en: refunded at}}
  ads:
    label: {zh: 投放, en: ads}
    time: date
    dimensions:
      platform: {same_as: order.platform}
      date: {type: date, label: {zh: 日期, en: date}}
metrics:
  gmv: {label: {zh: 支付金额, en: GMV}, table: orders, agg: sum, expr: amount, unit: money}
  placed: {table: orders, agg: sum, expr: amount, unit: money, time: created_at}
  all_gmv: {table: orders, agg: sum, expr: amount, unit: money, all_rows: true}
  orders: {table: orders, agg: count}
  big_orders: {table: orders, agg: count, where: ["big"]}
  buyers: {table: orders, agg: count_distinct, expr: customer_id}
  gmv_per_buyer: {type: ratio, numerator: gmv, denominator: buyers, unit: money}
  units: {table: items, agg: sum, expr: qty}
  upt: {type: ratio, numerator: units, denominator: orders, unit: number}
  refunds: {table: refunds, agg: sum, expr: amount, unit: money}
  refunds_of: {table: refunds, agg: sum, expr: amount, unit: money, time: order.paid_at}
  net: {type: derived, expr: "gmv - refunds", unit: money}
  refund_rate: {type: ratio, numerator: refunds, denominator: gmv}
  ad_cost: {table: ads, agg: sum, expr: cost, unit: money}
  roas: {type: derived, expr: "gmv / ad_cost"}
  tmall_rate: {type: ratio, numerator: {metric: gmv, where: ["platform = 'tmall'"]}, denominator: gmv}
  median_amount: {table: orders, agg: median, expr: amount, unit: money}
  freight_of_lines: {table: items, agg: sum, expr: order.freight, unit: money}
  customers: {table: customers, agg: count}
roles:
  owner: {metrics: "*", dimensions: "*"}
  clerk: {metrics: ["*", "-ad_cost", "-roas"], dimensions: ["*", "-customer.city"]}
  tmall_clerk: {metrics: [gmv, orders], dimensions: ["*"], rows: {orders: "platform = 'tmall'"}}
"""

DATA = """
create table regions as select * from (values (1, '华东'), (2, '华北')) t(id, region_name);
create table customers as select * from (values
  (1, '上海', '王伟', 1), (2, '北京', '李娜', 2), (3, null, '王伟', null), (4, '上海', '赵敏', 1)
) t(id, city, full_name, region_id);
create table orders as select id, customer_id, payer_id, kind, platform,
  cast(amount as decimal(12,2)) amount, cast(freight as decimal(12,2)) freight,
  cast(created_at as timestamp) created_at, cast(paid_at as timestamp) paid_at from (values
  (1, 1, 1, 'normal', 'tmall', 100.10, 10, '2024-02-28 10:00', '2024-02-28 10:05'),
  (2, 2, 1, 'normal', 'jd',     50.00,  0, '2024-02-29 23:59', '2024-03-01 00:00'),
  (3, 1, 1, 'test',   'jd',    999.00,  0, '2025-02-01 09:00', '2025-02-01 09:00'),
  (4, 1, 2, 'normal', 'tmall', 200.00,  5, '2025-02-01 12:00', '2025-02-01 12:00'),
  (5, null, null, 'normal', 'jd', 30.30, 0, '2025-02-28 23:30', '2025-02-28 23:59:59'),
  (6, 3, 3, 'normal', null,     70.00,  0, '2025-03-03 08:00', '2025-03-03 08:00'),
  (7, 4, 4, 'normal', 'tmall', 300.00,  8, '2025-03-04 08:00', '2025-03-04 20:00'),
  (8, 4, 4, 'normal', 'tmall', 500.00,  8, '2025-03-04 08:00', null)
) t(id, customer_id, payer_id, kind, platform, amount, freight, created_at, paid_at);
create table items as select * from (values
  (1, 1, '裙', 1), (1, 2, '衫', 2), (2, 1, '裙', 1), (3, 1, '裙', 9), (4, 1, '衫', 3),
  (5, 1, '裙', 1), (6, 1, '帽', 1), (7, 1, '裙', 2), (7, 2, '帽', 2), (8, 1, '裙', 7)
) t(order_id, line, product, qty);
create table refunds as select id, order_id, cast(amount as decimal(12,2)) amount,
  cast(success_at as timestamp) success_at from (values
  (1, 1, 40.10, '2024-03-05 10:00'), (2, 4, 200.00, '2025-03-03 10:00'), (3, 3, 999.00, '2025-02-02 10:00')
) t(id, order_id, amount, success_at);
create table ads as select cast(date as date) date, platform, cast(cost as decimal(12,2)) cost from (values
  ('2025-02-01', 'tmall', 20), ('2025-02-02', 'jd', 10), ('2025-03-01', 'douyin', 7)) t(date, platform, cost);
"""


@pytest.fixture(scope="session")
def small_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder: Path = tmp_path_factory.mktemp("small")
    (folder / "shop.yml").write_text(SHOP, encoding="utf-8")
    connection = duckdb.connect(str(folder / "small.duckdb"))
    for statement in DATA.split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.close()
    shop = open_shop(folder)
    yield shop
    shop.close()
