"""Calls out of plain text: small models print fenced JSON where they should call a tool."""

import json
import re
from collections.abc import Mapping

from assistant.agent.schema import call_of
from assistant.understand.understanding import Call

_MOST_TEXT = 20_000
_TAGS = re.compile(r"</?(?:tool_call|tools|think)>|```(?:json)?")


def call_in(text: str, names: frozenset[str]) -> Call | None:
    """The first `{tool, arguments}` (or name, arguments) object in a text, for a known tool."""
    text = _TAGS.sub("\n", text[:_MOST_TEXT])
    decoder = json.JSONDecoder()
    for start in (m.start() for m in re.finditer(r"\{", text)):
        try:
            found, _ = decoder.raw_decode(text, start)
        except (json.JSONDecodeError, RecursionError):
            continue
        call = call_of(found) if isinstance(found, Mapping) else None
        if call is not None and call.tool in names:
            return call
    return None
