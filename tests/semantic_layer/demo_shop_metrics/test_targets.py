"""Monthly targets beside daily sales, against hand-written SQL on the demo shop."""

from typing import Any

import pytest

from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop

TARGET = (
    "SELECT sum(value) FROM targets WHERE metric = 'gmv' AND level = 'company' AND period_kind = 'month'"
    " AND period_start BETWEEN DATE '{0}' AND DATE '{1}'"
)
GMV = (
    "SELECT sum(pay_amount) FROM orders WHERE kind = 'normal' AND paid_at >= TIMESTAMP '{0}'"
    " AND paid_at < TIMESTAMP '{1}' + INTERVAL 1 DAY"
)


def ask(shop: Shop, *metrics: str, start: str, end: str, unit: str = "", **more: Any) -> Any:
    time = {"start": start, "end": end, "unit": unit}
    return shop.query(MetricQuery.model_validate({"metrics": metrics, "time": time, **more}))


def one(shop: Shop, sql: str, *holes: str) -> Any:
    return shop.engine.run(sql.format(*holes)).rows[0][0]


# asked days, their unit, the months whose targets count
DAYS = [
    ("2025-11-01", "2025-11-30", "", "2025-11-01"),
    ("2025-12-01", "2025-12-21", "month", "2025-12-01"),
    ("2025-12-01", "2025-12-01", "", "2025-12-01"),
    ("2025-10-01", "2025-12-21", "quarter", "2025-12-01"),
    ("2025-10-01", "2025-11-12", "quarter", "2025-12-01"),
    ("2025-10-01", "2025-11-12", "", "2025-11-01"),
    ("2025-01-01", "2025-03-15", "year", "2025-12-01"),
]


@pytest.mark.parametrize(("start", "end", "unit", "last"), DAYS)
def test_sales_so_far_beside_the_whole_target(
    demo_shop: Shop, start: str, end: str, unit: str, last: str
) -> None:
    target, gmv = one(demo_shop, TARGET, start, last), one(demo_shop, GMV, start, end)
    metrics = ("gmv_target", "gmv", "attainment", "target_gap")
    found = ask(demo_shop, *metrics, start=start, end=end, unit=unit)
    assert found.rows[0][:2] == (target, gmv)
    assert found.rows[0][2] == pytest.approx(float(gmv / target))
    assert found.rows[0][3] == target - gmv
    whole = end in ("2025-11-30",)
    assert any("取整段" in note.zh for note in found.notes) is not whole


def test_by_month_side_by_side(demo_shop: Shop) -> None:
    found = ask(
        demo_shop,
        "gmv_target",
        "gmv",
        start="2025-10-01",
        end="2025-12-21",
        unit="year",
        by=["month"],
    )
    assert [row[1] for row in found.rows] == [
        one(demo_shop, TARGET, day, day) for day in ("2025-10-01", "2025-11-01", "2025-12-01")
    ]
    assert found.rows[2][2] == one(demo_shop, GMV, "2025-12-01", "2025-12-21")


@pytest.mark.parametrize("by", ["shop", "platform"])
def test_by_store_the_targets_add_up_to_the_company(demo_shop: Shop, by: str) -> None:
    found = ask(
        demo_shop, "gmv_target", "attainment", start="2025-11-01", end="2025-11-30", by=[by]
    )
    assert sum(row[1] for row in found.rows) == one(demo_shop, TARGET, "2025-11-01", "2025-11-01")
    assert len(found.rows) == {"shop": 7, "platform": 3}[by]
    assert all(row[2] is not None for row in found.rows)


REFUSED = [
    ("too_fine", {"start": "2025-11-01", "end": "2025-11-30", "by": ["day"]}),
    ("too_fine", {"start": "2025-11-01", "end": "2025-11-30", "by": ["week"]}),
    ("part_of_step", {"start": "2025-12-10", "end": "2025-12-21"}),
    ("part_of_step", {"start": "2025-11-22", "end": "2025-12-21", "unit": "day"}),
    ("unreachable", {"start": "2025-11-01", "end": "2025-11-30", "by": ["ship_province"]}),
]


@pytest.mark.parametrize(("code", "parts"), REFUSED)
def test_refused_with_a_reason(demo_shop: Shop, code: str, parts: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as refused:
        ask(demo_shop, "attainment", **parts)
    assert refused.value.code == code
    for lang in ("zh", "en"):
        assert "{" not in refused.value.sentence(lang)


EVEN = (
    "SELECT sum(round(value * k / n, 2) - round(value * (k - 1) / n, 2)) FROM (SELECT value, "
    "datediff('day', period_start, d) + 1 AS k, datediff('day', period_start, period_end) + 1 AS n FROM targets, "
    "(SELECT DATE '2025-01-01' + x::INT AS d FROM range(500) r(x)) WHERE level = '{2}' AND d BETWEEN "
    "period_start AND period_end AND d BETWEEN DATE '{0}' AND DATE '{1}')"
)
# The weight of a day is the GMV of the same date a year before.
LIKE = (
    "WITH last AS (SELECT (paid_at::DATE + INTERVAL 1 YEAR)::DATE AS d, sum(pay_amount)::DOUBLE AS w FROM orders "
    "WHERE kind = 'normal' AND paid_at IS NOT NULL GROUP BY 1), days AS (SELECT period_start AS p, shop_id, value, d, "
    "sum(w) OVER (PARTITION BY shop_id, p ORDER BY d) AS upto, sum(w) OVER (PARTITION BY shop_id, p) AS whole, w "
    "FROM targets JOIN last ON d BETWEEN period_start AND period_end WHERE level = 'shop') "
    "SELECT sum(round(value * (upto / whole), 2) - round(value * ((upto - w) / whole), 2)) FROM days "
    "WHERE d BETWEEN DATE '{0}' AND DATE '{1}'"
)


@pytest.mark.parametrize(("start", "end"), [("2025-11-01", "2025-11-12"), ("2025-10-20", "2025-12-07"),
                                            ("2025-02-01", "2025-02-28"), ("2025-12-01", "2025-12-21")])  # fmt: skip
def test_a_part_of_a_month_beside_its_part_of_the_target(
    demo_shop: Shop, start: str, end: str
) -> None:
    even, like = one(demo_shop, EVEN, start, end, "shop"), one(demo_shop, LIKE, start, end)
    gmv = one(demo_shop, GMV, start, end)
    metrics = ("even_target_to_date", "target_to_date", "pace")
    found = ask(demo_shop, *metrics, start=start, end=end).rows[0]
    assert float(found[0]) == pytest.approx(float(even), abs=1e-6)
    assert float(found[1]) == pytest.approx(float(like), abs=0.1)  # a year's doubles, cent by cent
    assert found[2] == pytest.approx(float(gmv / found[1]))


def test_the_running_month(demo_shop: Shop) -> None:
    """On 22 December 21 of 31 days have passed."""
    target = one(demo_shop, TARGET, "2025-12-01", "2025-12-01")
    gmv = one(demo_shop, GMV, "2025-12-01", "2025-12-21")
    metrics = ("time_progress", "days_left", "run_rate", "projected_gmv")
    found = ask(demo_shop, *metrics, start="2025-12-01", end="2025-12-21", unit="month").rows[0]
    assert [float(v) for v in found] == pytest.approx(
        [21 / 31, 10, float(target - gmv) / 10, float(gmv) / 21 * 31]
    )


CAMPAIGN = "SELECT value FROM targets WHERE campaign_id = '{0}' AND level = 'campaign'"
CAMPAIGNS = [
    ("2025-10-13", "2025-11-14", "d11_2025"), ("2025-12-08", "2025-12-13", "d12_2025"),
    ("2025-05-20", "2025-06-20", "618_2025"), ("2025-12-19", "2025-12-21", "nianhuo_2026"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "campaign"), CAMPAIGNS)
def test_a_campaign_beside_its_target(demo_shop: Shop, start: str, end: str, campaign: str) -> None:
    target, gmv = one(demo_shop, CAMPAIGN, campaign), one(demo_shop, GMV, start, end)
    even = one(demo_shop, EVEN, start, end, "campaign")
    metrics = ("campaign_target", "gmv", "campaign_attainment", "campaign_target_to_date")
    found = ask(demo_shop, *metrics, start=start, end=end).rows[0]
    assert found[:2] == (target, gmv)
    assert found[2] == pytest.approx(float(gmv / target))
    assert float(found[3]) == pytest.approx(float(even), abs=1e-6)


def test_two_days_of_a_campaign_are_no_campaign(demo_shop: Shop) -> None:
    found = ask(demo_shop, "campaign_attainment", start="2025-11-10", end="2025-11-11")
    assert found.rows == ((None,),)
    assert any("从一段的中间问起" in note.zh for note in found.notes)
