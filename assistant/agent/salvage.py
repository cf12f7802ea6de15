"""Calls out of plain text: small models print fenced JSON where they should call a tool."""

import json
import re
from collections.abc import Iterator, Mapping

from assistant.agent.schema import call_of
from assistant.understand.understanding import Call

_MOST_TEXT = 20_000
_TAGS = re.compile(r"</?(?:tool_call|tools|think)>|```(?:json)?")


def call_in(text: str, names: frozenset[str]) -> Call | None:
    """The first `{tool, arguments}` (or name, arguments) object in a text, for a known tool."""
    return next(calls_in(text, names), None)


def calls_in(text: str, names: frozenset[str]) -> Iterator[Call]:
    """All such objects, in order."""
    text = _TAGS.sub("\n", text[:_MOST_TEXT])
    decoder = json.JSONDecoder()
    done = 0
    for start in (m.start() for m in re.finditer(r"\{", text)):
        if start < done:
            continue
        try:
            found, end = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            continue
        call = call_of(found) if isinstance(found, Mapping) else None
        if call is not None and call.tool in names:
            done = end
            yield call
