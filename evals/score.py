"""The scorer: right, asked back, wrong or failed, for every question of a set.

right: a label that the case allows and, for an answer, its rows (hand-written SQL) or its call.
asked: asked back or declined where the case wanted something else; no number was said.
wrong: another number, or a number where the case wanted a question back or a refusal.
failed: status failed, or an exception reached us.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Literal

from assistant.answer import Answer, Question
from evals.calls import same_call
from evals.cases import STATUS_LABELS, Case, read_cases
from evals.rows import Rows, differing_rows
from semantic_layer.errors import WenshuError
from semantic_layer.model import Model

Mark = Literal["right", "asked", "wrong", "failed", "unjudged"]
Asker = Callable[[Question], Answer]
Truth = Callable[[str], tuple[tuple[str, ...], Rows]]
QUESTIONS = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case; `why` says what was not right."""

    case: Case
    mark: Mark
    why: str = ""
    answer: Answer | None = None
    seconds: float = 0.0
    shop: str = "demo"

    @property
    def via(self) -> str:
        return self.answer.via if self.answer else "none"

    @property
    def tokens(self) -> int:
        return sum(self.answer.tokens.values()) if self.answer else 0


@dataclass(slots=True)
class Judge:
    """Holds answers against cases: `model` resolves names, `truth` runs the cases' own SQL."""

    model: Model
    truth: Truth | None = None
    _known: dict[str, tuple[tuple[str, ...], Rows]] = field(default_factory=dict)

    def mark(self, case: Case, answer: Answer) -> tuple[Mark, str]:
        """The mark of an answer, and what was not right."""
        if not case.labels:
            return "unjudged", ""
        label = STATUS_LABELS.get(answer.status)
        if label is None:
            return "failed", f"{answer.code}: {answer.text[:120]}"
        if label not in case.labels:
            said = f"{answer.status} ({answer.code}): {answer.text[:120]}"
            return (_mark_of(answer) if label == "answer" else "asked"), said
        why = self._flaw(case, answer, label)
        return ("right", "") if not why else (_mark_of(answer), why)

    def _flaw(self, case: Case, answer: Answer, label: str) -> str:
        if (
            label == "refuse"
            and case.code
            and label == case.expect
            and answer.code not in case.code
        ):
            return f"code {answer.code!r} is not one of {case.code}"
        if label == "clarify":
            return _missing_choices(case, answer)
        if label != "answer":
            return ""
        if case.no_result:
            return "a number where none was asked for" if answer.result else ""
        return self._numbers_flaw(case, answer) or _chart_flaw(case, answer)

    def _numbers_flaw(self, case: Case, answer: Answer) -> str:
        if case.parts:
            return self._parts_flaw(case, answer)
        if answer.result is None:
            return "no result" if case.sql or case.calls else ""
        if case.sql and self.truth is not None:
            names, wanted = self._wanted(case.sql)
            return differing_rows(case, names, wanted, answer.result, self.model)
        flaws = [same_call(call, answer.args, self.model) for call in case.calls]
        return "" if not flaws or "" in flaws else flaws[0]

    def _parts_flaw(self, case: Case, answer: Answer) -> str:
        """Every part that is wanted stands among those that were answered."""
        for wanted in case.parts:
            flaws = [same_call(wanted, part.args, self.model) for part in answer.parts]
            if "" not in flaws:
                return f"no part {wanted}: {flaws}"
        return ""

    def _wanted(self, sql: str) -> tuple[tuple[str, ...], Rows]:
        assert self.truth is not None
        if sql not in self._known:
            self._known[sql] = self.truth(sql)
        return self._known[sql]


def _mark_of(answer: Answer) -> Mark:
    """Wrong with a number, in a part of it too; declined without."""
    told = (answer, *answer.parts)
    return "wrong" if any(part.result is not None for part in told) else "asked"


def _missing_choices(case: Case, answer: Answer) -> str:
    if case.choices and len(answer.options) < len(case.choices):
        return f"{len(answer.options)} options for {case.choices}"
    return ""


def _chart_flaw(case: Case, answer: Answer) -> str:
    """A horizontal bar is a bar."""
    if not case.chart or answer.result is None:
        return ""
    kind = answer.result.chart.kind if answer.result.chart else "none"
    return "" if kind.removeprefix("h") == case.chart else f"chart {kind}, not {case.chart}"


def score(cases: Iterable[Case], ask: Asker, judge: Judge, *, planner_only: bool) -> list[Verdict]:
    """Ask every case in order (a thread is a conversation) and mark what comes back."""
    return [_verdict(case, ask, judge, planner_only) for case in cases]


def _verdict(case: Case, ask: Asker, judge: Judge, planner_only: bool) -> Verdict:
    question = Question(
        text=case.q,
        thread=case.thread,
        today=case.today,
        planner_only=planner_only,
        use_cache=False,
        id=case.id,
    )
    start = time.perf_counter()
    try:
        answer = ask(question)
        seconds = time.perf_counter() - start
        mark, why = judge.mark(case, answer)
    except Exception as error:  # noqa: BLE001  (the edge: one broken question)
        return Verdict(case, "failed", f"{type(error).__name__}: {str(error)[:200]}")
    return Verdict(case, mark, why, answer, seconds)


def run(
    paths: Sequence[Path] | None = None,
    shop: Path | None = None,
    as_json: bool = False,
    planner_only: bool = True,
    *,
    least_right: float = 1.0,
    most_wrong: int = 0,
    verbose: bool = True,
) -> int:
    """Score question files and print the table; 0 when the gate is passed, else 1.

    Without `paths` and `shop`: the demo shop's own sets and those of the real shops, each under its
    gate (`evals/gates.py`); a real shop whose data is not here is skipped, which is said. With
    them the gate is at least `least_right` of the judged questions right, at most `most_wrong`
    wrong; a folder stands for all its question files. 2 when a file or a shop cannot be read.
    """
    from evals import gates, quality, report, road

    try:
        if not paths and shop is None:
            verdicts, skipped = _everything(planner_only)
            _print(report, verdicts, as_json, verbose)
            standings = gates.standings(verdicts)
            if not as_json:
                lines = [
                    *skipped,
                    *(s.line() for s in standings),
                    quality.wire(),
                    quality.standing(),
                ]
                print("\n".join(lines))
            return 0 if all(s.passed for s in standings) else 1
        cases = [case for file in _files(paths) for case in read_cases(file)]
        with road.opened(shop) as (ask, judge):
            verdicts = score(cases, ask, judge, planner_only=planner_only)
    except (OSError, ValueError, WenshuError) as error:
        print(error.sentence("zh") if isinstance(error, WenshuError) else error)
        return 2
    _print(report, verdicts, as_json, verbose)
    return 0 if passes(verdicts, least_right=least_right, most_wrong=most_wrong) else 1


def _print(report: ModuleType, verdicts: Sequence[Verdict], as_json: bool, verbose: bool) -> None:
    print(report.as_json(verdicts) if as_json else report.as_text(verdicts, verbose=verbose))


def _everything(planner_only: bool) -> tuple[list[Verdict], list[str]]:
    """The verdicts of all shops, and a line for each one that was skipped."""
    from evals import road
    from evals.shops import opened_real, real_shops

    cases = [case for file in _files(None) for case in read_cases(file)]
    with road.opened(None) as (ask, judge):
        verdicts = score(cases, ask, judge, planner_only=planner_only)
    skipped = []
    for real in real_shops():
        if real.missing:
            skipped.append(f"skipped {real.name}: {real.missing}")
            continue
        cases = list(read_cases(real.questions))
        with opened_real(real) as (ask, judge):
            found = score(cases, ask, judge, planner_only=planner_only)
        verdicts += [replace(v, shop=real.name) for v in found]
    return verdicts, skipped


def _files(paths: Sequence[Path] | None) -> list[Path]:
    return [
        file
        for path in paths or [QUESTIONS]
        for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])
    ]


def passes(verdicts: Sequence[Verdict], *, least_right: float, most_wrong: int) -> bool:
    """Whether enough is right and little enough is wrong; a set that judges nothing passes."""
    judged = [v for v in verdicts if v.mark != "unjudged"]
    right = sum(v.mark == "right" for v in judged)
    wrong = sum(v.mark == "wrong" for v in judged)
    return right >= least_right * len(judged) and wrong <= most_wrong
