"""One pass over a fact: what its leaves, keys and conditions are in SQL.

The builders of relations (`direct`, `looking`, `snapshot`) put these parts together.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlglot import exp

from semantic_layer.compile import allocation, entity_values, spine, spread
from semantic_layer.compile import clock as clocks
from semantic_layer.compile.bands import class_sql
from semantic_layer.compile.clock_names import check_fine, clock_name
from semantic_layer.compile.conditions import Condition, condition_sql
from semantic_layer.compile.coverage import DATA_UNTIL, data_until
from semantic_layer.compile.day_parts import day_sql
from semantic_layer.compile.fact import Fact, aliased
from semantic_layer.compile.keys import Key
from semantic_layer.compile.masks import masked
from semantic_layer.compile.names import Found, Hop
from semantic_layer.compile.number import Leaf
from semantic_layer.compile.plan import Scope, Setting, clock_of
from semantic_layer.compile.sql import all_of, literal, relation
from semantic_layer.compile.subjects import Subject, subject_of
from semantic_layer.compile.tops import top_key
from semantic_layer.errors import QueryError
from semantic_layer.periods import Shift
from semantic_layer.proofs import Use, key_id
from semantic_layer.query import DAY_PARTS, FISCAL_STEPS
from semantic_layer.reckoning import Reckoning

COUNTS_ROWS = ("count", "sum_boolean")
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Reading:
    """A fact with the leaves that are read from it in one pass, under one scope.

    `moment` is the fact's own clock, `at` the moment that the result's steps go by: the same,
    unless a leaf looks at other moments than the step it is shown at. `days` is what the relation
    of days is called over which the amounts of whole periods are spread.
    """

    leaves: list[Leaf]
    scope: Scope
    setting: Setting
    fact: Fact = field(init=False)
    clock: Found | None = field(init=False)
    moment: exp.Expr | None = field(init=False)
    at: exp.Expr | None = field(init=False)
    lines: Hop | None = field(init=False)
    split: bool = field(init=False, default=False)
    days: str = field(init=False, default="")

    def __post_init__(self) -> None:
        first = self.leaves[0]
        setting = self.setting
        table = setting.names.model.tables[first.measure.table]
        self.fact = Fact(
            setting.names, table, setting.relations, self.named, self.now, self._shared_rows
        )
        self.clock = clock_of(first.measure, setting.names, first.metric)
        needs_clock = self.scope.time is not None or any(k.on_clock for k in self.scope.keys)
        if needs_clock and self.clock is None:
            raise self._no_clock()
        self.moment = self._moment()
        if first.looks and self.clock is not None and self.clock.dimension.lasts_to:
            raise QueryError("period_steps", name=self.clock.dimension.label)
        if first.measure.spread is not None and self.clock is not None:
            self.moment, self.days = spread.day_of(self)
            self.clock = spread.daily(self.clock)
        self.at = self.moment
        self.lines = lines = allocation.lines_of(self)
        if lines is not None:
            self.fact.made_joins[lines] = lambda before, alias: allocation.joined(
                self, lines, before, alias
            )

    def _shared_rows(self, made_for: Hashable, select: exp.Select, alias: str) -> exp.Expr:
        """Facts about rows, made once for all relations of the statement."""
        if self.dialect not in ("duckdb", "postgres"):
            raise QueryError("not_supported_here", dialect=self.dialect, what="row_facts")
        shared = self.setting.shared
        if made_for not in shared:
            shared[made_for] = (entity_values.free_name(self.setting, "rows"), select)
        return relation(shared[made_for][0], alias)

    def now(self) -> exp.Expr:
        """The moment of a row, at which slowly changing tables are read."""
        if self.moment is None:
            raise self._no_clock()
        return self.moment.copy()

    def _no_clock(self) -> QueryError:
        metric = self.setting.names.model.metrics.get(self.metric)
        return QueryError("no_clock", metric=metric.label if metric else self.fact.table.label)

    def _moment(self) -> exp.Expr | None:
        if self.clock is None:
            return None
        return self.fact.dimension(self.clock.dimension, self.clock.path)

    @property
    def metric(self) -> str:
        """A metric to name in errors."""
        return self.leaves[0].metric

    @property
    def dialect(self) -> str:
        return self.setting.dialect

    @property
    def reckoning(self) -> Reckoning:
        return self.setting.names.model.reckoning

    def on_clock(self, key: Key) -> bool:
        """True for a key by the leaves' clock, said as such or by the clock's own name."""
        if key.on_clock:
            return True
        if key.kind == "dimension" or self.clock is None:
            return False
        return key.identity == self.clock.dimension.identity

    def key(self, key: Key) -> exp.Expr:
        """The key's expression, as the role may see it."""
        if key.mask is not None:
            return masked(None if key.mask == "stars" else self._plain_key(key), key.mask)
        return self._plain_key(key)

    def _plain_key(self, key: Key) -> exp.Expr:
        if key.top is not None:
            return top_key(key, self.setting, self.key, self.fact.joins)
        if key.band is not None:
            return class_sql(self.subject(key.band.subject), key.band.edges)
        if self.on_clock(key):
            if self.at is None:
                raise self._no_clock()
            if self.clock is not None:
                check_fine(key.grain, self.clock.dimension, self.reckoning)
            return self.stepped(self._shown(self.at.copy(), key), key)
        found = self._found(key)
        check_fine(key.grain, found.dimension, self.reckoning)
        return self.stepped(self.fact.dimension(found.dimension, found.path), key)

    def _found(self, key: Key) -> Found:
        """The way to a dimension; over the lines that an allocated sum is split over."""
        names = self.fact.names
        try:
            return names.find(self.fact.table.name, key.ref, key.identity, self.metric)
        except QueryError as error:
            if self.lines is None or error.code not in ("fan_out", "unreachable"):
                raise
            try:
                below = names.find(self.lines.table, key.ref, key.identity, self.metric)
            except QueryError:
                raise error from None
        self.split = True
        return Found(below.dimension, (self.lines, *below.path))

    def _shown(self, moment: exp.Expr, key: Key) -> exp.Expr:
        """A moment of a base as the moment of the asked days that it is laid on."""
        if key.kind != "step" or not any(laid.days for laid in self.scope.laid):
            return moment
        *first, last = self.scope.laid
        moved = clocks.forth_by_hours(moment.copy(), Shift(days=last.days))
        if not first:
            return moved
        ifs = [
            exp.If(
                this=exp.LT(this=moment.copy(), expression=literal(laid.time.end + _DAY)),
                true=clocks.forth_by_hours(moment.copy(), Shift(days=laid.days)),
            )
            for laid in first
        ]
        return exp.Case(ifs=ifs, default=moved)

    def stepped(self, node: exp.Expr, key: Key) -> exp.Expr:
        """A moment as the key shows it: its step, its part, or a calendar's name for its day."""
        calendar = spine.calendar(key.grain, self.setting) if key.kind == "step" else None
        if calendar is not None:
            spine.use_days(key.grain, self.setting)
            return self.fact.looked_up(node, *calendar)
        if key.kind == "step":
            return clocks.step(node, key.grain, self.reckoning, self.dialect)
        if key.kind == "part" and key.grain in DAY_PARTS:
            return day_sql(node, key.grain, self.setting.names.model)
        return clocks.part(node, key.grain, self.dialect) if key.kind == "part" else node

    def keys(self) -> list[exp.Expr]:
        """The expressions of the scope's keys, in order."""
        return [self.key(k) for k in self.scope.keys]

    def labelled_keys(self) -> list[exp.Expr]:
        """`expression AS column` for each key."""
        pairs = zip(self.keys(), self.scope.keys, strict=True)
        return [aliased(node, key.column) for node, key in pairs]

    def asked(self) -> list[exp.Expr]:
        """The query's own conditions."""
        return [condition_sql(c, self.subject) for c in self.conditions]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What the rows of the scope must meet."""
        own = self.scope.conditions
        return self.setting.conditions if own is None else own

    def subject(self, subject: Subject) -> exp.Expr:
        """What a condition speaks of; a metric of each entity is joined as its own relation."""
        if isinstance(subject, Key):
            return self.key(subject)
        here = self.key(subject.here)
        label, join = entity_values.join(subject, here, self.setting)
        self.fact.joins.setdefault(label, join)
        return entity_values.value(subject, here.copy(), label, self.setting)

    def named(self, ref: str) -> exp.Expr | None:
        """What a metric's own condition names beyond columns: `paid_at:day`, `gmv by customer`,
        and `data_until`, the moment up to which the data is known."""
        if ref == DATA_UNTIL:
            return literal(data_until(self.setting.coverage))
        calendars = {c for s in self.setting.names.model.spines for c in s.calendars}
        clocked = ref in calendars or (
            ref not in (*FISCAL_STEPS, *DAY_PARTS) and clock_name(ref, self.setting.names)
        )
        if ":" not in ref and " by " not in ref and not clocked:
            return None
        return self.subject(subject_of(ref, self.setting.names, (self.fact.table.name,)))

    def value(self, leaf: Leaf) -> exp.Expr | None:
        """What a row gives to the aggregate: of a split fact, its line's part."""
        if not leaf.measure.expr:
            return None
        value = self.fact.expression(leaf.measure.expr)
        if self.days:
            self.setting.notes[spread.note(self, leaf.metric)] = None
            return allocation.part(value, self.days, money=self._is_money(leaf))
        rule = leaf.measure.allocate
        if not self.split or self.lines is None or rule is None:
            return value
        model = self.setting.names.model
        self.setting.notes[allocation.note(model, leaf.metric, self.fact.table, rule)] = None
        alias = self.fact.alias((self.lines,))
        return allocation.part(value, alias, money=self._is_money(leaf))

    def _is_money(self, leaf: Leaf) -> bool:
        metric = self.setting.names.model.metrics.get(leaf.metric)
        return metric is not None and metric.unit == "money"

    def columns(self) -> dict[Leaf, str]:
        """A column for each leaf: the metric's name, numbered where it occurs twice."""
        names: dict[Leaf, str] = {}
        for leaf in self.leaves:
            taken = sum(1 for other in names if other.metric == leaf.metric)
            names[leaf] = f"m_{leaf.metric}" if not taken else f"m_{leaf.metric}_{taken + 1}"
        return names

    def finished(self, select: exp.Select, where: list[exp.Expr]) -> exp.Select:
        """The select from the fact with its joins, conditions and row rules; notes the tables."""
        select = self.fact.source(select)
        condition = all_of(where)
        if condition is not None:
            select.set("where", exp.Where(this=condition))
        tables = [self.fact.table.name, *self.fact.joined]
        self.setting.used_tables.update(dict.fromkeys(tables))
        self.setting.ways.update(self.fact.ways)
        self.setting.uses.update(self.fact.uses)
        self.setting.uses.update(self._counted())
        return select

    def _counted(self) -> dict[Use, None]:
        """A count of rows says that each of them is one of the table's things."""
        key = self.fact.table.primary
        counts = any(
            leaf.metric and leaf.follow is None and leaf.measure.agg in COUNTS_ROWS
            for leaf in self.leaves
        )
        if not counts or key is None or not key.columns:
            return {}
        return {Use(key_id(self.fact.table.name, key.name), "count", bool(key.partition)): None}
