"""A served page in a process of its own, and a headless Chromium that may not leave this machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Served:
    """A running page: its address, and all that it has printed so far."""

    url: str
    process: subprocess.Popen[str]
    folder: Path


def own_state(folder: Path) -> Path:
    """A state folder with the demo shop's data and nothing that other tests have taught or asked."""
    made = Path(os.environ["WENSHU_STATE"]) / "demo"
    state = folder / "state"
    (state / "demo").mkdir(parents=True)
    for path in made.glob("demo-*"):
        (state / "demo" / path.name).symlink_to(path)
    return state


def start(command: list[str], folder: Path, **more: str) -> Served:
    """Start a program that serves the page, in an empty folder, and wait until it says it is ready."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "http://" in line:
            url = line[line.index("http://") :].split()[0]
            return Served(url, process, folder)
    raise AssertionError(f"the page did not start: {said}")


def stop(served: Served) -> None:
    served.process.terminate()
    served.process.wait(timeout=20)
    if served.process.stdout is not None:
        served.process.stdout.close()


@pytest.fixture(scope="session")
def fake_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page over the stand-in road."""
    served = start(
        [str(Path(__file__).with_name("fake_road.py")), "0"], tmp_path_factory.mktemp("fake")
    )
    yield served
    stop(served)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A headless Chromium; tests skip where there is none.

    For one module at a time: its driver holds an event loop that other tests could not run beside.
    """
    playwright = pytest.importorskip("playwright.sync_api")
    if _CHROMIUM is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """One person's browser window on the page. `foreign` collects requests to any other host."""

    page: Any
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, text: str) -> None:
        """Type a question and send it."""
        self.page.fill("#chat-input", text)
        self.page.press("#chat-input", "Enter")

    def answers(self, count: int) -> Any:
        """The last of `count` answer cards, once they are all there."""
        cards = self.page.locator(".ws-card")
        cards.nth(count - 1).wait_for()
        return cards.nth(count - 1)

    def said(self, text: str) -> Any:
        """Wait until the page shows `text` in a message of the assistant."""
        found = self.page.locator(".ai-message", has_text=text).last
        found.wait_for()
        return found


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """Opens the page in a fresh browser profile: `visit(served, locale="en-US", width=390)`."""
    contexts = []

    def opened(served: Served, locale: str = "zh-CN", width: int = 1280) -> Visit:
        context = chromium.new_context(
            locale=locale, viewport={"width": width, "height": 900}, accept_downloads=True
        )
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        visit = Visit(page)
        local = (served.url, served.url.replace("http", "ws"), "data:", "blob:")

        def seen(url: str) -> None:
            if not url.startswith(local):
                visit.foreign.append(url)

        page.on("request", lambda request: seen(request.url))
        page.on("websocket", lambda socket: seen(socket.url))
        page.on("pageerror", lambda error: visit.errors.append(str(error)))
        page.goto(served.url)
        page.wait_for_selector("#chat-input")
        return visit

    yield opened
    for context in contexts:
        context.close()
