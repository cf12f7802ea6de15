"""What a language model helps with: a call that the planner was not sure of, and a free query.

Nothing of it is loaded before it is needed. Without a model nothing here is reached.
"""

from dataclasses import dataclass, replace

from assistant.answer import Answer, Question
from assistant.answers import from_error
from assistant.calls import OnStep
from assistant.desk import Desk
from assistant.understand.understanding import Turn, Understanding
from semantic_layer.engines import Cancel
from semantic_layer.errors import CannotExpress, WenshuError
from semantic_layer.policy import role_of
from semantic_layer.texts import Text
from tools.registry import Reading, Step

__all__ = ["Help"]


@dataclass(frozen=True, slots=True)
class Help:
    """The model's help with one question."""

    question: Question
    desk: Desk
    on_step: OnStep
    cancel: Cancel | None
    reading: Reading

    def answered(self, understood: Understanding, thread: tuple[Turn, ...]) -> Answer:
        """The answer that the model's calls come to, or what it came to before. Raises ModelError."""
        from assistant.agent import ModelError, answer_with_model

        key = self._key(thread)
        if known := self._known(key):
            return known
        self.on_step(Step("asking_model", Text("", "")))
        try:
            answer = answer_with_model(
                self.question, self.desk, understood, self.on_step, self.cancel, self.reading
            )
        except ModelError:
            raise
        except CannotExpress as error:
            return self.free_query() or from_error(self.question.text, error, self.question.lang)
        except WenshuError as error:
            return from_error(self.question.text, error, self.question.lang)
        self.desk.cache_answer(key, answer)
        return answer

    def free_query(self) -> Answer | None:
        """Guarded SQL that the model writes, where there is one and the role may; None where not."""
        settings, role = self.desk.settings, self.question.identity.role
        may = role_of(self.desk.shop.model, role).sql and not self.question.planner_only
        if not may or not settings.has_model:
            return None
        from assistant.agent import ModelError
        from assistant.agent.answering import answer_freely

        self.on_step(Step("asking_model", Text("", "")))
        try:
            return answer_freely(self.question, self.desk, self.on_step, self.cancel, self.reading)
        except ModelError:
            return None
        except WenshuError as error:
            return from_error(self.question.text, error, self.question.lang)

    def _known(self, key: str) -> Answer | None:
        """What the model's help came to before, for the same words on the same data."""
        from assistant.agent.spending import accounted

        kept = self.desk.cached_answer(key) if self.question.use_cache else None
        if kept is None:
            return None
        for part in (kept.value, *kept.value.parts):
            if part.result is not None:
                self.reading.note(part.result)
        answer = accounted(kept.value, (0, 0), self.desk.settings)
        return replace(answer, via="cache", computed_at=kept.at, ms={})

    def _key(self, thread: tuple[Turn, ...]) -> str:
        """What decides the model's answer: the words, what they may refer to, who asks whom."""
        said = {
            "question": self.question.text,
            "before": [(t.text, t.call.arguments if t.call else None) for t in thread[-1:]],
            "lang": self.question.lang,
            "model": (self.desk.settings.base_url, self.desk.settings.model),
        }
        asker, day = self.question.identity.role, self.desk.today(self.question)
        return self.desk.result_key("", said, asker, day)
