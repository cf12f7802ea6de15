"""A prompt for the demo shop's own questions stays within what one question may cost."""

import json
import statistics
from pathlib import Path

import pytest

from assistant.agent.answering import _context, _ground
from assistant.agent.choosing import Task, _way, talking_ways
from assistant.agent.prompt import MOST_TOKENS, estimated_tokens, system_prompt
from assistant.answer import Question
from assistant.desk import Desk
from assistant.settings import Settings
from assistant.understand.understanding import Understanding
from semantic_layer.shop import Shop
from tools import registry

QUESTIONS = Path(__file__).parents[3] / "evals" / "questions" / "demo.jsonl"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_median_question_costs_at_most_1500_tokens(demo_shop: Shop, lang: str) -> None:
    desk = Desk(demo_shop, Settings())
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    asked = [c["q"] for c in lines if c.get("lang", "zh") == lang][:25]
    sizes = [size(Question(text, lang=lang), desk) for text in asked]
    assert statistics.median(sizes) <= MOST_TOKENS
    assert max(sizes) <= MOST_TOKENS * 1.15


def size(question: Question, desk: Desk) -> int:
    """Our estimate of everything that one call sends: the prompt, the tools, the question."""
    hint = Understanding("clarify", sure=False)
    context = _context(question, desk, lambda _: None, None, None)
    tools = registry.offered(context.reading)
    task = Task(_ground(question, desk, hint), hint, tools, lambda _: None, question.lang)  # type: ignore[arg-type,return-value]
    ways = (*(_way(tool, task) for tool in tools.values()), *talking_ways())
    said = (json.dumps(w.schema) + w.name + w.description for w in ways)
    spent = sum(map(estimated_tokens, said)) + estimated_tokens(question.text)
    prompt = system_prompt(task.ground, hint, tools, question.lang, spent=spent)
    return estimated_tokens(prompt) + spent
