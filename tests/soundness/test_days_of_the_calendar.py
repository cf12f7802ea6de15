"""Campaigns, their phases and day numbers, holidays and workdays, against sums over named days."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from semantic_layer.errors import WenshuError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop, open_shop
from tests.semantic_layer.days_shop import LAST, make, sold
from tests.soundness.world import refused

MORE = """
  on_workdays: {table: orders, expr: amount, where: ["calendar.workday = 'workday'"], unit: money}
  per_day: {type: nested, metric: gmv, per: day, agg: avg, unit: money}
  in_campaigns: {type: ratio, numerator: {metric: gmv, where: ["calendar.campaign <> 'none'"]}, denominator: gmv}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = make(tmp_path_factory.mktemp("days"), more=MORE)
    yield made
    made.close()


def total(*stretches: str) -> int:
    """What is sold in stretches `2025-10-13..2025-10-19`, or on single days."""
    found = 0
    for one in stretches:
        first, _, last = one.partition("..")
        found += sold(date.fromisoformat(first), date.fromisoformat(last or first))
    return found


def asked(shop: Shop, time: str = "", **parts: Any) -> Any:
    query: dict[str, Any] = {"metrics": ["gmv"], **parts}
    if time:
        start, _, end = time.partition("..")
        query["time"] = {"start": start, "end": end or start}
    return shop.query(MetricQuery.model_validate(query))


def cells(found: Any) -> list[tuple[Any, int]]:
    return [(row[0], int(row[-1])) for row in found.rows]


def test_by_campaign(shop: Shop) -> None:
    found = asked(shop, "2025-05-01..2025-12-21", by=["campaign"])
    assert cells(found) == [
        ("double618", total("2025-05-20..2025-06-20")),
        ("q99", total("2025-09-05..2025-09-12")),
        ("double11", total("2025-10-13..2025-11-14")),
        ("double12", total("2025-12-08..2025-12-13")),
        ("none", total("2025-05-01..2025-05-19", "2025-06-21..2025-09-04", "2025-09-13..2025-10-12",
                       "2025-11-15..2025-12-07", "2025-12-14..2025-12-21")),
    ]  # fmt: skip
    words = found.words["campaign"]
    assert (words["double11"].zh, words["none"].zh, words["none"].en) == (
        "双11",
        "非活动日",
        "no campaign",
    )
    assert sum(n for _, n in cells(found)) == total("2025-05-01..2025-12-21")


def test_by_phase(shop: Shop) -> None:
    found = asked(shop, "2025-10-06..2025-11-20", by=["campaign_phase"])
    assert cells(found) == [
        ("double11_presale", total("2025-10-13..2025-10-19")),
        ("double11_opening", total("2025-10-20..2025-10-31")),
        ("double11_peak", total("2025-11-01..2025-11-11")),
        ("double11_encore", total("2025-11-12..2025-11-14")),
        ("none", total("2025-10-06..2025-10-12", "2025-11-15..2025-11-20")),
    ]
    assert found.words["campaign_phase"]["double11_presale"].zh == "双11预售"


def test_days_of_a_campaign_outside_its_phases(shop: Shop) -> None:
    found = asked(shop, "2025-05-20..2025-06-20", by=["campaign_phase"])
    assert cells(found) == [
        ("double618", total("2025-06-04..2025-06-20")),
        ("double618_presale", total("2025-05-20..2025-05-30")),
        ("double618_opening", total("2025-05-31..2025-06-03")),
    ]
    assert found.words["campaign_phase"]["double618"].en == "618, outside its phases"


def test_by_day_number(shop: Shop) -> None:
    found = asked(shop, "2025-12-07..2025-12-14", by=["campaign_day"])
    assert cells(found) == [
        *((n, total(str(date(2025, 12, 7 + n)))) for n in range(1, 7)),
        (0, total("2025-12-07", "2025-12-14")),
    ]
    assert found.words["campaign_day"][3].zh == "第3天"
    assert found.words["campaign_day"][0].zh == "非活动日"


def test_one_number_for_two_campaigns_is_said(shop: Shop) -> None:
    found = asked(shop, "2025-11-01..2025-12-21", by=["campaign_day"])
    assert "双11、双12" in "".join(n.zh for n in found.notes)
    split = asked(shop, "2025-11-01..2025-12-21", by=["campaign", "campaign_day"])
    assert not any("第几天" in n.zh for n in split.notes)
    assert [int(v) for c, n, v in split.rows if (c, n) == ("double12", 1)] == [total("2025-12-08")]


def test_by_day_number_beside_the_year_before(shop: Shop) -> None:
    """9.9 was six days long in 2024 and eight in 2025: the last two have no base."""
    found = asked(
        shop, "2025-09-05..2025-09-12", by=["campaign_day"],
        compare=[{"kind": "range", "time": {"start": "2024-09-05", "end": "2024-09-10"}}],
    )  # fmt: skip
    for n, row in enumerate(found.rows, start=1):
        assert row[0] == n
        assert int(row[1]) == total(str(date(2025, 9, 4 + n)))
        assert int(row[2] or 0) == (total(str(date(2024, 9, 4 + n))) if n <= 6 else 0)


def test_a_holiday_within_another_has_its_own_days(shop: Shop) -> None:
    found = asked(shop, "2025-09-28..2025-10-10", by=["holiday"])
    assert cells(found) == [
        ("national_day", total("2025-10-01..2025-10-05", "2025-10-07..2025-10-08")),
        ("mid_autumn", total("2025-10-06")),
        ("none", total("2025-09-28..2025-09-30", "2025-10-09..2025-10-10")),
    ]
    (note,) = [n for n in found.notes if "中秋" in n.zh]
    assert "2025-10-06 到 2025-10-06" in note.zh


def test_workdays_know_make_up_days_and_holidays(shop: Shop) -> None:
    """26 April 2025 is a Saturday, the 27th a Sunday on which people work, 1 to 5 May a holiday."""
    found = asked(shop, "2025-04-24..2025-05-11", by=["workday"])
    assert cells(found) == [
        (
            "workday",
            total("2025-04-24..2025-04-25", "2025-04-27..2025-04-30", "2025-05-06..2025-05-09"),
        ),
        ("weekend", total("2025-04-26", "2025-05-10..2025-05-11")),
        ("holiday", total("2025-05-01..2025-05-05")),
    ]
    assert [found.words["workday"][v].zh for v, _ in cells(found)] == ["工作日", "周末", "节假日"]


def test_a_year_without_holidays_is_said(shop: Shop) -> None:
    assert not any(
        "2025" in n.zh and "只按星期" in n.zh
        for n in asked(shop, "2025-01-01..2025-01-05", by=["workday"]).notes
    )
    found = asked(shop, "2025-12-01..2026-01-05", by=["workday"])
    assert "2026" in "".join(n.zh for n in found.notes)


@pytest.mark.parametrize(
    ("field", "value", "days"),
    [
        ("campaign", "double12", ["2025-12-08..2025-12-13"]),
        ("calendar.campaign", "双12", ["2025-12-08..2025-12-13"]),
        ("campaign_phase", "double11_encore", ["2024-11-12..2024-11-14", "2025-11-12..2025-11-14"]),
        ("order.paid_at:holiday", "spring_festival", ["2024-02-10..2024-02-17", "2025-01-28..2025-02-04"]),
        ("holiday", "Mid-Autumn", ["2024-09-15..2024-09-17", "2025-10-06"]),
    ],
)  # fmt: skip
def test_filters(shop: Shop, field: str, value: str, days: list[str]) -> None:
    found = asked(shop, where=[{"field": field, "values": [value]}])
    assert int(found.rows[0][0]) == total(*days)


def test_a_filter_is_said_by_its_label(shop: Shop) -> None:
    found = asked(shop, where=[{"field": "workday", "values": ["weekend"]}])
    assert found.filters[0].label.zh == "工作日或休息日：周末"


def test_the_first_days_of_campaigns(shop: Shop) -> None:
    found = asked(shop, "2025-01-01..2025-12-21", by=["campaign"],
                  where=[{"field": "campaign_day", "op": "between", "values": [1, 2]}])  # fmt: skip
    assert cells(found) == [
        ("double618", total("2025-05-20..2025-05-21")),
        ("q99", total("2025-09-05..2025-09-06")),
        ("double11", total("2025-10-13..2025-10-14")),
        ("double12", total("2025-12-08..2025-12-09")),
    ]


def test_an_expression_and_a_metrics_own_condition(shop: Shop) -> None:
    time = "2025-04-24..2025-05-11"
    works = total("2025-04-24..2025-04-25", "2025-04-27..2025-04-30", "2025-05-06..2025-05-09")
    assert int(asked(shop, time, where=["calendar.workday = 'workday'"]).rows[0][0]) == works
    assert int(asked(shop, time, metrics=["on_workdays"]).rows[0][0]) == works
    share = asked(shop, "2025-12-07..2025-12-14", metrics=["in_campaigns"]).rows[0][0]
    assert float(share) == pytest.approx(
        total("2025-12-08..2025-12-13") / total("2025-12-07..2025-12-14")
    )


def test_an_average_per_day_of_each_kind(shop: Shop) -> None:
    found = asked(shop, "2025-04-24..2025-05-11", metrics=["per_day"], by=["workday"])
    assert [(kind, float(v)) for kind, v in found.rows] == [
        ("workday", pytest.approx(total(
            "2025-04-24..2025-04-25", "2025-04-27..2025-04-30", "2025-05-06..2025-05-09") / 10, abs=0.01)),
        ("weekend", pytest.approx(total("2025-04-26", "2025-05-10..2025-05-11") / 3, abs=0.01)),
        ("holiday", pytest.approx(total("2025-05-01..2025-05-05") / 5, abs=0.01)),
    ]  # fmt: skip


def test_all_members_and_shares(shop: Shop) -> None:
    found = asked(shop, "2025-12-01..2025-12-21", by=["campaign"], all_members=True, share=["gmv"])
    assert [row[0] for row in found.rows] == ["double618", "q99", "double11", "double12", "none"]
    assert [int(row[1]) for row in found.rows][:3] == [0, 0, 0]
    assert float(sum(row[2] or 0 for row in found.rows)) == pytest.approx(1)


def test_parts_of_the_day_add_up_whatever_the_days(shop: Shop) -> None:
    for part in ("campaign", "campaign_phase", "campaign_day", "holiday", "workday"):
        assert sum(n for _, n in cells(asked(shop, by=[part]))) == sold(date(2024, 1, 1), LAST)
    day = date(2024, 1, 1)
    while day <= LAST:
        assert sum(
            n
            for _, n in cells(
                asked(shop, f"{day}..{day + timedelta(days=20)}", by=["campaign_phase"])
            )
        ) == sold(day, min(day + timedelta(days=20), LAST))
        day += timedelta(days=97)


def test_what_the_calendar_does_not_know(shop: Shop, tmp_path: Path) -> None:
    where = ({"field": "campaign", "values": ["black_friday"]},)
    assert refused(shop, "gmv", where=where) == "bad_value"
    folder = tmp_path / "bare"
    folder.mkdir()
    make(folder).close()
    bare = (folder / "shop.yml").read_text(encoding="utf-8").partition("calendar:")[0]
    (folder / "shop.yml").write_text(bare, encoding="utf-8")
    empty = open_shop(folder)
    assert refused(empty, "gmv", by=("campaign",)) == "no_campaigns"
    assert refused(empty, "gmv", by=("campaign_phase",)) == "no_campaigns"
    assert refused(empty, "gmv", by=("workday",)) == "no_holidays"
    assert refused(empty, "gmv", by=("order.paid_at:holiday",)) == "no_holidays"
    empty.close()


def test_the_shops_own_names_come_first(tmp_path: Path) -> None:
    """`campaign` is a dimension of the shop, `holiday` a plain column that a metric names."""
    folder = tmp_path / "own"
    folder.mkdir()
    make(folder).close()
    text = (folder / "shop.yml").read_text(encoding="utf-8")
    text = text.replace("      device:", "      campaign: {expr: \"'of the shop'\"}\n      device:")
    text = text.replace(
        "metrics:", "metrics:\n  odd: {table: orders, agg: count, where: [\"holiday = 'x'\"]}", 1
    )
    (folder / "shop.yml").write_text(text, encoding="utf-8")
    shop = open_shop(folder)
    assert cells(asked(shop, "2025-12-07..2025-12-08", by=["campaign"])) == [
        ("of the shop", total("2025-12-07..2025-12-08"))
    ]
    assert cells(asked(shop, "2025-12-07..2025-12-08", by=["calendar.campaign"])) == [
        ("double12", total("2025-12-08")), ("none", total("2025-12-07")),
    ]  # fmt: skip
    with pytest.raises(WenshuError):
        asked(shop, metrics=["odd"])
    shop.close()
