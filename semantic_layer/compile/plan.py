"""What leaves are evaluated under, what comes of it, and what all facts of a query share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlglot import exp

from semantic_layer.compile.conditions import Condition
from semantic_layer.compile.keys import Key
from semantic_layer.compile.names import Found, Names
from semantic_layer.compile.number import Leaf
from semantic_layer.model import Measure
from semantic_layer.periods import Shift
from semantic_layer.query import MetricQuery, TimeRange

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

    @property
    def moves(self) -> bool:
        """True when its days are shown as other days."""
        return self.shift != NO_SHIFT or any(laid.days for laid in self.laid)


@dataclass(frozen=True, slots=True)
class Relation:
    """A fact's aggregate as a common table expression, with the column of each leaf."""

    name: str
    scope: Scope
    select: exp.Select
    columns: Mapping[Leaf, str]


@dataclass(slots=True)
class Setting:
    """What all facts of a query share."""

    names: Names
    dialect: str
    relations: Mapping[str, str]
    row_rules: Mapping[str, str]
    conditions: tuple[Condition, ...]
    inner: Callable[[MetricQuery], exp.Select]
    used_tables: dict[str, None] = field(default_factory=dict)


_COUNTS = ("count", "count_distinct")


def _apart(leaf: Leaf) -> tuple[object, ...]:
    """What keeps a leaf out of another's pass: there, its rows could not be told from none.

    That matters for a count that is empty over no rows, where every step is shown, and for a
    balance that is read at the last of its own rows.
    """
    measure = leaf.measure
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
            measure.table, measure.time, leaf.looks, measure.snapshot, leaf.follow, _apart(leaf),
        )  # fmt: skip
        groups.setdefault(key, []).append(leaf)
    return list(groups.values())


def clock_of(measure: Measure, names: Names, metric: str) -> Found | None:
    """The time dimension by which a measure happens, None when it has none."""
    if not measure.time:
        return None
    own = f"{names.model.tables[measure.table].home}.{measure.time}"
    if own in names.model.dimensions:
        return Found(names.model.dimensions[own], ())
    identity = names.identity(measure.time, (measure.table,))
    return names.find(measure.table, measure.time, identity, metric)
