"""What an import carried over and what it could not: nothing is dropped silently."""

from dataclasses import dataclass, field

from semantic_layer.importers import import_messages as _  # noqa: F401  (adds the texts)
from semantic_layer.messages import say


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that was not carried, or not as it stood.

    `what` names it in the source (`metric revenue: filter`), `code` and `values` say why.
    """

    file: str
    what: str
    code: str
    values: tuple[tuple[str, str], ...] = ()

    def sentence(self, lang: str = "zh") -> str:
        """The line of the report for this thing."""
        return f"{self.file}: {self.what}: {say(f'import.{self.code}', lang, **dict(self.values))}"


@dataclass(slots=True)
class Report:
    """The outcome of an import: counts of what was carried, and everything that was not."""

    carried: dict[str, int] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    def leave(self, file: str, what: str, code: str, **values: object) -> None:
        """Note a thing that is not carried; the same thing is noted once."""
        note = Left(file, what, code, tuple((k, str(v)) for k, v in values.items()))
        if note not in self.left:
            self.left.append(note)

    def count(self, kind: str, number: int = 1) -> None:
        """Note carried things of a kind (`tables`, `metrics` …)."""
        self.carried[kind] = self.carried.get(kind, 0) + number

    def text(self, lang: str = "zh") -> str:
        """The report as lines to print."""
        lines = [
            say("import.carried", lang, kind=say(f"import.kind.{kind}", lang), count=str(count))
            for kind, count in self.carried.items()
        ]
        lines.append(say("import.left", lang, count=str(len(self.left))))
        return "\n".join([*lines, *(f"- {one.sentence(lang)}" for one in self.left)])
