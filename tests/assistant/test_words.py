"""Taught words at the desk: kept in the state folder, for the roles that may see their meaning."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Identity, Question
from assistant.ask import ask
from assistant.desk import Desk
from assistant.render.json import answer_data
from assistant.settings import Settings
from assistant.trust.stores import erase, export
from assistant.understand.taught import Lesson
from assistant.words import FILE, Words
from semantic_layer.shop import Shop
from tests.assistant.test_cli import SHOP, wenshu  # noqa: F401  (the fixture)

ZAPS = Lesson("metric", "zaps", "orders")
TAKE = Lesson("metric", "进账", "gmv")
ANN = Identity(user="ann", role="owner", door="page")


@pytest.fixture
def desk(corner_shop: Shop, tmp_path: Path) -> Desk:
    return Desk(corner_shop, Settings(), words=Words(tmp_path))


def say(desk: Desk, text: str, thread: str = "", who: Identity = ANN) -> Any:
    return ask(Question(text, thread=thread, identity=who, planner_only=True), desk)


def test_a_word_is_kept_for_every_conversation_and_process(desk: Desk, tmp_path: Path) -> None:
    assert "zaps" in say(desk, "remember that zaps means orders").text
    answer = say(desk, "zaps last month")
    assert answer.args["metrics"] == ["orders"]
    assert "your word: zaps = orders" in answer.notes
    assert answer_data(answer)["own_words"] == ["zaps"]
    line = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    assert (line["word"], line["name"], line["by"]) == ("zaps", "orders", "ann")
    Words(tmp_path).forget("zaps")
    assert say(desk, "zaps last month").status == "clarify"


def test_a_role_knows_only_the_words_whose_meaning_it_sees(desk: Desk) -> None:
    desk.teach(TAKE, ANN)
    desk.teach(ZAPS, ANN)
    clerk = Identity(user="bob", role="clerk", door="page")
    assert say(desk, "上个月进账").args["metrics"] == ["gmv"]
    hidden = say(desk, "上个月进账", who=clerk)
    assert hidden.result is None
    assert "支付金额" not in hidden.text
    assert "zaps = " in say(desk, "我的词", who=clerk).text
    assert "进账" not in say(desk, "我的词", who=clerk).text


def test_a_role_cannot_give_a_hidden_name_another_meaning(desk: Desk) -> None:
    clerk = Identity(user="bob", role="clerk", door="page")
    refused = say(desk, "记住，支付金额就是订单数", who=clerk)
    assert refused.status == "clarify"
    assert desk.words.kept() == ()


def test_what_cannot_be_written_is_said(corner_shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    desk = Desk(corner_shop, Settings(), words=Words(tmp_path / "file"))
    assert say(desk, "remember that zaps means orders").status == "clarify"


def test_lines_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('nonsense\n{"kind": "metric"}\n[]\n', encoding="utf-8")
    words = Words(tmp_path)
    words.teach(ZAPS, ANN)
    assert words.lessons() == (ZAPS,)
    assert words.apart().lessons() == (ZAPS,)


def test_who_taught_a_word_can_be_exported_and_erased(tmp_path: Path) -> None:
    words = Words(tmp_path)
    words.teach(ZAPS, ANN)
    words.teach(Lesson("metric", "ann", "gmv"), Identity(user="bob"))
    assert len(export(tmp_path, "ann")["words"]) == 2
    assert erase(tmp_path, "ann") == {"words": 2}
    assert [(k.lesson.word, k.by) for k in words.kept()] == [("zaps", "[erased]")]


def test_the_command_line_shows_adds_and_removes(wenshu: Any) -> None:  # noqa: F811
    assert wenshu("words", "add", "zaps", "orders", *SHOP, "--lang", "en").code == 0
    listed = wenshu("words", "list", *SHOP, "--json")
    assert (listed.data["word"], listed.data["name"]) == ("zaps", "orders")
    assert wenshu("ask", *SHOP, "zaps last month").code == 0
    assert wenshu("words", "add", "GMV", "orders", *SHOP).code == 2
    assert wenshu("words", "add", "zups", "nothing there", *SHOP).code == 2
    assert wenshu("words", "remove", "zaps", *SHOP).code == 0
    assert wenshu("words", "remove", "zaps", *SHOP).code == 1
    assert wenshu("words", "list", *SHOP).out == ""
