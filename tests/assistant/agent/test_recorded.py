"""Replies of a real OpenAI-compatible server, recorded: a small model, weak on purpose.

evals/README.md says what was recorded and how to record again. No network is touched here.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from assistant.agent import endpoint as endpoints
from assistant.agent.budget import Budget
from assistant.agent.choosing import Manner, Task, choose
from assistant.agent.endpoint import Endpoint
from assistant.agent.errors import ModelError
from assistant.agent.loop import Decision

from .conftest import CASSETTES
from .recording import BASE_URL, MODEL

pytestmark = [pytest.mark.vcr, pytest.mark.block_network(allowed_hosts=[r"127\.0\.0\.1"])]
NOVEMBER = {"tmall": 181200.55, "jd": 1599.45, "douyin": 200.0}
SECRET = "sk-never-on-record"
Chosen = Callable[..., Decision]


@pytest.fixture
def chosen(
    task_of: Callable[..., Task], recorder: bool, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Decision, Budget]]:
    """A function that puts a question to the recorded model; patient only while recording."""
    if recorder:
        monkeypatch.setattr(endpoints, "CONNECT", 120.0)

    def go(text: str, lang: str = "zh", **manner: Any) -> tuple[Decision, Budget]:
        budget = Budget(seconds=300, call_seconds=300)
        task = task_of(text, lang=lang)
        return choose(task, Endpoint(BASE_URL, SECRET, MODEL), budget, Manner(**manner)), budget

    return go


def rows(decision: Decision) -> dict[Any, float]:
    assert decision.result is not None
    return {row[0]: float(row[1]) for row in decision.result.rows}  # type: ignore[arg-type]


def test_a_plain_reply_with_fenced_json_is_a_call(chosen: Chosen) -> None:
    decision, budget = chosen("上个月各平台的支付金额")
    assert rows(decision) == NOVEMBER
    assert budget.input_tokens > 500


def test_a_streamed_reply_is_the_same_call(chosen: Chosen) -> None:
    decision, _ = chosen("上个月各平台的支付金额", streaming=True)
    assert rows(decision) == NOVEMBER


def test_structured_output_is_a_call(chosen: Chosen) -> None:
    decision, _ = chosen("上个月各平台的支付金额", json=True)
    assert rows(decision) == NOVEMBER


def test_streamed_structured_output_is_a_call(chosen: Chosen) -> None:
    decision, _ = chosen("上个月各平台的支付金额", json=True, streaming=True)
    assert rows(decision) == NOVEMBER


def test_english(chosen: Chosen) -> None:
    decision, _ = chosen("GMV by platform last month", lang="en", json=True)
    assert rows(decision) == NOVEMBER


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("昨天杭州天气怎么样", id="weather"),
        pytest.param("天猫上个月卖了多少钱", id="filter"),
        pytest.param("上个月除了天猫的支付金额", id="exclusion"),
    ],
)
def test_where_the_weak_model_is_wrong_no_number_comes_out(chosen: Chosen, question: str) -> None:
    """It invents groups and drops filters; each of its calls is caught."""
    assert computed(chosen, question) is None


def computed(chosen: Chosen, question: str) -> object:
    """The result of the model's choice, None when it came to none."""
    try:
        return chosen(question)[0].result
    except ModelError:
        return None


def test_no_cassette_holds_a_key_or_an_address() -> None:
    cassettes = list(CASSETTES.glob("*.json"))
    assert len(cassettes) >= 5
    for cassette in cassettes:
        text = cassette.read_text(encoding="utf-8")
        assert not re.search(
            r"sk-|bearer|authorization|cookie|api[-_]?key|openai-org", text, re.I
        ), cassette
        headers = [
            i[side]["headers"]
            for i in json.loads(text)["interactions"]
            for side in ("request", "response")
        ]
        assert {name.lower() for h in headers for name in h} <= {"content-type"}
