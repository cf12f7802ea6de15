"""The encoding of a text file, found from all its bytes, and a copy of it in UTF-8.

DuckDB reads UTF-8; GBK needs an extension that must be downloaded, so other encodings are copied
in a stream. A GBK file whose first megabyte is plain ASCII is common: the whole file is looked at.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from semantic_layer.errors import ReadError
from semantic_layer.sources.readers.unreadable import unreadable

_CHUNK = 4 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def find_encoding(path: Path) -> str:
    """`utf-8`, `utf-16`, `gb18030` or `cp1252`: the first that all bytes of the file fit."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) > len(head) // 8:  # text without a mark that has a zero in every other byte
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    if _fits(path, "utf-8"):
        return "utf-8"
    return "gb18030" if _fits(path, "gb18030") and _is_chinese(path) else "cp1252"


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            if encoding == "utf-8" and chunk.isascii():
                decoder.decode(b"")
                if not decoder.getstate()[0]:
                    continue
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _only_cut(path, error)
    return True


def _only_cut(path: Path, error: UnicodeDecodeError) -> bool:
    """True when the last character alone is incomplete: the file is cut off, not of another kind."""
    return error.reason in ("unexpected end of data", "incomplete multibyte sequence") and (
        error.end >= len(error.object) and path.stat().st_size > 64
    )


def _is_chinese(path: Path) -> bool:
    """GBK text has pairs of high bytes; an accent of Western text stands before an ASCII letter."""
    pairs = alone = 0
    for chunk in _chunks(path):
        for run in re.finditer(rb"[\x80-\xff]+", chunk):
            alone += len(run[0]) == 1
            pairs += len(run[0]) > 1
            if pairs + alone > 1000:
                return pairs > 3 * alone
    return pairs > 3 * alone


def copy_as_utf8(source: Path, encoding: str, target: Path) -> None:
    """Write the text of a file as UTF-8 with plain line ends; ReadError file_bytes if it misfits."""
    decoder = codecs.getincrementaldecoder({"utf-8": "utf-8-sig"}.get(encoding, encoding))()
    lines, held = 1, ""
    with target.open("w", encoding="utf-8", newline="") as file:
        for chunk in chain(_chunks(source), [b""]):
            try:
                text = held + decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise misfit(source, encoding, lines, error) from error
            held = "\r" if chunk and text.endswith("\r") else ""
            text = text.removesuffix("\r") if held else text
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            lines += text.count("\n")
            file.write(text)


def misfit(source: Path, encoding: str, lines: int, error: UnicodeDecodeError) -> ReadError:
    """The bytes of a file are not of its encoding: near which line."""
    near = lines + error.object[: error.start].count(b"\n")
    return unreadable(
        "file_bytes", source, line=near, encoding=spoken(encoding), detail=str(error)[:300]
    )


def spoken(encoding: str) -> str:
    """An encoding's name as people know it."""
    return {"gb18030": "GBK", "utf-8": "UTF-8"}.get(encoding, encoding.upper())


def first_text(path: Path, encoding: str, size: int) -> str:
    """The beginning of a file as text, at most `size` bytes of it; broken characters replaced."""
    with path.open("rb") as file:
        raw = file.read(size)
    return raw.decode(encoding, errors="replace").removeprefix("\ufeff")


def last_text(path: Path, encoding: str, size: int) -> str:
    """The end of a file as text, from a line's beginning; at most `size` bytes of it."""
    whole = path.stat().st_size
    start = max(0, whole - size)
    with path.open("rb") as file:
        file.seek(start - start % 2)
        text = file.read().decode(encoding if start == 0 else _bare(encoding, path), "replace")
    return text.removeprefix("\ufeff") if start == 0 else text.partition("\n")[2]


def _bare(encoding: str, path: Path) -> str:
    """UTF-16 within a file has no mark of its own: the order of bytes is that of the first one."""
    if encoding != "utf-16":
        return encoding
    with path.open("rb") as file:
        return "utf-16-be" if file.read(2) == codecs.BOM_UTF16_BE else "utf-16-le"
