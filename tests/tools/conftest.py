"""The corner shop: eleven orders, so that every number can be checked by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from semantic_layer.shop import Shop, open_shop

CORNER_SHOP = Path(__file__).parent / "corner_shop"


@pytest.fixture(scope="session")
def corner_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENSHU_STATE", str(tmp_path_factory.mktemp("state")))
        shop = open_shop(CORNER_SHOP)
    yield shop
    shop.close()
