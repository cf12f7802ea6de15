"""What a metric is made of: a small tree of numbers, whose leaves are aggregated measures."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from sqlglot import exp

from semantic_layer.expressions import parse_expression
from semantic_layer.model import Look, Measure, Metric, MetricInput, Nesting
from semantic_layer.query import Filter

ZERO_IF_EMPTY = ("sum", "count", "count_distinct", "sum_boolean")


Length = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Given:
    """A condition as a query says it: over dimensions, not columns."""

    condition: Filter | str


Where = str | Given


@dataclass(frozen=True, slots=True)
class Follow:
    """The events that follow those of a leaf: their measure and conditions, and what ties them."""

    measure: Measure
    where: tuple[Where, ...]
    entity: str
    window: tuple[int, str] | None
    same: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """An aggregated measure, with the conditions and the looks of the metrics around it.

    With `follow` it stands for the conversions of the measure's events: `measure` says when and
    where (table, clock), `follow` what is aggregated. Only rows count that are older than all
    lengths of `matured` at the end of the data.
    """

    metric: str
    measure: Measure
    where: tuple[Where, ...] = ()
    looks: tuple[Look, ...] = ()
    follow: Follow | None = None
    matured: tuple[Length, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotient:
    """`top / nullif(bottom, 0)`."""

    top: "Number"
    bottom: "Number"


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression over named numbers."""

    expr: str
    parts: tuple[tuple[str, "Number"], ...]


@dataclass(frozen=True, slots=True)
class Nested:
    """A number taken for each member of `nesting.per`, then aggregated over the members.

    `tests` are the numbers that `nesting.having` names; `where` are the conditions laid on the
    inner number, which for a step of time also say which steps there are.
    """

    metric: str
    nesting: Nesting
    inner: "Number"
    tests: tuple[tuple[str, "Number"], ...] = ()
    where: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number by some keys of the result alone, whatever else the result is split by."""

    metric: str
    number: "Number"
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How much of the asked period has passed: `share`, `days`, days `left`, or its `whole` days."""

    metric: str
    shows: str


Part = Leaf | Nested
Number = Part | Quotient | Formula | Fixed | Elapsed


def children(number: Number) -> tuple[Number, ...]:
    """The numbers that a number is computed from, in the same group of the result."""
    match number:
        case Leaf() | Nested() | Elapsed():
            return ()
        case Quotient():
            return (number.top, number.bottom)
        case Formula():
            return tuple(inner for _, inner in number.parts)
        case Fixed():
            return (number.number,)


def _walk(number: Number) -> Iterator[Number]:
    yield number
    for child in children(number):
        yield from _walk(child)


def parts_of(numbers: Iterable[Number]) -> tuple[Part, ...]:
    """What of the numbers is read by all keys, from relations of its own, each once, in order."""
    found: dict[Part, None] = {}
    waiting = list(numbers)
    while waiting:
        number = waiting.pop(0)
        if isinstance(number, Leaf | Nested):
            found[number] = None
        elif not isinstance(number, Fixed | Elapsed):
            waiting = [*children(number), *waiting]
    return tuple(found)


def fixed_of(numbers: Iterable[Number]) -> tuple[Fixed, ...]:
    """The numbers that are read by some of the keys alone, each once."""
    found = (n for number in numbers for n in _walk(number) if isinstance(n, Fixed))
    return tuple(dict.fromkeys(found))


def leaves(number: Number) -> tuple[Leaf, ...]:
    """The aggregated measures that a number stands on, each once, in order."""
    found: list[Leaf] = []
    for part in _walk(number):
        if isinstance(part, Leaf):
            found.append(part)
        elif isinstance(part, Nested):
            found += leaves_of(inner_numbers(part))
    return tuple(dict.fromkeys(found))


def leaves_of(numbers: Iterable[Number]) -> tuple[Leaf, ...]:
    """The leaves of several numbers, each once."""
    return tuple(dict.fromkeys(leaf for number in numbers for leaf in leaves(number)))


def elapsed_in(number: Number) -> Elapsed | None:
    """What a number says of the asked period, None where it does not."""
    return next((n for n in _walk(number) if isinstance(n, Elapsed)), None)


def inner_numbers(nested: Nested) -> tuple[Number, ...]:
    """The numbers that are taken for each member."""
    return (nested.inner, *(number for _, number in nested.tests))


def empty_is_zero(number: Number) -> bool:
    """True for a number that is 0, not empty, where there are no rows."""
    match number:
        case Leaf():
            zero = number.measure.empty_is_zero and number.measure.agg in ZERO_IF_EMPTY
            waits = bool(number.matured) and number.follow is None  # else the base events wait
            return (zero or number.measure.fill is not None) and not waits
        case Nested():
            adds = number.nesting.agg == "sum" and empty_is_zero(number.inner)
            return number.nesting.agg == "count" or adds
        case Quotient() | Elapsed():
            return False
        case Fixed():
            return empty_is_zero(number.number)
    divides = parse_expression(number.expr).find(exp.Div, exp.Nullif)
    return divides is None and all(empty_is_zero(part) for _, part in number.parts)


@dataclass(frozen=True, slots=True)
class Under:
    """What the metrics around a metric lay on it: conditions, looks (the outermost first), and how
    old rows must be."""

    where: tuple[Where, ...] = ()
    looks: tuple[Look, ...] = ()
    matured: tuple[Length, ...] = ()

    def within(self, part: MetricInput) -> "Under":
        """What lies on a part of the metric."""
        looks = (*self.looks, part.look) if part.look else self.looks
        given = (Given(condition) for condition in part.given)
        return Under((*self.where, *part.where, *given), looks, self.matured)

    def of(self, metric: Metric) -> "Under":
        """With what the metric itself lays on its parts."""
        if metric.matured is None:
            return self
        return replace(self, matured=(*self.matured, metric.matured))


Build = Callable[[str, Under], Number]


def built(part: MetricInput, under: Under, build: Build) -> Number:
    """The number of a part of a metric, under what lies on it."""
    number = build(part.metric, under.within(part))
    return number if part.fixed is None else Fixed(part.metric, number, part.fixed)
