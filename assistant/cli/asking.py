"""`wenshu ask`: one question, or a file of them."""

import logging

from assistant.answer import Answer, Question
from assistant.cli.session import BadUsage, Session, read_batch
from assistant.messages import say

__all__ = ["ask_batch", "ask_one"]

_LOG = logging.getLogger("wenshu")


def ask_one(session: Session, question: str | None) -> int:
    """Ask and show the answer; the exit code tells what became of it."""
    if question is None:
        raise BadUsage(say("cli.no_question", session.language))
    return session.show(_answer(session, session.question(question)))


def ask_batch(session: Session, name: str) -> int:
    """Answer a file of questions, a line for a line, in order; 0 when every line got its line."""
    assert session.desk
    if session.desk.settings.has_model and not session.planner_only:
        from assistant.agent.knocking import preload

        preload()
    for line in read_batch(name, "q", session.language):
        if line.fault:
            session.line(session.bad_line(line, "q"))
            continue
        given = {k: line.data.get(k) for k in ("id", "thread", "lang", "role", "today")}
        session.line(_answer(session, session.question(line.data["q"], **given)))
    return 0


def _answer(session: Session, question: Question) -> Answer:
    """The edge: an error that nobody foresaw fails this question, not the batch."""
    from assistant.ask import ask

    desk = session.desk
    try:
        return ask(question, desk)
    except Exception:  # noqa: BLE001
        _LOG.exception("a question failed: %r", question.text[:200])
        lang = question.lang or session.language
        given = {"q": question.text, "id": question.id, "thread": question.thread}
        return session.failed("internal", say("cli.failed", lang), lang, given)
