"""The one web host: the chat page and its downloads now, messengers and the scheduler later."""

import asyncio
import logging
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import RedirectResponse

from assistant.channels import messages as _messages  # noqa: F401
from assistant.channels.downloads import Downloads
from assistant.channels.guard import LOCAL_NAMES, Guard
from assistant.channels.page import home
from assistant.channels.page.room import Asks, Room, open_room
from assistant.channels.workers import Workers
from semantic_layer.errors import WenshuError
from semantic_layer.messages import say
from semantic_layer.model import Text

__all__ = ["build_app", "serve"]

Opens = Callable[[], tuple[Asks, tuple[Text, ...]]]


def build_app(shop_path: Path | None = None, *, opens: Opens | None = None) -> FastAPI:
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
        print(say("serve.opening", "zh"), flush=True)
        try:
            opened = _open_shop(shop_path)
        except WenshuError as error:
            return _complain(error.sentence("zh"))
        app = build_app(shop_path, opens=lambda: opened)
        url = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        settings = uvicorn.Config(app, log_level="warning", ws_max_size=1_000_000)
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
            print(self._ready, flush=True)


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
    print(sentence, file=sys.stderr, flush=True)
    return 2


def _open_shop(shop_path: Path | None) -> tuple[Asks, tuple[Text, ...]]:
    from assistant.ask import ask
    from assistant.desk import Desk

    desk = Desk.open(shop_path)
    return partial(_ask_at, ask, desk), desk.shop.model.questions


def _ask_at(ask: Callable[..., Any], desk: Any, question: Any, **how: Any) -> Any:
    return ask(question, desk, **how)


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
