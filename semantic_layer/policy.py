"""What a role may see, checked before anything is compiled. Unlisted means no."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from semantic_layer.errors import PolicyError
from semantic_layer.model import Dimension, Metric, Model
from semantic_layer.vocabulary import Role

OWNER = Role("owner", metrics=("*",), dimensions=("*",), sql=True)


class HasDimensions(Protocol):
    """Anything that knows dimensions by identity."""

    def dimension(self, identity: str) -> Dimension: ...


class HasSubjects(Protocol):
    """A condition, with what it speaks of."""

    @property
    def subjects(self) -> Sequence[tuple[str, "HasIdentities"]]: ...


class HasIdentities(Protocol):
    """Anything that stands on dimensions: a key of the result, a condition."""

    @property
    def identity(self) -> str: ...


def role_of(model: Model, name: str) -> Role:
    """The role by name; `owner` sees everything unless the shop says otherwise."""
    role = model.roles.get(name) or (OWNER if name == "owner" else None)
    if role is None:
        raise PolicyError("unknown_role", role=name)
    return role


def _listed(patterns: tuple[str, ...], *names: str) -> bool:
    taken = any(p.removeprefix("-") in names for p in patterns if p.startswith("-"))
    return not taken and ("*" in patterns or any(n in patterns for n in names))


def sees_metric(role: Role, metric: Metric) -> bool:
    """True when the role may see the metric."""
    return _listed(role.metrics, metric.name)


def sees_dimension(names: HasDimensions, role: Role, identity: str) -> bool:
    """True when the role may group and filter by the dimension."""
    dimension = names.dimension(identity)
    return _listed(role.dimensions, identity, dimension.name)


def check_metrics(model: Model, role: Role, metrics: Iterable[str]) -> None:
    """Raises PolicyError for a metric that the role may not see."""
    for name in metrics:
        metric = model.metrics.get(name)
        if metric is not None and not sees_metric(role, metric):
            raise PolicyError("metric_not_allowed", name=metric.label)


def check_dimensions(
    names: HasDimensions,
    role: Role,
    keys: Iterable[HasIdentities],
    conditions: Iterable[HasSubjects],
) -> None:
    """Raises PolicyError for a dimension that the role may not see."""
    identities = [k.identity for k in keys if k.identity]
    for condition in conditions:
        identities += [s.identity for _, s in condition.subjects if s.identity]
    for identity in identities:
        if not sees_dimension(names, role, identity):
            label = names.dimension(identity).label
            raise PolicyError("dimension_not_allowed", name=label)
