"""One typed call run for an asker, by the planner's road or straight from a command line."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from time import perf_counter

from pydantic import BaseModel, ValidationError

from assistant.answer import Answer, Question
from assistant.answers import from_error, from_message, from_result
from assistant.desk import Desk
from assistant.faults import said_faults
from assistant.traces import trace_id
from assistant.trust.masking import unquoted
from assistant.understand.understanding import Call
from semantic_layer.engines import Cancel
from semantic_layer.errors import CannotExpress, EngineError, WenshuError
from semantic_layer.query import MetricQuery
from tools import registry
from tools.registry import Context, Reading, Step, Tool, unheard
from tools.result import Result

__all__ = ["QUERY", "OnStep", "call_tool", "run_tool", "unfit"]

OnStep = Callable[[Step], None]
QUERY = "query"
_LOG = logging.getLogger("wenshu")


def run_tool(
    call: Call,
    question: Question,
    desk: Desk,
    *,
    on_step: OnStep | None = None,
    cancel: Cancel | None = None,
    beyond: Callable[[], Answer | None] | None = None,
    reading: Reading | None = None,
) -> Answer:
    """A call run for a question's asker: a cached result, a new one, or the error said.

    `beyond` may still answer what the compiler has no form for. `reading` is what the turn has read
    so far.
    """
    lang = question.lang or desk.shop.model.language
    context = Context(
        question.identity.role,
        lang,
        desk.today(question),
        on_step or unheard,
        cancel,
        reading=reading or Reading(),
    )
    try:
        tool = registry.tool(call.tool)
        arguments = tool.arguments(**call.arguments)
        result, computed_at = _computed(tool, arguments, question, desk, context)
    except ValidationError as error:
        return unfit(call, question.text, error, lang)
    except CannotExpress as error:
        further = beyond() if beyond else None
        return further or _unanswered(call, question.text, error, lang)
    except WenshuError as error:
        return _unanswered(call, question.text, error, lang)
    said = arguments.model_dump(mode="json", exclude_defaults=True)
    answer = from_result(question.text, result, lang, tool=call.tool, args=said)
    if computed_at is None:
        return answer
    return replace(answer, via="cache", computed_at=computed_at, ms={"query": 0.0})


def _computed(
    tool: Tool, arguments: BaseModel, question: Question, desk: Desk, context: Context
) -> tuple[Result, datetime | None]:
    """The result, and when it was computed if it was before. What has effects is never repeated
    from memory."""
    key = desk.result_key(
        tool.name, arguments.model_dump(mode="json"), context.role, desk.today(question)
    )
    kept = desk.cached(key) if question.use_cache and not tool.effects else None
    if kept is not None:
        context.reading.note(kept.value)
        return kept.value, kept.at
    result = tool.run(desk.shop, arguments, context=context)
    if not tool.effects:
        desk.cache(key, result)
    return result, None


def _unanswered(call: Call, text: str, error: WenshuError, lang: str) -> Answer:
    """The answer to a call that the layer refused or the engine failed; its detail is logged."""
    if error.detail:
        detail = unquoted(error.detail) if isinstance(error, EngineError) else error.detail
        _LOG.warning("%s %s: %s", call.tool, error.code, detail)
    return replace(from_error(text, error, lang), tool=call.tool, args={**call.arguments})


def unfit(call: Call, text: str, error: ValidationError, lang: str) -> Answer:
    """The answer to arguments that do not fit their tool: which, and what is wrong with each."""
    shape = MetricQuery if call.tool == QUERY else registry.tool(call.tool).arguments
    values = {"tool": call.tool, "where": said_faults(error, shape, lang)}
    answer = from_message(text, "failed", "error.bad_arguments", lang, values, code="bad_arguments")
    return replace(answer, tool=call.tool, args={**call.arguments})


def call_tool(
    call: Call, question: Question, desk: Desk, *, cancel: Cancel | None = None
) -> Answer:
    """A call that came as arguments, not as a question, with its ids, timings and record.

    The tool `query` is the semantic layer alone: the MetricQuery just as it is written.
    """
    with desk.audit.watching(question) as watched:
        watched.answer = _called(call, question, desk, cancel)
        return watched.answer


def _called(call: Call, question: Question, desk: Desk, cancel: Cancel | None) -> Answer:
    started = perf_counter()
    run = _run_query if call.tool == QUERY else run_tool
    answer = run(call, question, desk, cancel=cancel)
    entry = {
        "kind": "tool",
        "shop": desk.shop.model.name,
        "data_version": desk.shop.data_version,
        "tool": call.tool,
        "args": dict(call.arguments),
        "today": str(desk.today(question)),
        "lang": answer.lang,
        "role": question.identity.role,
    }
    trace = trace_id(entry)
    answer = replace(
        answer,
        id=question.id,
        trace=trace,
        thread=question.thread or trace,
        confidence=1.0,
        data_as_of=desk.shop.data_as_of,
        data_version=desk.shop.data_version,
        ms={**answer.ms, "total": (perf_counter() - started) * 1000},
    )
    desk.traces.add(trace, entry, answer)
    return answer


def _run_query(
    call: Call, question: Question, desk: Desk, *, cancel: Cancel | None = None
) -> Answer:
    from tools.metrics import answer_query
    from tools.rows import answer_rows

    lang = question.lang or desk.shop.model.language
    context = Context(question.identity.role, lang, desk.today(question), cancel=cancel)
    try:
        query = MetricQuery(**call.arguments)
        run = answer_query if query.metrics else answer_rows
        result = run(desk.shop, query, context)
    except ValidationError as error:
        return unfit(call, question.text, error, lang)
    except WenshuError as error:
        return _unanswered(call, question.text, error, lang)
    said = query.model_dump(mode="json", exclude_defaults=True)
    return from_result(question.text, result, lang, tool=call.tool, args=said)
