"""What each metric is, in SQL written by hand from the trade's definitions, not from the YAML.

A fact is a set of rows with a clock `t` and some dimensions; a truth aggregates one of their columns.
Ratios and sums of several are said in `formulas.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

DATA_END = "TIMESTAMP '2025-12-22'"
VALID = "kind = 'normal'"
ORDER_COLUMNS = "c.city_tier, o.shop_id AS shop"
ORDERS = "FROM orders o LEFT JOIN customers c ON c.customer_id = o.customer_id"
LINES = (
    "FROM order_items i JOIN orders o ON o.order_id = i.order_id"
    " JOIN products k ON k.sku_id = i.sku_id JOIN spus p ON p.spu_id = k.spu_id"
    f" WHERE o.{VALID}"
)
REFUNDS = (
    "FROM refunds r JOIN orders o ON o.order_id = r.order_id"
    " JOIN order_items i ON i.order_item_id = r.order_item_id"
    " JOIN products k ON k.sku_id = i.sku_id JOIN spus p ON p.spu_id = k.spu_id"
    f" WHERE o.{VALID} AND r.kind IN ('refund_only', 'return_refund')"
)
QUALITY = "('质量问题', '做工瑕疵', '与描述不符', '过敏不适')"
LEVEL_ONE = "CASE split_part(sub_channel, '_', 1) WHEN 'rec' THEN 'recommend' ELSE split_part(sub_channel, '_', 1) END"

FACTS = {
    "paid": f"SELECT o.*, o.paid_at AS t, {ORDER_COLUMNS} {ORDERS} WHERE o.{VALID}",
    "placed": f"SELECT o.*, o.created_at AS t, {ORDER_COLUMNS} {ORDERS} WHERE o.{VALID}",
    "deposited": f"SELECT o.*, o.deposit_paid_at AS t, {ORDER_COLUMNS} {ORDERS} WHERE o.{VALID}",
    "shipped": f"SELECT o.*, o.shipped_at AS t, {ORDER_COLUMNS} {ORDERS} WHERE o.{VALID}",
    "received": (
        f"SELECT o.*, o.received_at AS t, {ORDER_COLUMNS} {ORDERS} WHERE o.{VALID} AND o.paid_at IS NOT NULL"
    ),
    "closed": f"SELECT o.*, o.closed_at AS t, {ORDER_COLUMNS} {ORDERS} WHERE o.{VALID}",
    "odd": f"SELECT o.*, o.paid_at AS t, {ORDER_COLUMNS} {ORDERS} WHERE NOT o.{VALID}",
    "jd_way": (
        "SELECT o.*, CASE o.payment_method WHEN 'cod' THEN o.created_at ELSE o.paid_at END AS t,"
        f" {ORDER_COLUMNS} {ORDERS} WHERE o.{VALID}"
        " AND (o.closed_at IS NULL OR o.closed_at::DATE > o.created_at::DATE)"
    ),
    "lines": f"SELECT i.*, o.paid_at AS t, o.platform, o.customer_id, o.shipped_at, k.spu_id, p.category1 {LINES}",
    "refunded": (
        "SELECT r.* EXCLUDE (platform), r.success_at AS t, o.platform, p.category1, i.unit_cost"
        f" {REFUNDS} AND r.status = 'success'"
    ),
    "refunded_of_paid": (
        "SELECT r.* EXCLUDE (platform), o.paid_at AS t, o.platform, p.category1, i.unit_cost"
        f" {REFUNDS} AND r.status = 'success'"
    ),
    "refunded_of_received": (
        "SELECT r.* EXCLUDE (platform), o.received_at AS t, o.platform, p.category1"
        f" {REFUNDS} AND r.status = 'success' AND o.paid_at IS NOT NULL"
    ),
    "requested": f"SELECT r.* EXCLUDE (platform), r.apply_at AS t, o.platform, p.category1 {REFUNDS}",
    "exchanged": (
        "SELECT r.* EXCLUDE (platform), r.success_at AS t, o.platform FROM refunds r JOIN orders o USING (order_id)"
        f" WHERE o.{VALID} AND r.kind = 'exchange' AND r.status = 'success'"
    ),
    "events": 'SELECT *, "at" AS t FROM events',
    "ads": f'SELECT * , "date" AS t, {LEVEL_ONE} AS channel FROM ad_spend',
    "fees": 'SELECT *, "date" AS t FROM fees',
    "sessions": "SELECT *, start_at AS t FROM live",
    "live_orders": (
        "SELECT o.* EXCLUDE (platform), v.start_at AS t, v.platform, v.anchor FROM orders o JOIN live v ON v.live_id = o.live_id"
        f" WHERE o.{VALID} AND o.paid_at IS NOT NULL"
    ),
    "live_refunds": (
        "SELECT r.* EXCLUDE (platform), v.start_at AS t, v.platform, v.anchor FROM refunds r"
        " JOIN orders o ON o.order_id = r.order_id JOIN live v ON v.live_id = o.live_id"
        f" WHERE o.{VALID} AND o.paid_at IS NOT NULL AND r.status = 'success' AND r.kind <> 'exchange'"
    ),
    "reviews": (
        "SELECT v.*, v.created_at AS t, p.category1 FROM reviews v JOIN orders o ON o.order_id = v.order_id"
        f" JOIN spus p ON p.spu_id = v.spu_id WHERE o.{VALID} AND NOT v.is_default"
    ),
    "registered": "SELECT *, registered_at AS t FROM customers",
    "issued": "SELECT *, issued_at AS t FROM coupons",
    "used": "SELECT *, used_at AS t FROM coupons",
    "report": 'SELECT *, "date" AS t, shop_id AS shop FROM daily_report',
    "moves": 'SELECT *, "date" AS t, warehouse_id AS warehouse FROM stock_moves',
    "fees_of_orders": (
        "SELECT f.*, o.paid_at AS t FROM fees f JOIN orders o ON o.order_id = f.order_id"
        f" WHERE o.{VALID} AND o.paid_at IS NOT NULL"
    ),
    # Each payment with the last event of its visitor in the 7 days before it, among the asked days.
    "paid_within_7_days": (
        'SELECT p.visitor_id, max(e."at") AS t, arg_max(e.platform, e."at") AS platform,'
        ' arg_max(e.channel, e."at") AS channel FROM events p JOIN events e ON e.visitor_id = p.visitor_id'
        ' AND e."at" <= p."at" AND e."at" > p."at" - INTERVAL 7 DAY WHERE p.type = \'pay\''
        " AND e.\"at\" >= DATE '{first}' AND e.\"at\" < DATE '{last}' + INTERVAL 1 DAY"
        " GROUP BY p.event_id, p.visitor_id"
    ),
    "creator_refunds": (
        "SELECT r.* EXCLUDE (platform), o.paid_at AS t, o.platform FROM refunds r JOIN orders o USING (order_id)"
        f" WHERE o.{VALID} AND o.creator_id IS NOT NULL AND r.status = 'success' AND r.kind <> 'exchange'"
    ),
}

# The dimensions by which the metrics of a fact are compared, as the query says them.
BY = {
    "paid": ("platform", "channel", "ship_province", "city_tier", "shop"),
    "lines": ("platform", "category1"),
    "refunded": ("platform", "category1"),
    "refunded_of_paid": ("platform", "category1"),
    "requested": ("platform", "category1"),
    "events": ("platform", "channel"),
    "ads": ("platform", "channel"),
    "sessions": ("platform", "anchor"),
    "live_orders": ("platform", "anchor"),
    "live_refunds": ("platform", "anchor"),
    "reviews": ("platform", "category1"),
    "registered": ("platform", "city_tier"),
    "moves": ("warehouse",),
    "report": ("platform", "shop"),
    "issued": ("platform",),
}


@dataclass(frozen=True)
class Truth:
    """A metric as an aggregate over the rows of a fact."""

    fact: str
    aggregate: str
    where: str = "true"
    facts: Mapping[str, str] = field(default_factory=lambda: FACTS)
    over: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: BY)

    @property
    def dimensions(self) -> tuple[str, ...]:
        return self.over.get(self.fact, ("platform",))

    def by(self, key: str, first: str = "2024-01-01", last: str = "2025-12-21") -> str:
        """Rows of (key, value) for the days from first to last; `key` sees the fact's columns."""
        fact = self.facts[self.fact].replace("{first}", first).replace("{last}", last)
        return (
            f"SELECT {key} AS key, {self.aggregate} AS value FROM ({fact}) AS fact"
            f" WHERE {self.where} AND t >= DATE '{first}' AND t < DATE '{last}' + INTERVAL 1 DAY GROUP BY 1"
        )


PAYMENT, ROWS = "sum(pay_amount)", "count(*)"
BUYERS = "count(DISTINCT customer_id)"
NO_GIFT = "NOT is_gift"
SENT = "payment_method IS DISTINCT FROM 'cod' AND (shipped_at IS NOT NULL OR status = 'paid')"

TRUTHS = {
    "gmv": Truth("paid", PAYMENT),
    "placed_gmv": Truth("placed", PAYMENT),
    "gmv_jd": Truth("jd_way", "sum(pay_amount + platform_discount)"),
    "receipt_gmv": Truth("paid", "sum(list_amount - shop_discount + freight)"),
    "received_paid": Truth("received", PAYMENT),
    "received_refunds": Truth("refunded_of_received", "sum(amount)"),
    "orders": Truth("paid", "count(DISTINCT order_id)"),
    "buyers": Truth("paid", BUYERS),
    "freight_income": Truth("paid", "sum(freight)"),
    "platform_subsidy": Truth("paid", "sum(platform_discount)"),
    "shop_discounts": Truth("paid", "sum(shop_discount)"),
    "deposits": Truth("deposited", "sum(deposit_amount)"),
    "deposit_orders": Truth("deposited", ROWS),
    "placed_orders": Truth("placed", ROWS),
    "placed_buyers": Truth("placed", BUYERS),
    "guest_orders": Truth("paid", "count(*) - count(customer_id)"),
    "unpaid_orders": Truth("placed", ROWS, "status = 'unpaid'"),
    "unshipped_orders": Truth("paid", ROWS, "status = 'paid' AND shipped_at IS NULL"),
    "shipped_orders": Truth("shipped", ROWS),
    "closed_orders": Truth("closed", ROWS, "status = 'closed'"),
    "timeout_orders": Truth("closed", ROWS, "close_reason = 'timeout'"),
    "cancelled_orders": Truth("closed", ROWS, "close_reason = 'cancelled'"),
    "balance_unpaid_orders": Truth("closed", ROWS, "close_reason = 'balance_unpaid'"),
    "rejected_orders": Truth("closed", ROWS, "close_reason = 'rejected'"),
    "brushed_gmv": Truth("odd", PAYMENT, "kind = 'brushed'"),
    "brushed_orders": Truth("odd", ROWS, "kind = 'brushed'"),
    "excluded_gmv": Truth("odd", PAYMENT),
    "excluded_orders": Truth("odd", ROWS),
    "goods_gmv": Truth("lines", PAYMENT, NO_GIFT),
    "units": Truth("lines", "sum(qty)", NO_GIFT),
    "list_value": Truth("lines", "sum(list_price * qty)", NO_GIFT),
    "line_discount": Truth("lines", "sum(list_price * qty) - sum(pay_amount)", NO_GIFT),
    "goods_orders": Truth("lines", "count(DISTINCT order_id)", NO_GIFT),
    "goods_buyers": Truth("lines", BUYERS, NO_GIFT),
    "sold_products": Truth("lines", "count(DISTINCT spu_id)", NO_GIFT),
    "sold_skus": Truth("lines", "count(DISTINCT sku_id)", NO_GIFT),
    "gift_units": Truth("lines", "sum(qty)", "is_gift"),
    "goods_cost": Truth("lines", "sum(qty * unit_cost)"),
    "shipped_units": Truth("lines", "sum(qty)", f"{NO_GIFT} AND shipped_at IS NOT NULL"),
    "refund_amount": Truth("refunded", "sum(amount)"),
    "refund_orders": Truth("refunded", "count(DISTINCT order_id)"),
    "refund_hours": Truth("refunded", "median(epoch(success_at - apply_at) / 3600)"),
    "returned_cost": Truth("refunded", "sum(qty_back * unit_cost)", "restocked"),
    "subsidy_back": Truth("refunded", "sum(subsidy_back)"),
    "refund_amount_cohort": Truth("refunded_of_paid", "sum(amount)"),
    "refund_before_ship": Truth("refunded_of_paid", "sum(amount)", "stage = 'before_ship'"),
    "refund_after_ship": Truth("refunded_of_paid", "sum(amount)", "stage = 'after_ship'"),
    "returned_units": Truth("refunded_of_paid", "sum(qty_back)"),
    "quality_refund_orders": Truth(
        "refunded_of_paid", "count(DISTINCT order_id)", f"reason IN {QUALITY}"
    ),
    "refund_apply_orders": Truth("requested", "count(DISTINCT order_id)"),
    "pending_refunds": Truth("requested", ROWS, "status = 'processing'"),
    "exchanges": Truth("exchanged", ROWS),
    "ship_hours": Truth(
        "paid",
        "median(epoch(shipped_at - paid_at) / 3600)",
        "payment_method <> 'cod' AND shipped_at IS NOT NULL",
    ),
    "to_ship_orders": Truth("paid", ROWS, SENT),
    "shipped_in_48h": Truth("paid", ROWS, f"{SENT} AND epoch(shipped_at - paid_at) <= 48 * 3600"),
    "reviews": Truth("reviews", ROWS),
    "bad_reviews": Truth("reviews", ROWS, "stars IN (1, 2)"),
    "good_reviews": Truth("reviews", ROWS, "stars IN (4, 5)"),
    "avg_stars": Truth("reviews", "avg(stars)"),
    "uv": Truth("events", "count(DISTINCT visitor_id)"),
    "visits": Truth("events", "count(DISTINCT session_id)"),
    "pv": Truth("events", ROWS, "type = 'view'"),
    "fav_uv": Truth("events", "count(DISTINCT visitor_id)", "type = 'fav'"),
    "cart_uv": Truth("events", "count(DISTINCT visitor_id)", "type = 'cart'"),
    "order_uv": Truth("events", "count(DISTINCT visitor_id)", "type = 'order'"),
    "share_uv": Truth("events", "count(DISTINCT visitor_id)", "type = 'share'"),
    "search_uv": Truth("events", "count(DISTINCT visitor_id)", "type = 'search'"),
    "product_uv": Truth("events", "count(DISTINCT visitor_id)", "spu_id IS NOT NULL"),
    "ad_cost": Truth("ads", "sum(cost_cash) + sum(cost_bonus)"),
    "ad_cost_cash": Truth("ads", "sum(cost_cash)"),
    "ad_cost_bonus": Truth("ads", "sum(cost_bonus)"),
    "impressions": Truth("ads", "sum(impressions)"),
    "clicks": Truth("ads", "sum(clicks)"),
    "attributed_orders": Truth("ads", "sum(attributed_orders)"),
    "attributed_gmv": Truth("ads", "sum(attributed_gmv)"),
    "attributed_net": Truth("ads", "sum(attributed_gmv) - sum(attributed_refund)"),
    "fee_amount": Truth("fees", "sum(amount)"),
    "order_fees": Truth("fees", "sum(amount)", "kind NOT IN ('fixed')"),
    "commission": Truth("fees", "sum(amount)", "kind = 'commission'"),
    "creator_commission": Truth("fees", "sum(amount)", "kind = 'creator'"),
    "slot_fee": Truth("fees", "sum(amount)", "kind = 'slot'"),
    "payment_fee": Truth("fees", "sum(amount)", "kind = 'payment'"),
    "shipping_fee": Truth("fees", "sum(amount)", "kind = 'freight_out'"),
    "insurance_fee": Truth("fees", "sum(amount)", "kind = 'freight_insurance'"),
    "packing_fee": Truth("fees", "sum(amount)", "kind = 'packing'"),
    "sample_fee": Truth("fees", "sum(amount)", "kind = 'sample'"),
    "fixed_fee": Truth("fees", "sum(amount)", "kind = 'fixed'"),
    "live_sessions": Truth("sessions", ROWS),
    "live_hours": Truth("sessions", "sum(epoch(end_at) - epoch(start_at)) / 3600"),
    "views": Truth("sessions", "sum(views)"),
    "session_viewers": Truth("sessions", "sum(viewers)"),
    "live_impressions": Truth("sessions", "sum(impressions)"),
    "live_click_viewers": Truth("sessions", "sum(click_viewers)"),
    "live_stay_seconds": Truth("sessions", "sum(stay_seconds)"),
    "new_followers": Truth("sessions", "sum(new_followers)"),
    "live_gmv": Truth("live_orders", PAYMENT),
    "live_orders": Truth("live_orders", ROWS),
    "live_refunds": Truth("live_refunds", "sum(amount)"),
    "registered_customers": Truth("registered", ROWS),
    "coupons_issued": Truth("issued", ROWS),
    "coupons_used": Truth("used", ROWS),
    "coupon_cost": Truth("used", "sum(cost)"),
    "received_units": Truth("moves", "sum(qty_in)", "kind = 'receipt'"),
    "report_visits": Truth("report", "sum(uv)"),
    "report_pv": Truth("report", "sum(pv)"),
    "report_orders": Truth("report", "sum(orders)"),
    "report_gmv": Truth("report", PAYMENT),
    "report_refunds": Truth("report", "sum(refund_amount)"),
    "coupons_expired": Truth("issued", ROWS, f"expires_at < {DATA_END}"),
    "member_coupons_expired": Truth("issued", ROWS, f"expires_at < {DATA_END} AND kind = 'member'"),
    "member_coupons_redeemed": Truth(
        "issued", "count(used_at)", f"expires_at < {DATA_END} AND kind = 'member'"
    ),
    "coupons_redeemed": Truth("issued", "count(used_at)", f"expires_at < {DATA_END}"),
    "balance_due_orders": Truth("deposited", ROWS, f"balance_opens_at < {DATA_END}"),
    "balance_paid_orders": Truth("deposited", "count(paid_at)", f"balance_opens_at < {DATA_END}"),
    "visits_that_paid": Truth("paid_within_7_days", "count(DISTINCT visitor_id)"),
    "pay_uv": Truth("events", "count(DISTINCT visitor_id)", "type = 'pay'"),
    "live_buyers": Truth(
        "live_orders", "count(DISTINCT (live_id, customer_id)) FILTER (customer_id IS NOT NULL)"
    ),
    "creator_gmv": Truth("paid", PAYMENT, "creator_id IS NOT NULL"),
    "creator_orders": Truth("paid", "count(creator_id)"),
    "creator_refunds": Truth("creator_refunds", "sum(amount)"),
    "creator_fees": Truth("fees", "sum(amount)", "kind IN ('slot', 'creator', 'sample')"),
    "creator_ad_cost": Truth("ads", "sum(cost_cash + cost_bonus)", "sub_channel LIKE '%creator'"),
    "subsidy_back_cohort": Truth("refunded_of_paid", "sum(subsidy_back)"),
    "returned_cost_cohort": Truth("refunded_of_paid", "sum(qty_back * unit_cost)", "restocked"),
    "order_fees_cohort": Truth("fees_of_orders", "sum(amount)"),
}
