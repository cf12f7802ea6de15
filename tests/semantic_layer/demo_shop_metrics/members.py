"""Hand-written SQL of what is judged one by one: customers, sessions, orders, SKUs, days."""

from tests.semantic_layer.demo_shop_metrics.balances import GOODS, LAST_DAY, STOCK, Balance

ASKED = "{clock} >= DATE '{first}' AND {clock} < DATE '{last}' + INTERVAL 1 DAY"
PAID = f"kind = 'normal' AND {ASKED.replace('{clock}', 'paid_at')}"
CORE = f"{LAST_DAY} AND s.on_sale AND k.is_core_size"
DAYS = "(date_diff('day', DATE '{first}', DATE '{last}') + 1)"


def _of(rows: str, aggregate: str = "count(*)", *dimensions: str) -> Balance:
    return Balance(aggregate, rows, dimensions)


def _customers(each: str, having: str) -> Balance:
    rows = (
        f"FROM (SELECT customer_id, platform, {each} AS n FROM orders WHERE {PAID}"
        f" AND customer_id IS NOT NULL GROUP BY ALL) WHERE {having}"
    )
    return _of(rows, "count(*)", "platform")


def _lately(days: int, before: int = 0) -> str:
    """That an order was paid in the last days up to the end, or so many days before them."""
    return (
        f"paid_at >= DATE '{{last}}' - INTERVAL {days + before - 1} DAY"
        f" AND paid_at < DATE '{{last}}' - INTERVAL {before} DAY + INTERVAL 1 DAY"
    )


def _buyers(condition: str, aggregate: str = "count(DISTINCT customer_id)") -> Balance:
    return _of(f"FROM orders WHERE kind = 'normal' AND {condition}", aggregate, "platform")


_LATE, _EARLIER = _lately(140), _lately(140, before=140)
_GONE = (
    f"{_EARLIER} AND customer_id NOT IN"
    f" (SELECT customer_id FROM orders WHERE kind = 'normal' AND customer_id IS NOT NULL AND {_LATE})"
)


def _per_day(value: str, table: str, clock: str, condition: str) -> Balance:
    rows = (
        f"FROM (SELECT {clock}::DATE AS day, platform, {value} AS v FROM {table}"
        f" WHERE {condition} AND {ASKED.replace('{clock}', clock)} GROUP BY {clock}::DATE, platform)"
    )
    return _of(rows, f"sum(v) / {DAYS}", "platform")


def _units(days: int, before: int = 0) -> str:
    return (
        f"SELECT i.sku_id, sum(i.qty) AS units FROM order_items i JOIN orders o USING (order_id)"
        f" WHERE o.kind = 'normal' AND NOT i.is_gift AND {_lately(days, before)} GROUP BY 1"
    )


def _stock_days(condition: str, before: int = 0) -> str:
    day = "DATE '{last}'"
    return (
        f"SELECT s.sku_id, count(DISTINCT s.date) AS days FROM stock s WHERE {condition}"
        f" AND s.date BETWEEN {day} - INTERVAL {29 + before} DAY AND {day} - INTERVAL {before} DAY GROUP BY 1"
    )


_SKUS = (
    f"FROM (SELECT s.sku_id, sum(on_hand) AS on_hand {LAST_DAY} GROUP BY 1) s"
    f" FULL JOIN ({_units(30)}) u USING (sku_id) LEFT JOIN ({_units(30, 30)}) v USING (sku_id)"
    f" LEFT JOIN ({_stock_days('s.on_sale')}) sale USING (sku_id)"
    f" LEFT JOIN ({_stock_days('s.available > 0')}) now USING (sku_id)"
    f" LEFT JOIN ({_stock_days('s.available > 0', 30)}) past USING (sku_id) {GOODS}"
)
_LOSSES = (
    f"FROM (SELECT o.order_id, o.platform, o.pay_amount + o.platform_discount"
    "  - coalesce((SELECT sum(amount + subsidy_back) FROM refunds r WHERE r.order_id = o.order_id AND status = 'success' AND r.kind <> 'exchange'), 0)"
    "  - (SELECT sum(qty * unit_cost) FROM order_items i WHERE i.order_id = o.order_id)"
    "  + coalesce((SELECT sum(r.qty_back * i.unit_cost) FROM refunds r JOIN order_items i USING (order_item_id)"
    "     WHERE r.order_id = o.order_id AND status = 'success' AND r.kind <> 'exchange' AND restocked), 0)"
    "  - coalesce((SELECT sum(amount) FROM fees f WHERE f.order_id = o.order_id), 0) AS earned"
    f" FROM orders o WHERE o.kind = 'normal' AND {ASKED.replace('{clock}', 'o.paid_at')}) WHERE earned < 0"
)

MEMBERS = {
    "repeat_buyers": _customers("count(*)", "n >= 2"),
    "repeat_day_buyers": _customers("count(DISTINCT paid_at::DATE)", "n >= 2"),
    "paid_days": _buyers(
        PAID.removeprefix("kind = 'normal' AND "), "count(DISTINCT paid_at::DATE)"
    ),
    "known_buyers": _customers("count(*)", "true"),
    "buyers_30d": _buyers(_lately(30)),
    "buyers_140d": _buyers(_LATE),
    "orders_140d": _buyers(_LATE, "count(*)"),
    "orders_280d": _buyers(_lately(280), "count(*)"),
    "churn_base": _buyers(_EARLIER),
    "churned_customers": _buyers(_GONE),
    "bounced_visits": _of(
        "FROM (SELECT session_id, platform, channel, count(*) AS n FROM events WHERE type = 'view'"
        f" AND {ASKED.replace('{clock}', chr(34) + 'at' + chr(34))} GROUP BY ALL HAVING count(*) = 1)",
        "count(*)",
        "platform",
        "channel",
    ),
    "loss_orders": _of(_LOSSES, "count(*)", "platform"),
    "core_skus": _of(CORE, "count(DISTINCT s.sku_id)", "category1"),
    "core_skus_in_stock": _of(
        f"{CORE} AND s.available > 0", "count(DISTINCT s.sku_id)", "category1"
    ),
    "broken_styles": _of(
        f"FROM (SELECT DISTINCT p.spu_id, p.category1 {CORE} GROUP BY p.spu_id, p.category1, s.sku_id"
        " HAVING sum(available) = 0) p",
        "count(*)",
        "category1",
    ),
    "sized_styles": _of(CORE, "count(DISTINCT p.spu_id)", "category1"),
    "sale_days_30d": _of(
        f"{STOCK} WHERE s.on_sale AND s.date BETWEEN DATE '{{last}}' - INTERVAL 29 DAY AND DATE '{{last}}'",
        "count(DISTINCT s.date)",
        "category1",
    ),
    "in_stock_days_30d": _of(
        f"{STOCK} WHERE s.available > 0 AND s.date BETWEEN DATE '{{last}}' - INTERVAL 29 DAY AND DATE '{{last}}'",
        "count(DISTINCT s.date)",
        "category1",
    ),
    "slow_skus": _of(
        f"{_SKUS} WHERE s.on_hand > 0 AND sale.days = 30 AND coalesce(u.units, 0) <= 3",
        "count(*)",
        "category1",
    ),
    "hot_skus": _of(
        f"{_SKUS} WHERE u.units >= 30 AND u.units / now.days > coalesce(v.units / past.days, 0)",
        "count(*)",
        "category1",
    ),
    "gmv_per_day": _per_day("sum(pay_amount)", "orders", "paid_at", "kind = 'normal'"),
    "orders_per_day": _per_day("count(*)", "orders", "paid_at", "kind = 'normal'"),
    "ad_cost_per_day": _per_day("sum(cost_cash + cost_bonus)", "ad_spend", "date", "true"),
    "units_per_day": _per_day(
        "sum(qty)",
        "(FROM order_items JOIN orders USING (order_id))",
        "paid_at",
        "kind = 'normal' AND NOT is_gift",
    ),
    # Customers and visitors belong to one platform: by day, those of the platforms add up.
    "buyers_per_day": _per_day(
        "count(DISTINCT customer_id)", "orders", "paid_at", "kind = 'normal'"
    ),
    "uv_per_day": _per_day("count(DISTINCT visitor_id)", "events", '"at"', "true"),
}
