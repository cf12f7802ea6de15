"""What leaves are evaluated under, what comes of it, and what all facts of a query share."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlglot import exp

from semantic_layer.compile.conditions import Condition
from semantic_layer.compile.coverage import Coverage
from semantic_layer.compile.keys import Key
from semantic_layer.compile.names import Found, Names, Way
from semantic_layer.compile.number import Leaf, Nested, Part
from semantic_layer.model import Measure
from semantic_layer.periods import Shift
from semantic_layer.proofs import Use
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.texts import Text

NO_SHIFT = Shift()
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Laid:
    """Days in a row that a scope reads, and how many days later they are shown."""

    time: TimeRange
    days: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What a leaf is evaluated under: keys, days, and how its steps lie to the asked ones.

    With `laid` only those of the days are read, each moved by its own number of days before steps
    are taken. `conditions` stand in place of the query's own.
    """

    name: str
    keys: tuple[Key, ...]
    time: TimeRange | None
    shift: Shift = NO_SHIFT
    laid: tuple[Laid, ...] = ()
    conditions: tuple[Condition, ...] | None = None

    @property
    def in_a_row(self) -> bool:
        """True when its days have no gap."""
        gaps = zip(self.laid, self.laid[1:], strict=False)
        return all(b.time.start - a.time.end == _DAY for a, b in gaps)


@dataclass(frozen=True, slots=True)
class StepsOf:
    """How many steps of time stand behind a nested number, by the steps of the result."""

    nested: Nested


@dataclass(frozen=True, slots=True)
class Relation:
    """An aggregate as a common table expression, with the column of each part of the numbers."""

    name: str
    scope: Scope
    select: exp.Select
    columns: Mapping[Part | StepsOf, str]


@dataclass(frozen=True, slots=True)
class Denominator:
    """The steps of time over which a nested metric was aggregated, to be said with the answer.

    `count` counts them. `scope` is "" for the asked days, or the comparison's name; `time` are the
    days that the data covers of them (None: none), `partial` that the first or last step is cut.
    `zeros`: a step without rows counts as 0. `split`: the groups of the result have their own steps.
    """

    metric: str
    step: str
    scope: str
    count: exp.Select
    time: TimeRange | None
    partial: bool
    zeros: bool
    split: bool = False


@dataclass(slots=True)
class Setting:
    """What all facts of a query share.

    `shared` are the relations that stand before the facts: for what each was made, its name and
    statement. `matured` are the metrics of which only rows before a day count. `notes` are what an
    answer must say of how it was made.
    """

    names: Names
    dialect: str
    relations: Mapping[str, str]
    conditions: tuple[Condition, ...]
    inner: Callable[[MetricQuery], exp.Select]
    coverage: Coverage | None = None
    used_tables: dict[str, None] = field(default_factory=dict)
    denominators: list[Denominator] = field(default_factory=list)
    matured: dict[tuple[str, date], None] = field(default_factory=dict)
    shared: dict[Hashable, tuple[str, exp.Select]] = field(default_factory=dict)
    uses: dict[Use, None] = field(default_factory=dict)
    ways: dict[Way, None] = field(default_factory=dict)
    notes: dict[Text, None] = field(default_factory=dict)


_COUNTS = ("count", "count_distinct")


def _apart(leaf: Leaf) -> tuple[object, ...]:
    """What keeps a leaf out of another's pass: there, its rows could not be told from none.

    That matters for a count that is empty over no rows, where every step is shown, and for a
    balance that is read at the last of its own rows. Conversions are paired by one leaf's rows.
    """
    measure = leaf.measure
    if leaf.follow is not None:
        return (leaf,)
    unsure = measure.agg in _COUNTS and not measure.empty_is_zero
    asked = measure.snapshot is not None and measure.snapshot.among == "asked"
    if not unsure and not asked and not measure.every_step:
        return ()
    return (measure.every_step, *measure.where, *leaf.where)


def groups_of(leaves: Iterable[Leaf]) -> list[list[Leaf]]:
    """Leaves that can be read in one pass: one table, one clock, one way of looking."""
    groups: dict[tuple[object, ...], list[Leaf]] = {}
    for leaf in leaves:
        measure = leaf.measure
        key = (
            measure.table, measure.time, measure.allocate, leaf.looks, measure.snapshot, leaf.follow,
            measure.covers_whole, measure.spread, _apart(leaf),
        )  # fmt: skip
        groups.setdefault(key, []).append(leaf)
    return list(groups.values())


def clock_of(measure: Measure, names: Names, metric: str) -> Found | None:
    """The time dimension by which a measure happens, None when it has none."""
    if not measure.time:
        return None
    table = names.model.tables[measure.table]
    own = next((d for d in table.dimensions if measure.time in (d.name, d.id)), None)
    if own is not None:
        return Found(own, ())
    identity = names.identity(measure.time, (measure.table,))
    return names.find(measure.table, measure.time, identity, metric)
