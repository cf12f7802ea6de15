"""The real Online Retail data, read in place, and a plain DuckDB over the same file for the truth."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.shops import VIEWS
from tests.shops.real import HERE, Truth, data_of, truth_over

FOLDER = HERE / "online_retail"


@pytest.fixture(scope="session")
def retail_data(shared: Path) -> Path:
    """The folder of the Parquet file."""
    return data_of(shared, "online_retail")


@pytest.fixture(scope="session")
def truth(retail_data: Path) -> Iterator[Truth]:
    """Runs SQL on the raw rows, which are called `lines`: (column names, rows)."""
    yield from truth_over(retail_data, VIEWS["online_retail"])


@pytest.fixture(scope="session")
def adventure_truth(shared: Path) -> Iterator[Truth]:
    """Runs SQL on the bicycle shop's tables, and on `sold`: the lines with all they belong to."""
    yield from truth_over(data_of(shared, "adventure_works"), VIEWS["adventure_works"])


@pytest.fixture(scope="session")
def adventure_desk(shared: Path) -> Iterator[Any]:
    """The assistant over the bicycle shop."""
    yield from _desk("adventure_works", shared)


@pytest.fixture(scope="session")
def journey_truth(shared: Path) -> Iterator[Truth]:
    """Runs SQL on the grocery chain's tables; `bought` are lines in local time with all they
    belong to, `mailed`, `redeemed` and `placed` campaigns, coupons and displays likewise."""
    yield from truth_over(data_of(shared, "complete_journey"), VIEWS["complete_journey"])


@pytest.fixture(scope="session")
def journey_desk(shared: Path) -> Iterator[Any]:
    """The assistant over the grocery chain."""
    yield from _desk("complete_journey", shared)


@pytest.fixture(scope="session")
def retail_desk(shared: Path) -> Iterator[Any]:
    """The assistant over the gift shop."""
    yield from _desk("online_retail", shared)


def _desk(name: str, shared: Path) -> Iterator[Any]:
    from assistant.desk import Desk

    desk = Desk.open(HERE / name, data_of(shared, name))
    yield desk
    desk.shop.close()
