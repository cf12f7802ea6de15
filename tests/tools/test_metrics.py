"""The metrics tool on the corner shop: every number here was added up by hand from orders.csv."""

from decimal import Decimal
from typing import Any

import pytest

from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.shop import Shop
from tools import registry
from tools.registry import Context, Step
from tools.result import Result

NOVEMBER = {"start": "2025-11-01", "end": "2025-11-30"}
PREVIOUS = [{"kind": "previous"}]

# arguments, finding, value
FACTS: list[tuple[dict[str, Any], str, Any]] = [
    ({"metrics": ["gmv"], "time": NOVEMBER}, "gmv", 183_000.00),
    ({"metrics": ["orders"], "time": NOVEMBER}, "orders", 6),
    ({"metrics": ["buyers"], "time": NOVEMBER}, "buyers", 4),
    ({"metrics": ["aov"], "time": NOVEMBER}, "aov", 30_500),
    ({"metrics": ["refund_rate"], "time": NOVEMBER}, "refund_rate", 400 / 183_000),
    ({"metrics": ["gmv"], "time": NOVEMBER, "compare": PREVIOUS}, "gmv.previous", 2_000.10),
    ({"metrics": ["gmv"], "time": NOVEMBER, "compare": PREVIOUS}, "gmv.previous_diff", 180_999.90),
    (
        {"metrics": ["gmv"], "time": NOVEMBER, "compare": PREVIOUS},
        "gmv.previous_pct",
        180_999.90 / 2_000.10,
    ),
    # the total of distinct buyers is counted, never added: 1, 2, 4 and 5, though 1 is on two platforms
    ({"metrics": ["buyers"], "time": NOVEMBER, "by": ["platform"]}, "buyers", 4),
    # the total of a ratio is the ratio of the totals
    ({"metrics": ["aov"], "time": NOVEMBER, "by": ["platform"]}, "aov", 30_500),
    # the total of a ranking covers those that are not listed
    ({"metrics": ["gmv"], "time": NOVEMBER, "by": ["product"], "limit": 1}, "gmv", 183_000.00),
    ({"metrics": ["gmv"], "time": NOVEMBER, "by": ["platform"]}, "row2.gmv", 1_599.45),
    ({"metrics": ["gmv"], "time": NOVEMBER, "by": ["platform"]}, "row3.gmv.share", 200 / 183_000),
    ({"metrics": ["gmv"], "time": NOVEMBER, "by": ["platform"]}, "gmv.high", "天猫"),
    ({"metrics": ["gmv"], "time": NOVEMBER, "by": ["platform"]}, "gmv.low.value", 200),
    ({"metrics": ["gmv"], "time": NOVEMBER, "by": ["day"]}, "gmv.first.value", 180_000.55),
    ({"metrics": ["gmv"], "time": NOVEMBER, "by": ["day"]}, "gmv.last", "2025-11-30"),
    ({"metrics": ["gmv"], "time": NOVEMBER, "by": ["platform"]}, "rows", 3),
]


def run(shop: Shop, arguments: dict[str, Any], **context: Any) -> Result:
    return registry.run("metrics", shop, arguments, context=Context(**context))


def fact(result: Result, id: str) -> Any:
    return next(f for f in result.findings if f.id == id)


@pytest.mark.parametrize(("arguments", "id", "value"), FACTS, ids=[i for _, i, _ in FACTS])
def test_findings(corner_shop: Shop, arguments: dict[str, Any], id: str, value: Any) -> None:
    found = fact(run(corner_shop, arguments), id).value
    if isinstance(value, str):
        assert found == value
    else:
        assert float(found) == pytest.approx(float(value), abs=1e-9)


def test_every_finding_has_an_id_of_its_own(corner_shop: Shop) -> None:
    result = run(
        corner_shop,
        {"metrics": ["gmv", "buyers"], "by": ["platform"], "time": NOVEMBER, "compare": PREVIOUS},
    )
    ids = [f.id for f in result.findings]
    assert len(ids) == len(set(ids))


def test_sentences_name_only_findings_that_are_there(corner_shop: Shop) -> None:
    for arguments, _, _ in FACTS:
        result = run(corner_shop, arguments)
        ids = {f.id for f in result.findings}
        waiting = list(result.sentences)
        while waiting:
            sentence = waiting.pop()
            assert {id for _, id in sentence.findings} <= ids
            waiting += [part for _, parts in sentence.groups for part in parts]


def test_a_ratio_changes_in_points_before_percent(corner_shop: Shop) -> None:
    asked = {"metrics": ["refund_rate"], "time": NOVEMBER, "compare": PREVIOUS}
    points = fact(run(corner_shop, asked), "refund_rate.previous_diff")
    assert points.unit == "points"
    assert points.label.zh == "环比"
    # October gave back 200 of 2,000.10, November 400 of 183,000
    assert points.value == pytest.approx(400 / 183_000 - 200 / 2_000.10)


def test_members_are_listed_from_the_highest_down(corner_shop: Shop) -> None:
    rows = run(corner_shop, {"metrics": ["gmv"], "by": ["platform"], "time": NOVEMBER}).rows
    assert [row[0] for row in rows] == ["tmall", "jd", "douyin"]


def test_a_tie_across_the_cut_is_told(corner_shop: Shop) -> None:
    asked = {"metrics": ["orders"], "by": ["platform"], "time": NOVEMBER, "limit": 1}
    result = run(corner_shop, asked)  # two orders on each of the three platforms
    assert len(result.rows) == 1
    assert any("并列" in note.zh for note in result.notes)


def test_a_cut_without_a_tie_is_told_as_a_cut(corner_shop: Shop) -> None:
    asked = {"metrics": ["gmv"], "by": ["platform"], "time": NOVEMBER, "limit": 2}
    notes = [note.zh for note in run(corner_shop, asked).notes]
    assert any("只列出 2 行" in note for note in notes)
    assert not any("并列" in note for note in notes)


def test_the_whole_is_not_told_where_groups_were_filtered_by_the_metric(corner_shop: Shop) -> None:
    having = [{"field": "gmv", "op": ">", "values": [1_000]}]
    asked = {"metrics": ["gmv"], "by": ["platform"], "time": NOVEMBER, "having": having}
    result = run(corner_shop, asked)
    assert "gmv" not in {f.id for f in result.findings}
    assert "支付金额大于1,000" in fact(result, "filters").words.zh


@pytest.mark.parametrize(
    ("note", "arguments"),
    [
        ("去重数", {"metrics": ["buyers"], "by": ["platform"], "time": NOVEMBER}),
        ("退款还会变", {"metrics": ["refund_rate"], "time": NOVEMBER}),
        (
            "统计期未完",
            {"metrics": ["gmv"], "time": {"start": "2025-11-20", "end": "2025-12-31"}},
        ),
        ("2025-10-01 至 2025-10-31", {"metrics": ["gmv"], "time": NOVEMBER, "compare": PREVIOUS}),
        (
            "没有符合条件的记录",
            {"metrics": ["gmv"], "where": [{"field": "platform", "values": ["pdd"]}]},
        ),
    ],
)
def test_notes(corner_shop: Shop, note: str, arguments: dict[str, Any]) -> None:
    assert any(note in n.zh for n in run(corner_shop, arguments).notes)


@pytest.mark.parametrize("year", [2019, 2030])
def test_days_without_data_are_refused(corner_shop: Shop, year: int) -> None:
    with pytest.raises(QueryError) as caught:
        run(
            corner_shop,
            {"metrics": ["gmv"], "time": {"start": f"{year}-01-01", "end": f"{year}-01-31"}},
        )
    assert caught.value.code == "period_without_data"
    assert "2025-10-05" in caught.value.sentence("zh")


def test_a_role_is_refused_what_it_may_not_see(corner_shop: Shop) -> None:
    with pytest.raises(PolicyError):
        run(corner_shop, {"metrics": ["gmv"]}, role="clerk")
    assert run(corner_shop, {"metrics": ["orders"]}, role="clerk").rows == ((10,),)


def test_the_steps_are_heard(corner_shop: Shop) -> None:
    steps: list[Step] = []
    run(corner_shop, {"metrics": ["gmv"], "by": ["platform"]}, on_step=steps.append)
    assert [step.kind for step in steps] == ["ran", "ran"]  # the table and its total


def test_money_keeps_its_cents(corner_shop: Shop) -> None:
    result = run(corner_shop, {"metrics": ["gmv"], "time": NOVEMBER, "by": ["platform"]})
    assert sum(Decimal(str(row[1])) for row in result.rows) == Decimal("183000.00")


def test_next_questions_do_not_repeat_the_question(corner_shop: Shop) -> None:
    result = run(corner_shop, {"metrics": ["gmv"], "by": ["platform"], "time": NOVEMBER})
    assert all("平台" not in text.zh for text in result.next)


def test_a_week_that_the_period_cuts_is_the_highest_only_as_a_sum(corner_shop: Shop) -> None:
    # weeks of 27 October (only 1 and 2 November are asked), 10 and 24 November
    asked = {"metrics": ["gmv"], "by": ["week"], "time": NOVEMBER}
    result = run(corner_shop, asked)
    assert fact(result, "gmv.high").value == "2025-10-27"  # two days that top every whole week
    assert fact(result, "gmv.low").value == "2025-11-24"
    assert any("2025-10-27不完整，不参与最低的比较" in note.zh for note in result.notes)
    ratio = run(corner_shop, {**asked, "metrics": ["aov"]})
    assert fact(ratio, "aov.high").value == "2025-11-24"
    assert any("2025-10-27不完整，不参与最高、最低" in note.zh for note in ratio.notes)


def test_a_month_that_the_data_cuts_is_no_lowest(corner_shop: Shop) -> None:
    time = {"start": "2025-10-01", "end": "2025-12-31"}  # the data ends on 1 December
    result = run(corner_shop, {"metrics": ["gmv"], "by": ["month"], "time": time})
    assert fact(result, "gmv.low").value == "2025-10"
    assert any("2025-12不完整" in note.zh for note in result.notes)


def test_who_moved_the_sum_is_told(corner_shop: Shop) -> None:
    asked = {"metrics": ["gmv"], "by": ["product"], "time": NOVEMBER, "compare": PREVIOUS}
    result = run(corner_shop, asked)
    assert fact(result, "gmv.gain").value == "连衣裙"
    assert fact(result, "gmv.gain.value").value == Decimal("180000.55") - Decimal("1500.10")


def test_the_best_day_is_named(corner_shop: Shop) -> None:
    asked = {"metrics": ["gmv"], "by": ["day"], "time": NOVEMBER, "order": ["-gmv"], "limit": 1}
    result = run(corner_shop, asked)
    assert fact(result, "best").value == f"{result.rows[0][0]}"
    assert result.sentences[0].key == "metrics.best"


def test_the_last_of_the_best_days_is_not_told_as_the_lowest(corner_shop: Shop) -> None:
    asked = {"metrics": ["gmv"], "by": ["day"], "time": NOVEMBER, "order": ["-gmv"], "limit": 2}
    result = run(corner_shop, asked)
    assert not [f.id for f in result.findings if f.id.endswith((".low", ".high"))]
    assert {"row1.gmv", "row2.gmv"} <= {f.id for f in result.findings}


def test_a_limit_of_one_without_groups_is_the_whole(corner_shop: Shop) -> None:
    plain = registry.run("metrics", corner_shop, {"metrics": ["gmv"]})
    one = registry.run("metrics", corner_shop, {"metrics": ["gmv"], "limit": 1})
    assert one.rows == plain.rows
    assert one.sentences == plain.sentences
