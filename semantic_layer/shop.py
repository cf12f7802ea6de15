"""An opened shop: its model, its data at one version, and the road from MetricQuery to rows."""

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from semantic_layer import eras
from semantic_layer import query_messages as _  # noqa: F401  (adds the texts of notes)
from semantic_layer.answered import Cell, Column, Definition, QueryResult
from semantic_layer.caveats import caveats
from semantic_layer.compile import Compiled, Compiler
from semantic_layer.compile.chosen import said_members
from semantic_layer.compile.coverage import Coverage, clock_key
from semantic_layer.compile.dialects import text_of
from semantic_layer.compile.keys import both
from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.number import leaves
from semantic_layer.engines.opening import open_data
from semantic_layer.engines.protocol import Cancel, Engine
from semantic_layer.errors import PolicyError, QueryError, ShopError, expressible
from semantic_layer.formulas import definitions
from semantic_layer.in_sight import in_sight
from semantic_layer.known_bases import without_unknown
from semantic_layer.learn import exact, instants, learn, measures_of, values_for
from semantic_layer.lineage import lineage
from semantic_layer.load import load
from semantic_layer.model import Metric, Model
from semantic_layer.observed import observed
from semantic_layer.policy import role_of
from semantic_layer.proofs import Proof, refuse_unproven
from semantic_layer.prove import prove
from semantic_layer.query import MetricQuery, TimeRange
from semantic_layer.shown import nothing, shown_rows
from semantic_layer.small_groups import counting_role, large_enough
from semantic_layer.summer_time import today_in
from semantic_layer.texts import Text
from semantic_layer.versions import (
    Extent,
    Learnt,
    read_learnt,
    state_folder,
    write_learnt,
)  # fmt: skip
from semantic_layer.vocabulary import Value
from semantic_layer.zones import localised

if TYPE_CHECKING:
    from semantic_layer.saved import Given

_DAY = timedelta(days=1)

_LONGEST = 6 * 3600.0
OnStep = Callable[[str, float], None]


class Shop:
    """A shop at one data version. Thread-safe: every query has a cursor of its own."""

    def __init__(
        self,
        model: Model,
        engine: Engine,
        version: str,
        learnt: Learnt,
        state: Path,
        doubts: Mapping[str, tuple[Text, ...]] | None = None,
    ) -> None:
        self.model = model
        self.engine = engine
        self.data_version = version
        self.state = state
        self.doubts = doubts or {}
        self._learnt = learnt
        self._values: dict[str, dict[str, tuple[str, ...]]] = {}
        extent = self._main_extent()
        self.first_day, self.last_day = extent.first, extent.last
        firsts = {key: extent.first for key, extent in learnt.extents.items()}
        self._covered = Coverage(self.last_day, firsts)
        self._compiler = Compiler(model, engine.relations, engine.dialect, self._covered)

    @property
    def today(self) -> date:
        """The shop's today: by the clock, or the day after the data's last day."""
        clock = self.model.today == "clock"
        return today_in(self.model.time_zone) if clock else self.last_day + _DAY

    @property
    def data_as_of(self) -> date:
        """The last day that the data holds."""
        return self.last_day

    def values(self, role: str = "") -> dict[str, tuple[str, ...]]:
        """Dimension id to the distinct data values of the dimensions that the lexicon indexes.

        With a role only what it may see: no masked dimension, and of a table with a row rule only
        the values of the rows that it leaves. Raises PolicyError for an unknown role.
        """
        if not role:
            return self._learnt.values
        if role not in self._values:
            self._values[role] = values_for(self._compiler, self.engine, role, self._learnt.values)
        return self._values[role]

    @property
    def proofs(self) -> Mapping[str, Proof]:
        """What was counted of each declared key in this data version."""
        return self._learnt.keys

    def verify(self) -> None:
        """Count all keys again, however long it takes, and keep the outcome."""
        self._learnt.keys = prove(self.model, self.engine, timeout=_LONGEST)
        write_learnt(self.state, self.data_version, self._learnt)

    def extent(self, metric: str) -> Extent | None:
        """The days for which a metric has data in all of its parts."""
        return self._extent(metric, self.model)

    def _extent(self, metric: str, model: Model) -> Extent | None:
        found = (clock_key(leaf.measure) for leaf in leaves(number_of(model, metric)))
        known = [e for key in found if (e := self._learnt.extents.get(key)) is not None]
        if not known:
            return None
        return Extent(max(e.first for e in known), min(e.last for e in known))

    def compile(self, query: MetricQuery, role: str = "owner") -> Compiled:
        """The statement for a query, not run.

        Raises QueryError (`false_key` and `unverified_key` where it stands on a key that does not
        hold in this data version; CannotExpress for what has no form here) or PolicyError.
        """
        for name in query.share:
            if name not in query.metrics:
                raise QueryError("unknown_column", choices=query.metrics, name=name)
        try:
            compiled = self._compiler_of(query).compile(query, role)
        except QueryError as error:
            raise expressible(error) from None
        refuse_unproven(self.model, compiled.uses, self._learnt.keys)
        return compiled

    def _compiler_of(self, query: MetricQuery) -> Compiler:
        """The compiler of the shop as it was in the asked days."""
        model = eras.model_of(self.model, query)
        if model is self.model:
            return self._compiler
        return Compiler(model, self.engine.relations, self.engine.dialect, self._covered)

    def saved(
        self, name: str, /, *, today: date | None = None, **parameters: "Given"
    ) -> MetricQuery:
        """A query that the shop keeps, with its parameters filled in.

        Raises QueryError unknown_query, unknown_parameter, missing_parameter or bad_parameter.
        """
        from semantic_layer.saved import saved_query

        return saved_query(self.model, today or self.today, name, parameters, self._learnt.values)

    def scorecard(
        self,
        name: str,
        member: Value | None = None,
        *,
        of: str = "",
        time: TimeRange | None = None,
        today: date | None = None,
    ) -> MetricQuery:
        """A scorecard as a query: of the whole shop, or of one member of the dimension `of`.

        Raises QueryError unknown_scorecard, card_of_nothing or ambiguous_dimension.
        """
        from semantic_layer.saved import scorecard

        return scorecard(self.model, name, time, member, of, today or self.today)

    def query(
        self,
        query: MetricQuery,
        *,
        role: str = "owner",
        timeout: float | None = None,
        cancel: Cancel | None = None,
    ) -> QueryResult:
        """Compile and run a query. Raises QueryError, PolicyError or EngineError."""
        compiled = self.compile(query, role)
        started = perf_counter()
        found = self.engine.run(compiled.compact_sql, timeout=timeout, cancel=cancel)
        spent = (perf_counter() - started) * 1000
        time, known = compiled.time or query.time, eras.known(compiled.model, self.model)
        shown = shown_rows(compiled, found.rows)
        columns = shown.columns
        extent = partial(self._extent, model=compiled.model)
        rows = without_unknown(compiled.bases, columns, shown.rows, extent)
        run = partial(self.engine.run, timeout=timeout, cancel=cancel)
        said = observed(compiled, query.time, lambda sql: run(sql).rows[0][0])
        changed = eras.notes(known, query.metrics, time, compiled.bases)
        notes = dict.fromkeys([*changed, *shown.notes, *self._doubts(query, compiled), *said])
        seen = in_sight(self.model, role_of(self.model, role), compiled.limits)
        if seen is not None and query.where and nothing(columns, rows):
            raise PolicyError("nothing_in_sight", rules=seen)
        chosen = (*self._chosen(compiled, timeout, cancel), *self._tie(compiled, timeout, cancel))
        rows, small = self._large_enough(query, compiled, columns, rows, role)
        return QueryResult(
            columns=columns,
            rows=rows,
            sql=(compiled.sql,),
            time=time,
            grain=compiled.grain,
            bases=compiled.bases,
            filters=compiled.filters,
            definitions=eras.cited(
                known, definitions(compiled.model, query.metrics, self.model), time
            ),
            defined=_new(compiled.model, self.model),
            notes=(*_limits(seen), *small, *compiled.notes, *chosen, *notes),
            data_version=self.data_version,
            data_as_of=self.data_as_of,
            query_ms=spent,
            full_count=shown.full_count,
            words=shown.words,
            lineage=lineage(self.model, compiled.tables, compiled.ways),
        )

    def _large_enough(
        self,
        query: MetricQuery,
        compiled: Compiled,
        columns: tuple[Column, ...],
        rows: tuple[tuple[Cell, ...], ...],
        role: str,
    ) -> tuple[tuple[tuple[Cell, ...], ...], tuple[Text, ...]]:
        """The rows without the numbers of groups that are too small for the role."""
        asker = role_of(self.model, role)
        if asker.smallest_group <= 1:
            return rows, ()

        def run(counting: MetricQuery) -> tuple[tuple[Cell, ...], ...]:
            counted = self._compiler.compile(counting, counting_role(asker))
            return shown_rows(counted, self.engine.run(counted.compact_sql).rows).rows

        return large_enough(query, compiled, columns, rows, asker, self._compiler.names, run)

    def _chosen(
        self, compiled: Compiled, timeout: float | None, cancel: Cancel | None
    ) -> tuple[Text, ...]:
        """The notes on which members the filters by rank chose."""
        notes: list[Text] = []
        for one in compiled.chosen:
            sql = text_of(one.tree, compiled.dialect)
            notes += said_members(one, self.engine.run(sql, timeout=timeout, cancel=cancel).rows)
        return tuple(notes)

    def _tie(
        self, compiled: Compiled, timeout: float | None, cancel: Cancel | None
    ) -> tuple[Text, ...]:
        """The note that the last of the first members ties with the next one."""
        if compiled.tie is None:
            return ()
        sql = compiled.tie.tree.sql(dialect=compiled.dialect)
        (row,) = self.engine.run(sql, timeout=timeout, cancel=cancel).rows
        return (compiled.tie.said,) if row[0] else ()

    def definition(self, metric: str) -> Definition:
        """A metric's definition in words, with its version."""
        return definitions(self.model, (metric,), self.model)[0]

    def close(self) -> None:
        self.engine.close()

    def _doubts(self, query: MetricQuery, compiled: Compiled) -> tuple[Text, ...]:
        extent = partial(self._extent, model=compiled.model)
        known = (self._learnt.keys, self.doubts)
        return caveats(self.model, query, compiled, extent, self.last_day, *known)

    def _main_extent(self) -> Extent:
        """The extent of the shop's main metric, or of all that is known."""
        metric = self.model.default_metric
        extent = self.extent(metric) if metric else None
        if extent is not None:
            return extent
        known = list(self._learnt.extents.values())
        today = date.today()
        if not known:
            return Extent(today - _DAY, today - _DAY)
        return Extent(min(e.first for e in known), max(e.last for e in known))


def _new(model: Model, shop: Model) -> tuple[Metric, ...]:
    """The metrics that a query defined for itself, their hidden parts among them."""
    if model is shop:
        return ()
    return tuple(metric for name, metric in model.metrics.items() if name not in shop.metrics)


def _limits(seen: Text | None) -> tuple[Text, ...]:
    """The note that an answer covers only the rows of the role."""
    return (both("note.in_sight", rules=seen),) if seen is not None else ()


def shop_folder(folder: Path | None) -> Path | None:
    """The folder that was said, or that of `WENSHU_SHOP`; None for the demo shop."""
    said = os.environ.get("WENSHU_SHOP")
    return Path(said) if folder is None and said else folder


def open_shop(
    folder: Path | None = None,
    data: Path | None = None,
    on_step: OnStep | None = None,
    *,
    empty: bool = False,
) -> Shop:
    """Open a shop folder (`WENSHU_SHOP`, or the demo shop, when none is given).

    `data` overrides the folder's own `data:`. Raises ShopError; a shop without one dated row is
    opened only when `empty` allows it, since nothing could be said of its days.
    """
    folder = shop_folder(folder)
    if folder is None:
        from semantic_layer.demo import demo_shop

        folder, made = demo_shop(on_step)
        data = data or made
    model = load(folder)
    state = state_folder(model.name)
    opened = open_data(folder, model, data, _model_key(model), state)
    engine, version = opened.engine, opened.version
    learnt = read_learnt(state, version)
    if learnt is None:
        zoned = instants(model, engine)
        compiler = Compiler(localised(model, zoned), engine.relations, engine.dialect)
        learnt = learn(compiler, engine)
        learnt.instants = zoned
        write_learnt(state, version, learnt)
    if not empty and not learnt.extents and any(m.time for m in measures_of(model)):
        raise ShopError("empty_shop_data", path=opened.said)
    model = exact(localised(model, learnt.instants), learnt.floats)
    return Shop(model, engine, version, learnt, state, opened.doubts)


def _model_key(model: Model) -> str:
    """What of the model decides what is learnt about the data."""
    clocks = sorted({clock_key(m) for m in measures_of(model)})
    read = [d for d in model.dimensions.values() if d.indexed or d.is_time]
    indexed = sorted(f"{d.table}.{d.id}={d.expr}" for d in read)
    keys = sorted(
        f"{t.name}.{e.name}={e.kind}{e.columns}{e.partition}{t.valid}"
        for t in model.tables.values()
        for e in t.entities
    )
    keys += [f"{s.table}={s.column}{sorted(s.calendars)}" for s in model.spines]
    tables = sorted(f"{t.name}={t.source}" for t in model.tables.values())
    money = sorted(
        f"{m.name}={m.measure.table}.{m.measure.agg}.{m.measure.expr}"
        for m in model.metrics.values()
        if m.unit == "money" and m.measure
    )
    return hashlib.blake2s(
        repr((clocks, indexed, tables, money, keys, model.time_zone)).encode()
    ).hexdigest()
