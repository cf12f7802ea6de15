"""The footnote of an answer: period, bases, filters, definitions, data date, in pasteable lines."""

from assistant.answer import Answer
from assistant.messages import say
from tools.bases import base_days, base_word

__all__ = ["footnote", "sources"]


def footnote(answer: Answer) -> list[str]:
    """The lines under an answer's table; none when no tool answered."""
    result, lang = answer.result, answer.lang
    if result is None:
        return []
    days = result.time
    lines = [
        say("foot.period", lang, period=_days(f"{days.start}", f"{days.end}", lang))
        if days
        else say("foot.all_time", lang)
    ]
    for base in result.bases:
        name, period = base_word(base).get(lang), base_days(base).get(lang)
        lines.append(say("foot.base", lang, name=name, period=period))
    if result.filters:
        filters = (f.label.get(lang) for f in result.filters)
        lines.append(say("foot.filters", lang, filters=say("foot.and", lang).join(filters)))
    lines += _definitions(answer)
    if result.data_as_of:
        lines.append(say("foot.data", lang, day=result.data_as_of, version=result.data_version))
    if answer.computed_at:
        lines.append(say("foot.cached", lang, at=f"{answer.computed_at:%Y-%m-%d %H:%M}"))
    return lines


def sources(answer: Answer) -> list[str]:
    """Which tables the numbers come from and how they were joined, as comments above the SQL."""
    if answer.result is None or not answer.result.lineage.tables:
        return []
    lang, lineage = answer.lang, answer.result.lineage
    tables = say("foot.and", lang).join(t.get(lang) for t in lineage.tables)
    lines = [say("foot.tables", lang, tables=tables), *(j.get(lang) for j in lineage.joins)]
    return [f"-- {' '.join(line.split())}" for line in lines]


def _definitions(answer: Answer) -> list[str]:
    lines = []
    for used in answer.result.definitions if answer.result else ():
        label, text = used.label.get(answer.lang), used.text.get(answer.lang)
        line = say("foot.definition", answer.lang, label=label, text=text)
        if used.version:
            line = say("foot.version", answer.lang, definition=line, version=used.version)
        lines.append(line)
    return lines


def _days(start: str, end: str, lang: str) -> str:
    return start if start == end else say("say.period", lang, start=start, end=end)
