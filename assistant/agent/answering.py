"""`answer_with_model`: the road's other way of understanding a question.

The model only chooses a call, asks back or declines. The call is checked and run like the planner's,
and narrated from its findings; a question back offers only questions that the planner is sure of.
"""

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.agent.errors import Declined, ModelError
from assistant.answer import Answer, Question
from assistant.messages import say
from assistant.narrate import narrate
from assistant.understand.normalise import detect_language
from assistant.understand.understanding import Call, Understanding
from semantic_layer.messages import add
from tools import registry
from tools.registry import Context, Step

if TYPE_CHECKING:
    from assistant.agent.budget import Budget
    from assistant.agent.choosing import Task
    from assistant.agent.loop import Decision
    from assistant.desk import Desk

add(
    {
        "model.asks": ("我想确认一下：{question}", "Let me make sure: {question}"),
        "model.which": ("你指的是哪一个？", "Which one do you mean?"),
        "model.not_in_data": (
            "这家店的数据里没有能回答它的内容。可以问销售、流量、投放、售后等指标。",
            "This shop's data holds nothing that answers it. "
            "Ask about its sales, traffic, ads or refunds.",
        ),
        "model.unsupported": (
            "这个问题现有的工具还算不了。可以先看相关指标的数值、趋势或对比。",
            "The tools here cannot compute that yet. "
            "You can look at the metrics behind it, their trend or comparison.",
        ),
        "model.out_of_scope": (
            "我只回答这家店的经营数据问题，比如“上个月各渠道的GMV”。",
            "I only answer questions about this shop's data, such as GMV by channel last month.",
        ),
    }
)
MOST_OPTIONS = 4


def answer_with_model(
    question: Question,
    desk: "Desk",
    hint: Understanding,
    on_step: Callable[[Step], None] | None = None,
    cancel: Any = None,
) -> Answer:
    """The answer by way of the language model that the settings name.

    Raises ModelError when the model is of no help (unreachable, slow, nonsense, beyond its budget, or
    a choice that the question does not carry); the caller then gives the planner's question back.
    Errors of the semantic layer pass through.
    """
    os.environ["LANGSMITH_TRACING"] = "false"
    from assistant.agent.budget import Budget
    from assistant.agent.choosing import choose
    from assistant.agent.endpoint import Endpoint

    lang = question.lang or detect_language(question.text)
    budget = Budget(stopped=lambda: _is_stopped(cancel))
    task = _task(question, desk, hint, lang, on_step, cancel)
    settings = desk.settings
    decision = choose(task, Endpoint(settings.base_url, settings.api_key, settings.model), budget)
    return _answer(question, task, decision, budget, desk)


def _is_stopped(cancel: Any) -> bool:
    return cancel is not None and bool(getattr(cancel, "cancelled", False) or _is_set(cancel))


def _is_set(cancel: Any) -> bool:
    return hasattr(cancel, "is_set") and cancel.is_set()


def _task(
    question: Question,
    desk: "Desk",
    hint: Understanding,
    lang: str,
    on_step: Callable[[Step], None] | None,
    cancel: Any,
) -> "Task":
    from assistant.agent.candidates import candidates
    from assistant.agent.choosing import Task
    from assistant.agent.grounding import Ground

    shop, role = desk.shop, question.identity.role
    values = shop.values()
    ground = Ground(
        question.text,
        shop.model,
        question.today or shop.today,
        shop.first_day,
        shop.last_day,
        candidates(question.text, shop.model, values, role),
        values,
        _previous(question, desk),
        default_time(shop, question.today),
    )
    context = Context(role, lang, question.today, on_step or _unheard, cancel)

    def run(call: Call) -> Any:
        return registry.run(call.tool, shop, call.arguments, context=context)

    return Task(ground, hint, registry.tools(), run, lang)
