"""Personal data in texts that the program keeps: numbers and addresses of people become stars."""

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["masked", "masked_data", "unquoted"]

_PATTERNS = (
    re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"),  # mail
    re.compile(r"(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"),  # id card
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),  # mobile phone
    re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"),  # landline
    re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{14,17}(?!\d)"),  # bank card
    re.compile(r"(?<![\w-])o[\w-]{27}(?![\w-])"),  # openid
)  # fmt: skip
_STARS = "***"
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_STATEMENT = re.compile(r"\s*LINE \d+:.*", re.DOTALL)


def masked(text: str) -> str:
    """The text with mail addresses, id cards, phone and card numbers and openids starred out."""
    for pattern in _PATTERNS:
        text = pattern.sub(_STARS, text)
    return text


def unquoted(text: str) -> str:
    """An engine's message without what it quotes, rows and statement alike; its kind stays."""
    return _QUOTED.sub('"…"', _STATEMENT.sub("", text))


def masked_data(value: Any) -> Any:
    """The same within mappings and lists."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, Mapping):
        return {key: masked_data(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [masked_data(part) for part in value]
    return value
