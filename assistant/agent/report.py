"""An open question (618复盘, a weekly report): several calls that the model plans, and its prose.

Each call is checked and run like a single one. The prose is held to their findings sentence by
sentence; without any of it the findings stand alone.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import ValidationError

from assistant.agent.budget import Budget
from assistant.agent.choosing import Task
from assistant.agent.endpoint import Endpoint, chat_model
from assistant.agent.errors import ModelError
from assistant.agent.grounding import Ungrounded, settle
from assistant.agent.loop import usage_of, why
from assistant.agent.patience import within
from assistant.agent.prompt import estimated_tokens, quoted, report_prompt
from assistant.agent.prose import grounded, sentences
from assistant.agent.salvage import calls_in
from assistant.agent.schema import compact
from assistant.answer import SaidFinding
from assistant.trust.masking import masked
from assistant.understand.understanding import Call
from prompts import text
from semantic_layer.errors import PolicyError, QueryError
from tools.result import Result

MOST_CALLS = 5
MOST_FACTS = 40
MOST_FACT = 80
MOST_TOKENS_OUT = 900


@dataclass(frozen=True, slots=True)
class Looked:
    """One call of a report with its result."""

    call: Call
    result: Result


@dataclass(slots=True)
class _Plan:
    """The calls of a reply, run: what came out, and why the others could not be used."""

    task: Task
    looked: list[Looked] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)

    def run(self, calls: Sequence[Call]) -> None:
        for call in calls[:MOST_CALLS]:
            try:
                self._run(call)
            except (ValidationError, Ungrounded, QueryError, PolicyError) as error:
                self.unfit.append(why(error, self.task.lang))

    def _run(self, call: Call) -> None:
        tool = self.task.tools[call.tool]
        given = tool.arguments.model_validate(dict(call.arguments))
        arguments = given.model_dump(mode="json", exclude_defaults=True)
        settled = Call(call.tool, settle(arguments, self.task.ground, all_named=False))
        if all(settled != one.call for one in self.looked):
            self.looked.append(Looked(settled, self.task.run(settled)))


def looked_up(task: Task, endpoint: Endpoint, budget: Budget) -> tuple[Looked, ...]:
    """What the model chose to look at for an open question, at least one call.

    Raises ModelError, and EngineError of a call's own.
    """
    return within(lambda: _looked_up(task, endpoint, budget), budget)


def _looked_up(task: Task, endpoint: Endpoint, budget: Budget) -> tuple[Looked, ...]:
    plan = _Plan(task)
    shapes = [
        {"type": "function", "function": {
            "name": t.name, "description": t.description.get(task.lang), "parameters": compact(t.schema()),
        }}
        for t in task.tools.values()
    ]  # fmt: skip
    spent = estimated_tokens(json.dumps(shapes, ensure_ascii=False) + task.ground.text)
    messages: list[BaseMessage] = [
        SystemMessage(report_prompt(task.ground, task.lang, spent=spent)),
        HumanMessage(masked(task.ground.text)),
    ]
    with chat_model(endpoint, budget, longest=MOST_TOKENS_OUT) as model:
        speaking: Any = model.bind_tools(shapes)
        while True:
            budget.spend_call()
            reply = speaking.invoke(messages)
            budget.count(usage_of(reply, messages))
            plan.run(_calls(reply, frozenset(task.tools)))
            if plan.looked:
                return tuple(plan.looked)
            budget.spend_repair()
            reason = "; ".join(plan.unfit[:3]) or "no call"
            again = text("repair", task.lang).format(why=reason)
            messages = [*messages, AIMessage(reply.text[:500] or "…"), HumanMessage(again)]


def _calls(reply: AIMessage, names: frozenset[str]) -> list[Call]:
    called = [Call(c["name"], c["args"]) for c in reply.tool_calls if c["name"] in names]
    return called or list(calls_in(reply.text, names))


def prose(
    findings: Sequence[SaidFinding],
    lang: str,
    endpoint: Endpoint,
    budget: Budget,
    heard: Callable[[str], None],
) -> str:
    """The model's summary of findings, as far as they carry it; "" when nothing of it holds.

    `heard` gets each sentence as soon as it has come and holds. Raises ModelError.
    """
    return within(lambda: _prose(findings, lang, endpoint, budget, heard), budget)


def _prose(
    findings: Sequence[SaidFinding],
    lang: str,
    endpoint: Endpoint,
    budget: Budget,
    heard: Callable[[str], None],
) -> str:
    told = findings[:MOST_FACTS]
    facts = "\n".join(f"{f.id}: {quoted(f'{f.label} {f.text}', MOST_FACT)}" for f in told)
    prompt = text("prose", lang).format(facts=masked(facts), example=told[0].id)
    messages: list[BaseMessage] = [HumanMessage(prompt)]
    with chat_model(endpoint, budget, streaming=True, longest=MOST_TOKENS_OUT) as model:
        budget.spend_call()
        reply = _streamed(model, messages, told, heard)
    budget.count(usage_of(reply, messages))
    return grounded(reply.text, told)


def _streamed(
    model: BaseChatModel,
    messages: list[BaseMessage],
    findings: Sequence[SaidFinding],
    heard: Callable[[str], None],
) -> AIMessage:
    """The whole reply; its sentences are told as they come."""
    whole: Any = None
    told = 0
    for piece in model.stream(messages):
        whole = piece if whole is None else whole + piece
        ended = sentences(whole.text)[:-1]
        for sentence in ended[told:]:
            if said := grounded(sentence, findings):
                heard(said)
        told = len(ended)
    if whole is None:
        raise ModelError("model_nonsense", detail="an empty stream")
    return AIMessage(whole.text, usage_metadata=whole.usage_metadata)
