"""Finds what a name means from where a fact stands: dimensions over many-to-one joins.

A path only ever goes from a key to the table in which that key is unique, so joining along it can
never multiply rows. The shortest path wins; two that are equally short are refused.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace

from semantic_layer.compile.fan_out import no_way
from semantic_layer.errors import QueryError
from semantic_layer.model import Dimension, Entity, Metric, Model, Table
from semantic_layer.nearest import nearest
from semantic_layer.texts import Text

_MOST_HOPS = 5


@dataclass(frozen=True, slots=True)
class Hop:
    """One many-to-one step: from key `here` of a table to key `there` of `table`."""

    here: Entity
    table: str
    there: Entity

    @property
    def role(self) -> str:
        return self.here.name


Path = tuple[Hop, ...]
Way = tuple[str, Hop]  # a table, and the step from it to another


@dataclass(frozen=True, slots=True)
class Found:
    """A dimension with the path that leads to it."""

    dimension: Dimension
    path: Path


class Names:
    """The names of a model, with the joins between its tables."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._paths: dict[str, tuple[tuple[str, Path], ...]] = {}
        self._by_name: dict[str, list[Dimension]] = {}
        self._by_identity: dict[str, list[Dimension]] = {}
        self._shown_keys: dict[str, tuple[str, ...]] = {}
        self.dimensions = {**_keys(model), **model.dimensions}
        for dimension in self.dimensions.values():
            self._by_name.setdefault(dimension.name, []).append(dimension)
            self._by_identity.setdefault(dimension.identity, []).append(dimension)

    def with_metrics(self, metrics: Iterable[Metric]) -> "Names":
        """The same names over a model with more metrics."""
        found = copy(self)
        more = {**self.model.metrics, **{m.name: m for m in metrics}}
        found.model = replace(self.model, metrics=more)
        return found

    def dimension(self, identity: str) -> Dimension:
        """The dimension that an identity names at its home; a key has the same meaning anywhere."""
        return self.dimensions.get(identity) or self._by_identity[identity][0]

    def identity(self, ref: str, tables: tuple[str, ...]) -> str:
        """The one dimension (`entity.name`) that a reference means for the facts in `tables`.

        Raises QueryError unknown_dimension, ambiguous_dimension, fan_out or unreachable.
        """
        *hints, name = ref.split(".")
        named = self._by_name.get(name)
        if not named:
            raise self.unknown(ref)
        identities = dict.fromkeys(d.identity for d in named)
        if hints:
            identities = dict.fromkeys(
                d.identity for d in named if d.entity == hints[-1] or self._has_role(d, hints[-1])
            )
        if not identities:
            raise self.unknown(ref)
        if len(identities) == 1:
            return next(iter(identities))
        reachable = [i for i in identities if all(self._reaches(t, i) for t in tables)]
        if len(reachable) == 1:
            return reachable[0]
        choices = reachable or list(identities)
        raise QueryError("ambiguous_dimension", choices=choices, name=ref, names=", ".join(choices))

    def identities(self, ref: str) -> list[str]:
        """All that a reference could mean, whatever the fact; nothing when it names nothing."""
        *hints, name = ref.split(".")
        named = self._by_name.get(name, [])
        if hints:
            named = [d for d in named if d.entity == hints[-1] or self._has_role(d, hints[-1])]
        return list(dict.fromkeys(d.identity for d in named))

    def shown_keys(self, identity: str) -> tuple[str, ...]:
        """The dimensions that show the column of a key (`@customer`), wherever it is one."""
        if identity not in self._shown_keys:
            keys = {(d.table, d.expr) for d in self._by_identity.get(identity, ())}
            found = (d.identity for d in self.model.dimensions.values()
                     if (d.table, d.expr) in keys)  # fmt: skip
            self._shown_keys[identity] = tuple(dict.fromkeys(found))
        return self._shown_keys[identity]

    def unknown(self, ref: str) -> QueryError:
        known = {d.name for d in self.model.dimensions.values()} | set(self.model.dimensions)
        if ref in self.model.metrics:
            return QueryError("metric_no_dimension", metric=self.model.metrics[ref].label, name=ref)
        return QueryError("unknown_dimension", choices=nearest(ref, known), name=ref)

    def find(self, table: str, ref: str, identity: str, metric: str) -> Found:
        """The way from `table` to a dimension. Raises QueryError when there is none, or two."""
        hints = tuple(ref.split(".")[:-1])
        found = list(self._ways(table, identity, hints))
        if not found:
            raise no_way(self, table, identity, metric)
        fewest = min(len(f.path) for f in found)
        short = [f for f in found if len(f.path) == fewest]
        if len(short) > 1 and hints:
            exact = [f for f in short if f.path and f.path[-1].role == hints[-1]]
            short = exact or short
        if len(short) > 1:
            raise self._two_ways(ref, short)
        return short[0]

    def reach(self, table: str, ref: str) -> Found | None:
        """The dimension that a dotted reference means from a table; None when it names none."""
        *hints, name = ref.split(".")
        entity = hints[-1]
        if not any(
            d.entity == entity or self._has_role(d, entity) for d in self._by_name.get(name, ())
        ):
            return None
        return self.find(table, ref, self.identity(ref, (table,)), "")

    def path_to(self, table: str, hints: tuple[str, ...]) -> tuple[str, Path] | None:
        """The table that a dotted prefix (`order`, `order.customer`) leads to, and the way."""
        ways = [(t, p) for t, p in self.paths(table) if p and _matches(p, hints)]
        if not ways:
            ways = [(t, p) for t, p in self.paths(table) if p and p[-1].there.to == hints[-1]]
        if not ways:
            return None
        fewest = min(len(p) for _, p in ways)
        short = [(t, p) for t, p in ways if len(p) == fewest]
        return short[0] if len(short) == 1 else None

    def paths(self, table: str) -> tuple[tuple[str, Path], ...]:
        """Every table that `table` reaches with the way to it, itself first."""
        if table not in self._paths:
            self._paths[table] = tuple(self._walk(self.model.tables[table], (), {table}))
        return self._paths[table]

    def _walk(self, table: Table, path: Path, seen: set[str]) -> Iterator[tuple[str, Path]]:
        yield table.name, path
        if len(path) == _MOST_HOPS:
            return
        for here in table.entities:
            for other in self.model.tables.values():
                if other.name in seen:
                    continue
                for there in other.entities:
                    if _joins(here, there, other):
                        yield from self._walk(
                            other, (*path, Hop(here, other.name, there)), seen | {other.name}
                        )

    def _ways(self, table: str, identity: str, hints: tuple[str, ...]) -> Iterator[Found]:
        homes = {d.table: d for d in self._by_identity[identity]}
        own = identity.split(".")[0]
        for target, path in self.paths(table):
            dimension = homes.get(target)
            if dimension is None:
                continue
            if (
                not hints
                or hints == (own,)
                or hints == (dimension.entity,)
                or (not path and self._is_of(table, hints))
                or _matches(path, hints)
            ):
                yield Found(dimension, path)

    def _is_of(self, table: str, hints: tuple[str, ...]) -> bool:
        """True for a key by which the rows of the table themselves are known."""
        entities = self.model.tables[table].entities
        return any((e.name,) == hints and e.kind in ("primary", "unique") for e in entities)

    def _reaches(self, table: str, identity: str) -> bool:
        return any(d.table == t for d in self._by_identity[identity] for t, _ in self.paths(table))

    def _has_role(self, dimension: Dimension, role: str) -> bool:
        table = self.model.tables[dimension.table]
        keys = {e.to for e in table.entities if e.kind != "foreign"}
        return any(
            e.name == role and e.to in keys for t in self.model.tables.values() for e in t.entities
        )

    def _two_ways(self, ref: str, ways: list[Found]) -> QueryError:
        name = ref.split(".")[-1]
        choices = [".".join([*(h.role for h in w.path), name]) for w in ways]
        return QueryError(
            "ambiguous_dimension", choices=choices, name=ref, names=", ".join(choices)
        )


def _keys(model: Model) -> dict[str, Dimension]:
    """Every single-column key as a dimension by its entity's name, unless one is called so."""
    taken = {d.name for d in model.dimensions.values()}
    homes = {t.home: t.label.zh for t in model.tables.values() if t.label.zh}
    keys = {}
    for table in model.tables.values():
        for entity in table.entities:
            if len(entity.columns) == 1 and entity.name not in taken:
                label = Text(homes.get(entity.name, entity.name), entity.name)
                keys[f"{table.name}@{entity.name}"] = Dimension(
                    entity.name, table.name, table.home, entity.columns[0], "text", label,
                    same_as=f"@{entity.name}", place=entity.place,
                )  # fmt: skip
    return keys


def _joins(here: Entity, there: Entity, table: Table) -> bool:
    """A key meets a unique key of the same thing, or the natural key of a slowly changing table."""
    unique = there.kind in ("primary", "unique") or (there.kind == "natural" and table.valid)
    same_width = len(here.columns) == len(there.columns) > 0
    return bool(unique) and here.to == there.to and same_width


def _matches(path: Path, hints: tuple[str, ...]) -> bool:
    roles = tuple(h.role for h in path)
    return len(roles) >= len(hints) and roles[len(roles) - len(hints) :] == hints
