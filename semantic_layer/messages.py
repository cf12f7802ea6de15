"""The one table of texts that a user may see, in Chinese and English.

Every floor adds its own section at import (`add`), and renders with `say`. Keys are dotted and
stable: `area.name`. Values are `(zh, en)` templates for `str.format`.
"""

from collections.abc import Mapping

Lang = str  # "zh" or "en"

_TABLE: dict[str, tuple[str, str]] = {}


def add(section: Mapping[str, tuple[str, str]]) -> None:
    """Add texts; a key may be said in one place only."""
    clash = _TABLE.keys() & section.keys()
    if clash:
        raise KeyError(f"message keys defined twice: {sorted(clash)}")
    _TABLE.update(section)


def say(key: str, lang: Lang, /, **values: object) -> str:
    """The text of `key` in `lang` with its values filled in; KeyError for an unknown key."""
    zh, en = _TABLE[key]
    return (en if lang == "en" else zh).format(**values)


def keys() -> frozenset[str]:
    """All message keys that are known so far."""
    return frozenset(_TABLE)
