"""Open questions on the real road: several calls that the model plans, and prose held to findings."""

import json
from collections.abc import Callable
from typing import Any

import pytest

import assistant.channels.messages  # noqa: F401  (adds the texts of the page)
from assistant.agent.openness import is_open
from assistant.answer import Answer, Identity, Question
from assistant.ask import ask
from assistant.channels.page import card
from assistant.desk import Desk
from assistant.narrate import stray_numbers
from assistant.render.text import answer_text
from assistant.settings import Settings
from semantic_layer.shop import Shop
from tools.registry import Step

from .scripted import Handle, Script, called, completion, reply, server, streamed

pytestmark = pytest.mark.block_network(allowed_hosts=[r"127\.0\.0\.1", "localhost"])
REVIEW = "上个月复盘一下"
WHOLE = ("metrics", {"metrics": ["gmv", "orders"], "compare": [{"kind": "previous"}]})
SPLIT = ("metrics", {"metrics": ["gmv"], "by": ["platform"]})
PLAN = reply(called(WHOLE, SPLIT))
Reported = Callable[..., tuple[Answer, Script, list[str]]]


@pytest.fixture
def reported(corner: Shop) -> Reported:
    """A function that asks while the endpoint follows a script: answer, script, what was told."""

    def go(text: str, *handles: Handle, **more: Any) -> tuple[Answer, Script, list[str]]:
        script, told = Script(*handles), []

        def on_step(step: Step) -> None:
            if step.kind == "said":
                told.append(step.text.zh)

        with server(script) as url:
            desk = Desk(corner, Settings(url, "sk-secret", "m"))
            return ask(Question(text, **more), desk, on_step=on_step), script, told

    return go


def test_several_calls_and_a_summary_of_references(reported: Reported) -> None:
    prose = streamed("整体上，{part1.gm", "v}。另外{part1.orders}。", "抖音涨得最快。卖了 9 万元。")
    answer, script, told = reported(REVIEW, PLAN, prose)
    assert (answer.status, answer.via, len(answer.parts)) == ("answered", "model", 3)
    first = answer.text.splitlines()[0]
    gmv = next(f for f in answer.findings if f.id == "part1.gmv")
    orders = next(f for f in answer.findings if f.id == "part1.orders")
    assert first == f"整体上，{gmv.label} {gmv.text}。另外{orders.label} {orders.text}。"
    assert "9 万" not in answer.text
    assert "涨得最快" not in answer.text
    assert stray_numbers(answer.text, answer.findings) == []
    assert told == [f"整体上，{gmv.label} {gmv.text}。", f"另外{orders.label} {orders.text}。"]
    assert answer.tokens == {"input": 80, "output": 8}
    assert len(script.heard) == 2
    lead, *parts = [p.result for p in answer.parts]
    assert lead is None
    assert stray_numbers(answer.parts[0].text, answer.parts[0].findings) == []
    assert "88 个 token" in answer_text(answer)
    assert first in answer_text(answer)
    assert first in card.shown(answer, lambda name, content: name)[0].text.replace("\\", "")
    assert all(p is not None and str(p.time.start) == "2025-11-01" for p in parts)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "prose",
    [
        streamed("增长了百分之二十。翻倍了！均较高；half of it."),
        streamed(""),
        reply(b"", 500),
        reply(b"<html>"),
        streamed("{part9.gmv} 不错。"),
        streamed("![x](http://evil.example/p.png?d=1)", "[点我](http://evil.example)"),
    ],
)
def test_without_usable_prose_the_findings_stand_alone(reported: Reported, prose: Handle) -> None:
    answer, _, told = reported(REVIEW, PLAN, prose)
    assert answer.status == "answered"
    assert "小结" in answer.text.splitlines()[0]
    assert "evil" not in answer.text
    assert "百分之" not in answer.text
    assert told == []


@pytest.mark.parametrize(
    "unfit",
    [
        ("metrics", {"metrics": ["made_up"]}),
        ("metrics", {"metrics": ["gmv"], "where": [{"field": "platform", "values": ["jd"]}]}),
        ("metrics", {"metrics": ["gmv"], "having": [{"field": "gmv", "op": ">", "values": [5]}]}),
        ("metrics", "{not json"),
        ("drop_table", {"table": "orders"}),
        ("sql", {"sql": "SELECT 1"}),
    ],
)
def test_an_unfit_call_is_left_out(reported: Reported, unfit: tuple[str, Any]) -> None:
    answer, script, _ = reported(REVIEW, reply(called(unfit, WHOLE)), streamed(""))
    assert len(answer.parts) == 2
    assert answer.args["metrics"] == ["gmv", "orders"]
    assert len(script.heard) == 2


def test_a_plan_of_nothing_is_sent_back_once(reported: Reported) -> None:
    nothing = reply(called(("metrics", {"metrics": ["made_up"]})))
    answer, script, _ = reported(REVIEW, nothing, PLAN, streamed(""))
    assert len(answer.parts) == 3
    assert "made_up" in json.loads(script.heard[1])["messages"][-1]["content"]
    answer, script, _ = reported(REVIEW, nothing)
    assert answer.via == "planner"
    assert answer.result is None
    assert len(script.heard) == 2


def test_calls_are_few_and_none_twice(reported: Reported) -> None:
    many = reply(called(*[WHOLE] * 300, SPLIT))
    answer, _, _ = reported(REVIEW, many, streamed(""))
    assert len(answer.parts) == 2
    days = [("metrics", {"metrics": ["gmv"], "by": ["day"], "limit": n}) for n in range(1, 40)]
    answer, _, _ = reported(REVIEW, reply(called(*days)), streamed(""))
    assert len(answer.parts) == 6


def test_calls_in_plain_text_are_calls(reported: Reported) -> None:
    said = "\n".join(json.dumps({"tool": n, "arguments": a}) for n, a in (WHOLE, SPLIT))
    answer, _, _ = reported(REVIEW, reply(completion(f"```json\n{said}\n```")), streamed(""))
    assert len(answer.parts) == 3


def test_a_role_sees_no_more_in_a_report(reported: Reported) -> None:
    asker = Identity(role="clerk")
    answer, script, _ = reported(REVIEW, PLAN, streamed("{part1.gmv}"), identity=asker)
    assert answer.result is None
    assert "181200" not in str(answer)
    assert not any("gmv " in json.loads(h)["messages"][0]["content"] for h in script.heard)


def test_a_follow_up_goes_on_from_the_first_part(corner: Shop) -> None:
    with server(Script(PLAN, streamed(""))) as url:
        desk = Desk(corner, Settings(url, "k", "m"))
        ask(Question(REVIEW, thread="t"), desk)
        turn = desk.conversation(Question("", thread="t")).thread()[-1]
    assert turn.call is not None
    assert turn.call.arguments["metrics"] == ["gmv", "orders"]


@pytest.mark.parametrize(
    ("text", "open_one"),
    [
        ("618复盘", True), ("给我一份上周经营周报", True), ("上周怎么样", True), ("帮我总结一下11月", True),
        ("how did we do last week?", True), ("weekly report please", True), ("recap of November", True),
        ("上个月各平台怎么样", False), ("支付金额怎么样", False), ("上个月各平台入袋", False),
        ("how many orders yesterday", False), ("GMV last month", False), ("昨天杭州天气", False),
    ],
)  # fmt: skip
def test_which_questions_are_open(ground_of: Any, text: str, open_one: bool) -> None:
    assert is_open(ground_of(text)) is open_one
