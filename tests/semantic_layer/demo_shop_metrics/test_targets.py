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
