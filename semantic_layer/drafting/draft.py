"""What a shop folder is going to say, before it is written: tables, entities, concepts, what is a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from semantic_layer.drafting import draft_messages as _texts  # noqa: F401 - its texts
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.recognise import Known
from semantic_layer.drafting.survey import Survey
from semantic_layer.messages import Lang, say
from semantic_layer.texts import Text

__all__ = ["Draft", "Guess", "Metric", "Planned", "Segment"]


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that the data does not prove: a message `draft.<code>` with its values, for the YAML's
    reader. `about` names the table, or the concept, that it stands at."""

    code: str
    about: str
    values: Mapping[str, str | Text] = field(default_factory=dict)

    def sentence(self, lang: Lang) -> str:
        """It said in `lang`."""
        told = {k: v.get(lang) if isinstance(v, Text) else v for k, v in self.values.items()}
        return say(f"draft.{self.code}", lang, **told)


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows by a condition; with `counts`, only these rows count in the table's metrics."""

    name: str
    expr: str
    zh: str
    en: str
    counts: bool = False
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric that the shop needs to say itself; `more` are further entries of it."""

    name: str
    table: str
    agg: str
    expr: str
    zh: str
    en: str
    unit: str = "number"
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Planned:
    """A table of the shop: its entity, its clock, the keys that lead to others.

    `foreign` are entities by name: the column, and the entity meant where the name is a role of it.
    `extra` are dimensions made of expressions. `form` is a known platform's export.
    """

    name: str
    known: Known
    concept: str
    entity: str
    key: tuple[str, ...]
    time: str = ""
    columns: tuple[Column, ...] = ()
    foreign: dict[str, tuple[str, str]] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    cumulative: set[str] = field(default_factory=set)
    reported: bool = False
    sampled: bool = False
    form: Text | None = None
    sparse: bool = False

    @property
    def relation(self) -> str:
        """Its typed table in the survey's database."""
        return self.known.table.relation

    def holds(self, column: Column | None) -> bool:
        """Whether a column is one of this table's."""
        return column is not None and any(c.name == column.name for c in self.columns)


Slots = dict[str, str | list[str]]


@dataclass(slots=True)
class Draft:
    """All that is going to be written. `concepts` are in the words of the YAML."""

    survey: Survey
    tables: list[Planned] = field(default_factory=list)
    concepts: dict[str, Slots] = field(default_factory=dict)
    metrics: list[Metric] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)

    def of(self, concept: str) -> Planned | None:
        """The table whose rows are of a concept."""
        return next((t for t in self.tables if t.concept == concept), None)

    def by_relation(self, name: str) -> Planned:
        """A table by what the survey calls it."""
        return next(t for t in self.tables if t.known.table.name == name)

    def guess(self, code: str, about: str, **values: object) -> None:
        """Mark something as not proven."""
        self.guesses.append(
            Guess(code, about, {k: v if isinstance(v, Text) else str(v) for k, v in values.items()})
        )


def many(names: Sequence[str]) -> str:
    """Names as a text for people."""
    return "、".join(names)
