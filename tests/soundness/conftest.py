"""A state folder of each test's own: the tiny shops all have one name."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from semantic_layer.shop import Shop
from tests.soundness.world import Tiny, made


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Shop]]:
    """Makes a tiny shop: `shop(model, orders=table(…))`."""
    monkeypatch.setenv("WENSHU_STATE", str(tmp_path / "state"))
    opened: list[Shop] = []

    def make(model: str, /, **tables: Tiny) -> Shop:
        folder = tmp_path / f"shop_{len(opened)}"
        folder.mkdir()
        opened.append(made(folder, model, **tables))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
