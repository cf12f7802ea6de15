"""The message table: what the code says is in it, in both languages, with the same holes."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from semantic_layer import messages

ROOT = Path(__file__).parents[2]
SECTIONS = (
    "semantic_layer.error_messages",
    "semantic_layer.check_messages",
    "semantic_layer.calendar_messages",
    "semantic_layer.formula_messages",
    "semantic_layer.asking_messages",
    "semantic_layer.key_messages",
    "semantic_layer.query_messages",
    "semantic_layer.refusal_messages",
    "semantic_layer.policy_messages",
    "semantic_layer.engines.postgresql_messages",
    "semantic_layer.concept_messages",
    "semantic_layer.saved_messages",
    "semantic_layer.change_messages",
    "semantic_layer.importers.import_messages",
    "semantic_layer.sources.sync_messages",
    "assistant.messages",
    "assistant.understand.construct_messages",
    "assistant.understand.messages",
    "assistant.agent",
    "assistant.channels.messages",
    "assistant.trust.messages",
    "semantic_layer.guard.guard_messages",
    "semantic_layer.sources.readers.reader_messages",
    "semantic_layer.drafting.draft_messages",
    "tools.sql_messages",
)
SAID = re.compile(r"""\b(?:say|told|tell|both)\(\s*"([a-z_]+\.[a-z_.]+)\"""")


def said() -> Iterator[tuple[str, str]]:
    for floor in ("semantic_layer", "tools", "assistant"):
        for path in sorted((ROOT / floor).rglob("*.py")):
            for key in SAID.findall(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(ROOT)}", key


def holes(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.fixture(scope="module", autouse=True)
def sections() -> None:
    for name in SECTIONS:
        import_module(name)


def test_every_key_that_is_said_is_in_the_table() -> None:
    known = messages.keys()
    assert [(path, key) for path, key in said() if key not in known] == []


def test_both_languages_have_the_same_holes_and_a_text() -> None:
    for key, (zh, en) in messages._TABLE.items():
        assert zh.strip(), key
        assert en.strip(), key
        assert holes(zh) == holes(en), key


@pytest.mark.parametrize("area", ["metrics.", "answer.", "compare."])
def test_templates_of_sentences_hold_no_number(area: str) -> None:
    for key, texts in messages._TABLE.items():
        if key.startswith(area):
            assert not any(re.search(r"\d", text) for text in texts), key
