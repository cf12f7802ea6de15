"""Members of dimensions in a question: overlapping values, one value in two places, parts of names, typos."""

from functools import cache

import pytest

from assistant.understand import Lexicon, build_lexicon
from semantic_layer.load import load
from tests.assistant.understand.shops import ask, said
from tests.assistant.understand.strangers.shops import HERE, stranger


@cache
def _gym() -> Lexicon:
    values = {
        "user.age": ("中", "中共", "中共党员"),
        "order.prov": ("广东", "上海"),
        "refund.cause": ("其他", "上海"),
        "spu.spu_name": ("乳清蛋白粉经典款", "一水肌酸", "防滑瑜伽垫"),
    }
    return build_lexicon(load(HERE / "gym"), values)


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        ("年龄段为中的GMV", "gmv age=中"),
        ("中共的GMV", "gmv age=中共"),
        ("中共党员的GMV", "gmv age=中共党员"),
        ("中共党员和中共的GMV", "gmv by age agein中共党员,中共"),
        ("上海的GMV", "gmv prov=上海"),
        ("瑜伽垫卖了多少件", "units spu_name=防滑瑜伽垫"),
        ("ＧＭＶ　广东", "gmv prov=广东"),
        ("廣東的銷售額", "gmv prov=广东"),
    ],
)
def test_the_longest_value_that_fits(question: str, reading: str) -> None:
    assert said(ask(question, _gym())).partition(" @")[0] == reading


def test_one_value_in_two_dimensions_asks_back() -> None:
    understanding = ask("上海的退款金额", _gym())
    assert understanding.code == "which_member"
    assert {said(ask(option, _gym())).split()[1] for option in understanding.options} == {
        "prov=上海",
        "cause=上海",
    }


def test_a_part_of_a_name_that_is_a_kind_too_asks_back() -> None:
    understanding = ask("sales of litter", stranger("pets"))
    assert understanding.code == "which_member"
    assert len(understanding.options) == 2


@pytest.mark.parametrize(("question", "offered"), [("成教金额", "成交金额"), ("乳青蛋白粉的销量", "乳清蛋白粉经典款的销量")])  # fmt: skip
def test_a_typo_is_offered_not_assumed(question: str, offered: str) -> None:
    understanding = ask(question, _gym())
    assert understanding.outcome == "clarify"
    assert offered in understanding.options
