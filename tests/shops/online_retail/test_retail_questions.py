"""Questions of the owner in Chinese and English, their answers held against SQL written by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Question
from assistant.ask import ask
from evals.cases import Case, read_cases
from evals.score import Judge

CASES = list(read_cases(Path(__file__).parent / "questions.jsonl"))


def _conversations() -> Iterator[list[Case]]:
    """Lines of one thread are one conversation; every other line stands alone."""
    threads: dict[str, list[Case]] = {}
    for case in CASES:
        threads.setdefault(case.thread or case.id, []).append(case)
    yield from threads.values()


@pytest.mark.parametrize("turns", list(_conversations()), ids=lambda turns: turns[0].id)
def test_question(retail_desk, truth, turns):
    judge = Judge(retail_desk.shop.model, truth)
    for case in turns:
        question = Question(case.q, thread=case.thread, planner_only=True, use_cache=False)
        mark, why = judge.mark(case, ask(question, retail_desk))
        assert mark == "right", f"{case.q}: {mark}: {why}"


def test_there_are_enough_questions_of_every_kind():
    assert len(CASES) >= 40
    assert sum(case.lang == "zh" for case in CASES) >= 20
    assert {case.expect for case in CASES} == {"answer", "clarify", "refuse"}


def test_every_answered_question_has_sql():
    without = [c.id for c in CASES if c.expect == "answer" and not (c.sql or c.no_result)]
    assert not without


def test_the_truth_of_the_set_differs_from_question_to_question(truth):
    """A set whose answers were all the same could not tell a right answer from a wrong one."""
    single = [truth(c.sql)[1][0] for c in CASES if c.sql and len(truth(c.sql)[1]) == 1]
    assert len(set(single)) >= 0.8 * len(single)
