"""The grocery chain's metrics against SQL by hand: in all, by month, week and the chain's dimensions."""

from datetime import date

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery, TimeRange
from tests.shops.real import same, same_by_key

SALES = "sum(sales_value::DECIMAL(18, 2))"
LOYALTY = "sum(retail_disc::DECIMAL(18, 2))"
COUPON = "sum(coupon_disc::DECIMAL(18, 2))"
MATCH = "sum(coupon_match_disc::DECIMAL(18, 2))"
UNITS = "sum(quantity::BIGINT) FILTER (NOT petrol)"
BOUGHT = {
    "sales": SALES,
    "paid": f"{SALES} - {COUPON}",
    "shelf_value": f"{SALES} + {LOYALTY} + {MATCH}",
    "loyalty_discount": LOYALTY,
    "coupon_discount": COUPON,
    "coupon_match": MATCH,
    "store_discount": f"{LOYALTY} + {MATCH}",
    "discount_rate": f"({LOYALTY} + {MATCH}) / nullif({SALES} + {LOYALTY} + {MATCH}, 0)",
    "units": UNITS,
    "petrol_gallons": "sum(quantity / 1000) FILTER (petrol)",
    "price_per_unit": f"{SALES} FILTER (NOT petrol) / nullif({UNITS}, 0)",
    "private_share": f"coalesce({SALES} FILTER (brand = 'Private'), 0) / nullif({SALES}, 0)",
    "lines": "count(*)",
    "households_seen": "count(DISTINCT household_id)",
    "products_sold": "count(DISTINCT product_id)",
}
KEYS = {
    "month": "date_trunc('month', moment)::DATE",
    "week": "date_trunc('week', moment)::DATE",
    "weekday": "isodow(moment)",
    "hour_of_day": "hour(moment)",
    "department": "department",
    "category": "product_category",
    "income": "income",
    "store": "store_id",
}
# metric: (value, rows, its clock)
CAMPAIGNS = {
    "campaigns": ("count(*)", "campaign_descriptions", "start_date"),
    "mailings": ("count(*)", "mailed", "start_date"),
    "households_targeted": ("count(DISTINCT household_id)", "mailed", "start_date"),
    "redemptions": ("count(*)", "redeemed", "redemption_date"),
    "households_redeeming": ("count(DISTINCT household_id)", "redeemed", "redemption_date"),
    "redeemers_of_campaigns": (
        "count(DISTINCT (campaign_id, household_id))",
        "redeemed",
        "start_date",
    ),
    "coupons_issued": (
        "count(DISTINCT coupon_upc)",
        "(SELECT * FROM coupons JOIN campaign_descriptions USING (campaign_id))",
        "start_date",
    ),
}
RATE = (
    "SELECT m.{key}, coalesce(n, 0) / m FROM (SELECT {key}, count(*) m FROM mailed GROUP BY 1) m"
    " LEFT JOIN (SELECT {key}, count(DISTINCT (campaign_id, household_id)) n FROM redeemed"
    " GROUP BY 1) r ON m.{key} IS NOT DISTINCT FROM r.{key}"
)


@pytest.fixture(scope="module")
def shop(journey_desk):
    return journey_desk.shop


def test_every_metric_has_a_truth(shop):
    others = {"redemption_rate", "households_profiled", "placements"}
    assert set(shop.model.metrics) == {*BOUGHT, *CAMPAIGNS, *others}


@pytest.mark.parametrize("metric", BOUGHT)
def test_in_all(shop, journey_truth, metric):
    ((found,),) = shop.query(MetricQuery(metrics=(metric,))).rows
    _, ((wanted,),) = journey_truth(f"SELECT {BOUGHT[metric]} FROM bought")
    same(found, wanted, metric)


@pytest.mark.parametrize("by", KEYS)
@pytest.mark.parametrize("metric", BOUGHT)
def test_by_key(shop, journey_truth, metric, by):
    sql = f"SELECT {KEYS[by]}, {BOUGHT[metric]} FROM bought GROUP BY 1"
    same_by_key(shop, journey_truth, metric, by, sql)


@pytest.mark.parametrize("metric", CAMPAIGNS)
def test_of_campaigns(shop, journey_truth, metric):
    value, rows, clock = CAMPAIGNS[metric]
    ((found,),) = shop.query(MetricQuery(metrics=(metric,))).rows
    _, ((wanted,),) = journey_truth(f"SELECT {value} FROM {rows}")
    same(found, wanted, metric)
    month = f"date_trunc('month', {clock})::DATE"
    for by, key in (("month", month), ("campaign_number", "campaign_id"), ("campaign_type",) * 2):
        sql = f"SELECT {key}, {value} FROM {rows} GROUP BY 1"
        same_by_key(shop, journey_truth, metric, by, sql)


@pytest.mark.parametrize("by", ["campaign_id", "campaign_type", "income", "age"])
def test_the_redemption_rate_is_of_the_campaigns_own_recipients(shop, journey_truth, by):
    name = "campaign_number" if by == "campaign_id" else by
    same_by_key(shop, journey_truth, "redemption_rate", name, RATE.format(key=by))


def test_the_redemption_rate_in_all(shop):
    ((found,),) = shop.query(MetricQuery(metrics=("redemption_rate",))).rows
    same(found, 792 / 6589, "published")


def test_placements_by_week_department_and_store(shop, journey_truth):
    for by, key in (("week", "monday"), ("department",) * 2, ("store", "store_id")):
        sql = f"SELECT {key}, count(*) FROM placed GROUP BY 1"
        same_by_key(shop, journey_truth, "placements", by, sql)
    ((found,),) = shop.query(MetricQuery(metrics=("placements",))).rows
    assert found == 360_535


def test_demographics_cover_a_part(shop, journey_truth):
    """The households without demographics stay in the total, as a group without a name."""
    rows = dict(shop.query(MetricQuery(metrics=("sales",), by=("income",))).rows)
    ((whole,),) = shop.query(MetricQuery(metrics=("sales",))).rows
    assert sum(rows.values()) == whole
    _, ((unknown,),) = journey_truth(f"SELECT {SALES} FROM bought WHERE income IS NULL")
    assert rows[None] == unknown > whole * 4 / 10
    ((profiled,),) = shop.query(MetricQuery(metrics=("households_profiled",))).rows
    assert profiled == 801


def test_the_last_evening_of_the_year_is_told_in_eastern_time(shop, journey_truth):
    """Sales until 03:47 UTC on 1 January 2018 are of the evening of 31 December."""
    assert shop.last_day == date(2017, 12, 31)
    last = TimeRange(start=date(2017, 12, 31), end=date(2017, 12, 31))
    ((found,),) = shop.query(MetricQuery(metrics=("sales",), time=last)).rows
    _, ((wanted, in_utc),) = journey_truth(
        f"SELECT {SALES} FILTER (moment::DATE = '2017-12-31'),"
        f" {SALES} FILTER (transaction_timestamp::DATE = '2017-12-31') FROM bought"
    )
    assert found == wanted != in_utc


def test_campaigns_and_sales_stand_side_by_side(shop, journey_truth):
    """By month, each by its own clock: neither multiplies the other."""
    metrics = ("sales", "redemptions", "mailings")
    query = MetricQuery(metrics=metrics, by=("month",), order=("month",))
    found = {row[0]: row[1:] for row in shop.query(query).rows}
    values = ((SALES, "bought", "moment"), ("count(*)", "redeemed", "redemption_date"),
              ("count(*)", "mailed", "start_date"))  # fmt: skip
    for place, (value, rows, clock) in enumerate(values):
        sql = f"SELECT date_trunc('month', {clock})::DATE, {value} FROM {rows} GROUP BY 1"
        wanted = dict(journey_truth(sql)[1])
        assert {month: row[place] for month, row in found.items() if row[place]} == wanted


@pytest.mark.parametrize(
    ("metric", "by", "code"),
    [
        ("mailings", "department", "unreachable"),
        ("sales", "campaign_type", "unreachable"),
        ("campaigns", "income", "fan_out"),
        ("households_profiled", "month", "no_clock"),
        ("placements", "day", "too_fine"),
    ],
)
def test_what_has_no_answer_is_refused(shop, metric, by, code):
    with pytest.raises(QueryError) as refused:
        shop.query(MetricQuery(metrics=(metric,), by=(by,)))
    assert refused.value.code == code


def test_a_grocery_buyer_sees_the_grocery_lines(shop, journey_truth):
    query = MetricQuery(metrics=("sales", "products_sold"), by=("month",), order=("month",))
    found = shop.query(query, role="grocery_buyer").rows
    _, wanted = journey_truth(
        f"SELECT {KEYS['month']}, {SALES}, count(DISTINCT product_id) FROM bought"
        " WHERE department = 'GROCERY' GROUP BY 1 ORDER BY 1"
    )
    assert [tuple(row) for row in found] == wanted
