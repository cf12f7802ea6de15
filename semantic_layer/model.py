"""The frozen types of a shop's model: what a shop folder says, checked and resolved by name.

A model knows no database: `check.py` holds it against the data, `compile/` turns queries over it
into SQL. Names are stable ids; labels are what people read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from semantic_layer.definitions import (
    Additivity,
    Aggregation,
    Allocation,
    Conversion,
    Earlier,
    Elapsed,
    Look,
    Measure,
    Metric,
    MetricInput,
    MetricKind,
    NestedAggregation,
    Nesting,
    Snapshot,
    Spread,
    Unit,
)
from semantic_layer.query import FISCAL_STEPS
from semantic_layer.reckoning import FiscalYear, Reckoning
from semantic_layer.sources.source import Source
from semantic_layer.texts import NO_TEXT, NOWHERE, Place, Text
from semantic_layer.vocabulary import (
    Concept,
    Door,
    ModelTest,
    Occasion,
    Role,
    SavedQuery,
    Scorecard,
    Term,
)

__all__ = [
    "AGES", "GRAINS", "KNOWN_BY", "Additivity", "Aggregation", "Allocation", "Conversion", "Dimension",
    "DimensionType", "Earlier", "Elapsed", "Entity", "EntityKind", "Grain", "Look", "Measure", "Metric",
    "MetricInput", "MetricKind", "Model", "NestedAggregation", "Nesting", "RowFact", "Segment", "Snapshot",
    "Spine", "Spread", "Table", "Unit", "Validity", "ValueLabel",
]  # fmt: skip

EntityKind = Literal["primary", "unique", "foreign", "natural"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A key of a table: the thing (`to`) that its columns identify, in the role `name`.

    `order` in the orders table is primary; `customer` there is foreign; `bill_to` may be a foreign
    key in another role, with `to="address"`. A table is joined through a foreign key to the table
    in which the same thing is primary or unique.
    """

    name: str
    kind: EntityKind
    columns: tuple[str, ...]
    to: str
    partition: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ValueLabel:
    """A value of a dimension with the words that people use for it."""

    value: str | int | float | bool
    label: Text
    synonyms: tuple[str, ...] = ()


DimensionType = Literal["text", "number", "bool", "date", "time"]
Grain = Literal[
    "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "fiscal_quarter",
    "year", "fiscal_year",
]  # fmt: skip
GRAINS: tuple[Grain, ...] = get_args(Grain)
KNOWN_BY = tuple(g for g in GRAINS if g not in FISCAL_STEPS)  # what a time may be known by
AGES = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class RowFact:
    """What a row is among the rows of the same `per` (entities or dimensions of its table).

    rank: its place, 1 for the first. lag, lead: the value of `expr` in the row before or after it.
    first, last: that of the first or last row. Rows are in order of `by`, then of the table's
    primary key; only those count that the table's own `rows` let in, that have a `per` and a `by`,
    and for which `where` holds: all such rows of the data, whatever days a query asks for. Any
    other row has no such fact.
    """

    kind: Literal["rank", "lag", "lead", "first", "last"]
    expr: str
    per: tuple[str, ...]
    by: str
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column or expression to group and filter by, or with `row_fact` a fact about the row's
    place among others.

    `same_as` names the dimension (`entity.name`) that this one is a second home of, so that facts
    which do not join can stand side by side by it. `indexed` puts its data values into the lexicon.
    `lasts_to` is the last day of the period that begins on this one (a campaign's target).
    `zone` is the one that its moments are written in; `expr` is in the shop's own already.
    """

    name: str
    table: str
    entity: str
    expr: str
    type: DimensionType
    label: Text
    synonyms: tuple[str, ...] = ()
    description: Text = NO_TEXT
    values: tuple[ValueLabel, ...] = ()
    grain: Grain | None = None
    lasts_to: str = ""
    same_as: str = ""
    pii: bool = False
    indexed: bool = False
    unit: str = ""
    label_of: str = ""
    zone: str = ""
    row_fact: RowFact | None = None
    place: Place = NOWHERE

    @property
    def id(self) -> str:
        """The name that is unique in the model: `entity.name`."""
        return f"{self.entity}.{self.name}"

    @property
    def identity(self) -> str:
        """The conformed dimension: two dimensions with one identity may be joined on."""
        return self.same_as or self.id

    @property
    def is_time(self) -> bool:
        return self.type in ("date", "time")


@dataclass(frozen=True, slots=True)
class Segment:
    """A named row condition of a table, such as the shop's valid orders."""

    name: str
    table: str
    expr: str
    label: Text
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Validity:
    """The time dimensions between which a row of a slowly changing table holds, the end excluded.

    A row without an end still holds. Such a table is joined by its natural key at the moment of
    the fact.
    """

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Table:
    """A relation: its keys, dimensions, named conditions, and the rule of which rows count.

    `allocate` holds for all its sums that state no rule of their own.
    """

    name: str
    source: str
    label: Text
    entities: tuple[Entity, ...]
    dimensions: tuple[Dimension, ...]
    segments: tuple[Segment, ...] = ()
    rows: tuple[str, ...] = ()
    time: str = ""
    valid: Validity | None = None
    allocate: Allocation | None = None
    description: Text = NO_TEXT
    place: Place = NOWHERE

    @property
    def home(self) -> str:
        """The entity that names its dimensions: its primary key's, else its natural key's."""
        kinds = {e.kind: e.name for e in reversed(self.entities)}
        return kinds.get("primary") or kinds.get("natural") or self.name

    def entity(self, name: str) -> Entity | None:
        return next((e for e in self.entities if e.name == name), None)

    @property
    def primary(self) -> Entity | None:
        return next((e for e in self.entities if e.kind == "primary"), None)


@dataclass(frozen=True, slots=True)
class Spine:
    """A calendar table of the shop: one row for each `grain`, with named calendars as columns.

    `calendars` are steps of the shop's own (`fiscal_month`: column), to group by like any grain.
    """

    table: str
    column: str
    grain: Grain = "day"
    calendars: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Model:
    """A whole shop, frozen. Mappings keep the order of the folder.

    `standard` says which metric stands for each standard one (`gmv`, `buyers` …) in this shop: its
    own, or one that was made from its concepts.
    `dimensions` are by id; a second home (`same_as`) whose id its first home has is by `id@table`.
    """

    name: str
    label: Text
    tables: Mapping[str, Table]
    dimensions: Mapping[str, Dimension]
    metrics: Mapping[str, Metric]
    spines: tuple[Spine, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    makeup: tuple[Occasion, ...] = ()
    terms: tuple[Term, ...] = ()
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    standard: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    access: Mapping[str, Door] = field(default_factory=dict)
    queries: Mapping[str, SavedQuery] = field(default_factory=dict)
    tests: Mapping[str, ModelTest] = field(default_factory=dict)
    scorecards: Mapping[str, Scorecard] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    currency: str = "CNY"
    time_zone: str = "Asia/Shanghai"
    week_start: int = 0
    fiscal: FiscalYear | None = None
    today: Literal["data", "clock"] = "data"
    language: str = "zh"
    default_metric: str = ""
    default_period: str = "last_30_days"
    data: str = ""
    description: Text = NO_TEXT
    questions: tuple[Text, ...] = ()
    folder: str = ""

    @property
    def reckoning(self) -> Reckoning:
        """How the shop reckons weeks and years."""
        return Reckoning(self.week_start, self.fiscal)

    def dimension(self, identity: str) -> Dimension:
        """The dimension with this id (`entity.name`)."""
        return self.dimensions[identity]

    def dimensions_named(self, name: str) -> tuple[Dimension, ...]:
        """The dimensions that a bare or dotted name may mean, one for each identity."""
        found = [d for d in self.dimensions.values() if name in (d.name, d.id)]
        homes = [d for d in found if not d.same_as]
        return tuple(homes or found)

    def concept(self, name: str) -> Concept | None:
        """What the shop calls a concept's parts, or None when it binds none."""
        return self.concepts.get(name)

    def need(self, *names: str) -> tuple[Concept, ...]:
        """The concepts that are named (`order`), with the slots that are (`order.customer`).

        One concept for each first part, in order. Raises ConceptError, whose sentence holds the
        YAML that would bind what is missing.
        """
        parts = [name.partition(".") for name in names]
        bound = {first: self.concepts.get(first) for first, _, _ in parts}
        if any(bound[c] is None or (s and s not in bound[c]) for c, _, s in parts):  # type: ignore[operator]
            from semantic_layer.concepts.missing import missing

            raise missing(names, self.concepts)
        return tuple(c for c in bound.values() if c is not None)
