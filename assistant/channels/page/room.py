"""What the page's callbacks share with the host that opened it: one of each per process.

Chainlit keeps its callbacks in one global configuration, so there is one page per process.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer, Question
from assistant.channels.downloads import Downloads
from assistant.channels.workers import Workers
from semantic_layer.engines import Cancel
from semantic_layer.texts import Text
from tools.registry import Step


class Asks(Protocol):
    """The main road with its desk already bound."""

    def __call__(
        self, question: Question, *, on_step: Callable[[Step], None], cancel: Cancel
    ) -> Answer: ...


@dataclass(slots=True)
class Room:
    """The open page: how to ask, where to work, what is on offer, what to suggest at first."""

    ask: Asks
    workers: Workers
    downloads: Downloads
    starters: tuple[Text, ...] = ()


_rooms: list[Room] = []


def open_room(room: Room) -> None:
    """Let the callbacks answer through `room`."""
    _rooms[:] = [room]


def current() -> Room:
    """The open room; an error before the host has opened one."""
    if not _rooms:
        raise RuntimeError("the page is not open")
    return _rooms[0]
