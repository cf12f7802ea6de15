"""Tables of a PostgreSQL server, copied out in one read-only snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from semantic_layer.engines import postgresql_messages as _  # noqa: F401  (adds the texts)
from semantic_layer.errors import ShopError
from semantic_layer.sources.source import CellType, SourceColumn

try:
    import psycopg
    from psycopg import sql
    from psycopg.conninfo import conninfo_to_dict
except ImportError:  # pragma: no cover  (said as `needs_psycopg`)
    psycopg = None  # type: ignore[assignment]

__all__ = ["connected"]

_SECONDS = 10
_TYPES: dict[str, CellType] = {
    "smallint": "integer", "integer": "integer", "bigint": "integer", "numeric": "money", "money": "money",
    "real": "number", "double precision": "number", "date": "date", "boolean": "bool",
    "timestamp without time zone": "time", "timestamp with time zone": "time",
}  # fmt: skip
_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL),
       CASE WHEN a.atttypmod >= 4 THEN (a.atttypmod - 4) & 65535 END
FROM pg_attribute a
WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""


@contextmanager
def connected(address: str, zone: str) -> Iterator["_PostgreSQL"]:
    """A connection with one snapshot. Raises ShopError needs_psycopg or no_database."""
    if psycopg is None:
        raise ShopError("needs_psycopg")
    try:
        connection = psycopg.connect(address, connect_timeout=_SECONDS)
    except psycopg.Error as error:
        parts = conninfo_to_dict(address)
        place = f"postgresql://{parts.get('host', 'localhost')}/{parts.get('dbname', '')}"
        raise ShopError("no_database", place=place, detail=str(error)[:500]) from None
    try:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("SELECT set_config('TimeZone', %s, false)", [zone])
        yield _PostgreSQL(connection)
    except psycopg.Error as error:
        raise ShopError("server_failed", detail=str(error)[:500]) from None
    finally:
        connection.close()


class _PostgreSQL:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def columns(self, relation: str) -> tuple[SourceColumn, ...]:
        """See Server.columns."""
        name = ".".join(f'"{part}"' for part in relation.replace('"', "").split("."))
        rows = self._connection.execute(_COLUMNS, [name]).fetchall()
        return tuple(_column(*row) for row in rows)

    def write(
        self,
        relation: str,
        columns: tuple[str, ...],
        path: Path,
        since: tuple[str, str] | None = None,
        order: tuple[str, ...] = (),
    ) -> None:
        """See Server.write."""
        kinds = {c.name: c.type for c in self.columns(relation)}
        query = sql.SQL("SELECT {} FROM {}").format(
            sql.SQL(", ").join(_cell(name, kinds.get(name, "text")) for name in columns),
            sql.Identifier(*relation.split(".")),
        )
        if since is not None:
            query += sql.SQL(" WHERE {} >= {}").format(
                sql.Identifier(since[0]), sql.Literal(since[1])
            )
        if order:
            query += sql.SQL(" ORDER BY {}").format(sql.SQL(", ").join(map(sql.Identifier, order)))
        copy = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER true)").format(query)
        with path.open("wb") as file, self._connection.cursor().copy(copy) as rows:
            for chunk in rows:
                file.write(chunk)


def _cell(name: str, kind: CellType) -> Any:
    """A column as it is written; a moment without its zone, which is the session's."""
    column = sql.Identifier(name)
    if kind != "time":
        return column
    return sql.SQL("{}::timestamp AS {}").format(column, column)


def _column(name: str, kind: str, scale: int | None) -> SourceColumn:
    found = _TYPES.get(kind, "text")
    if found == "money" and scale == 0:
        found = "integer"
    return SourceColumn(
        name, name, found, decimals=min(scale if scale else 4, 6) if found == "money" else 2
    )
