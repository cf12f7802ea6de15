"""Words that people teach: asked once, kept for the shop, shown, taken back, never against a name."""

from datetime import date
from typing import Any

import pytest

from assistant.understand import Turn, Understanding, build_lexicon, understand
from assistant.understand.taught import Lesson, unfit
from semantic_layer.load import load
from tests.assistant.understand.shops import DEMO_VALUES, FIRST, LAST, MONDAY, ROOT, demo, said

DEMO = load(ROOT / "semantic_layer" / "demo_shop" / "shop")
BIG = Lesson("metric", "大单", "orders")
CHOICE = Lesson("choice", "refund_rate_word", "refund_rate_cohort")


def ask(text: str, *lessons: Lesson, thread: tuple[Turn, ...] = (), today: date = MONDAY) -> Any:
    lexicon = build_lexicon(DEMO, DEMO_VALUES, lessons=lessons) if lessons else demo()
    return understand(
        text, lexicon=lexicon, thread=thread, today=today, first_day=FIRST, last_day=LAST
    )


def notes(understanding: Understanding) -> list[str]:
    return [key for key, _ in understanding.assumed]


def turn(text: str, asked: Understanding) -> Turn:
    return Turn(text, None, options=asked.options, lessons=asked.lessons)


def test_a_taught_word_is_its_meaning_and_the_answer_says_so() -> None:
    asked = ask("上个月各平台的大单", BIG)
    assert said(asked) == "orders by platform @ 2025-11-01/2025-11-30"
    assert ("assumed.taught", (("word", "大单"), ("name", "订单数"))) in asked.assumed
    assert asked.own == ("大单",)


@pytest.mark.parametrize(
    ("lesson", "text", "meant"),
    [
        (Lesson("dimension", "门路", "order.channel"), "上个月各门路的GMV", "gmv by channel @ 2025-11-01/2025-11-30"),
        (Lesson("value", "橙色软件", "order.platform", "tmall"), "上个月橙色软件的GMV", "gmv platform=tmall @ 2025-11-01/2025-11-30"),
    ],
)  # fmt: skip
def test_groups_and_members_have_words_too(lesson: Lesson, text: str, meant: str) -> None:
    assert said(ask(text, lesson)) == meant
    assert ask(text).outcome != "call"


def test_a_definition_is_asked_for_once() -> None:
    first = ask("上个月退款率")
    assert first.code == "term_own"
    second = ask("2", thread=(turn("上个月退款率", first),))
    assert second.learn == CHOICE
    assert "taught.chosen" in notes(second)
    third = ask("上周退款率", CHOICE)
    assert said(third) == "refund_rate_cohort @ 2025-12-15/2025-12-21"
    assert "assumed.chosen" in notes(third)


def test_the_choice_can_be_changed() -> None:
    answered = ask("上周退款率", CHOICE)
    asked = ask("换口径", CHOICE, thread=(Turn("上周退款率", answered.calls[0]),))
    assert [x.name for x in asked.lessons] == ["refund_rate", "refund_rate_cohort"]
    changed = ask("1", CHOICE, thread=(turn("换口径", asked),))
    assert changed.learn == Lesson("choice", "refund_rate_word", "refund_rate")
    assert ask("忘掉退款率", CHOICE).forget == "refund_rate_word"


def test_an_unknown_word_is_taught_with_the_pick_only_when_that_is_said() -> None:
    asked = ask("上个月各渠到的GMV")
    assert asked.code == "unknown_word"
    place = next(i for i, x in enumerate(asked.lessons, 1) if x)
    thread = (turn("上个月各渠到的GMV", asked),)
    assert ask(f"{place}", thread=thread).learn is None
    kept = ask(f"选{place}并记住", thread=thread)
    assert kept.learn is not None
    assert kept.learn.word == "渠到"
    assert kept.outcome == "call"
    assert ask(f"{place} and remember", thread=thread).learn == kept.learn


@pytest.mark.parametrize(
    ("text", "lesson"),
    [
        ("记住，大单就是订单数", BIG),
        ("记住：大单 = 订单数", BIG),
        ("remember that zaps means orders", Lesson("metric", "zaps", "orders")),
        ("from now on, cat shop means Tmall", Lesson("value", "cat shop", "order.platform", "tmall")),
    ],
)  # fmt: skip
def test_a_word_is_taught_in_a_sentence(text: str, lesson: Lesson) -> None:
    assert ask(text).learn == lesson


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("记住，GMV就是订单数", "conflict"),
        ("记住，天猫就是京东", "conflict"),
        ("记住，昨天就是订单数", "conflict"),
        ("记住，各个就是订单数", "conflict"),
        ("记住，大就是订单数", "unfit"),
        ("记住，123就是订单数", "unfit"),
        ("记住，大单就是胡说八道", "no_meaning"),
        ("remember that orders means GMV", "conflict"),
    ],
)
def test_what_has_a_meaning_is_not_taught_another(text: str, code: str) -> None:
    asked = ask(text)
    assert (asked.outcome, asked.learn) == ("clarify", None)
    assert asked.key == f"taught.{code}"


def test_a_name_of_the_shop_is_stronger_than_a_taught_word() -> None:
    lexicon = build_lexicon(DEMO, DEMO_VALUES, lessons=[Lesson("metric", "天猫", "orders")])
    assert lexicon.taught == {}
    assert unfit("天猫", lexicon) == "taught.conflict"


def test_the_words_are_listed_and_taken_back() -> None:
    listed = ask("我的词", BIG, CHOICE)
    assert listed.values["words"].strip().splitlines() == [
        "大单 = 订单数",
        "退款率 = 退款率（归属口径）",
    ]
    assert listed.options == ("忘掉大单", "忘掉退款率")
    assert ask("忘掉大单", BIG, thread=(turn("我的词", listed),)).forget == "大单"
    assert ask("forget 大单", BIG).forget == "大单"
    assert ask("忘掉没教过的", BIG).key == "taught.not_known"
    assert ask("my words").key == "taught.none"
