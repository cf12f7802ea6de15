"""`answer_with_model`: the road's other way of understanding a question.

The model only chooses a call, asks back or declines. A call that says nothing but what the question
says is run like the planner's and narrated from its findings; one that reads more into the question
is offered as a question. Only questions that the planner itself is sure of are offered.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.agent.errors import Declined
from assistant.agent.openness import is_open
from assistant.agent.reporting import report_answer
from assistant.agent.spending import accounted, spending
from assistant.answer import Answer, Question
from assistant.answers import from_message, from_result
from assistant.messages import say
from assistant.understand.normalise import fold, normalise
from assistant.understand.understanding import Call, Understanding
from semantic_layer.engines import Cancel
from semantic_layer.messages import add
from semantic_layer.query import TimeRange
from tools import registry
from tools.registry import Context, Reading, Step, unheard
from tools.result import Result

if TYPE_CHECKING:
    from assistant.agent.choosing import Task
    from assistant.agent.ground import Ground
    from assistant.agent.loop import Decision
    from assistant.desk import Desk

add(
    {
        "model.read_as": ("“{word}”按“{label}”理解", "'{word}' was taken for '{label}'"),
        "model.which": ("我不太确定，你想看的是：", "I am not sure; do you mean:"),
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
_UNKNOWN_MEMBER = "refuse.unknown_member_plain"
_UNKNOWN = ("ask.unknown_word", _UNKNOWN_MEMBER)


def answer_with_model(
    question: Question,
    desk: "Desk",
    hint: Understanding,
    on_step: Callable[[Step], None] | None = None,
    cancel: Cancel | None = None,
    reading: Reading | None = None,
) -> Answer:
    """The answer by way of the language model that the settings name.

    Raises ModelError when the model is of no help (unreachable, slow, nonsense, beyond its budget,
    or a choice that the question does not carry); the caller then gives the planner's question.
    Errors of the semantic layer pass through.
    """
    settings = desk.settings
    with spending(settings, cancel) as budget:
        from assistant.agent.choosing import choose
        from assistant.agent.endpoint import Endpoint

        context = _context(question, desk, on_step or unheard, cancel, reading)
        task = _task(question, desk, hint, context)
        endpoint = Endpoint(settings.base_url, settings.api_key, settings.model)
        if is_open(task.ground):
            answer = report_answer(question, task, endpoint, budget, context.on_step)
        else:
            answer = _answer(question, desk, hint, choose(task, endpoint, budget))
        answer = replace(answer, via="model")
        return accounted(answer, (budget.input_tokens, budget.output_tokens), settings)


def answer_freely(
    question: Question,
    desk: "Desk",
    on_step: Callable[[Step], None],
    cancel: Cancel | None,
    reading: Reading | None = None,
) -> Answer:
    """What the compiler has no form for, by SQL that the model writes and the guard checks.

    Raises ModelError when the model is of no help; policy and engine errors pass through.
    """
    with spending(desk.settings, cancel) as budget:
        from assistant.agent.free_query import free_answer

        context = _context(question, desk, on_step, cancel, reading)
        result, sql = free_answer(question, desk, context, budget)
        answer = from_result(question.text, result, question.lang, tool="sql", args={"sql": sql})
        answer = replace(answer, via="model", governed=False)
        return accounted(answer, (budget.input_tokens, budget.output_tokens), desk.settings)


def _context(
    question: Question,
    desk: "Desk",
    on_step: Callable[[Step], None],
    cancel: Cancel | None,
    reading: Reading | None,
) -> Context:
    """As whom the model's calls run: as this asker, in this turn."""
    return Context(
        question.identity.role,
        question.lang,
        desk.today(question),
        on_step,
        cancel,
        reading=reading or Reading(),
    )


def _task(question: Question, desk: "Desk", hint: Understanding, context: Context) -> "Task":
    """The question with what it carries, and how its call is run."""
    from assistant.agent.choosing import Task

    def run(call: Call) -> Result:
        return registry.run(call.tool, desk.shop, call.arguments, context=context)

    offered = registry.offered(context.reading)
    return Task(_ground(question, desk, hint), hint, offered, run, question.lang)


def _ground(question: Question, desk: "Desk", hint: Understanding) -> "Ground":
    from assistant.agent.candidates import candidates
    from assistant.agent.ground import Ground

    shop, values = desk.shop, desk.shop.values(question.identity.role)
    turns = desk.conversation(question).thread()
    ground = Ground(
        question.text,
        shop.model,
        desk.today(question),
        shop.first_day,
        shop.last_day,
        candidates(question.text, shop.model, values, question.identity.role),
        values,
        turns[-1].call if turns else None,
        unknown=_unknown_words(hint),
        unknown_member=hint.key == _UNKNOWN_MEMBER,
    )
    return replace(ground, default_time=_default_time(ground))


def _unknown_words(hint: Understanding) -> tuple[str, ...]:
    """The words that the planner could not place."""
    listed = (hint.values or {}).get("words", "") if hint.key in _UNKNOWN else ""
    return tuple(fold(normalise(word)) for word in listed.split("、") if word)


def _default_time(ground: "Ground") -> TimeRange:
    """The period that the shop gives to questions without one."""
    from assistant.understand.rules.period import named_period

    period = named_period(ground.model.default_period, ground.clock())
    return TimeRange(start=period.start, end=period.end)


def _answer(question: Question, desk: "Desk", hint: Understanding, decision: "Decision") -> Answer:
    """The decision as an answer, a question back or a refusal."""
    from assistant.agent.schema import ASK, DECLINE, DECLINE_CODES

    arguments = decision.call.arguments
    if decision.call.tool == ASK:
        return _asking(question, desk, [str(o) for o in arguments.get("options") or ()])
    if decision.call.tool == DECLINE:
        code = arguments.get("code")
        if hint.options or code not in DECLINE_CODES:
            raise Declined("model_ungrounded", detail="declined beside the planner's options")
        return from_message(
            question.text, "refused", f"model.{code}", question.lang, code=str(code)
        )
    if decision.result is None:
        if hint.outcome == "refuse":
            raise Declined("model_ungrounded", detail=f"in doubt about {decision.doubts}")
        return _asking(question, desk, [_said(decision.call, question, desk)])
    args = dict(decision.result.arguments) or dict(arguments)
    answer = from_result(
        question.text, decision.result, question.lang, tool=decision.call.tool, args=args
    )
    told = [_told(word, name, desk, question.lang) for word, name in decision.told.items()]
    return replace(answer, notes=(say("answer.by_model", question.lang), *told, *answer.notes))


def _told(word: str, name: str, desk: "Desk", lang: str) -> str:
    """A note of what an unknown word was taken for."""
    model = desk.shop.model
    homes = model.dimensions_named(name)
    label = (
        model.metrics[name].label if name in model.metrics else homes[0].label if homes else None
    )
    return say("model.read_as", lang, word=word, label=label.get(lang) if label else name)


def _asking(question: Question, desk: "Desk", options: Sequence[str]) -> Answer:
    """A question back; ModelError when the planner would not be sure of any option."""
    sure = [
        option
        for option in dict.fromkeys(options)
        if option != question.text and _understands(option, question, desk)
    ]
    if not sure:
        raise Declined("model_ungrounded", detail=f"no option is understood: {options}"[:500])
    return from_message(
        question.text,
        "clarify",
        "model.which",
        question.lang,
        code="model.which",
        options=sure[:MOST_OPTIONS],
    )


def _understands(option: str, question: Question, desk: "Desk") -> bool:
    """Whether the planner by itself makes a call of a complete question."""
    from assistant.understand import understand

    reading = understand(
        option,
        lexicon=desk.lexicon(question.identity.role),
        today=desk.today(question),
        lang=question.lang,
        first_day=desk.shop.first_day,
        last_day=desk.shop.last_day,
    )
    return reading.outcome == "call"


def _said(call: Call, question: Question, desk: "Desk") -> str:
    """A call as a complete question."""
    from assistant.understand.arguments import reading_of
    from assistant.understand.rephrase import rephrase

    lexicon = desk.lexicon(question.identity.role)
    return rephrase(reading_of(call.arguments, lexicon), lexicon, question.lang)
