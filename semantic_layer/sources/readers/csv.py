"""CSV, TSV and their kin, read by DuckDB; Python looks only at the beginning and the end."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from semantic_layer.errors import ReadError
from semantic_layer.sources.readers.encoding import (
    copy_as_utf8,
    find_encoding,
    first_text,
    last_text,
    spoken,
)
from semantic_layer.sources.readers.format import Format, Header
from semantic_layer.sources.readers.header import (
    TOTALS,
    find_header,
    is_guarded,
    is_total,
    name_columns,
)
from semantic_layer.sources.readers.scan import MOST_COLUMNS, Scan, literal, quoted
from semantic_layer.sources.readers.unreadable import unreadable

_HEAD = 1 << 19
_ROWS = 200
_SEPARATORS = (",", "\t", ";", "|", "，", "\x01")

Rows = list[list[str]]


def detect(path: Path) -> tuple[Format, ...]:
    """The form of a text file: encoding, separator, titles, header rows, totals at its end."""
    encoding = find_encoding(path)
    text = first_text(path, encoding, _HEAD)
    if not text.strip():
        raise unreadable("file_empty", path, what="read.blank")
    separator = _separator(text)
    rows = _parse(_whole_lines(text, path), separator)[:_ROWS]
    skip, header = find_header(rows)
    data = [row for row in rows[skip + header :] if any(row)]
    if not data:
        raise unreadable("file_empty", path, what="read.only_header")
    ends = _parse(last_text(path, encoding, 1 << 15), separator)[-5:]
    return (
        Format(
            "csv", encoding, separator, skip=skip, header=header,
            footer=any(is_total(row) for row in ends), guarded=is_guarded(data[:-1] or data),
        ),
    )  # fmt: skip


def _separator(text: str) -> str:
    """The separator that splits the most lines alike, and into the most cells."""
    sample = text[: 1 << 16]
    best = max(_SEPARATORS, key=lambda s: _alike(_parse(sample, s)[:_ROWS]))
    return best if _alike(_parse(sample, best)[:_ROWS]) > (0, 0) else ","


def _alike(rows: Rows) -> tuple[float, int]:
    widths = Counter(len(row) for row in rows if any(row))
    wide = Counter({w: c for w, c in widths.items() if w > 1})
    if not wide:
        return 0, 0
    width, count = wide.most_common(1)[0]
    return round(count / sum(widths.values()), 1), width


def _parse(text: str, separator: str) -> Rows:
    """Rows of a text; a quote that is never closed ends with the text."""
    lines = io.StringIO(text.replace("\0", ""), newline="")
    try:
        return list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return [line.split(separator) for line in text.splitlines()]


def _whole_lines(text: str, path: Path) -> str:
    return text if path.stat().st_size <= _HEAD else text[: text.rfind("\n") + 1]


@contextmanager
def scan(path: Path, form: Format, types: Callable[[str], str] | None = None) -> Iterator[Scan]:
    """The file as a relation that DuckDB reads, under its columns' names; all of them text, or of the
    type that `types` has for a name."""
    text = first_text(path, form.encoding, _HEAD)
    rows = _parse(_whole_lines(text, path), form.separator)
    headers = _headers(path, form, rows)
    with TemporaryDirectory(prefix="wenshu-") as folder:
        readable = path
        if form.encoding != "utf-8" or _mixed_ends(path) or _short_total(path, form, headers):
            readable = Path(folder) / "text.csv"
            copy_as_utf8(path, form.encoding, readable)
            if form.footer:
                _pad_totals(readable, form, len(headers))
        yield Scan(_read(readable, form, headers, types), headers, _total(form, headers), path)


def _headers(path: Path, form: Format, rows: Rows) -> tuple[Header, ...]:
    above = rows[form.skip : form.skip + form.header]
    body = [row for row in rows[form.skip + form.header :] if any(row)]
    if len(above) < form.header or not body:
        raise unreadable("file_empty", path, what="read.only_header" if above else "read.no_rows")
    width = _width(above, Counter(len(row) for row in body[:-1] or body).most_common(1)[0][0])
    if width > MOST_COLUMNS:
        raise unreadable("file_wide", path, count=width, most=MOST_COLUMNS)
    return name_columns(above, width)


def _width(header: Rows, usual: int) -> int:
    """The cells of a row: as most rows have, unless the header names more than that."""
    named = max(
        (at + 1 for row in header for at, cell in enumerate(row) if cell.strip()), default=0
    )
    return max(named, usual)


def _mixed_ends(path: Path) -> bool:
    """True when lines end in two ways, at the file's beginning or its end: DuckDB refuses that."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    crlf = head.count(b"\r\n")
    return 0 < crlf < head.count(b"\n") or (crlf == 0 and b"\r" in head)


def _short_total(path: Path, form: Format, headers: tuple[Header, ...]) -> bool:
    if not form.footer:
        return False
    ends = _parse(last_text(path, form.encoding, 1 << 15), form.separator)
    return any(is_total(row) and len(row) != len(headers) for row in ends)


def _pad_totals(path: Path, form: Format, width: int) -> None:
    """Give the totals at the end of a copied file as many cells as the others have."""
    size = path.stat().st_size
    tail = last_text(path, "utf-8", 1 << 15)
    start = size - len(tail.encode())
    lines = []
    for row in _parse(tail, form.separator):
        whole = [*row[:width], *[""] * (width - len(row))] if is_total(row) else row
        lines.append(whole)
    told = io.StringIO(newline="")
    csv.writer(told, delimiter=form.separator, lineterminator="\n").writerows(lines)
    with path.open("r+b") as file:
        file.truncate(start)
        file.seek(start)
        file.write(told.getvalue().encode())


def _read(
    path: Path,
    form: Format,
    headers: tuple[Header, ...],
    types: Callable[[str], str] | None = None,
) -> str:
    of = types or (lambda _: "VARCHAR")
    names = ", ".join(f"{literal(h.name)}: {literal(of(h.name))}" for h in headers)
    strict = "dateformat = '%Y-%m-%d', timestampformat = '%Y-%m-%d %H:%M:%S', " if types else ""
    source = (
        f"read_csv({literal(str(path))}, auto_detect = false, header = false, "
        f"skip = {form.skip + form.header}, delim = {literal(form.separator)}, "
        f"quote = {literal(form.quote)}, escape = {literal(form.quote)}, nullstr = '', "
        f"{strict}max_line_size = 16777216, columns = {{{names}}})"
    )
    if not form.guarded:
        return f"SELECT * FROM {source}"
    cells = ", ".join(f"{_unguarded(quoted(h.name))} AS {quoted(h.name)}" for h in headers)
    return f"SELECT {cells} FROM {source}"


def _unguarded(cell: str) -> str:
    return (
        f"CASE WHEN starts_with({cell}, '=\"') THEN {cell}[3:-2] "
        f"WHEN starts_with({cell}, '''') OR starts_with({cell}, chr(9)) "
        f"THEN nullif({cell}[2:], '') ELSE {cell} END"
    )


def _total(form: Format, headers: tuple[Header, ...]) -> str:
    """The condition of rows that are totals; "" when the file has none."""
    if not form.footer:
        return ""
    first = ", ".join(f"nullif(trim({quoted(h.name)}), '')" for h in headers)
    words = ", ".join(literal(word) for word in TOTALS)
    return f"coalesce(lower(trim(rtrim(trim(coalesce({first})), ':：'))) IN ({words}), false)"


def spoken_error(path: Path, form: Format, error: duckdb.Error) -> ReadError:
    """What is wrong with a text file, from what the engine says of it."""
    text = str(error)
    line = re.search(r"Line: (\d+)", text)
    at = int(line[1]) if line else 0
    counts = re.search(r"Number of Columns: (\d+) Found: (\d+)", text)
    if counts:
        expected, found = int(counts[1]), int(counts[2])
        return unreadable("file_ragged", path, line=at, expected=expected, found=found)
    if "quote" in text.partition("Possible")[0]:
        return unreadable("file_quote", path, line=at)
    if "unicode" in text or "utf-8" in text.partition("Possible")[0]:
        return unreadable("file_bytes", path, line=at, encoding=spoken(form.encoding))
    return unreadable("file_form", path, what="read.unreadable", detail=text[:300])
