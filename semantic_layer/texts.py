"""Texts in two languages, and where in a shop folder something was said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and English; one stands in for the other when it is missing."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """The text in `lang`, or in the other language when there is none."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the shop folder something was said (1-based line and column)."""

    file: str
    line: int
    column: int


NOWHERE = Place("", 0, 0)

NO_TEXT = Text("", "")
