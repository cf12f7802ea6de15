"""The bazaar opened on a DuckDB file of its own."""

import shutil
from datetime import date
from pathlib import Path

import duckdb

from semantic_layer.compile.coverage import Coverage
from semantic_layer.shop import Shop, open_shop
from tests.engines.bazaar.data import rows, statements

FOLDER = Path(__file__).parent
COVERAGE = Coverage(date(2025, 3, 31))  # the last day of its data


def bazaar(folder: Path, *, seed: int = 7, more: str = "", after: tuple[str, ...] = ()) -> Shop:
    """The shop with its data in `folder`; `more` is further YAML, `after` statements on the data."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(FOLDER / "shop.yml", folder / "shop.yml")
    if more:
        (folder / "more.yml").write_text(more, encoding="utf-8")
    data = folder / "bazaar.duckdb"
    connection = duckdb.connect(str(data))
    for statement in (*statements(rows(seed)), *after):
        connection.execute(statement)
    connection.close()
    return open_shop(folder, data)
