"""Conversations: a follow-up changes one slot and keeps the rest."""

import pytest

from assistant.understand import Call, Turn, Understanding
from tests.assistant.understand.shops import ask, said

CONVERSATIONS = {
    "zh": [
        ("上个月各渠道的GMV", "gmv by channel @ 2025-11-01/2025-11-30"),
        ("那按平台呢", "gmv by platform @ 2025-11-01/2025-11-30"),
        ("上上个月呢", "gmv by platform @ 2025-10-01/2025-10-31"),
        ("只看天猫", "gmv platform=tmall @ 2025-10-01/2025-10-31"),
        ("再加上退款金额", "gmv,refund_amount platform=tmall @ 2025-10-01/2025-10-31"),
        ("去年呢", "gmv,refund_amount platform=tmall @ 2024-01-01/2024-12-31"),
        ("换成柱状图", "gmv,refund_amount platform=tmall bar @ 2024-01-01/2024-12-31"),
        ("环比呢", "gmv,refund_amount platform=tmall vs previous bar @ 2024-01-01/2024-12-31"),
        ("为什么", "clarify no_base"),
        ("今天天气怎么样", "refuse out_of_scope"),
        ("各店铺前3呢", "gmv,refund_amount by shop platform=tmall vs previous order -gmv limit 3 bar @ 2024-01-01/2024-12-31"),
        ("昨天订单数", "orders @ 2025-12-21"),
    ],
    "en": [
        ("GMV last month", "gmv @ 2025-11-01/2025-11-30"),
        ("by channel?", "gmv by channel @ 2025-11-01/2025-11-30"),
        ("what about orders", "orders by channel @ 2025-11-01/2025-11-30"),
        ("just Douyin", "orders by channel platform=douyin @ 2025-11-01/2025-11-30"),
        ("and the month before that", "orders by channel platform=douyin @ 2025-10-01/2025-10-31"),
        ("same for last quarter", "orders by channel platform=douyin @ 2025-07-01/2025-09-30"),
        ("as a pie chart", "orders by channel platform=douyin pie @ 2025-07-01/2025-09-30"),
        ("export it", "orders by channel platform=douyin pie @ 2025-07-01/2025-09-30"),
        ("what about the total only", "orders platform=douyin @ 2025-07-01/2025-09-30"),
        ("undo", "orders by channel platform=douyin pie @ 2025-07-01/2025-09-30"),
        ("and the second one", "orders platform=douyin channel=search pie @ 2025-07-01/2025-09-30"),
        ("what about its GMV", "gmv platform=douyin channel=search pie @ 2025-07-01/2025-09-30"),
    ],
    "parts of the last question go and come back": [
        ("上周各平台的GMV和订单数", "gmv,orders by platform @ 2025-12-15/2025-12-21"),
        ("不看订单数", "gmv by platform @ 2025-12-15/2025-12-21"),
        ("把京东去掉", "gmv by platform platform!=jd @ 2025-12-15/2025-12-21"),
        ("京东加回来", "gmv by platform @ 2025-12-15/2025-12-21"),
        ("drop JD", "gmv by platform platform!=jd @ 2025-12-15/2025-12-21"),
        ("恢复", "gmv by platform @ 2025-12-15/2025-12-21"),
        ("环比呢", "gmv by platform vs previous @ 2025-12-15/2025-12-21"),
        ("不用对比了", "gmv by platform @ 2025-12-15/2025-12-21"),
        ("只看华东", "gmv by platform ship_region=east @ 2025-12-15/2025-12-21"),
        ("取消筛选", "gmv by platform @ 2025-12-15/2025-12-21"),
        ("看总的", "gmv @ 2025-12-15/2025-12-21"),
        ("导出来", "gmv @ 2025-12-15/2025-12-21"),
    ],
    "words that point at the last answer": [
        ("上个月GMV最高的3个渠道", "gmv by channel order -gmv limit 3 @ 2025-11-01/2025-11-30"),
        ("这个渠道的订单数呢", "clarify which_one"),
        ("2", "orders channel=search @ 2025-11-01/2025-11-30"),
        ("它的客单价呢", "gmv_per_buyer channel=search @ 2025-11-01/2025-11-30"),
        ("该渠道上上个月呢", "gmv_per_buyer channel=search @ 2025-10-01/2025-10-31"),
        ("那其他渠道呢", "gmv_per_buyer by channel channel!=search @ 2025-10-01/2025-10-31"),
        ("这个主播呢", "clarify this"),
    ],
    "all of a ranking": [
        ("上个月GMV最高的3个渠道", "gmv by channel order -gmv limit 3 @ 2025-11-01/2025-11-30"),
        ("它们的订单数呢", "orders by channel channelinlive,search,direct,short_video @ 2025-11-01/2025-11-30"),
    ],
    "who is behind a number": [
        ("上个月支付买家数", "buyers @ 2025-11-01/2025-11-30"),
        ("她们是谁", "gmv,buyers by customer_no having buyers>0 order -gmv limit 20 @ 2025-11-01/2025-11-30"),
    ],
    "why, and the last question stays": [
        ("上周GMV", "gmv @ 2025-12-15/2025-12-21"),
        ("为什么", " + ".join(f"gmv by {d} vs previous @ 2025-12-15/2025-12-21" for d in ("channel", "platform", "device"))),
        ("只看天猫", "gmv platform=tmall @ 2025-12-15/2025-12-21"),
    ],
    "longer steps take a longer period": [
        ("上周各平台的订单数", "orders by platform @ 2025-12-15/2025-12-21"),
        ("按月看", "orders by month,platform @ 2024-12-01/2025-11-30"),
    ],
    "a word with two definitions asks in a follow-up too": [
        ("上个月各渠道GMV", "gmv by channel @ 2025-11-01/2025-11-30"),
        ("再加上退款率", "clarify term_own"),
        ("1", "gmv,refund_rate by channel @ 2025-11-01/2025-11-30"),
    ],
    "a choice by its number": [
        ("上个月退款率", "clarify term_own"),
        ("2", "refund_rate_cohort @ 2025-11-01/2025-11-30"),
        ("那渠道呢", "refund_rate_cohort by channel @ 2025-11-01/2025-11-30"),
    ],
    "a choice in words": [
        ("上个月退款率", "clarify term_own"),
        ("第一个", "refund_rate @ 2025-11-01/2025-11-30"),
    ],
    "no such choice": [("上个月退款率", "clarify term_own"), ("第五个", "clarify no_such_option")],
    "a share stays a share of all": [
        ("最近7天各省份订单数占比", "orders by ship_province share @ 2025-12-15/2025-12-21"),
        ("广东呢", "orders by ship_province share @ 2025-12-15/2025-12-21"),
    ],
    "an unknown word is not dropped": [
        ("本月GMV", "gmv @ 2025-12-01/2025-12-21"),
        ("特斯拉呢", "clarify unknown_word"),
        ("昨天呢", "gmv @ 2025-12-21"),
    ],
    "what the metric cannot be split by": [
        ("本月客单价", "gmv_per_buyer @ 2025-12-01/2025-12-21"),
        ("各品牌呢", "clarify unreached"),
    ],
    "nothing to build upon": [("那按渠道呢", "clarify need_metric")],
}  # fmt: skip


def _turn(text: str, understanding: Understanding) -> Turn:
    call = understanding.then or (understanding.calls[0] if understanding.calls else None)
    return Turn(
        text,
        call,
        members=("live", "search", "direct", "short_video")
        if "channel" in said(understanding)
        else (),
        options=understanding.options if understanding.outcome == "clarify" else (),
    )


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_conversations(name: str) -> None:
    thread: tuple[Turn, ...] = ()
    for text, expected in CONVERSATIONS[name]:
        understanding = ask(text, thread=thread)
        assert said(understanding) == expected, text
        thread = (*thread, _turn(text, understanding))


def test_what_was_kept_is_named() -> None:
    first = ask("上个月各渠道的GMV")
    second = ask("上上个月呢", thread=(_turn("上个月各渠道的GMV", first),))
    assert second.kept == ("metrics", "by")


def test_the_second_one_is_the_second_member_of_the_last_answer() -> None:
    first = ask("上个月各渠道的GMV")
    turn = Turn("上个月各渠道的GMV", first.calls[0], members=("live", "search", "direct"))
    assert said(ask("那第二名呢", thread=(turn,))) == "gmv channel=search @ 2025-11-01/2025-11-30"
    assert ask("那第九名呢", thread=(turn,)).outcome != "call"


def _listing(members: tuple[str, ...], **more: object) -> Turn:
    call = ask("上个月各渠道的GMV").calls[0]
    return Turn("", Call("metrics", {**call.arguments, **more}), members=members)


def test_rows_without_a_member_are_none_of_the_list() -> None:
    listing = _listing(("live", "", "search"))
    assert ask("那第二名呢", thread=(listing,)).code == "no_such_place"
    assert said(ask("那第三名呢", thread=(listing,))).startswith("gmv channel=search")


def test_members_that_were_chosen_stay_chosen() -> None:
    over = [{"field": "gmv", "op": ">", "values": [1000]}]
    chosen = ask("它们的订单数呢", thread=(_listing(("live", "", "search"), having=over),))
    assert said(chosen) == "orders by channel channelinlive,search @ 2025-11-01/2025-11-30"
    many = tuple(f"c{i}" for i in range(100))
    assert ask("它们的订单数呢", thread=(_listing(many, having=over),)).code == "this"
    assert ask("它们的订单数呢", thread=(_listing(many),)).outcome == "call"


def test_a_bound_is_on_no_number_that_somebody_is_known_by() -> None:
    assert ask("上个月消费超过2000元的客户有多少").outcome != "call"
