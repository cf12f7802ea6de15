"""Verdicts as a table by kind, language and path, with latency and tokens; and as JSON."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import quantiles

from evals.score import Verdict

MARKS = ("right", "asked", "wrong", "failed", "unjudged")


def as_text(verdicts: Sequence[Verdict], *, verbose: bool = True) -> str:
    """The tables, then every question that was not right, or for unjudged ones what was said."""
    parts = [
        _table("kind", verdicts, lambda v: v.case.kind or "-"),
        _table("language", verdicts, lambda v: v.case.lang or "-"),
        _table("path", verdicts, lambda v: v.via),
        _table("shop", verdicts, lambda v: v.shop),
        "\n".join(f"{name}: {value}" for name, value in summary(verdicts).items()),
    ]
    if verbose:
        parts += [_complaint(v) for v in verdicts if v.mark not in ("right", "unjudged")]
        parts += [_transcript(v) for v in verdicts if v.mark == "unjudged"]
    return "\n\n".join(parts)


def as_json(verdicts: Sequence[Verdict]) -> str:
    """One object: the summary and a line for each question."""
    lines = [
        {
            "shop": v.shop,
            "id": v.case.id,
            "q": v.case.q[:200],
            "kind": v.case.kind,
            "lang": v.case.lang,
            "mark": v.mark,
            "why": v.why,
            "status": v.answer.status if v.answer else "failed",
            "code": v.answer.code if v.answer else "",
            "via": v.via,
            "text": v.answer.text if v.answer else "",
            "args": v.answer.args if v.answer else {},
            "ms": v.answer.ms if v.answer else {},
            "tokens": v.answer.tokens if v.answer else {},
        }
        for v in verdicts
    ]
    return json.dumps(
        {"summary": summary(verdicts), "questions": lines}, ensure_ascii=False, default=str
    )


def summary(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """Counts of the marks, p50 and p95 in milliseconds, tokens."""
    marks: Counter[str] = Counter(v.mark for v in verdicts)
    understand = [v.answer.ms.get("understand", 0.0) for v in verdicts if v.answer]
    total = [v.answer.ms.get("total", v.seconds * 1000) for v in verdicts if v.answer]
    return {
        "questions": len(verdicts),
        **{mark: marks[mark] for mark in MARKS if marks[mark] or mark != "unjudged"},
        "understand_ms": _latency(understand),
        "total_ms": _latency(total),
        "tokens": sum(v.tokens for v in verdicts),
    }


def _latency(values: Sequence[float]) -> dict[str, float]:
    if len(values) < 2:
        return {"p50": round(sum(values), 1), "p95": round(sum(values), 1)}
    cuts = quantiles(values, n=20, method="inclusive")
    return {"p50": round(cuts[9], 1), "p95": round(cuts[18], 1)}


def _table(name: str, verdicts: Iterable[Verdict], group: Callable[[Verdict], str]) -> str:
    counts: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        counts.setdefault(group(verdict), Counter())[verdict.mark] += 1
    used = [m for m in MARKS if m != "unjudged" or any(c[m] for c in counts.values())]
    head = f"| {name} | all | " + " | ".join(used) + " |"
    rule = "|---" * (len(used) + 2) + "|"
    lines = [
        f"| {key} | {sum(count.values())} | " + " | ".join(str(count[m]) for m in used) + " |"
        for key, count in sorted(counts.items())
    ]
    return "\n".join([head, rule, *lines])


def _complaint(verdict: Verdict) -> str:
    case = verdict.case
    wanted = "/".join(case.labels)
    return f"{verdict.mark.upper()} {case.id} [{wanted}] {case.q[:80]!r}\n    {verdict.why}"


def _transcript(verdict: Verdict) -> str:
    answer = verdict.answer
    assert answer is not None
    options = "".join(f"\n    - {option}" for option in answer.options)
    return f"{verdict.case.id} {verdict.case.q}\n    [{answer.status}] {answer.text}{options}"
