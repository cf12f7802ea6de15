"""What a metric is made of: a small tree of numbers, whose leaves are aggregated measures."""

from dataclasses import dataclass

from semantic_layer.model import Measure


@dataclass(frozen=True, slots=True)
class Leaf:
    """An aggregated measure, with the conditions of the metrics around it."""

    metric: str
    measure: Measure
    where: tuple[str, ...] = ()


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


Number = Leaf | Quotient | Formula


def leaves(number: Number) -> tuple[Leaf, ...]:
    """The leaves of a number, each once, in order."""
    match number:
        case Leaf():
            return (number,)
        case Quotient():
            found = leaves(number.top) + leaves(number.bottom)
        case Formula():
            found = tuple(leaf for _, part in number.parts for leaf in leaves(part))
    return tuple(dict.fromkeys(found))
