"""The frozen types of metrics: what is aggregated, how metrics are made of others, what they mean."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from semantic_layer.query import Filter
from semantic_layer.texts import NO_TEXT, NOWHERE, Place, Text

Aggregation = Literal[
    "sum", "count", "count_distinct", "avg", "min", "max", "median", "percentile", "stddev",
    "sum_boolean",
    "reported",
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
class Allocation:
    """How a sum over wholes is split over their lines: by the weight `by` of the counted rows of
    table `to`.

    The lines of a whole are found by a key: `here` in the table of the sum, `there` in `to`.
    """

    to: str
    by: str
    here: str = ""
    there: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """How an amount of a whole period (a month's target) is laid on its days: evenly, or by the
    weight that the metric `like` has on each day, or had so long `before` it (count, unit).
    """

    like: str = ""
    before: tuple[int, str] | None = None


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
    `covers_whole`: of a clock that is known by the month (a target), days that have only begun one
    take the whole of it; without it, they are refused. With `spread` it happens day by day.
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
    allocate: Allocation | None = None
    covers_whole: bool = False
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class MetricInput:
    """A metric as a part of another, possibly with a filter of its own.

    `where` are conditions as a shop folder says them, `given` as a query does. `fixed`: taken by
    these keys of the result alone, whatever else it is split by; () is the whole.
    """

    metric: str
    where: tuple[str, ...] = ()
    look: Look | None = None
    given: tuple[Filter | str, ...] = ()
    fixed: tuple[str, ...] | None = None


Unit = Literal["money", "count", "ratio", "number", "hours", "days", "seconds", "per_money"]
Additivity = Literal["sum", "distinct", "ratio", "stock", "none"]
MetricKind = Literal["simple", "ratio", "derived", "cumulative", "conversion", "nested", "elapsed"]
Elapsed = Literal["share", "days", "left", "whole"]


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
class Earlier:
    """What a metric meant until a day, the last one on which it did; `note` says why it changed."""

    until: date
    metric: "Metric"
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Metric:
    """A number with one definition.

    simple: `measure`. ratio: `numerator / nullif(denominator, 0)`. derived: `expr` over the metrics
    named in `inputs`. cumulative: `measure` through `look`. conversion: `conversion`. nested:
    `nesting`. elapsed: how much of the asked period has passed (`elapsed` says as what). `grain` is
    the step by which it is usually shown ("" for a day, or its clock's own step where that is
    coarser). `settles`: so many days after a day its value no longer moves (30 for refunds of the
    day's orders); until then an answer says that it does. `matured`: only rows count that are at
    least so long (count, unit) before the end of the data; where there are none, it is empty.
    `noun` is the counting word of a count (单, 人, 件). `better` says which direction is good news.
    `version` is a hash of the definition. `origin`: declared by the shop, or made from its
    concepts. `before` are earlier definitions, the earliest first; where rows tell them apart by
    their day, `measure` does so, and `plain` is the measure of today alone.
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
    elapsed: Elapsed | None = None
    matured: tuple[int, str] | None = None
    settles: int = 0
    grain: str = ""
    caveat: Text = NO_TEXT
    hidden: bool = False
    version: str = ""
    before: tuple[Earlier, ...] = ()
    plain: Measure | None = None
    origin: Literal["shop", "standard"] = "shop"
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
