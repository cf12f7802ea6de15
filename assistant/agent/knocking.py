"""LangChain takes seconds to load; meanwhile the endpoint is asked whether it is there at all.

So the first question of a process learns of a refused connection or a wrong key at once.
"""

import http.client
import sys
import threading
from importlib import import_module
from urllib.parse import urlsplit

from assistant.agent.budget import Budget
from assistant.agent.errors import ModelError
from assistant.settings import Settings

_HEAVY = "assistant.agent.choosing"
_SECONDS = 2.0
_CODES = {401: "model_refused", 429: "model_busy"} | dict.fromkeys(
    (500, 502, 503, 504), "model_broken"
)


def load(settings: Settings, budget: Budget) -> None:
    """Load what talks to the model. Raises ModelError when a knock already says that it is down."""
    if _HEAVY in sys.modules:
        return
    refused: list[ModelError] = []

    def knocking() -> None:
        try:
            knock(settings, _SECONDS)
        except ModelError as error:
            refused.append(error)

    threading.Thread(target=knocking, daemon=True).start()
    loading = preload()
    while loading.is_alive():
        loading.join(0.02)
        if refused:
            raise refused[0]
        if budget.stopped():
            raise ModelError("model_cancelled")


def preload() -> threading.Thread:
    """Begin to load it in a thread of its own, so that the first question need not wait."""
    loading = threading.Thread(target=import_module, args=(_HEAVY,), daemon=True)
    loading.start()
    return loading


def knock(settings: Settings, seconds: float) -> None:
    """Ask for the list of models. ModelError for a plain no; what is unclear passes."""
    try:
        status, body = _asked(settings, seconds)
    except (TimeoutError, http.client.HTTPException, ValueError):
        return
    except OSError as error:
        raise ModelError("model_unreachable", detail=repr(error)) from error
    if status in _CODES and b"scope" not in body:  # a key may be good for nothing but chats
        raise ModelError(_CODES[status], detail=f"HTTP {status}")


def _asked(settings: Settings, seconds: float) -> tuple[int, bytes]:
    url = urlsplit(settings.base_url)
    secure = url.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=seconds)
    try:
        headers = {"Authorization": f"Bearer {settings.api_key or 'none'}"}
        connection.request("GET", f"{url.path.rstrip('/')}/models", headers=headers)
        response = connection.getresponse()
        return response.status, response.read(512)
    finally:
        connection.close()
