"""An endpoint that keeps failing is left alone; the first question of a process learns so at once."""

import pytest

from assistant.agent.breaker import FAILURES, REST, Breaker
from assistant.agent.errors import ModelError
from assistant.agent.knocking import knock
from assistant.settings import Settings

from .scripted import reply, server

pytestmark = pytest.mark.block_network(allowed_hosts=[r"127\.0\.0\.1", "localhost"])


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def rests(breaker: Breaker) -> bool:
    try:
        breaker.check()
    except ModelError as error:
        return error.code == "model_resting" and bool(error.sentence("zh"))
    return False


def test_three_failures_in_a_row_open_it_and_a_rest_closes_it() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    for _ in range(FAILURES):
        assert not rests(breaker)
        breaker.note("model_slow")
    assert rests(breaker)
    clock.now += REST + 1
    assert not rests(breaker)
    assert rests(breaker), "one tries, the others wait for what it finds"
    breaker.note()
    assert not rests(breaker)


def test_a_failed_trial_starts_the_next_rest() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    for _ in range(FAILURES):
        breaker.note("model_broken")
    clock.now += REST + 1
    assert not rests(breaker)
    breaker.note("model_unreachable")
    clock.now += REST - 1
    assert rests(breaker)


@pytest.mark.parametrize("code", ["", "model_nonsense", "model_ungrounded", "model_cancelled"])
def test_an_endpoint_that_answers_is_no_failure(code: str) -> None:
    breaker = Breaker()
    for _ in range(FAILURES - 1):
        breaker.note("model_broken")
    breaker.note(code)
    breaker.note("model_broken")
    assert not rests(breaker)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, b"{}", "model_refused"),
        (429, b"{}", "model_busy"),
        (500, b"oops", "model_broken"),
        (503, b"", "model_broken"),
        (200, b"{}", ""),
        (404, b"", ""),
        (501, b"", ""),
        (403, b"{}", ""),
        (401, b'{"error": "missing scopes: api.model.read"}', ""),
        (200, b"<html>", ""),
    ],
)
def test_a_knock_tells_a_plain_no_from_what_is_unclear(status: int, body: bytes, code: str) -> None:
    with server(reply(body, status)) as url:
        assert knocked(url) == code


def test_a_knock_on_nobodys_door() -> None:
    assert knocked("http://127.0.0.1:1/v1") == "model_unreachable"


def test_a_silent_door_is_unclear() -> None:
    with server(lambda _: None) as url:
        assert knocked(url) == ""


def knocked(url: str) -> str:
    try:
        knock(Settings(url, "sk-secret", "m"), 1.0)
    except ModelError as error:
        return "leaked" if "sk-secret" in str(error) else error.code
    return ""
