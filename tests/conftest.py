"""Shared fixtures: a state folder of the tests' own, and the demo shop, made once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
_STATE = ROOT / ".wenshu" / "test-state"
os.environ["WENSHU_STATE"] = str(_STATE)
os.environ.pop("WENSHU_SHOP", None)
for _name in ("WENSHU_LLM_BASE_URL", "WENSHU_LLM_API_KEY", "WENSHU_LLM_MODEL"):
    os.environ.pop(_name, None)


@pytest.fixture(scope="session", autouse=True)
def nothing_taught() -> None:
    """What an earlier run taught the demo shop is forgotten."""
    (_STATE / "demo" / "words.jsonl").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def demo_shop() -> Iterator[object]:
    """The demo shop, opened; its data is made on first use and kept between runs."""
    from semantic_layer.shop import open_shop

    shop = open_shop()
    yield shop
    shop.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the repository; tests skip where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, the folder of real data beside the repository")
    return SHARED
