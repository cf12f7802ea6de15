"""The platforms' own daily report: finished figures, shown as they came and never put together."""

from datetime import date

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.query import Filter, MetricQuery, TimeRange

WEEK = TimeRange(start=date(2025, 12, 15), end=date(2025, 12, 21))
DAY = TimeRange(start=date(2025, 12, 20), end=date(2025, 12, 20))
DAYS = "\"date\" BETWEEN DATE '2025-12-15' AND DATE '2025-12-21'"
REPORTED = {
    "report_uv": "uv", "report_fav_users": "fav_users", "report_cart_users": "cart_users",
    "report_buyers": "buyers", "report_pay_cvr": "pay_cvr", "report_gmv_per_buyer": "gmv_per_buyer",
}  # fmt: skip
FLAGSHIP = (Filter(field="shop.shop", values=("tm01",)),)


@pytest.mark.parametrize(("metric", "column"), REPORTED.items())
def test_by_day_and_store(demo_shop, metric, column):
    query = MetricQuery(metrics=(metric,), by=("day", "shop.shop"), time=WEEK)
    sql = f'SELECT "date", shop_id, {column} FROM daily_report WHERE {DAYS}'
    answered = {row[:2]: row[2] for row in demo_shop.query(query).rows}
    expected = {row[:2]: row[2] for row in demo_shop.engine.run(sql).rows}
    assert answered == pytest.approx(expected)
    assert len(answered) == 49


@pytest.mark.parametrize(("metric", "column"), REPORTED.items())
def test_of_one_store_by_day(demo_shop, metric, column):
    query = MetricQuery(metrics=(metric,), by=("day",), where=FLAGSHIP, time=WEEK)
    sql = f"SELECT \"date\", {column} FROM daily_report WHERE {DAYS} AND shop_id = 'tm01'"
    assert dict(demo_shop.query(query).rows) == pytest.approx(dict(demo_shop.engine.run(sql).rows))


@pytest.mark.parametrize("metric", [*REPORTED, "report_uv_per_day"])
@pytest.mark.parametrize(
    "by", [(), ("platform",), ("day",), ("month", "shop.shop"), ("platform", "day")]
)
def test_never_put_together(demo_shop, metric, by):
    if metric == "report_uv_per_day" and by == ("month", "shop.shop"):
        return
    with pytest.raises(QueryError) as caught:
        demo_shop.query(MetricQuery(metrics=(metric,), by=by, time=WEEK))
    assert caught.value.code == "reported_sum"


def test_times_and_average_go_by_their_own_names(demo_shop):
    run = demo_shop.engine.run
    of_store = f"FROM daily_report WHERE {DAYS} AND shop_id = 'tm01'"
    ask = MetricQuery(metrics=("report_visits", "report_uv_per_day"), where=FLAGSHIP, time=WEEK)
    ((times, average),) = demo_shop.query(ask).rows
    assert times == run(f"SELECT sum(uv) {of_store}").rows[0][0]
    assert average == pytest.approx(run(f"SELECT avg(uv) {of_store}").rows[0][0])


def test_the_visitors_of_days_are_more_than_the_visitors(demo_shop):
    """What would be told if daily visitors were added: more people than there were."""
    visitors = demo_shop.query(MetricQuery(metrics=("uv",), where=FLAGSHIP, time=WEEK)).rows[0][0]
    times = demo_shop.query(
        MetricQuery(metrics=("report_visits",), where=FLAGSHIP, time=WEEK)
    ).rows[0][0]
    assert times > visitors


def test_the_report_is_not_the_shops_own_count(demo_shop):
    """Platforms count brushed orders too, and JD in its own way: both figures keep their names."""
    for platform in ("tmall", "jd", "douyin"):
        where = (Filter(field="platform", values=(platform,)),)
        ask = MetricQuery(metrics=("gmv", "report_gmv"), where=where, time=WEEK)
        ((own, reported),) = demo_shop.query(ask).rows
        assert own != reported


def test_a_comparison_of_one_day_with_another(demo_shop):
    ask = MetricQuery.model_validate(
        {"metrics": ["report_uv"], "where": [f.model_dump() for f in FLAGSHIP],
         "time": DAY.model_dump(), "compare": [{"kind": "previous"}]}
    )  # fmt: skip
    found = demo_shop.query(ask).rows[0]
    sql = "SELECT uv FROM daily_report WHERE shop_id = 'tm01' AND \"date\" = DATE '2025-12-{}'"
    expected = [demo_shop.engine.run(sql.format(day)).rows[0][0] for day in (20, 19)]
    assert found[:2] == tuple(expected)
