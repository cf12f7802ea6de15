"""A question's budget on a clock of our own: steps, seconds and the seconds of one reply."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel

from assistant.agent.budget import Budget
from assistant.agent.choosing import Task, _way
from assistant.agent.errors import ModelError
from assistant.agent.loop import Table, decide, talking_ways
from assistant.agent.prompt import system_prompt
from assistant.agent.schema import choice_schema

from .scripted import ScriptedModel, calls, says

TaskOf = Callable[..., Task]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class SlowModel(ScriptedModel):
    """Takes its time for every reply, on a clock that only it moves."""

    clock: Any = None
    takes: float = 0.0

    def _generate(self, *args: Any, **kwargs: Any) -> Any:
        self.clock.now += self.takes
        return super()._generate(*args, **kwargs)


def looped(task: Task, model: BaseChatModel, budget: Budget) -> str:
    """The code that a loop without end ends with."""
    ways = (*(_way(t, task) for t in task.tools.values()), *talking_ways())
    table = Table(ways, budget, task.lang, choice_schema({w.name: w.schema for w in ways}))
    prompt = system_prompt(task.ground, task.hint, task.tools, task.lang)
    with pytest.raises(ModelError) as caught:
        decide(model, prompt, task.ground.text, table)
    return caught.value.code


@pytest.mark.parametrize(
    "line",
    [calls("metrics", metrics=["made_up"]), calls("metrics", count=50, nonsense=1), says("再想想"),
     calls("no_such_tool"), says('{"tool": "metrics", "arguments": {"metrics": ["made_up"]}}')],
)  # fmt: skip
def test_an_endless_loop_ends_within_eight_steps(task_of: TaskOf, line: Any) -> None:
    model = SlowModel(lines=[line], clock=Clock())
    assert looped(task_of("上个月各平台的支付金额"), model, Budget()) in (
        "model_nonsense",
        "model_budget",
    )
    assert len(model.heard) <= 8


def test_it_ends_with_the_questions_seconds_however_many_steps_are_left(task_of: TaskOf) -> None:
    clock = Clock()
    model = SlowModel(lines=[calls("metrics", metrics=["made_up"])], clock=clock, takes=7.0)
    budget = Budget(calls=1000, repairs=1000, tokens=10**9, clock=clock)
    assert looped(task_of("上个月各平台的支付金额"), model, budget) == "model_slow"
    assert clock.now <= 35
    assert len(model.heard) == 5


def test_a_reply_has_its_own_seconds() -> None:
    clock = Clock()
    budget = Budget(clock=clock)
    assert budget.left == 8
    budget.spend_call()
    clock.now = 5
    assert budget.left == 3
    budget.count({"input_tokens": 1, "output_tokens": 1})
    assert budget.left == 25
    clock.now = 20
    budget.spend_call()
    assert budget.left == 8
    clock.now = 28.5
    with pytest.raises(ModelError) as caught:
        budget.check()
    assert caught.value.code == "model_slow"


def test_loading_counts_but_leaves_a_few_seconds() -> None:
    clock = Clock()
    budget = Budget(clock=clock)
    clock.now = 2
    budget.loaded()
    assert budget.left == 6
    clock.now = 11
    budget.loaded()
    assert budget.left == 3
