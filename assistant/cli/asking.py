"""`wenshu ask`: one question, or a file of them."""

import logging

from assistant.answer import Answer, Question
from assistant.cli.session import BadUsage, Session, read_batch
from assistant.messages import say

__all__ = ["ask_batch", "ask_one", "bad_line"]

_LOG = logging.getLogger("wenshu")


def ask_one(session: Session, question: str | None) -> int:
    """Ask and show the answer; the exit code tells what became of it."""
    if question is None:
        raise BadUsage(say("cli.no_question", session.language))
    return session.show(_answer(session, session.question(question)))


def ask_batch(session: Session, name: str) -> int:
    """Answer a file of questions, a line for a line, in order; 0 when every line got its line."""
    desk = session.desk
    for line in read_batch(name, "q", session.language):
        if line.fault:
            answer = bad_line(line.data, line.fault, "q", session.language)
        else:
            given = {k: line.data.get(k) for k in ("thread", "lang", "role", "today")}
            given["id"] = line.data.get("id", "")
            answer = _answer(session, session.question(line.data["q"], **given))
        session.line(answer)
    assert desk
    return 0


def bad_line(data: dict[str, object], why: str, field: str, lang: str) -> Answer:
    """The answer to a line that cannot be read."""
    text = say("error.bad_input", lang, why=why, field=field)
    id = str(data.get("id", ""))
    return Answer("", "failed", text, lang, code="bad_input", id=id)


def _answer(session: Session, question: Question) -> Answer:
    """The edge: an error that nobody foresaw fails this question, not the batch."""
    from assistant.ask import ask

    desk = session.desk
    try:
        return ask(question, desk)
    except Exception:  # noqa: BLE001
        _LOG.exception("a question failed: %r", question.text[:200])
        lang = question.lang or session.language
        return Answer(
            question.text, "failed", say("cli.failed", lang), lang, code="internal", id=question.id
        )
