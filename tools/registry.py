"""The typed tools: what each takes, how it is run, and where it is found.

A tool is a name, a pydantic argument type, a label and a function. It asks a shop for metrics and
concepts and knows neither tables nor chat. Modules load when their tool is first asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from semantic_layer.answered import QueryResult
from semantic_layer.engines import Cancel
from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.model import Model
from semantic_layer.query import MetricQuery
from semantic_layer.texts import Text
from tools.result import Result

__all__ = [
    "Cancel",
    "Context",
    "Reading",
    "Shop",
    "Step",
    "Tool",
    "names",
    "offered",
    "run",
    "tool",
    "tools",
    "unheard",
]

_MODULES = {"metrics": "tools.metrics", "rows": "tools.rows", "sql": "tools.sql"}


class Shop(Protocol):
    """What a tool may use of an opened shop."""

    @property
    def model(self) -> Model: ...
    @property
    def today(self) -> date: ...
    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...
    @property
    def data_version(self) -> str: ...
    @property
    def data_as_of(self) -> date: ...
    @property
    def state(self) -> Path: ...

    def extent(self, metric: str) -> Any: ...
    def query(
        self,
        query: MetricQuery,
        *,
        role: str = "owner",
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> QueryResult: ...


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened on the way to an answer (`understood`, `ran`, `asked_model` …)."""

    kind: str
    text: Text
    ms: float = 0.0


def unheard(step: Step) -> None:
    """Nobody listens."""


@dataclass(slots=True)
class Reading:
    """What one turn has read so far: the columns of texts that strangers wrote.

    Such a text may hold instructions, so tools with effects are off for the rest of the turn.
    """

    untrusted: tuple[str, ...] = ()

    def note(self, result: Result) -> None:
        """Remember the untrusted columns in which a result has any text."""
        for place, column in enumerate(result.columns):
            if column.untrusted and any(isinstance(row[place], str) for row in result.rows):
                self.untrusted += (column.name,)


@dataclass(frozen=True, slots=True)
class Context:
    """On whose behalf a tool runs, when, and who is told of its steps.

    `reading` is shared by all calls of a turn.
    """

    role: str = "owner"
    lang: str = "zh"
    today: date | None = None
    on_step: Callable[[Step], None] = unheard
    cancel: Cancel | None = None
    timeout: float | None = None
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True, slots=True)
class Tool:
    """A typed tool. `function` gets the shop, validated arguments and the context.

    `offered`: a language model may choose it; free SQL is never a model's choice. `effects`: it
    does more than read (saves, sends, subscribes), and refuses once its turn has read untrusted
    text.
    """

    name: str
    label: Text
    description: Text
    arguments: type[BaseModel]
    function: Callable[[Any, Any, Context], Result]
    offered: bool = True
    effects: bool = False

    def run(self, shop: Shop, arguments: BaseModel, *, context: Context) -> Result:
        """The result for validated arguments.

        Raises the errors of the semantic layer, and PolicyError `effects_off`.
        """
        if self.effects and context.reading.untrusted:
            import_module("tools.messages")
            raise PolicyError("effects_off", tool=self.label)
        result = self.function(shop, arguments, context)
        context.reading.note(result)
        return result

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the arguments."""
        return self.arguments.model_json_schema()


def names() -> tuple[str, ...]:
    """The names of all tools, without loading any."""
    return tuple(_MODULES)


def tool(name: str) -> Tool:
    """The tool `name`; QueryError `unknown_tool` with the names there are."""
    if name not in _MODULES:
        import_module("tools.messages")
        raise QueryError("unknown_tool", choices=names(), name=name, names=", ".join(names()))
    found: Tool = import_module(_MODULES[name]).TOOL
    return found


def tools() -> Mapping[str, Tool]:
    """All tools by name, loaded."""
    return {name: tool(name) for name in _MODULES}


def offered(reading: Reading | None = None) -> Mapping[str, Tool]:
    """The tools that a language model may choose from, by name; after untrusted text has been read,
    none with effects."""
    read = reading is not None and bool(reading.untrusted)
    return {n: t for n, t in tools().items() if t.offered and not (read and t.effects)}


def run(
    name: str, shop: Shop, arguments: Mapping[str, Any], *, context: Context | None = None
) -> Result:
    """Validate `arguments` for the tool `name` and run it; ValidationError when they are unfit."""
    found = tool(name)
    return found.run(shop, found.arguments(**arguments), context=context or Context())
