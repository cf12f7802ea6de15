"""A result's rows as CSV for a spreadsheet, complete and unrounded, with no live formula in it."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

from assistant.answer import Answer
from assistant.formats import Style, heading
from semantic_layer.answered import Cell, Column
from tools.result import Result

__all__ = ["csv_bytes", "csv_text", "harmless"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(answer: Answer) -> str:
    """All rows under their headings, "" without a table; ratios are fractions, members labels."""
    result = answer.result
    if result is None or not result.columns:
        return ""
    style = Style(answer.lang, result.currency)
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([harmless(heading(c, style)) for c in result.columns])
    for row in result.rows:
        writer.writerow(
            [_cell(v, c, result, answer.lang) for v, c in zip(row, result.columns, strict=True)]
        )
    return page.getvalue()


def csv_bytes(answer: Answer) -> bytes:
    """The CSV as a file that Excel opens with its Chinese intact (UTF-8 with a byte order mark)."""
    return csv_text(answer).encode("utf-8-sig")


def harmless(text: str) -> str:
    """Text that a spreadsheet will not run: a leading = + - @ tab or return gets an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def _cell(cell: Cell, column: Column, result: Result, lang: str) -> str | int | float | Decimal:
    if cell is None:
        return ""
    if isinstance(cell, date | datetime):
        return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell.isoformat()
    label = result.words.get(column.name, {}).get(cell)
    if label is not None:
        return harmless(label.get(lang))
    if isinstance(cell, bool | str):
        return harmless(str(cell))
    return cell
