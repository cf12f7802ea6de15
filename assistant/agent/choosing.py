"""One question put to the model, with everything that it may use, and what it decided."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.agent.budget import Budget
from assistant.agent.candidates import reference
from assistant.agent.endpoint import Endpoint, chat_model
from assistant.agent.evidence import doubts, told_words
from assistant.agent.ground import Ground
from assistant.agent.grounding import settle
from assistant.agent.loop import Decision, Schema, Table, Way, decide, talking_ways
from assistant.agent.patience import within
from assistant.agent.prompt import estimated_tokens, system_prompt
from assistant.agent.schema import WORDS, choice_schema, compact, narrowed, with_words
from assistant.trust.masking import masked
from assistant.understand.understanding import Call, Understanding
from semantic_layer.query import TIME_PARTS, TIME_STEPS
from tools.registry import Tool
from tools.result import Result


@dataclass(frozen=True, slots=True)
class Task:
    """A question with the tools that may answer it; `run` computes a call that was checked."""

    ground: Ground
    hint: Understanding
    tools: Mapping[str, Tool]
    run: Callable[[Call], Result]
    lang: str


@dataclass(frozen=True, slots=True)
class Manner:
    """How the endpoint is spoken to: streamed or not, with tools or for one JSON object."""

    streaming: bool = False
    json: bool = False


def choose(task: Task, endpoint: Endpoint, budget: Budget, manner: Manner = Manner()) -> Decision:
    """The model's decision. Raises ModelError, and what the semantic layer raises on running it."""
    return within(lambda: _chosen(task, endpoint, budget, manner), budget)


def _chosen(task: Task, endpoint: Endpoint, budget: Budget, manner: Manner) -> Decision:
    ways = (*(_way(tool, task) for tool in task.tools.values()), *talking_ways())
    spent = sum(estimated_tokens(json.dumps(w.schema) + w.name + w.description) for w in ways)
    spent += estimated_tokens(task.ground.text)
    prompt = system_prompt(task.ground, task.hint, task.tools, task.lang, spent=spent)
    choice = choice_schema({w.name: w.grammar or w.schema for w in ways})
    table = Table(ways, budget, task.lang, choice, speaks_json=manner.json)
    with chat_model(endpoint, budget, streaming=manner.streaming) as model:
        return decide(model, prompt, masked(task.ground.text), table)


def _way(tool: Tool, task: Task) -> Way:
    """A tool of the registry as the model sees it: short schema, our check before it runs."""

    def run(call: Call) -> Decision:
        given = {name: value for name, value in call.arguments.items() if name != WORDS}
        checked = tool.arguments.model_validate(given).model_dump(
            mode="json", exclude_defaults=True
        )
        settled = Call(call.tool, settle(checked, task.ground))
        told = told_words(call.arguments.get(WORDS), settled.arguments, task.ground)
        unsure = doubts(told, settled.arguments, task.ground)
        result = task.run(settled)  # also where in doubt: only what runs is worth offering
        return Decision(settled, None if unsure else result, told, unsure)

    schema = arguments_schema(tool, task.ground)
    description = tool.description.get(task.lang)
    return Way(tool.name, description, schema, run, _with_names(schema, task.ground))


def arguments_schema(tool: Tool, ground: Ground) -> Schema:
    """The tool's arguments, shortly, with a place for unknown words where there are any."""
    schema = compact(tool.schema())
    return with_words(schema) if ground.unknown else schema


def _with_names(schema: Schema, ground: Ground) -> Schema:
    """The schema with the shop's candidates as the names to choose from."""
    fields = [reference(d, ground.model) for d in ground.found.dimensions]
    metrics = [m.name for m in ground.found.metrics]
    return narrowed(schema, metrics, [*fields, *TIME_STEPS, *TIME_PARTS])
