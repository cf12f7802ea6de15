"""What a condition speaks of: a dimension, a step or part of time, or a metric of each entity."""

from dataclasses import dataclass
from typing import Literal

from semantic_layer.compile.keys import Key, keys_of
from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.names import Names
from semantic_layer.compile.number import leaves
from semantic_layer.errors import QueryError
from semantic_layer.nearest import nearest
from semantic_layer.query import Filter, TimeRange


@dataclass(frozen=True, slots=True)
class Rank:
    """The first `size` members, or the first `size` percent of them, from the top or the bottom."""

    end: Literal["top", "bottom"]
    size: int | float
    percent: bool = False


@dataclass(frozen=True, slots=True)
class PerEntity:
    """A metric of each entity, to choose entities by (customers with GMV above 1,000).

    `entity` is the group-by of the metric's own query, `key` what its members are known by there
    and `here` the same in the rows that are chosen. With `rank` the members are chosen by place.
    """

    metric: str
    entity: str
    key: Key
    here: Key
    time: TimeRange | None = None
    given: tuple[Filter | str, ...] = ()
    rank: Rank | None = None

    @property
    def identity(self) -> str:
        return self.here.identity


Subject = Key | PerEntity


def subject_of(ref: str, names: Names, tables: tuple[str, ...]) -> Subject:
    """A dimension, a step or part of time, or `metric by entity`."""
    metric, by, entity = ref.partition(" by ")
    return per_entity(metric, entity, names, tables) if by else keys_of((ref,), names, tables)[0]


def per_entity(
    metric: str, entity: str, names: Names, tables: tuple[str, ...],
    time: TimeRange | None = None, given: tuple[Filter | str, ...] = (), rank: Rank | None = None,
) -> PerEntity:  # fmt: skip
    """The metric of each entity, where the facts in `tables` and the metric's own mean one thing.

    Raises QueryError unknown_metric, unknown_dimension or ambiguous_dimension.
    """
    if metric not in names.model.metrics:
        raise QueryError(
            "unknown_metric", choices=nearest(metric, names.model.metrics), name=metric
        )
    own = tuple(
        dict.fromkeys(leaf.measure.table for leaf in leaves(number_of(names.model, metric)))
    )
    here, key = (keys_of((entity,), names, facts)[-1] for facts in (tables, own))
    if here.identity != key.identity:
        choices = (here.identity, key.identity)
        raise QueryError(
            "ambiguous_dimension", choices=choices, name=entity, names=", ".join(choices)
        )
    if here.identity.startswith("@"):
        last = entity.split(".")[-1]
        here = Key(last, here.kind, here.label, last, here.identity)
    return PerEntity(metric, entity, key, here, time, given, rank)
