"""Standard metrics of a shop without a single declared metric equal hand-written SQL."""

from datetime import date, timedelta

import pytest

from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.standard.book import RECIPES
from tests.semantic_layer.standard.hand_sql import FORMULAS, RATIOS, SIMPLE, SPLIT

PERIODS = {
    "february": (date(2025, 2, 1), date(2025, 2, 28)),
    "january": (date(2025, 1, 1), date(2025, 1, 31)),
    "both": (date(2025, 1, 1), date(2025, 2, 28)),
    "one_day": (date(2025, 2, 1), date(2025, 2, 1)),
    "empty": (date(2025, 2, 25), date(2025, 2, 26)),
}


def _rows(shop, sql, days):
    bounds = {"a": days[0].isoformat(), "b": (days[1] + timedelta(days=1)).isoformat()}
    return shop.engine.run(sql.format(**bounds)).rows


def _truth(shop, metric, days):
    if metric in SIMPLE:
        value = _rows(shop, SIMPLE[metric], days)[0][0]
        return None if value is None else float(value)
    parts = {}

    def part(name):
        parts[name] = _truth(shop, name, days) or 0.0
        return parts[name]

    if metric in RATIOS:
        top, bottom = (part(p) for p in RATIOS[metric])
        return top / bottom if bottom else None
    try:
        return FORMULAS[metric](part)
    except ZeroDivisionError:
        return None


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("metric", [*SIMPLE, *RATIOS, *FORMULAS])
def test_total(bare_shop, metric, period):
    days = PERIODS[period]
    time = TimeRange(start=days[0], end=days[1])
    found = bare_shop.query(MetricQuery(metrics=(metric,), time=time)).rows[0][0]
    wanted = _truth(bare_shop, metric, days)
    if wanted in (None, 0.0):
        assert not found
    else:
        assert float(found) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize(("metric", "by"), SPLIT)
@pytest.mark.parametrize("period", ["february", "both"])
def test_by_a_dimension(bare_shop, metric, by, period):
    days = PERIODS[period]
    time = TimeRange(start=days[0], end=days[1])
    found = dict(bare_shop.query(MetricQuery(metrics=(metric,), by=(by,), time=time)).rows)
    wanted = dict(_rows(bare_shop, SPLIT[metric, by], days))
    shown = {k: float(v) for k, v in found.items() if v}
    assert shown == pytest.approx({k: float(v) for k, v in wanted.items() if v})


def test_every_standard_metric_of_the_shop_is_held_against_sql(bare_shop):
    made = {n for n, m in bare_shop.model.metrics.items() if m.origin == "standard"}
    assert made == {*SIMPLE, *RATIOS, *FORMULAS}
    assert made <= RECIPES.keys()


def test_periods_differ_where_clocks_do(bare_shop):
    """A refund in February of a January order is in one clock's February and not in the other's."""
    february = TimeRange(start=date(2025, 2, 1), end=date(2025, 2, 28))
    query = MetricQuery(metrics=("refund_amount", "refund_amount_cohort"), time=february)
    ((by_refund, by_order),) = bare_shop.query(query).rows
    assert float(by_refund) == pytest.approx(140.10)
    assert float(by_order) == pytest.approx(100.00)
