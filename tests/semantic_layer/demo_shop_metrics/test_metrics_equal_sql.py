"""Every metric of the demo shop is held against SQL written by hand: over a month, by month over a
year, and by its dimensions. Money and counts must be equal to the last digit."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest

from semantic_layer.query import MetricQuery, TimeRange
from tests.semantic_layer.demo_shop_metrics.balances import BALANCES
from tests.semantic_layer.demo_shop_metrics.cohorts import COHORTS, EVER
from tests.semantic_layer.demo_shop_metrics.formulas import FORMULAS
from tests.semantic_layer.demo_shop_metrics.members import MEMBERS
from tests.semantic_layer.demo_shop_metrics.test_daily_report import REPORTED
from tests.semantic_layer.demo_shop_metrics.truth import TRUTHS, Truth

COUNTED = {**TRUTHS, **BALANCES, **MEMBERS, **COHORTS, **EVER}
# Parts of formulas that are no metrics of the shop.
HELPERS = {
    "visits_that_paid", "repeat_day_buyers", "known_buyers", "sized_styles", "units_before",
    "in_stock_days_before", "member_coupons_expired", "member_coupons_redeemed", "old_placed", "old_paid_72h",
    *(f"old_{what}_{n}d" for n in (30, 60, 90, 180, 365) for what in ("firsts", "followed", "spent")),
}  # fmt: skip
METRICS = [m for m in (*COUNTED, *FORMULAS) if m not in HELPERS]
MONTH = TimeRange(start=date(2025, 11, 1), end=date(2025, 11, 30))
QUARTER = TimeRange(start=date(2025, 7, 1), end=date(2025, 9, 30))
YEAR = TimeRange(start=date(2025, 1, 1), end=date(2025, 12, 21))
NAMES = {"shop": "shop.shop", "warehouse": "warehouse.warehouse"}
BY_MONTH = "date_trunc('month', t)::DATE"

Found = Mapping[object, object]


def _parts(metric: str) -> tuple[str, ...]:
    return FORMULAS[metric].parts if metric in FORMULAS else (metric,)


def _months(time: TimeRange) -> Iterator[tuple[date, date]]:
    first = time.start
    while first <= time.end:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first, min(following - timedelta(days=1), time.end)
        first = following


def _sql(shop, part: str, key: str, time: TimeRange) -> dict[object, object]:
    truth = COUNTED[part]
    if key != BY_MONTH or isinstance(truth, Truth):
        statement = truth.by(key, time.start.isoformat(), time.end.isoformat())
        return dict(shop.engine.run(statement).rows)
    found: dict[object, object] = {}
    for first, last in _months(time):
        statement = truth.by("1", first.isoformat(), last.isoformat())
        ((_, found[first]),) = shop.engine.run(statement).rows or ((1, 0),)
    return found


def _expected(shop, metric: str, key: str, time: TimeRange) -> dict[object, object]:
    parts = {part: _sql(shop, part, key, time) for part in _parts(metric)}
    if metric in COUNTED:
        return parts[metric]
    members = {member for found in parts.values() for member in found}
    return {
        member: FORMULAS[metric]({p: float(found.get(member) or 0) for p, found in parts.items()})
        for member in members
    }


def _answered(shop, metric: str, by: tuple[str, ...], time: TimeRange) -> dict[object, object]:
    result = shop.query(MetricQuery(metrics=(metric,), by=by, time=time))
    rows = [tuple(row) if by else (1, *row) for row in result.rows]
    assert len({row[0] for row in rows}) == len(rows), "a member stands twice"
    return dict(rows)


def _assert_same(answered: Found, expected: Found) -> None:
    wanted = {m: v for m, v in expected.items() if v not in (None, 0)}
    shown = {m: v for m, v in answered.items() if v not in (None, 0)}
    assert shown.keys() == wanted.keys()
    for member, value in wanted.items():
        found = shown[member]
        if isinstance(value, Decimal | int) and isinstance(found, Decimal | int):
            assert found == value, member
        else:
            assert float(found) == pytest.approx(float(value), rel=1e-9, abs=1e-6), member


def test_every_metric_has_a_truth(demo_shop):
    """Metrics that the shop declares; those made from its concepts are proved with the recipes,
    targets, reports and viewers in files of their own."""
    declared = {m.name for m in demo_shop.model.metrics.values() if m.origin == "shop"}
    elsewhere = {m.name for m in demo_shop.model.metrics.values() if m.group == "target"}
    elsewhere |= {"viewers", "report_uv_per_day"}
    assert declared == {*METRICS, *REPORTED, *elsewhere}


@pytest.mark.parametrize("metric", METRICS)
def test_by_month_over_a_year(demo_shop, metric):
    expected = _expected(demo_shop, metric, BY_MONTH, YEAR)
    _assert_same(_answered(demo_shop, metric, ("month",), YEAR), expected)


@pytest.mark.parametrize("metric", METRICS)
def test_over_a_month(demo_shop, metric):
    expected = _expected(demo_shop, metric, "1", MONTH)
    _assert_same(_answered(demo_shop, metric, (), MONTH), expected)


def _dimensions(metric: str) -> list[str]:
    shared = [set(COUNTED[p].dimensions) for p in _parts(metric)]
    return sorted(set.intersection(*shared))


@pytest.mark.parametrize(("metric", "dimension"), [(m, d) for m in METRICS for d in _dimensions(m)])
def test_by_dimension(demo_shop, metric, dimension):
    expected = _expected(demo_shop, metric, dimension, QUARTER)
    answered = _answered(demo_shop, metric, (NAMES.get(dimension, dimension),), QUARTER)
    _assert_same(answered, expected)
