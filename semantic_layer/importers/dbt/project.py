"""A dbt project's semantic layer as plain values, the same for its legacy and its current form."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DbtEntity:
    """A key. `expr` is its column or expression; "" for one that only names the rows."""

    name: str
    type: str
    expr: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class DbtDimension:
    """An attribute. `validity` is `start` or `end` for the window of a slowly changing table."""

    name: str
    type: str
    expr: str
    grain: str = ""
    partition: bool = False
    validity: str = ""
    label: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class NonAdditive:
    """The dimension over which a measure may not be summed, and which of its moments counts."""

    name: str
    choice: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DbtMeasure:
    """An aggregation over one semantic model."""

    name: str
    model: str
    agg: str
    expr: str
    time: str = ""
    percentile: float | None = None
    discrete: bool = False
    approximate: bool = False
    non_additive: NonAdditive | None = None
    label: str = ""
    description: str = ""
    create_metric: bool = False


@dataclass(frozen=True, slots=True)
class DbtModel:
    """A semantic model: a relation with keys, attributes and measures."""

    name: str
    file: str
    relation: str
    entities: tuple[DbtEntity, ...]
    dimensions: tuple[DbtDimension, ...]
    measures: tuple[DbtMeasure, ...]
    primary_entity: str = ""
    time: str = ""
    label: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class DbtInput:
    """A measure or metric as a part of a metric."""

    name: str
    alias: str = ""
    filters: tuple[str, ...] = ()
    offset: str = ""
    to_grain: str = ""
    fill: float | None = None
    every_step: bool = False


@dataclass(frozen=True, slots=True)
class Conversion:
    """The parts of a conversion metric; `of_metrics` when they name metrics, not measures."""

    base: DbtInput
    conversion: DbtInput
    entity: str
    window: str = ""
    rate: bool = True
    same: tuple[tuple[str, str], ...] = ()
    of_metrics: bool = False


@dataclass(frozen=True, slots=True)
class DbtMetric:
    """A metric of any type; which parts are filled depends on the type.

    simple: `measure`. cumulative: `measure`, or in the current form `inputs[0]`, a simple metric.
    ratio: `inputs` are numerator and denominator. derived: `expr` and `inputs`.
    """

    name: str
    type: str
    file: str
    measure: DbtInput | None = None
    inputs: tuple[DbtInput, ...] = ()
    expr: str = ""
    filters: tuple[str, ...] = ()
    window: str = ""
    to_grain: str = ""
    pick: str = "first"
    conversion: Conversion | None = None
    grain: str = ""
    label: str = ""
    description: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class DbtSpine:
    """A time spine table; `calendars` are custom granularities with their columns."""

    relation: str
    column: str
    grain: str
    file: str
    calendars: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DbtQuery:
    """A saved query, its names still as dbt writes them."""

    name: str
    file: str
    metrics: tuple[str, ...]
    group_by: tuple[str, ...]
    where: tuple[str, ...] = ()
    order_by: tuple[str, ...] = ()
    limit: int | None = None
    label: str = ""
    description: str = ""


@dataclass(slots=True)
class Project:
    """All that was read of a project."""

    name: str = ""
    models: list[DbtModel] = field(default_factory=list)
    metrics: list[DbtMetric] = field(default_factory=list)
    spines: list[DbtSpine] = field(default_factory=list)
    queries: list[DbtQuery] = field(default_factory=list)
