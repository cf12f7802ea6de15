"""The settings that come from the environment, read in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

__all__ = ["Settings", "read_settings"]

_SECONDS = 8.0
_SYNC_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """A language model's endpoint (any OpenAI-compatible one), or none.

    `WENSHU_LLM_BASE_URL`, `WENSHU_LLM_API_KEY` (may be empty for a local server) and
    `WENSHU_LLM_MODEL`; `WENSHU_LLM_PRICE` is what a million tokens of input and of output cost
    (`2,8`), in `WENSHU_LLM_CURRENCY`; `WENSHU_LLM_SECONDS` how long a reply may take.
    `WENSHU_SYNC_SECONDS` is how often `wenshu serve` looks for new files of the shop's sources.
    `WENSHU_SHOP` and `WENSHU_STATE` are read by the semantic layer. What cannot be read counts as not set.
    """

    base_url: str = ""
    api_key: str = field(default="", repr=False)
    model: str = ""
    price_in: Decimal | None = None
    price_out: Decimal | None = None
    currency: str = "CNY"
    seconds: float = _SECONDS
    sync_seconds: float = _SYNC_SECONDS

    @property
    def has_model(self) -> bool:
        return bool(self.base_url and self.model)


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process."""
    env = os.environ if environ is None else environ
    names = ("BASE_URL", "API_KEY", "MODEL", "PRICE", "CURRENCY", "SECONDS")
    base_url, api_key, model, price, currency, seconds = (
        env.get(f"WENSHU_LLM_{name}", "").strip() for name in names
    )
    given, made = _prices(price)
    patience = _number(seconds)
    every = _number(env.get("WENSHU_SYNC_SECONDS", ""))
    return Settings(
        base_url,
        api_key,
        model,
        given,
        made,
        currency or "CNY",
        float(patience) if patience else _SECONDS,
        max(float(every), 1.0) if every else _SYNC_SECONDS,
    )


def _prices(text: str) -> tuple[Decimal | None, Decimal | None]:
    """`2,8`: of input and of output; a single price is that of both."""
    given, _, made = text.partition(",")
    return _number(given), _number(made or given)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
