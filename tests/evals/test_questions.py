"""The question sets themselves: enough of them, well formed, with labels and truth."""

from collections import Counter
from pathlib import Path

import pytest

from evals.cases import Case, read_cases
from evals.score import QUESTIONS
from semantic_layer.query import MetricQuery

CASES = list(read_cases(QUESTIONS / "demo.jsonl"))


def test_the_demo_set_is_large_and_mixed() -> None:
    languages = Counter(case.lang for case in CASES)
    labels = Counter(case.expect for case in CASES)
    assert len(CASES) >= 170
    assert languages["en"] >= 50
    assert all(labels[label] >= 20 for label in ("answer", "clarify", "refuse"))
    assert sum(bool(case.sql) for case in CASES) >= 60


def test_the_demo_sets_hold_every_kind() -> None:
    cases = [case for file in sorted(QUESTIONS.glob("*.jsonl")) for case in read_cases(file)]
    turns = Counter(case.thread for case in cases if case.thread)
    assert len(cases) >= 450
    assert sum(case.lang == "en" for case in cases) >= 120
    assert sum(many >= 30 for many in turns.values()) >= 4
    assert len({case.id for case in cases}) == len(cases)
    assert all(case.labels for case in cases)


def test_ids_are_unique_and_every_question_is_labelled() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    assert all(case.labels for case in CASES)


@pytest.mark.parametrize("case", [c for c in CASES if c.calls], ids=lambda c: c.id)
def test_expected_calls_are_metric_queries(case: Case) -> None:
    for call in case.calls:
        MetricQuery.model_validate({k: v for k, v in call.items() if v != "any"})


def test_a_file_of_bare_questions_is_read(tmp_path: Path) -> None:
    file = tmp_path / "blind.jsonl"
    file.write_text('{"q": "上个月GMV"}\n\n{"q": "GMV", "thread": "t"}\n', encoding="utf-8")
    assert [(c.id, c.labels) for c in read_cases(file)] == [("blind-1", ()), ("blind-3", ())]
