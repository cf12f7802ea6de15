"""Hand-written SQL of new customers, of what becomes of them, and of who comes back."""

from tests.semantic_layer.demo_shop_metrics.balances import Balance
from tests.semantic_layer.demo_shop_metrics.truth import DATA_END, Truth

_VALID = "kind = 'normal' AND paid_at IS NOT NULL AND customer_id IS NOT NULL"
_FIRST = (
    "SELECT customer_id, first(order_id ORDER BY paid_at, order_id) AS first_id"
    f" FROM orders WHERE {_VALID} GROUP BY 1"
)
_OTHER = (
    "FROM orders e WHERE e.customer_id = fact.customer_id AND e.kind = 'normal'"
    " AND e.paid_at IS NOT NULL"
)
_EARLIER = "(e.paid_at, e.order_id) < (fact.t, fact.order_id)"

# Every order of a known customer, with the moment of her first; every first order with what followed.
COHORT_FACTS = {
    "known": (
        "SELECT o.*, o.paid_at AS t, f.first_id, c.city_tier FROM orders o"
        f" JOIN ({_FIRST}) f USING (customer_id) LEFT JOIN customers c USING (customer_id)"
        " WHERE o.kind = 'normal' AND o.paid_at IS NOT NULL"
    ),
    "gaps": (
        "SELECT day AS t, platform, day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS gap FROM"
        f" (SELECT DISTINCT customer_id, platform, paid_at::DATE AS day FROM orders WHERE {_VALID})"
    ),
}
_IS_FIRST = "order_id = first_id"
COHORT_DIMENSIONS = {"known": ("platform", "channel", "city_tier"), "gaps": ("platform",)}


def _known(aggregate: str, where: str = "true") -> Truth:
    return Truth("known", aggregate, where, COHORT_FACTS, COHORT_DIMENSIONS)


def _old(days: int) -> str:
    return f"t < {DATA_END} - INTERVAL {days} DAY"


def _followed(days: int) -> str:
    later = (
        f"e.order_id <> fact.order_id AND e.paid_at BETWEEN fact.t AND fact.t + INTERVAL {days} DAY"
    )
    return f"EXISTS ({_OTHER} AND {later})"


def _spent(days: int) -> str:
    later = f"e.paid_at >= fact.t AND e.paid_at < fact.t + INTERVAL {days} DAY"
    return f"sum((SELECT sum(e.pay_amount - e.freight) {_OTHER} AND {later}))"


def _per_length(days: int) -> dict[str, Truth]:
    mature = f"{_IS_FIRST} AND {_old(days)}"
    return {
        f"old_firsts_{days}d": _known("count(*)", mature),
        f"old_followed_{days}d": _known("count(*)", f"{mature} AND {_followed(days)}"),
        f"old_spent_{days}d": _known(_spent(days), mature),
    }


COHORTS: dict[str, Truth] = {
    "first_orders": _known("count(*)", _IS_FIRST),
    "new_buyers": _known("count(DISTINCT customer_id)", _IS_FIRST),
    "new_buyers_365d": _known(
        "count(DISTINCT customer_id)",
        f"NOT EXISTS ({_OTHER} AND {_EARLIER} AND e.paid_at >= fact.t - INTERVAL 365 DAY)",
    ),
    "new_buyer_gmv": _known("sum(pay_amount)", _IS_FIRST),
    "old_buyer_gmv": _known("sum(pay_amount)", f"NOT {_IS_FIRST}"),
    "reorder_gap_days": Truth("gaps", "median(gap)", facts=COHORT_FACTS),
    "paid_for_goods": Truth("paid", "sum(pay_amount) - sum(freight)"),
    "acquire_cost": Truth("ads", "sum(cost_cash) + sum(cost_bonus)", "goal = 'acquire'"),
    "paid_72h_orders": Truth("placed", "count(*)", "epoch(paid_at - created_at) <= 72 * 3600"),
    "old_placed": Truth("placed", "count(*)", _old(3)),
    "old_paid_72h": Truth(
        "placed", "count(*)", f"{_old(3)} AND epoch(paid_at - created_at) <= 72 * 3600"
    ),
} | {
    name: truth for days in (30, 60, 90, 180, 365) for name, truth in _per_length(days).items()
}  # fmt: skip
COHORTS |= {
    f"repurchased_{days}d": _known("count(*)", f"{_IS_FIRST} AND {_followed(days)}")
    for days in (30, 60, 90)
}
_SO_FAR = f"FROM orders WHERE {_VALID} AND paid_at < DATE '{{last}}' + INTERVAL 1 DAY"
_BEFORE = (
    "FROM orders o WHERE o.kind = 'normal' AND o.customer_id IS NOT NULL"
    " AND o.paid_at < DATE '{first}'"
)
_AGAIN = (
    "EXISTS (FROM orders e WHERE e.customer_id = o.customer_id AND e.kind = 'normal' {same}"
    " AND e.paid_at >= DATE '{first}' AND e.paid_at < DATE '{last}' + INTERVAL 1 DAY)"
)
_CUSTOMERS = "count(DISTINCT customer_id)"

EVER = {
    "orders_ever": Balance(
        "count(*)", _SO_FAR.replace(" AND customer_id IS NOT NULL", ""), ("platform",)
    ),
    "customers_ever": Balance(_CUSTOMERS, _SO_FAR, ("platform", "channel")),
    "customers_before": Balance(_CUSTOMERS, _BEFORE, ("platform", "channel")),
    "customers_back": Balance(_CUSTOMERS, f"{_BEFORE} AND {_AGAIN}", ("platform", "channel")),
}
