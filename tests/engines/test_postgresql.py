"""PostgreSQL gives the same rows as DuckDB for every query of the list."""

from decimal import Decimal
from typing import Any

import pytest

from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.engines.bazaar.queries import QUERIES

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("postgresql")]


def cell(value: Any) -> Any:
    return float(f"{value:.10g}") if isinstance(value, float | Decimal) else value


def rows(shop: Shop, query: MetricQuery) -> list[tuple[Any, ...]]:
    return [tuple(cell(v) for v in row) for row in shop.query(query).rows]


@pytest.mark.parametrize("name", QUERIES)
def test_the_same_rows(name: str, both: tuple[Shop, Shop]) -> None:
    query = MetricQuery(**QUERIES[name])
    ours, theirs = (rows(shop, query) for shop in both)
    assert ours, "nothing on either side proves nothing"
    assert theirs == ours
