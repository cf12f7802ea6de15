"""YAML with comments: one line for each small thing, as a person would write it."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

__all__ = ["block", "comment", "flow", "label"]

_WIDE = 10**6


def flow(value: Any) -> str:
    """A value on one line."""
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=_WIDE, sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")


def label(zh: str, en: str) -> Any:
    """`{zh, en}`, or one text for both languages."""
    return zh if zh == en else {"zh": zh, "en": en}


def comment(texts: Iterable[str], indent: int = 0) -> list[str]:
    """Lines of comment."""
    return [f"{' ' * indent}# {' '.join(text.split())}" for text in texts]


def block(entries: Mapping[str, Any], indent: int) -> list[str]:
    """A mapping with a line for each entry, values on one line."""
    return [f"{' ' * indent}{flow(key)}: {flow(value)}" for key, value in entries.items()]
