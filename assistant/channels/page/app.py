"""The callbacks of the chat page. They turn a message into a Question and show the Answer."""

import asyncio
import json
import logging
import re
from contextlib import suppress
from functools import partial
from urllib.parse import quote

import chainlit as cl
from chainlit.context import init_ws_context
from chainlit.element import Element
from chainlit.server import sio
from chainlit.session import WebsocketSession

from assistant.answer import Question
from assistant.channels.downloads import Download
from assistant.channels.page import card
from assistant.channels.page.room import Room, current
from assistant.channels.workers import Busy
from assistant.formats import language_of
from semantic_layer.engines import Cancel
from semantic_layer.messages import keys, say
from tools.registry import Step

_WORD = re.compile(r"[A-Za-z]{2,}")
_LOG = logging.getLogger("wenshu.page")


@cl.set_starters
async def starters(user: object, language: str | None) -> list[cl.Starter]:
    """The shop's own questions, in the language of the browser."""
    lang = "en" if (language or "").startswith("en") else "zh"
    texts = [question.get(lang) for question in current().starters]
    return [cl.Starter(label=text, message=text) for text in texts]


@cl.on_message
async def on_message(message: cl.Message) -> None:
    """Answer one message; whatever goes wrong is said in a sentence and logged."""
    room, cancel = current(), Cancel()
    lang = _language(message.content)
    try:
        for part in await _asked(room, message.content, lang, cancel):
            await _send(part)
    except Busy:
        await cl.Message(content=say("page.busy", lang)).send()
    except asyncio.CancelledError:
        cancel.cancel()
        raise
    except Exception:  # noqa: BLE001  (the edge: a chat turn must end with a sentence)
        _LOG.exception("a question failed")
        await cl.Message(content=say("page.failed", lang)).send()


@cl.on_chat_end
async def on_chat_end() -> None:
    """A conversation is left: its downloads are no longer on offer."""
    session = cl.context.session
    if getattr(session, "to_clear", False):
        current().downloads.forget(session.id)


async def on_stop(sid: str) -> None:
    """Stop the running question. Replaces Chainlit's own handler, which speaks English only."""
    session = WebsocketSession.get(sid)
    if session is None:
        return
    init_ws_context(session)
    if session.current_task is not None:
        session.current_task.cancel()
    lang = cl.user_session.get("lang") or "zh"
    await cl.Message(content=say("page.stopped", lang)).send()


sio.on("stop", on_stop)


def _language(text: str) -> str:
    """The language to answer in: a lone GMV is no English, it keeps the conversation's language."""
    accepted = str(getattr(cl.context.session, "language", ""))
    browser = "en" if accepted.startswith("en") else "zh"
    usual = cl.user_session.get("lang") or browser
    lang = language_of(text, usual)
    if lang == "en" and len(_WORD.findall(text)) < 3:
        lang = usual
    cl.user_session.set("lang", lang)
    return lang


async def _asked(room: Room, text: str, lang: str, cancel: Cancel) -> list[card.Shown]:
    """The answer to `text` as it is shown; its steps appear while it is being worked out."""
    loop = asyncio.get_running_loop()
    steps: asyncio.Queue[Step | None] = asyncio.Queue()
    teller = asyncio.create_task(_tell(steps, lang))
    question = Question(text=text, lang=lang, thread=cl.context.session.thread_id)
    offer = partial(_offer, room, cl.context.session.id)

    def on_step(step: Step) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            loop.call_soon_threadsafe(steps.put_nowait, step)

    def work() -> list[card.Shown]:
        return card.shown(room.ask(question, on_step=on_step, cancel=cancel), offer)

    try:
        return await room.workers.run(work)
    finally:
        steps.put_nowait(None)
        await teller


async def _tell(steps: "asyncio.Queue[Step | None]", lang: str) -> None:
    told = {""}
    while (step := await steps.get()) is not None:
        words = _words(step, lang)
        if words not in told:
            told.add(words)
            async with cl.Step(name=words, type="tool", show_input=False):
                pass


def _words(step: Step, lang: str) -> str:
    """How the page says a step; a kind that it does not know is said as it came."""
    key, text = f"page.step.{step.kind}", step.text.get(lang)
    return say(key, lang, text=text) if key in keys() else text


async def _send(part: card.Shown) -> None:
    elements: list[Element] = []
    if part.figure is not None:
        elements.append(_chart(part))
    if part.props:
        elements.append(cl.CustomElement(name="AnswerCard", props=part.props))
    await cl.Message(content=part.text, elements=elements).send()


def _chart(part: card.Shown) -> cl.Plotly:
    """Chainlit's chart element, with Plotly's settings, which it would leave out."""
    element = cl.Plotly(name="chart", figure=part.figure, display="inline", size="large")
    element.content = json.dumps(json.loads(element.content) | {"config": part.settings})
    return element


def _offer(room: Room, session: str, name: str, content: bytes) -> str:
    """Put a file on offer to a conversation and return its address."""
    key = room.downloads.offer(Download(name, content, session))
    return f"/download/{key}/{quote(name)}"
