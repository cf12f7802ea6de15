"""A scripted model, the main test double, and a server that misbehaves on purpose."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field


class ScriptedModel(BaseChatModel):
    """Says its lines in order, the last one for ever; remembers what it was asked."""

    lines: list[Any]
    heard: list[Any] = Field(default_factory=list)
    bound: list[Any] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> "ScriptedModel":
        self.bound.append([t.name for t in tools])
        return self

    def bind(self, **kwargs: Any) -> "ScriptedModel":
        self.bound.append(kwargs)
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        line = self.lines[min(len(self.heard), len(self.lines) - 1)]
        self.heard.append(messages)
        if isinstance(line, Exception):
            raise line
        return ChatResult(generations=[ChatGeneration(message=line)])


def calls(name: str, count: int = 1, **arguments: Any) -> AIMessage:
    """A reply that calls a tool, `count` times in one breath."""
    made = [{"name": name, "args": arguments, "id": f"c{i}"} for i in range(count)]
    usage = {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120}
    return AIMessage("", tool_calls=made, usage_metadata=usage)


def says(text: str) -> AIMessage:
    """A reply of plain text."""
    return AIMessage(
        text, usage_metadata={"input_tokens": 9, "output_tokens": 9, "total_tokens": 18}
    )


Handle = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(handle: Handle) -> Iterator[str]:
    """An endpoint on this machine that answers every request with `handle`; gives its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            with suppress(BrokenPipeError, ConnectionResetError):
                handle(self)

        do_GET = do_POST

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_address[1]}/v1"
    finally:
        http.shutdown()
        http.server_close()


def reply(body: bytes, status: int = 200, kind: str = "application/json") -> Handle:
    """Answer at once."""

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("content-type", kind)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return handle


def half(body: bytes, kind: str = "application/json") -> Handle:
    """Promise twice as much as is sent, then hang up."""

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", kind)
        request.send_header("content-length", str(len(body) * 2))
        request.end_headers()
        request.wfile.write(body)
        request.wfile.flush()
        request.connection.close()

    return handle


def drip(release: threading.Event) -> Handle:
    """A space every few milliseconds, so that no read ever times out, until released."""

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("content-type", "application/json")
        request.end_headers()
        while not release.is_set():
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.01)

    return handle


def completion(content: str | None = None, call: tuple[str, Any] | None = None) -> bytes:
    """The body of a chat completion with a text or one tool call."""
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if call:
        function = {
            "name": call[0],
            "arguments": call[1] if isinstance(call[1], str) else json.dumps(call[1]),
        }
        message["tool_calls"] = [{"id": "c0", "type": "function", "function": function}]
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 50, "completion_tokens": 5, "total_tokens": 55},
    }
    return json.dumps(body, ensure_ascii=False).encode()


def called(*calls: tuple[str, Any]) -> bytes:
    """The body of a chat completion with several tool calls."""
    body = json.loads(completion())
    body["choices"][0]["message"]["tool_calls"] = [
        {"id": f"c{i}", "type": "function", "function": {
            "name": name,
            "arguments": given if isinstance(given, str) else json.dumps(given),
        }}
        for i, (name, given) in enumerate(calls)
    ]  # fmt: skip
    return json.dumps(body, ensure_ascii=False).encode()


def streamed(*pieces: str) -> Handle:
    """A text in pieces, as a stream of events with what it cost at its end."""
    head = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "m"}
    events = [{**head, "choices": [{"index": 0, "delta": {"content": p}}]} for p in pieces]
    usage = {"prompt_tokens": 30, "completion_tokens": 3, "total_tokens": 33}
    events.append({**head, "choices": [], "usage": usage})
    lines = [f"data: {json.dumps(e, ensure_ascii=False)}\n\n" for e in events]
    return reply("".join([*lines, "data: [DONE]\n\n"]).encode(), kind="text/event-stream")


class Script:
    """An endpoint that answers chats with its handles in order, the last one for ever; it remembers
    what it was sent."""

    def __init__(self, *handles: Handle) -> None:
        self.handles = handles
        self.heard: list[str] = []

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        if request.command == "GET":
            return reply(b"{}")(request)
        handle = self.handles[min(len(self.heard), len(self.handles) - 1)]
        self.heard.append(request.body)  # type: ignore[attr-defined]
        return handle(request)
