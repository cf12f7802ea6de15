"""Facts that come already aggregated (a platform's daily UV): shown row by row, never put together.

A visitor of two days is one visitor, so two rows cannot be added, and a rate of two days is not
the mean of both. Every column of the table's key must therefore be fixed by the query: by a
group-by, a condition on one value, or one step of time.
"""

from collections.abc import Iterator

from sqlglot import exp

from semantic_layer.compile.conditions import Condition
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.names import Found
from semantic_layer.compile.number import Leaf, Nested, inner_numbers, leaves_of
from semantic_layer.compile.plan import Setting
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.subjects import Subject
from semantic_layer.errors import QueryError
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.model import GRAINS, Dimension, Grain, Metric, Model
from semantic_layer.periods import step_start
from semantic_layer.proofs import Use, key_id
from semantic_layer.query import TimeRange
from semantic_layer.texts import NO_TEXT, Text

__all__ = ["check_nested", "check_rows", "refuse_other", "row_of"]

_ADDS = ("sum", "avg")


def check_rows(reading: Reading) -> None:
    """Raise QueryError `reported_sum` where a cell of the result could hold several rows."""
    leaf = next((m for m in reading.leaves if m.measure.agg == "reported"), None)
    if leaf is None:
        return
    key = reading.fact.table.primary
    assert key is not None
    if leaf.looks:
        raise _refusal(leaf, [], reading.setting.names.model)
    fixed = {_spelt(text) for text in _fixed(reading)}
    open_columns = [c for c in key.columns if _spelt(c) not in fixed]
    if open_columns:
        raise _refusal(leaf, open_columns, reading.setting.names.model)
    use = Use(key_id(reading.fact.table.name, key.name), "count", bool(key.partition))
    reading.setting.uses[use] = None


def row_of(model: Model, leaf: Leaf) -> tuple[str, ...]:
    """The group-bys that leave one row of a reported fact in each cell."""
    key = model.tables[leaf.measure.table].primary
    columns = key.columns if key is not None else ()
    return tuple(_ref(model, leaf, column)[0] for column in columns)


def check_nested(nested: Nested, setting: Setting) -> None:
    """Raise QueryError where a nested number would add reported values, or average rates."""
    for leaf in leaves_of(inner_numbers(nested)):
        if leaf.measure.agg == "reported" and nested.nesting.agg in _ADDS:
            rate = setting.names.model.metrics[leaf.metric].unit == "ratio"
            if rate or nested.nesting.agg == "sum":
                raise _refusal(leaf, [], setting.names.model)


def _fixed(reading: Reading) -> Iterator[str]:
    """The columns of the fact's own table that have one value in each cell of the result."""
    clock = reading.clock
    if clock is not None and not clock.path and _one_step(reading.scope.time, clock, reading):
        yield clock.dimension.expr
    for key in reading.scope.keys:
        if key.mask is None and key.kind != "part":
            yield from _fixed_by(key, reading)
    for condition in reading.setting.conditions:
        for subject in _one_value(condition):
            if isinstance(subject, Key) and subject.mask is None:
                yield from _fixed_by(subject, reading)


def _one_value(condition: Condition) -> Iterator[Subject]:
    """What a condition leaves one value of: `shop = 'tm01'`, also as one part of several."""
    where = condition.filter
    if where is not None:
        single = len(where.values) == 1 and where.values[0] is not None and not where.per
        if single and where.op in ("=", "in"):
            yield condition.subject
        return
    subjects = dict(condition.subjects)
    for part in _parts(parse_expression(condition.text)):
        if isinstance(part, exp.EQ) and isinstance(part.expression, exp.Literal):
            name = ".".join(column_parts(part.this))
            if name:
                yield subjects[name]


def _parts(tree: exp.Expr) -> Iterator[exp.Expr]:
    """The parts of an expression that all must hold."""
    if isinstance(tree, exp.Paren):
        yield from _parts(tree.this)
    elif isinstance(tree, exp.And):
        yield from (*_parts(tree.this), *_parts(tree.expression))
    else:
        yield tree


def _fixed_by(key: Key, reading: Reading) -> Iterator[str]:
    """The column that a key fixes: its own, or the one by which its table is joined."""
    if reading.on_clock(key):
        clock = reading.clock
        if clock is not None and not clock.path and _fine(key.grain, clock.dimension):
            yield clock.dimension.expr
        return
    try:
        found = reading.fact.names.find(
            reading.fact.table.name, key.ref, key.identity, reading.metric
        )
    except QueryError:
        return
    if key.kind == "step" and not _fine(key.grain, found.dimension):
        return
    if not found.path:
        yield found.dimension.expr
    elif len(found.path) == 1:
        hop = found.path[0]
        if len(hop.there.columns) == 1 and _same(hop.there.columns[0], found.dimension.expr):
            yield hop.here.columns[0]


def _one_step(time: TimeRange | None, clock: Found, reading: Reading) -> bool:
    """True for a period within one step of the rows."""
    grain = _grain(clock.dimension)
    if time is None or GRAINS.index(grain) < GRAINS.index("day"):
        return False
    first, last = (step_start(d, grain, reading.reckoning) for d in (time.start, time.end))
    return first == last


def _fine(grain: str, dimension: Dimension) -> bool:
    """True for a step that is no coarser than the rows."""
    return grain in GRAINS and GRAINS.index(grain) <= GRAINS.index(_grain(dimension))


def _grain(dimension: Dimension) -> Grain:
    """The step by which the rows of a time are known."""
    return dimension.grain or ("day" if dimension.type == "date" else GRAINS[0])


def _spelt(text: str) -> str:
    return parse_expression(text).sql(identify=True).lower()


def _same(one: str, other: str) -> bool:
    return _spelt(one) == _spelt(other)


def refuse_other(model: Model, metric: Metric, agg: str | None) -> None:
    """Raise QueryError where a query would aggregate reported rows itself; the least and the
    greatest of them are still rows as they were reported."""
    measure = metric.measure
    if measure is not None and measure.agg == "reported" and agg not in ("min", "max"):
        raise _refusal(Leaf(metric.name, measure), [], model)


def _refusal(leaf: Leaf, columns: list[str], model: Model) -> QueryError:
    """The refusal, with what would fix the cell and the metrics that may be put together."""
    metric = model.metrics[leaf.metric]
    groups = [_ref(model, leaf, column) for column in columns]
    others = list(_others(model, metric, leaf))
    by = _listed([label for _, label in groups])
    ways = both("reported.by", by=by) if groups else NO_TEXT
    instead = both("reported.instead", names=_listed([m.label for m in others]))
    return QueryError(
        "reported_sum",
        choices=[*(ref for ref, _ in groups), *(m.name for m in others)],
        metric=metric.label,
        table=model.tables[leaf.measure.table].label,
        ways=ways,
        instead=instead if others else NO_TEXT,
    )


def _ref(model: Model, leaf: Leaf, column: str) -> tuple[str, Text]:
    """What to group by to fix a column of the key: a step of the clock, or a dimension."""
    table = model.tables[leaf.measure.table]
    for dimension in table.dimensions:
        if _same(dimension.expr, column):
            if dimension.name == leaf.measure.time and dimension.is_time:
                step = max(_grain(dimension), "day", key=GRAINS.index)
                return step, both(f"step.{step}")
            return dimension.id, dimension.label
    entity = next((e for e in table.entities if e.columns == (column,)), None)
    if entity is None:
        return column, Text(column, column)
    label = next((d.label for d in model.dimensions_named(entity.name)), None)
    return entity.name, label or Text(entity.name, entity.name)


def _others(model: Model, metric: Metric, leaf: Leaf) -> Iterator[Metric]:
    """The metrics by which the shop says what several rows come to: a sum, an average per day."""
    for other in model.metrics.values():
        measure, nesting = other.measure, other.nesting
        if other.hidden or other is metric:
            continue
        sums = measure is not None and measure.agg != "reported"
        if sums and measure is not None and measure.table == leaf.measure.table:
            if measure.expr and _same(measure.expr, leaf.measure.expr):
                yield other
        elif nesting is not None and nesting.part.metric == metric.name:
            yield other


def _listed(texts: list[Text]) -> Text:
    return Text("、".join(t.zh for t in texts), ", ".join(t.en for t in texts))
