"""The standard demo shop, made once a session into a folder of the tests' own."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from semantic_layer.demo_shop import make


@pytest.fixture(scope="session")
def shop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the standard shop."""
    path = tmp_path_factory.mktemp("demo_shop") / "shop.duckdb"
    make(path)
    return path


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a shop of a fiftieth of the size."""
    path = tmp_path_factory.mktemp("small_shop") / "shop.duckdb"
    make(path, scale=0.02)
    return path


class Asker:
    """Plain SQL against a file."""

    def __init__(self, path: Path) -> None:
        self._connection = duckdb.connect(str(path), read_only=True)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """All rows."""
        return self._connection.execute(sql).fetchall()

    def one(self, sql: str) -> object:
        """The first value of the first row."""
        return self.rows(sql)[0][0]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


@pytest.fixture(scope="session")
def shop(shop_file: Path) -> Iterator[Asker]:
    """The standard shop, to ask."""
    asker = Asker(shop_file)
    yield asker
    asker.close()
