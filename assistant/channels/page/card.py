"""An Answer as what the page's elements show: plain data for AnswerCard.jsx and a Plotly figure.

Nothing is computed here: texts come from the renderers, numbers from the result.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer import Answer
from assistant.formats import Style, cell_text, heading
from assistant.render import plotly
from assistant.render.account import spent
from assistant.render.csv import csv_bytes
from assistant.render.footnote import footnote, sources
from assistant.render.markdown import escape, markdown
from semantic_layer.answered import Cell, Column
from semantic_layer.messages import say
from tools.result import Result

MOST_ROWS = 200
_WORDS = ("copy", "copied", "copy_failed", "csv", "fold", "definitions", "sql", "next")
_LONG = 90
_SENTENCE_END = re.compile(r"(?<=。)(?=\S)")
_UNFIT = re.compile(r"[\\/:*?\"<>|\s\x00-\x1f]+")

Offer = Callable[[str, bytes], str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One part of an answer as the page shows it: sentence, figure with its settings, card."""

    text: str
    figure: Any | None
    settings: dict[str, Any]
    props: dict[str, Any]


def shown(answer: Answer, offer: Offer) -> list[Shown]:
    """The parts of an answer; what can be asked next stands under the last.

    `offer(name, content)` puts a file on offer and returns its address.
    """
    parts = answer.parts or (answer,)
    return [_shown(part, answer if part is parts[-1] else None, offer) for part in parts]


def _shown(part: Answer, whole: Answer | None, offer: Offer) -> Shown:
    figure = plotly.figure(part.result, part.lang) if part.result else None
    settings = plotly.config(part.lang, file_name(part.result, part.lang)) if part.result else {}
    return Shown(plain(part.text), figure, settings, _props(part, whole, offer))


def _props(part: Answer, whole: Answer | None, offer: Offer) -> dict[str, Any]:
    """What AnswerCard shows for one part of an answer; {} when there is nothing under the sentence.

    `whole` is the whole answer, given with its last part.
    """
    result, lang = part.result, part.lang
    options = list(whole.options) if whole else []
    following = list(whole.next) if whole else []
    if result is None and not (options or following or part.notes):
        return {}
    return {
        "lang": lang,
        "words": {word: say(f"page.{word}", lang) for word in _WORDS},
        "table": _table(result, lang) if result else None,
        "notes": _notes(part),
        "footnote": _under(part, result) if result else [],
        "fold": _fold(result, part) if result else None,
        "markdown": markdown(part) if result else "",
        "csv": _csv(part, result, offer) if result and result.rows else None,
        "optionsTitle": say(f"page.{'options' if part.status == 'clarify' else 'try'}", lang),
        "options": options,
        "lessons": _lessons(whole, lang),
        "own": {"label": say("page.own_words", lang), "send": say("page.own_words", lang)}
        if part.own_words
        else None,
        "next": following,
    }


def _notes(part: Answer) -> list[str]:
    """The notes; what a part without a fold cost is one of them."""
    unfolded = part.result is None and any(part.tokens.values())
    return [*part.notes, *([spent(part)] if unfolded else [])]


def _lessons(whole: Answer | None, lang: str) -> list[dict[str, str] | None]:
    """Beside each choice, the button that takes it and teaches its word in the same click.

    A definition of a term is kept with the choice itself and needs no button.
    """
    found = whole.lessons if whole else ()
    return [
        {
            "label": say("page.remember", lang, word=x.word, name=x.name),
            "send": say("page.remember.send", lang, number=place),
        }
        if x and x.kind != "choice"
        else None
        for place, x in enumerate(found, 1)
    ]


def plain(text: str) -> str:
    """`text` as Markdown that shows exactly these characters: data must not become a picture.

    A long Chinese answer gets a line for each sentence.
    """
    if len(text) > _LONG:
        text = _SENTENCE_END.sub("\n", text)
    return "\n\n".join(escape(line.strip()) for line in text.splitlines() if line.strip())


def file_name(result: Result, lang: str) -> str:
    """A file's name without its ending, from the answer's title and period: 各渠道的GMV_2025-11."""
    title = _UNFIT.sub("", result.title.get(lang)) or "wenshu"
    return f"{title[:60]}{_period(result)}"


def _period(result: Result) -> str:
    if result.time is None:
        return ""
    start, end = result.time.start, result.time.end
    if start == end:
        return f"_{start}"
    if start.day == 1 and (start.year, start.month) == (end.year, end.month):
        following = end.fromordinal(end.toordinal() + 1)
        if following.month != end.month:
            return f"_{start:%Y-%m}"
    return f"_{start}_{end}"


def _table(result: Result, lang: str) -> dict[str, Any] | None:
    if not result.rows:
        return None
    style = Style(lang, result.currency)
    total, shown = len(result.rows), result.rows[:MOST_ROWS]
    note = say("page.rows_shown", lang, shown=len(shown), total=total) if total > len(shown) else ""
    return {
        "columns": [
            {"label": heading(c, style), "number": c.kind not in ("time", "dimension")}
            for c in result.columns
        ],
        "rows": [
            [_cell(cell, c, result, style) for cell, c in zip(row, result.columns, strict=True)]
            for row in shown
        ],
        "note": note,
    }


def _cell(cell: Cell, column: Column, result: Result, style: Style) -> dict[str, str]:
    """A cell's text; a change is coloured the way Chinese screens do it: red up, green down."""
    tone = ""
    if column.kind in ("change", "difference") and cell is not None and not isinstance(cell, str):
        tone = "ws-up" if cell > 0 else "ws-down" if cell < 0 else ""  # type: ignore[operator]
    text = cell_text(cell, column, result.words.get(column.name, {}), style)
    return {"text": text, "tone": tone}


def _under(part: Answer, result: Result) -> list[str]:
    """Period, bases, filters and data date; the definitions are in the fold."""
    return footnote(replace(part, result=replace(result, definitions=())))


def _fold(result: Result, part: Answer) -> dict[str, Any]:
    lang = part.lang
    seconds = f"{part.ms.get('total', 0.0) / 1000:.2f}"
    took = [say("page.took", lang, seconds=seconds)] if part.ms.get("total") else []
    return {
        "definitions": [
            {
                "label": d.label.get(lang),
                "text": d.text.get(lang),
                "version": say("page.version", lang, version=d.version) if d.version else "",
            }
            for d in result.definitions
        ],
        "facts": [*took, spent(part)],
        "sql": _statements(result, part),
    }


def _statements(result: Result, part: Answer) -> list[str]:
    """The SQL that ran; above the first, as comments, where its rows come from."""
    first, *others = result.sql or ("",)
    return ["\n".join((*sources(part), first)), *others] if first else []


def _csv(part: Answer, result: Result, offer: Offer) -> dict[str, str]:
    name = f"{file_name(result, part.lang)}.csv"
    content = csv_bytes(part)
    return {"name": name, "href": offer(name, content)}
