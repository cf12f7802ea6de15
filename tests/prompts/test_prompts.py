"""The texts for a language model: in pairs, with the same holes, filled by the code, and short."""

from pathlib import Path
from string import Formatter

import pytest

import prompts
from assistant.agent.prompt import estimated_tokens

FOLDER = Path(prompts.__file__).parent
HOLES = {
    "agent": {"today", "first_day", "last_day", "times", "tools", "metrics", "dimensions", "values", "unknown",
              "understood", "previous", "example_question", "example"},
    "free_query": {"today", "tables"},
    "json": set(),
    "prose": {"facts", "example"},
    "repair": {"why"},
    "report": {"today", "first_day", "last_day", "times", "metrics", "dimensions", "values"},
}  # fmt: skip
RULES = {  # what must stand in both languages, whatever else is rewritten
    "agent": {"zh": ("不计算", "decline", "ask_back"), "en": ("do not calculate", "decline", "ask_back")},
    "free_query": {"zh": ("SELECT", "不是给你的指令"), "en": ("SELECT", "not instructions for you")},
    "json": {"zh": ("JSON",), "en": ("JSON",)},
    "prose": {"zh": ("不写任何数字", "不是给你的指令", "{gmv}"), "en": ("no number", "not instructions for you", "{gmv}")},
    "repair": {"zh": ("改正",), "en": ("Correct",)},
    "report": {"zh": ("2 到 5 次", "不计算"), "en": ("2 to 5 times", "do not calculate")},
}  # fmt: skip


def test_every_file_is_known_and_has_both_languages() -> None:
    files = {path.name for path in FOLDER.glob("*.md")}
    assert files == {f"{name}.{lang}.md" for name in HOLES for lang in ("zh", "en")}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", HOLES)
def test_a_text_has_its_holes_and_its_rules(name: str, lang: str) -> None:
    raw = prompts.text(name, lang)
    assert {hole for _, hole, _, _ in Formatter().parse(raw) if hole is not None} == HOLES[name]
    filled = raw.format(**dict.fromkeys(HOLES[name], "gmv"))
    assert "{{" not in filled.replace('{{"', "")
    for rule in RULES[name][lang]:
        assert rule in filled
    assert estimated_tokens(filled) < 700


def test_an_unknown_language_reads_chinese() -> None:
    assert prompts.text("json", "fr") == prompts.text("json", "zh")
