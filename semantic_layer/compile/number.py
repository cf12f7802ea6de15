"""What a metric is made of: a small tree of numbers, whose leaves are aggregated measures."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from semantic_layer.expressions import parse_expression
from semantic_layer.model import Look, Measure, MetricInput, Nesting

ZERO_IF_EMPTY = ("sum", "count", "count_distinct", "sum_boolean")


@dataclass(frozen=True, slots=True)
class Follow:
    """The events that follow those of a leaf: their measure and conditions, and what ties them."""

    measure: Measure
    where: tuple[str, ...]
    entity: str
    window: tuple[int, str] | None
    same: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """An aggregated measure, with the conditions and the looks of the metrics around it.

    With `follow` it stands for the conversions of the measure's events: `measure` says when and
    where (table, clock), `follow` what is aggregated.
    """

    metric: str
    measure: Measure
    where: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    follow: Follow | None = None


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
    where: tuple[str, ...] = ()


Part = Leaf | Nested
Number = Part | Quotient | Formula


def parts(number: Number) -> tuple[Part, ...]:
    """What of a number is read from relations of its own, each once, in order."""
    match number:
        case Leaf() | Nested():
            return (number,)
        case Quotient():
            found = parts(number.top) + parts(number.bottom)
        case Formula():
            found = tuple(part for _, inner in number.parts for part in parts(inner))
    return tuple(dict.fromkeys(found))


def parts_of(numbers: Iterable[Number]) -> tuple[Part, ...]:
    """The parts of several numbers, each once."""
    return tuple(dict.fromkeys(part for number in numbers for part in parts(number)))


def leaves(number: Number) -> tuple[Leaf, ...]:
    """The aggregated measures that a number stands on, each once, in order."""
    found: list[Leaf] = []
    for part in parts(number):
        found += [part] if isinstance(part, Leaf) else leaves_of(inner_numbers(part))
    return tuple(dict.fromkeys(found))


def leaves_of(numbers: Iterable[Number]) -> tuple[Leaf, ...]:
    """The leaves of several numbers, each once."""
    return tuple(dict.fromkeys(leaf for number in numbers for leaf in leaves(number)))


def inner_numbers(nested: Nested) -> tuple[Number, ...]:
    """The numbers that are taken for each member."""
    return (nested.inner, *(number for _, number in nested.tests))


def empty_is_zero(number: Number) -> bool:
    """True for a number that is 0, not empty, where there are no rows."""
    match number:
        case Leaf():
            zero = number.measure.empty_is_zero and number.measure.agg in ZERO_IF_EMPTY
            return zero or number.measure.fill is not None
        case Nested():
            adds = number.nesting.agg == "sum" and empty_is_zero(number.inner)
            return number.nesting.agg == "count" or adds
        case Quotient():
            return False
    divides = parse_expression(number.expr).find(exp.Div, exp.Nullif)
    return divides is None and all(empty_is_zero(part) for _, part in number.parts)


@dataclass(frozen=True, slots=True)
class Under:
    """What the metrics around a metric lay on it: conditions, and looks, the outermost first."""

    where: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()

    def within(self, part: MetricInput) -> "Under":
        """What lies on a part of the metric."""
        looks = (*self.looks, part.look) if part.look else self.looks
        return Under((*self.where, *part.where), looks)
