"""Tables of a MySQL or MariaDB server, copied out in one read-only snapshot."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from semantic_layer.engines import postgresql_messages  # noqa: F401  (adds the texts)
from semantic_layer.errors import ShopError
from semantic_layer.sources.source import CellType, SourceColumn

try:
    import pymysql  # type: ignore[import-untyped]
    from pymysql.cursors import SSCursor  # type: ignore[import-untyped]
except ImportError:  # pragma: no cover  (said as `needs_pymysql`)
    pymysql = None

__all__ = ["connected"]

_SECONDS = 10
_PATIENCE = 600
_TYPES: dict[str, CellType] = {
    "tinyint": "integer", "smallint": "integer", "mediumint": "integer", "int": "integer",
    "bigint": "integer", "year": "integer", "decimal": "money", "float": "number",
    "double": "number", "date": "date", "datetime": "time", "timestamp": "time",
}  # fmt: skip
_COLUMNS = (
    "SELECT column_name, data_type, numeric_scale FROM information_schema.columns "
    "WHERE table_schema = coalesce(%s, database()) AND table_name = %s ORDER BY ordinal_position"
)


@contextmanager
def connected(address: str, zone: str) -> Iterator["_MySQL"]:
    """A connection with one snapshot. Raises ShopError needs_pymysql or no_database."""
    if pymysql is None:
        raise ShopError("needs_pymysql")
    parts = urlsplit(address)
    place = f"mysql://{parts.hostname or 'localhost'}{parts.path}"
    try:
        connection = pymysql.connect(
            host=parts.hostname or "localhost", port=parts.port or 3306, user=unquote(parts.username or ""),
            password=unquote(parts.password or ""), database=parts.path.strip("/") or None, charset="utf8mb4",
            connect_timeout=_SECONDS, read_timeout=_PATIENCE, local_infile=False,
        )  # fmt: skip
    except (pymysql.MySQLError, OSError) as error:
        raise ShopError("no_database", place=place, detail=str(error)[:500]) from None
    try:
        with connection.cursor() as cursor:
            _in_zone(cursor, zone)
            cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        yield _MySQL(connection)
    except (pymysql.MySQLError, OSError) as error:
        raise ShopError("server_failed", detail=str(error)[:500]) from None
    finally:
        with suppress(pymysql.MySQLError, OSError):
            connection.close()


def _in_zone(cursor: Any, zone: str) -> None:
    """The session's zone by name, or by its offset of today where the server knows no names."""
    try:
        cursor.execute("SET time_zone = %s", [zone])
    except pymysql.MySQLError:
        offset = datetime.now(ZoneInfo(zone)).strftime("%z")
        cursor.execute("SET time_zone = %s", [f"{offset[:3]}:{offset[3:5]}"])


class _MySQL:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def columns(self, relation: str) -> tuple[SourceColumn, ...]:
        """See Server.columns."""
        schema, _, table = relation.rpartition(".")
        with self._connection.cursor() as cursor:
            cursor.execute(_COLUMNS, [schema or None, table])
            return tuple(_column(*row) for row in cursor.fetchall())

    def write(
        self,
        relation: str,
        columns: tuple[str, ...],
        path: Path,
        since: tuple[str, str] | None = None,
        order: tuple[str, ...] = (),
    ) -> None:
        """See Server.write."""
        table = ".".join(map(_quoted, relation.split(".")))
        query = f"SELECT {', '.join(map(_quoted, columns))} FROM {table}"
        if since is not None:
            query += f" WHERE {_quoted(since[0])} >= %s"
        if order:
            query += f" ORDER BY {', '.join(map(_quoted, order))}"
        with (
            self._connection.cursor(SSCursor) as cursor,
            path.open("w", newline="", encoding="utf-8") as file,
        ):
            cursor.execute(query, [since[1]] if since else None)
            writer = csv.writer(file)
            writer.writerow(columns)
            while rows := cursor.fetchmany(10_000):
                writer.writerows(map(_cells, rows))


def _cells(row: tuple[Any, ...]) -> list[Any]:
    return [
        value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in row
    ]


def _column(name: str, kind: str, scale: int | None) -> SourceColumn:
    found = _TYPES.get(kind.lower(), "text")
    if found == "money" and scale == 0:
        found = "integer"
    return SourceColumn(
        name, name, found, decimals=min(scale if scale else 4, 6) if found == "money" else 2
    )


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
