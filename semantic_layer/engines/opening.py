"""Which engine holds a shop's data: a DuckDB file, a folder of files, or a PostgreSQL address."""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from semantic_layer.compile.keys import both
from semantic_layer.engines.duckdb import DuckDBEngine, source_files
from semantic_layer.engines.protocol import Engine
from semantic_layer.errors import ShopError
from semantic_layer.model import Model
from semantic_layer.texts import Text
from semantic_layer.versions import version_of

if TYPE_CHECKING:
    from semantic_layer.sources.source import Expectations
    from semantic_layer.sources.store import Loaded

__all__ = ["Opened", "expanded", "open_data"]

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}\Z")
_SCHEMES = ("postgresql://", "postgres://")
_PASSWORD = re.compile(r"//[^/@:]*:[^/@]+@|[?&]password=")


@dataclass(frozen=True, slots=True)
class Opened:
    """An engine with the id of the data version that it holds, and what the data is called.

    `doubts` are what is to be said of the rows of each relation: not read, not as expected.
    """

    engine: Engine
    version: str
    said: str
    doubts: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)


def open_data(folder: Path, model: Model, data: Path | None, model_key: str, state: Path) -> Opened:
    """The engine of `data`, or of the shop's own `data:` (relative to its folder).

    `data: ${NAME}` stands for the environment variable NAME. Raises ShopError.
    """
    said = expanded(model.data) if data is None else str(data)
    if data is None and said.startswith(_SCHEMES):
        return _database(said, model, model_key)
    if data is None and not said and model.sources:
        return _loaded(model, model_key, state)
    place = data or ((folder / said) if said else folder)
    engine = DuckDBEngine(place, model)
    return Opened(engine, version_of(_files(place, model), model_key, state), str(place))


def expanded(said: str) -> str:
    """`${NAME}` is the environment variable NAME, anything else itself.

    Raises ShopError no_such_variable, and secret_in_yaml for an address with a password.
    """
    found = _VARIABLE.match(said)
    if found is None:
        if _PASSWORD.search(said) and said.startswith(_SCHEMES):
            from semantic_layer.engines import postgresql_messages

            raise ShopError("secret_in_yaml")
        return said
    value = os.environ.get(found[1], "")
    if not value:
        from semantic_layer.engines import postgresql_messages  # noqa: F401

        raise ShopError("no_such_variable", name=found[1])
    return value


def _database(address: str, model: Model, model_key: str) -> Opened:
    from semantic_layer.engines.postgresql import PostgreSQLEngine

    engine = PostgreSQLEngine(address, model)
    digest = hashlib.blake2s(f"{model_key}{engine.state()}".encode(), digest_size=6)
    return Opened(engine, digest.hexdigest(), engine.place)


def _loaded(model: Model, model_key: str, state: Path) -> Opened:
    """The current version of the data that the shop's own sources have filled."""
    from semantic_layer.sources import sync_messages  # noqa: F401  (adds the texts of errors)
    from semantic_layer.sources.store import Store

    store = Store(state)
    current = store.current()
    if current is None:
        raise ShopError("nothing_loaded")
    place = store.file(current.id)
    digest = hashlib.blake2s(f"{model_key}{current.id}".encode(), digest_size=6)
    doubts = {
        name: _doubts(one, model.sources[name].expect)
        for name, one in current.sources.items()
        if name in model.sources
    }
    return Opened(DuckDBEngine(place, model), digest.hexdigest(), str(place), doubts)


def _doubts(one: "Loaded", held: "Expectations") -> tuple[Text, ...]:
    from semantic_layer.sources.expectations import too_old

    unread = [both("doubt.unread", rows=f"{one.rejected:,}")] if one.rejected else []
    return (*unread, *(d.said for d in (*one.doubts, *too_old(held, one.newest, date.today()))))


def _files(data: Path, model: Model) -> list[Path]:
    if not data.is_dir():
        return [data]
    return [f for table in model.tables.values() for f in source_files(data, table)]
