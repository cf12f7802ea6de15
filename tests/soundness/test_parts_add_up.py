"""What must hold of any shop: the groups of a sum are its whole, a filter and its opposite too."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic_layer.query import Filter, MetricQuery
from tests.soundness.plain.rows import Data
from tests.soundness.plain.shops import START, Small, datas, examples

SUMS = ["gmv", "placed", "orders", "units", "refunds", "refunds_of", "net"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("parts"))


@examples(30)
@given(
    data=datas(), metric=st.sampled_from(SUMS),
    by=st.sampled_from(["platform", "customer.city", "day", "week", "month"]),
)  # fmt: skip
def test_groups_add_up_to_the_whole(small: Small, data: Data, metric: str, by: str) -> None:
    small.fill(data)
    groups = small.ask(MetricQuery(metrics=(metric,), by=(by,)))
    whole = small.ask(MetricQuery(metrics=(metric,)))[()][metric]
    assert sum(group[metric] for group in groups.values()) == whole


@examples(30)
@given(data=datas(), metric=st.sampled_from(SUMS))
def test_a_filter_and_its_opposite_add_up(small: Small, data: Data, metric: str) -> None:
    small.fill(data)

    def of(*where: Filter) -> Any:
        return small.ask(MetricQuery(metrics=(metric,), where=where))[()][metric]

    is_it = of(Filter(field="customer.city", op="=", values=("上海",)))
    is_not = of(Filter(field="customer.city", op="!=", values=("上海",)))
    assert is_it + is_not == of()


def test_the_days_of_the_examples_hold_a_leap_day() -> None:
    assert date(2024, 2, 29) in {(START + timedelta(days=d)).date() for d in range(40)}
