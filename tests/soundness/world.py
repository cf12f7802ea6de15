"""Tiny shops for the traps: tables written where they are used, a model in a few lines of YAML.

`made(folder, model, orders=table("id int, amount decimal(12,2)", (1, "10.00")))` opens a shop over
these rows; `rows(shop, "gmv", by=("city",))` asks it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from semantic_layer.errors import WenshuError
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.shop import Shop, open_shop

HEAD = "version: 1\nshop: {name: trap, today: data}\ndata: data.duckdb\n"
TRAPS: dict[str, str] = {}


@dataclass(frozen=True)
class Tiny:
    """A table: `name type` pairs, its rows, and a select that makes more of them."""

    columns: str
    rows: tuple[tuple[Any, ...], ...]
    select: str


def table(columns: str, *rows: tuple[Any, ...], select: str = "") -> Tiny:
    """A table by its columns (`id int, city text`) and rows, or a select that makes them."""
    return Tiny(columns, rows, select)


def made(folder: Path, model: str, /, **tables: Tiny) -> Shop:
    """A shop over these tables; `model` is its YAML without version, name and data."""
    head = "" if "\nshop:" in f"\n{model}" else HEAD
    (folder / "shop.yml").write_text(head + model, encoding="utf-8")
    with duckdb.connect(str(folder / "data.duckdb")) as data:
        for name, tiny in tables.items():
            data.execute(f'CREATE TABLE "{name}" ({tiny.columns})')
            for row in tiny.rows:
                data.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(row))})', row)
            if tiny.select:
                data.execute(f'INSERT INTO "{name}" {tiny.select}')
    return open_shop(folder)


def rows(shop: Shop, *metrics: str, role: str = "owner", **more: Any) -> list[tuple[Any, ...]]:
    """The rows of a query, in its order; dates as ISO days, times as ISO minutes."""
    found = shop.query(MetricQuery(metrics=metrics, **more), role=role).rows
    return [tuple(_plain(v) for v in row) for row in found]


def one(shop: Shop, *metrics: str, **more: Any) -> Any:
    """The only cell (or the only row, for several) of a query."""
    (row,) = rows(shop, *metrics, **more)
    return row[0] if len(row) == 1 else row


def refused(shop: Shop, *metrics: str, **more: Any) -> str:
    """The code with which a query is refused."""
    with pytest.raises(WenshuError) as caught:
        rows(shop, *metrics, **more)
    assert caught.value.sentence("zh")
    assert caught.value.sentence("en")
    return caught.value.code


def unless_refused(
    shop: Shop, codes: tuple[str, ...], *metrics: str, **more: Any
) -> list[tuple[Any, ...]] | None:
    """The rows of a query that may as well be refused with one of these codes: then None."""
    try:
        return rows(shop, *metrics, **more)
    except WenshuError as error:
        if error.code not in codes:
            raise
        return None


def days(first: str, last: str = "", **more: Any) -> TimeRange:
    """A range of days, or one day."""
    return TimeRange(start=date.fromisoformat(first), end=date.fromisoformat(last or first), **more)


def money(text: str) -> Decimal:
    return Decimal(text)


def trap(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Names the trap that a test sets; the summary counts them."""

    def named(test: Callable[..., None]) -> Callable[..., None]:
        assert name not in TRAPS or TRAPS[name] == test.__qualname__, f"two traps called {name}"
        TRAPS[name] = test.__qualname__
        return test

    return named


def _plain(value: Any) -> Any:
    if not hasattr(value, "isoformat"):
        return value
    return value.isoformat(" ", "minutes") if hasattr(value, "hour") else value.isoformat()
