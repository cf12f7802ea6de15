"""Free SQL in a conversation: only after the compiler's own word, only under the guard."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.answer import Answer, Identity, Question
from assistant.ask import ask
from assistant.desk import Desk
from assistant.settings import Settings
from semantic_layer.errors import CannotExpress
from semantic_layer.isolation.free_sql import free_sql
from semantic_layer.shop import Shop
from tools import registry

from .scripted import Handle, completion, reply, server

pytestmark = pytest.mark.block_network(allowed_hosts=[r"127\.0\.0\.1", "localhost"])
KNOWN = "上个月各平台的支付金额"
Asked = Callable[..., Answer]


def says_sql(sql: str) -> Handle:
    return reply(completion(content=json.dumps({"sql": sql})))


@pytest.fixture
def cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiler has no form for anything."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise CannotExpress("not_supported_here", dialect="duckdb", what="x")

    found = registry.tool("metrics")
    monkeypatch.setattr("tools.metrics.TOOL", type(found)(
        found.name, found.label, found.description, found.arguments, refuse
    ))  # fmt: skip


@pytest.fixture
def asked(corner: Shop) -> Iterator[Asked]:
    def go(text: str, handle: Handle, **more: Any) -> Answer:
        with server(handle) as url:
            return ask(
                Question(text, use_cache=False, **more),
                Desk(corner, Settings(url, "sk-secret", "m")),
            )

    yield go
    free_sql(corner).close()


def test_what_cannot_be_expressed_is_asked_in_sql_and_marked(asked: Asked, cannot: None) -> None:
    answer = asked(KNOWN, says_sql("SELECT count(*) AS 单数 FROM orders"))
    assert (answer.status, answer.via, answer.tool, answer.governed) == (
        "answered",
        "model",
        "sql",
        False,
    )
    assert answer.result is not None
    assert answer.result.rows
    assert any("自由查询" in note for note in answer.notes)
    assert answer.tokens["input"] > 0


def test_without_that_word_it_is_never_asked(asked: Asked) -> None:
    answer = asked(KNOWN, says_sql("SELECT 1"))
    assert (answer.via, answer.tool, answer.governed) == ("planner", "metrics", True)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE orders",
        "SELECT * FROM secrets",
        "SELECT getenv('HOME')",
        "COPY orders TO 'x'",
        "",
        "{",
        "x" * 200_000,
    ],
)
def test_what_the_guard_refuses_is_not_answered(asked: Asked, cannot: None, sql: str) -> None:
    answer = asked(KNOWN, says_sql(sql))
    assert answer.status == "refused"
    assert answer.result is None


def test_roles_without_it_and_planner_only_are_refused_plainly(asked: Asked, cannot: None) -> None:
    clerk = Identity("c", "clerk")
    assert asked("上个月的订单数", says_sql("SELECT 1"), identity=clerk).status == "refused"
    assert asked(KNOWN, says_sql("SELECT 1"), planner_only=True).status == "refused"
