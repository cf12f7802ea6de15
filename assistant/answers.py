"""Turns results, messages and errors into Answers in the asker's language."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.answer import Answer, SaidFinding, Status
from assistant.narrate import narrate, tell
from semantic_layer.errors import (
    CannotExpress,
    EngineError,
    PolicyError,
    ShopError,
    WenshuError,
)
from semantic_layer.texts import Text
from tools.result import Result

__all__ = ["exported", "from_error", "from_message", "from_result", "joined_answer", "led"]

_NOT_IN_DATA = ("unknown_metric", "unknown_dimension", "unknown_tool", "period_without_data")
_UNSAFE = (
    "fan_out",
    "share_of_ratio",
    "false_key",
    "unverified_key",
    "mixed_currencies",
    "reported_sum",
)
_QUESTIONS = ("ambiguous_dimension",)


def from_result(
    question: str, result: Result, lang: str, *, tool: str, args: Mapping[str, Any]
) -> Answer:
    """An answer of a tool, said in `lang`."""
    told = narrate(result, lang)
    return Answer(
        question=question,
        status="answered",
        text=told.text,
        lang=lang,
        tool=tool,
        args=dict(args),
        result=result,
        governed=result.governed,
        findings=told.findings,
        notes=tuple(note.get(lang) for note in result.notes),
        next=tuple(text.get(lang) for text in result.next),
        ms={"query": result.query_ms},
    )


def from_message(
    question: str,
    status: Status,
    key: str,
    lang: str,
    values: Mapping[str, Any] | None = None,
    *,
    code: str = "",
    options: Sequence[str] = (),
) -> Answer:
    """An answer that is a message of the table; its values are findings."""
    told = tell(key, lang, _in(lang, values))
    return Answer(
        question=question,
        status=status,
        text=told.text,
        lang=lang,
        code=code,
        findings=told.findings,
        options=tuple(options),
    )


def from_error(question: str, error: WenshuError, lang: str) -> Answer:
    """An error as a refusal, a question back or a failure, with its choices as options."""
    status, code = _standing(error)
    if isinstance(error, ShopError):
        text = error.sentence(lang)
        return Answer(question, status, text, lang, code=code, options=error.choices)
    key = f"error.{error.code}"
    return from_message(question, status, key, lang, error.values, code=code, options=error.choices)


def joined_answer(question: str, parts: Sequence[Answer]) -> Answer:
    """One answer of several: their texts below each other, their findings numbered by part."""
    answered = [part for part in parts if part.status == "answered"]
    first = (answered or list(parts))[0]
    findings: list[SaidFinding] = []
    for place, part in enumerate(parts, 1):
        findings += [replace(f, id=f"part{place}.{f.id}") for f in part.findings]
    return Answer(
        question=question,
        status=first.status,
        text="\n".join(part.text for part in parts),
        lang=first.lang,
        code=first.code,
        tool=first.tool,
        findings=tuple(findings),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        options=tuple(dict.fromkeys(o for part in parts for o in part.options)),
        next=tuple(dict.fromkeys(n for part in parts for n in part.next))[:3],
        parts=tuple(parts),
        ms={"query": sum(part.ms.get("query", 0.0) for part in parts)},
    )


def led(answer: Answer, key: str, values: Mapping[str, Any] | None = None) -> Answer:
    """The answer under a sentence of the message table."""
    told = tell(key, answer.lang, _in(answer.lang, values))
    return replace(
        answer, text=f"{told.text}\n{answer.text}", findings=(*told.findings, *answer.findings)
    )


def exported(answer: Answer, rows: int) -> Answer:
    """The answer as a file: how many rows it has, and the CSV itself."""
    from assistant.render.csv import csv_text

    told = tell("answer.exported", answer.lang, {"rows": rows})
    return replace(answer, text=told.text, findings=told.findings, csv=csv_text(answer))


def _standing(error: WenshuError) -> tuple[Status, str]:
    """The status and the contract's code of an error."""
    if isinstance(error, PolicyError):
        return "refused", "policy"
    if isinstance(error, EngineError | ShopError):
        return "failed", error.code
    if error.code in _QUESTIONS:
        return "clarify", error.code
    if error.code in _NOT_IN_DATA:
        return "refused", "not_in_data"
    if error.code in _UNSAFE and not isinstance(error, CannotExpress):
        return "refused", "unsafe_result"
    return "refused", "unsupported"


def _in(lang: str, values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {k: v.get(lang) if isinstance(v, Text) else v for k, v in (values or {}).items()}
