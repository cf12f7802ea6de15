"""Every planted fact is found by its plain SQL, and the shop looks like a shop."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from semantic_layer.demo_shop import facts
from semantic_layer.demo_shop.clock import NEVER
from semantic_layer.demo_shop.making import Maker
from semantic_layer.demo_shop.scale import STANDARD, STANDARD_SEED

pytestmark = pytest.mark.slow

FACTS = {fact.id: fact for fact in facts()}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def _close(found: object, expected: object, tolerance: float) -> bool:
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return found == expected
    return abs(float(str(found)) - expected) <= tolerance * abs(expected)


@pytest.mark.parametrize("name", FACTS)
def test_fact(shop, name):
    fact = FACTS[name]
    found = [tuple(_plain(value) for value in row) for row in shop.rows(fact.sql)]
    assert len(found) == len(fact.expect), found
    for row, wanted in zip(found, fact.expect, strict=True):
        assert all(_close(f, w, fact.tolerance) for f, w in zip(row, wanted, strict=True)), (
            row,
            wanted,
        )


@pytest.mark.parametrize("name", ["ab_lift", "wakeup_holdout", "aa_test", "running_test"])
def test_lift_is_the_truth(name):
    (_, control, won), (_, treated, won_treated) = FACTS[name].expect
    lift = (won_treated / treated) / (won / control) - 1
    assert lift == pytest.approx(FACTS[name].truth["relative_lift"], abs=0.003)


def test_regional_campaign_is_the_truth():
    """The orders that the campaign added, counted inside the generator; DiD comes near them."""
    maker = Maker(STANDARD, STANDARD_SEED, lambda step, done: None)
    maker.decide_orders()
    rows, extra = maker.book.rows, maker.world.skeleton.extra
    paid = extra & (rows.paid[: len(extra)] != NEVER)
    due = rows.listed - rows.shop_discount - rows.platform_discount + rows.freight
    truth = FACTS["regional_campaign"].truth
    assert int(extra.sum()) == truth["extra_orders_placed"]
    assert int(paid.sum()) == truth["extra_orders_paid"]
    assert int(due[: len(extra)][paid].sum()) / 100 == pytest.approx(truth["extra_gmv"], rel=1e-3)
    (_, c0, c1, *_), (_, t0, t1, *_) = FACTS["regional_campaign"].expect
    assert t1 - t0 * c1 / c0 == pytest.approx(truth["extra_orders_paid"], rel=0.2)


def test_live_room_week_has_one_cause(shop):
    """All of the fall sits in dy01's own live room; the rest of the shop sells no less."""
    rows = shop.rows("""
        SELECT shop_id = 'dy01' AND scene = 'self_live' AS closed,
               sum(pay_amount) FILTER (paid_at < TIMESTAMP '2025-09-22') AS before,
               coalesce(sum(pay_amount) FILTER (paid_at >= TIMESTAMP '2025-09-22'), 0) AS during
        FROM orders WHERE kind = 'normal' AND paid_at >= TIMESTAMP '2025-09-15'
         AND paid_at < TIMESTAMP '2025-09-29' GROUP BY 1 ORDER BY 1""")
    (_, rest, rest_during), (_, room, room_during) = rows
    assert float(room_during) < 0.02 * float(room)
    assert 0.97 < float(rest_during / rest) < 1.15


BETWEEN = {
    "average order value": ("SELECT avg(pay_amount) FROM orders WHERE kind = 'normal' AND paid_at IS NOT NULL", 200, 300),
    "spend per buyer of a month": ("""SELECT sum(pay_amount) / count(DISTINCT customer_id) FROM orders
        WHERE kind = 'normal' AND paid_at >= '2025-10-01' AND paid_at < '2025-11-01'""", 200, 320),
    "conversion of a month": ("""SELECT (SELECT count(DISTINCT customer_id) FROM orders WHERE kind = 'normal'
        AND paid_at >= '2025-10-01' AND paid_at < '2025-11-01') / (SELECT count(DISTINCT visitor_id)
        FROM events e WHERE e."at" >= '2025-10-01' AND e."at" < '2025-11-01')""", 0.02, 0.06),
    "refund rate of douyin": ("""SELECT sum(r.amount) / (SELECT sum(pay_amount) FROM orders WHERE kind = 'normal'
        AND paid_at IS NOT NULL AND platform = 'douyin') FROM refunds r WHERE status = 'success' AND platform = 'douyin'""", 0.18, 0.25),
    "refund rate of tmall": ("""SELECT sum(r.amount) / (SELECT sum(pay_amount) FROM orders WHERE kind = 'normal'
        AND paid_at IS NOT NULL AND platform = 'tmall') FROM refunds r WHERE status = 'success' AND platform = 'tmall'""", 0.08, 0.15),
    "share of one-time buyers": ("""SELECT avg((n = 1)::INTEGER) FROM (SELECT count(*) AS n FROM orders
        WHERE kind = 'normal' AND paid_at IS NOT NULL AND customer_id IS NOT NULL GROUP BY customer_id)""", 0.5, 0.75),
    "bounce rate": ("""SELECT avg((views = 1)::INTEGER) FROM (SELECT count(*) FILTER (type = 'view') AS views
        FROM events GROUP BY session_id)""", 0.5, 0.75),
    "stock-out rate": ("SELECT sum((available = 0)::INTEGER) / count(*) FROM stock WHERE on_sale", 0.01, 0.10),
    "share of the ten best styles": ("""SELECT sum(u) FILTER (r <= 10) / sum(u) FROM (SELECT u, row_number() OVER (ORDER BY u DESC) AS r
        FROM (SELECT sum(qty) AS u FROM order_items GROUP BY spu_id))""", 0.15, 0.45),
    "ad cost ratio": ("""SELECT (SELECT sum(cost_cash + cost_bonus) FROM ad_spend) /
        (SELECT sum(pay_amount) FROM orders WHERE kind = 'normal' AND paid_at IS NOT NULL)""", 0.05, 0.15),
    "evening against morning": ("""SELECT count(*) FILTER (hour(created_at) BETWEEN 20 AND 22) /
        count(*) FILTER (hour(created_at) BETWEEN 8 AND 10) FROM orders""", 1.5, 4),
    "11 November against an ordinary day": ("""SELECT count(*) FILTER (paid_at::DATE = '2025-11-11') * 91 /
        count(*) FILTER (paid_at >= '2025-07-01' AND paid_at < '2025-09-30') FROM orders""", 3, 9),
    "Spring Festival against an ordinary day": ("""SELECT count(*) FILTER (paid_at::DATE = '2025-01-29') * 30 /
        count(*) FILTER (paid_at >= '2025-04-01' AND paid_at < '2025-05-01') FROM orders""", 0.1, 0.5),
    "customers without a province": ("SELECT avg((province IS NULL)::INTEGER) FROM customers", 0.01, 0.05),
    "growth of douyin": ("""SELECT sum(pay_amount) FILTER (year(paid_at) = 2025 AND month(paid_at) BETWEEN 4 AND 9) /
        sum(pay_amount) FILTER (year(paid_at) = 2024 AND month(paid_at) BETWEEN 4 AND 9)
        FROM orders WHERE kind = 'normal' AND platform = 'douyin'""", 1.2, 1.7),
}  # fmt: skip


@pytest.mark.parametrize("name", BETWEEN)
def test_looks_like_a_shop(shop, name):
    sql, low, high = BETWEEN[name]
    assert low <= float(shop.one(sql)) <= high
