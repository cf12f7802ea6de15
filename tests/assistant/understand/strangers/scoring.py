"""Scores what the planner makes of a stranger's question: right, asked, offered, refused, wrong.

A line of a table is `question => call | other call`, calls as `shops.said` writes them. `clarify` as
the label says that an answer would be a guess. Without a limit in the label all members are wanted;
an answer may then list fewer of them, in the same order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.understand import Lexicon
from tests.assistant.understand.shops import ask, said

_CHART = re.compile(r" (?:bar|hbar|line|pie|table)(?= @)")
_ORDER = re.compile(r" order \S+( limit \d+)?")
_LIMIT = re.compile(r" limit \d+")


@dataclass(frozen=True, slots=True)
class Scored:
    """One question with its verdict; `offered` when the right reading is among the choices."""

    question: str
    expected: tuple[str, ...]
    got: str
    verdict: str
    options: tuple[str, ...]


def table(file: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Question and accepted readings, line by line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" => ") for line in lines if line]
    return [(q, tuple(e.strip() for e in expected.split(" | "))) for q, expected in pairs]


def scored(file: Path, lexicon: Lexicon) -> Iterator[Scored]:
    """Every question of a table, asked once."""
    for question, expected in table(file):
        found = ask(question, lexicon)
        got = said(found)
        options = tuple(found.options)
        yield Scored(question, expected, got, _verdict(got, expected, options, lexicon), options)


def _verdict(
    got: str, expected: tuple[str, ...], options: tuple[str, ...], lexicon: Lexicon
) -> str:
    answered = not got.startswith(("clarify", "refuse", "reply"))
    if any(same(got, e) for e in expected):
        return "right"
    if answered:
        return "wrong"
    if expected == ("clarify",):
        return "right"
    offers = [said(ask(option, lexicon)) for option in options]
    if any(same(o, e) for o in offers for e in expected):
        return "offered"
    return "asked" if got.startswith("clarify") else "refused"


def same(got: str, expected: str) -> bool:
    """Whether two readings say the same figures in the same order."""
    if expected.startswith("clarify"):
        return got.startswith(("clarify", "refuse"))
    got = _CHART.sub("", got)
    if "limit" not in expected:
        ordered = " order " in got and " order " in expected
        if ordered:
            return _LIMIT.sub("", got) == _LIMIT.sub("", expected)
        return " limit " not in got and got == _ORDER.sub("", expected)
    return got == expected
