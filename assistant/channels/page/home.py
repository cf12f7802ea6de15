"""The folder that Chainlit reads, and its environment: prepared before Chainlit is imported.

Chainlit takes its settings, texts and public files from one writable folder (by default the user's
current one, which it litters) and its start page links fonts and styles on foreign hosts. Here it
gets a folder of its own and a start page without those links.
"""

import json
import os
import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

PREFIX = "/chat"
LANGUAGES = ("zh-CN", "en-US")
_FOREIGN_LINK = re.compile(r"<link\b[^>]*\bhref=\"https?://[^>]*>", re.DOTALL)
_FOREIGN_META = re.compile(r"<meta\b[^>]*\bcontent=\"https?://[^>]*>", re.DOTALL)


def furnish(folder: Path) -> None:
    """Fill `folder` with the committed settings, texts and public files, and point Chainlit there.

    Must run before anything imports chainlit; it reads these once.
    """
    with as_file(files(__package__) / "assets") as assets:
        settings = folder / ".chainlit"
        settings.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(assets / "config.toml", settings / "config.toml")
        shutil.copytree(assets / "public", folder / "public", dirs_exist_ok=True)
        for page in assets.glob("*.md"):
            shutil.copyfile(page, folder / page.name)
    os.environ["CHAINLIT_APP_ROOT"] = str(folder)
    os.environ["CHAINLIT_ENV_FILE"] = os.devnull
    os.environ["TRACELOOP_TELEMETRY"] = "false"


def own_words(folder: Path) -> None:
    """Lay our texts over Chainlit's own in `folder`, for the languages that the page speaks."""
    target = folder / ".chainlit" / "translations"
    with as_file(files(__package__) / "assets" / "translations") as assets:
        for language in LANGUAGES:
            path = target / f"{language}.json"
            words = json.loads(path.read_text(encoding="utf-8"))
            _overlay(words, json.loads((assets / f"{language}.json").read_text(encoding="utf-8")))
            path.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")


def keep_local() -> None:
    """Make Chainlit serve its start page without a link to any other host."""
    import chainlit.server as server

    template = server.get_html_template

    def local_template(root_path: str) -> str:
        return strip_foreign(template(root_path))

    server.get_html_template = local_template


def strip_foreign(html: str) -> str:
    """`html` without the links and previews in its head that point to another host."""
    return _FOREIGN_META.sub("", _FOREIGN_LINK.sub("", html))


def _overlay(base: dict[str, object], ours: dict[str, object]) -> None:
    for key, value in ours.items():
        below = base.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            _overlay(below, value)
        else:
            base[key] = value
