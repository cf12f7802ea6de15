"""Ratios, shares and totals: what may be added, what must be divided last, what adds to 100 %."""

from collections.abc import Callable

import pytest

from semantic_layer.shop import Shop
from tests.soundness.world import days, money, one, refused, rows, table, trap

Make = Callable[..., Shop]

MODEL = """
tables:
  orders:
    entities: {order: {kind: primary, columns: id}}
    time: paid_on
    dimensions:
      platform: {}
      city: {}
      paid_on: {type: date}
metrics:
  gmv: {table: orders, expr: amount, unit: money}
  orders: {table: orders, agg: count}
  buyers: {table: orders, agg: count_distinct, expr: customer_id}
  aov: {type: ratio, numerator: gmv, denominator: orders, unit: money}
  big: {table: orders, agg: count, where: ["amount >= 50"]}
  big_rate: {type: ratio, numerator: big, denominator: orders}
  median_order: {table: orders, agg: median, expr: amount, unit: money}
  dearest: {table: orders, agg: max, expr: amount, unit: money}
  mean_order: {table: orders, agg: avg, expr: amount, unit: money}
  tmall_share: {type: ratio, numerator: {metric: gmv, where: ["platform = 'tmall'"]}, denominator: gmv}
  over_mean: {type: derived, expr: "aov / mean_order - 1", unit: ratio}
"""


@pytest.fixture
def made(shop: Make) -> Shop:
    """tmall: 90 and 10 of buyer 1; jd: 20 of buyer 1, 30 of buyer 2; nowhere: 50 of buyer 3."""
    return shop(
        MODEL,
        orders=table(
            "id int, customer_id int, platform text, city text, amount decimal(12,2), paid_on date",
            (1, 1, "tmall", "上海", "90.00", "2025-03-01"),
            (2, 1, "tmall", "上海", "10.00", "2025-03-02"),
            (3, 1, "jd", "上海", "20.00", "2025-03-02"),
            (4, 2, "jd", "北京", "30.00", "2025-03-02"),
            (5, 3, None, "北京", "50.00", "2025-04-01"),
        ),
    )


@trap("ratio of sums, not the mean of the groups' ratios")
def test_ratio_of_sums(made: Shop) -> None:
    """200 / 5 = 40; the mean of 50, 25 and 50 would be 41.67."""
    assert one(made, "aov") == 40.0
    assert rows(made, "aov", by=("platform",)) == [("tmall", 50.0), (None, 50.0), ("jd", 25.0)]


@trap("the total of a rate is not the sum of its parts")
def test_rate_over_all(made: Shop) -> None:
    assert one(made, "big_rate") == 0.4
    assert rows(made, "big_rate", by=("platform",)) == [(None, 1.0), ("tmall", 0.5), ("jd", 0.0)]


@trap("distinct counts do not add over groups")
def test_distinct_over_groups(made: Shop) -> None:
    """Buyer 1 is on both platforms: 1 + 2 + 1 = 4, yet they are three."""
    assert one(made, "buyers") == 3
    assert rows(made, "buyers", by=("platform",)) == [("jd", 2), ("tmall", 1), (None, 1)]


@trap("distinct counts do not add over days")
def test_distinct_over_days(made: Shop) -> None:
    march = days("2025-03-01", "2025-03-31")
    assert one(made, "buyers", time=march) == 2
    assert rows(made, "buyers", by=("day",), time=march) == [("2025-03-01", 1), ("2025-03-02", 2)]


@trap("the median of all is not the median of the medians")
def test_median_over_all(made: Shop) -> None:
    """10 20 30 50 90: 30. The medians of the groups are 50, 25 and 50."""
    assert one(made, "median_order") == money("30")
    assert rows(made, "median_order", by=("platform",)) == [
        ("tmall", 50.0), (None, 50.0), ("jd", 25.0),
    ]  # fmt: skip


@trap("average and maximum over groups of unequal size")
def test_average_and_maximum(made: Shop) -> None:
    assert one(made, "mean_order", "dearest") == (40.0, money("90.00"))
    assert one(made, "over_mean") == 0.0


@trap("shares add up to the whole, the group without a name too")
def test_shares_add_up(made: Shop) -> None:
    found = rows(made, "gmv", by=("platform",), share=("gmv",))
    assert found == [
        ("tmall", money("100.00"), 0.5), ("jd", money("50.00"), 0.25),
        (None, money("50.00"), 0.25),
    ]  # fmt: skip
    assert sum(row[2] for row in found) == 1


@trap("a share is of the asked whole: filter, then share")
def test_filter_then_share(made: Shop) -> None:
    where = ({"field": "city", "op": "=", "values": ["上海"]},)
    found = rows(made, "gmv", by=("platform",), share=("gmv",), where=where)
    assert [(row[0], row[1]) for row in found] == [
        ("tmall", money("100.00")),
        ("jd", money("20.00")),
    ]
    assert [round(row[2], 9) for row in found] == [round(100 / 120, 9), round(20 / 120, 9)]


@trap("shares of the shown rows are of all rows: limit and having come after")
def test_limit_and_having_keep_the_whole(made: Shop) -> None:
    assert rows(made, "gmv", by=("platform",), share=("gmv",), limit=1) == [
        ("tmall", money("100.00"), 0.5)
    ]
    having = ({"field": "gmv", "op": ">", "values": [60]},)
    assert rows(made, "gmv", by=("platform",), share=("gmv",), having=having) == [
        ("tmall", money("100.00"), 0.5)
    ]


@trap("shares by month and platform are of each month")
def test_shares_within_steps(made: Shop) -> None:
    found = rows(made, "gmv", by=("month", "platform"), share=("gmv",))
    assert [(r[0], r[1], round(r[3], 6)) for r in found] == [
        ("2025-03-01", "tmall", 0.666667), ("2025-03-01", "jd", 0.333333),
        ("2025-04-01", None, 1.0),
    ]  # fmt: skip


@trap("shares of distinct counts may pass 100 %, the whole is counted once")
def test_share_of_distinct(made: Shop) -> None:
    found = rows(made, "buyers", by=("platform",), share=("buyers",))
    assert [(r[0], round(r[2], 6)) for r in found] == [
        ("jd", 0.666667), ("tmall", 0.333333), (None, 0.333333),
    ]  # fmt: skip


@trap("a share of a ratio has no meaning and is refused")
def test_share_of_a_ratio(made: Shop) -> None:
    for metric in ("aov", "big_rate", "over_mean", "mean_order", "median_order", "dearest"):
        assert refused(made, metric, by=("platform",), share=(metric,)) == "share_of_ratio"


@trap("the share of a change of a ratio is refused")
def test_share_of_a_change_of_a_ratio(made: Shop) -> None:
    asked = {"by": ("platform",), "share": ("aov",), "compare": ({"kind": "year"},)}
    march = days("2025-03-01", "2025-03-31")
    assert refused(made, "aov", time=march, **asked) == "share_of_ratio"


@trap("a share of nothing is empty, not a division by zero")
def test_share_of_nothing(made: Shop) -> None:
    nothing = days("2025-06-01", "2025-06-30")
    assert rows(made, "gmv", share=("gmv",), time=nothing) == [(0, None)]


@trap("a zero denominator gives an empty cell")
def test_zero_denominator(made: Shop) -> None:
    nothing = days("2025-06-01")
    assert one(made, "aov", "big_rate", "tmall_share", "over_mean", time=nothing) == (None,) * 4


@trap("a filtered part over the whole, where the part is missing in a group")
def test_filtered_part(made: Shop) -> None:
    found = rows(made, "tmall_share", by=("city",))
    assert [(r[0], round(r[1], 9)) for r in found] == [("上海", round(100 / 120, 9)), ("北京", 0.0)]


@trap("having looks at the groups' values, where at the rows")
def test_having_against_where(made: Shop) -> None:
    """Rows of 50 and more: 140. Platforms with 60 and more: tmall, with its small order too."""
    where = ("amount >= 50",)
    assert refused(made, "gmv", where=where) == "unknown_dimension"
    having = ({"field": "gmv", "op": ">=", "values": [60]},)
    assert rows(made, "gmv", by=("platform",), having=having) == [("tmall", money("100.00"))]
    assert one(made, "big") == 2


@trap("having on a missing group is not having zero")
def test_having_is_of_groups_that_exist(made: Shop) -> None:
    having = ({"field": "big", "op": "=", "values": [0]},)
    assert rows(made, "orders", "big", by=("platform",), having=having) == [("jd", 2, 0)]


@trap("ties in a top-N are broken by the key, the same every time")
def test_ties(made: Shop) -> None:
    asked = {"by": ("platform",), "order": ("-gmv",), "limit": 2}
    first = rows(made, "gmv", **asked)
    assert first == [("tmall", money("100.00")), ("jd", money("50.00"))]
    assert all(rows(made, "gmv", **asked) == first for _ in range(5))


@trap("ordered upwards, the empty values come last")
def test_empty_values_last(made: Shop) -> None:
    up = rows(made, "aov", by=("platform",), order=("platform",))
    assert [r[0] for r in up] == ["jd", "tmall", None]
    down = rows(made, "aov", by=("platform",), order=("-platform",))
    assert [r[0] for r in down] == ["tmall", "jd", None]
