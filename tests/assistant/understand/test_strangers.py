"""Shops that nobody wrote synonyms for: right, or asked back with the right reading among the choices."""

from collections import Counter

import pytest

from tests.assistant.understand.strangers.scoring import scored
from tests.assistant.understand.strangers.shops import HERE, NAMES, stranger

_RIGHT, _RIGHT_OR_OFFERED = 0.80, 0.90


@pytest.mark.parametrize("name", NAMES)
def test_a_shop_of_names_and_concepts(name: str) -> None:
    found = list(scored(HERE / name / "questions.txt", stranger(name)))
    verdicts = Counter(s.verdict for s in found)
    assert len(found) >= 40
    assert not [(s.question, s.got) for s in found if s.verdict == "wrong"]
    assert verdicts["right"] >= _RIGHT * len(found), verdicts
    assert verdicts["right"] + verdicts["offered"] >= _RIGHT_OR_OFFERED * len(found), verdicts
