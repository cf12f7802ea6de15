"""`data_until` in a condition: what is too young to judge, or not over yet, is left out."""

import dataclasses
from datetime import date, datetime

from semantic_layer.compile import Compiler
from semantic_layer.compile.coverage import Coverage, data_until
from semantic_layer.model import Measure, Metric
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.shop import Shop
from semantic_layer.texts import Text

OLD_ENOUGH = "created_at <= data_until - interval 72 hour"
BY_CREATION = Measure("orders", "count", "", "created_at", (OLD_ENOUGH,))
ALL = TimeRange(start=date(2024, 1, 1), end=date(2025, 12, 31))


def _count(shop: Shop, last: date) -> object:
    metric = Metric("old", "simple", Text("满72小时", "at least 72 hours old"), measure=BY_CREATION)
    model = dataclasses.replace(shop.model, metrics={**shop.model.metrics, "old": metric})
    compiler = Compiler(model, shop.engine.relations, shop.engine.dialect, Coverage(last))
    compiled = compiler.compile(MetricQuery(metrics=("old",), time=ALL))
    return shop.engine.run(compiled.compact_sql).rows[0][0]


def test_it_is_the_end_of_the_last_day() -> None:
    assert data_until(Coverage(date(2025, 3, 4))) == datetime(2025, 3, 5)


def test_rows_younger_than_asked_are_left_out(small_shop: Shop) -> None:
    """Valid orders: created 28 and 29 February 2024; 1 and 28 February, 3 and (two) 4 March 2025."""
    assert _count(small_shop, date(2025, 3, 4)) == 4
    assert _count(small_shop, date(2025, 3, 6)) == 5
    assert _count(small_shop, date(2025, 3, 7)) == 7
