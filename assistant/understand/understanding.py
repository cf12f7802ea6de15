"""What the planner makes of a message: a call, a question back, a refusal or a ready reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.understand.taught import Lesson

Outcome = Literal["call", "clarify", "refuse", "reply"]


@dataclass(frozen=True, slots=True)
class Call:
    """A tool with its arguments, as JSON-ready values that the tool's pydantic type validates."""

    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Understanding:
    """The reading of one message.

    call: `calls` run in order (two for a question with two asks); with a `key` its message leads
    the answer; `then` is what a follow-up builds upon when it is not the last call; `show` "csv"
    wants the table as a file. clarify: `options` are complete questions, best first, at most
    four; `sure` False says that a language model may try instead of asking back. refuse: `code`
    is one of the contract's refusal codes. reply: the message `key` answers at once (greetings,
    help). `key` with `values` is the message said. `understood` lists (what, how it was read)
    pairs that the page shows; `kept` names the slots carried over from the turn before; `assumed`
    are message keys with values for stated defaults. `lessons` stand beside the options: what
    picking one can teach; `learn` is taught and `forget` forgotten with this message; `own` are
    the taught words that were used; `choices` are the calls that options run when picked, where
    the words alone would not say all of it.
    """

    outcome: Outcome
    calls: tuple[Call, ...] = ()
    key: str = ""
    values: Mapping[str, str] | None = None
    code: str = ""
    options: tuple[str, ...] = ()
    sure: bool = True
    confidence: float = 0.0
    understood: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    assumed: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    then: Call | None = None
    show: Literal["", "csv"] = ""
    lessons: tuple[Lesson | None, ...] = ()
    learn: Lesson | None = None
    forget: str = ""
    own: tuple[str, ...] = ()
    choices: tuple[Call | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One finished turn of a conversation, as the next one needs it.

    `members` are the members of the first dimension of the answer, in the order shown (empty for
    rows without one), so that "the second one" can be found. `options` are those of a question
    back, so that "1" or the words of a choice pick one; `lessons` and `choices` stand beside them.
    `change` is the sign of the change that the answer told, 0 when it told none.
    """

    text: str
    call: Call | None
    members: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    change: int = 0
    lessons: tuple[Lesson | None, ...] = ()
    choices: tuple[Call | None, ...] = ()
