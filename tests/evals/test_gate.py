"""The gate: every question of our own sets as labelled, and no number without its finding."""

from dataclasses import replace

import pytest

from assistant.answer import SaidFinding
from assistant.narrate import stray_numbers
from evals.cases import read_cases
from evals.report import as_text
from evals.road import over
from evals.score import QUESTIONS, Verdict, passes, score
from semantic_layer.shop import Shop

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo_shop")]


@pytest.fixture(scope="module")
def verdicts(demo_shop: Shop) -> list[Verdict]:
    ask, judge = over(demo_shop)
    files = sorted(QUESTIONS.glob("*.jsonl"))
    cases = [case for file in files for case in read_cases(file)]
    return score(cases, ask, judge, planner_only=True)


def test_every_question_is_as_labelled_and_none_is_wrong(verdicts: list[Verdict]) -> None:
    assert passes(verdicts, least_right=1.0, most_wrong=0), as_text(verdicts)


def test_every_number_said_stands_in_a_finding_under_its_label(verdicts: list[Verdict]) -> None:
    stray = {
        v.case.id: left
        for v in verdicts
        if v.answer
        and v.answer.status == "answered"  # a question back may show how to write, such as 0-99
        and (left := stray_numbers(v.answer.text, v.answer.findings))
    }
    assert stray == {}


def test_the_same_check_turns_red_when_values_change_places(verdicts: list[Verdict]) -> None:
    """Were it blind to labels, the shuffled answers would pass it too."""
    noticed = [
        bool(stray_numbers(v.answer.text, shuffled))
        for v in verdicts
        if v.answer and (shuffled := _shuffled(v.answer.text, v.answer.findings))
    ]
    assert len(noticed) > 50
    assert all(noticed)


def _shuffled(text: str, findings: tuple[SaidFinding, ...]) -> tuple[SaidFinding, ...]:
    """The findings that the text says, each with the next one's value; () when all are alike."""
    said = [f for f in findings if f"{f.label} {f.text}" in text or f"{f.label}{f.text}" in text]
    if len({f.text for f in said}) < len(said) or len(said) < 2:
        return ()
    turned = [*said[1:], said[0]]
    return tuple(replace(f, text=t.text) for f, t in zip(said, turned, strict=True))
