"""The example questions that a shop shows to newcomers are answered, in both languages, without a model."""

import pytest

from assistant.answer import Question
from assistant.ask import ask
from assistant.desk import Desk
from semantic_layer.demo import FOLDER
from semantic_layer.load import load
from tests.shops.conftest import FOLDER as RETAIL

DEMO_QUESTIONS = [t for q in load(FOLDER).questions for t in (q.zh, q.en)]
RETAIL_QUESTIONS = [t for q in load(RETAIL).questions for t in (q.zh, q.en)]


@pytest.fixture(scope="module")
def demo_desk(demo_shop):
    return Desk(demo_shop)


@pytest.mark.parametrize("text", DEMO_QUESTIONS)
def test_demo_examples_are_answered(demo_desk, text):
    answer = ask(Question(text, planner_only=True, use_cache=False), demo_desk)
    assert answer.status == "answered", answer.text
    assert answer.result is not None
    assert answer.result.rows


@pytest.mark.parametrize("text", RETAIL_QUESTIONS)
def test_retail_examples_are_answered(retail_desk, text):
    answer = ask(Question(text, planner_only=True, use_cache=False), retail_desk)
    assert answer.status == "answered", answer.text
    assert answer.result is not None
    assert answer.result.rows


def test_there_are_ten_for_the_demo():
    assert len(load(FOLDER).questions) == 10
