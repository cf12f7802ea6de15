"""A desk at the corner shop of tests/tools, with a state folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.settings import Settings
from semantic_layer.shop import Shop, open_shop

CORNER_SHOP = Path(__file__).parents[1] / "tools" / "corner_shop"


@pytest.fixture(scope="session")
def corner_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENSHU_STATE", str(tmp_path_factory.mktemp("state")))
        shop = open_shop(CORNER_SHOP)
    yield shop
    shop.close()


@pytest.fixture
def corner_desk(corner_shop: Shop) -> Desk:
    return Desk(corner_shop, Settings())
