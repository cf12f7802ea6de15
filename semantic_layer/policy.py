"""What a role may see, checked before anything is compiled. Unlisted means no.

Row rules are put into the statement (`compile/row_rules.py`), masks over its columns
(`compile/masks.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from semantic_layer import policy_messages  # noqa: F401  (adds the texts of roles)
from semantic_layer.errors import PolicyError, QueryError
from semantic_layer.instead import instead_of
from semantic_layer.mentions import mentions
from semantic_layer.model import Dimension, Metric, Model
from semantic_layer.query import MetricQuery
from semantic_layer.vocabulary import Mask, Role

if TYPE_CHECKING:
    from semantic_layer.compile.keys import Key
    from semantic_layer.compile.names import Names

OWNER = Role("owner", metrics=("*",), dimensions=("*",), sees=("*",), sql=True)


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


def role_of(model: Model, name: str | Role) -> Role:
    """The role by name; `owner` sees everything unless the shop says otherwise. Roles joined by `&`
    see what each of them sees. A role itself stays what it is."""
    if isinstance(name, Role):
        return name
    if "&" in name:
        first, _, others = name.partition("&")
        return both_see(model, role_of(model, first), role_of(model, others))
    role = model.roles.get(name) or (OWNER if name == "owner" else None)
    if role is None:
        raise PolicyError("unknown_role", role=name)
    return role


def both_see(model: Model, one: Role, other: Role) -> Role:
    """What two roles may see together, as in a group chat: by name, with the row rules of both."""
    rows = {**other.rows, **one.rows}
    for table in one.rows.keys() & other.rows.keys():
        rows[table] = f"({one.rows[table]}) and ({other.rows[table]})"
    return Role(
        name=f"{one.name}&{other.name}",
        metrics=_both_list(one.metrics, other.metrics, tuple(model.metrics)),
        dimensions=_both_list(one.dimensions, other.dimensions, tuple(model.dimensions)),
        rows=rows,
        masks=_stricter(one.masks, other.masks),
        sees=_both_list(one.sees, other.sees, tuple(model.dimensions)),
        sql=one.sql and other.sql,
        smallest_group=max(one.smallest_group, other.smallest_group),
    )


def _stricter(one: Mapping[str, Mask], other: Mapping[str, Mask]) -> dict[str, Mask]:
    """The masks of both; stars where either says so."""
    stars: dict[str, Mask] = {k: m for k, m in (*one.items(), *other.items()) if m == "stars"}
    return {**one, **other, **stars}


def _both_list(
    one: tuple[str, ...], other: tuple[str, ...], names: tuple[str, ...]
) -> tuple[str, ...]:
    taken = tuple(p for p in (*one, *other) if p.startswith("-"))
    if "*" in one and "*" in other:
        return ("*", *dict.fromkeys(taken))
    found = (n for n in names if all(_listed(p, n, n.split(".")[-1]) for p in (one, other)))
    return (*found, *dict.fromkeys(taken))


def _listed(patterns: Iterable[str], *names: str) -> bool:
    listed = tuple(patterns)
    taken = any(p.removeprefix("-") in names for p in listed if p.startswith("-"))
    return not taken and ("*" in listed or any(n in listed for n in names))


def sees_metric(role: Role, metric: Metric) -> bool:
    """True when the role may see the metric."""
    return _listed(role.metrics, metric.name)


def sees_dimension(names: HasDimensions, role: Role, identity: str) -> bool:
    """True when the role may group and filter by the dimension."""
    dimension = names.dimension(identity)
    return _listed(role.dimensions, identity, dimension.id, dimension.name)


def mask_of(names: HasDimensions, role: Role, identity: str) -> Mask | None:
    """How the dimension's values are hidden from the role, None where it sees them."""
    dimension = names.dimension(identity)
    called = (identity, dimension.id, dimension.name)
    for name in called:
        if name in role.masks:
            return role.masks[name]
    return "stars" if dimension.pii and not _listed(role.sees, *called) else None


def sees_values(names: HasDimensions, role: Role, identity: str) -> bool:
    """True when the role may see the dimension, and its values as they are."""
    return sees_dimension(names, role, identity) and mask_of(names, role, identity) is None


class Policy:
    """What one role may ask of a model.

    A key column that is also a dimension (`customer`, `customer.customer_id`) is as hidden as the
    dimension is.
    """

    def __init__(self, names: "Names", role: Role) -> None:
        self.names = names
        self.role = role

    def check_query(self, query: MetricQuery) -> None:
        """Raises PolicyError for a metric or dimension that the query names and may not.

        A masked dimension may be shown; nothing may be chosen, ordered or computed by it, since
        that would tell its values one by one.
        """
        for mention in mentions(query):
            metric = self.names.model.metrics.get(mention.name)
            if metric is not None and not sees_metric(self.role, metric):
                raise PolicyError("metric_not_allowed", name=metric.label)
            identities = self.names.identities(mention.name)
            refused = [i for i in identities if not self._may_name(i, mention.counted_by)]
            if refused and (not mention.resolved or len(refused) == len(identities)):
                raise self._not_allowed(refused[0])
            if (mention.shown and not query.ends) or mention.counted_by:
                continue
            masked = [i for i in identities if self.mask(i) is not None]
            if masked and (not mention.resolved or len(masked) == len(identities)):
                raise self._masked(masked[0])

    def check_dimensions(
        self, keys: Iterable[HasIdentities], conditions: Iterable[HasSubjects]
    ) -> None:
        """The same for what the names of a query turned out to mean."""
        for key in keys:
            if key.identity and not self.sees(key.identity):
                raise self._not_allowed(key.identity)
        for subject in (s for c in conditions for _, s in c.subjects if s.identity):
            counted_by = bool(getattr(subject, "entity", ""))  # a metric of each of them
            if not self._may_name(subject.identity, counted_by):
                raise self._not_allowed(subject.identity)
            if not counted_by and self.mask(subject.identity) is not None:
                raise self._masked(subject.identity)

    def sees(self, identity: str) -> bool:
        """True when the role may group by what an identity names."""
        return all(sees_dimension(self.names, self.role, i) for i in self._alike(identity))

    def mask(self, identity: str) -> Mask | None:
        """How the values of an identity are shown to the role."""
        found = [mask_of(self.names, self.role, i) for i in self._alike(identity)]
        masks: list[Mask] = [m for m in found if m is not None]
        return "stars" if "stars" in masks else masks[0] if masks else None

    def sees_members(self, identities: Iterable[str]) -> bool:
        """True when the role may be told values of these as they are."""
        return all(self.sees(i) and self.mask(i) is None for i in identities)

    def masked(self, keys: "tuple[Key, ...]") -> "tuple[Key, ...]":
        """The keys of a result, each as the role may see it.

        Raises PolicyError for a masked step of time, and for a label whose members are told apart
        by a masked key.
        """
        shown = []
        for key in keys:
            mask = self.mask(key.identity) if key.identity else None
            if mask is not None and (key.hidden or key.kind != "dimension"):
                raise self._masked(key.identity)
            shown.append(replace(key, mask=mask) if mask is not None else key)
        return tuple(shown)

    def screened(self, error: QueryError) -> QueryError:
        """The error without the names that the role may not know of."""
        kept = tuple(c for c in error.choices if not self._is_hidden(c))
        if len(kept) == len(error.choices):
            return error
        values = dict(error.values)
        if values.get("names") == ", ".join(error.choices):
            values["names"] = ", ".join(kept)
        if values.get("instead"):
            metrics = self.names.model.metrics
            kind = f"{error.code}.instead"
            values["instead"] = instead_of(kind, [metrics[c] for c in kept if c in metrics])
        return type(error)(error.code, choices=kept, detail=error.detail, **values)

    def _is_hidden(self, choice: str) -> bool:
        metric = self.names.model.metrics.get(choice)
        if metric is not None:
            return not sees_metric(self.role, metric)
        identities = self.names.identities(choice)
        return bool(identities) and not any(self.sees(i) for i in identities)

    def _may_name(self, identity: str, counted_by: bool) -> bool:
        if counted_by:
            return sees_dimension(self.names, self.role, identity)
        return self.sees(identity)

    def _masked(self, identity: str) -> PolicyError:
        return PolicyError("dimension_masked", name=self.names.dimension(identity).label)

    def _not_allowed(self, identity: str) -> PolicyError:
        return PolicyError("dimension_not_allowed", name=self.names.dimension(identity).label)

    def _alike(self, identity: str) -> Iterator[str]:
        """The identity, and for a key the dimensions that show its column."""
        yield identity
        if identity.startswith("@"):
            yield from self.names.shown_keys(identity)
