"""Who may talk to the host: its own page on its own name, and nobody else."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from assistant.channels.guard import Guard


async def _page(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("ok")
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    routes = [WebSocketRoute("/chat/ws/socket.io/", _socket), Route("/{rest:path}", _page)]
    return TestClient(Guard(Starlette(routes=routes)), base_url="http://127.0.0.1:8000")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8000"}, 200),
        ({"host": "[::1]:8000"}, 200),
        ({"origin": "http://127.0.0.1:8000"}, 200),
        ({"host": "rebound.example.com"}, 400),
        ({"host": ""}, 400),
        ({"origin": "http://evil.example.com"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_names_and_origins(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.get("/health", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/chat/", 200),
        ("/chat/assets/index.js", 200),
        ("/chat/project/file/0a1b-2c", 200),
        ("/chat/project/file", 404),
        ("/chat/project/element", 404),
        ("/chat/project/action", 404),
        ("/chat/mcp", 404),
        ("/chat/login", 404),
        ("/chatter", 404),
        ("/download/key/name.csv", 200),
    ],
)
def test_only_the_routes_that_the_page_uses(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_the_policy_keeps_the_browser_at_home(client: TestClient) -> None:
    policy = client.get("/chat/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_a_websocket_from_a_foreign_page_is_refused(client: TestClient) -> None:
    path = "/chat/ws/socket.io/"
    own, foreign = {"origin": "http://127.0.0.1:8000"}, {"origin": "http://evil.example.com"}
    with client.websocket_connect(path, headers={"host": "127.0.0.1:8000", **own}) as socket:
        assert socket.receive_text() == "ok"
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(path, headers={"host": "127.0.0.1:8000", **foreign}),
    ):
        pass
