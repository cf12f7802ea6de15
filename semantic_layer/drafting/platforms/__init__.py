"""Export forms that are known by their headers: whose they are, and what one row of them is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from semantic_layer.drafting.words import plain
from semantic_layer.texts import Text

__all__ = ["Signature", "signature_of"]


@dataclass(frozen=True, slots=True)
class Signature:
    """A known form: its name, the concept of its rows, and of a report what one row is of
    (`shop`, `item`, `source`; `sparse`: an order's first line says what the others leave out). `roles` are
    meant by headers of this form."""

    label: Text
    concept: str
    level: str
    headers: frozenset[str]
    roles: Mapping[str, str]


@cache
def _signatures() -> tuple[Signature, ...]:
    told = yaml.safe_load((Path(__file__).parent / "signatures.yml").read_text(encoding="utf-8"))
    return tuple(
        Signature(
            Text(*map(str, one["name"])), one["concept"], one.get("level", "shop"),
            frozenset(_closed(str(h)) for h in one["headers"]), one.get("roles", {}),
        )
        for one in told
    )  # fmt: skip


def _closed(header: str) -> str:
    return plain(header).replace(" ", "")


def signature_of(headers: Iterable[str]) -> Signature | None:
    """The form that has all its headers among these; of several the one that names most of them."""
    have = {_closed(header) for header in headers}
    fits = [s for s in _signatures() if s.headers <= have]
    return max(fits, key=lambda s: len(s.headers), default=None)
