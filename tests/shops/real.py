"""A real shop of `../shared/data`, opened, with a plain DuckDB over the same files for the truth."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Question
from assistant.ask import ask
from evals import shops
from evals.cases import Case, read_cases
from evals.score import Judge
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop

HERE = Path(__file__).parent
Truth = Callable[[str], tuple[tuple[str, ...], list[tuple[Any, ...]]]]


def data_of(shared: Path, name: str) -> Path:
    """The folder of a data set; the test skips where it is not."""
    folder = shared / "data" / name
    if not any(folder.glob("*.parquet")):
        pytest.skip(f"needs ../shared/data/{name}")
    return folder


def truth_over(folder: Path, views: str = "") -> Iterator[Truth]:
    """Runs SQL over the files of a folder, each a view by its name, and over more `views`."""
    with shops.truth_over(folder, views) as truth:
        yield truth  # type: ignore[misc]


def same(found: Any, wanted: Any, place: object) -> None:
    """Two numbers are one: to the last digit where both are exact, else to nine digits."""
    if isinstance(found, Decimal | int) and isinstance(wanted, Decimal | int):
        assert found == wanted, place
    else:
        assert float(found) == pytest.approx(float(wanted), rel=1e-9), place


def same_by_key(shop: Shop, truth: Truth, metric: str, by: str, sql: str) -> None:
    """The metric by a key equals `key, value` rows of SQL, groups of nothing aside."""
    rows = shop.query(MetricQuery(metrics=(metric,), by=(by,))).rows
    found = {key: value for key, value in rows if value}
    assert len(found) == len([r for r in rows if r[1]]), "a group stands twice"
    wanted = {key: value for key, value in truth(sql)[1] if value}
    assert found.keys() == wanted.keys()
    for key, value in wanted.items():
        same(found[key], value, key)


def cases_of(name: str) -> list[Case]:
    return list(read_cases(HERE / name / "questions.jsonl"))


def conversations(cases: list[Case]) -> list[list[Case]]:
    """Lines of one thread are one conversation; every other line stands alone."""
    threads: dict[str, list[Case]] = {}
    for case in cases:
        threads.setdefault(case.thread or case.id, []).append(case)
    return list(threads.values())


def marks(desk: Any, truth: Truth, turns: list[Case]) -> list[tuple[Case, str, str]]:
    """Each turn of a conversation with its mark and what was not right."""
    judge = Judge(desk.shop.model, truth)
    found = []
    for case in turns:
        question = Question(case.q, thread=case.thread, planner_only=True, use_cache=False)
        mark, why = judge.mark(case, ask(question, desk))
        found.append((case, str(mark), why))
    return found


def all_right(desk: Any, truth: Truth, turns: list[Case], asked_back: dict[str, str]) -> None:
    """Every turn is right; those in `asked_back` may be a question back, never a wrong number."""
    for case, mark, why in marks(desk, truth, turns):
        if mark == "asked" and case.id in asked_back:
            pytest.xfail(asked_back[case.id])
        assert mark == "right", f"{case.q}: {mark}: {why}"


def enough(cases: list[Case], asked_back: dict[str, str]) -> None:
    """Forty questions in each language, of every kind."""
    for lang in ("zh", "en"):
        assert sum(case.lang == lang for case in cases) >= 40
    assert {case.expect for case in cases} == {"answer", "clarify", "refuse"}
    assert set(asked_back) <= {case.id for case in cases}


def differing(cases: list[Case], truth: Truth, lang: str) -> None:
    """A set whose answers were all the same could not tell a right answer from a wrong one."""
    asked = [tuple(truth(c.sql)[1]) for c in cases if c.sql and c.lang == lang]
    assert all(asked)
    assert len(set(asked)) >= 0.9 * len(asked)
