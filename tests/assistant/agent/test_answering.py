"""The model path on the real road: an endpoint on this machine that says what each test needs."""

from collections.abc import Callable
from typing import Any

import pytest

import assistant.channels.messages  # noqa: F401  (adds the texts of the page)
from assistant.answer import Answer, Identity, Question
from assistant.ask import ask
from assistant.channels.page import card
from assistant.desk import Desk
from assistant.narrate import stray_numbers
from assistant.settings import Settings
from semantic_layer.shop import Shop

from .scripted import Handle, completion, reply, server

pytestmark = pytest.mark.block_network(allowed_hosts=[r"127\.0\.0\.1", "localhost"])
BY_PLATFORM = {"metrics": ["gmv"], "by": ["platform"]}
Asked = Callable[..., Answer]


@pytest.fixture
def asked(corner: Shop) -> Asked:
    """A function that asks a question while the endpoint answers with `handle`."""

    def go(text: str, handle: Handle, **more: Any) -> Answer:
        with server(handle) as url:
            return ask(Question(text, **more), Desk(corner, Settings(url, "sk-secret", "m")))

    return go


def call(**arguments: Any) -> Handle:
    return reply(completion(call=("metrics", arguments)))


def unreachable(_: object) -> None:
    raise AssertionError("the model was asked")


def test_a_question_that_the_planner_is_sure_of_never_reaches_the_model(asked: Asked) -> None:
    answer = asked("上个月各平台的支付金额", unreachable)
    assert (answer.status, answer.via, answer.tokens["input"]) == ("answered", "planner", 0)


def test_planner_only_never_reaches_the_model(asked: Asked) -> None:
    answer = asked("上个月各平台入袋", unreachable, planner_only=True)
    assert (answer.status, answer.via) == ("clarify", "planner")


@pytest.mark.parametrize(
    ("question", "words", "note"),
    [
        ("上个月各平台入袋", {"入袋": "gmv"}, "“入袋”按“支付金额”理解"),
        ("takings by platform last month", {"takings": "gmv"}, "'takings' was taken for 'GMV'"),
    ],
)
def test_a_word_that_the_model_knows_is_answered_and_said(
    asked: Asked, question: str, words: dict[str, str], note: str
) -> None:
    answer = asked(question, call(**BY_PLATFORM, words=words))
    assert (answer.status, answer.via) == ("answered", "model")
    assert answer.result is not None
    assert {r[0]: float(r[1]) for r in answer.result.rows} == {  # type: ignore[arg-type]
        "tmall": 181200.55,
        "jd": 1599.45,
        "douyin": 200.0,
    }
    assert note in answer.notes
    assert answer.tokens == {"input": 50, "output": 5}
    assert stray_numbers(answer.text, answer.findings) == []


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("国内上个月各平台支付金额", BY_PLATFORM),
        ("国内上个月各平台支付金额", {**BY_PLATFORM, "words": {"国内": "gmv"}}),
        ("上个月各平台入袋", BY_PLATFORM),
        ("上个月各平台入袋", {**BY_PLATFORM, "words": {"入袋": ""}}),
        ("上个月各平台怎么样", BY_PLATFORM),
    ],
)
def test_what_no_word_stands_for_is_offered_and_not_answered(
    asked: Asked, question: str, arguments: dict[str, Any]
) -> None:
    answer = asked(question, call(**arguments))
    assert answer.status == "clarify"
    assert answer.result is None
    assert answer.options


@pytest.mark.parametrize(
    "arguments",
    [
        {"metrics": ["gmv"], "words": {"羽绒服x99": "platform"}},
        {"metrics": ["gmv"], "where": [{"field": "product", "values": ["大衣"]}]},
        {"metrics": ["gmv"], "by": ["product"], "words": {"羽绒服x99": "product"}},
    ],
)
def test_a_product_that_is_not_there_stays_not_there(
    asked: Asked, arguments: dict[str, Any]
) -> None:
    answer = asked("上个月羽绒服x99的支付金额", call(**arguments))
    assert (answer.status, answer.result) == ("refused", None)


@pytest.mark.parametrize(
    "handle",
    [
        reply(b"", 500),
        reply(b"{}", 401),
        reply(b"{}", 429),
        reply(b"<html>"),
        reply(completion("GMV 一共 999 万，天猫最高。")),
        reply(completion("x" * 1_000_000)),
        call(metrics=["made_up"]),
        reply(
            completion(call=("ask_back", {"question": "GMV 是 5 万吗？", "options": ["乱写 77"]}))
        ),
        reply(completion(call=("decline", {"code": "out_of_scope"}))),
    ],
)
def test_a_model_of_no_help_leaves_the_planners_question(asked: Asked, handle: Handle) -> None:
    planned = asked("上个月各平台入袋", unreachable, planner_only=True)
    answer = asked("上个月各平台入袋", handle)
    assert (answer.status, answer.text, answer.options) == (
        "clarify",
        planned.text,
        planned.options,
    )
    assert len(answer.notes) == len(planned.notes) + 1
    said = " ".join((answer.text, *answer.options, *answer.notes))
    assert "999" not in said
    page = card.shown(answer, lambda name, content: name)[0].props
    assert answer.notes[0] in page["notes"]
    assert "sk-secret" not in str(answer)


def test_asking_back_offers_only_what_the_planner_is_sure_of(asked: Asked) -> None:
    options = ["上个月各平台支付金额", "胡说八道 9", "上个月各平台支付金额", "上个月订单数"]
    answer = asked(
        "国内上个月支付金额",
        reply(completion(call=("ask_back", {"options": options, "question": "?"}))),
    )
    assert answer.options == ("上个月各平台支付金额", "上个月订单数")


def test_the_model_cannot_show_a_role_what_it_may_not_see(asked: Asked) -> None:
    words = {"入袋": "gmv"}
    clerk = Identity("someone", "clerk")
    answer = asked("上个月各平台入袋", call(**BY_PLATFORM, words=words), identity=clerk)
    assert answer.result is None
    assert "gmv" not in answer.text.lower()


def test_nothing_heavy_is_loaded_for_the_agents_package() -> None:
    import subprocess
    import sys

    code = "import sys, assistant.ask, assistant.agent; sys.exit('langchain' in sys.modules or 'openai' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
