"""The agent's loop: LangChain's `create_agent` over our tools, held to one decision.

The model may call one of the shop's tools, ask back or decline; the first fit call ends the loop,
and nothing that it writes reaches the asker. A model without tool calls is asked once more for one
JSON object (`json_schema`). An unfit call is sent back once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelRequest,
    ModelResponse,
    ToolErrorMiddleware,
    hook_config,
)
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import ValidationError

from assistant.agent.budget import Budget
from assistant.agent.errors import ModelError
from assistant.agent.grounding import Ungrounded
from assistant.agent.prompt import estimated_tokens
from assistant.agent.salvage import call_in
from assistant.agent.schema import ASK, DECLINE, ask_schema, decline_schema
from assistant.understand.understanding import Call
from prompts import text
from semantic_layer.errors import CannotExpress, QueryError
from tools.result import Result

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the model chose: a call with its result, or to ask back or to decline.

    `told` says which unknown word of the question the model took for which name; `doubts` is what
    the call holds or leaves out beyond the question's words.
    """

    call: Call
    result: Result | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Way:
    """A tool as the model may call it: its short schema, what checks and runs the call, and the
    schema with the shop's names in it for models that are held to a grammar (there it is free)."""

    name: str
    description: str
    schema: Schema
    run: Callable[[Call], Decision]
    grammar: Schema | None = None


@dataclass(slots=True)
class Table:
    """What lies between the model and us: the ways it has, what it may cost, what it decided."""

    ways: Sequence[Way]
    budget: Budget
    lang: str
    choice: Schema
    decided: list[Decision] = field(default_factory=list)
    speaks_json: bool = False

    @property
    def names(self) -> frozenset[str]:
        return frozenset(way.name for way in self.ways)


class UnfitCall(Exception):
    """A call that is sent back to the model with the reason."""


def decide(model: BaseChatModel, prompt: str, question: str, table: Table) -> Decision:
    """The model's decision about a question.

    Raises ModelError when it comes to none, and the errors of the semantic layer that no other
    wording of the call would mend (policy, engine).
    """
    agent: Any = create_agent(
        model,
        [_tool(way, table) for way in table.ways],
        system_prompt=prompt,
        middleware=[_Turnstile(table), ToolErrorMiddleware(_sent_back)],
    )
    agent.invoke({"messages": [HumanMessage(question)]}, {"recursion_limit": 24})
    if not table.decided:
        raise ModelError("model_nonsense", detail="the loop ended without a decision")
    return table.decided[0]


def talking_ways() -> tuple[Way, Way]:
    """Asking back and declining, which run nothing."""
    return (
        Way(ASK, "Ask the user which of several readings is meant.", ask_schema(), Decision),
        Way(DECLINE, "Say that this shop's data cannot answer.", decline_schema(), Decision),
    )


def _tool(way: Way, table: Table) -> BaseTool:
    def run(**arguments: Any) -> tuple[str, Result | None]:
        table.budget.check()
        try:
            decision = way.run(Call(way.name, arguments))
        except CannotExpress:
            raise
        except (ValidationError, Ungrounded, QueryError) as error:
            table.budget.spend_repair()
            raise UnfitCall(
                text("repair", table.lang).format(why=why(error, table.lang))
            ) from error
        table.decided.append(decision)
        return "ok", decision.result

    return StructuredTool(
        name=way.name,
        description=way.description,
        args_schema=way.schema,
        func=run,
        response_format="content_and_artifact",
    )


def why(error: Exception, lang: str) -> str:
    """What is wrong with a call, for the model that made it."""
    if isinstance(error, ValidationError):
        faults = error.errors(include_url=False, include_input=False)
        return "; ".join(f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in faults[:3])
    if isinstance(error, QueryError):
        near = f" ({', '.join(map(str, error.choices[:5]))})" if error.choices else ""
        return error.sentence(lang) + near
    return str(error)


def _sent_back(error: Exception, _request: object) -> str | None:
    return str(error) if isinstance(error, UnfitCall) else None


class _Turnstile(AgentMiddleware[Any, Any]):
    """Lets a reply through when it is one call; pays for it; ends the loop at a decision."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        """The first decision ends the loop."""
        return {"jump_to": "end"} if self.table.decided else None

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """One call out of a reply, with JSON asked for when the model calls no tools."""
        calling = self._paid(request, handler) if not self.table.speaks_json else None
        message = calling or self._paid(self._as_json(request), handler)
        if message is None:
            raise ModelError("model_nonsense", detail="no call in the model's reply")
        return ModelResponse(result=[message])

    def _paid(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> AIMessage | None:
        self.table.budget.spend_call()
        reply = next(m for m in reversed(handler(request).result) if isinstance(m, AIMessage))
        self.table.budget.count(usage_of(reply, request.messages))
        return self._one_call(reply)

    def _one_call(self, reply: AIMessage) -> AIMessage | None:
        """The reply's first call and nothing else, None when it has none."""
        if reply.tool_calls:
            first = reply.tool_calls[0]
            if first["name"] in self.table.names and isinstance(first["args"], dict):
                return AIMessage("", tool_calls=[{**first, "id": first["id"] or "call"}])
        found = call_in(reply.text, self.table.names)
        if found is None:
            return None
        arguments = dict(found.arguments)
        return AIMessage("", tool_calls=[{"name": found.tool, "args": arguments, "id": "said"}])

    def _as_json(self, request: ModelRequest[Any]) -> ModelRequest[Any]:
        """The request without tools, for one JSON object. It stays so for this question."""
        self.table.speaks_json = True
        wanted = {"name": "call", "schema": self.table.choice}
        asked = HumanMessage(text("json", self.table.lang).format())
        return request.override(
            tools=[],
            tool_choice=None,
            messages=[*_told(request.messages), asked],
            model_settings={"response_format": {"type": "json_schema", "json_schema": wanted}},
        )


def usage_of(reply: AIMessage, messages: Sequence[Any]) -> dict[str, int]:
    """The tokens that a reply says it took; our own estimate where it says none."""
    usage: Mapping[str, Any] = reply.usage_metadata or {}
    said = {k: v for k, v in usage.items() if isinstance(v, int) and v > 0}
    asked = sum(estimated_tokens(m.text) for m in messages)
    made = estimated_tokens(reply.text + str(reply.tool_calls or ""))
    return {"input_tokens": asked, "output_tokens": made, **said}


def _told(messages: Sequence[Any]) -> list[Any]:
    """The conversation as plain text, for a request that may not mention tools."""
    told: list[Any] = []
    for message in messages:
        calls = getattr(message, "tool_calls", None)
        if calls:
            told.append(AIMessage(str({"tool": calls[0]["name"], "arguments": calls[0]["args"]})))
        elif message.type == "tool":
            told.append(HumanMessage(message.text))
        else:
            told.append(message)
    return told
