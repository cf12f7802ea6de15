"""Endpoints that are away, refuse, babble, drip or hang up: each ends in time, with its code."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from assistant.agent.budget import Budget
from assistant.agent.choosing import Manner, Task, choose
from assistant.agent.endpoint import Endpoint
from assistant.agent.errors import ModelError

from .scripted import completion, drip, half, reply, server

pytestmark = pytest.mark.block_network(allowed_hosts=[r"127\.0\.0\.1", "localhost"])
TaskOf = Callable[..., Task]
QUESTION = "上个月各平台的支付金额"
GOOD = {"metrics": ["gmv"], "by": ["platform"]}


def code_from(task: Task, url: str, **limits: Any) -> str:
    with pytest.raises(ModelError) as caught:
        choose(task, Endpoint(url, "k", "m"), Budget(**limits))
    return caught.value.code


def test_a_working_endpoint_decides(task_of: TaskOf) -> None:
    budget = Budget()
    with server(reply(completion(call=("metrics", GOOD)))) as url:
        decision = choose(task_of(QUESTION), Endpoint(url, "k", "m"), budget)
    assert decision.result is not None
    assert len(decision.result.rows) == 3
    assert (budget.input_tokens, budget.output_tokens) == (50, 5)


@pytest.mark.parametrize(
    ("handle", "code"),
    [
        (reply(b'{"error": {"message": "bad key"}}', 401), "model_refused"),
        (reply(b"{}", 403), "model_refused"),
        (reply(b"not found", 404, "text/html"), "model_refused"),
        (reply(b"{}", 429), "model_busy"),
        (reply(b"oops", 500, "text/plain"), "model_broken"),
        (reply(b"", 302), "model_broken"),
        (reply(b"<html>hello</html>", 200, "text/html"), "model_nonsense"),
        (reply(b"{}"), "model_nonsense"),
        (reply(b"[1, 2"), "model_nonsense"),
        (reply(b'{"choices": []}'), "model_nonsense"),
        (reply(completion("x" * 1_000_000)), "model_nonsense"),
        (reply(completion("GMV 是 999 万")), "model_nonsense"),
        (reply(completion(call=("metrics", "{not json"))), "model_nonsense"),
        (half(completion("好")), "model_unreachable"),
    ],
)
def test_every_fault_has_its_code(task_of: TaskOf, handle: Any, code: str) -> None:
    with server(handle) as url:
        assert code_from(task_of(QUESTION), url) == code


def test_nobody_there(task_of: TaskOf) -> None:
    assert code_from(task_of(QUESTION), "http://127.0.0.1:1/v1") == "model_unreachable"


def test_a_reply_that_drips_for_ever_ends_with_the_budget(task_of: TaskOf) -> None:
    release = threading.Event()
    with server(drip(release)) as url:
        assert code_from(task_of(QUESTION), url, seconds=0.4) == "model_slow"
        release.set()


@pytest.mark.parametrize("handle", [drip, lambda release: lambda _: release.wait(20) and None])
def test_a_reply_is_awaited_for_its_own_seconds(task_of: TaskOf, handle: Any) -> None:
    """Silence and drips end with the reply's seconds; the question's are not spent."""
    release = threading.Event()
    budget = Budget(call_seconds=1.5, seconds=1000)
    with server(handle(release)) as url, pytest.raises(ModelError) as caught:
        choose(task_of(QUESTION), Endpoint(url, "k", "m"), budget)
    release.set()
    assert caught.value.code == "model_slow"
    assert budget.calls == 3


def test_a_person_can_stop_it(task_of: TaskOf) -> None:
    release, stop = threading.Event(), threading.Event()
    threading.Timer(0.2, stop.set).start()
    with server(drip(release)) as url:
        assert code_from(task_of(QUESTION), url, stopped=stop.is_set) == "model_cancelled"
        release.set()


def test_a_stream_is_read_to_its_end_or_not_at_all(task_of: TaskOf) -> None:
    piece = b'data: {"id":"x","object":"chat.completion.chunk","created":0,"model":"m","choices":[{"index":0,"delta":{"content":"{"}}]}\n\n'
    with server(half(piece, "text/event-stream")) as url, pytest.raises(ModelError):
        choose(task_of(QUESTION), Endpoint(url, "k", "m"), Budget(), Manner(streaming=True))
