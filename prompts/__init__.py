"""The texts for a language model, as files: `text(name, lang)` reads one."""

from functools import cache
from importlib import resources

__all__ = ["text"]


@cache
def text(name: str, lang: str) -> str:
    """The template `name` in `lang` (zh or en), for `str.format`."""
    file = resources.files(__name__) / f"{name}.{'en' if lang == 'en' else 'zh'}.md"
    return file.read_text(encoding="utf-8")
