"""The metrics tool told to define metrics of its own: November's 183,000 in six orders on four days."""

from typing import Any

import pytest

from semantic_layer.errors import PolicyError
from semantic_layer.shop import Shop
from tools import registry
from tools.registry import Context
from tools.result import Result

NOVEMBER = {"start": "2025-11-01", "end": "2025-11-30", "unit": "month"}
PER_DAY = {"name": "x", "metric": "gmv", "per": "day", "agg": "avg"}
PER_BUYER = {"name": "x", "metric": "gmv", "per": "buyer", "agg": "avg"}


def run(shop: Shop, **arguments: Any) -> Result:
    return registry.run("metrics", shop, {"metrics": ["x"], **arguments}, context=Context())


def test_an_average_per_day_states_its_days(corner_shop: Shop) -> None:
    found = run(corner_shop, define=[PER_DAY], time=NOVEMBER)
    assert float(next(f for f in found.findings if f.id == "x").value) == pytest.approx(6_100)
    assert any("30 天" in n.zh and "30 days" in n.en for n in found.notes)
    assert [d.metric for d in found.definitions] == ["x", "gmv"]
    assert found.next == ()


@pytest.mark.parametrize(
    "more",
    [
        {"by": ["platform"]},
        {"by": ["platform"], "limit": 1},
        {"by": ["product"], "limit": 2, "order": ["-x"]},
        {"by": ["day"]},
        {"by": ["platform"], "compare": [{"kind": "previous"}]},
    ],
    ids=str,
)
@pytest.mark.parametrize("define", [PER_DAY, PER_BUYER, {"name": "x", "metric": "gmv", "agg": "median"},
                                    {"name": "x", "metric": "gmv", "over": "orders"}], ids=str)  # fmt: skip
def test_it_is_shown_like_any_other(
    corner_shop: Shop, define: dict[str, Any], more: dict[str, Any]
) -> None:
    found = run(corner_shop, define=[define], time=NOVEMBER, **more)
    assert found.rows
    assert found.columns[len(more["by"])].of == "x"
    assert all(n.zh and n.en for n in found.notes)


def test_the_total_is_of_the_rows_and_not_of_the_groups(corner_shop: Shop) -> None:
    define = [{"name": "x", "metric": "gmv", "over": "orders"}]
    found = run(corner_shop, define=define, time=NOVEMBER, by=["platform"])
    assert float(next(f for f in found.findings if f.id == "x").value) == pytest.approx(30_500)


def test_a_role_may_not_define_from_what_it_may_not_see(corner_shop: Shop) -> None:
    with pytest.raises(PolicyError):
        registry.run(
            "metrics", corner_shop, {"metrics": ["x"], "define": [PER_DAY], "time": NOVEMBER},
            context=Context(role="clerk"),
        )  # fmt: skip
