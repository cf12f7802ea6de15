"""The frozen types of a shop's words: occasions, terms, concepts, saved queries, roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from semantic_layer.query import Compare, Filter, MetricQuery, TimeRange
from semantic_layer.texts import NO_TEXT, NOWHERE, Place, Text


@dataclass(frozen=True, slots=True)
class Occasion:
    """A named stretch of the shop's calendar: a campaign, a phase of one, or a holiday.

    `days` are (first, last) pairs, last included, one for each year in which it took place. A
    phase says which campaign it is one `of`, and its name there (`phase`), which the phases of
    other campaigns may have too. `makeup` are weekend days on which people work (调休).
    """

    name: str
    label: Text
    synonyms: tuple[str, ...]
    days: tuple[tuple[date, date], ...]
    kind: Literal["campaign", "holiday", "makeup"] = "campaign"
    main_day: tuple[date, ...] = ()
    of: str = ""
    phase: str = ""
    phase_label: Text = NO_TEXT
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the shop floor that stands for a definition, or that must be asked back.

    `choices` are the metrics (or readings) that it may mean; with exactly one, and no `ask`, the
    word simply means it and the answer states so.
    """

    name: str
    words: tuple[str, ...]
    choices: tuple[str, ...]
    ask: Text = NO_TEXT
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Concept:
    """What a tool may ask a shop for (`customer`, `order`, `event` …), in semantic names.

    `table` is the table whose rows it is, "" for a key without one. `concept["time"]` is what a
    slot of `semantic_layer/concepts` is bound to: an entity, the id of a dimension, a metric;
    `lists` holds the slots of several (rows, values in their order, metrics).
    """

    name: str
    table: str
    bindings: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: Place = NOWHERE

    def __getitem__(self, slot: str) -> str:
        return self.bindings[slot]

    def __contains__(self, slot: str) -> bool:
        return slot in self.bindings or slot in self.lists

    def get(self, slot: str) -> str:
        """What the slot is bound to, or ""."""
        return self.bindings.get(slot, "")

    def all(self, slot: str) -> tuple[str, ...]:
        """The values, rows or metrics of a slot, in the order of the shop."""
        return self.lists.get(slot, ())


@dataclass(frozen=True, slots=True)
class Words:
    """How a shop calls a standard metric; empty is as it comes."""

    label: Text = NO_TEXT
    synonyms: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a shop says of standard metrics: `none` of them, not those in `off`, other words."""

    none: bool = False
    off: frozenset[str] = frozenset()
    words: Mapping[str, Words] = field(default_factory=dict)


ParameterType = Literal["dimension", "text", "integer", "number", "date"]
Value = str | int | float | bool | date


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a saved query leaves open; `:name` stands for it in the query.

    A `dimension` parameter is a value (with `many` several values) of the dimension in
    `dimension`. What is not required and not given leaves its condition out.
    """

    name: str
    type: ParameterType
    label: Text
    dimension: str = ""
    default: tuple[Value, ...] = ()
    required: bool = True
    many: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query that the shop keeps under a name.

    `query` is the MetricQuery without its days; in its conditions `:name` stands for a parameter.
    `period` names its days (`last_month`), or `days` says them, each a date or a parameter;
    `most` is its limit, a number or a parameter.
    """

    name: str
    label: Text
    query: MetricQuery
    synonyms: tuple[str, ...] = ()
    description: Text = NO_TEXT
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    period: str = ""
    days: tuple[str, str] | None = None
    most: str = ""
    place: Place = NOWHERE


TestCell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class ModelTest:
    """A query of the shop's own with what it must give: `rows`, or the rows of `sql`.

    The query is stated, or a saved one (`saved`) with its parameters (`given`). Rows are compared
    as a set unless `ordered`; numbers may differ by `tolerance`.
    """

    name: str
    saved: str = ""
    query: MetricQuery | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[tuple[TestCell, ...], ...] | None = None
    sql: str = ""
    tolerance: float = 0.0
    ordered: bool = False
    role: str = "owner"
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A set of metrics that is shown together: of the whole shop, or of one member of a dimension
    in `of` (a warehouse, a product), over `period`, beside the bases in `compare`.
    """

    name: str
    label: Text
    metrics: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    description: Text = NO_TEXT
    of: tuple[str, ...] = ()
    compare: tuple[Compare, ...] = ()
    period: str = ""
    place: Place = NOWHERE

    def query(self, time: TimeRange | None, where: tuple[Filter | str, ...] = ()) -> MetricQuery:
        """Its metrics in one row over `time`, of the rows that `where` leaves."""
        compare = self.compare if time is not None else ()
        return MetricQuery(metrics=self.metrics, where=where, time=time, compare=compare)


Mask = Literal["stars", "ends"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a kind of user may see; `("*",)` is everything, and what is not listed is not seen.

    `rows`: by table, the expression that holds for the rows which exist for the role. `masks`: how
    the values of a dimension are shown, as `stars` (***) or by their `ends` (139****00). Personal
    data (`pii`) is shown as stars unless it is among `sees`. `sql`: it may ask in free SQL.
    `smallest_group`: numbers of fewer people than this are not shown by what is known of them.
    """

    name: str
    metrics: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    masks: Mapping[str, Mask] = field(default_factory=dict)
    sees: tuple[str, ...] = ()
    sql: bool = False
    smallest_group: int = 0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Door:
    """Who comes in by one door (`page`, `api`, `wecom`, `dingtalk`): user id to role, and group id
    to the role of what may be shown there. Users of `api` are SHA-256 hashes of their tokens.

    Whoever is not listed has no role, unless the door has a `default`.
    """

    name: str
    people: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    place: Place = NOWHERE
