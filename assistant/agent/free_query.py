"""A question that the compiler has no form for, as guarded SQL that the model writes.

Only the compiler's own "cannot express" leads here. What the model writes is text from a stranger:
it goes through the guard of the `sql` tool like any other, and is sent back once with the reason.
"""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.agent.budget import Budget
from assistant.agent.endpoint import Endpoint, chat_model
from assistant.agent.errors import ModelError
from assistant.agent.patience import within
from assistant.trust.masking import masked
from prompts import text
from semantic_layer.errors import EngineError, GuardError
from semantic_layer.guard import Visible
from semantic_layer.isolation.free_sql import free_sql
from semantic_layer.model import Model
from tools import registry
from tools.registry import Context
from tools.result import Result

if TYPE_CHECKING:
    from assistant.answer import Question
    from assistant.desk import Desk

_SHAPE = {
    "type": "json_schema",
    "json_schema": {
        "name": "query",
        "schema": {
            "type": "object",
            "properties": {"sql": {"type": "string"}},
            "required": ["sql"],
            "additionalProperties": False,
        },
    },
}
_FENCED = re.compile(r"```(?:sql|json)?\s*(.*?)```", re.S)
_MOST_COLUMNS = 400


def free_answer(
    question: "Question", desk: "Desk", context: Context, budget: Budget
) -> tuple[Result, str]:
    """The result with the SQL as the model wrote it. Raises ModelError, PolicyError, EngineError."""
    visible = free_sql(desk.shop).visible(context.role)
    settings = desk.settings
    endpoint = Endpoint(settings.base_url, settings.api_key, settings.model)
    prompt = text("free_query", context.lang).format(
        tables=described(visible, desk.shop.model, context.lang), today=context.today
    )

    def run(sql: str) -> Result:
        return registry.run("sql", desk.shop, {"sql": sql}, context=context)

    def work() -> tuple[Result, str]:
        with chat_model(endpoint, budget) as model:
            return _asked(
                model, [SystemMessage(prompt), HumanMessage(masked(question.text))], run, budget
            )

    return within(work, budget)


def described(visible: Visible, model: Model, lang: str) -> str:
    """A line for each table: its name and label, its columns with their types and labels."""
    lines, left = [], _MOST_COLUMNS
    for name, relation in visible.relations.items():
        table = model.tables[name]
        labels = {d.name: d.label.get(lang) for d in table.dimensions}
        shown = list(relation.columns.items())[:left]
        left -= len(shown)
        columns = ", ".join(
            f"{column} {kind}" + (f" ({labels[column]})" if column in labels else "")
            for column, kind in shown
        )
        lines.append(f"- {name} ({table.label.get(lang)}): {columns}")
    return "\n".join(lines)


def _asked(
    model: BaseChatModel,
    messages: list[BaseMessage],
    run: Callable[[str], Result],
    budget: Budget,
) -> tuple[Result, str]:
    speaking: Any = model.bind(response_format=_SHAPE)
    while True:
        budget.spend_call()
        reply = speaking.invoke(messages)
        budget.count(getattr(reply, "usage_metadata", None))
        sql = _sql_in(str(reply.content))
        try:
            return run(sql), sql
        except (GuardError, EngineError) as error:
            if error.code in ("busy", "cancelled", "timeout"):
                raise
            budget.spend_repair()
            messages = [*messages, AIMessage(sql), HumanMessage(error.sentence("en"))]


def _sql_in(reply: str) -> str:
    """The statement in a reply: a JSON object's `sql`, a fenced block, or the text itself."""
    fenced = _FENCED.search(reply)
    said = fenced.group(1) if fenced else reply
    try:
        found = json.loads(said)
    except ValueError:
        found = None
    if isinstance(found, dict) and isinstance(found.get("sql"), str):
        said = found["sql"]
    if not said.strip():
        raise ModelError("model_nonsense", detail="no statement in the reply")
    return said.strip()
