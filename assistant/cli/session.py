"""One run of the command line: its options, its desk, how it prints and with what code it ends."""

import errno
import json
import logging
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import EXIT_CODES, Answer, Identity, Question
from assistant.cli.options import Lang
from assistant.formats import language_of
from assistant.log import log_to
from assistant.messages import say
from assistant.traces import trace_id
from semantic_layer.errors import WenshuError

if TYPE_CHECKING:
    from assistant.desk import Desk

__all__ = ["BadUsage", "BatchLine", "Session", "read_batch", "unforeseen"]

_LOG = logging.getLogger("wenshu")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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
    asked: str = ""

    @cached_property
    def desk(self) -> "Desk":
        """The desk of the shop; BadUsage with the shop's faults when it cannot be opened."""
        from assistant.desk import Desk

        try:
            desk = Desk.open(self.shop, self.data)
        except WenshuError as error:
            raise BadUsage(error.sentence(self.language)) from error
        log_to(desk.shop.state)
        return desk

    @property
    def language(self) -> str:
        """The language of what is said before any shop is open: asked for, or the question's."""
        return self.lang.value if self.lang else language_of(self.asked, "zh")

    def question(self, text: str, **given: Any) -> Question:
        """A question under this session's options; `given` are a batch line's own."""
        day = self.today.date() if self.today else None
        return Question(
            text=text,
            thread=_word(given.get("thread")),
            lang=given.get("lang") or (self.lang.value if self.lang else ""),
            identity=Identity(role=given.get("role") or self.role),
            today=given.get("today") or day,
            planner_only=self.planner_only,
            use_cache=self.use_cache,
            id=_word(given.get("id")),
        )

    def failed(self, code: str, text: str, lang: str, given: Mapping[str, Any]) -> Answer:
        """The answer to what never became a question, or broke while it was one."""
        shop = self.desk.shop
        entry = {"kind": "failed", "code": code, "given": {k: str(v) for k, v in given.items()}}
        trace = trace_id({**entry, "shop": shop.model.name, "data_version": shop.data_version})
        return Answer(
            question=given["q"] if isinstance(given.get("q"), str) else "",
            status="failed",
            text=text,
            lang=lang,
            code=code,
            id=_word(given.get("id")),
            trace=trace,
            thread=_word(given.get("thread")) or trace,
            data_as_of=shop.data_as_of,
            data_version=shop.data_version,
        )

    def bad_line(self, line: "BatchLine", field: str) -> Answer:
        """The answer to a line that cannot be read: what is wrong, and how a line is written."""
        asked = line.data.get("lang")
        lang = asked if asked in ("zh", "en") else self.language
        why = say(f"line.{line.fault}", lang)
        text = say("error.bad_input", lang, why=why, field=field)
        return self.failed("bad_input", text, lang, line.data)

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
    """One line of a batch: its object, or what is wrong with it (`line.<fault>` says it)."""

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


def unforeseen(error: Exception, lang: str) -> int:
    """Log an error that nobody foresaw and say so in a sentence."""
    _LOG.error("internal error", exc_info=error)
    if isinstance(error, OSError):
        key = "cli.disk_full" if error.errno in _FULL else "cli.system"
        path = f" {error.filename}" if error.filename else ""
        print(say(key, lang, path=path, kind=type(error).__name__), file=sys.stderr)
    else:
        print(say("cli.internal", lang, kind=type(error).__name__), file=sys.stderr)
    return 5


def _word(value: Any) -> str:
    """An id as it came, as text; nothing for null."""
    return "" if value is None else str(value)


def _batch_line(raw: bytes, field: str) -> BatchLine:
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return BatchLine({}, "encoding")
    except (ValueError, RecursionError):
        return BatchLine({}, "json" if raw.strip() else "empty")
    if not isinstance(data, dict):
        return BatchLine({}, "object")
    kind = str if field == "q" else dict
    if not isinstance(data.get(field), kind):
        return BatchLine(data, field)
    return _checked(data)


def _checked(data: dict[str, Any]) -> BatchLine:
    """The optional fields: a language, a role, a thread, a day."""
    for name in ("lang", "role", "thread", "today"):
        words = str if name != "thread" else str | int
        if data.get(name) is not None and not isinstance(data[name], words):
            return BatchLine(data, name)
    if data.get("lang") not in (None, "", "zh", "en"):
        return BatchLine(data, "lang")
    try:
        day = data.get("today")
        today = datetime.strptime(day, "%Y-%m-%d").date() if day else None
    except ValueError:
        return BatchLine(data, "today")
    return BatchLine({**data, "today": today})
