"""`wenshu query` and `wenshu tool`: one typed call, or a file of them."""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.calls import QUERY
from assistant.cli.session import BadUsage, Session, read_batch
from assistant.messages import say
from assistant.understand.understanding import Call

__all__ = [
    "call_batch",
    "call_one",
    "given_arguments",
    "known_tool",
    "list_tools",
    "query_arguments",
    "show_schema",
]

_LOG = logging.getLogger("wenshu")


def call_one(session: Session, tool: str, arguments: Mapping[str, Any]) -> int:
    """Run a call and show its answer."""
    return session.show(_answer(session, tool, arguments, {}))


def call_batch(session: Session, tool: str, path: str) -> int:
    """Run a file of calls, a line for a line, in order; 0 when every line got its line."""
    assert session.desk
    for line in read_batch(path, "args", session.language):
        if line.fault:
            session.line(session.bad_line(line, "args"))
            continue
        given = {k: line.data.get(k) for k in ("id", "role", "lang", "today")}
        session.line(_answer(session, tool, line.data["args"], given))
    return 0


def list_tools(session: Session) -> int:
    """Name the tools with what they are for."""
    from tools import registry

    for name, tool in registry.tools().items():
        print(f"{name}\t{tool.description.get(session.language)}")
    return 0


def show_schema(tool: str) -> int:
    """Print the JSON Schema of a tool's arguments, or of `query`'s."""
    from semantic_layer.query import MetricQuery
    from tools import registry

    schema = MetricQuery.model_json_schema() if tool == QUERY else registry.tool(tool).schema()
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return 0


def given_arguments(text: str | None, lang: str = "zh") -> dict[str, Any]:
    """The object of `--args`, from the text itself or from `@FILE`; BadUsage when it is none."""
    if text is None:
        raise BadUsage(say("cli.no_args", lang))
    try:
        source = Path(text[1:]).read_text(encoding="utf-8-sig") if text.startswith("@") else text
    except (OSError, UnicodeDecodeError) as error:
        raise BadUsage(say("cli.no_file", lang, path=text[1:])) from error
    try:
        found = json.loads(source)
    except json.JSONDecodeError as error:
        said = say("cli.bad_json", lang, line=error.lineno, column=error.colno)
        raise BadUsage(said) from error
    except (ValueError, RecursionError) as error:
        raise BadUsage(say("cli.no_object", lang)) from error
    if not isinstance(found, dict):
        raise BadUsage(say("cli.no_object", lang))
    return found


def query_arguments(
    args: str | None,
    flags: Mapping[str, str],
    where: Sequence[str],
    time: str | None,
    limit: int | None,
    *,
    fill: bool,
    lang: str = "zh",
) -> dict[str, Any]:
    """A MetricQuery from `--args`, or from flags; flags given beside `--args` win."""
    found = given_arguments(args, lang) if args is not None else {}
    lists = {k: [p.strip() for p in v.split(",") if p.strip()] for k, v in flags.items() if v}
    if kinds := lists.pop("compare", []):
        found["compare"] = [{"kind": kind} for kind in kinds]
    found.update(lists)
    if where:
        found["where"] = [*_listed(found.get("where")), *where]
    if time:
        start, _, end = time.partition("..")
        found["time"] = {"start": start, "end": end or start}
    if limit is not None:
        found["limit"] = limit
    if fill:
        found["fill"] = True
    if args is None and not found.get("metrics"):
        raise BadUsage(say("cli.no_metrics", lang))
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def known_tool(name: str | None, lang: str = "zh") -> str:
    """The tool's name when there is such a tool, else BadUsage with the names there are."""
    from tools import registry

    if name is None or name not in registry.names():
        names = ", ".join(registry.names())
        raise BadUsage(say("cli.which_tool", lang, names=names))
    return name


def _answer(
    session: Session, tool: str, arguments: Mapping[str, Any], given: Mapping[str, Any]
) -> Answer:
    """The edge: an error that nobody foresaw fails this call, not the batch."""
    from assistant.calls import call_tool

    desk = session.desk
    question = session.question("", **given)
    try:
        return call_tool(Call(tool, arguments), question, desk)
    except Exception:  # noqa: BLE001
        _LOG.exception("a call failed: %s", tool)
        lang = question.lang or session.language
        failed = session.failed("internal", say("cli.failed", lang), lang, {"id": question.id})
        return replace(failed, tool=tool)
