"""A file that cannot be read: said in plain words, and nothing of it is loaded."""

from pathlib import Path

from semantic_layer.errors import ReadError
from semantic_layer.messages import say
from semantic_layer.sources.readers import reader_messages as _texts  # noqa: F401 - its texts
from semantic_layer.texts import Text


def unreadable(code: str, path: Path, *, detail: str = "", **values: object) -> ReadError:
    """The error of a file: `code` is file_missing, file_ragged …; `what` may be a `read.` key."""
    error = ReadError(code, detail=detail, file=path.name)
    error.values |= {k: _both(v) if k == "what" else v for k, v in values.items()}
    return error


def _both(key: object) -> Text:
    return Text(say(str(key), "zh"), say(str(key), "en"))
