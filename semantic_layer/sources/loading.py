"""One file into the table of its source: staged, typed, bad rows set aside, earlier rows replaced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from semantic_layer.compile.keys import both
from semantic_layer.errors import ReadError, ShopError, WenshuError
from semantic_layer.sources import sync_messages as _  # noqa: F401  (adds the texts)
from semantic_layer.sources.convert import bad, checked, plain_type, sql_type, typed
from semantic_layer.sources.readers import Format, scan, stage
from semantic_layer.sources.source import Source
from semantic_layer.sources.sql import quoted, text
from semantic_layer.texts import Text

__all__ = [
    "FILE",
    "REJECTED",
    "Taken",
    "clear",
    "delete_absent",
    "load_file",
    "make_table",
    "newest",
]

FILE = "_file"
REJECTED = "_rejected"
_LONGEST = 60
_STAGED, _READ, _NEW = "_staged", "_read", "_new"


@dataclass(frozen=True, slots=True)
class Taken:
    """What loading a file came to: rows in, earlier rows replaced, rows set aside, what to tell."""

    rows: int
    replaced: int
    rejected: int
    notes: tuple[Text, ...] = ()


def make_table(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """The empty table of a source, and the one of rows that were set aside."""
    columns = ", ".join(f"{quoted(c.name)} {sql_type(c)}" for c in source.columns)
    connection.execute(f"CREATE OR REPLACE TABLE {quoted(source.name)} ({columns}, {FILE} INTEGER)")
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {REJECTED} "
        f"(source VARCHAR, {FILE} INTEGER, row BIGINT, column_name VARCHAR, cell VARCHAR)"
    )
    connection.execute(f"DELETE FROM {REJECTED} WHERE source = ?", [source.name])


def load_file(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    path: Path,
    form: Format,
    number: int,
    name: str = "",
) -> Taken:
    """Load a file as number `number` of its source; `name` is what it is called in notes.

    Raises ShopError or ReadError with nothing loaded.
    """
    called = name or path.name
    clear(connection)
    connection.execute("BEGIN")
    try:
        taken = _quickly(connection, source, path, form, number, called)
        if taken is None:
            connection.execute("ROLLBACK")
            connection.execute("BEGIN")
            taken = _carefully(connection, source, path, form, number, called)
        connection.execute("COMMIT")
    except (duckdb.Error, WenshuError):
        connection.execute("ROLLBACK")
        raise
    return taken


def _quickly(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    path: Path,
    form: Format,
    number: int,
    called: str,
) -> Taken | None:
    """Load a CSV file in whose cells nothing needs to be understood, as fast as the engine reads it.

    None when there is a cell that does: the file is then to be read with care.
    """
    types = {c.header: plain_type(c) for c in source.columns}
    if form.kind != "csv" or form.guarded or form.footer or not all(types.values()):
        return None
    try:
        with scan(path, form, lambda name: types.get(name, "VARCHAR")) as one:
            headers = {h.name for h in one.headers}
            notes = _differing(source, headers, called)
            values = [
                f"{checked(c) if c.header in headers else f'CAST(NULL AS {sql_type(c)})'} AS {quoted(c.name)}"
                for c in source.columns
            ]
            rows = f"SELECT {', '.join(values)} FROM ({one.sql})"
            if _count(connection, f"SELECT count(*) FROM {quoted(source.name)}") and _by(source):
                connection.execute(
                    f"CREATE TABLE {_NEW} AS SELECT *, row_number() OVER () AS _row FROM ({rows})"
                )
                if _without_key(connection, source, _NEW):
                    return None
                return _put(connection, source, number, called, notes)
            replaced = 0 if _by(source) else _replace(connection, source, number)
            insert = f"INSERT INTO {quoted(source.name)} SELECT *, {number} FROM ({rows})"
            count = _count(connection, insert)
    except (duckdb.Error, ReadError):
        return None
    table = quoted(source.name)
    if _without_key(connection, source, table) or _repeated(connection, source, table):
        return None
    return Taken(count, replaced, 0, tuple(notes))


def _by(source: Source) -> tuple[str, ...]:
    """The columns by which rows replace others."""
    return source.key or source.replaces


def _without_key(connection: duckdb.DuckDBPyConnection, source: Source, table: str) -> int:
    empty = " OR ".join(f"{quoted(c)} IS NULL" for c in source.key) or "false"
    return _count(connection, f"SELECT count(*) FROM {table} WHERE {empty}")


def _repeated(connection: duckdb.DuckDBPyConnection, source: Source, table: str) -> bool:
    """Whether a key stands more than once."""
    if not source.key:
        return False
    keys = ", ".join(map(quoted, source.key))
    one = keys if len(source.key) == 1 else f"({keys})"
    return bool(_count(connection, f"SELECT count(*) - count(DISTINCT {one}) FROM {table}"))


def _carefully(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    path: Path,
    form: Format,
    number: int,
    called: str,
) -> Taken:
    """Load a file by reading every cell the way it is meant; rows with a bad one are set aside."""
    headers = {h.name: h.type for h in stage(connection, path, form, _STAGED)}
    notes = _differing(source, headers, called)
    _read_rows(connection, source, headers)
    rejected, told = _set_aside(connection, source, number, called)
    taken = _put(connection, source, number, called, notes)
    return replace(taken, rejected=rejected, notes=(*taken.notes, *told))


def _put(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    number: int,
    called: str,
    notes: list[Text],
) -> Taken:
    """The new rows into the table, in place of those that they stand for."""
    repeated = _without_repeated(connection, source)
    replaced = _replace(connection, source, number)
    names = ", ".join(quoted(c.name) for c in source.columns)
    rows = _count(
        connection,
        f"INSERT INTO {quoted(source.name)} SELECT {names}, {number} FROM {_NEW} ORDER BY _row",
    )
    if repeated:
        notes.append(both("sync.repeated", file=called, rows=str(repeated)))
    return Taken(rows, replaced, 0, tuple(notes))


def clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what loading a file leaves behind."""
    for relation in (_STAGED, _READ, _NEW):
        connection.execute(f"DROP TABLE IF EXISTS {relation}")


def _differing(source: Source, headers: Iterable[str], called: str) -> list[Text]:
    """What is to be told of columns that came or went. Raises ShopError when a key is missing."""
    there = set(headers)
    missing = [c for c in source.columns if c.header not in there]
    for column in missing:
        if column.name in (*source.key, *source.replaces):
            raise ShopError("file_lacks_key", file=called, column=column.header)
    if len(missing) == len(source.columns):
        raise ShopError("file_lacks_key", file=called, column=missing[0].header)
    new = sorted(there - {c.header for c in source.columns})
    notes = []
    if missing:
        notes.append(
            both("sync.missing_column", file=called, columns=_listed(c.header for c in missing))
        )
    if new:
        notes.append(both("sync.new_column", file=called, columns=_listed(new)))
    return notes


def _read_rows(
    connection: duckdb.DuckDBPyConnection, source: Source, headers: Mapping[str, str]
) -> None:
    """Every row typed, with its place in the file, the first column of it that is bad, and its cell."""
    values, faults, cells = [], [], []
    for at, column in enumerate(source.columns):
        staged = headers.get(column.header)
        value = f"CAST(NULL AS {sql_type(column)})" if staged is None else typed(column, staged)
        values.append(f"{value} AS _wenshu_{at}")
        wrong = "false" if staged is None else bad(column, staged, f"_wenshu_{at}")
        if column.name in source.key:
            wrong = f"({wrong}) OR _wenshu_{at} IS NULL"
        if wrong != "false":
            faults.append(f"WHEN {wrong} THEN {text(column.name)}")
            cell = f"left(CAST({quoted(column.header)} AS VARCHAR), {_LONGEST})"
            cells.append(f"WHEN {text(column.name)} THEN {cell}")
    fault = f"CASE {' '.join(faults)} END" if faults else "CAST(NULL AS VARCHAR)"
    shown = f"CASE _wenshu_bad {' '.join(cells)} END" if cells else "CAST(NULL AS VARCHAR)"
    names = ", ".join(f"_wenshu_{at} AS {quoted(c.name)}" for at, c in enumerate(source.columns))
    connection.execute(
        f"CREATE TABLE {_READ} AS SELECT {names}, _wenshu_row AS _row, _wenshu_bad AS _bad, "
        f"{shown} AS _cell FROM (SELECT *, {fault} AS _wenshu_bad FROM (SELECT *, "
        f"{', '.join(values)}, row_number() OVER () AS _wenshu_row FROM {_STAGED}))"
    )


def _set_aside(
    connection: duckdb.DuckDBPyConnection, source: Source, number: int, called: str
) -> tuple[int, list[Text]]:
    """Keep the rows that could not be read apart, with the first bad cell; the rest is new."""
    aside = _count(
        connection,
        f"INSERT INTO {REJECTED} SELECT {text(source.name)}, {number}, _row, _bad, _cell "
        f"FROM {_READ} WHERE _bad IS NOT NULL ORDER BY _row",
    )
    connection.execute(f"CREATE TABLE {_NEW} AS SELECT * FROM {_READ} WHERE _bad IS NULL")
    if not aside:
        return 0, []
    row, column, cell = connection.execute(
        f"SELECT row, column_name, coalesce(cell, '') FROM {REJECTED} "
        f"WHERE source = ? AND {FILE} = ? ORDER BY row LIMIT 1",
        [source.name, number],
    ).fetchall()[0]
    said = {"rows": str(aside), "row": str(row), "column": column, "cell": cell}
    return aside, [both("sync.rejected", file=called, **said)]


def _without_repeated(connection: duckdb.DuckDBPyConnection, source: Source) -> int:
    """Of rows with one key in one file the last counts; how many gave way."""
    if not _repeated(connection, source, _NEW):
        return 0
    keys = ", ".join(map(quoted, source.key))
    return _count(
        connection,
        f"DELETE FROM {_NEW} WHERE _row NOT IN (SELECT max(_row) FROM {_NEW} GROUP BY {keys})",
    )


def _replace(connection: duckdb.DuckDBPyConnection, source: Source, number: int) -> int:
    """Take out the earlier rows that the new ones stand for; how many."""
    table = quoted(source.name)
    by = _by(source)
    if not by:
        return _count(connection, f"DELETE FROM {table} WHERE {FILE} = {number}")
    new = [f"{_value(source, c, 'n')} AS k{i}" for i, c in enumerate(by)]
    same = [f"{_value(source, c, 't')} IS NOT DISTINCT FROM k{i}" for i, c in enumerate(by)]
    keys = f"SELECT DISTINCT {', '.join(new)} FROM {_NEW} n"
    return _count(
        connection,
        f"DELETE FROM {table} t WHERE EXISTS (SELECT 1 FROM ({keys}) WHERE {' AND '.join(same)})",
    )


def _value(source: Source, name: str, alias: str) -> str:
    """A column by which rows are replaced; of a time its day."""
    (column,) = (c for c in source.columns if c.name == name)
    value = f"{alias}.{quoted(name)}"
    whole = name in source.replaces and name not in source.key and column.type == "time"
    return f"CAST({value} AS DATE)" if whole else value


def delete_absent(connection: duckdb.DuckDBPyConnection, source: Source, keys: Path) -> int:
    """Take out the rows whose key does not stand in a CSV file of keys any more; how many."""
    clear(connection)
    stage(connection, keys, Format("csv"), _STAGED)
    columns = [c for c in source.columns if c.name in source.key]
    there = ", ".join(f"{typed(c, 'VARCHAR')} AS {quoted(c.name)}" for c in columns)
    same = " AND ".join(f"t.{quoted(c.name)} = k.{quoted(c.name)}" for c in columns)
    return _count(
        connection,
        f"DELETE FROM {quoted(source.name)} t "
        f"WHERE NOT EXISTS (SELECT 1 FROM (SELECT {there} FROM {_STAGED}) k WHERE {same})",
    )


def newest(connection: duckdb.DuckDBPyConnection, source: Source, column: str) -> str:
    """The greatest value of a column as text; "" where there is none."""
    row = connection.execute(
        f"SELECT CAST(max({quoted(column)}) AS VARCHAR) FROM {quoted(source.name)}"
    ).fetchone()
    return str(row[0]) if row and row[0] is not None else ""


def _count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
