"""All answers to the demo shop's question set: each number is said under its finding's label."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Question
from assistant.ask import ask
from assistant.desk import Desk
from assistant.narrate import stray_numbers
from assistant.render.json import answer_json
from assistant.render.markdown import markdown
from assistant.settings import Settings
from semantic_layer.shop import Shop

QUESTIONS = Path(__file__).parents[2] / "evals" / "questions" / "demo.jsonl"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def answers(demo_shop: Shop) -> list[Answer]:
    desk = Desk(demo_shop, Settings())
    return list(_answers(desk))


def _answers(desk: Desk) -> Iterator[Answer]:
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        question = Question(case["q"], thread=case.get("thread", ""), planner_only=True)
        yield ask(question, desk)


def test_every_number_is_said_under_its_label(answers: list[Answer]) -> None:
    stray = {a.question: stray_numbers(a.text, a.findings) for a in answers}
    assert {q: numbers for q, numbers in stray.items() if numbers} == {}


def test_every_number_stands_in_the_text_of_a_finding(answers: list[Answer]) -> None:
    for answer in answers:
        said = " ".join(f"{f.label} {f.text}" for f in answer.findings)
        numbers = stray_numbers(answer.text, ())
        assert [n for n in numbers if n not in said] == [], answer.question


def test_shuffled_values_are_noticed_in_every_answer_of_a_tool(answers: list[Answer]) -> None:
    unnoticed = []
    for answer in (a for a in answers if a.tool):
        texts = [f.text for f in answer.findings]
        shuffled = tuple(
            replace(f, text=text)
            for f, text in zip(answer.findings, texts[1:] + texts[:1], strict=True)
        )
        if not stray_numbers(answer.text, shuffled):
            unnoticed.append(answer.question)
    assert unnoticed == []


def test_every_answer_is_json_markdown_and_has_a_sentence(answers: list[Answer]) -> None:
    for answer in answers:
        assert json.loads(answer_json(answer))["text"], answer.question
        assert markdown(answer)


def test_nothing_fails(answers: list[Answer]) -> None:
    assert [a.question for a in answers if a.status == "failed"] == []


def test_next_questions_are_answered(answers: list[Answer], demo_shop: Shop) -> None:
    desk = Desk(demo_shop, Settings())
    proposed = sorted({text for a in answers for text in a.next})
    unanswered = [q for q in proposed if ask(Question(q), desk).status != "answered"]
    assert unanswered == []
