"""The vectorised draws and groupings against the obvious way of doing the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic_layer.demo_shop.sampling import (
    concatenate,
    pick,
    pick_by_row,
    position_in_group,
    share_out,
    spread,
    stream,
    take,
)

GROUPS = st.lists(st.lists(st.integers(0, 50_000), min_size=1, max_size=5), min_size=1, max_size=20)


@given(GROUPS, st.data())
def test_shares_add_up_to_the_unit(groups, data):
    group = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
    parts = np.array([part for one in groups for part in one])
    totals = np.array([data.draw(st.integers(0, sum(one))) for one in groups])
    shares = share_out(group, parts, totals)
    assert np.all(shares >= 0)
    assert np.all(shares <= parts)
    for number, one in enumerate(groups):
        assert shares[group == number].sum() == (totals[number] if sum(one) else 0)


@given(st.lists(st.integers(0, 5)))
def test_positions_count_from_nought_in_each_run(values):
    values = np.sort(np.array(values, dtype=np.int64))
    expected = [int((values[:i] == value).sum()) for i, value in enumerate(values)]
    assert position_in_group(values).tolist() == expected


def test_pick_follows_the_weights():
    drawn = pick(stream(1, "x"), [1, 0, 3], 20_000)
    assert np.bincount(drawn, minlength=3) / 20_000 == pytest.approx([0.25, 0, 0.75], abs=0.02)


def test_pick_by_row_follows_each_row():
    weights = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    rows = np.repeat([0, 1], 10_000)
    drawn = pick_by_row(stream(1, "y"), weights, rows)
    assert set(drawn[rows == 1]) == {1}
    assert np.bincount(drawn[rows == 0], minlength=3)[[0, 2]] == pytest.approx(
        [5_000, 5_000], rel=0.05
    )


def test_spread_keeps_the_total_and_the_zeros():
    counts = spread(stream(1, "z"), np.array([[1.0, 0.0], [2.0, 3.0]]), 999)
    assert counts.sum() == 999
    assert counts[0, 1] == 0


def test_streams_are_independent_and_repeatable():
    assert stream(1, "a").random() == stream(1, "a").random()
    assert stream(1, "a").random() != stream(1, "b").random()


def test_take_and_concatenate_are_inverse():
    from semantic_layer.demo_shop.fulfilment import Payment

    whole = Payment(*(np.arange(4) + 10 * column for column in range(4)))
    halves = [take(whole, np.array([0, 1])), take(whole, np.array([2, 3]))]
    assert concatenate(halves).closed.tolist() == whole.closed.tolist()
