"""Queries without metrics: the distinct values of keys, as they occur together.

Keys of several tables are read from the one table that leads to all of them by the fewest joins;
members that have no partner there are kept. Steps of time come from the spine.
"""

from sqlglot import exp

from semantic_layer.compile import spine
from semantic_layer.compile.clock import FINE_GRAINS
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.keys import Key
from semantic_layer.compile.names import Names
from semantic_layer.compile.number import Leaf
from semantic_layer.compile.plan import Scope, Setting
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.sql import column, literal, name
from semantic_layer.compile.subjects import PerEntity
from semantic_layer.errors import QueryError
from semantic_layer.model import GRAINS, Measure
from semantic_layer.periods import end_moment, first_moment
from semantic_layer.query import MetricQuery, TimeRange

_SPINE = "spine"


def select(query: MetricQuery, keys: tuple[Key, ...], setting: Setting) -> exp.Select:
    """The distinct values of the keys, or only the ends of the one key."""
    timeless = query.time is not None and not any(k.on_clock for k in keys)
    shares = query.share or query.share_within
    if query.compare or shares or query.fill or query.having or query.all_members or timeless:
        raise QueryError("needs_metric")
    found = _found(keys, query.time, setting)
    if not query.ends:
        return found
    label = keys[0].column
    ends = [
        aliased(exp.Min(this=column(label, "members")), f"{label}__min"),
        aliased(exp.Max(this=column(label, "members")), f"{label}__max"),
    ]
    source = exp.Subquery(this=found, alias=exp.TableAlias(this=name("members")))
    return exp.Select(expressions=ends).from_(source)


def _found(keys: tuple[Key, ...], time: TimeRange | None, setting: Setting) -> exp.Select:
    used = [*_read(keys), *_conditioned(setting)]
    clocked = [k for k in used if k.on_clock]
    elsewhere = [k for k in used if not k.on_clock]
    table = _home(elsewhere, setting.names) if elsewhere else next(iter(setting.names.model.tables))
    leaf = Leaf("", Measure(table, "count", "", ""))
    reading = Reading([leaf], Scope("", (), None), setting)
    reading.scope = Scope("", keys, time)
    reading.fact.side = "FULL"
    where: list[exp.Expr] = []
    if clocked or time is not None:
        reading.at = column("moment", _SPINE)
        steps = exp.Subquery(
            this=spine.select(_grain(clocked), time, setting),
            alias=exp.TableAlias(this=name(_SPINE)),
        )
        reading.fact.joins[_SPINE] = exp.Join(this=steps, kind="CROSS")
        where = _within(time)
    made = exp.Select(expressions=reading.labelled_keys(), distinct=exp.Distinct())
    return _sourced(reading, made, [*where, *reading.asked()], alone=not elsewhere)


def _sourced(
    reading: Reading, made: exp.Select, where: list[exp.Expr], *, alone: bool
) -> exp.Select:
    """The select from its table; steps of time alone are read from the spine itself."""
    if not alone:
        return reading.finished(made, where)
    joins = dict(reading.fact.joins)
    first = joins.pop(_SPINE)
    made = made.from_(first.this)
    for join in joins.values():
        made.append("joins", join)
    return made.where(*where, copy=False) if where else made


def _read(keys: tuple[Key, ...]) -> list[Key]:
    """The keys that a query's own keys are read from."""
    subjects = [k.band.subject if k.band else k for k in keys]
    return [s.here if isinstance(s, PerEntity) else s for s in subjects]


def _conditioned(setting: Setting) -> list[Key]:
    """The keys that conditions speak of; a metric per entity is met by the entity's key."""
    keys = []
    for condition in setting.conditions:
        for _, subject in condition.subjects:
            keys.append(subject.here if isinstance(subject, PerEntity) else subject)
    return keys


def _home(keys: list[Key], names: Names) -> str:
    """The table that leads to all keys by the fewest joins. Raises QueryError for none, or two."""
    costs: dict[str, int] = {}
    for table in names.model.tables:
        try:
            found = [names.find(table, k.ref, k.identity, "") for k in keys]
        except QueryError:
            continue
        hops = {f.path[:n] for f in found for n in range(1, len(f.path) + 1)}
        costs[table] = len(hops)
    fewest = min(costs.values(), default=0)
    best = [t for t, cost in costs.items() if cost == fewest]
    if len(best) > 1:
        best = _owners(best, keys, names) or best
    if len(best) != 1:
        asked = ", ".join(dict.fromkeys(k.ref for k in keys))
        raise QueryError("no_common_table", names=asked, choices=tuple(best))
    return best[0]


def _owners(tables: list[str], keys: list[Key], names: Names) -> list[str]:
    """The tables that are home to the keys: to dimensions, or to entities as their primary key."""
    homes = {
        names.dimension(k.identity).table for k in keys if k.identity in names.model.dimensions
    }
    if len(homes) == 1 and not any(k.identity.startswith("@") for k in keys):
        return [t for t in tables if t in homes]
    wanted = {k.ref.split(".")[-1] for k in keys if k.identity.startswith("@")}
    return [
        t for t in tables
        if (primary := names.model.tables[t].primary) is not None
        and wanted and wanted <= {primary.name}
    ]  # fmt: skip


def _grain(keys: list[Key]) -> str:
    """The spine that the asked steps need: a day's, unless they are finer."""
    fine = [k.grain for k in keys if k.grain in FINE_GRAINS]
    return min(fine, key=GRAINS.index, default="day")


def _within(time: TimeRange | None) -> list[exp.Expr]:
    if time is None:
        return []
    moment = column("moment", _SPINE)
    return [
        exp.GTE(this=moment, expression=literal(first_moment(time))),
        exp.LT(this=moment.copy(), expression=literal(end_moment(time))),
    ]


__all__ = ["select"]
