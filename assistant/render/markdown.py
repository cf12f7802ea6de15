"""An answer as Markdown to paste into a report: sentence, table, notes, footnote.

Whatever comes from the shop's data is shown as these very characters: no link, picture or HTML can
come out of a product's name.
"""

import re

from assistant.answer import Answer
from assistant.formats import Style, cell_text, clean, heading
from assistant.messages import say
from assistant.render.footnote import footnote
from tools.result import Result

__all__ = ["escape", "markdown"]

MOST_ROWS = 50
_MARKUP = re.compile(r"([\\`*_\[\]<>|~$&])")
_LINKS = re.compile(r"(?i)(?<=[a-z])(?=://)|(?<=www)(?=\.)|(?<=@)(?=[-\w])|(?<=mailto)(?=:)")
_LINE_START = re.compile(r"(?m)^(\s*)([#>+=-]|\d+[.)])(?=\s|$|[-=])")
_ZERO_WIDTH = "\u200b"


def markdown(answer: Answer, most_rows: int = MOST_ROWS) -> str:
    """The answer, with its parts one below the other; rows beyond `most_rows` are counted."""
    if answer.parts:
        return "\n\n".join(markdown(part, most_rows) for part in answer.parts)
    blocks = [_paragraph(answer.text)]
    if answer.result is not None and answer.result.rows:
        blocks.append(_table(answer.result, answer.lang, most_rows))
    notes = [*answer.notes, *footnote(answer)]
    if notes:
        blocks.append("\n".join(f"> {escape(line)}  " for line in notes))
    if answer.options:
        blocks.append("\n".join(f"- {escape(option)}" for option in answer.options))
    return "\n\n".join(blocks)


def escape(text: str) -> str:
    """`text` so that Markdown shows exactly it; addresses are kept from turning into links."""
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", _LINKS.sub(_ZERO_WIDTH, text)))


def _paragraph(text: str) -> str:
    return "  \n".join(escape(line.strip()) for line in text.splitlines())


def _table(result: Result, lang: str, most_rows: int) -> str:
    style = Style(lang, result.currency)
    columns = result.columns
    aligned = ["---" if c.kind in ("time", "dimension") else "---:" for c in columns]
    rows = [
        [
            cell_text(v, c, result.words.get(c.name, {}), style)
            for v, c in zip(row, columns, strict=True)
        ]
        for row in result.rows[:most_rows]
    ]
    lines = [_line([escape(heading(c, style)) for c in columns]), _line(aligned)]
    lines += [_line([escape(clean(cell)) for cell in row]) for row in rows]
    if len(result.rows) > most_rows:
        lines += ["", say("foot.cut", lang, count=len(result.rows), shown=most_rows)]
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
