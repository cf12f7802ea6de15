"""The scorer itself: it must turn red for a wrong number, a wrong label and a wrong call."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from assistant.answer import Answer, Question
from evals.cases import Case
from evals.report import as_text, summary
from evals.rows import equal_number
from evals.score import Judge, passes, score
from semantic_layer.answered import Column
from semantic_layer.model import Dimension, Model, ValueLabel
from semantic_layer.texts import Text
from tools.result import Chart, Result

PLATFORM = Dimension(
    "platform",
    "orders",
    "order",
    "platform",
    "text",
    Text("平台", "platform"),
    values=(ValueLabel("tmall", Text("天猫", "Tmall")), ValueLabel("jd", Text("京东", "JD"))),
)
MODEL = Model("t", Text("", ""), {}, {"order.platform": PLATFORM}, {})
COLUMNS = (
    Column("platform", Text("平台", "platform"), "dimension", "text", of="platform"),
    Column("gmv", Text("支付金额", "GMV"), "metric", "money", of="gmv"),
)
ROWS = (("tmall", Decimal("10.00")), ("jd", Decimal("5.50")))
CALL: dict[str, Any] = {
    "metrics": ["gmv"],
    "by": ["platform"],
    "time": {"start": "2025-11-01", "end": "2025-11-30"},
}
ANSWERED = Case(q="q", expect="answer", call=CALL)
WITH_SQL = Case(q="q", expect="answer", sql="SELECT platform, gmv")


def result(rows: Sequence[Any] = ROWS, chart: Chart | None = None) -> Result:
    return Result(Text("", ""), COLUMNS, tuple(rows), (), (), chart=chart)


def answer(status: Any = "answered", **more: Any) -> Answer:
    fields = {"args": CALL, "result": result() if status == "answered" else None, **more}
    return Answer("q", status, "text", "zh", **fields)


def judged(case: Case, given: Answer, truth: Sequence[Any] = ROWS) -> str:
    judge = Judge(MODEL, lambda _: (("platform", "gmv"), list(truth)))
    return judge.mark(case, given)[0]


@pytest.mark.parametrize(
    ("case", "given", "mark"),
    [
        (ANSWERED, answer(), "right"),
        (ANSWERED, answer(args={**CALL, "by": ["order.platform"]}), "right"),
        (ANSWERED, answer(args={**CALL, "by": []}), "wrong"),
        (ANSWERED, answer(args={**CALL, "limit": 3}), "wrong"),
        (
            ANSWERED,
            answer(args={**CALL, "time": {"start": "2025-10-01", "end": "2025-11-30"}}),
            "wrong",
        ),
        (ANSWERED, answer("clarify"), "asked"),
        (ANSWERED, answer("refused"), "asked"),
        (ANSWERED, answer("failed"), "failed"),
        (Case(q="q", expect="clarify"), answer(), "wrong"),
        (Case(q="q", expect="clarify"), answer("clarify"), "right"),
        (
            Case(q="q", expect="clarify", choices=("a", "b")),
            answer("clarify", options=("a",)),
            "asked",
        ),
        (Case(q="q", expect="clarify"), answer("refused"), "asked"),
        (Case(q="q", expect="refuse", also=("clarify",)), answer("clarify"), "right"),
        (Case(q="q", expect="refuse", code=("policy",)), answer("refused", code="policy"), "right"),
        (Case(q="q", expect="refuse", code=("policy",)), answer("refused", code="other"), "asked"),
        (Case(q="q", expect="refuse"), answer(), "wrong"),
        (Case(q="q", expect="answer", no_result=True), answer(), "wrong"),
        (Case(q="q"), answer(), "unjudged"),
    ],
)
def test_marks(case: Case, given: Answer, mark: str) -> None:
    assert judged(case, given) == mark


@pytest.mark.parametrize(
    ("rows", "mark"),
    [
        (ROWS, "right"),
        (ROWS[::-1], "right"),
        ((("天猫", Decimal("10.00")), ("京东", Decimal("5.50"))), "right"),
        ((("tmall", Decimal("10.01")), ("jd", Decimal("5.50"))), "wrong"),
        ((("tmall", Decimal("5.50")), ("jd", Decimal("10.00"))), "wrong"),
        (ROWS[:1], "wrong"),
        ((*ROWS, ROWS[0]), "wrong"),
        ((("tmall", Decimal("10.00")), ("jd", None)), "wrong"),
    ],
)
def test_rows_are_held_against_sql_as_a_multiset(rows: Sequence[Any], mark: str) -> None:
    assert judged(WITH_SQL, answer(result=result(rows))) == mark


def test_sql_decides_over_the_call() -> None:
    case = replace_call(WITH_SQL, {**CALL, "by": []})
    assert judged(case, answer()) == "right"


def replace_call(case: Case, call: dict[str, Any]) -> Case:
    return case.model_copy(update={"call": call})


def test_the_first_rows_and_the_chart_are_checked() -> None:
    top = Case(q="q", expect="answer", sql="x", first=1, rows=2)
    assert judged(top, answer(), truth=ROWS[:1]) == "right"
    assert judged(top, answer(result=result(ROWS[::-1])), truth=ROWS[:1]) == "wrong"
    pie = Case(q="q", expect="answer", call=CALL, chart="bar")
    bar = Chart("hbar", "platform", ("gmv",))
    assert judged(pie, answer(result=result(chart=bar))) == "right"
    assert judged(pie, answer(result=result(chart=replace(bar, kind="line")))) == "wrong"


@pytest.mark.parametrize(
    ("wanted", "got", "same"),
    [
        (Decimal("1.10"), Decimal("1.1"), True),
        (Decimal("1.10"), Decimal("1.11"), False),
        (1 / 3, 0.333333333333, True),
        (1 / 3, 0.3334, False),
        (33.333333, Decimal("33.33"), True),
        (33.343333, Decimal("33.33"), False),
        (None, None, True),
        (None, 0, False),
        (3, 3.0, True),
    ],
)
def test_money_is_exact_and_ratios_are_near(wanted: Any, got: Any, same: bool) -> None:
    assert equal_number(wanted, got) is same


def test_a_run_counts_and_gates() -> None:
    replies = {"a": answer(), "b": answer("clarify"), "c": answer(args={**CALL, "by": []})}

    def ask(question: Question) -> Answer:
        if question.text == "d":
            raise RuntimeError("broken")
        return replies[question.text]

    cases = [Case(id=q, q=q, expect="answer", call=CALL, kind="k", lang="zh") for q in "abcd"]
    verdicts = score(cases, ask, Judge(MODEL), planner_only=True)
    assert [v.mark for v in verdicts] == ["right", "asked", "wrong", "failed"]
    counts = summary(verdicts)
    assert (counts["right"], counts["wrong"], counts["failed"]) == (1, 1, 1)
    assert not passes(verdicts, least_right=0.2, most_wrong=0)
    assert passes(verdicts, least_right=0.2, most_wrong=1)
    assert "WRONG c" in as_text(verdicts)
