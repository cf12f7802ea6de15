"""The settings that come from the environment, read in one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Settings", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """A language model's endpoint (any OpenAI-compatible one), or none.

    `WENSHU_LLM_BASE_URL`, `WENSHU_LLM_API_KEY` (may be empty for a local server) and
    `WENSHU_LLM_MODEL`. `WENSHU_SYNC_SECONDS`: how often `wenshu serve` looks for new files of the
    shop's sources (60). `WENSHU_SHOP` and `WENSHU_STATE` are read by the semantic layer.
    """

    base_url: str = ""
    api_key: str = field(default="", repr=False)
    model: str = ""
    sync_seconds: float = 60.0

    @property
    def has_model(self) -> bool:
        return bool(self.base_url and self.model)


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process."""
    env = os.environ if environ is None else environ
    names = ("WENSHU_LLM_BASE_URL", "WENSHU_LLM_API_KEY", "WENSHU_LLM_MODEL")
    base_url, api_key, model = (env.get(name, "").strip() for name in names)
    seconds = env.get("WENSHU_SYNC_SECONDS", "").strip()
    every = max(float(seconds), 1.0) if seconds.replace(".", "", 1).isdigit() else 60.0
    return Settings(base_url, api_key, model, every)
