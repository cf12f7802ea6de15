"""What one message is understood with: the shop's words, clock, language and conversation."""

from dataclasses import dataclass

from assistant.understand.lexicon import Lexicon
from assistant.understand.time import Clock
from assistant.understand.understanding import Turn, Understanding


@dataclass(frozen=True, slots=True)
class Desk:
    """The surroundings of one message."""

    lexicon: Lexicon
    clock: Clock
    lang: str
    thread: tuple[Turn, ...] = ()

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions that the shop itself proposes, in the asker's language."""
        model = self.lexicon.model
        asked = tuple(q.get(self.lang) for q in model.questions)
        if asked:
            return asked
        shown = (m.name for m in model.metrics.values() if not m.hidden)
        first = model.default_metric or next(shown, "")
        label = model.metrics[first].label if first else model.label
        name = label.get(self.lang)
        return (f"上个月的{name}",) if self.lang == "zh" else (f"{name} last month",)

    def ask(
        self, key: str, options: tuple[str, ...] = (), *, sure: bool = True, **values: str
    ) -> Understanding:
        """A question back, with at most four choices."""
        given = {"example": self.examples[0], **values}
        return Understanding(
            "clarify", key=key, values=given, code=key.partition(".")[2], options=self._offered(options),
            sure=sure, confidence=0.4,
        )  # fmt: skip

    def _offered(self, options: tuple[str, ...]) -> tuple[str, ...]:
        """The choices that have words; where none has, the shop's examples."""
        return _said(options) or (self.examples[:4] if options else ())

    def refuse(
        self, key: str, code: str, options: tuple[str, ...] = (), **values: str
    ) -> Understanding:
        """A refusal with what can be asked instead."""
        given = {"example": self.examples[0], **values}
        return Understanding(
            "refuse", key=key, values=given, code=code, options=_said(options), confidence=0.9
        )

    def reply(self, key: str, **values: str) -> Understanding:
        """An answer at once."""
        return Understanding("reply", key=key, values=values, confidence=1.0)


def _said(options: tuple[str, ...]) -> tuple[str, ...]:
    """At most four choices; a reading without words of its own is none."""
    return tuple(dict.fromkeys(option for option in options if option))[:4]
