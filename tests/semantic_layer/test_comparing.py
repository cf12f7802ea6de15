"""Comparisons of every kind on the days shop, each base summed by a plain loop."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop
from tests.semantic_layer.days_shop import FIRST, LAST, make, number, sold

D = date.fromisoformat


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = make(
        tmp_path_factory.mktemp("days"),
        more="""
roles:
  owner: {metrics: "*", dimensions: "*"}
  blind: {metrics: "*", dimensions: ["*", "-order.platform"]}
""",
    )
    assert made.last_day == LAST
    yield made
    made.close()


def query(
    shop: Shop, time: str = "", compare: Any = (), metrics: Any = ("gmv",), **parts: Any
) -> Any:
    asked: dict[str, Any] = {"metrics": metrics, "compare": compare, **parts}
    if time:
        start, _, end = time.partition("..")
        asked["time"] = {"start": start, "end": end or start, **parts.pop("cut", {})}
        asked.pop("cut", None)
    return shop.query(MetricQuery.model_validate(asked))


def bases(found: Any) -> list[str]:
    return [f"{b.kind} {b.start}..{b.end}" for b in found.bases]


def notes(found: Any) -> str:
    return "\n".join(n.zh for n in found.notes)


OCCASION = ({"kind": "occasion"},)

# asked days, named occasion, base days, what main and base are summed over when they are cut
ALIGNED = [
    ("the same phases whole; the twelfth day of the longer opening stays in the total",
     "2025-10-13..2025-11-14", "", "2024-10-14..2024-11-14",
     [("2025-10-13", "2025-11-14")], [("2024-10-14", "2024-11-14")]),
    ("a running campaign beside its first days", "2025-10-13..2025-10-17", "", "2024-10-14..2024-10-18",
     [("2025-10-13", "2025-10-17")], [("2024-10-14", "2024-10-18")]),
    ("the main day meets the main day", "2025-11-11", "double11", "2024-11-11..2024-11-11",
     [("2025-11-11", "2025-11-11")], [("2024-11-11", "2024-11-11")]),
    ("over two phases of the same length", "2025-11-05..2025-11-13", "", "2024-11-05..2024-11-13",
     [("2025-11-05", "2025-11-13")], [("2024-11-05", "2024-11-13")]),
    ("another campaign by day number, the longer one cut", "2025-10-13..2025-11-14", "double618",
     "2025-05-20..2025-06-20", [("2025-10-13", "2025-11-13")], [("2025-05-20", "2025-06-20")]),
    ("a phase beside the phase of that name in another campaign, cut to its length",
     "2025-10-20..2025-10-31", "double618", "2025-05-31..2025-06-03",
     [("2025-10-20", "2025-10-23")], [("2025-05-31", "2025-06-03")]),
    ("a phase that the other has not: by day number of the campaign",
     "2025-11-01..2025-11-11", "double618", "2025-06-08..2025-06-18",
     [("2025-11-01", "2025-11-11")], [("2025-06-08", "2025-06-18")]),
    ("a phase by its own name", "2025-11-01..2025-11-11", "double11_presale", "2025-10-13..2025-10-19",
     [("2025-11-01", "2025-11-07")], [("2025-10-13", "2025-10-19")]),
    ("a longer campaign beside a shorter one before", "2025-09-05..2025-09-12", "",
     "2024-09-05..2024-09-10", [("2025-09-05", "2025-09-10")], [("2024-09-05", "2024-09-10")]),
    ("days inside a campaign keep their numbers", "2025-09-07..2025-09-08", "",
     "2024-09-07..2024-09-08", [("2025-09-07", "2025-09-08")], [("2024-09-07", "2024-09-08")]),
    ("Spring Festival by its lunar date: New Year's Eve beside New Year's Eve",
     "2025-01-28..2025-02-04", "", "2024-02-09..2024-02-16",
     [("2025-01-28", "2025-02-04")], [("2024-02-09", "2024-02-16")]),
    ("a holiday without a main day from its first day", "2025-05-01..2025-05-03", "",
     "2024-05-01..2024-05-03", [("2025-05-01", "2025-05-03")], [("2024-05-01", "2024-05-03")]),
    ("the shortest occasion that holds the days", "2025-10-06", "", "2024-09-15..2024-09-15",
     [("2025-10-06", "2025-10-06")], [("2024-09-15", "2024-09-15")]),
    ("unless a longer one is named", "2025-10-06", "national_day", "2024-10-06..2024-10-06",
     [("2025-10-06", "2025-10-06")], [("2024-10-06", "2024-10-06")]),
    ("a campaign with one time only, beside another", "2025-12-08..2025-12-13", "double11",
     "2025-10-13..2025-10-18", [("2025-12-08", "2025-12-13")], [("2025-10-13", "2025-10-18")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("time", "named", "base", "ours", "theirs"),
    [c[1:] for c in ALIGNED],
    ids=[c[0] for c in ALIGNED],
)
def test_occasions(
    shop: Shop, time: str, named: str, base: str, ours: list[tuple[str, str]],
    theirs: list[tuple[str, str]],
) -> None:  # fmt: skip
    found = query(shop, time, [{"kind": "occasion", "occasion": named}])
    assert bases(found) == [f"occasion {base}"]
    main, other = (sum(sold(D(a), D(b)) for a, b in part) for part in (ours, theirs))
    assert found.rows[0][:3] == (main, other, main - other)
    assert (found.time.start, found.time.end) == (D(ours[0][0]), D(ours[-1][1]))


def test_what_was_left_out_is_said(shop: Shop) -> None:
    total = notes(query(shop, "2025-10-13..2025-11-14", OCCASION))
    assert "本期 33 天，2024年双11 32 天" in total
    assert "不算" not in total
    by_day = notes(query(shop, "2025-10-13..2025-11-14", OCCASION, by=["day"]))
    assert "2025年双11的 2025-10-31 没有对应的日子，两边都不算：只比 32 天" in by_day
    assert "按阶段和第几天对齐" in by_day
    shorter = notes(
        query(shop, "2024-09-05..2024-09-10", [{"kind": "occasion", "occasion": "double618"}])
    )
    assert "2024年618较长，它的 2024-06-01 至 2024-06-20 不算" not in shorter
    assert "2024年618较长，它的 2024-05-26 至 2024-06-20 不算" in shorter
    whole = notes(query(shop, "2025-05-01..2025-05-05", OCCASION))
    assert "2025年五一（2025-05-01 至 2025-05-05）与2024年五一" in whole
    assert "不算" not in whole


def test_a_running_day_meets_the_same_hours(shop: Shop) -> None:
    cut = {"until": "2025-10-15T12:00:00"}
    found = query(shop, "2025-10-13..2025-10-15", OCCASION, cut=cut)
    ours = sold(D("2025-10-13"), D("2025-10-14")) + number(D("2025-10-15"))
    theirs = sold(D("2024-10-14"), D("2024-10-15")) + number(D("2024-10-16"))
    assert found.rows[0][:2] == (ours, theirs)


def test_campaign_days_hours_and_weeks_meet_their_counterparts(shop: Shop) -> None:
    found = query(
        shop, "2025-10-30..2025-11-02", [{"kind": "occasion", "occasion": "double11"}], by=["day"]
    )
    assert [row[:3] for row in found.rows] == [
        (D("2025-10-30"), number(D("2025-10-30")) + 10_000, number(D("2024-10-31")) + 10_000),
        (D("2025-11-01"), number(D("2025-11-01")) + 10_000, number(D("2024-11-01")) + 10_000),
        (D("2025-11-02"), number(D("2025-11-02")) + 10_000, number(D("2024-11-02")) + 10_000),
    ]
    hours = query(
        shop, "2025-10-30..2025-11-01", [{"kind": "occasion", "occasion": "double11"}], by=["hour"]
    )
    assert [row[:3] for row in hours.rows] == [
        (datetime(2025, 10, 30, 10), number(D("2025-10-30")), number(D("2024-10-31"))),
        (datetime(2025, 10, 30, 20), 10_000, 10_000),
        (datetime(2025, 11, 1, 10), number(D("2025-11-01")), number(D("2024-11-01"))),
        (datetime(2025, 11, 1, 20), 10_000, 10_000),
    ]
    weeks = query(shop, "2025-10-13..2025-11-02", OCCASION, by=["week"])
    assert [row[:3] for row in weeks.rows] == [
        (D("2025-10-13"), sold(D("2025-10-13"), D("2025-10-19")), sold(D("2024-10-14"), D("2024-10-20"))),
        (D("2025-10-20"), sold(D("2025-10-20"), D("2025-10-26")), sold(D("2024-10-21"), D("2024-10-27"))),
        (D("2025-10-27"), sold(D("2025-10-27"), D("2025-10-30")) + sold(D("2025-11-01"), D("2025-11-02")),
         sold(D("2024-10-28"), D("2024-10-31")) + sold(D("2024-11-01"), D("2024-11-02"))),
    ]  # fmt: skip
    assert (
        sum(row[2] for row in weeks.rows)
        == query(shop, "2025-10-13..2025-11-02", OCCASION).rows[0][1]
    )


def test_running_totals_follow_a_campaign(shop: Shop) -> None:
    found = query(shop, "2025-11-01..2025-11-03", OCCASION, metrics=["so_far"], by=["day"])
    assert [row[1:3] for row in found.rows] == [
        (sold(D("2025-11-01"), D(f"2025-11-0{n}")), sold(D("2024-11-01"), D(f"2024-11-0{n}")))
        for n in (1, 2, 3)
    ]


def test_several_at_once_and_their_totals(shop: Shop) -> None:
    compare = [{"kind": k} for k in ("previous", "year", "weekdays", "week", "occasion")][:4]
    parts: dict[str, Any] = {
        "time": "2025-11-10..2025-11-11",
        "compare": compare,
        "metrics": ["gmv", "aov"],
    }
    total = query(shop, **parts)
    assert bases(total) == [
        "previous 2025-11-08..2025-11-09", "year 2024-11-10..2024-11-11",
        "weekdays 2024-11-11..2024-11-12", "week 2025-11-03..2025-11-04",
    ]  # fmt: skip
    split = query(shop, by=["platform"], **parts)
    money = [
        n
        for n, c in enumerate(total.columns)
        if c.of == "gmv" and c.kind in ("metric", "base", "difference")
    ]
    for n in money:
        assert total.rows[0][n] == sum(row[n + 1] for row in split.rows)


def test_a_cut_holds_for_all_bases(shop: Shop) -> None:
    found = query(shop, "2025-09-05..2025-09-12", [{"kind": "occasion"}, {"kind": "year"}])
    assert bases(found) == ["occasion 2024-09-05..2024-09-10", "year 2024-09-05..2024-09-10"]
    middle = query(shop, "2025-10-30..2025-11-02", [
        {"kind": "occasion", "occasion": "double11"}, {"kind": "week"},
    ], by=["day"])  # fmt: skip
    assert len(middle.rows) == 3
    week = sold(D("2025-10-23"), D("2025-10-23")) + sold(D("2025-10-25"), D("2025-10-26"))
    assert sum(row[5] for row in middle.rows) == week


def test_share_under_a_cut(shop: Shop) -> None:
    found = query(shop, "2025-09-05..2025-09-12", OCCASION, by=["platform"], share=["gmv"])
    assert sum(row[2] for row in found.rows) == pytest.approx(1)


OTHER = ({"kind": "other", "instead": [{"field": "platform", "values": ["jd"]}]},)
TMALL = [{"field": "platform", "values": ["tmall"]}]


def test_one_member_beside_another(shop: Shop) -> None:
    found = query(shop, "2025-03-01..2025-03-10", OTHER, where=TMALL, metrics=["gmv", "orders"])
    tmall, jd = (sold(D("2025-03-01"), D("2025-03-10"), **{p: False}) for p in ("jd", "tmall"))
    assert found.rows[0][:3] == (tmall, jd, tmall - jd)
    assert found.rows[0][3] == pytest.approx((tmall - jd) / jd)
    assert [c.label.zh for c in found.columns[:4]] == [
        "支付金额", "支付金额（京东）", "支付金额与京东差值", "支付金额较京东",
    ]  # fmt: skip
    assert [(b.kind, b.label.en, str(b.start)) for b in found.bases] == [
        ("other", "JD", "2025-03-01")
    ]


def test_members_side_by_side_as_a_series(shop: Shop) -> None:
    found = query(shop, "2025-01-01..2025-02-28", OTHER, where=TMALL, by=["month"])
    assert [row[1:3] for row in found.rows] == [
        (sold(D("2025-01-01"), D("2025-01-31"), jd=False), 310_000),
        (sold(D("2025-02-01"), D("2025-02-28"), jd=False), 280_000),
    ]


def test_other_members_of_all_time_and_several(shop: Shop) -> None:
    compare = [*OTHER, {"kind": "other", "instead": ["platform is not null"]}]
    found = query(shop, "", compare, where=["platform = 'tmall'"])
    all_tmall = sold(FIRST, LAST, jd=False)
    assert (found.rows[0][0], found.rows[0][1], found.rows[0][4]) == (
        all_tmall,
        7_210_000,
        all_tmall + 7_210_000,
    )
    assert [b.kind for b in found.bases] == ["other", "other_2"]
    assert found.bases[0].start is None


def test_other_conditions_stay(shop: Shop) -> None:
    where = [*TMALL, {"field": "device", "values": ["app"]}]
    assert query(shop, "2025-03-01", OTHER, where=where).rows[0][:2] == (number(D("2025-03-01")), 0)


def test_another_member_and_another_period_at_once(shop: Shop) -> None:
    found = query(shop, "2025-03-01", [{"kind": "year"}, *OTHER], where=TMALL)
    assert found.rows[0][0:2] == (number(D("2025-03-01")), number(D("2024-03-01")))
    assert found.rows[0][4] == 10_000


REFUSED = [
    ("not_in_occasion", {"time": "2025-03-01..2025-03-05", "compare": OCCASION}),
    ("not_in_occasion", {"time": "2025-09-01..2025-09-12", "compare": OCCASION}),
    ("no_occasion", {"time": "2025-11-01", "compare": [{"kind": "occasion", "occasion": "double1l"}]}),
    ("no_earlier_occasion", {"time": "2025-12-10", "compare": OCCASION}),
    ("no_earlier_occasion", {"time": "2024-05-01", "compare": OCCASION}),
    ("occasion_too_short", {"time": "2025-09-11..2025-09-12", "compare": OCCASION}),
    ("misaligned", {"time": "2025-01-01..2025-03-31", "compare": [{"kind": "weekdays"}], "by": ["month"]}),
    ("compare_needs_time", {"compare": [{"kind": "weekdays"}]}),
    ("other_splits", {"time": "2025-03-01", "compare": OTHER, "where": TMALL, "by": ["platform"]}),
    ("other_mixed", {"time": "2025-03-01", "compare": OTHER, "where": ["platform = 'tmall' or device = 'app'"]}),
    ("condition_on_clock", {"time": "2025-03-01..2025-03-31", "compare": [{"kind": "previous"}],
                         "where": [{"field": "paid_at", "op": ">=", "values": ["2025-03-10"]}]}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "parts"), REFUSED)
def test_refused_with_a_reason(shop: Shop, code: str, parts: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as refused:
        query(shop, **parts)
    assert refused.value.code == code
    for lang in ("zh", "en"):
        assert "{" not in refused.value.sentence(lang)


def test_a_typing_error_gets_the_nearest_name(shop: Shop) -> None:
    with pytest.raises(QueryError) as refused:
        query(shop, "2025-11-01", [{"kind": "occasion", "occasion": "double1l"}])
    assert "double11" in refused.value.choices


def test_a_role_may_not_compare_by_what_it_may_not_see(shop: Shop) -> None:
    asked = MetricQuery.model_validate({"metrics": ["gmv"], "compare": OTHER})
    with pytest.raises(PolicyError):
        shop.query(asked, role="blind")


def test_ratio_changes_are_in_points(shop: Shop) -> None:
    found = query(shop, "2025-05-01..2025-05-05", OCCASION, metrics=["jd_share"])
    main = Decimal(50_000) / sold(D("2025-05-01"), D("2025-05-05"))
    base = Decimal(50_000) / sold(D("2024-05-01"), D("2024-05-05"))
    assert found.rows[0][2] == pytest.approx(float(main - base))
    assert [c.unit for c in found.columns] == ["ratio", "ratio", "points", "ratio"]


@pytest.mark.parametrize(
    ("by", "kind"),
    [(["year", "month"], "previous"), (["month", "day"], "previous"), (["month", "week"], "year")],
)
def test_a_base_that_would_begin_within_a_coarser_step(
    shop: Shop, by: list[str], kind: str
) -> None:
    """The month before January has another year: no step of it begins on 1 December."""
    with pytest.raises(QueryError) as caught:
        query(shop, "2025-01-01..2025-02-28", ({"kind": kind},), by=by)
    assert caught.value.code == "misaligned"


def test_a_year_before_keeps_all_calendar_steps(shop: Shop) -> None:
    found = query(shop, "2025-01-01..2025-02-28", ({"kind": "year"},), by=["year", "month"])
    assert [int(row[3]) for row in found.rows] == [
        sold(D("2024-01-01"), D("2024-01-31")), sold(D("2024-02-01"), D("2024-02-29")),
    ]  # fmt: skip
