"""What a metric is made of: a small tree of numbers, whose leaves are aggregated measures."""

from dataclasses import dataclass

from semantic_layer.model import Look, Measure, MetricInput


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


@dataclass(frozen=True, slots=True)
class Under:
    """What the metrics around a metric lay on it: conditions, and looks, the outermost first."""

    where: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()

    def within(self, part: MetricInput) -> "Under":
        """What lies on a part of the metric."""
        looks = (*self.looks, part.look) if part.look else self.looks
        return Under((*self.where, *part.where), looks)
