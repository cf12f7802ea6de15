"""The traps of the trade, one test each: what would be counted if the rule were forgotten is computed
beside what is counted, so that a forgotten rule fails here by name."""

from datetime import date
from decimal import Decimal

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery, TimeRange

NOVEMBER = TimeRange(start=date(2025, 11, 1), end=date(2025, 11, 30))
YEAR = TimeRange(start=date(2025, 1, 1), end=date(2025, 12, 21))
IN_NOVEMBER = "paid_at >= DATE '2025-11-01' AND paid_at < DATE '2025-12-01'"
IN_YEAR = "paid_at >= DATE '2025-01-01' AND paid_at < DATE '2025-12-22'"


@pytest.fixture(scope="module")
def numbers(demo_shop):
    """The values of some metrics over a range, by name."""

    def of(*metrics: str, time: TimeRange = NOVEMBER, where: tuple[str, ...] = ()):
        rows = demo_shop.query(MetricQuery(metrics=metrics, time=time, where=where)).rows
        return rows[0][0] if len(metrics) == 1 else rows[0]

    return of


@pytest.fixture(scope="module")
def sql(demo_shop):
    """One value of hand-written SQL."""
    return lambda text: demo_shop.engine.run(text).rows[0][0]


def test_test_brushed_internal_and_exchange_orders_are_out(numbers, sql):
    everything = sql(f"SELECT sum(pay_amount) FROM orders WHERE {IN_NOVEMBER}")
    gmv, excluded, brushed = numbers("gmv", "excluded_gmv", "brushed_gmv")
    assert gmv + excluded == everything
    assert 0 < brushed < excluded


def test_a_brushed_order_leaves_lines_buyers_and_refunds_too(numbers, sql):
    """The rule holds in every table that hangs on the orders."""
    all_units = sql(
        f"SELECT sum(qty) FROM order_items JOIN orders USING (order_id) WHERE NOT is_gift AND {IN_NOVEMBER}"
    )
    all_buyers = sql(f"SELECT count(DISTINCT customer_id) FROM orders WHERE {IN_NOVEMBER}")
    units, buyers = numbers("units", "buyers")
    assert units < all_units
    assert buyers < all_buyers


def test_gifts_leave_quantity_and_price_but_stay_in_cost(numbers, sql):
    lines = f"FROM order_items i JOIN orders o USING (order_id) WHERE o.kind = 'normal' AND {IN_NOVEMBER}"
    with_gifts = sql(f"SELECT sum(qty) {lines}")
    cost_without = sql(f"SELECT sum(qty * unit_cost) {lines} AND NOT is_gift")
    units, gifts, cost = numbers("units", "gift_units", "goods_cost")
    assert units + gifts == with_gifts
    assert gifts > 0
    assert cost > cost_without


def test_orders_without_a_customer_are_no_buyer(numbers, sql):
    as_one = sql(
        f"SELECT count(DISTINCT coalesce(customer_id, -1)) FROM orders WHERE kind = 'normal' AND {IN_NOVEMBER}"
    )
    buyers, guests = numbers("buyers", "guest_orders")
    assert guests > 0
    assert buyers == as_one - 1


def test_a_ratio_over_months_is_sum_over_sum(demo_shop, numbers):
    months = demo_shop.query(MetricQuery(metrics=("aov",), by=("month",), time=YEAR)).rows
    mean = sum(float(row[1]) for row in months) / len(months)
    gmv, orders, aov = numbers("gmv", "orders", "aov", time=YEAR)
    assert float(aov) == pytest.approx(float(gmv) / orders, rel=1e-9)
    assert abs(float(aov) - mean) > 0.01


def test_refunds_by_occurrence_and_by_original_order_are_two_numbers(numbers):
    after = TimeRange(start=date(2025, 11, 18), end=date(2025, 11, 24))
    day = TimeRange(start=date(2025, 11, 11), end=date(2025, 11, 11))
    by_date_after, by_order_after = numbers("refund_rate", "refund_rate_cohort", time=after)
    by_date_day, by_order_day = numbers("refund_rate", "refund_rate_cohort", time=day)
    assert by_date_after > by_order_after, "refunds of Double 11 come a week later"
    assert by_date_day < by_order_day, "orders of Double 11 are refunded after the day"


def test_daily_visitors_do_not_add_up_to_the_month(demo_shop, numbers):
    days = demo_shop.query(MetricQuery(metrics=("uv",), by=("day",), time=NOVEMBER)).rows
    assert sum(row[1] for row in days) > numbers("uv")
    assert demo_shop.model.metrics["uv"].additive == "distinct"
    assert demo_shop.model.metrics["pv"].additive == "sum"


def test_freight_is_in_gmv_and_not_in_goods_sales(numbers):
    gmv, goods, freight = numbers("gmv", "goods_gmv", "freight_income")
    assert freight > 0
    assert gmv - goods == freight


def test_subsidy_is_the_shops_income_but_not_in_gmv(numbers):
    gmv, receipts, subsidy = numbers("gmv", "receipt_gmv", "platform_subsidy")
    assert receipts - gmv == subsidy > 0


def test_per_buyer_and_per_order_are_two_numbers_with_two_names(demo_shop, numbers):
    per_buyer, per_order = numbers("gmv_per_buyer", "aov")
    assert per_buyer > per_order
    names = demo_shop.model.metrics
    assert names["gmv_per_buyer"].label.zh == "客单价"
    assert not {"客单价", "客单"} & {names["aov"].label.zh, *names["aov"].synonyms}


@pytest.mark.parametrize(
    "metric",
    ["gmv", "orders", "aov", "receipt_gmv", "refund_rate", "gross_profit", "units_per_order"],
)
@pytest.mark.parametrize("dimension", ["category1", "product", "sku"])
def test_order_level_amounts_by_product_are_refused(demo_shop, metric, dimension):
    with pytest.raises(QueryError) as refused:
        demo_shop.query(MetricQuery(metrics=(metric,), by=(dimension,), time=NOVEMBER))
    assert refused.value.code == "fan_out"


@pytest.mark.parametrize(
    "metric", ["ad_cost", "live_sessions", "fee_amount", "registered_customers"]
)
def test_what_has_no_product_is_not_split_by_product(demo_shop, metric):
    with pytest.raises(QueryError) as refused:
        demo_shop.query(MetricQuery(metrics=(metric,), by=("product",), time=NOVEMBER))
    assert refused.value.code in ("fan_out", "unreachable")


@pytest.mark.parametrize(
    "metric", ["goods_gmv", "units", "refund_amount", "goods_profit", "goods_refund_rate"]
)
def test_what_is_counted_by_line_can_be_split_by_product(demo_shop, metric):
    rows = demo_shop.query(MetricQuery(metrics=(metric,), by=("category1",), time=NOVEMBER)).rows
    assert {row[0] for row in rows} == {"女装", "美妆", "配饰"}


def test_a_presale_counts_whole_on_the_day_of_its_balance(numbers, sql):
    """Balances open at 20:00 on 19 October: until then deposits come in and no GMV of theirs."""
    before = TimeRange(start=date(2025, 10, 13), end=date(2025, 10, 18))
    after = TimeRange(start=date(2025, 10, 19), end=date(2025, 11, 30))
    presale = ("presale = true",)
    deposits = numbers("deposits", time=before)
    assert deposits > 0
    assert numbers("gmv", time=before, where=presale) == 0
    whole = sql(
        "SELECT sum(pay_amount) FROM orders WHERE kind = 'normal' AND is_presale"
        " AND paid_at >= DATE '2025-10-19' AND paid_at < DATE '2025-12-01'"
    )
    assert numbers("gmv", time=after, where=presale) == whole > deposits


def test_jds_own_way_of_counting_is_another_number(numbers):
    gmv, jd_way = numbers("gmv", "gmv_jd", where=("platform = 'jd'",))
    assert gmv != jd_way


def test_one_person_on_two_platforms_is_two_customers(demo_shop, numbers):
    """The sum over platforms is the total, because customers belong to one platform; it is said so."""
    rows = demo_shop.query(MetricQuery(metrics=("buyers",), by=("platform",), time=YEAR)).rows
    assert sum(row[1] for row in rows) == numbers("buyers", time=YEAR)
    assert "各平台客户分别计" in demo_shop.model.metrics["buyers"].formula.zh


def test_cost_is_that_of_the_sale_not_todays(numbers, sql):
    today = sql(
        "SELECT sum(i.qty * k.unit_cost) FROM order_items i JOIN orders o USING (order_id)"
        f" JOIN products k USING (sku_id) WHERE o.kind = 'normal' AND {IN_YEAR}"
    )
    assert numbers("goods_cost", time=YEAR) != today


def test_exchanges_are_no_refunds(numbers, sql):
    with_exchanges = sql(
        "SELECT count(DISTINCT r.order_id) FROM refunds r JOIN orders o USING (order_id)"
        " WHERE o.kind = 'normal' AND status_is_success AND success_at >= DATE '2025-11-01'"
        " AND success_at < DATE '2025-12-01'".replace("status_is_success", "r.status = 'success'")
    )
    refunded, exchanged = numbers("refund_orders", "exchanges")
    assert exchanged > 0
    assert refunded < with_exchanges


def test_withdrawn_requests_count_as_requests_only(numbers, sql):
    succeeded = sql(
        "SELECT count(DISTINCT r.order_id) FROM refunds r JOIN orders o USING (order_id) WHERE o.kind = 'normal'"
        " AND r.kind <> 'exchange' AND r.status = 'success' AND apply_at >= DATE '2025-01-01'"
    )
    assert numbers("refund_apply_orders", time=YEAR) > succeeded


def test_cash_on_delivery_has_no_hours_to_ship(numbers, sql):
    """It is paid after it is shipped: its hours would be negative."""
    negative = sql(
        "SELECT count(*) FROM orders WHERE payment_method = 'cod' AND shipped_at < paid_at"
    )
    assert negative > 0
    assert numbers("ship_hours") > 0


def test_an_order_with_two_products_counts_once_in_all_and_twice_by_product(demo_shop, numbers):
    rows = demo_shop.query(
        MetricQuery(metrics=("goods_orders",), by=("category1",), time=NOVEMBER)
    ).rows
    assert sum(row[1] for row in rows) > numbers("goods_orders")
    assert numbers("goods_orders") == numbers("orders")


def test_sales_per_visitor_is_conversion_times_spend_per_buyer(numbers):
    value, conversion, spend = numbers("uv_value", "pay_cvr", "gmv_per_buyer")
    assert float(value) == pytest.approx(float(conversion) * float(spend), rel=1e-9)


def test_the_platforms_report_differs_by_the_orders_that_are_not_valid(numbers, sql):
    """tmall counts every paid order whatever its kind."""
    reported = sql(
        "SELECT sum(pay_amount) FROM daily_report WHERE platform = 'tmall'"
        " AND date BETWEEN DATE '2025-11-01' AND DATE '2025-11-30'"
    )
    where = ("platform = 'tmall'",)
    gmv, excluded = numbers("gmv", "excluded_gmv", where=where)
    assert reported == gmv + excluded


def test_creators_commission_comes_back_with_the_refund(sql, numbers):
    charged = sql(
        "SELECT sum(amount) FROM fees WHERE kind = 'creator' AND amount > 0"
        " AND date BETWEEN DATE '2025-11-01' AND DATE '2025-11-30'"
    )
    assert Decimal(0) < numbers("creator_commission") < charged


def test_freight_by_product_is_allocated_and_adds_up(demo_shop, numbers):
    """The marks of each order's freight, counted by hand-written SQL, by category; gifts weigh nothing."""
    ask = MetricQuery(metrics=("freight_income",), by=("category1",), time=NOVEMBER)
    found = demo_shop.query(ask)
    assert sum(row[1] for row in found.rows) == numbers("freight_income")
    assert any("分摊" in note.zh for note in found.notes)
    marks = f"""
        WITH lines AS (
            SELECT i.*, o.freight, p.category1,
                sum(greatest(coalesce(i.pay_amount, 0), 0)) OVER (PARTITION BY i.order_id) AS whole,
                sum(greatest(coalesce(i.pay_amount, 0), 0)) OVER (
                    PARTITION BY i.order_id ORDER BY i.order_item_id ROWS UNBOUNDED PRECEDING) AS upto,
                row_number() OVER (PARTITION BY i.order_id ORDER BY i.order_item_id) AS place,
                count(*) OVER (PARTITION BY i.order_id) AS lines
            FROM order_items i JOIN orders o USING (order_id) JOIN products k USING (sku_id)
            JOIN spus p ON p.spu_id = k.spu_id WHERE o.kind = 'normal' AND o.{IN_NOVEMBER.replace(" AND paid_at", " AND o.paid_at")}
        ), marked AS (
            SELECT order_id, order_item_id, category1,
                CASE WHEN whole = 0 THEN round(freight * place / lines, 2)
                     ELSE round(freight * upto / whole, 2) END AS mark FROM lines
        )
        SELECT category1, sum(part)::DECIMAL(18, 2) FROM (
            SELECT category1, mark - coalesce(lag(mark) OVER (PARTITION BY order_id ORDER BY order_item_id), 0) AS part
            FROM marked) GROUP BY 1"""
    assert dict(found.rows) == pytest.approx(
        dict(demo_shop.engine.run(marks).rows), abs=Decimal("0.5")
    )


@pytest.mark.parametrize(
    "metric", ["shipping_fee", "commission", "creator_commission", "packing_fee"]
)
def test_fees_of_orders_by_product_add_up(demo_shop, numbers, metric):
    ask = MetricQuery(metrics=(metric,), by=("product",), time=NOVEMBER)
    assert sum(row[1] for row in demo_shop.query(ask).rows) == numbers(metric)
