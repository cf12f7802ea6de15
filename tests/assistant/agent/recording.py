"""How replies of a real endpoint are kept: readable JSON without keys, headers or addresses.

A request matches by what was asked (the last message, streamed or not, tools or JSON) and not by the
whole prompt, so that editing a tool's docstring does not throw the recordings away.
"""

import json
from typing import Any

HOST = "llm.wenshu.test"
PORT = 8089
MODEL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
BASE_URL = f"http://{HOST}:{PORT}/v1"


class ReadableJson:
    """Cassettes that a person can review: Chinese as it is, bodies as JSON."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        return json.dumps(cassette, ensure_ascii=False, indent=1) + "\n"

    @staticmethod
    def deserialize(text: str) -> Any:
        return json.loads(text)


def asked(body: bytes | str | None) -> tuple[str, bool, bool, int]:
    """What decides a request: its last message, streaming, JSON or tools, how long the talk is."""
    said = json.loads(body or "{}")
    messages = said.get("messages") or [{"content": ""}]
    last = str(messages[-1].get("content"))
    return last, bool(said.get("stream")), "response_format" in said, len(messages)


def same_question(one: Any, other: Any) -> None:
    """A vcr matcher."""
    assert asked(one.body) == asked(other.body)


def kept_request(request: Any) -> Any:
    """The request with no header but its content type."""
    request.headers = {"content-type": "application/json"}
    return request


def kept_response(response: dict[str, Any]) -> dict[str, Any]:
    """The response with no header but its content type."""
    kept = {k: v for k, v in response["headers"].items() if k.lower() == "content-type"}
    return {**response, "headers": kept}
