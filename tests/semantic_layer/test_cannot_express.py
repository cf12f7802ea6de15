"""What the compiler has no form for is told apart from what is wrong or unsafe."""

import pytest

from semantic_layer.errors import CannotExpress, QueryError, expressible
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.shop import Shop

NOVEMBER = TimeRange(start="2025-11-01", end="2025-11-30")  # type: ignore[arg-type]


def test_only_missing_forms_are_beyond_the_compiler() -> None:
    assert isinstance(
        expressible(QueryError("not_supported_here", dialect="x", what="y")), CannotExpress
    )
    for code in ("unknown_metric", "fan_out", "false_key", "bad_value", "ambiguous_dimension"):
        assert not isinstance(expressible(QueryError(code)), CannotExpress)


def test_a_shop_says_so(demo_shop: Shop) -> None:
    """An unknown name and a fan-out are not answered by another road."""
    for query in (
        MetricQuery(metrics=("gnv",)),
        MetricQuery(metrics=("gmv",), by=("spu.category1",), time=NOVEMBER),
    ):
        with pytest.raises(QueryError) as caught:
            demo_shop.compile(query)
        assert not isinstance(caught.value, CannotExpress)
