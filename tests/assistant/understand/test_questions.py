"""Question to call, over two shops: the demo shop and a coffee chain that nothing was built for."""

import itertools
from pathlib import Path

import pytest

from assistant.understand import Lexicon
from tests.assistant.understand.shops import ask, coffee, demo, said
from tools.registry import tool

HERE = Path(__file__).parent


def _table(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" => ")) for line in lines if line]  # type: ignore[misc]


@pytest.mark.parametrize(("question", "expected"), _table("demo_questions.txt"))
def test_the_demo_shop(question: str, expected: str) -> None:
    assert said(ask(question)) == expected


@pytest.mark.parametrize(("question", "expected"), _table("strangers_questions.txt"))
def test_words_of_strangers(question: str, expected: str) -> None:
    """Colloquial and soft words, verbs of the trade, and what must never be dropped with them."""
    assert said(ask(question)) == expected


@pytest.mark.parametrize(
    ("question", "dropped"),
    [
        ("金卡以上会员的客单价", "以上"),
        ("how many black dresses were sold last month", "black"),
        ("花了多少广告费，带来多少成交", "成交"),
        ("上个月退款超过3次的客户", "超过3次"),
    ],
)
def test_a_word_that_limits_is_never_dropped(question: str, dropped: str) -> None:
    assert dropped in question
    assert ask(question).outcome != "call"


@pytest.mark.parametrize(
    "word", ["询单转化率", "利润ROI", "日活", "response time", "inquiry conversion"]
)
def test_a_word_without_a_definition_is_not_replaced_by_another_figure(word: str) -> None:
    understanding = ask(word)
    assert (understanding.outcome, understanding.code) == ("refuse", "not_in_data")
    assert ask(word, coffee()).outcome != "call"


def test_options_name_the_best_known_metrics() -> None:
    understanding = ask("Compare all campaigns")
    assert understanding.outcome == "clarify"
    assert understanding.options[0].startswith("GMV")
    assert demo().popular[:3] == ("gmv", "gmv_per_buyer", "orders")


@pytest.mark.parametrize(("question", "expected"), _table("coffee_questions.txt"))
def test_a_coffee_chain(question: str, expected: str) -> None:
    assert said(ask(question, coffee())) == expected


@pytest.mark.parametrize(
    ("lexicon", "table"),
    [(demo, "demo_questions.txt"), (coffee, "coffee_questions.txt")],
    ids=["demo", "coffee"],
)
def test_every_call_is_one_that_the_tool_takes(lexicon: object, table: str) -> None:
    shop: Lexicon = lexicon()  # type: ignore[operator]
    calls = [c for q, _ in _table(table) for c in ask(q, shop).calls]
    assert len(calls) > 20
    for call in calls:
        tool(call.tool).arguments.model_validate(dict(call.arguments))


@pytest.mark.parametrize(
    ("lexicon", "table"),
    [(demo, "demo_questions.txt"), (coffee, "coffee_questions.txt")],
    ids=["demo", "coffee"],
)
def test_every_choice_is_a_question_that_gets_somewhere(lexicon: object, table: str) -> None:
    """A click on a choice never leads to a refusal for a word that the choice itself brought."""
    shop: Lexicon = lexicon()  # type: ignore[operator]
    offered = itertools.chain.from_iterable(
        u.options for q, _ in _table(table) if (u := ask(q, shop)).outcome == "clarify"
    )
    dead = {o: said(ask(o, shop)) for o in offered if ask(o, shop).key in DEAD_ENDS}
    assert not dead


DEAD_ENDS = ("ask.unknown_word", "ask.unlicensed_group", "ask.not_understood", "refuse.unsupported")


@pytest.mark.parametrize(
    "question",
    [
        "上个月销售额前{n}的商品", "最近30天GMV大于{n}的省份", "特斯拉的销售额", "火星大区的GMV",
        "只看苹果手机壳的销量", "品牌为特斯拉的销量", "货号AB-9999的销量", "“不存在的款”卖了多少",
    ],
)  # fmt: skip
def test_an_unknown_member_never_turns_into_the_total(question: str) -> None:
    understanding = ask(question.format(n=5))
    if understanding.outcome == "call":
        given = understanding.calls[0].arguments
        assert given.get("by")
        assert given.get("limit") or given.get("having")
    else:
        assert understanding.outcome in ("clarify", "refuse")


@pytest.mark.parametrize(
    ("question", "assumed"),
    [
        ("GMV", "assumed.default_period"),
        ("最近GMV", "assumed.vague_period"),
        ("卖得最好的省份", "assumed.default_metric"),
        ("素言的GMV", "assumed.other_metric"),
        ("上个月业绩", "assumed.term"),
        ("2025年到现在的GMV", "assumed.cut_to_data"),
        ("天猫GMV占比", "assumed.share_of_members"),
        ("今年GMV比去年", "assumed.like_with_like"),
    ],
)
def test_what_was_assumed_is_said(question: str, assumed: str) -> None:
    understanding = ask(question)
    assert understanding.outcome == "call"
    assert assumed in [key for key, _ in understanding.assumed]


def test_a_term_asks_back_with_its_choices() -> None:
    understanding = ask("上个月退款率")
    assert understanding.outcome == "clarify"
    assert [said(ask(option)) for option in understanding.options] == [
        "refund_rate @ 2025-11-01/2025-11-30",
        "refund_rate_cohort @ 2025-11-01/2025-11-30",
    ]


def test_a_short_code_counts_in_its_own_case_only() -> None:
    assert said(ask("sales in OR last month", coffee())).startswith("takings state=OR")
    assert ask("sales or visits", coffee()).outcome == "refuse"
    assert said(ask("sales in last month", coffee())) == "takings @ 2025-11-01/2025-11-30"
