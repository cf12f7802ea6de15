"""The bicycle shop's metrics against SQL by hand: in all, by month, week and the shop's dimensions."""

from decimal import Decimal

import pytest

from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.query import MetricQuery, TimeRange
from tests.shops.real import same, same_by_key

REVENUE, COST = "sum(amount)", "sum(cost)"  # of a line: quantity times the product's price, cost
ORDERS = "count(DISTINCT OrderNumber)"
BUYERS = "count(DISTINCT CustomerKey)"
SOLD = {
    "revenue": REVENUE,
    "cost": COST,
    "gross_profit": f"{REVENUE} - {COST}",
    "margin": f"({REVENUE} - {COST}) / {REVENUE}",
    "units": "sum(OrderQuantity)",
    "orders": ORDERS,
    "lines": "count(*)",
    "buyers": BUYERS,
    "products_sold": "count(DISTINCT ProductKey)",
    "aov": f"{REVENUE} / {ORDERS}",
    "revenue_per_buyer": f"{REVENUE} / {BUYERS}",
    "units_per_order": f"sum(OrderQuantity) / {ORDERS}",
    "asp": f"{REVENUE} / sum(OrderQuantity)",
    "orders_per_buyer": f"{ORDERS} / {BUYERS}",
    "mean_gmv_per_customer": f"{REVENUE} / {BUYERS}",
    "goods_orders": ORDERS,
    "units_per_buyer": f"sum(OrderQuantity) / {BUYERS}",
    "bike_share": f"{REVENUE} FILTER (CategoryName = 'Bikes') / {REVENUE}",
}
# averages over the asked days: the value of each day (and group), added up
PER_DAY = {"gmv_per_day": REVENUE, "orders_per_day": ORDERS, "buyers_per_day": BUYERS}
# metrics of each customer, aggregated: over `{per}`, one row a customer (and group)
PER_CUSTOMER = {
    "repeat_rate": "count(*) FILTER (n >= 2) / count(*)",
    "repeat_buyers": "count(*) FILTER (n >= 2)",
    "one_time_buyers": "count(*) FILTER (n = 1)",
    "median_spend": "median(spent::DOUBLE)",
}
_THEN = "date_trunc('month', f) = date_trunc('month', OrderDate)"
NEW = f"count(DISTINCT CustomerKey) FILTER ({_THEN})"
NEW_AND_OLD = {
    "new_buyers": NEW,
    "old_buyers": f"{BUYERS} - {NEW}",
    "new_buyer_share": f"{NEW} / {BUYERS}",
    "old_buyer_share": f"({BUYERS} - {NEW}) / {BUYERS}",
    "new_buyer_gmv": f"{REVENUE} FILTER (OrderDate = f)",
    "old_buyer_gmv": f"{REVENUE} FILTER (OrderDate > f)",
    "old_buyer_gmv_share": f"coalesce({REVENUE} FILTER (OrderDate > f), 0) / {REVENUE}",
}
KEYS = {
    "month": "date_trunc('month', OrderDate)::DATE",
    "week": "date_trunc('week', OrderDate)::DATE",
    "category": "CategoryName",
    "colour": "nullif(ProductColor, 'NaN')",
    "country": "Country",
    "gender": "nullif(Gender, 'NaN')",
}
OF_CUSTOMERS = {"customers_on_file": "count(*)", "mean_income": "avg(AnnualIncome)"}
OF_PRODUCTS = {
    "products_listed": "count(*)",
    "mean_list_price": "avg(ProductPrice)",
    "median_list_price": "median(ProductPrice)",
}


@pytest.fixture(scope="module")
def shop(adventure_desk):
    return adventure_desk.shop


def test_every_metric_has_a_truth(shop):
    shown = {n for n, m in shop.model.metrics.items() if not m.hidden}
    assert shown == {
        *SOLD, *PER_DAY, *PER_CUSTOMER, *OF_CUSTOMERS, *OF_PRODUCTS, *NEW_AND_OLD,
    }  # fmt: skip


@pytest.mark.parametrize("metric", NEW_AND_OLD)
def test_new_and_returning_by_month(shop, adventure_truth, metric):
    """A customer is new on the day of the first order in all data, and old after it."""
    found = dict(shop.query(MetricQuery(metrics=(metric,), by=("month",))).rows)
    _, rows = adventure_truth(
        f"""WITH firsts AS (SELECT CustomerKey c, min(OrderDate) f FROM sold GROUP BY 1)
        SELECT {KEYS["month"]}, {NEW_AND_OLD[metric]} FROM sold JOIN firsts ON c = CustomerKey GROUP BY 1"""
    )
    wanted = dict(rows)
    assert {k for k, v in found.items() if v} == {k for k, v in wanted.items() if v}
    for month, value in wanted.items():
        assert float(found.get(month) or 0) == pytest.approx(float(value or 0), rel=1e-9), month


@pytest.mark.parametrize("metric", SOLD)
def test_in_all(shop, adventure_truth, metric):
    ((found,),) = shop.query(MetricQuery(metrics=(metric,))).rows
    _, ((wanted,),) = adventure_truth(f"SELECT {SOLD[metric]} FROM sold")
    same(found, wanted, metric)


@pytest.mark.parametrize("by", KEYS)
@pytest.mark.parametrize("metric", SOLD)
def test_by_key(shop, adventure_truth, metric, by):
    sql = f"SELECT {KEYS[by]}, {SOLD[metric]} FROM sold GROUP BY 1"
    same_by_key(shop, adventure_truth, metric, by, sql)


@pytest.mark.parametrize("metric", PER_DAY)
def test_per_day(shop, adventure_truth, metric):
    """Over all 911 days of the data, and over the days of each month."""
    value = PER_DAY[metric]
    each = f"SELECT OrderDate, {value} v"
    ((found,),) = shop.query(MetricQuery(metrics=(metric,))).rows
    _, ((wanted,),) = adventure_truth(f"SELECT sum(v) / 911 FROM ({each} FROM sold GROUP BY 1)")
    same(found, wanted, metric)
    by_category = f"SELECT k, sum(v) / 911 FROM ({each}, CategoryName k FROM sold GROUP BY OrderDate, k) GROUP BY 1"
    same_by_key(shop, adventure_truth, metric, "category", by_category)
    by_month = (
        "SELECT date_trunc('month', OrderDate)::DATE m, sum(v) / day(last_day(m))"
        f" FROM ({each} FROM sold GROUP BY 1) GROUP BY 1"
    )
    same_by_key(shop, adventure_truth, metric, "month", by_month)


@pytest.mark.parametrize("metric", PER_CUSTOMER)
def test_per_customer(shop, adventure_truth, metric):
    each = f"SELECT CustomerKey, {ORDERS} n, {REVENUE} spent"
    ((found,),) = shop.query(MetricQuery(metrics=(metric,))).rows
    _, ((wanted,),) = adventure_truth(
        f"SELECT {PER_CUSTOMER[metric]} FROM ({each} FROM sold GROUP BY 1)"
    )
    same(found, wanted, metric)
    for by in ("month", "country", "category"):
        sql = (
            f"SELECT k, {PER_CUSTOMER[metric]} FROM ({each}, {KEYS[by]} k FROM sold"
            " GROUP BY CustomerKey, k) GROUP BY 1"
        )
        same_by_key(shop, adventure_truth, metric, by, sql)


@pytest.mark.parametrize("metric", OF_CUSTOMERS)
def test_of_customers(shop, adventure_truth, metric):
    """Each customer once: a join to the lines would weigh them by what they bought."""
    ((found,),) = shop.query(MetricQuery(metrics=(metric,))).rows
    _, ((wanted,),) = adventure_truth(f"SELECT {OF_CUSTOMERS[metric]} FROM customers")
    same(found, wanted, metric)
    sql = f"SELECT Occupation, {OF_CUSTOMERS[metric]} FROM customers GROUP BY 1"
    same_by_key(shop, adventure_truth, metric, "occupation", sql)


@pytest.mark.parametrize("metric", OF_PRODUCTS)
def test_of_products(shop, adventure_truth, metric):
    listed = "products JOIN product_subcategories USING (ProductSubcategoryKey)"
    ((found,),) = shop.query(MetricQuery(metrics=(metric,))).rows
    _, ((wanted,),) = adventure_truth(f"SELECT {OF_PRODUCTS[metric]} FROM {listed}")
    same(found, wanted, metric)
    sql = f"SELECT CategoryName, {OF_PRODUCTS[metric]} FROM {listed} GROUP BY 1"
    same_by_key(shop, adventure_truth, metric, "category", sql)


def test_the_published_total(shop):
    ((revenue,),) = shop.query(MetricQuery(metrics=("revenue",))).rows
    assert round(revenue, 2) == Decimal("24914586.82")


def test_today_is_the_day_after_the_last_day(shop):
    assert shop.today.isoformat() == "2019-07-01"


def test_facts_of_several_tables_stand_side_by_side(shop, adventure_truth):
    """Revenue and customers on file by occupation: neither multiplies the other."""
    metrics = ("revenue", "buyers", "customers_on_file", "mean_income")
    rows = shop.query(MetricQuery(metrics=metrics, by=("occupation",), order=("occupation",))).rows
    _, wanted = adventure_truth(
        f"SELECT a.*, b.n, b.m FROM (SELECT Occupation, {REVENUE}, {BUYERS} FROM sold GROUP BY 1) a"
        " JOIN (SELECT Occupation, count(*) n, avg(AnnualIncome) m FROM customers GROUP BY 1) b"
        " USING (Occupation) ORDER BY 1"
    )
    assert len(rows) == len(wanted) == 5
    for found, right in zip(rows, wanted, strict=True):
        assert found[0] == right[0]
        for ours, theirs in zip(found[1:], right[1:], strict=True):
            same(ours, theirs, found[0])


def test_the_first_half_beside_last_year(shop, adventure_truth):
    half = TimeRange(start="2019-01-01", end="2019-06-30")
    query = MetricQuery(
        metrics=("revenue",), by=("country",), time=half, compare=({"kind": "year"},)
    )
    found = {row[0]: (row[1], row[2]) for row in shop.query(query).rows}
    for year, place in ((2019, 0), (2018, 1)):
        _, wanted = adventure_truth(
            f"SELECT Country, {REVENUE} FROM sold WHERE OrderDate"
            f" BETWEEN '{year}-01-01' AND '{year}-06-30' GROUP BY 1"
        )
        assert {key: pair[place] for key, pair in found.items()} == dict(wanted)


@pytest.mark.parametrize(
    ("metric", "by", "code"),
    [
        ("mean_income", "country", "fan_out"),
        ("customers_on_file", "category", "fan_out"),
        ("products_listed", "country", "fan_out"),
        ("mean_list_price", "month", "no_clock"),
        ("customers_on_file", "month", "no_clock"),
    ],
)
def test_what_has_no_answer_is_refused(shop, metric, by, code):
    with pytest.raises(QueryError) as refused:
        shop.query(MetricQuery(metrics=(metric,), by=(by,)))
    assert refused.value.code == code


@pytest.mark.parametrize("by", ["full_name", "email", "birth_date"])
def test_an_analyst_sees_no_personal_data(shop, by):
    with pytest.raises(PolicyError):
        shop.query(MetricQuery(metrics=("revenue",), by=(by,)), role="analyst")


def test_the_european_desk_sees_european_lines_only(shop, adventure_truth):
    """Whatever it asks: in all, by an attribute of the customer, beside last year."""
    half = TimeRange(start="2019-01-01", end="2019-06-30")
    europe = "FROM sold WHERE Continent = 'Europe'"
    cases = [
        (MetricQuery(metrics=("revenue",)), f"SELECT {REVENUE} {europe}"),
        (MetricQuery(metrics=("repeat_buyers",)),
         f"SELECT count(*) FROM (SELECT 1 {europe} GROUP BY CustomerKey HAVING {ORDERS} >= 2)"),
        (MetricQuery(metrics=("buyers",), time=half, compare=({"kind": "year"},)),
         f"SELECT count(DISTINCT CustomerKey) FILTER (year(OrderDate) = 2019) n, count(DISTINCT"
         f" CustomerKey) FILTER (year(OrderDate) = 2018) b, n - b, (n - b) / b {europe}"
         " AND month(OrderDate) <= 6"),
        (MetricQuery(metrics=("revenue",), by=("occupation",), share=("revenue",)),
         f"SELECT Occupation, {REVENUE} r, r / sum(r) OVER () {europe} GROUP BY 1 ORDER BY r DESC"),
    ]  # fmt: skip
    for query, sql in cases:
        found, (_, wanted) = shop.query(query, role="europe").rows, adventure_truth(sql)
        assert len(found) == len(wanted)
        for ours, theirs in zip(found, wanted, strict=True):
            for one, other in zip(ours, theirs, strict=True):
                if isinstance(one, str):
                    assert one == other
                else:
                    same(one, other, query)
    with pytest.raises(PolicyError):
        shop.query(MetricQuery(metrics=("margin",)), role="europe")
