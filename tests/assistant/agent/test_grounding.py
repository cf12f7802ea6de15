"""What a call may hold: nothing that the question does not carry, and all that it names."""

from typing import Any

import pytest

from assistant.agent.ground import numbers_in
from assistant.agent.grounding import Ungrounded, settle
from assistant.understand.understanding import Call

from .conftest import GroundOf

OCTOBER = {"start": "2025-10-01", "end": "2025-10-31"}


def call(**more: Any) -> dict[str, Any]:
    return {"metrics": ["gmv"], **more}


def is_(field: str, value: str, op: str = "=") -> dict[str, Any]:
    return {"field": field, "op": op, "values": [value]}


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("天猫上个月的支付金额", call(where=[is_("platform", "tmall")])),
        ("上个月除了天猫的支付金额", call(where=[is_("platform", "tmall", "!=")])),
        ("上个月各平台支付金额", call(by=["platform"])),
        (
            "上个月支付金额超过1000元的平台",
            call(having=[{"field": "gmv", "op": ">", "values": [1000]}]),
        ),
        (
            "上个月支付金额超过一千元的平台",
            call(having=[{"field": "gmv", "op": ">", "values": [1000]}]),
        ),
        ("10月支付金额", call(time=OCTOBER)),
        ("上个月支付金额环比", call(compare=[{"kind": "previous"}])),
        ("大衣上个月卖了多少", call(where=[is_("product", "大衣")])),
        ("GMV of Tmall last month", call(where=[is_("platform", "tmall")])),
    ],
)
def test_a_call_that_says_what_the_question_says_is_settled(
    ground_of: GroundOf, question: str, arguments: dict[str, Any]
) -> None:
    assert settle(arguments, ground_of(question))["time"]


@pytest.mark.parametrize(
    ("question", "arguments", "why"),
    [
        ("上个月支付金额", call(where=[is_("platform", "tmall")]), "does not name"),
        ("上个月支付金额", call(where=["platform = 'jd'"]), "objects"),
        ("天猫上个月支付金额", call(), "names 天猫"),
        ("天猫上个月支付金额", call(where=[is_("platform", "jd")]), "does not name"),
        ("上个月除了天猫的支付金额", call(where=[is_("platform", "tmall")]), "excludes"),
        ("羽绒服上个月卖了多少", call(where=[is_("product", "羽绒服")]), "does not name"),
        (
            "上个月支付金额高的平台",
            call(having=[{"field": "gmv", "op": ">", "values": [500]}]),
            "number",
        ),
        ("支付金额", call(time=OCTOBER), "no such time"),
        ("10月和11月支付金额", call(time={"start": "2025-09-01", "end": "2025-09-30"}), "one of"),
        ("上个月支付金额环比", call(), "compares"),
        ("上个月支付金额同比", call(compare=[{"kind": "previous"}]), "compare year"),
    ],
)
def test_what_the_question_does_not_carry_is_sent_back(
    ground_of: GroundOf, question: str, arguments: dict[str, Any], why: str
) -> None:
    with pytest.raises(Ungrounded, match=why):
        settle(arguments, ground_of(question))


def test_the_question_decides_the_days_and_not_the_model(ground_of: GroundOf) -> None:
    settled = settle(call(time=OCTOBER), ground_of("上个月支付金额"))
    assert (settled["time"]["start"], settled["time"]["end"]) == ("2025-11-01", "2025-11-30")


def test_without_a_time_word_the_shops_default_holds(ground_of: GroundOf) -> None:
    assert settle(call(), ground_of("支付金额"))["time"]["start"] == "2025-11-01"


def test_a_follow_up_keeps_the_time_and_conditions_of_the_turn_before(ground_of: GroundOf) -> None:
    before = Call("metrics", call(time=OCTOBER, where=[is_("platform", "jd")]))
    settled = settle(call(where=[is_("platform", "jd")]), ground_of("那订单呢", before))
    assert settled["time"] == OCTOBER


def test_numbers_are_read_in_digits_and_numerals() -> None:
    assert numbers_in("超过1.5万元且低于三百单") >= {15000.0, 300.0}
