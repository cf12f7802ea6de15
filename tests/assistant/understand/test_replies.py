"""What is answered at once, with no model and no number, and what lies outside of the data."""

from dataclasses import replace

import pytest

from assistant.understand import Turn
from tests.assistant.understand.shops import ask, demo

READY = {
    "reply.greeting": ["你好", "在吗", "早上好呀", "hi there!", "good morning"],
    "reply.thanks": ["谢谢", "好的，谢谢", "嗯", "算了", "thank you so much", "never mind"],
    "reply.praise": ["你真棒", "哈哈", "666", "good job"],
    "reply.bye": ["再见", "谢谢你，再见", "晚安", "bye bye"],
    "reply.self": [
        "你是谁", "你叫什么名字", "谁开发的你", "你是谁做的", "你是GPT吗", "你是机器人吗", "who are you", "who made you?",
    ],
    "reply.help": ["你能做什么", "怎么用", "有什么数据可以看", "help", "what can you do", "how do I use this"],
    "reply.metrics": ["有哪些指标", "what metrics do you have", "有哪些退款指标", "what refund metrics do you have"],
    "reply.dimensions": ["有哪些维度", "可以按什么拆", "what dimensions are there"],
    "reply.definition": ["GMV怎么算的", "客单价是什么意思", "how is GMV calculated", "define GMV"],
    "reply.freshness": ["数据更新到哪天", "数据是实时的吗", "最近数据是什么时候的", "how fresh is the data"],
    "reply.wrong": ["不对", "你好笨", "that's wrong"],
}  # fmt: skip
OUTSIDE = [
    "竞品的销量",
    "竞争对手上个月卖了多少",
    "天气对销量有影响吗",
    "competitor sales last month",
    "员工工资",
]


@pytest.mark.parametrize(("key", "text"), [(k, t) for k, row in READY.items() for t in row])
def test_answered_at_once(key: str, text: str) -> None:
    understanding = ask(text)
    assert (understanding.outcome, understanding.key) == ("reply", key)


@pytest.mark.parametrize("text", OUTSIDE)
def test_what_is_outside_of_the_data_is_refused_with_what_is_near(text: str) -> None:
    understanding = ask(text)
    assert (understanding.outcome, understanding.code) == ("refuse", "not_in_data")
    assert understanding.options


def test_only_what_the_role_sees_is_named() -> None:
    lexicon = demo()
    metrics = {k: m for k, m in lexicon.model.metrics.items() if m.group != "profit"}
    seen = replace(lexicon, model=replace(lexicon.model, metrics=metrics))
    assert "毛利" in str(ask("有哪些指标").values)
    assert "毛利率" not in str(ask("有哪些指标", seen).values)


def test_what_was_read_is_said_when_it_was_wrong() -> None:
    first = ask("上个月各渠道的GMV")
    wrong = ask("不对", thread=(Turn("上个月各渠道的GMV", first.calls[0]),))
    assert wrong.key == "reply.wrong_before"
    assert "渠道" in wrong.values["question"]
