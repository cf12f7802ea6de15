"""PostgreSQL: read-only transactions with a time limit, on a few connections that are kept.

Loaded only for shops whose data is a `postgresql://` address; needs the extra `wenshu[postgresql]`.
"""

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from semantic_layer.answered import Cell
from semantic_layer.engines import postgresql_messages as _  # noqa: F401  (adds the texts)
from semantic_layer.engines.cells import plain
from semantic_layer.engines.protocol import Cancel, Copying, Rows
from semantic_layer.errors import EngineError, ShopError
from semantic_layer.model import Model

try:
    import psycopg
    from psycopg import errors
    from psycopg.conninfo import conninfo_to_dict
except ImportError:  # pragma: no cover  (said as `needs_psycopg` when an engine is opened)
    psycopg = None  # type: ignore[assignment]

__all__ = ["PostgreSQLEngine"]

DEFAULT_TIMEOUT = 60.0
CONNECT_SECONDS = 10
MOST_IDLE = 4


class _Lost(Exception):
    """The connection went away under a statement."""


class PostgreSQLEngine:
    """A PostgreSQL database, by its address (`postgresql://user@host:port/name`).

    Every statement runs in a read-only transaction of its own. Moments with a zone are read in the
    shop's.
    """

    dialect = "postgres"

    def __init__(self, address: str, model: Model) -> None:
        if psycopg is None:
            raise ShopError("needs_psycopg")
        self._address, self._zone = address, model.time_zone
        self._relations = {t.name: t.source for t in model.tables.values()}
        self._lock = threading.Lock()
        self._idle: list[Any] = []
        self._keep(self._connect())

    @property
    def relations(self) -> Mapping[str, str]:
        return self._relations

    @property
    def place(self) -> str:
        """Host and database, without who asks."""
        parts = conninfo_to_dict(self._address)
        return f"postgresql://{parts.get('host', 'localhost')}/{parts.get('dbname', '')}"

    def run(self, sql: str, *, timeout: float | None = None, cancel: Cancel | None = None) -> Rows:
        """Run one statement; see Engine.run. A connection that was lost meanwhile is replaced."""
        if cancel is not None and cancel.cancelled:
            raise EngineError("cancelled")
        seconds = DEFAULT_TIMEOUT if timeout is None else timeout
        kept = self._kept()
        if kept is not None:
            try:
                return self._ran(kept, sql, seconds, cancel)
            except _Lost:
                self.close()
        try:
            return self._ran(self._connect(), sql, seconds, cancel)
        except _Lost as lost:
            raise EngineError("engine_failed", detail=str(lost)) from None
        except ShopError as error:
            raise EngineError(error.code, detail=error.detail, place=self.place) from None

    def columns(self, relation: str) -> Mapping[str, str] | None:
        """Column names and types of a relation, None when there is none."""
        regclass = f"to_regclass({_text(_quoted(relation))})"
        rows = self.run(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
            f"WHERE attrelid = {regclass} AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        ).rows
        return {str(name): str(kind) for name, kind in rows} or None

    def types(self, sql: str) -> Mapping[str, str]:
        """The types of a statement's columns; see Engine.types."""
        names = self.run(f"SELECT * FROM ({sql}) AS described LIMIT 0").names
        if not names:
            return {}
        quoted = (_quoted_part(name) for name in names)
        shown = ", ".join(f"pg_typeof({q})::text" for q in quoted)
        row = self.run(
            f"SELECT {shown} FROM (SELECT 1) AS one LEFT JOIN ({sql} LIMIT 0) AS described ON true"
        ).rows[0]
        return dict(zip(names, map(str, row), strict=True))

    def count(self, table: str) -> int:
        """The number of rows of a table of the model."""
        found = self.run(f"SELECT count(*) FROM {_quoted(self._relations[table])}").rows[0][0]
        assert isinstance(found, int)
        return found

    def copying(self) -> Copying:
        """Raises EngineError: no other process reads this database for us."""
        raise EngineError("no_free_sql_here")

    def state(self) -> str:
        """What the database's statistics say of the relations: it changes when their rows do.

        Statistics come a second late, and a view tells nothing of the tables behind it.
        """
        listed = ", ".join(
            f"to_regclass({_text(_quoted(r))})" for r in sorted(set(self._relations.values()))
        )
        rows = self.run(
            "SELECT c.oid::regclass::text, pg_relation_filenode(c.oid), s.n_tup_ins, s.n_tup_upd, "
            "s.n_tup_del FROM pg_class c LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid "
            f"WHERE c.oid IN ({listed}) ORDER BY 1"
        ).rows
        return f"{self.place}{rows!r}"

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _ran(self, connection: Any, sql: str, seconds: float, cancel: Cancel | None) -> Rows:
        unwatch = cancel.watch(connection.cancel_safe) if cancel else None
        try:
            found = self._found(connection, sql, seconds)
            connection.rollback()
        except psycopg.Error as error:
            lost = connection.closed
            connection.close()
            if lost:
                raise _Lost(str(error)[:2000]) from None
            raise _why_not_run(error, cancel, seconds) from None
        except BaseException:
            connection.close()
            raise
        finally:
            if unwatch:
                unwatch()
        self._keep(connection)
        return found

    def _found(self, connection: Any, sql: str, seconds: float) -> Rows:
        milliseconds = max(1, int(seconds * 1000))
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {milliseconds}")
            cursor.execute(sql)
            names = tuple(d.name for d in cursor.description or ())
            rows = tuple(tuple(self._plain(v) for v in row) for row in cursor.fetchall())
        return Rows(names, rows)

    def _plain(self, value: Any) -> Cell:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(ZoneInfo(self._zone)).replace(tzinfo=None)
        return plain(value)

    def _kept(self) -> Any:
        """A connection that is kept open, None when all are in use."""
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _keep(self, connection: Any) -> None:
        with self._lock:
            if len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def _connect(self) -> Any:
        try:
            connection = psycopg.connect(
                self._address,
                connect_timeout=CONNECT_SECONDS,
                options=f"-c default_transaction_read_only=on -c TimeZone={self._zone}",
                application_name="wenshu",
                prepare_threshold=None,
            )
        except psycopg.Error as error:
            detail = type(error).__name__
            raise ShopError("no_database", place=self.place, detail=detail) from None
        connection.read_only = True
        return connection


def _why_not_run(error: Any, cancel: Cancel | None, seconds: float) -> EngineError:
    """The error of a statement that failed: stopped, the shop's YAML, the values, or the engine."""
    detail = str(error)[:2000]
    if isinstance(error, errors.QueryCanceled):
        if cancel is not None and cancel.cancelled:
            return EngineError("cancelled")
        return EngineError("timeout", seconds=f"{seconds:g}")
    if isinstance(error, errors.UndefinedTable | errors.UndefinedColumn):
        return EngineError("data_differs", detail=detail)
    typed = (errors.UndefinedFunction, errors.DatatypeMismatch, errors.InvalidTextRepresentation,
             errors.InvalidDatetimeFormat, errors.AmbiguousFunction)  # fmt: skip
    return EngineError("bad_types" if isinstance(error, typed) else "engine_failed", detail=detail)


def _quoted(relation: str) -> str:
    return ".".join(_quoted_part(part) for part in relation.split("."))


def _quoted_part(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
