"""An answer as the contract's JSON: fixed keys in a fixed order, money without float noise."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.answer import Answer
from tools.bases import base_word
from tools.result import Chart, Proposal, Result

__all__ = ["answer_data", "answer_json"]

SCHEMA = 1


def answer_json(answer: Answer, *, indent: int | None = None) -> str:
    """One line of JSON (or indented), in UTF-8 characters."""
    return json.dumps(answer_data(answer), ensure_ascii=False, indent=indent, allow_nan=False)


def answer_data(answer: Answer) -> dict[str, Any]:
    """The answer as JSON-ready values, with the contract's keys in its order.

    Only where there is something: `csv` (the table was asked for as a file), `lessons` (what
    picking an option can teach the shop, by its place), `own_words` (taught words that were used).
    """
    return {
        "schema": SCHEMA,
        "id": answer.id,
        "trace": answer.trace,
        "thread": answer.thread,
        "question": answer.question,
        "status": answer.status,
        "code": answer.code,
        "via": answer.via,
        "governed": answer.governed,
        "confidence": _plain(answer.confidence),
        "tool": answer.tool,
        "args": _plain(answer.args),
        "text": answer.text,
        **_table(answer.result, answer.lang),
        "findings": [_finding(f) for f in answer.findings],
        "notes": list(answer.notes),
        "options": list(answer.options),
        "next": list(answer.next),
        "proposals": [_proposal(p, answer.lang) for p in _of(answer.result, "proposals")],
        "parts": [answer_data(part) for part in answer.parts],
        **_provenance(answer),
        **_more(answer),
        "ms": {k: round(answer.ms.get(k, 0.0), 3) for k in ("understand", "query", "total")},
        "tokens": dict(answer.tokens),
        "cost": {"amount": _plain(answer.cost.amount), "currency": answer.cost.currency},
        "computed_at": _plain(answer.computed_at),
    }


def _more(answer: Answer) -> dict[str, Any]:
    lessons = [
        {"option": place, "word": x.word, "means": x.name, "kind": x.kind}
        for place, x in enumerate(answer.lessons, 1)
        if x
    ]
    found = {"csv": answer.csv, "lessons": lessons, "own_words": list(answer.own_words)}
    return {name: value for name, value in found.items() if value}


def _table(result: Result | None, lang: str) -> dict[str, Any]:
    if result is None:
        return {"columns": [], "rows": [], "chart": None}
    columns = [
        {"name": c.name, "label": c.label.get(lang), "kind": c.kind, "unit": c.unit}
        for c in result.columns
    ]
    rows = [[_plain(cell) for cell in row] for row in result.rows]
    return {"columns": columns, "rows": rows, "chart": _chart(result.chart, lang)}


def _chart(chart: Chart | None, lang: str) -> dict[str, Any] | None:
    if chart is None:
        return None
    return {
        "kind": chart.kind,
        "x": chart.x,
        "y": list(chart.y),
        "series": chart.series,
        "title": chart.title.get(lang),
        "format": chart.format,
    }


def _finding(finding: Any) -> dict[str, Any]:
    said = {
        "id": finding.id,
        "label": finding.label,
        "value": _plain(finding.value),
        "unit": finding.unit,
        "text": finding.text,
    }
    about = [{"dimension": d, "member": m} for d, m in finding.about]
    return {**said, "about": about} if about else said


def _proposal(proposal: Proposal, lang: str) -> dict[str, Any]:
    return {
        "action": proposal.action,
        "label": proposal.label.get(lang),
        "arguments": dict(proposal.arguments),
    }


def _provenance(answer: Answer) -> dict[str, Any]:
    result, lang = answer.result, answer.lang
    definitions = [
        {
            "metric": d.metric,
            "label": d.label.get(lang),
            "text": d.text.get(lang),
            "version": d.version,
        }
        for d in _of(result, "definitions")
    ]
    filters = [
        {"field": f.field, "op": f.op, "values": _plain(f.values), "label": f.label.get(lang)}
        for f in _of(result, "filters")
    ]
    as_of = (result.data_as_of if result else None) or answer.data_as_of
    return {
        "period": _period(result, answer.lang),
        "filters": filters,
        "definitions": definitions,
        "sql": list(_of(result, "sql")),
        "data_as_of": _plain(as_of),
        "data_version": (result.data_version if result else "") or answer.data_version,
    }


def _period(result: Result | None, lang: str) -> dict[str, Any] | None:
    if result is None or result.time is None:
        return None
    bases = [
        {
            "kind": b.kind,
            "label": base_word(b).get(lang),
            "start": _plain(b.start),
            "end": _plain(b.end),
        }
        for b in result.bases
    ]
    return {
        "start": f"{result.time.start}",
        "end": f"{result.time.end}",
        "grain": result.grain,
        "compare": bases,
    }


def _of(result: Result | None, name: str) -> tuple[Any, ...]:
    return getattr(result, name) if result is not None else ()


def _plain(value: Any) -> Any:
    """A value as JSON has it: a Decimal becomes the shortest number that reads the same."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
