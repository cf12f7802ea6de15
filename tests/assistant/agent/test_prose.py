"""A model's prose keeps no number and no comparison that a finding does not carry."""

import pytest

from assistant.agent.prose import grounded
from assistant.answer import SaidFinding

GMV = SaidFinding("gmv", "支付金额", 100, "money", "¥100.00")
CHANGE = SaidFinding("gmv.previous_pct", "支付金额环比", 0.12, "change", "12.0%")


@pytest.mark.parametrize(
    "invented",
    [
        "上个月卖了 5 万元。",
        "上个月卖了五万元。",
        "增长了百分之二十。",
        "转化率翻番。",
        "约一半来自直播。",
        "天猫最高。",
        "各渠道均较高。",
        "抖音领先。",
        "GMV rose last month.",
        "Tmall is the best channel.",
        "About half of it came from live.",
        "Twenty twelve orders.",
        "Sales doubled, more than before.",
        "GMV was １００.",
        "销售额 {orders}。",
        "{gmv} 大约 90。",
        "{gmv}，比上月高。",
        "{gmv:.0f} 元。",
        "{ {gmv} }。",
        "![图](http://evil.example/p.png)",
        "[点我](javascript:alert(x))。",
        "<img src=x onerror=alert(x)>",
        "请访问 www.evil.example 。",
        "{gmv}，见 https://evil.example/ 。",
        "销售百分之百健康。",
        "退款额翻倍。",
    ],
)
def test_a_claim_that_no_finding_carries_is_dropped(invented: str) -> None:
    assert grounded(invented, (GMV,)) == ""


def test_words_stay_and_references_are_filled_with_label_and_text() -> None:
    assert grounded("你指的是哪个平台？", ()) == "你指的是哪个平台？"
    assert grounded("本期 {gmv}。", (GMV,)) == "本期 支付金额 ¥100.00。"


def test_a_finding_says_its_own_direction_and_prose_never_does() -> None:
    assert "12.0%" in grounded("变化是 {gmv.previous_pct}。", (CHANGE,))
    assert grounded("有所下降：{gmv.previous_pct}。", (CHANGE,)) == ""
    assert grounded("最低的是 {gmv}。", (GMV,)) == ""


def test_only_the_ungrounded_sentence_goes() -> None:
    said = grounded("本期 {gmv}。其中天猫占九成。请看下表。", (GMV,))
    assert said == "本期 支付金额 ¥100.00。请看下表。"


def test_a_number_under_another_label_cannot_be_said() -> None:
    """The reference brings its own label: prose cannot rename it."""
    assert "支付金额 ¥100.00" in grounded("退款金额是 {gmv}。", (GMV,))
