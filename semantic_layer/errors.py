"""Every error of the project.

    WenshuError              code, sentence(lang), detail (for the log only)
    ├── ShopError            the shop folder is wrong: a list of Faults with file:line:column
    ├── QueryError           a query that cannot be compiled: unknown, ambiguous, illegal
    │   ├── CannotExpress    legal, but beyond the compiler (free SQL is eligible)
    │   └── ConceptError     a tool needs a concept that the shop does not bind
    ├── PolicyError          the role may not see it
    ├── GuardError           a statement of free SQL that may not run
    ├── ReadError            a file of a source that cannot be read as it stands
    └── EngineError          the engine failed, timed out or was cancelled

A user sees `sentence`, which comes from the message table; raw database messages stay in `detail`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from semantic_layer.messages import Lang, say
from semantic_layer.texts import Place, Text


class WenshuError(Exception):
    """An error with a stable `code`, a sentence for the user and a detail for the log.

    The sentence is the message `error.<code>`; `choices` are nearest names or complete
    alternatives that the user can pick from.
    """

    def __init__(
        self,
        code: str,
        *,
        choices: Iterable[str] = (),
        detail: str = "",
        **values: object,
    ) -> None:
        self.code = code
        self.values = values
        self.choices = tuple(choices)
        self.detail = detail
        super().__init__(f"{code}: {detail or values}")

    def sentence(self, lang: Lang) -> str:
        """What is wrong, why, and what to do next, in `lang`."""
        said = {k: v.get(lang) if isinstance(v, Text) else v for k, v in self.values.items()}
        return say(f"error.{self.code}", lang, **said)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a shop folder, or doubtful (a warning), with its place."""

    file: str
    line: int
    column: int
    code: str
    values: tuple[tuple[str, str | Text], ...] = ()
    near: tuple[str, ...] = ()
    severity: Literal["error", "warning"] = "error"

    @classmethod
    def at(cls, place: Place, code: str, near: Iterable[str] = (), /, **values: object) -> "Fault":
        """A fault at a place; Text values are said in the reader's language."""
        said = tuple((k, v if isinstance(v, Text) else str(v)) for k, v in values.items())
        return cls(place.file, place.line, place.column, code, said, tuple(near))

    @classmethod
    def warning(
        cls, place: Place, code: str, near: Iterable[str] = (), /, **values: object
    ) -> "Fault":
        """Something doubtful at a place."""
        return replace(cls.at(place, code, near, **values), severity="warning")

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def sentence(self, lang: Lang) -> str:
        """`file:line:column: what is wrong` with the nearest names, in `lang`."""
        said = {k: v.get(lang) if isinstance(v, Text) else v for k, v in self.values}
        text = say(f"fault.{self.code}", lang, **said)
        if self.near:
            text += say("fault.near", lang, names=", ".join(self.near))
        if self.severity == "warning":
            text = say("fault.warning", lang, text=text)
        return f"{self.place}: {text}"


class ShopError(WenshuError):
    """The shop folder cannot be used; `faults` lists everything that is wrong with it."""

    def __init__(
        self, code: str = "bad_shop", *, faults: Iterable[Fault] = (), **values: object
    ) -> None:
        self.faults = tuple(faults)
        if self.faults:
            values["detail"] = "; ".join(f"{f.place} {f.code}" for f in self.faults[:10])
        super().__init__(code, **values)  # type: ignore[arg-type]

    def sentence(self, lang: Lang) -> str:
        lines = [super().sentence(lang), *(f.sentence(lang) for f in self.faults)]
        return "\n".join(lines)


class QueryError(WenshuError):
    """The query cannot be answered as asked: an unknown name, two readings, an illegal mix."""


class CannotExpress(QueryError):
    """A legal question that the compiler has no form for."""


_NO_FORM = frozenset(
    [
        "not_supported_here", "nested_misfit", "nested_mixed_condition", "nested_off_clock",
        "no_look_at_conversion", "no_look_at_steps", "lag_of_months", "lag_to_same", "not_together",
        "other_mixed", "define_not_simple", "row_fact_nested", "steps_against_base",
        "no_common_table",
    ]
)  # fmt: skip


def expressible(error: QueryError) -> QueryError:
    """The error as CannotExpress when it says that the compiler has no form for the query.

    Unknown names, illegal values and unsafe results (fan-out, false keys) are not among these.
    """
    if error.code not in _NO_FORM or isinstance(error, CannotExpress):
        return error
    return CannotExpress(error.code, choices=error.choices, detail=error.detail, **error.values)


class ConceptError(QueryError):
    """A tool needs a concept, or a slot of one, that the shop has not bound."""


class PolicyError(WenshuError):
    """The role may not see what was asked for."""


class GuardError(WenshuError):
    """A statement of free SQL that may not run."""


class ReadError(WenshuError):
    """A file of a source cannot be read as it stands (`file_…` codes); nothing of it is loaded."""


class EngineError(WenshuError):
    """The engine failed (`engine_failed`), ran too long (`timeout`), was stopped (`cancelled`)."""
