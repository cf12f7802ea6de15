"""The loop with a scripted model: one fit call ends it, whatever else the model does."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.agent.budget import Budget
from assistant.agent.choosing import Task, _way
from assistant.agent.errors import ModelError
from assistant.agent.loop import Decision, Table, decide, talking_ways
from assistant.agent.prompt import MOST_TOKENS, estimated_tokens, system_prompt
from assistant.agent.schema import choice_schema
from semantic_layer.errors import PolicyError

from .scripted import ScriptedModel, calls, says

TaskOf = Callable[..., Task]
GOOD = {"metrics": ["gmv"], "by": ["platform"]}
QUESTION = "上个月各平台的支付金额"
NOVEMBER = {"tmall": 181200.55, "jd": 1599.45, "douyin": 200.0}


def decided(
    task: Task, *lines: Any, budget: Budget | None = None
) -> tuple[Decision, ScriptedModel]:
    model = ScriptedModel(lines=list(lines))
    ways = (*(_way(t, task) for t in task.tools.values()), *talking_ways())
    choice = choice_schema({w.name: w.schema for w in ways})
    table = Table(ways, budget or Budget(), task.lang, choice)
    prompt = system_prompt(task.ground, task.hint, task.tools, task.lang)
    return decide(model, prompt, task.ground.text, table), model


def fenced(arguments: Any, key: str = "name") -> str:
    return f"好的：\n```json\n{json.dumps({key: 'metrics', 'arguments': arguments})}\n```"


@pytest.mark.parametrize(
    ("line", "heard"),
    [
        (calls("metrics", **GOOD), 1),
        (calls("metrics", count=500, **GOOD), 1),
        (says(fenced(GOOD)), 1),
        (says(fenced(GOOD, "tool")), 1),
        (
            says(
                f'<tool_call>\n{{"name": "metrics", "arguments": {json.dumps(GOOD)}}}\n</tool_call>'
            ),
            1,
        ),
    ],
)
def test_a_fit_call_is_run_and_ends_the_loop(task_of: TaskOf, line: Any, heard: int) -> None:
    decision, model = decided(task_of(QUESTION), line)
    assert decision.result is not None
    assert {row[0]: float(row[1]) for row in decision.result.rows} == NOVEMBER  # type: ignore[arg-type]
    assert len(model.heard) == heard


@pytest.mark.parametrize(
    "unfit",
    [
        calls("metrics", metrics=["gmvv"]),
        calls("metrics", metrics=["gmv"], by=["colour"]),
        calls("metrics", metrics=["gmv"], where=[{"field": "platform", "values": ["pdd"]}]),
        calls("metrics", metrics=[]),
        calls("metrics", metrics="gmv", limit="many"),
        calls("metrics", invented=1),
        says(fenced({"metrics": ["gmv"], "limit": -1})),
    ],
)
def test_an_unfit_call_is_sent_back_once(task_of: TaskOf, unfit: Any) -> None:
    decision, model = decided(task_of(QUESTION), unfit, calls("metrics", **GOOD))
    assert decision.result is not None
    assert len(model.heard) == 2
    sent_back = model.heard[1][-1].text
    assert "不能用" in sent_back
    with pytest.raises(ModelError) as caught:
        decided(task_of(QUESTION), unfit)
    assert caught.value.code == "model_nonsense"


@pytest.mark.parametrize(
    "line",
    [
        says("上个月卖了 123 万元，天猫最高。"),
        says("{" * 20_000),
        says('{"tool": "metrics", "arguments": "all"}'),
        says("x" * 1_000_000),
        says(""),
        calls("drop_table", table="orders"),
        says(json.dumps({"tool": "shell", "arguments": {"command": "id"}})),
    ],
)
def test_a_reply_without_a_call_of_ours_is_nonsense(task_of: TaskOf, line: Any) -> None:
    with pytest.raises(ModelError) as caught:
        decided(task_of(QUESTION), line)
    assert caught.value.code == "model_nonsense"


def test_a_model_without_tool_calls_is_asked_for_json(task_of: TaskOf) -> None:
    decision, model = decided(task_of(QUESTION), says("我来查一下。"), says(fenced(GOOD)))
    assert decision.result is not None
    assert len(model.heard) == 2
    assert any("response_format" in str(b) for b in model.bound)


def test_calls_and_tokens_have_a_limit(task_of: TaskOf) -> None:
    with pytest.raises(ModelError) as caught:
        decided(task_of(QUESTION), says("?"), budget=Budget(calls=1))
    assert caught.value.code == "model_budget"
    spent = Budget(tokens=10)
    with pytest.raises(ModelError) as caught:
        decided(task_of(QUESTION), calls("metrics", metrics=["nope"]), budget=spent)
    assert caught.value.code == "model_budget"


def test_asking_back_and_declining_run_nothing(task_of: TaskOf) -> None:
    asked, _ = decided(
        task_of("卖得怎么样"), calls("ask_back", question="哪个时间？", options=["上个月GMV"])
    )
    declined, _ = decided(task_of("天气"), calls("decline", code="out_of_scope"))
    assert (asked.call.tool, asked.result) == ("ask_back", None)
    assert declined.call.arguments["code"] == "out_of_scope"


def test_the_model_gets_no_more_than_the_role(task_of: TaskOf) -> None:
    task = task_of(QUESTION, role="clerk")
    assert (
        "gmv"
        not in system_prompt(task.ground, task.hint, {}, "zh").split("指标：")[1].split("例：")[0]
    )
    with pytest.raises(PolicyError):
        decided(task, calls("metrics", **GOOD))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_prompt_stays_short(task_of: TaskOf, lang: str) -> None:
    task = task_of("上个月各平台的支付金额" * 50, lang=lang)
    prompt = system_prompt(task.ground, task.hint, task.tools, lang)
    assert estimated_tokens(prompt) <= MOST_TOKENS
