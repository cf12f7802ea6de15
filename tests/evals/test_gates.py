"""The gates by shop, and the real shops where their data is and where it is not."""

from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.settings import Settings
from evals import quality
from evals.cases import Case, read_cases
from evals.gates import standings
from evals.score import Mark, Verdict
from evals.shops import SHOPS, opened_real, real_shops


def verdict(mark: Mark, expect: str = "answer", shop: str = "demo") -> Verdict:
    status = "clarify" if mark == "asked" else "answered"
    answer = Answer("?", status, "", "zh")  # type: ignore[arg-type]
    return Verdict(Case(q="?", expect=expect), mark, "", answer, shop=shop)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("marks", "passed"),
    [
        (["right"] * 97 + ["asked"] * 3, True),
        (["right"] * 96 + ["asked"] * 4, False),
        (["right"] * 199 + ["wrong"], True),
        (["right"] * 198 + ["wrong"] * 2, False),
        (["right"] * 198 + ["failed"] * 2, False),
    ],
)
def test_the_gate_of_the_demo_shop(marks: list[Mark], passed: bool) -> None:
    (standing,) = standings([verdict(m) for m in marks])
    assert standing.passed is passed
    assert standing.line().startswith(f"gate demo: {'passed' if passed else 'FAILED'}, right ")


def test_asking_back_too_often_fails_where_answers_are_wanted() -> None:
    asked = [verdict("right", "clarify") for _ in range(300)]
    wanted = [verdict("right") for _ in range(91)] + [verdict("asked") for _ in range(9)]
    (standing,) = standings([*asked, *wanted])
    assert standing.right > 0.97
    assert not standing.passed


def test_a_real_shop_has_a_gate_of_its_own() -> None:
    marks: list[Mark] = [*["right"] * 95, *["asked"] * 5]
    found = {s.shop: s.passed for s in standings([verdict(m, shop="tea") for m in marks])}
    assert found == {"tea": True}


def test_a_shop_without_its_data_says_what_is_missing(tmp_path: Path) -> None:
    assert all(
        shop.missing == f"../shared/data/{shop.name} is not here" for shop in real_shops(tmp_path)
    )


def test_the_real_sets_are_large_and_their_truth_is_written_by_hand() -> None:
    cases = [c for shop in real_shops() for c in read_cases(SHOPS / shop.name / "questions.jsonl")]
    assert len(cases) >= 150
    assert all(c.sql or c.no_result for c in cases if c.expect == "answer")


def test_a_real_shop_is_judged_over_its_raw_files(shared: Path) -> None:
    shop = next(s for s in real_shops(shared / "data") if s.name == "online_retail")
    case = next(read_cases(shop.questions))
    with opened_real(shop) as (_, judge):
        assert judge.truth is not None
        ((total,),) = judge.truth(case.sql)[1]
    assert total > 1_000_000  # type: ignore[operator]


def test_the_quality_track_is_empty_until_it_is_recorded(tmp_path: Path) -> None:
    file = tmp_path / "quality.json"
    assert quality.standing(file) == "track quality: empty (make record, with a key)"
    quality.written([verdict("right"), verdict("asked")], Settings("http://x", "sk-1", "m-1"), file)
    assert quality.standing(file).startswith("track quality: m-1 on 20")
    assert quality.standing(file).endswith("1 right, 1 asked, 0 wrong, 0 failed")
    assert "sk-1" not in file.read_text(encoding="utf-8")
    assert "http" not in file.read_text(encoding="utf-8")
