"""Hand-written SQL of the standard metrics over the bare shop; {a} and {b} are the period's first
moment and the first after it. Written from docs and METRICS' formulas, never from the compiler."""

_VALID = "o.kind = 'normal'"
_PAID = f"{_VALID} and o.paid_at >= '{{a}}' and o.paid_at < '{{b}}'"
_LINES = f"from items i join orders o on o.id = i.order_id where {_PAID} and not i.is_gift"
_BACK = f"from refunds r join orders o on o.id = r.order_id where {_VALID} and r.status = 'ok' and r.success_at >= '{{a}}' and r.success_at < '{{b}}'"
_OF = f"from refunds r join orders o on o.id = r.order_id where {_PAID} and r.status = 'ok'"
_SEEN = "from events where \"at\" >= '{a}' and \"at\" < '{b}'"
_ADS = "from ads where day >= '{a}' and day < '{b}'"
_REVIEWS = f"from reviews v join orders o on o.id = v.order_id where {_VALID} and v.written_at >= '{{a}}' and v.written_at < '{{b}}'"
_LIVES = "from lives where start_at >= '{a}' and start_at < '{b}'"
_LIVE_ORDERS = f"from orders o join lives l on l.id = o.live_id where {_VALID} and o.paid_at is not null and l.start_at >= '{{a}}' and l.start_at < '{{b}}'"
_STOCK = "from stock where day >= '{a}' and day < '{b}'"
_EACH = f"(select o.customer_id c, count(*) n, sum(o.pay) m from orders o where {_PAID} and o.customer_id is not null group by 1)"
_DAYS = (
    "date_diff('day', greatest(date '{a}', date '2023-12-01'), date '{b}')"  # the first paid day
)

# An order's place among its customer's, over all data; guests and orders that do not count have none.
_HISTORY = f"""(select *, row_number() over w n, lag(paid_at) over w before, first_value(paid_at) over w first_at from orders o
  where {_VALID} and paid_at is not null and customer_id is not null window w as (partition by customer_id order by paid_at, id))"""
_H = f"from {_HISTORY} h where paid_at >= '{{a}}' and paid_at < '{{b}}'"
_END = "timestamp '2025-03-02'"  # the shop's last day of data is 2025-03-01


def _within(days: int) -> str:
    """Value of the first days of the customers whose first order is in the period."""
    return f"select sum(pay) from {_HISTORY} h where first_at >= '{{a}}' and first_at < '{{b}}' and paid_at < first_at + interval {days} day"


def _again(days: int) -> str:
    """Of first orders that are old enough, the share with a second one in time."""
    return f"""select avg(case when s.paid_at < f.paid_at + interval {days} day then 1.0 else 0 end) from {_HISTORY} f
      left join {_HISTORY} s on s.customer_id = f.customer_id and s.n = 2
      where f.n = 1 and f.paid_at >= '{{a}}' and f.paid_at < '{{b}}' and f.paid_at <= {_END} - interval {days} day"""


def _worth(days: int) -> str:
    """Value of the first days for each new customer that is old enough."""
    return f"""select sum(pay) / nullif(count(distinct customer_id), 0) from {_HISTORY} h where first_at >= '{{a}}' and first_at < '{{b}}'
      and first_at <= {_END} - interval {days} day and paid_at < first_at + interval {days} day"""


SIMPLE = {
    "first_orders": f"select count(*) {_H} and n = 1",
    "second_orders": f"select count(*) {_H} and n = 2",
    "repeat_orders": f"select count(*) {_H} and n > 1",
    "new_buyers": f"select count(distinct customer_id) {_H} and n = 1",
    "old_buyers": f"select count(distinct o.customer_id) from orders o where {_PAID} and exists (select 1 from orders p where p.customer_id = o.customer_id and p.kind = 'normal' and p.paid_at < '{{a}}')",
    "new_buyer_gmv": f"select sum(pay) {_H} and n = 1",
    "old_buyer_gmv": f"select sum(pay) {_H} and n > 1",
    "new_buyers_365d": f"select count(distinct customer_id) {_H} and (before is null or before < paid_at - interval 365 day)",
    "reorder_gap_days": f"select median(date_diff('day', before, paid_at)) {_H} and cast(before as date) < cast(paid_at as date)",
    **{f"repurchase_{n}d": _again(n) for n in (30, 60, 90, 180)},
    **{f"value_{n}d": _within(n) for n in (30, 90, 180)},
    **{f"ltv_{n}d": _worth(n) for n in (30, 90, 180)},
    "gmv": f"select sum(o.pay) from orders o where {_PAID}",
    "orders": f"select count(*) from orders o where {_PAID}",
    "buyers": f"select count(distinct o.customer_id) from orders o where {_PAID}",
    "placed_orders": f"select count(*) from orders o where {_VALID} and o.created_at >= '{{a}}' and o.created_at < '{{b}}'",
    "placed_gmv": f"select sum(o.pay) from orders o where {_VALID} and o.created_at >= '{{a}}' and o.created_at < '{{b}}'",
    "shipped_orders": f"select count(*) from orders o where {_VALID} and o.shipped_at >= '{{a}}' and o.shipped_at < '{{b}}'",
    "ship_hours": f"select median(epoch(o.shipped_at - o.paid_at) / 3600) from orders o where {_PAID} and o.shipped_at is not null",
    "discount_amount": f"select sum(o.off) from orders o where {_PAID}",
    "registered_customers": "select count(*) from customers where registered_at >= '{a}' and registered_at < '{b}'",
    "goods_gmv": f"select sum(i.paid) {_LINES}",
    "units": f"select sum(i.qty) {_LINES}",
    "goods_orders": f"select count(distinct i.order_id) {_LINES}",
    "sold_products": f"select count(distinct i.product_id) {_LINES}",
    "list_value": f"select sum(i.list_price * i.qty) {_LINES}",
    "refund_amount": f"select sum(r.amount) {_BACK}",
    "refund_amount_cohort": f"select sum(r.amount) {_OF}",
    "refund_orders": f"select count(distinct r.order_id) {_BACK}",
    "refund_apply_orders": f"select count(distinct r.order_id) from refunds r join orders o on o.id = r.order_id where {_VALID} and r.apply_at >= '{{a}}' and r.apply_at < '{{b}}'",
    "returned_units": f"select sum(r.back) {_OF}",
    "refund_before_ship": f"select sum(r.amount) {_OF} and r.stage = 'before'",
    "refund_after_ship": f"select sum(r.amount) {_OF} and r.stage = 'after'",
    "quality_refund_orders": f"select count(distinct r.order_id) {_OF} and r.reason in ('broken', 'wrong')",
    "refund_hours": f"select median(epoch(r.success_at - r.apply_at) / 3600) {_BACK}",
    "uv": f"select count(distinct visitor) {_SEEN}",
    "pv": f"select count(*) {_SEEN} and action = 'view'",
    "events": f"select count(*) {_SEEN}",
    "visits": f"select count(distinct session) {_SEEN}",
    "fav_users": f"select count(distinct visitor) {_SEEN} and action = 'fav'",
    "cart_users": f"select count(distinct visitor) {_SEEN} and action = 'cart'",
    "pay_users": f"select count(distinct visitor) {_SEEN} and action = 'pay'",
    "ad_cost": f"select sum(cash + bonus) {_ADS}",
    "impressions": f"select sum(shown) {_ADS}",
    "clicks": f"select sum(clicked) {_ADS}",
    "attributed_orders": f"select sum(claimed) {_ADS}",
    "attributed_gmv": f"select sum(claimed_value) {_ADS}",
    "acquire_cost": f"select sum(cash + bonus) {_ADS} and goal = 'new'",
    "reviews": f"select count(*) {_REVIEWS}",
    "rated_reviews": f"select count(v.stars) {_REVIEWS}",
    "bad_reviews": f"select count(*) {_REVIEWS} and v.stars in (1, 2)",
    "good_reviews": f"select count(*) {_REVIEWS} and v.stars in (4, 5)",
    "avg_stars": f"select avg(v.stars) {_REVIEWS}",
    "coupons_issued": "select count(*) from coupons where issued_at >= '{a}' and issued_at < '{b}'",
    "coupons_used": "select count(*) from coupons where used_at >= '{a}' and used_at < '{b}'",
    "coupons_used_of_issued": "select count(used_at) from coupons where issued_at >= '{a}' and issued_at < '{b}'",
    "coupon_cost": "select sum(cost) from coupons where used_at >= '{a}' and used_at < '{b}'",
    "live_sessions": f"select count(*) {_LIVES}",
    "live_hours": f"select sum(epoch(end_at - start_at)) / 3600 {_LIVES}",
    "views": f"select sum(views) {_LIVES}",
    "session_viewers": f"select sum(viewers) {_LIVES}",
    "live_impressions": f"select sum(shown) {_LIVES}",
    "live_click_viewers": f"select sum(clickers) {_LIVES}",
    "live_gmv": f"select sum(o.pay) {_LIVE_ORDERS}",
    "live_orders": f"select count(*) {_LIVE_ORDERS}",
    "stock_units": f"select sum(units) {_STOCK} and day = (select max(day) {_STOCK})",
    "available_units": f"select sum(sellable) {_STOCK} and day = (select max(day) {_STOCK})",
    "stock_value": f"select sum(units * cost) {_STOCK} and day = (select max(day) {_STOCK})",
    "sale_days": f"select count(*) {_STOCK} and on_sale",
    "stockout_days": f"select count(*) {_STOCK} and on_sale and sellable = 0",
    # nested
    "gmv_per_day": f"select sum(o.pay) / {_DAYS} from orders o where {_PAID}",
    "orders_per_day": f"select count(*) / {_DAYS} from orders o where {_PAID}",
    "buyers_per_day": f"select sum(n) / {_DAYS} from (select count(distinct o.customer_id) n from orders o where {_PAID} group by cast(o.paid_at as date))",
    "mean_gmv_per_customer": f"select avg(m) from {_EACH}",
    "median_gmv_per_customer": f"select median(m) from {_EACH}",
    "repeat_buyers": f"select count(*) from {_EACH} where n >= 2",
    "one_time_buyers": f"select count(*) from {_EACH} where n = 1",
    "repeat_rate": f"select avg(case when n >= 2 then 1.0 else 0 end) from {_EACH}",
    "bounce_rate": f"select avg(case when n = 1 then 1.0 else 0 end) from (select session, count(*) filter (action = 'view') n {_SEEN} group by 1)",
}

RATIOS = {
    "new_buyer_share": ("new_buyers", "buyers"),
    "old_buyer_share": ("old_buyers", "buyers"),
    "old_buyer_gmv_share": ("old_buyer_gmv", "gmv"),
    "cac": ("acquire_cost", "new_buyers"),
    "gmv_per_buyer": ("gmv", "buyers"),
    "aov": ("gmv", "orders"),
    "orders_per_buyer": ("orders", "buyers"),
    "units_per_order": ("units", "orders"),
    "units_per_buyer": ("units", "buyers"),
    "asp": ("goods_gmv", "units"),
    "refund_rate": ("refund_amount", "gmv"),
    "refund_rate_cohort": ("refund_amount_cohort", "gmv"),
    "refund_apply_rate": ("refund_apply_orders", "orders"),
    "refund_rate_before_ship": ("refund_before_ship", "gmv"),
    "refund_rate_after_ship": ("refund_after_ship", "gmv"),
    "quality_refund_rate": ("quality_refund_orders", "orders"),
    "pv_per_visitor": ("pv", "uv"),
    "fav_rate": ("fav_users", "uv"),
    "cart_rate": ("cart_users", "uv"),
    "pay_cvr": ("buyers", "uv"),
    "visitor_pay_rate": ("pay_users", "uv"),
    "uv_value": ("gmv", "uv"),
    "ctr": ("clicks", "impressions"),
    "cpc": ("ad_cost", "clicks"),
    "cost_per_order": ("ad_cost", "attributed_orders"),
    "roas": ("attributed_gmv", "ad_cost"),
    "blended_roas": ("gmv", "ad_cost"),
    "ad_cost_ratio": ("ad_cost", "gmv"),
    "bad_review_rate": ("bad_reviews", "rated_reviews"),
    "good_review_rate": ("good_reviews", "rated_reviews"),
    "redemption_rate": ("coupons_used_of_issued", "coupons_issued"),
    "gmv_per_hour": ("live_gmv", "live_hours"),
    "enter_rate": ("session_viewers", "live_impressions"),
    "click_rate": ("live_click_viewers", "session_viewers"),
    "stockout_rate": ("stockout_days", "sale_days"),
}

FORMULAS = {
    "net_gmv": lambda v: v("gmv") - v("refund_amount"),
    "net_gmv_cohort": lambda v: v("gmv") - v("refund_amount_cohort"),
    "discount_share": lambda v: v("discount_amount") / (v("discount_amount") + v("gmv")),
    "discount_depth": lambda v: 1 - v("goods_gmv") / v("list_value"),
    "cpm": lambda v: v("ad_cost") / v("impressions") * 1000,
    "gpm": lambda v: v("live_gmv") / v("views") * 1000,
}

# Split by one dimension: the metric, the dimension, SQL of (member, value).
SPLIT = {
    (
        "new_buyers",
        "platform",
    ): f"select platform, count(distinct customer_id) {_H} and n = 1 group by 1",
    (
        "old_buyer_gmv",
        "customer.city",
    ): f"select c.city, sum(pay) from {_HISTORY} h join customers c on c.id = h.customer_id where paid_at >= '{{a}}' and paid_at < '{{b}}' and n > 1 group by 1",
    ("orders", "platform"): f"select o.platform, count(*) from orders o where {_PAID} group by 1",
    (
        "gmv_per_buyer",
        "platform",
    ): f"select o.platform, sum(o.pay) / nullif(count(distinct o.customer_id), 0) from orders o where {_PAID} group by 1",
    (
        "units",
        "product_name",
    ): f"select p.name, sum(i.qty) from items i join orders o on o.id = i.order_id join products p on p.id = i.product_id where {_PAID} and not i.is_gift group by 1",
    (
        "buyers",
        "customer.city",
    ): f"select c.city, count(distinct o.customer_id) from orders o left join customers c on c.id = o.customer_id where {_PAID} group by 1",
    (
        "repeat_buyers",
        "platform",
    ): f"select platform, sum(case when n >= 2 then 1 else 0 end) from (select o.platform, o.customer_id, count(*) n from orders o where {_PAID} and o.customer_id is not null group by 1, 2) group by 1",
    ("live_gmv", "anchor"): f"select l.anchor, sum(o.pay) {_LIVE_ORDERS} group by 1",
    ("refund_amount", "order.platform"): f"select o.platform, sum(r.amount) {_BACK} group by 1",
}
