"""What a shop folder says of where its data comes from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from semantic_layer.texts import NOWHERE, Place

__all__ = ["CellType", "Expectations", "Reconciled", "Source", "SourceColumn"]

CellType = Literal["text", "integer", "number", "money", "ratio", "date", "time", "bool"]


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of the loaded table: the header that it is read from, and the type of its cells.

    `forms` are the strptime forms in which dates and times are written, tried in order; `comma` says
    that numbers are written 1.234,50; `percent` that a ratio without a sign counts hundredths.
    """

    name: str
    header: str
    type: CellType = "text"
    forms: tuple[str, ...] = ()
    comma: bool = False
    percent: bool = False
    decimals: int = 2
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The sum of `column` is that of `other` in another source, within a share of it; for each value
    of the column `by` that both have, or as a whole."""

    column: str
    source: str
    other: str
    by: str = ""
    within: float = 0.0


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a shop expects of a loaded table.

    `range` are the least and the most value of a column; `fresh_by` is the column whose newest day
    may be `fresh_days` old; `most_change` is the share by which the number of rows may differ from
    the last version. With `stop` a version for which something does not hold is not swapped in.
    """

    unique: tuple[tuple[str, ...], ...] = ()
    not_null: tuple[str, ...] = ()
    accepted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    range: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    fresh_by: str = ""
    fresh_days: int = 0
    least_rows: int = 0
    most_change: float | None = None
    reconcile: tuple[Reconciled, ...] = ()
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One table of the shop's own data, with the files that fill it.

    `files` are patterns relative to the shop folder, or whole paths. `key` are the columns by which
    a later row replaces an earlier one; `replaces` are the columns (a day, a day and a shop) of whose
    values a later file replaces all rows, since platforms restate their reports. With neither, the
    rows of a file are replaced when that file changes. `format` is what the reader needs to know,
    found again when it is not said.

    Or a table of a database: `server` is its address, as `${NAME}` of an environment variable, and
    `relation` its name there; all columns are taken where none is said. With a `key` and a `cursor`
    (a column that grows when a row changes) only what has changed is copied, and rows whose key is
    gone are deleted; without, the whole table is.
    """

    name: str
    files: tuple[str, ...] = ()
    columns: tuple[SourceColumn, ...] = ()
    server: str = ""
    relation: str = ""
    cursor: str = ""
    key: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    format: Mapping[str, str | int | bool] = field(default_factory=dict)
    expect: Expectations = Expectations()
    place: Place = NOWHERE

    def header(self, name: str) -> str:
        """What the column `name` is called where it comes from."""
        return next((c.header for c in self.columns if c.name == name), name)

    @property
    def definition(self) -> str:
        """A hash of all that decides how files become rows."""
        columns = [
            (c.name, c.header, c.type, c.forms, c.comma, c.percent, c.decimals)
            for c in self.columns
        ]
        where = (self.server, self.relation, self.cursor)
        said = (columns, self.key, self.replaces, sorted(self.format.items()), where)
        return hashlib.blake2s(repr(said).encode(), digest_size=8).hexdigest()
