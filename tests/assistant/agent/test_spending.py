"""Tokens, their price and the cache; and who never reaches the model, by counting what it is sent."""

from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler

import pytest

from assistant.agent.spending import cost_of
from assistant.answer import Answer, Cost, Identity, Question
from assistant.ask import ask
from assistant.desk import Desk
from assistant.render.account import spent
from assistant.render.text import answer_text
from assistant.settings import Settings, read_settings
from semantic_layer.shop import Shop

from .scripted import completion, reply, server

pytestmark = pytest.mark.block_network(allowed_hosts=[r"127\.0\.0\.1", "localhost"])
TAKINGS = "上个月各平台入袋"
CALL = {"metrics": ["gmv"], "by": ["platform"], "words": {"入袋": "gmv"}}
Served = tuple[Desk, list[str]]


@pytest.fixture
def served(corner: Shop) -> Iterator[Served]:
    """A desk with a model that knows 入袋, and the requests that it gets."""
    asked: list[str] = []
    say = reply(completion(call=("metrics", CALL)))

    def handle(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.command)
        say(request)

    with server(handle) as url:
        prices = {"price_in": Decimal(2), "price_out": Decimal(8)}
        yield Desk(corner, Settings(url, "sk-secret", "m", **prices)), asked


@pytest.mark.parametrize(
    "question",
    ["你好", "谢谢", "你能做什么", "有哪些指标", "支付金额怎么算的", "数据更新到哪天",
     "上个月各平台的支付金额", "GMV last month", "?", ""],
)  # fmt: skip
def test_greetings_and_planned_questions_never_reach_the_model(
    served: Served, question: str
) -> None:
    desk, asked = served
    answer = ask(Question(question), desk)
    if answer.via == "planner" and answer.status == "answered":
        assert asked == []
        assert answer.tokens == {"input": 0, "output": 0}
        assert answer.cost == Cost()
    assert answer.status == "answered" or not question.strip() or question == "?"


def test_one_question_is_one_call_and_the_same_again_none(served: Served) -> None:
    desk, asked = served
    first, second = ask(Question(TAKINGS), desk), ask(Question(TAKINGS), desk)
    assert asked.count("POST") == 1
    assert (first.via, first.computed_at) == ("model", None)
    assert first.tokens == {"input": 50, "output": 5}
    assert first.cost == Cost(Decimal("0.00014"))
    assert (second.via, second.tokens, second.cost) == ("cache", {"input": 0, "output": 0}, Cost())
    assert second.computed_at is not None
    assert second.result == first.result
    said = f"{second.computed_at:%Y-%m-%d %H:%M}"
    assert f"结果算于 {said}" in answer_text(second)
    assert "结果算于" not in answer_text(first)
    assert "55 个 token" in answer_text(first)


@pytest.mark.parametrize(
    "other",
    [
        Question(TAKINGS, use_cache=False),
        Question(TAKINGS, lang="en"),
        Question(TAKINGS + "？"),
        Question(TAKINGS, identity=Identity(role="everything")),
    ],
)
def test_another_asker_language_or_word_is_another_question(
    served: Served, other: Question
) -> None:
    desk, asked = served
    desk.cache_answer("unrelated", Answer("", "answered", "", "zh"))
    ask(Question(TAKINGS), desk)
    before = len(asked)
    answer = ask(other, desk)
    assert answer.via != "cache"
    assert len(asked) > before or answer.code == "policy"


def test_a_follow_up_is_not_the_question_alone(served: Served) -> None:
    """The words are the same, what they refer to is not."""
    desk, asked = served
    ask(Question(TAKINGS, thread="a"), desk)
    ask(Question("上个月订单数", thread="b"), desk)
    before = len(asked)
    ask(Question(TAKINGS, thread="b"), desk)
    assert len(asked) > before


def test_a_failure_is_told_with_what_it_cost(corner: Shop) -> None:
    with server(reply(completion("抱歉，我不知道。"))) as url:
        answer = ask(Question(TAKINGS), Desk(corner, Settings(url, "k", "m")))
    assert answer.via == "planner"
    assert answer.tokens["input"] == 100
    assert answer.cost.amount is None
    assert "110 个 token" in answer_text(answer)


def test_failures_in_a_row_open_the_breaker(corner: Shop) -> None:
    asked: list[str] = []

    def broken(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.command)
        reply(b"", 500)(request)

    with server(broken) as url:
        desk = Desk(corner, Settings(url, "k", "m"))
        answers = [ask(Question(TAKINGS), desk) for _ in range(5)]
    assert asked.count("POST") == 3
    assert all(a.status == "clarify" for a in answers)
    assert "停用" in answers[-1].notes[0]


@pytest.mark.parametrize(
    ("environ", "tokens", "cost"),
    [
        ({}, (0, 0), Cost()),
        ({}, (10, 1), Cost(None)),
        ({"WENSHU_LLM_PRICE": "2,8"}, (1_000_000, 500_000), Cost(Decimal(6))),
        ({"WENSHU_LLM_PRICE": "1"}, (500_000, 500_000), Cost(Decimal(1))),
        ({"WENSHU_LLM_PRICE": "0"}, (9, 9), Cost(Decimal(0))),
        ({"WENSHU_LLM_PRICE": "free"}, (9, 9), Cost(None)),
        ({"WENSHU_LLM_PRICE": "-1,2"}, (9, 9), Cost(None)),
        ({"WENSHU_LLM_CURRENCY": "USD"}, (9, 9), Cost(None, "USD")),
    ],
)
def test_prices_come_from_the_settings(
    environ: dict[str, str], tokens: tuple[int, int], cost: Cost
) -> None:
    assert cost_of(tokens, read_settings(environ)) == cost


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (Cost(Decimal("0.00214")), "语言模型：1,200 个 token，¥0.0021"),
        (Cost(Decimal("0.0000001"), "USD"), "语言模型：1,200 个 token，$0.0001"),
        (Cost(None), "语言模型：1,200 个 token"),
    ],
)
def test_the_line_of_what_it_cost(cost: Cost, said: str) -> None:
    answer = Answer("", "answered", "", "zh", tokens={"input": 1000, "output": 200}, cost=cost)
    assert spent(answer) == said


def test_a_planned_answer_says_nothing_spent(served: Served) -> None:
    answer = ask(Question("上个月各平台的支付金额"), served[0])
    assert "语言模型：0 个 token" in answer_text(answer)
