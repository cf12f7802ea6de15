"""The corner shop with a question put to it, as the agent sees it."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.agent.breaker import forget
from assistant.agent.candidates import candidates
from assistant.agent.choosing import Task
from assistant.agent.ground import Ground
from assistant.understand.understanding import Call, Understanding
from semantic_layer.query import TimeRange
from semantic_layer.shop import Shop, open_shop
from tools import registry

from .recording import HOST, ReadableJson, kept_request, kept_response, same_question

CORNER = Path(__file__).parents[2] / "tools" / "corner_shop"
CASSETTES = Path(__file__).parents[2] / "cassettes"
LAST_MONTH = TimeRange(start="2025-11-01", end="2025-11-30", unit="month")  # type: ignore[arg-type]
GroundOf = Callable[..., Ground]


@pytest.fixture(autouse=True)
def closed_breakers() -> None:
    """No test inherits the failures of another's endpoint: ports are used again."""
    forget()


@pytest.fixture(scope="session")
def corner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENSHU_STATE", str(tmp_path_factory.mktemp("state")))
        shop = open_shop(CORNER)
    yield shop
    shop.close()


@pytest.fixture(scope="session")
def ground_of(corner: Shop) -> GroundOf:
    """A function from a question to what it carries; the shop's default period is last month."""

    def made(text: str, previous: Call | None = None, role: str = "owner") -> Ground:
        values = corner.values()
        return Ground(
            text,
            corner.model,
            corner.today,
            corner.first_day,
            corner.last_day,
            candidates(text, corner.model, values, role),
            values,
            previous,
            LAST_MONTH,
        )

    return made


@pytest.fixture(scope="session")
def task_of(corner: Shop, ground_of: GroundOf) -> Callable[..., Task]:
    """A function from a question to the task that the model is given."""

    def made(text: str, role: str = "owner", lang: str = "zh") -> Task:
        context = registry.Context(role=role, lang=lang)
        return Task(
            ground_of(text, role=role),
            Understanding("clarify", sure=False),
            registry.offered(),
            lambda call: registry.run(call.tool, corner, call.arguments, context=context),
            lang,
        )

    return made


def pytest_recording_configure(config: Any, vcr: Any) -> None:
    vcr.register_serializer("json", ReadableJson)
    vcr.register_matcher("question", same_question)


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(CASSETTES)


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, Any]:
    return {
        "serializer": "json",
        "match_on": ["method", "path", "question"],
        "before_record_request": kept_request,
        "before_record_response": kept_response,
        "ignore_localhost": True,
    }


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, record_mode: str) -> bool:
    """While recording, the model's made-up host name leads to this machine; True then."""
    if record_mode == "none":
        return False
    look_up = socket.getaddrinfo

    def here(host: Any, *args: Any, **kwargs: Any) -> Any:
        return look_up("127.0.0.1" if host in (HOST, HOST.encode()) else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    return True
