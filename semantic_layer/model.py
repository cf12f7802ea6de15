"""The frozen types of a shop's model: what a shop folder says, checked and resolved by name.

A model knows no database: `check.py` holds it against the data, `compile/` turns queries over it
into SQL. Names are stable ids; labels are what people read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from semantic_layer.texts import NO_TEXT, NOWHERE, Place, Text
from semantic_layer.vocabulary import Concept, Door, Occasion, Role, SavedQuery, Term

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
    "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"
]
GRAINS: tuple[Grain, ...] = get_args(Grain)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column or expression to group and filter by.

    `same_as` names the dimension (`entity.name`) that this one is a second home of, so that facts
    which do not join can stand side by side by it. `indexed` puts its data values into the lexicon.
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
    same_as: str = ""
    pii: bool = False
    indexed: bool = False
    unit: str = ""
    label_of: str = ""
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
    """A relation: its keys, dimensions, named conditions, and the rule of which rows count."""

    name: str
    source: str
    label: Text
    entities: tuple[Entity, ...]
    dimensions: tuple[Dimension, ...]
    segments: tuple[Segment, ...] = ()
    rows: tuple[str, ...] = ()
    time: str = ""
    valid: Validity | None = None
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


Aggregation = Literal[
    "sum", "count", "count_distinct", "avg", "min", "max", "median", "percentile", "stddev",
    "sum_boolean", "reported",
]  # fmt: skip
NestedAggregation = Literal[
    "sum", "count", "avg", "min", "max", "median", "percentile", "stddev", "share"
]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How a balance (stock, account) is read: the rows of one moment of each period.

    `choice` is the last or first moment that `time` has in the period, within each of `groups`:
    among all rows of those days (what has no row at the last count has no stock then), or `among`
    the rows that the query asks for (each part at the last count that it was in).
    """

    time: str
    choice: Literal["last", "first"] = "last"
    among: Literal["all", "asked"] = "all"
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Which moments a metric looks at from a step of time.

    offset: the step `count` `unit`s before. to_grain: the first moment of the `unit` that holds
    the step. window: the last `count` `unit`s. to_date: from the start of the `unit` on. all:
    everything up to the step. Where a result's steps are coarser than the look's own, `pick` says
    which of a step's moments is shown.
    """

    kind: Literal["offset", "to_grain", "window", "to_date", "all"]
    count: int = 0
    unit: str = ""
    pick: Literal["last", "first", "average"] = "last"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a simple metric aggregates: an expression over one table, by one clock.

    `agg: reported` aggregates nothing: each row is a finished fact (a platform's daily UV) that is
    shown as it is, and never put together with another.

    `where` are segment names or expressions, all of which must hold; `time` is a time dimension of
    the table or of one that it joins to (`order.paid_at`). `clocked`: a row whose clock is empty
    has not happened and does not count. `empty_is_zero`: a sum or count over no rows is 0.
    `fill` stands for an empty result, `every_step` shows every step of the spine, `discrete`
    makes a percentile one of the values, `approximate` lets the engine estimate it.
    """

    table: str
    agg: Aggregation
    expr: str
    time: str
    where: tuple[str, ...] = ()
    all_rows: bool = False
    clocked: bool = True
    empty_is_zero: bool = True
    fill: float | None = None
    every_step: bool = False
    snapshot: Snapshot | None = None
    discrete: bool = False
    approximate: bool = False
    percentile: float | None = None


@dataclass(frozen=True, slots=True)
class MetricInput:
    """A metric as a part of another, possibly with a filter of its own."""

    metric: str
    where: tuple[str, ...] = ()
    look: Look | None = None


Unit = Literal["money", "count", "ratio", "number", "hours", "days", "seconds", "per_money"]
Additivity = Literal["sum", "distinct", "ratio", "stock", "none"]
MetricKind = Literal["simple", "ratio", "derived", "cumulative", "conversion", "nested"]


@dataclass(frozen=True, slots=True)
class Conversion:
    """How often an event of one kind is followed by one of another, for the same `entity`.

    A conversion belongs to the last base event at or before it, within `window` (count, unit) if
    there is one, and with the same values in the pairs of `same` (base column, conversion column).
    `base` and `conversion` are simple metrics.
    """

    base: MetricInput
    conversion: MetricInput
    entity: str
    window: tuple[int, str] | None = None
    rate: bool = True
    same: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Nesting:
    """A metric taken for each `per`, then aggregated over those.

    `per` is an entity, a dimension, or a step of time. A row without one (a guest's order) belongs
    to no entity and is left out: empty is not one customer. Per entity, those count that have the
    metric at all; per step of time, all steps of the asked days count, empty ones with 0 of a sum
    or a count. `having` are conditions on metrics of each `per` (`orders >= 2`), all of which must
    hold: the others are left out, and `share` is those left over all. The standard deviation is
    that of a sample.
    """

    part: "MetricInput"
    per: str
    agg: NestedAggregation
    percentile: float | None = None
    having: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A number with one definition.

    simple: `measure`. ratio: `numerator / nullif(denominator, 0)`. derived: `expr` over the metrics
    named in `inputs`. cumulative: `measure` through `look`. conversion: `conversion`. nested:
    `nesting`. `grain` is the step by which it is usually shown ("" for a day, or its clock's own
    step where that is coarser). `noun` is the counting word of a count (单, 人, 件). `better` says
    which direction is good news. `version` is a hash of the definition.
    """

    name: str
    kind: MetricKind
    label: Text
    synonyms: tuple[str, ...] = ()
    description: Text = NO_TEXT
    formula: Text = NO_TEXT
    unit: Unit = "number"
    noun: Text = NO_TEXT
    decimals: int | None = None
    additive: Additivity = "none"
    better: Literal["up", "down", "neither"] = "up"
    group: str = ""
    measure: Measure | None = None
    numerator: MetricInput | None = None
    denominator: MetricInput | None = None
    expr: str = ""
    inputs: tuple[tuple[str, MetricInput], ...] = ()
    look: Look | None = None
    conversion: Conversion | None = None
    nesting: Nesting | None = None
    grain: str = ""
    caveat: Text = NO_TEXT
    hidden: bool = False
    version: str = ""
    place: Place = NOWHERE

    @property
    def parts(self) -> tuple[MetricInput, ...]:
        """The metrics that it is made of, in order; a simple one has none."""
        made = [self.numerator, self.denominator, *(part for _, part in self.inputs)]
        if self.conversion is not None:
            made += [self.conversion.base, self.conversion.conversion]
        if self.nesting is not None:
            made.append(self.nesting.part)
        return tuple(part for part in made if part is not None)


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

    `dimensions` are by id; a second home (`same_as`) whose id its first home has is by `id@table`.
    """

    name: str
    label: Text
    tables: Mapping[str, Table]
    dimensions: Mapping[str, Dimension]
    metrics: Mapping[str, Metric]
    spines: tuple[Spine, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    terms: tuple[Term, ...] = ()
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    access: Mapping[str, Door] = field(default_factory=dict)
    queries: Mapping[str, SavedQuery] = field(default_factory=dict)
    currency: str = "CNY"
    time_zone: str = "Asia/Shanghai"
    week_start: int = 0
    today: Literal["data", "clock"] = "data"
    language: str = "zh"
    default_metric: str = ""
    default_period: str = "last_30_days"
    data: str = ""
    description: Text = NO_TEXT
    questions: tuple[Text, ...] = ()
    folder: str = ""

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
