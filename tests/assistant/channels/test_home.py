"""The folder that Chainlit reads is filled from the package, and the page links nothing foreign."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.channels.page import home

HEAD = """<head>
<link rel="preconnect" href="https://fonts.example.com" crossorigin />
<link
  rel="stylesheet"
  href="https://cdn.example.com/katex.min.css"
/>
<meta property="og:image" content="https://cdn.example.com/banner.png">
<link rel="icon" href="/chat/favicon" />
<meta property="og:type" content="website">
<link rel="stylesheet" crossorigin href="/chat/assets/index.css">
</head>"""


def test_foreign_links_are_stripped_and_own_ones_stay() -> None:
    html = home.strip_foreign(HEAD)
    assert "https://" not in html
    for kept in ("/chat/favicon", "/chat/assets/index.css", 'content="website"'):
        assert kept in html


def test_the_folder_is_furnished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHAINLIT_APP_ROOT", "CHAINLIT_ENV_FILE", "TRACELOOP_TELEMETRY"):
        monkeypatch.setenv(name, "")
    home.furnish(tmp_path)
    for part in (".chainlit/config.toml", "public/page.css", "public/elements/AnswerCard.jsx"):
        assert (tmp_path / part).is_file()


def test_our_words_lie_over_chainlits(tmp_path: Path) -> None:
    folder = tmp_path / ".chainlit" / "translations"
    folder.mkdir(parents=True)
    for language in home.LANGUAGES:
        theirs = {"chat": {"watermark": "x", "other": "kept"}}
        (folder / f"{language}.json").write_text(json.dumps(theirs), encoding="utf-8")
    home.own_words(tmp_path)
    words = json.loads((folder / "zh-CN.json").read_text(encoding="utf-8"))
    assert "查询" in words["chat"]["watermark"]
    assert words["chat"]["other"] == "kept"


def test_both_languages_say_the_same_things() -> None:
    assets = files("assistant.channels.page") / "assets" / "translations"
    zh, en = (json.loads((assets / f"{n}.json").read_text("utf-8")) for n in home.LANGUAGES)

    def keys(words: dict[str, object], at: str = "") -> set[str]:
        return {
            key
            for name, value in words.items()
            for key in (keys(value, f"{at}{name}.") if isinstance(value, dict) else {f"{at}{name}"})
        }

    assert keys(en) <= keys(zh)


def test_no_asset_names_another_host() -> None:
    root = Path(str(files("assistant.channels.page") / "assets"))
    for path in root.rglob("*"):
        if path.is_file() and path.suffix != ".svg":
            assert "://" not in path.read_text(encoding="utf-8"), path
