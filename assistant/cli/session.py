"""One run of the command line: its options, its desk, how it prints and with what code it ends."""

import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import EXIT_CODES, Answer, Identity, Question
from assistant.cli.options import Lang
from assistant.messages import say
from semantic_layer.errors import WenshuError

if TYPE_CHECKING:
    from assistant.desk import Desk

__all__ = ["BadUsage", "Session", "internal_error", "read_batch"]

_LOG = logging.getLogger("wenshu")


class BadUsage(Exception):
    """The command line, or the shop that it names, cannot be used; the text says why."""


@dataclass
class Session:
    """The shared options, and the desk that they open."""

    shop: Path | None = None
    data: Path | None = None
    role: str = "owner"
    lang: Lang | None = None
    today: datetime | None = None
    as_json: bool = False
    planner_only: bool = False
    use_cache: bool = True
    show_sql: bool = False

    @cached_property
    def desk(self) -> "Desk":
        """The desk of the shop; BadUsage with the shop's faults when it cannot be opened."""
        from assistant.desk import Desk

        try:
            desk = Desk.open(self.shop, self.data)
        except WenshuError as error:
            raise BadUsage(error.sentence(self.language)) from error
        _LOG.addHandler(logging.FileHandler(desk.shop.state / "wenshu.log", delay=True))
        return desk

    @property
    def language(self) -> str:
        return self.lang.value if self.lang else "zh"

    def question(self, text: str, **given: Any) -> Question:
        """A question under this session's options; `given` are a batch line's own."""
        day = self.today.date() if self.today else None
        return Question(
            text=text,
            thread=str(given.get("thread") or ""),
            lang=given.get("lang") or (self.lang.value if self.lang else ""),
            identity=Identity(role=given.get("role") or self.role),
            today=given.get("today") or day,
            planner_only=self.planner_only,
            use_cache=self.use_cache,
            id=str(given.get("id", "")),
        )

    def show(self, answer: Answer) -> int:
        """Print an answer and return its exit code."""
        if self.as_json:
            self.line(answer)
        else:
            from assistant.render.text import answer_text

            print(answer_text(answer, sql=self.show_sql))
        return EXIT_CODES[answer.status]

    def line(self, answer: Answer) -> None:
        """Print an answer as one line of JSON, at once."""
        from assistant.render.json import answer_json

        print(answer_json(answer), flush=True)


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line of a batch: its object, or what is wrong with it."""

    data: dict[str, Any]
    fault: str = ""


def read_batch(name: str, field: str, lang: str) -> Iterator[BatchLine]:
    """The lines of a file or of the standard input (`-`), each checked for `field`.

    A line that cannot be read is a line with a fault. BadUsage when the file cannot be opened.
    """
    try:
        stream = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115
    except OSError as error:
        raise BadUsage(say("cli.no_file", lang, path=name)) from error
    with stream:
        for raw in stream:
            yield _batch_line(raw, field)


def internal_error(error: Exception) -> int:
    """Log an error that nobody foresaw and say so in a sentence."""
    _LOG.error("internal error", exc_info=error)
    print(say("cli.internal", "zh", kind=type(error).__name__), file=sys.stderr)
    return 5


def _batch_line(raw: bytes, field: str) -> BatchLine:
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return BatchLine({}, "JSON")
    if not isinstance(data, dict):
        return BatchLine({}, "JSON object")
    kind = str if field == "q" else dict
    if not isinstance(data.get(field), kind):
        return BatchLine(data, field)
    return _checked(data)


def _checked(data: dict[str, Any]) -> BatchLine:
    """The optional fields: a day, a language, a role, a thread."""
    for name in ("lang", "role", "today"):
        if data.get(name) is not None and not isinstance(data[name], str):
            return BatchLine(data, name)
    if data.get("lang") not in (None, "", "zh", "en"):
        return BatchLine(data, "lang")
    try:
        today = date.fromisoformat(data["today"]) if data.get("today") else None
    except ValueError:
        return BatchLine(data, "today")
    return BatchLine({**data, "today": today})
