"""The real Online Retail data, read in place, and a plain DuckDB over the same file for the truth."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

FOLDER = Path(__file__).parent / "online_retail"
Truth = Callable[[str], tuple[tuple[str, ...], list[tuple[Any, ...]]]]


@pytest.fixture(scope="session")
def retail_data(shared: Path) -> Path:
    """The folder of the Parquet file."""
    folder = shared / "data" / "online_retail"
    if not any(folder.glob("*.parquet")):
        pytest.skip("needs ../shared/data/online_retail")
    return folder


@pytest.fixture(scope="session")
def truth(retail_data: Path) -> Iterator[Truth]:
    """Runs SQL on the raw rows, which are called `lines`: (column names, rows)."""
    connection = duckdb.connect()
    files = str(retail_data / "*.parquet").replace("'", "''")
    connection.execute(f"CREATE VIEW lines AS SELECT * FROM read_parquet('{files}')")

    def run(sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        found = connection.execute(sql)
        return tuple(c[0] for c in found.description), found.fetchall()

    yield run
    connection.close()


@pytest.fixture(scope="session")
def retail_desk(retail_data: Path) -> Iterator[Any]:
    """The assistant over the shop."""
    from assistant.desk import Desk

    desk = Desk.open(FOLDER, retail_data)
    yield desk
    desk.shop.close()
