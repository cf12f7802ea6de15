"""Which metrics and dimensions a query names, wherever it names them: policy asks for all of them.

The walk knows the few places that name nothing; a field that is new to it counts as a name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from semantic_layer.errors import QueryError
from semantic_layer.expressions import names_in
from semantic_layer.query import TIME_PARTS, TIME_STEPS, MetricQuery

__all__ = ["Mention", "mentions"]

_SAYS_NO_NAME = frozenset(
    ["kind", "op", "values", "unit", "agg", "name", "than", "occasion", "type", "label"]
)
_EXPRESSIONS = frozenset(["where", "given", "instead", "field"])
_CONDITIONS = frozenset([("where",), ("where", "field")])
_STEPS = frozenset(TIME_STEPS + TIME_PARTS)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a query: of a metric, a dimension (perhaps with a path), an entity or a table.

    `path` are the fields that lead to it: `("by",)`, `("where", "field")`, `("define", "per")`.
    """

    name: str
    path: tuple[str, ...]

    @property
    def shown(self) -> bool:
        """It is a column of the result."""
        return self.path == ("by",)

    @property
    def resolved(self) -> bool:
        """What it means for the facts of the query is checked too, when that is known."""
        return self.shown or self.path in _CONDITIONS

    @property
    def counted_by(self) -> bool:
        """It says what to go by one for one; its values are neither shown nor compared."""
        return self.path[-1] in ("per", "of")


def mentions(query: MetricQuery) -> Iterator[Mention]:
    """Every name in a query, without its step of time; a name of its own stands there too."""
    for path, text in _texts((), query):
        for name in _names(path[-1], text):
            if name not in _STEPS:
                yield Mention(name, path)


def _texts(path: tuple[str, ...], value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in _SAYS_NO_NAME:
                yield from _texts((*path, name), getattr(value, name))
    elif isinstance(value, str):
        if value:
            yield path, value
    elif isinstance(value, Iterable):
        for one in value:
            yield from _texts(path, one)


def _names(field: str, text: str) -> Iterator[str]:
    """The names in one text: a plain reference, `metric by entity`, a column, or an expression."""
    if field == "order":
        text = text.removeprefix("-").partition("__")[0]
    if field in _EXPRESSIONS:
        yield from _in_expression(text)
    else:
        yield from _plain(text)


def _in_expression(text: str) -> Iterator[str]:
    try:
        found = names_in(text)
    except QueryError:  # `gmv by customer`, or a fault that the compiler says with its reason
        found = (text,)
    for name in found:
        yield from _plain(name)


def _plain(text: str) -> Iterator[str]:
    metric, by, entity = text.partition(" by ")
    yield from (metric, entity) if by else (text.partition(":")[0],)
