"""`wenshu check` and `wenshu replay`."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Identity, Question
from assistant.cli.session import BadUsage, Session
from assistant.messages import say
from assistant.understand.understanding import Call
from semantic_layer.errors import ShopError

__all__ = ["check_shop", "print_schema", "replay_trace"]


def print_schema() -> int:
    """Print the JSON Schema of the files of a shop folder."""
    import json

    from semantic_layer.load.schema import shop_schema

    print(json.dumps(shop_schema(), ensure_ascii=False, indent=2))
    return 0


def check_shop(
    folder: Path | None, *, data: bool, tests: bool, strict: bool = False, lang: str
) -> int:
    """Print each fault of a shop with its place; 1 when there is any, 2 when there is no shop.

    Warnings count as faults only when `strict`.
    """
    from semantic_layer.check import check
    from semantic_layer.check.model_tests import failures
    from semantic_layer.shop import open_shop

    try:
        shop = open_shop(folder, empty=True)
        if data:
            shop.verify()
        found = check(shop.model, shop.engine, proofs=shop.proofs, data=data)
        failed = list(failures(shop)) if tests else []
    except ShopError as error:
        print(error.sentence(lang), file=sys.stderr)
        return 1 if error.faults else 2
    found += failed
    for fault in found:
        print(fault.sentence(lang))
    faults = [f for f in found if strict or f.severity == "error"]
    print(_summary(len(faults), len(found) - len(faults), lang))
    if tests:
        count = len(shop.model.tests)
        key = "cli.tests" if count else "cli.no_tests"
        print(say(key, lang, count=count, passed=count - len(failed)))
    return 1 if faults else 0


def _summary(faults: int, warnings: int, lang: str) -> str:
    said = say("cli.faults" if faults else "cli.no_faults", lang, count=faults)
    return f"{said}{say('cli.warnings', lang, count=warnings)}" if warnings else said


_DEFINED = ("label", "text", "version")


def replay_trace(session: Session, trace: str) -> int:
    """Answer again what is on record under an id, in its conversation, and compare."""
    desk = session.desk
    desk.words = desk.words.apart()  # a choice that is made again changes nothing
    turns = desk.traces.conversation(trace)
    if not turns:
        raise BadUsage(say("error.no_such_trace", session.language, trace=trace))
    answer = [_again(session, turn, trace) for turn in turns][-1]
    return session.show(_compared(answer, turns[-1], desk.shop.data_version))


def _again(session: Session, entry: dict[str, Any], trace: str) -> Answer:
    from assistant.ask import ask
    from assistant.calls import call_tool

    question = Question(
        text=entry.get("question", ""),
        thread=f"replay-{trace}" if entry["kind"] == "ask" else "",
        lang=entry["lang"],
        identity=Identity(user="replay", role=entry["role"]),
        today=date.fromisoformat(entry["today"]),
        planner_only=bool(entry.get("planner_only")),
        use_cache=False,
    )
    if entry["kind"] == "ask":
        return ask(question, session.desk)
    return call_tool(Call(entry["tool"], entry["args"]), question, session.desk)


def _compared(answer: Answer, entry: dict[str, Any], version: str) -> Answer:
    """The answer with a note that says whether it is the one on record."""
    from assistant.traces import cited, digest_of

    lang = answer.lang
    if entry["data_version"] != version:
        said = say("replay.other_data", lang, then=entry["data_version"], now=version)
    else:
        alone = replace(answer, thread=entry["thread"])
        key = "replay.same" if digest_of(alone) == entry["digest"] else "replay.differs"
        said = say(key, lang)
    now = {(one["metric"], one["version"]) for one in cited(answer)}
    then = [d for d in entry.get("definitions", ()) if (d["metric"], d["version"]) not in now]
    old = (say("replay.definition", lang, **{k: d[k] for k in _DEFINED}) for d in then)
    return replace(answer, notes=(said, *old, *answer.notes))
