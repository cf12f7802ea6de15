"""The embedded engine: DuckDB, read-only, no way out, a fresh cursor and a timer for each query."""

import atexit
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from semantic_layer.engines.cells import plain
from semantic_layer.engines.protocol import Cancel, Copying, Rows
from semantic_layer.errors import EngineError, ShopError
from semantic_layer.model import Model, Table

DEFAULT_TIMEOUT = 60.0
_FILES = {".parquet": "read_parquet", ".csv": "read_csv", ".tsv": "read_csv"}
LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "lock_configuration": "true",
}


class DuckDBEngine:
    """A DuckDB file, or a folder of Parquet and CSV files read in place."""

    dialect = "duckdb"

    def __init__(self, data: Path, model: Model) -> None:
        if not data.exists():
            raise ShopError("no_data", path=str(data))
        try:
            self._connection = _open_folder(data, model) if data.is_dir() else open_file(data)
        except duckdb.Error as error:
            why = _why_not_open(str(error))
            raise ShopError(why, path=str(data), detail=str(error)[:500]) from None
        self._data, self._tables = data, tuple(model.tables.values())
        self._relations = {
            t.name: t.name if data.is_dir() else t.source for t in model.tables.values()
        }
        _open.add(self)

    @property
    def relations(self) -> Mapping[str, str]:
        return self._relations

    def run(self, sql: str, *, timeout: float | None = None, cancel: Cancel | None = None) -> Rows:
        """Run one statement; see Engine.run."""
        seconds = DEFAULT_TIMEOUT if timeout is None else timeout
        if cancel is not None and cancel.cancelled:
            raise EngineError("cancelled")
        cursor = self._connection.cursor()
        timer = _Timer(cursor, seconds)
        unwatch = cancel.watch(cursor.interrupt) if cancel else None
        try:
            cursor.execute(sql)
            names = tuple(d[0] for d in cursor.description or ())
            rows = tuple(tuple(plain(v) for v in row) for row in cursor.fetchall())
        except duckdb.InterruptException:
            if timer.expired:
                raise EngineError("timeout", seconds=f"{seconds:g}") from None
            raise EngineError("cancelled") from None
        except (duckdb.Error, MemoryError) as error:
            raise EngineError(_why_not_run(error), detail=str(error)[:2000]) from None
        finally:
            timer.stop()
            if unwatch:
                unwatch()
            cursor.close()
        return Rows(names, rows)

    def types(self, sql: str) -> Mapping[str, str]:
        """The types of a statement's columns; see Engine.types."""
        return {str(row[0]): str(row[1]) for row in self.run(f"DESCRIBE {sql}").rows}

    def count(self, table: str) -> int:
        """The number of rows of a table of the model."""
        found = self.run(f"SELECT count(*) FROM {_quoted(self._relations[table])}").rows[0][0]
        assert isinstance(found, int)
        return found

    def copying(self) -> Copying:
        """How another process may read the same tables."""
        if not self._data.is_dir():
            relations = {t: _attached(r) for t, r in self._relations.items()}
            return Copying(str(self._data.resolve()), relations)
        relations = {t.name: f"source_{t.name}" for t in self._tables}
        views = tuple(v for t in self._tables if (v := _view(self._data, t, relations[t.name])))
        drop = tuple(f"DROP VIEW IF EXISTS {_quoted(r)}" for r in relations.values())
        return Copying("", relations, views, drop)

    def columns(self, relation: str) -> Mapping[str, str] | None:
        """Column names and types of a relation, None when there is none."""
        try:
            rows = self.run(f"DESCRIBE {_quoted(relation)}").rows
        except EngineError:
            return None
        return {str(row[0]): str(row[1]) for row in rows}

    def close(self) -> None:
        self._connection.close()


_open: "weakref.WeakSet[DuckDBEngine]" = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """DuckDB complains on standard error about connections that outlive the interpreter."""
    for engine in list(_open):
        engine.close()


class _Timer:
    """Interrupts a cursor after some seconds (a locked configuration refuses to set a limit)."""

    def __init__(self, cursor: Any, seconds: float) -> None:
        self.expired = False
        self._cursor = cursor
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def _expire(self) -> None:
        self.expired = True
        self._cursor.interrupt()

    def stop(self) -> None:
        self._timer.cancel()


def _why_not_open(said: str) -> str:
    """The code for a file that cannot be opened."""
    if "lock on file" in said:
        return "locked_data"
    return "other_version" if "version number" in said else "unreadable_data"


def _why_not_run(error: Exception) -> str:
    """The code for a statement that failed: the shop's YAML, the asker's values, or the engine."""
    if isinstance(error, duckdb.ConversionException | duckdb.TypeMismatchException):
        return "bad_types"
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        typed = "No function matches" in str(error) or "Cannot compare" in str(error)
        return "bad_types" if typed else "data_differs"
    return "engine_failed"


def open_file(path: Path) -> Any:
    """Locked from the first moment, so that several openings in one process agree."""
    return duckdb.connect(str(path), read_only=True, config=LOCKED)


def _open_folder(folder: Path, model: Model) -> Any:
    """An empty database with a view for each table; only the folder itself may be read."""
    connection = duckdb.connect()
    for table in model.tables.values():
        if view := _view(folder, table, table.name):
            connection.execute(view)
    connection.execute(f"SET allowed_directories = [{_text(str(folder.resolve()) + '/')}]")
    for setting, value in LOCKED.items():
        connection.execute(f"SET {setting} = {value}")
    return connection


def _view(folder: Path, table: Table, name: str) -> str:
    """The view of a table's files; none where they are missing: its metrics fail, others do not."""
    files = source_files(folder, table)
    if not files:
        return ""
    reader = _FILES[files[0].suffix.lower()]
    listed = ", ".join(_text(str(f.resolve())) for f in files)
    return f"CREATE VIEW {_quoted(name)} AS SELECT * FROM {reader}([{listed}])"


def source_files(folder: Path, table: Table) -> list[Path]:
    """The files of a table in a data folder: by its pattern, or by its name and a known ending."""
    pattern = Path(table.source)
    if pattern.is_absolute() or ".." in pattern.parts:
        return []
    if pattern.suffix.lower() in _FILES:
        return sorted(folder.glob(table.source))
    return [f for s in _FILES if (f := folder / f"{table.source}{s}").is_file()][:1]


def _quoted(relation: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in relation.split("."))


def _attached(relation: str) -> str:
    """A relation's name in a database that attaches this one as `source`."""
    return f"source.{relation}" if "." in relation else f"source.main.{relation}"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
