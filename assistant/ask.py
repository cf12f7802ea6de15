"""The main road: a Question is understood, a tool answers it, the Result becomes an Answer.

The planner goes first. Where it is not sure and a language model is configured, the model may
choose the call; else the asker is asked back. Nothing here computes a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from time import perf_counter
from typing import Any

from assistant.answer import Answer, Question, SaidLesson
from assistant.answers import exported, from_error, from_message, joined_answer, led
from assistant.calls import OnStep, run_tool
from assistant.desk import Conversation, Desk
from assistant.formats import language_of
from assistant.helped import Help
from assistant.messages import say
from assistant.traces import trace_id
from assistant.understand.taught import Lesson, meaning_of, said_word
from assistant.understand.understanding import Call, Turn, Understanding
from semantic_layer.engines import Cancel
from semantic_layer.errors import WenshuError
from semantic_layer.texts import Text
from tools.registry import Reading, Step, unheard

__all__ = ["ask"]

MOST_MEMBERS = 100


def ask(
    question: Question,
    desk: Desk,
    *,
    on_step: OnStep | None = None,
    cancel: Cancel | None = None,
) -> Answer:
    """The answer to a question; refusals, questions back and failures are answers too.

    `on_step` hears what happens on the way, `cancel` stops a running query. Safe to call from many
    threads; turns of one thread wait for each other.
    """
    started = perf_counter()
    conversation = desk.conversation(question)
    with conversation.lock, desk.audit.watching(question) as entry:
        asked = _Asked(question, desk, conversation, on_step or unheard, cancel)
        answer = asked.answered()
        entry.answer = asked.signed(answer, (perf_counter() - started) * 1000)
        return entry.answer


@dataclass(slots=True)
class _Asked:
    """One question on its way, with what is known about it so far."""

    question: Question
    desk: Desk
    conversation: Conversation
    on_step: OnStep
    cancel: Cancel | None
    ms: dict[str, float] = field(default_factory=dict)
    call: Call | None = None
    reading: Reading = field(default_factory=Reading)
    lessons: tuple[Lesson | None, ...] = ()
    choices: tuple[Call | None, ...] = ()

    def __post_init__(self) -> None:
        lang = self.question.lang or language_of(self.question.text, self.desk.shop.model.language)
        text = self.question.text.encode("utf-8", "replace").decode()  # no half characters
        self.question = replace(self.question, text=text, lang=lang)

    @property
    def lang(self) -> str:
        return self.question.lang

    def answered(self) -> Answer:
        """What can be said about the question."""
        try:
            reading = self._understood()
        except WenshuError as error:
            return from_error(self.question.text, error, self.lang)
        reading = self._taught(reading)
        self.lessons, self.choices = reading.lessons, reading.choices
        if reading.outcome == "call":
            return self._by_calls(reading)
        if not reading.sure and self.desk.settings.has_model and not self.question.planner_only:
            return self._by_model(reading)
        return self._by_words(reading)

    def _taught(self, reading: Understanding) -> Understanding:
        """The reading once its word is kept or forgotten; what stands against it is said."""
        if reading.forget:
            self.desk.forget(reading.forget)
        why = self.desk.teach(reading.learn, self.question.identity) if reading.learn else ""
        if not why or reading.learn is None:
            return reading
        values = {"words": reading.learn.word}
        if reading.outcome == "reply":
            return replace(
                reading, outcome="clarify", key=why, values=values, code="word", learn=None
            )
        kept = tuple(note for note in reading.assumed if not note[0].startswith("taught."))
        note = (why, tuple(values.items()))
        return replace(reading, assumed=(*kept, note), learn=None)

    def _understood(self) -> Understanding:
        from assistant.understand.planner import understand

        lexicon = self.desk.lexicon(self.question.identity.role)
        started = perf_counter()
        reading = understand(
            self.question.text,
            lexicon=lexicon,
            thread=self.conversation.thread(),
            today=self.desk.today(self.question),
            lang=self.lang,
            first_day=self.desk.shop.first_day,
            last_day=self.desk.shop.last_day,
        )
        self.ms["understand"] = (perf_counter() - started) * 1000
        if reading.understood:
            said = " · ".join(how for _, how in reading.understood)
            self.on_step(Step("understood", Text(said, said), self.ms["understand"]))
        return reading

    def _by_calls(self, reading: Understanding) -> Answer:
        """The planner's calls, run in order; two asks make an answer of two parts."""
        answers = []
        for call in reading.calls:
            answer = run_tool(
                call,
                self.question,
                self.desk,
                on_step=self.on_step,
                cancel=self.cancel,
                beyond=self._by_free_query,
                reading=self.reading,
            )
            answers.append(self._with_reading(answer, reading))
            self.call = call
        self.call = reading.then or self.call
        if len(answers) == 1:
            return self._led(answers[0], reading)
        joined = self._with_reading(joined_answer(self.question.text, answers), reading)
        return self._led(joined, reading)

    def _led(self, answer: Answer, reading: Understanding) -> Answer:
        """The answer under the sentence that leads it; as a file where that is wanted."""
        if answer.status != "answered":
            return answer
        if reading.show == "csv" and answer.result is not None:
            rows = answer.result.full_count or len(answer.result.rows)
            return exported(answer, rows)
        return led(answer, reading.key, reading.values) if reading.key else answer

    def _by_words(self, reading: Understanding) -> Answer:
        """A ready reply, a question back, or a refusal."""
        statuses = {"reply": "answered", "clarify": "clarify", "refuse": "refused"}
        answer = from_message(
            self.question.text,
            statuses[reading.outcome],  # type: ignore[arg-type]
            reading.key,
            self.lang,
            reading.values,
            code=reading.code,
            options=reading.options,
        )
        return self._with_reading(answer, reading)

    def _by_model(self, reading: Understanding) -> Answer:
        """The language model's answer; when it fails, the planner's question back, which says so."""
        from assistant.agent import ModelError
        from assistant.agent.spending import accounted

        try:
            answer = self._help().answered(reading, self.conversation.thread())
        except ModelError as error:
            said = self._by_words(reading)
            said = replace(said, notes=(error.sentence(self.lang), *said.notes))
            return accounted(said, error.tokens, self.desk.settings)
        self.lessons = ()  # its choices are not the planner's
        first = next((a for a in (*answer.parts, answer) if a.tool), None)
        if first is not None and answer.status == "answered":
            self.call = Call(first.tool, first.args)
        return answer

    def _by_free_query(self) -> Answer | None:
        return self._help().free_query()

    def _help(self) -> Help:
        return Help(self.question, self.desk, self.on_step, self.cancel, self.reading)

    def _with_reading(self, answer: Answer, reading: Understanding) -> Answer:
        """The answer with how the question was read: what was kept, assumed, and how surely."""
        notes = [say(key, self.lang, **dict(values)) for key, values in reading.assumed]
        if reading.kept:
            said = (say(f"slot.{slot}", self.lang) for slot in reading.kept)
            slots = say("next.list", self.lang).join(said)
            notes.append(say("answer.kept", self.lang, slots=slots))
        return replace(
            answer,
            notes=tuple(dict.fromkeys((*notes, *answer.notes))),
            confidence=reading.confidence,
            understood=" · ".join(how for _, how in reading.understood),
            lessons=self._lessons(reading),
            own_words=reading.own,
        )

    def _lessons(self, reading: Understanding) -> tuple[SaidLesson | None, ...]:
        """What picking each choice can teach, as it is said."""
        if not any(reading.lessons):
            return ()
        lexicon = self.desk.lexicon(self.question.identity.role)
        return tuple(
            SaidLesson(said_word(x, lexicon), meaning_of(x, lexicon, self.lang), x.kind)
            if x
            else None
            for x in reading.lessons
        )

    def signed(self, answer: Answer, total: float) -> Answer:
        """The answer with its ids and timings; the turn is remembered and put on record."""
        entry = self._entry()
        trace = trace_id(entry)
        self.conversation.add(self._turn(answer), trace)
        parts = tuple(replace(p, trace=trace, lang=self.lang) for p in answer.parts)
        answer = replace(
            answer,
            question=self.question.text,
            id=self.question.id,
            trace=trace,
            thread=self.question.thread or trace,
            parts=parts,
            data_as_of=self.desk.shop.data_as_of,
            data_version=self.desk.shop.data_version,
            ms={**answer.ms, **self.ms, "total": total},
        )
        self.desk.traces.add(trace, entry, answer)
        return answer

    def _entry(self) -> dict[str, Any]:
        asked: Mapping[str, Any] = {
            "kind": "ask",
            "shop": self.desk.shop.model.name,
            "data_version": self.desk.shop.data_version,
            "after": self.conversation.last_trace,
            "question": self.question.text,
            "today": str(self.desk.today(self.question)),
            "lang": self.lang,
            "role": self.question.identity.role,
            "planner_only": self.question.planner_only,
        }
        return dict(asked)

    def _turn(self, answer: Answer) -> Turn:
        """What the next turn may refer to."""
        call = self.call if answer.status == "answered" else None
        result = (answer.parts[-1] if answer.parts else answer).result
        members: tuple[str, ...] = ()
        own = not answer.parts or (call is not None and answer.parts[-1].args == call.arguments)
        if own and result is not None and result.columns and result.columns[0].kind == "dimension":
            shown = (row[0] for row in result.rows[:MOST_MEMBERS])
            members = tuple("" if cell is None else str(cell) for cell in shown)
        change = _change(answer)
        teach, run = self.lessons, self.choices
        return Turn(self.question.text, call, members, answer.options, change, teach, run)


def _change(answer: Answer) -> int:
    """The sign of the first change that an answer tells, 0 for none."""
    told = (f.value for f in answer.findings if f.id.endswith(("_diff", "_pct")))
    found = next(told, None)
    return (found > 0) - (found < 0) if isinstance(found, int | float | Decimal) else 0
