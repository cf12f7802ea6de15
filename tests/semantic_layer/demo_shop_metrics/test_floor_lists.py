"""The lists behind words of the shop floor hold as many as their metrics count."""

import pytest

from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo_shop")]


@pytest.mark.parametrize(("name", "metric"), [("hot_list", "hot_skus"), ("slow_list", "slow_skus")])
def test_a_list_is_as_long_as_its_count(demo_shop: Shop, name: str, metric: str) -> None:
    listed = demo_shop.saved(name)
    counted = demo_shop.query(MetricQuery(metrics=(metric,), time=listed.time))
    assert counted.rows == ((len(demo_shop.query(listed).rows),),)
    assert counted.rows[0][0]


def test_nothing_is_listed_as_a_loss_that_earned(demo_shop: Shop) -> None:
    lost = demo_shop.query(demo_shop.saved("losers")).rows
    earned = demo_shop.query(demo_shop.saved("earners", n=3)).rows
    assert lost
    assert all(row[1] < 0 for row in lost)
    assert all(row[1] > 0 for row in earned)
