"""Sizes, keys, foreign keys, money to the cent and dates of the demo shop."""

import re
from pathlib import Path

import pytest

import semantic_layer.demo_shop

pytestmark = pytest.mark.slow

KEYS = {
    "orders": "order_id", "order_items": "order_item_id", "refunds": "refund_id", "fees": "fee_id",
    "coupons": "coupon_id", "customers": "customer_id", "spus": "spu_id", "products": "sku_id",
    "product_prices": "sku_id, valid_from", "product_costs": "sku_id, valid_from",
    "stock": "date, sku_id, warehouse_id", "stock_moves": "move_id", "warehouses": "warehouse_id",
    "competitor_prices": "date, competitor, spu_id", "events": "event_id",
    "touchpoints": "touchpoint_id", "ad_spend": "date, plan_id", "ad_plans": "plan_id",
    "live": "live_id", "creators": "creator_id", "campaigns": "campaign_id",
    "campaign_phases": "campaign_id, phase", "experiments": "experiment_id",
    "experiment_arms": "experiment_id, arm", "reviews": "review_id", "targets": "target_id",
    "experiment_assignments": "experiment_id, customer_id", "calendar": '"date"',
    "daily_report": "date, shop_id", "notes": "note_id", "shops": "shop_id",
}  # fmt: skip
NATURAL_KEYS = [
    ("spus", "item_no"), ("spus", "nickname"), ("products", "sku_name"), ("customers", "openid"),
    ("stock_moves", "date, sku_id, warehouse_id, kind"),
]  # fmt: skip
REFERENCES = [
    ("orders", "customer_id", "customers"), ("orders", "shop_id", "shops"),
    ("orders", "live_id", "live"), ("orders", "creator_id", "creators"),
    ("orders", "campaign_id", "campaigns"), ("orders", "coupon_id", "coupons"),
    ("orders", "warehouse_id", "warehouses"), ("order_items", "order_id", "orders"),
    ("order_items", "sku_id", "products"), ("order_items", "spu_id", "spus"),
    ("products", "spu_id", "spus"), ("refunds", "order_id", "orders"),
    ("refunds", "order_item_id", "order_items"), ("fees", "order_id", "orders"),
    ("fees", "creator_id", "creators"), ("fees", "live_id", "live"),
    ("coupons", "customer_id", "customers"), ("coupons", "order_id", "orders"),
    ("events", "customer_id", "customers"), ("events", "spu_id", "spus"),
    ("events", "order_id", "orders"), ("touchpoints", "customer_id", "customers"),
    ("touchpoints", "converted_order_id", "orders"), ("ad_spend", "plan_id", "ad_plans"),
    ("live", "creator_id", "creators"), ("live", "shop_id", "shops"),
    ("reviews", "order_id", "orders"), ("reviews", "order_item_id", "order_items"),
    ("reviews", "spu_id", "spus"), ("reviews", "customer_id", "customers"),
    ("stock", "sku_id", "products"), ("stock", "warehouse_id", "warehouses"),
    ("stock_moves", "sku_id", "products"), ("product_prices", "sku_id", "products"),
    ("product_costs", "sku_id", "products"), ("competitor_prices", "spu_id", "spus"),
    ("experiment_assignments", "customer_id", "customers"),
    ("experiment_assignments", "experiment_id", "experiments"),
    ("experiments", "campaign_id", "campaigns"), ("targets", "campaign_id", "campaigns"),
    ("targets", "shop_id", "shops"), ("calendar", "campaign_id", "campaigns"),
    ("campaign_phases", "campaign_id", "campaigns"), ("customers", "shop_id", "shops"),
    ("daily_report", "shop_id", "shops"),
]  # fmt: skip
MAY_BE_LATER = {
    ("calendar", "date"), ("targets", "period_start"), ("targets", "period_end"),
    ("coupons", "expires_at"), ("orders", "balance_opens_at"), ("campaigns", "start_date"),
    ("campaigns", "end_date"), ("campaign_phases", "start_date"), ("campaign_phases", "end_date"),
    ("daily_report", "loaded_at"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "least"),
    [("customers", 20_000), ("orders", 150_000), ("events", 1_500_000), ("stock", 500_000)],
)
def test_size(shop, table, least):
    assert shop.one(f"SELECT count(*) FROM {table}") >= least


def test_every_table_has_a_key_here(shop):
    assert {name for (name,) in shop.rows("SELECT table_name FROM duckdb_tables()")} == set(KEYS)


@pytest.mark.parametrize(("table", "key"), [*KEYS.items(), *NATURAL_KEYS])
def test_keys_are_unique_and_present(shop, table, key):
    names = [name.strip() for name in key.split(",")]
    empty = " OR ".join(f"{name} IS NULL" for name in names)
    doubled = f"SELECT count(*) FROM (SELECT 1 FROM {table} GROUP BY {key} HAVING count(*) > 1)"
    assert shop.one(doubled) == 0
    assert shop.one(f"SELECT count(*) FROM {table} WHERE {empty}") == 0


@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_references_are_complete(shop, table, column, target):
    orphans = f"""SELECT count(*) FROM {table} t ANTI JOIN {target} r ON t.{column} = r.{KEYS[target]}
                  WHERE t.{column} IS NOT NULL"""
    assert shop.one(orphans) == 0


IDENTITIES = {
    "pay_amount of an order": """SELECT count(*) FROM orders
        WHERE pay_amount <> list_amount - shop_discount - platform_discount + freight""",
    "items against their order": """SELECT count(*) FROM orders o JOIN (
          SELECT order_id, sum(pay_amount) AS paid, count(*) FILTER (NOT is_gift) AS lines,
                 sum(CASE WHEN is_gift THEN 0 ELSE list_price * qty END) AS listed
          FROM order_items GROUP BY order_id) i USING (order_id)
        WHERE paid <> pay_amount - freight OR listed <> list_amount OR lines = 0""",
    "orders without items": "SELECT count(*) FROM orders ANTI JOIN order_items USING (order_id)",
    "negative money": """SELECT count(*) FROM orders WHERE least(pay_amount, list_amount,
        shop_discount, platform_discount, freight) < 0""",
    "refunds above the line": """SELECT count(*) FROM (SELECT order_item_id, sum(amount) AS back
        FROM refunds WHERE status = 'success' GROUP BY 1) JOIN order_items USING (order_item_id)
        WHERE back > pay_amount""",
    "refund of another order": """SELECT count(*) FROM refunds r JOIN order_items i
        USING (order_item_id) WHERE r.order_id <> i.order_id""",
    "refund before payment": """SELECT count(*) FROM refunds r JOIN orders o USING (order_id)
        WHERE r.apply_at < o.paid_at OR r.success_at < r.apply_at OR o.paid_at IS NULL""",
    "success without a moment": """SELECT count(*) FROM refunds
        WHERE (status = 'success') <> (success_at IS NOT NULL)""",
    "life of an order": """SELECT count(*) FROM orders WHERE paid_at < created_at
        OR shipped_at < created_at OR received_at < shipped_at
        OR (paid_at < balance_opens_at) OR (payment_method <> 'cod' AND shipped_at < paid_at)""",
    "exchange costs nothing": """SELECT count(*) FROM orders
        WHERE kind = 'exchange' AND pay_amount <> 0""",
    "UTC twins": """SELECT count(*) FROM orders WHERE created_at_utc <> created_at - INTERVAL 8 HOUR
        OR paid_at_utc IS DISTINCT FROM paid_at - INTERVAL 8 HOUR""",
    "platform of a shop": """SELECT count(*) FROM orders o JOIN shops s USING (shop_id)
        WHERE o.platform <> s.platform""",
    "customer of another platform": """SELECT count(*) FROM orders o JOIN customers c
        USING (customer_id) WHERE o.platform <> c.platform""",
    "order before registration": """SELECT count(*) FROM orders o JOIN customers c
        USING (customer_id) WHERE o.created_at < c.registered_at""",
    "live order outside its session": """SELECT count(*) FROM orders o JOIN live l USING (live_id)
        WHERE o.shop_id <> l.shop_id OR o.scene <> l.scene
           OR o.created_at < l.start_at OR o.created_at > l.end_at""",
    "live order without a session": """SELECT count(*) FROM orders WHERE kind = 'normal'
        AND (scene IN ('self_live', 'creator_live')) <> (live_id IS NOT NULL)""",
    "stock below zero": "SELECT count(*) FROM stock WHERE least(on_hand, available, in_transit) < 0",
    "stock against its moves": """WITH moved AS (SELECT date, sku_id, warehouse_id,
          sum(qty_in - qty_out) AS change FROM stock_moves GROUP BY ALL),
        stepped AS (SELECT *, on_hand - lag(on_hand, 1, 0) OVER (
          PARTITION BY sku_id, warehouse_id ORDER BY date) AS change FROM stock)
        SELECT count(*) FROM stepped s LEFT JOIN moved m USING (date, sku_id, warehouse_id)
        WHERE s.change <> coalesce(m.change, 0)""",
    "moves against the orders shipped": """SELECT (SELECT sum(qty_out) FROM stock_moves)
        - (SELECT sum(qty) FROM order_items JOIN orders USING (order_id) WHERE shipped_at IS NOT NULL)""",
    "price of the day": """SELECT count(*) FROM (
          SELECT i.*, CAST(o.created_at AS DATE) AS day FROM order_items i JOIN orders o
          USING (order_id) WHERE o.kind <> 'exchange') l
        ASOF LEFT JOIN product_prices p ON p.sku_id = l.sku_id AND l.day >= p.valid_from
        WHERE l.list_price IS DISTINCT FROM p.list_price OR l.day > p.valid_to""",
    "cost of the day": """SELECT count(*) FROM (
          SELECT i.*, CAST(o.created_at AS DATE) AS day FROM order_items i JOIN orders o
          USING (order_id) WHERE o.kind <> 'exchange') l
        ASOF LEFT JOIN product_costs p ON p.sku_id = l.sku_id AND l.day >= p.valid_from
        WHERE l.unit_cost IS DISTINCT FROM p.unit_cost OR l.day > p.valid_to""",
    "price of today": """SELECT count(*) FROM products t JOIN product_prices p USING (sku_id)
        WHERE p.valid_to IS NULL AND t.list_price <> p.list_price""",
    "coupon of another customer": """SELECT count(*) FROM orders o JOIN coupons c USING (coupon_id)
        WHERE o.customer_id <> c.customer_id OR o.coupon_kind <> c.kind""",
    "used coupons": """SELECT count(*) FROM coupons WHERE (used_at IS NULL) <> (order_id IS NULL)
        OR used_at > expires_at OR used_at < issued_at""",
    "session with two visits": """SELECT count(*) FROM (SELECT session_id FROM events
        GROUP BY 1 HAVING count(*) FILTER (type = 'visit') > 1)""",
    "pay events against orders": """SELECT count(*) FROM events e JOIN orders o USING (order_id)
        WHERE e.type = 'pay' AND e."at" <> o.paid_at""",
    "assigned before the start": """SELECT count(*) FROM experiment_assignments a
        JOIN experiments e USING (experiment_id) JOIN customers c USING (customer_id)
        WHERE a.assigned_at < e.start_date OR a.assigned_at < c.registered_at""",
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_identity(shop, name):
    assert shop.one(IDENTITIES[name]) == 0


def test_nothing_happens_after_the_last_day(shop):
    late = [
        (table, column)
        for table, column in shop.rows("""SELECT table_name, column_name FROM duckdb_columns()
            WHERE data_type IN ('DATE', 'TIMESTAMP') AND NOT internal""")
        if (table, column) not in MAY_BE_LATER
        and shop.one(f'SELECT count(*) FROM "{table}" WHERE "{column}" >= DATE \'2025-12-22\'')
    ]
    assert late == []


def test_the_range_is_fixed(shop):
    assert [
        str(day)
        for day in shop.rows("""SELECT min(created_at)::DATE, max(created_at)::DATE
        FROM orders""")[0]
    ] == ["2024-01-01", "2025-12-21"]


def test_types_are_those_of_the_schema(shop):
    """SCHEMA.md names every table and every column that exists."""
    folder = Path(semantic_layer.demo_shop.__file__).parent
    words = set(re.findall(r"[a-z_0-9]+", (folder / "SCHEMA.md").read_text(encoding="utf-8")))
    columns = shop.rows(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
    )
    assert {name for row in columns for name in row[:2]} - words == set()
    assert {kind for *_, kind in columns} == {
        "BIGINT", "INTEGER", "BOOLEAN", "VARCHAR", "DATE", "TIMESTAMP", "DOUBLE",
        "DECIMAL(12,2)", "DECIMAL(14,2)", "DECIMAL(5,4)",
    }  # fmt: skip


def test_personal_data_is_invented(shop):
    assert (
        shop.one("""SELECT count(*) FROM customers
        WHERE NOT regexp_full_match(phone, '1990000[0-9]{4}|199\\*{4}[0-9]{4}')
           OR (email IS NOT NULL AND email NOT LIKE '%@example.com')""")
        == 0
    )
