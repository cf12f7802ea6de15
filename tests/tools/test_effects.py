"""Texts that strangers wrote turn tools with effects off for the rest of the turn."""

from typing import Any

import pytest
from pydantic import BaseModel

from assistant.answer import Question
from assistant.calls import run_tool
from assistant.desk import Desk
from assistant.settings import Settings
from assistant.understand.understanding import Call
from semantic_layer.errors import PolicyError
from semantic_layer.shop import Shop
from semantic_layer.texts import Text
from tools import registry
from tools.registry import Context, Reading, Tool
from tools.result import Finding, Result

PRODUCTS = {"metrics": ["gmv"], "by": ["product"]}
PLATFORMS = {"metrics": ["gmv"], "by": ["platform"]}


class PushArguments(BaseModel):
    text: str


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a tool with effects, which only the tests have, has sent."""
    out: list[str] = []

    def push(shop: Any, arguments: PushArguments, context: Context) -> Result:
        out.append(arguments.text)
        said = Text(arguments.text, arguments.text)
        return Result(said, (), (), (Finding("sent", said, 1, "count"),), ())

    label = Text("推送", "push")
    found = Tool("push", label, label, PushArguments, push, effects=True)
    look_up = registry.tool
    monkeypatch.setattr(registry, "tool", lambda n: found if n == "push" else look_up(n))
    monkeypatch.setitem(registry._MODULES, "push", "tests only")
    return out


def test_effects_are_off_once_untrusted_text_was_read(corner_shop: Shop, sent: list[str]) -> None:
    context = Context(reading=Reading())
    registry.run("push", corner_shop, {"text": "before"}, context=context)
    assert "push" in registry.offered(context.reading)
    registry.run("metrics", corner_shop, PRODUCTS, context=context)
    assert "push" not in registry.offered(context.reading)
    assert "metrics" in registry.offered(context.reading)
    with pytest.raises(PolicyError) as caught:
        registry.run("push", corner_shop, {"text": "after"}, context=context)
    assert caught.value.code == "effects_off"
    assert "推送" in caught.value.sentence("zh")
    assert sent == ["before"]


def test_the_next_turn_begins_anew(corner_shop: Shop, sent: list[str]) -> None:
    registry.run("metrics", corner_shop, PRODUCTS, context=Context())
    registry.run("push", corner_shop, {"text": "new turn"}, context=Context())
    assert sent == ["new turn"]


def test_members_that_the_shop_lists_itself_are_trusted(corner_shop: Shop, sent: list[str]) -> None:
    """Platforms stand in the YAML with their labels; products only in the data."""
    context = Context()
    registry.run("metrics", corner_shop, PLATFORMS, context=context)
    registry.run("metrics", corner_shop, {"metrics": ["gmv"], "by": ["day"]}, context=context)
    assert context.reading.untrusted == ()
    registry.run("push", corner_shop, {"text": "fine"}, context=context)
    assert sent == ["fine"]


def test_a_result_out_of_the_cache_is_read_all_the_same(corner_shop: Shop, sent: list[str]) -> None:
    desk = Desk(corner_shop, Settings())
    for _ in range(2):
        reading = Reading()
        answer = run_tool(Call("metrics", PRODUCTS), Question("q"), desk, reading=reading)
        assert reading.untrusted == ("product",)
        refused = run_tool(Call("push", {"text": "x"}), Question("q"), desk, reading=reading)
        assert (refused.status, refused.code) == ("refused", "policy")
    assert answer.via == "cache"
    assert sent == []


def test_what_has_effects_is_never_answered_from_the_cache(
    corner_shop: Shop, sent: list[str]
) -> None:
    desk = Desk(corner_shop, Settings())
    for _ in range(2):
        assert run_tool(Call("push", {"text": "x"}), Question("q"), desk).via == "planner"
    assert sent == ["x", "x"]
