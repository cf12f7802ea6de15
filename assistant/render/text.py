"""An answer for a terminal: sentence, aligned table, notes, footnote. Chinese takes two columns."""

from assistant.answer import Answer
from assistant.formats import Style, cell_text, clean, heading, width
from assistant.messages import say
from assistant.render.account import spent
from assistant.render.footnote import footnote, sources

__all__ = ["answer_text"]

MOST_ROWS = 50
WIDEST = 40


def answer_text(answer: Answer, *, sql: bool = False, most_rows: int = MOST_ROWS) -> str:
    """The whole answer as lines; with `sql` the statements that ran come last."""
    if answer.parts:
        lead = answer.text.removesuffix("\n".join(p.text for p in answer.parts)).strip()
        parts = (answer_text(p, sql=sql, most_rows=most_rows) for p in answer.parts)
        return "\n\n".join([*filter(None, [_printable(lead)]), *parts])
    blocks = [_printable(answer.text)]
    if answer.csv:
        return "\n\n".join([*blocks, answer.csv.replace("\r\n", "\n").rstrip()])
    if answer.result is not None and answer.result.rows:
        blocks.append(_table(answer, most_rows))
    if answer.options:
        blocks.append("\n".join(f"  {i}. {clean(o)}" for i, o in enumerate(answer.options, 1)))
    word = next((x.word for x in answer.lessons if x and x.kind != "choice"), "")
    if word:
        blocks.append(clean_line(say("lesson.offer", answer.lang, word=word)))
    small = [*(f"* {clean_line(n)}" for n in answer.notes), *map(clean_line, footnote(answer))]
    small += _account(answer)
    if small:
        blocks.append("\n".join(small))
    if answer.next:
        lines = (f"  - {clean(n)}" for n in answer.next)
        blocks.append("\n".join([say("foot.next", answer.lang), *lines]))
    if sql and answer.result is not None:
        blocks.append("\n".join([*sources(answer), ";\n\n".join(answer.result.sql) + ";"]))
    return "\n\n".join(blocks)


def _account(answer: Answer) -> list[str]:
    """The trace of a computed answer beside what it cost; of one in words only what it cost."""
    if answer.result is not None and answer.trace:
        trace = say("foot.trace", answer.lang, trace=answer.trace)
        return [say("foot.beside", answer.lang, left=trace, right=spent(answer))]
    return [spent(answer)] if any(answer.tokens.values()) else []


def clean_line(text: str) -> str:
    """A line of our own with data in it: nothing that steers a terminal, of any length."""
    return "".join(c if c.isprintable() else " " for c in text)


def _printable(text: str) -> str:
    return "\n".join(clean_line(line) for line in text.splitlines())


def _table(answer: Answer, most_rows: int) -> str:
    result = answer.result
    assert result is not None
    style, columns = Style(answer.lang, result.currency), result.columns
    rows = [[heading(c, style) for c in columns]]
    for row in result.rows[:most_rows]:
        rows.append(
            [
                _cut(cell_text(v, c, result.words.get(c.name, {}), style))
                for v, c in zip(row, columns, strict=True)
            ]
        )
    left = [c.kind in ("time", "dimension") for c in columns]
    widths = [max(width(row[i]) for row in rows) for i in range(len(columns))]
    lines = [_line(row, widths, left) for row in rows]
    lines.insert(1, "  ".join("-" * w for w in widths))
    if len(result.rows) > most_rows:
        lines.append(say("foot.cut", answer.lang, count=len(result.rows), shown=most_rows))
    return "\n".join(lines)


def _line(cells: list[str], widths: list[int], left: list[bool]) -> str:
    padded = [
        cell + " " * (w - width(cell)) if at_left else " " * (w - width(cell)) + cell
        for cell, w, at_left in zip(cells, widths, left, strict=True)
    ]
    return "  ".join(padded).rstrip()


def _cut(text: str) -> str:
    """A cell that fits beside others; the full text is in the CSV and the JSON."""
    if width(text) <= WIDEST:
        return text
    while width(text) > WIDEST - 1:
        text = text[:-1]
    return text + "…"
