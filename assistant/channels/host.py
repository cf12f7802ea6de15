"""The one web host: the chat page and its downloads now, messengers and the scheduler later."""

import asyncio
import logging
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import RedirectResponse

from assistant.answer import Answer, Identity, Question
from assistant.channels import messages as _messages  # noqa: F401
from assistant.channels.downloads import Downloads
from assistant.channels.guard import LOCAL_NAMES, Guard
from assistant.channels.page import home
from assistant.channels.page.room import Asks, Room, open_room
from assistant.channels.workers import Workers
from assistant.desk import Desk
from assistant.desks import Desks, Upkeep
from assistant.log import log_to
from semantic_layer.engines import Cancel
from semantic_layer.errors import WenshuError
from semantic_layer.messages import say
from semantic_layer.texts import Text
from tools import registry
from tools.registry import Step

__all__ = ["build_app", "serve"]

Opened = tuple[Asks, tuple[Text, ...]]


def build_app(
    shop_path: Path | None = None, *, opens: Callable[[], Opened] | None = None
) -> FastAPI:
    """The host for a shop (None: the demo shop). The shop is opened when the host starts.

    `opens` stands in for opening a shop: it returns the way to ask and the first questions to
    suggest. Chainlit allows one such host in a process.
    """
    folder = tempfile.TemporaryDirectory(prefix="wenshu-page-", ignore_cleanup_errors=True)
    room_opens = opens or partial(_open_shop, shop_path)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        asks, starters = await asyncio.to_thread(room_opens)
        room = Room(asks, Workers(), app.state.downloads, starters)
        open_room(room)
        yield
        room.workers.close()
        folder.cleanup()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.downloads = Downloads()
    app.add_middleware(Guard)
    _routes(app)
    _mount_page(app, Path(folder.name))
    return app


def serve(shop_path: Path | None = None, host: str = "127.0.0.1", port: int = 8000) -> int:
    """Serve until interrupted and return the exit code: 0, or 2 for a bad port, host or shop."""
    if host not in LOCAL_NAMES:
        return _complain(say("serve.bad_host", "zh", host=host))
    try:
        listener = _listen(host, port)
    except OSError:
        return _complain(say("serve.port_taken", "zh", port=port, other=port + 1))
    with listener:
        _tell(say("serve.opening", "zh"))
        try:
            opened = _open_shop(shop_path)
        except WenshuError as error:
            return _complain(error.sentence("zh"))
        app = build_app(shop_path, opens=lambda: opened)
        url = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        settings = uvicorn.Config(
            app, log_level="warning", ws_max_size=1_000_000, timeout_graceful_shutdown=3
        )
        with suppress(KeyboardInterrupt):
            _Server(settings, say("serve.ready", "zh", url=url)).run(sockets=[listener])
    return 0


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _tell(self._ready)


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the port before anything slow happens; OSError when it is taken."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _complain(sentence: str) -> int:
    _tell(sentence, sys.stderr)
    return 2


def _tell(text: str, stream: TextIO | None = None, end: str = "\n") -> None:
    out = stream or sys.stdout
    out.write(text + end)
    out.flush()


def _open_shop(shop_path: Path | None) -> Opened:
    """The way to ask a shop, and its own questions. Raises ShopError; says when it takes long."""
    from assistant.ask import ask
    from semantic_layer.shop import open_shop

    desk = Desk(open_shop(shop_path, on_step=_Progress()))
    log_to(desk.shop.state)
    _warm(desk)
    desks = Desks(desk)
    if desk.shop.model.sources:
        Upkeep(desks, desk.settings.sync_seconds).start()

    def asks(question: Question, *, on_step: Callable[[Step], None], cancel: Cancel) -> Answer:
        return ask(question, desks.current(), on_step=on_step, cancel=cancel)

    return asks, desk.shop.model.questions


def _warm(desk: Desk) -> None:
    """Load what the first question would otherwise wait for: words, tools, the chart library."""
    import_module("plotly.subplots")
    import_module("assistant.understand")
    registry.tools()
    desk.lexicon(Identity().role)
    if desk.settings.has_model:
        from assistant.agent.knocking import preload

        preload()


class _Progress:
    """Says that the demo shop is being made, and on a terminal how far it is."""

    def __init__(self) -> None:
        self._begun = False

    def __call__(self, name: str, done: float) -> None:
        if not self._begun:
            _tell(say("serve.making_demo", "zh"))
            self._begun = True
        if sys.stdout.isatty():
            _tell(f"\r  {done:4.0%}", end="\n" if done >= 1 else "")


def _routes(app: FastAPI) -> None:
    @app.get("/")
    async def start() -> RedirectResponse:
        return RedirectResponse(f"{home.PREFIX}/")

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/download/{key}/{name}")
    async def download(key: str, name: str) -> Response:
        file = app.state.downloads.get(key)
        if file is None:
            raise HTTPException(404, say("page.gone", "zh"))
        return Response(
            file.content,
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"},
        )


def _mount_page(app: FastAPI, folder: Path) -> None:
    """Prepare Chainlit's folder, then import and mount it."""
    home.furnish(folder)
    from chainlit.utils import mount_chainlit

    logging.getLogger("chainlit").setLevel(logging.ERROR)
    home.own_words(folder)
    home.keep_local()
    mount_chainlit(app, target=str(Path(home.__file__).with_name("app.py")), path=home.PREFIX)
