"""What stands before every door of the host: only this site's own pages may talk to it.

A page on a foreign site can send a browser to 127.0.0.1, by a request or a WebSocket of its own or
by a name that resolves there. And Chainlit, which is no longer maintained, has many routes that
this page never uses. So: known host names, same origin, the routes in use, and a policy that keeps
the browser from fetching anything elsewhere.
"""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_USED_BY_PAGE = re.compile(
    r"/chat(/|/(assets|public|avatars)/.*|/(logo|favicon|user|auth/config|set-session-cookie)"
    r"|/project/(settings|translations|file/[\w-]+)|/ws/socket\.io/?.*)?"
)
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "frame-ancestors 'none'; form-action 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Guard:
    """ASGI middleware: refuses foreign names, foreign origins and unused routes, for all doors."""

    def __init__(self, app: ASGIApp, names: frozenset[str] = LOCAL_NAMES) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif refusal := self._refusal(scope):
            await _refuse(scope, receive, send, refusal)
        else:
            await self._app(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> int:
        """The status of a refusal, 0 when the request may pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if urlsplit(f"//{host}").hostname not in self._names:
            return 400
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return 403
        path = scope["path"]
        if path.startswith("/chat") and not _USED_BY_PAGE.fullmatch(path):
            return 404
        return 0


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(f"{status}", status_code=status)(scope, receive, send)


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
