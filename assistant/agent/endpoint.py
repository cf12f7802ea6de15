"""An OpenAI-compatible endpoint, bounded: nothing that it sends can hang us or fill the memory.

The client's own timeouts cover the gap between two bytes; the transport here also holds the whole
question's deadline, the stop button and a size, and so covers replies that drip for ever.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2
import openai
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.agent.budget import Budget
from assistant.agent.errors import ModelError

CONNECT = 2.5
MOST_BYTES = 262_144
MOST_TOKENS_OUT = 400
_STATUS_CODES = {
    401: "model_refused",
    403: "model_refused",
    404: "model_refused",
    429: "model_busy",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is, and what it is called."""

    base_url: str
    api_key: str
    model: str


@contextmanager
def chat_model(
    endpoint: Endpoint, budget: Budget, *, streaming: bool = False, longest: int = MOST_TOKENS_OUT
) -> Iterator[ChatOpenAI]:
    """A chat model of the endpoint that lives within `budget`; no retries, closed at the end.

    `longest`: tokens of a reply.
    """
    transport = _Bounded(httpx2.HTTPTransport(retries=0), budget)
    patience = httpx2.Timeout(budget.call_seconds, connect=min(CONNECT, budget.call_seconds))
    client = httpx2.Client(
        transport=transport, timeout=patience, trust_env=False, follow_redirects=False
    )
    with client:
        yield _model(endpoint, client, patience, longest, streaming=streaming)


def _model(
    endpoint: Endpoint,
    client: httpx2.Client,
    patience: httpx2.Timeout,
    longest: int,
    *,
    streaming: bool,
) -> ChatOpenAI:
    return ChatOpenAI(
        base_url=endpoint.base_url,
        api_key=SecretStr(endpoint.api_key or "none"),
        model=endpoint.model,
        temperature=0,
        seed=1,
        max_retries=0,
        max_tokens=longest,  # type: ignore[call-arg]  # an alias that mypy does not see
        timeout=patience,
        streaming=streaming,
        stream_usage=streaming,
        http_client=client,
    )


class _Bounded(httpx2.BaseTransport):
    """Ends a reply that is too large, too late or not wanted any more."""

    def __init__(self, inner: httpx2.BaseTransport, budget: Budget) -> None:
        self._inner = inner
        self._budget = budget

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._budget.check()
        response = self._inner.handle_request(request)
        stream = response.stream
        assert isinstance(stream, httpx2.SyncByteStream)
        response.stream = _BoundedStream(stream, self._budget.check)
        return response

    def close(self) -> None:
        self._inner.close()


class _BoundedStream(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, check: Callable[[], None]) -> None:
        self._inner = inner
        self._check = check

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._inner:
            self._check()
            size += len(chunk)
            if size > MOST_BYTES:
                raise ModelError("model_nonsense", detail=f"more than {MOST_BYTES} bytes")
            yield chunk

    def close(self) -> None:
        self._inner.close()


def model_error(error: Exception) -> ModelError:
    """The endpoint's exception as one of ours, looking through what wrapped it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ModelError):
            return cause
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return ModelError("model_slow", detail=repr(error))
    if isinstance(error, openai.APIStatusError):
        code = _STATUS_CODES.get(error.status_code, "model_broken")
        return ModelError(code, detail=f"HTTP {error.status_code}")
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        return ModelError("model_unreachable", detail=repr(error))
    return ModelError("model_nonsense", detail=f"{type(error).__name__}: {str(error)[:500]}")
