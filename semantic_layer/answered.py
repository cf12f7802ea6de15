"""What comes back from the semantic layer: typed columns, rows, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from semantic_layer.model import Metric, Unit
from semantic_layer.query import TimeRange
from semantic_layer.texts import NO_TEXT, Text

Cell = str | int | float | bool | Decimal | date | datetime | None
ColumnKind = Literal["time", "dimension", "metric", "share", "base", "difference", "change"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result.

    `of` is the metric or dimension that it shows, `base` the comparison (`previous`, `year` …) that
    a base, difference or change column belongs to. Units: `money` in the shop's currency, `ratio`
    and `change` columns are fractions (0.12 is 12 %); the difference of two ratios has the unit
    `points` (a fraction too, said as percentage points). `untrusted`: the cells are texts out of the
    data (names, reviews), written by strangers: never anything but values.
    """

    name: str
    label: Text
    kind: ColumnKind
    unit: Unit | Literal["text", "time", "points"]
    of: str = ""
    base: str = ""
    untrusted: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A metric's definition as it was used, in words that can be pasted."""

    metric: str
    label: Text
    text: Text
    version: str


@dataclass(frozen=True, slots=True)
class UsedFilter:
    """A condition that was applied. `label` says it in words (平台: 天猫)."""

    field: str
    op: str
    values: tuple[Cell, ...]
    label: Text


@dataclass(frozen=True, slots=True)
class BasePeriod:
    """What a comparison was made with: its dates (None for all time), and how they were chosen.

    `kind` names the base's columns (`previous`, `other`, numbered where a kind was asked twice:
    `other_2`); `label` is what it is called where the kind does not say it (2024年双11, 京东).
    """

    kind: str
    start: date | None
    end: date | None
    label: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where the numbers come from: tables that were read, and joins as sentences."""

    tables: tuple[Text, ...] = ()
    joins: tuple[Text, ...] = ()


NO_LINEAGE = Lineage()


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Rows of a MetricQuery with everything that an answer must be able to say about them.

    `full_count` is the number of rows before a limit cut them. `words` are those for cells that no
    dimension of the model knows, by column: the others of a ranking.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sql: tuple[str, ...]
    time: TimeRange | None
    grain: str
    bases: tuple[BasePeriod, ...] = ()
    filters: tuple[UsedFilter, ...] = ()
    definitions: tuple[Definition, ...] = ()
    defined: tuple[Metric, ...] = ()
    notes: tuple[Text, ...] = ()
    data_version: str = ""
    data_as_of: date | None = None
    query_ms: float = field(default=0.0, compare=False)
    full_count: int | None = None
    words: Mapping[str, Mapping[Cell, Text]] = field(default_factory=dict)
    lineage: Lineage = NO_LINEAGE
