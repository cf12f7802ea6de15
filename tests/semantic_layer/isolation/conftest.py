"""A small shop with hidden columns, hidden tables and two roles, and its free SQL."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from semantic_layer.isolation.free_sql import FreeSQL
from semantic_layer.shop import Shop, open_shop

DATA = """
CREATE TABLE orders AS SELECT i AS order_id, 1 + i % 20 AS user_id,
  TIMESTAMP '2025-01-01 08:00:00' + INTERVAL (i) HOUR AS paid_at,
  CASE WHEN i % 10 = 0 THEN 'test' ELSE 'normal' END AS kind,
  ['app', 'web'][1 + i % 2] AS channel, (i % 90)::DECIMAL(12, 2) AS pay_amount FROM range(1, 201) t(i);
CREATE TABLE users AS SELECT i AS user_id, ['杭州', '北京'][1 + i % 2] AS city,
  'CANARY-phone-' || i AS phone, 'CANARY-level-' || i AS level FROM range(1, 21) t(i);
CREATE TABLE products AS SELECT i AS product_id, 'p' || i AS name, i + 0.7731 AS cost FROM range(1, 11) t(i);
CREATE TABLE secrets AS SELECT 'CANARY-secret' AS value;
"""
SHOP = """
version: 1
shop: {name: isolated, label: 隔离店, default_metric: gmv}
data: data.duckdb
tables:
  orders:
    source: orders
    entities: {order: {kind: primary, columns: order_id}, user: {kind: foreign, columns: user_id}}
    time: paid_at
    rows: [valid]
    segments: {valid: {expr: "kind = 'normal'", label: 有效}}
    dimensions: {paid_at: {type: time, label: 支付时间}, channel: {label: 渠道}, big: {label: 大单, type: bool, expr: pay_amount > 50}}
  users:
    source: users
    entities: {user: {kind: primary, columns: user_id}}
    dimensions: {city: {label: 城市}, phone: {label: 手机, pii: true}, level: {label: 等级}}
  products:
    source: products
    entities: {product: {kind: primary, columns: product_id}}
    dimensions: {name: {label: 品名}, cost: {label: 成本, type: number}}
metrics:
  gmv: {table: orders, agg: sum, expr: pay_amount, unit: money, label: 销售额}
  orders: {table: orders, agg: count, unit: count, label: 订单数}
roles:
  owner: {metrics: "*", dimensions: "*"}
  operator: {metrics: [gmv, orders], dimensions: ["*", -user.level, -product.cost], sql: true}
  hangzhou: {metrics: [gmv, orders], dimensions: ["*", -user.level, -product.cost], rows: {users: "city = '杭州'", orders: "channel = 'app'"}, sql: true}
  reader: {metrics: [gmv], dimensions: ["*"]}
"""


@pytest.fixture(scope="session")
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The shop, its state in a folder of its own."""
    folder: Path = tmp_path_factory.mktemp("isolated")
    made = duckdb.connect(str(folder / "data.duckdb"))
    made.execute(DATA)
    made.close()
    (folder / "shop.yml").write_text(SHOP, encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.setenv("WENSHU_STATE", str(folder / "state"))
    shop = open_shop(folder)
    yield shop
    shop.close()
    patch.undo()


@pytest.fixture(scope="session")
def free(isolated: Shop) -> Iterator[FreeSQL]:
    found = FreeSQL(isolated)
    yield found
    found.close()
