"""Question and Answer: what every door hands in and gets back, and the contract's JSON."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from tools.result import Result

Status = Literal["answered", "clarify", "refused", "failed"]
EXIT_CODES: dict[str, int] = {"answered": 0, "clarify": 3, "refused": 4, "failed": 5}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks, the same for every door. `role` is a role of the shop, or two joined by `&`: what
    both of them see, as in a group chat (`group`)."""

    user: str = "local"
    role: str = "owner"
    door: str = "cli"
    group: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A message, who asks, in which conversation; `lang` "" means the language it is written in."""

    text: str
    thread: str = ""
    lang: str = ""
    identity: Identity = Identity()
    today: date | None = None
    planner_only: bool = False
    use_cache: bool = True
    id: str = ""


@dataclass(frozen=True, slots=True)
class SaidFinding:
    """A finding as it was said: label and formatted text in the answer's language.

    Wherever the answer's text says the value, `label` stands right before `text`. `about` lists the
    members that it speaks of, as (dimension, member) pairs.
    """

    id: str
    label: str
    value: Any
    unit: str
    text: str
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SaidLesson:
    """What picking a choice can teach the shop: `word` means `name`, in the answer's language.

    A `choice` (a definition of a term) is kept with the pick; a word only when that is asked for.
    """

    word: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What a language model's help cost; nothing where none was asked, None without a price."""

    amount: Decimal | None = Decimal(0)
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker gets, in one language. `result` is None unless a tool answered.

    `lessons` stand beside `options`: what picking one can teach the shop. `own_words` are words
    that people taught it and that this answer used; `csv` is the table where it was asked for.
    `computed_at`: when an answer of the cache was worked out, None for a fresh one.
    """

    question: str
    status: Status
    text: str
    lang: str
    code: str = ""
    via: Literal["planner", "model", "cache"] = "planner"
    governed: bool = True
    confidence: float = 0.0
    tool: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    result: Result | None = None
    findings: tuple[SaidFinding, ...] = ()
    notes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    parts: tuple["Answer", ...] = ()
    understood: str = ""
    csv: str = ""
    lessons: tuple[SaidLesson | None, ...] = ()
    own_words: tuple[str, ...] = ()
    id: str = ""
    trace: str = ""
    thread: str = ""
    data_as_of: date | None = None
    data_version: str = ""
    ms: dict[str, float] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=lambda: {"input": 0, "output": 0})
    cost: Cost = Cost()
    computed_at: datetime | None = None
