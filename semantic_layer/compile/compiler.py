"""MetricQuery + Model + Role to one sqlglot tree."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlglot import exp

from semantic_layer.answered import BasePeriod, Column, UsedFilter
from semantic_layer.compile import lists, members
from semantic_layer.compile.all_members import all_members, said_members_all
from semantic_layer.compile.assemble import Asked, Assembly, Steps, steps_of
from semantic_layer.compile.bands import band_keys, said_bands
from semantic_layer.compile.bases import Asked as UnderBases
from semantic_layer.compile.bases import bases_of
from semantic_layer.compile.chosen import Chosen, chosen_by
from semantic_layer.compile.clock_names import check_units
from semantic_layer.compile.clock_notes import hour_notes
from semantic_layer.compile.columns import end_columns, result_columns
from semantic_layer.compile.conditions import Condition, conditions_of
from semantic_layer.compile.coverage import Coverage
from semantic_layer.compile.day_parts import day_notes
from semantic_layer.compile.defined import with_defined
from semantic_layer.compile.dialects import text_of
from semantic_layer.compile.elapsed import elapsed_sql
from semantic_layer.compile.entity_values import with_shared
from semantic_layer.compile.finish import Finished, finished
from semantic_layer.compile.keys import Key, keys_of
from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.names import Names, Way
from semantic_layer.compile.number import Leaf, Number, leaves, leaves_of
from semantic_layer.compile.plan import Denominator, Relation, Scope, Setting
from semantic_layer.compile.relations import empty_steps, relations_of
from semantic_layer.compile.row_rules import limited
from semantic_layer.compile.said import used
from semantic_layer.compile.shares import GROUP, WHOLE, Shares, said_shares, shares_of
from semantic_layer.compile.together import check_bases
from semantic_layer.compile.tops import Tie, said_top, tie_of, with_top
from semantic_layer.durations import only_elsewhere
from semantic_layer.errors import QueryError
from semantic_layer.model import GRAINS, Model
from semantic_layer.periods import steps
from semantic_layer.policy import Policy, role_of
from semantic_layer.proofs import Use
from semantic_layer.query import Defined, MetricQuery, TimeRange
from semantic_layer.summer_time import exists
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Role

MOST_STEPS = 10_000
_FINEST: dict[str, int] = {grain: n for n, grain in enumerate(GRAINS)}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement with what it will return and what it rests on. `listed`: rows, not groups.

    The rows have `columns`, of which `hidden` are not shown, and after them `asides`. `time` are
    the days that it reads, which a shorter base may have cut. `limits` are the tables of which it
    reads only the rows that the role's rules leave. `unordered`: no order of rows was asked for.
    """

    model: Model
    tree: exp.Select
    keys: tuple[Key, ...]
    columns: tuple[Column, ...]
    asides: tuple[str, ...]
    hidden: tuple[str, ...]
    bases: tuple[BasePeriod, ...]
    filters: tuple[UsedFilter, ...]
    grain: str
    tables: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    uses: tuple[Use, ...]
    ways: tuple[Way, ...]
    dialect: str
    denominators: tuple[Denominator, ...] = ()
    matured: tuple[tuple[str, date], ...] = ()
    asked: Mapping[str, tuple[Leaf, ...]] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    tie: Tie | None = None
    time: TimeRange | None = None
    notes: tuple[Text, ...] = ()
    listed: bool = False
    unordered: bool = False

    @property
    def sql(self) -> str:
        """The statement as text, laid out for reading."""
        return text_of(self.tree, self.dialect, pretty=True)

    @property
    def compact_sql(self) -> str:
        """The statement as one line, for the engine."""
        return text_of(self.tree, self.dialect)


class Compiler:
    """Compiles queries over one model; its look-ups are kept between queries.

    `relations` says what each table is called in the engine; by default its source. `coverage`
    says which days the data covers.
    """

    def __init__(
        self,
        model: Model,
        relations: Mapping[str, str] | None = None,
        dialect: str = "duckdb",
        coverage: Coverage | None = None,
    ) -> None:
        self.model = model
        self.coverage = coverage
        self.names = Names(model)
        self.dialect = dialect
        self.relations = relations or {t.name: t.source for t in model.tables.values()}

    def compile(self, query: MetricQuery, role: str | Role = "owner") -> Compiled:
        """The statement for a query, as a role may ask it. Raises QueryError or PolicyError."""
        allowed = Policy(self.names, role_of(self.model, role))
        try:
            allowed.check_query(query)
            compiled = self._with(query.define)._compiled(query, allowed)
        except QueryError as error:
            raise allowed.screened(error) from None
        if beyond := only_elsewhere(compiled.tree, self.dialect):
            raise QueryError("not_supported_here", dialect=self.dialect, what=beyond)
        return self._limited(compiled, allowed)

    def _with(self, define: tuple[Defined, ...]) -> "Compiler":
        """The compiler with the metrics that a query defines for itself."""
        if not define:
            return self
        found = copy(self)
        found.names = with_defined(self.names, define)
        found.model = found.names.model
        return found

    def _limited(self, compiled: Compiled, allowed: Policy) -> Compiled:
        """The statement and those beside it under the role's row rules."""
        rules, names, relations = allowed.role.rows, self.names, self.relations
        limits = limited(compiled.tree, rules, names, relations)
        chosen = tuple(c for c in compiled.chosen if allowed.sees_members(c.dimensions))
        beside = [*(c.tree for c in chosen), *(d.count for d in compiled.denominators)]
        for tree in (*beside, *(t.tree for t in (compiled.tie,) if t)):
            limited(tree, rules, names, relations)
        uses = dict.fromkeys((*compiled.uses, *limits.uses))
        return replace(compiled, limits=tuple(limits.tables), uses=tuple(uses), chosen=chosen)

    def _compiled(self, query: MetricQuery, allowed: Policy | None = None) -> Compiled:
        """The statement for a query; without a policy it is a part of one that was checked."""
        check_units(query, self.model)
        if query.of:
            return self._listed(query, allowed)
        numbers = {m: number_of(self.model, m) for m in _once(query.metrics)}
        wanted = leaves_of(numbers.values())
        tables = tuple(dict.fromkeys(leaf.measure.table for leaf in wanted))
        keys = keys_of(query.by, self.names, tables, band_keys(query, self.names, tables))
        conditions = conditions_of(query.where, self.names, tables, query.time)
        setting = self._setting(conditions)
        if allowed is not None:
            allowed.check_dimensions(keys, conditions)
            keys = allowed.masked(keys)
        check_bases(query, keys, conditions)
        keys = with_top(query, keys)
        if not query.metrics:
            return self._members(query, keys, setting)
        return self._grouped(query, numbers, keys, setting, allowed)

    def _grouped(
        self, query: MetricQuery, numbers: Mapping[str, Number], keys: tuple[Key, ...],
        setting: Setting, allowed: Policy | None,
    ) -> Compiled:  # fmt: skip
        """The statement for metrics by keys."""
        conditions, wanted = setting.conditions, leaves_of(numbers.values())
        under = UnderBases(
            self.names, conditions, wanted, _clock_grain(keys),
            self.coverage.last if self.coverage else None,
        )  # fmt: skip
        bases = bases_of(query, Scope("", keys, query.time), under)
        if allowed is not None:
            allowed.check_dimensions((), bases.conditions)
        main = bases.main
        shares = shares_of(query, keys, self.model)
        asked = [_asked(m, number, shares) for m, number in numbers.items()]
        made = self._relations(asked, main, bases.scopes, shares, setting)
        everyone = all_members(query, keys, setting)
        assembly = Assembly(
            main, made, self._steps(query, main), everyone,
            lambda number, scope, key: elapsed_sql(number, scope, setting, key),
        )  # fmt: skip
        columns = result_columns(keys, query.metrics, self.model, shares, bases.periods)
        tree = assembly.statement(asked, bases.scopes)
        done = finished(tree, query, columns, keys, self.model, self.dialect)
        return Compiled(
            model=self.model,
            tree=with_shared(done.tree, setting),
            keys=keys,
            columns=columns,
            asides=done.asides,
            hidden=tuple(k.column for k in keys if k.hidden and not k.rest),
            bases=bases.periods,
            filters=tuple(used(c, self.names) for c in setting.conditions),
            grain=_grain(keys),
            tables=tuple(setting.used_tables),
            leaves=wanted,
            uses=tuple(setting.uses),
            ways=tuple(setting.ways),
            dialect=self.dialect,
            denominators=tuple(
                replace(d, count=with_shared(d.count, setting)) for d in setting.denominators
            ),
            matured=tuple(setting.matured),
            asked={a.metric: leaves(a.number) for a in asked},
            chosen=chosen_by(tuple(dict.fromkeys((*conditions, *bases.conditions))), setting),
            tie=tie_of(keys, self.names, setting),
            time=main.time,
            unordered=not query.order and query.limit is None,
            notes=(
                *bases.notes,
                *day_notes(_clocked(keys, conditions), main.time, self.model),
                *setting.notes,
                *hour_notes((main, *bases.scopes), self.model.time_zone),
                *(said_members_all(keys) if everyone else ()),
                *said_shares(shares, self.model),
                *said_top(keys, self.names, compared=bool(query.compare)),
                *said_bands(keys, self.names, compared=bool(query.compare)),
            ),
        )

    def _setting(self, conditions: tuple[Condition, ...]) -> Setting:
        uses: dict[Use, None] = {}
        ways: dict[Way, None] = {}
        tables: dict[str, None] = {}
        return Setting(
            self.names, self.dialect, self.relations, conditions,
            lambda inner: self._unordered(inner, uses, ways, tables),
            self.coverage, tables, uses=uses, ways=ways,
        )  # fmt: skip

    def _listed(self, query: MetricQuery, allowed: Policy | None) -> Compiled:
        """The statement for a list of rows."""
        made = lists.listed(query, self.names, allowed)
        conditions = conditions_of(query.where, self.names, (made.table.name,), query.time)
        setting = self._setting(conditions)
        if allowed is not None:
            allowed.check_dimensions((*made.keys, *made.unseen), conditions)
            made = replace(made, keys=allowed.masked(made.keys))
        columns = tuple(lists.typed_column(k, self.names) for k in made.keys)
        unseen = tuple(lists.typed_column(k, self.names) for k in made.unseen)
        keys = (*made.keys, *made.unseen)
        tree = lists.select(made, setting)
        done = finished(tree, made.query, (*columns, *unseen), keys, self.model, self.dialect)
        asides = (*(c.name for c in unseen), *done.asides)
        return self._of_no_metric(
            Finished(done.tree, asides), made.keys, columns, setting,
            (*lists.said_rows(made, setting), *said_bands(keys, self.names, compared=False)),
            listed=True,
        )  # fmt: skip

    def _members(self, query: MetricQuery, keys: tuple[Key, ...], setting: Setting) -> Compiled:
        """The statement for a query without metrics: distinct values, which no join can double."""
        tree = members.select(query, keys, replace(setting, uses={}))
        columns = result_columns(keys, (), self.model, Shares(), ())
        made = Finished(tree, ())
        if query.ends:
            columns = end_columns(columns[0])
        else:
            made = finished(tree, query, columns, keys, self.model, self.dialect)
        notes = said_bands(keys, self.names, compared=False)
        return self._of_no_metric(made, () if query.ends else keys, columns, setting, notes)

    def _of_no_metric(
        self, made: Finished, keys: tuple[Key, ...], columns: tuple[Column, ...],
        setting: Setting, notes: tuple[Text, ...], *, listed: bool = False,
    ) -> Compiled:  # fmt: skip
        return Compiled(
            model=self.model,
            tree=with_shared(made.tree, setting),
            keys=keys,
            columns=columns,
            asides=made.asides,
            hidden=tuple(k.column for k in keys if k.hidden),
            bases=(),
            filters=tuple(used(c, self.names) for c in setting.conditions),
            grain=_grain(keys),
            tables=tuple(setting.used_tables),
            leaves=(),
            uses=tuple(setting.uses),
            ways=tuple(setting.ways),
            dialect=self.dialect,
            chosen=chosen_by(setting.conditions, setting),
            notes=notes,
            listed=listed,
        )

    def _unordered(
        self,
        query: MetricQuery,
        uses: dict[Use, None],
        ways: dict[Way, None],
        tables: dict[str, None],
    ) -> exp.Select:
        """A query inside another: its rows in no order; what it stands on, the other stands on."""
        compiled = self._compiled(query)
        uses.update(dict.fromkeys(compiled.uses))
        ways.update(dict.fromkeys(compiled.ways))
        tables.update(dict.fromkeys(compiled.tables))
        tree = compiled.tree
        tree.set("order", None)
        return tree

    def _relations(
        self, asked: list[Asked], main: Scope, bases: tuple[Scope, ...],
        shares: Shares, setting: Setting,
    ) -> list[Relation]:  # fmt: skip
        numbers = [a.number for a in asked]
        made = relations_of(numbers, main, setting)
        made += empty_steps(made, setting)
        for base in bases:
            made += relations_of(numbers, base, setting)
        for label, metrics, keys in (
            (WHOLE, shares.of_whole, _whole_keys(main.keys)),
            (GROUP, shares.of_group, shares.group),
        ):
            if metrics:
                shared = [a.number for a in asked if a.metric in metrics]
                made += relations_of(shared, replace(main, name=label, keys=keys), setting)
        return made

    def _steps(self, query: MetricQuery, main: Scope) -> Steps | None:
        if not query.fill:
            return None
        step = next((k for k in main.keys if k.kind == "step" and k.on_clock), None)
        if step is None or main.time is None:
            raise QueryError("fill_needs_time")
        starts = steps(main.time, step.grain, self.model.reckoning, MOST_STEPS)
        zone = self.model.time_zone
        lived = [s for s in starts if not isinstance(s, datetime) or exists(s, zone)]
        return steps_of(step, lived)


def _asked(metric: str, number: Number, shares: Shares) -> Asked:
    of_group = f"{metric}{shares.suffix}" if metric in shares.of_group else ""
    return Asked(metric, number, metric in shares.of_whole, of_group)


def _once(metrics: tuple[str, ...]) -> tuple[str, ...]:
    for metric in metrics:
        if metrics.count(metric) > 1:
            raise QueryError("duplicate_column", name=metric)
    return metrics


def _whole_keys(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """The keys of the whole that a share is of: time stays, unless there is only time."""
    time = tuple(k for k in keys if k.kind == "step")
    return time if len(time) < len(keys) else ()


def _grain(keys: tuple[Key, ...]) -> str:
    grains = [k.grain for k in keys if k.kind == "step" and k.grain in _FINEST]
    return min(grains, key=_FINEST.__getitem__, default="")


def _clocked(keys: tuple[Key, ...], conditions: tuple[Condition, ...]) -> Iterator[Key]:
    """The keys of a result and those that its conditions speak of."""
    yield from keys
    yield from (s for c in conditions for _, s in c.subjects if isinstance(s, Key))


def _clock_grain(keys: tuple[Key, ...]) -> str:
    return _grain(tuple(k for k in keys if k.on_clock))


def compile_query(query: MetricQuery, model: Model, role: str = "owner") -> Compiled:
    """Compile one query over a model (see Compiler)."""
    return Compiler(model).compile(query, role)


__all__ = ["Compiled", "Compiler", "compile_query"]
