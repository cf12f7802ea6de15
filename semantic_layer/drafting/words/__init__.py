"""The vocabulary of headers: what a column is called in exports, and what it then is.

`columns.yml` names the roles. A header means a role when it is one of its names, or ends with one
(买家实付金额 ends with 实付金额): in both languages the head of a compound comes last.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from semantic_layer.texts import Text

__all__ = ["LEAST", "Match", "Role", "match", "plain", "roles", "unit_of"]

RoleKind = Literal["id", "time", "money", "count", "ratio", "text", "name", "pii"]

LEAST = 0.55  # a header that means a role less surely than this means none
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKET = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_UNIT = re.compile(r"(?<=\w)\s*[/／_]\s*(元|万元|万|件|个|单|人|次|%|rmb|cny|usd)$", re.I)
_NOT_WORD = re.compile(r"[\W_]+")
_GENERIC = "any_"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Role:
    """What a column may be; `unit` marks the price of one piece, which is never summed."""

    name: str
    kind: RoleKind
    label: Text
    unit: bool = False

    @property
    def generic(self) -> bool:
        """True for words that mean what their table makes of them (名称, date, amount)."""
        return self.name.startswith(_GENERIC)


@dataclass(frozen=True, slots=True)
class Match:
    """A role that a header may mean, and how surely: 1 for its very name, less for a part."""

    role: Role
    score: float


@cache
def roles() -> Mapping[str, Role]:
    """All roles by name."""
    return {
        name: Role(
            name, _kind(told["kind"]), Text(*map(str, told["label"])), bool(told.get("unit"))
        )
        for name, told in _vocabulary().items()
    }


def _kind(told: str) -> RoleKind:
    return next(kind for kind in get_args(RoleKind) if kind == told)


@cache
def _vocabulary() -> dict[str, dict[str, Any]]:
    text = (Path(__file__).parent / "columns.yml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


@cache
def _names() -> Mapping[str, Role]:
    known = roles()
    return {
        _closed(str(name)): known[role]
        for role, told in reversed(list(_vocabulary().items()))
        for name in told["names"]
    }


def plain(header: str) -> str:
    """A header in lower case words: no brackets, no unit at its end, camelCase and underscores as spaces."""
    text = unicodedata.normalize("NFKC", header)
    text = _CAMEL.sub(" ", _UNIT.sub("", _BRACKET.sub(" ", text).strip()))
    return " ".join(_NOT_WORD.sub(" ", text).lower().split())


def _closed(header: str) -> str:
    return plain(header).replace(" ", "")


def unit_of(header: str) -> str:
    """What stands in a header's brackets: 元, %, 万元, 个; "" without any."""
    text = unicodedata.normalize("NFKC", header).strip()
    found = _BRACKET.search(text) or _UNIT.search(text)
    return found[1].strip() if found else ""


@cache
def match(header: str) -> Match | None:
    """The role that a header means, or None; the longest name that it ends with wins."""
    words, names = plain(header), _names()
    closed = words.replace(" ", "")
    if closed in names:
        return Match(names[closed], 1.0)
    if _CHINESE.search(closed):
        ends = (closed[at:] for at in range(1, len(closed) - 1))
        found = next((e for e in ends if e in names and len(e) >= 2), None)
    else:
        parts = words.split()
        ends = ("".join(parts[at:]) for at in range(1, len(parts)))
        found = next((e for e in ends if e in names and len(e) >= 2), None)
        found = None if "per" in parts else found
    if found is None or (names[found].generic and len(found) < 2):
        return None
    share = len(found) / len(closed)
    return Match(names[found], round(0.4 + 0.5 * share, 2))
