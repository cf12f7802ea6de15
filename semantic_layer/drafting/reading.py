"""A staged table read: the type of each column from a sample, held against all of its rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from semantic_layer.drafting.forms import CellType, Reading, decimals_of, is_ratio, read
from semantic_layer.drafting.words import LEAST, Match, match, plain
from semantic_layer.sources.convert import bad, typed
from semantic_layer.sources.readers import Header
from semantic_layer.sources.readers.scan import quoted
from semantic_layer.sources.source import SourceColumn

__all__ = ["Column", "read_columns"]

_SAMPLE = 5000
_ODD = 40
_BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)"
_MOST_BAD = 0.02
_USUAL = re.compile(
    r"%Y([-/.])%m\1%d( %H:%M(:%S(\.%f)?)?)?|%Y年%m月%d日"
)  # read without being said
_RESERVED = frozenset(["hour", "day", "week", "month", "quarter", "year", "weekday", "hour_of_day"])
_WHOLE = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table to be: its name there, the header it is read from, what its cells are.

    `bad` cells say something that the type cannot hold, of all rows.
    """

    name: str
    header: str
    staged: str
    reading: Reading
    match: Match | None
    bad: int = 0

    @property
    def role(self) -> str:
        """The role's name when the header means one surely enough, else ""."""
        return self.match.role.name if self.match and self.match.score >= LEAST else ""

    @property
    def source(self) -> SourceColumn:
        """The column as `sources:` says it."""
        told = self.reading
        return SourceColumn(self.name, self.header, told.type, told.forms, told.comma, told.percent)


def read_columns(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    headers: Sequence[Header],
    known: bool,
    target: str,
) -> list[Column]:
    """Every column of a staged relation with its type; the table `target` has its typed cells.

    Types come from a sample and are held against all rows: what does not fit is looked at again, then
    counted or called text. `known` says that the file has types of its own: its texts stay texts,
    dates aside.
    """
    sample = _sample(connection, relation, headers)
    columns = [
        _column(header, sample[at], name, known)
        for at, (header, name) in enumerate(zip(headers, _names(headers), strict=True))
    ]
    _make_typed(connection, relation, columns, target)
    columns = _with_decimals(connection, relation, columns, target)
    lost = _lost(connection, relation, columns, target)
    if not any(lost):
        return columns
    tried = _tried(connection, relation, columns, lost)
    if [c.reading for c in tried] != [c.reading for c in columns]:
        _make_typed(connection, relation, tried, target)
    return tried


def _with_decimals(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: list[Column], target: str
) -> list[Column]:
    """Amounts with the places that all of their rows need: nothing is rounded away at loading."""
    money = [c for c in columns if c.reading.type == "money" and not c.staged.startswith("DECIMAL")]
    if not money:
        return columns
    cells = ", ".join(f"max({_places(c)})" for c in money)
    row = connection.execute(f"SELECT {cells} FROM {relation}").fetchone() or ()
    need = {c.name: min(6, max(2, places or 2)) for c, places in zip(money, row, strict=True)}
    changed = [
        replace(c, reading=replace(c.reading, decimals=need[c.name])) if c.name in need else c
        for c in columns
    ]
    if changed != columns:
        _make_typed(connection, relation, changed, target)
    return changed


def _places(column: Column) -> str:
    """How many decimal places a cell has; of binary fractions the fewest that tell it."""
    cell = quoted(column.header)
    if column.staged == "VARCHAR":
        return f"length(regexp_extract({cell}, '[.]([0-9]*[1-9])', 1))"
    fits = " ".join(
        f"WHEN abs({cell} - round({cell}, {n})) < 1e-9 * greatest(1, abs({cell})) THEN {n}"
        for n in range(2, 6)
    )
    return f"CASE {fits} ELSE 6 END"


def _lost(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[Column], target: str
) -> list[bool]:
    """Which columns have fewer filled cells than before: some were empty words, some do not fit."""
    before = ", ".join(f"count({quoted(c.header)})" for c in columns)
    after = ", ".join(f"count({quoted(c.name)})" for c in columns)
    had = connection.execute(f"SELECT {before} FROM {relation}").fetchone() or ()
    has = connection.execute(f"SELECT {after} FROM {target}").fetchone() or ()
    return [
        c.reading.type != "text" and one > other
        for c, one, other in zip(columns, had, has, strict=True)
    ]


def _sample(
    connection: duckdb.DuckDBPyConnection, relation: str, headers: Sequence[Header]
) -> list[Counter[str]]:
    row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    step = max(1, (row[0] if row else 0) // _SAMPLE)
    cells = ", ".join(f"CAST({quoted(h.name)} AS VARCHAR)" for h in headers)
    table = connection.execute(
        f"SELECT {cells} FROM {relation} WHERE rowid % {step} = 0"
    ).fetchall()
    return [Counter(row[at] for row in table if row[at] is not None) for at in range(len(headers))]


def _column(header: Header, values: Counter[str], name: str, known: bool) -> Column:
    found = match(header.original or header.name)
    if header.type == "VARCHAR":
        reading = read(values, header.original, found)
        if known and reading.type not in ("date", "time"):  # its writer could have said a number
            reading = replace(reading, type="text", doubts=())
    else:
        reading = _of_type(header, values, found)
    return Column(name, header.name, header.type, reading, found)


def _of_type(header: Header, values: Counter[str], found: Match | None) -> Reading:
    """The reading of a column that has a type: ids are text whatever they are written in."""
    kind, staged = found.role.kind if found else "", header.type
    if staged == "DATE" or staged.startswith("TIMESTAMP"):
        zone = ("zone",) if "TIME ZONE" in staged else ()
        return Reading("date" if staged == "DATE" else "time", doubts=zone)
    if staged == "BOOLEAN":
        return Reading("bool")
    if staged in _WHOLE:
        if kind == "time":
            told = read(values, header.original, found)
            return told if told.forms else Reading("integer")
        return Reading(
            "text" if kind in ("id", "pii") else "money" if kind == "money" else "integer"
        )
    if staged in ("DOUBLE", "FLOAT") or staged.startswith("DECIMAL"):
        if kind == "id":
            return Reading("integer")
        ratio = is_ratio(header.original, found)
        number: CellType = "ratio" if ratio else "money" if kind == "money" else "number"
        return Reading(number, decimals=decimals_of(values))
    return Reading()


def _names(headers: Sequence[Header]) -> list[str]:
    """Names for the table's columns: a role's for Chinese headers, else the header's own words."""
    taken: set[str] = set()
    names = []
    for header in headers:
        found = match(header.original or header.name)
        own = re.sub(r"\W+", "_", plain(header.original or header.name)).strip("_")
        if found and found.score == 1.0 and not own.isascii() and not found.role.generic:
            own = found.role.name
        name = own or "column"
        if name in _RESERVED or name[0].isdigit():
            name = f"{name}_" if name in _RESERVED else f"c_{name}"
        if name in taken:
            name = re.sub(r"\W+", "_", plain(header.name)).strip("_") or name
        count = 2
        while name in taken:
            name, count = f"{own}_{count}", count + 1
        taken.add(name)
        names.append(name)
    return names


def _tried(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[Column],
    lost: Sequence[bool],
) -> list[Column]:
    """Columns whose cells did not all fit, held against all rows."""
    row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    rows, tried = row[0] if row else 0, []
    for column, doubtful in zip(columns, lost, strict=True):
        if not doubtful or not _bad(connection, relation, column):
            tried.append(column)
            continue
        again = _again(connection, relation, column)
        count = _bad(connection, relation, again)
        tried.append(_as_text(again) if _is_text(again, count, rows) else replace(again, bad=count))
    return tried


def _is_text(column: Column, bad: int, rows: int) -> bool:
    """Too many cells that are no number, or numbers of no known meaning beside words: codes."""
    if not bad or column.staged != "VARCHAR":
        return False
    plain_number = column.reading.type in ("integer", "number") and not column.role
    return plain_number or bad > _MOST_BAD * rows


def _as_text(column: Column) -> Column:
    return replace(column, reading=Reading(doubts=("mixed",), counts=column.reading.counts))


def _bad(connection: duckdb.DuckDBPyConnection, relation: str, column: Column) -> int:
    """How many cells say something that the column's type cannot hold."""
    row = connection.execute(
        f"SELECT count(*) FROM {relation} WHERE {bad(column.source, column.staged)}"
    ).fetchone()
    return int(row[0]) if row else 0


def _again(connection: duckdb.DuckDBPyConnection, relation: str, column: Column) -> Column:
    """The column read once more, with the cells that did not fit: forms that the sample lacked."""
    cell = quoted(column.header)
    odd = connection.execute(
        f"SELECT CAST({cell} AS VARCHAR), count(*) FROM {relation} "
        f"WHERE {bad(column.source, column.staged)} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_ODD}"
    ).fetchall()
    if column.staged != "VARCHAR" or column.reading.type not in ("date", "time"):
        return column
    more = read({str(v): int(n) for v, n in odd}, column.header, column.match)
    forms = tuple(dict.fromkeys((*column.reading.forms, *more.forms)))
    kind: CellType = "time" if "time" in (column.reading.type, more.type) else column.reading.type
    return replace(column, reading=replace(column.reading, forms=forms, type=kind))


def _typed(column: Column) -> str:
    """As a sync types it; texts only lose the blanks around them, which is much faster."""
    if column.reading.type == "text" and column.staged == "VARCHAR":
        return f"nullif(trim({quoted(column.header)}, {_BLANKS}), '')"
    return typed(column.source, column.staged)


def _make_typed(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Sequence[Column], target: str
) -> None:
    """Make the table `target` of the staged relation's cells, each of its type, under its name."""
    cells = ", ".join(f"{_typed(c)} AS {quoted(c.name)}" for c in columns)
    connection.execute(f"CREATE OR REPLACE TABLE {target} AS SELECT {cells} FROM {relation}")
