"""Usage errors in the asker's words; what the option parser says in English stays inside."""

from typing import Any

from assistant.messages import say

__all__ = ["said_usage"]

_HINTS = {"--today": "usage.today", "--lang": "usage.lang", "--limit": "usage.whole"}
_HINTS |= {"--port": "usage.whole"}


def said_usage(error: Any, lang: str) -> str:
    """One sentence for an error of the option parser: what is wrong and where to look it up."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.format_message())
    command = getattr(getattr(error, "ctx", None), "command_path", "") or "wenshu"
    key, values = _what(kind, error)
    return say(key, lang, command=command, **values)


def _what(kind: str, error: Any) -> tuple[str, dict[str, str]]:
    """The message's key and what it names."""
    option = _option(error)
    if kind == "NoSuchOption":
        near = ", ".join(error.possibilities or ())
        return ("usage.no_option_near" if near else "usage.no_option"), {
            "name": option,
            "near": near,
        }
    if kind == "BadParameter" and option:
        return _HINTS.get(option, "usage.value"), {"name": option}
    if kind == "MissingParameter":
        return "usage.missing", {"name": option}
    if kind == "BadOptionUsage":
        return "usage.no_value", {"name": option}
    said = str(error.format_message())
    if said.startswith("No such command"):
        return "usage.no_command", {"name": said.partition("'")[2].partition("'")[0]}
    return "usage.other", {}


def _option(error: Any) -> str:
    """The option or argument that an error is about, as it is written."""
    written = getattr(error, "option_name", None)
    if written:
        return str(written)
    param = getattr(error, "param", None)
    names = getattr(param, "opts", None) or [getattr(param, "name", None) or ""]
    return str(max(names, key=len))
