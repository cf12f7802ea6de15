"""The answer to an open question: what was looked up, part by part, under the model's summary."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.agent.budget import Budget
from assistant.agent.errors import ModelError
from assistant.answer import Answer, Question
from assistant.answers import from_result, joined_answer
from assistant.messages import say
from semantic_layer.messages import add
from semantic_layer.texts import Text
from tools.registry import Step

if TYPE_CHECKING:
    from assistant.agent.choosing import Task
    from assistant.agent.endpoint import Endpoint
    from assistant.agent.report import Looked

add(
    {
        "model.chose": (
            "看哪几项由语言模型选择，数字都按店铺口径算出。",
            "The language model chose what to look at; every number follows the shop's definitions.",
        ),
        "model.no_prose": (
            "语言模型没有写成可用的小结，只列查到的数字。",
            "The language model wrote no usable summary; the numbers stand alone.",
        ),
    }
)


def report_answer(
    question: Question,
    task: "Task",
    endpoint: "Endpoint",
    budget: Budget,
    on_step: Callable[[Step], None],
) -> Answer:
    """The parts joined, the prose above them. Raises ModelError when nothing was looked up."""
    from assistant.agent.report import looked_up, prose

    reads = {name: tool for name, tool in task.tools.items() if not tool.effects}
    looked = looked_up(replace(task, tools=reads), endpoint, budget)
    parts = [_part(question, one, task.lang) for one in looked]
    answer = joined_answer(question.text, parts) if len(parts) > 1 else parts[0]

    def heard(sentence: str) -> None:
        on_step(Step("said", Text(sentence, sentence)))

    try:
        said = prose(answer.findings, task.lang, endpoint, budget, heard)
    except ModelError as error:
        if error.code == "model_cancelled":
            raise
        said = ""
    lead = _lead(question, said, answer, task.lang)
    return replace(
        answer,
        text=f"{lead.text}\n{answer.text}",
        notes=(*lead.notes, *answer.notes),
        parts=(lead, *parts),
    )


def _lead(question: Question, said: str, answer: Answer, lang: str) -> Answer:
    """The first part: the summary with the findings that it says, or that there is none."""
    text = said or say("model.no_prose", lang)
    findings = tuple(f for f in answer.findings if f"{f.label} {f.text}" in said)
    notes = (say("model.chose", lang),)
    return Answer(question.text, "answered", text, lang, findings=findings, notes=notes)


def _part(question: Question, looked: "Looked", lang: str) -> Answer:
    args = dict(looked.result.arguments) or dict(looked.call.arguments)
    return from_result(question.text, looked.result, lang, tool=looked.call.tool, args=args)
