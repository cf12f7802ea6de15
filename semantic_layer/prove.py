"""Counts the declared keys of a data version: one aggregate statement for each table.

Only a key that turns out to be false costs a second statement, for how many of its values double.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from semantic_layer.compile.dialects import text_of
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.own import key_expression, own_expression
from semantic_layer.compile.sql import cast, column, literal, name, relation
from semantic_layer.engines import Engine
from semantic_layer.errors import EngineError, QueryError
from semantic_layer.model import Entity, Model, Spine, Table
from semantic_layer.proofs import DAYS, STEPS, Proof, key_id

__all__ = ["prove"]

_ALIAS = "t"


@dataclass(frozen=True, slots=True)
class _Key:
    """A key to be counted: its expressions, and that of its partition."""

    id: str
    parts: tuple[exp.Expr, ...]
    partition: exp.Expr | None = None

    @property
    def whole(self) -> tuple[exp.Expr, ...]:
        """The key with its partition, if it has one."""
        return self.parts if self.partition is None else (self.partition, *self.parts)


def prove(model: Model, engine: Engine, timeout: float | None = None) -> dict[str, Proof]:
    """The proof of every declared key, by key id: entities that are primary or unique, natural
    keys with a window, and the steps of spines. `timeout` (seconds) holds for each table."""
    proofs: dict[str, Proof] = {}
    for table in model.tables.values():
        keys = [_key_of(table, e) for e in table.entities if _is_key(e)]
        proofs |= _counted(table.name, keys, engine, timeout)
        for entity in table.entities:
            if entity.kind == "natural" and table.valid is not None:
                proofs[key_id(table.name, entity.name)] = _windows(table, entity, engine, timeout)
    for spine in model.spines:
        proofs |= _counted(spine.table, _spine_keys(spine), engine, timeout)
    return proofs


def _is_key(entity: Entity) -> bool:
    return entity.kind in ("primary", "unique") and bool(entity.columns)


def _key_of(table: Table, entity: Entity) -> _Key:
    parts = tuple(key_expression(c, _ALIAS) for c in entity.columns)
    partition = own_expression(table, entity.partition, _ALIAS) if entity.partition else None
    return _Key(key_id(table.name, entity.name), parts, partition)


def _spine_keys(spine: Spine) -> list[_Key]:
    """The steps of a spine; with calendars also the days by which their names are looked up."""
    step = column(spine.column, _ALIAS)
    keys = [_Key(key_id(spine.table, STEPS), (step,))]
    if spine.calendars:
        keys.append(_Key(key_id(spine.table, DAYS), (cast(step.copy(), "DATE"),)))
    return keys


def _counted(
    table: str, keys: Sequence[_Key], engine: Engine, timeout: float | None
) -> dict[str, Proof]:
    """All keys of a table in one statement; where that fails, each by itself."""
    if not keys:
        return {}
    source = relation(engine.relations.get(table, table), _ALIAS)
    columns: list[exp.Expr] = [exp.Count(this=exp.Star())]
    for key in keys:
        columns += [_filled(key.parts), _distinct(key.parts, source)]
        if key.partition is not None:
            columns += [_filled(key.whole), _distinct(key.whole, source)]
        else:
            columns += [literal(0), literal(0)]
    named = [aliased(c, f"c{n}") for n, c in enumerate(columns)]
    query = exp.Select(expressions=named).from_(source.copy())
    try:
        row = _numbers(query, engine, timeout)
    except EngineError as error:
        if len(keys) == 1:
            state = "missing" if error.code == "data_differs" else "unverified"
            return {keys[0].id: Proof(state)}  # type: ignore[arg-type]
        single = [_counted(table, [key], engine, timeout) for key in keys]
        return {id: proof for proofs in single for id, proof in proofs.items()}
    counts = [row[1 + 4 * n : 5 + 4 * n] for n in range(len(keys))]
    return {
        key.id: _proof(key, row[0], count, source, engine, timeout)
        for key, count in zip(keys, counts, strict=True)
    }


def _proof(
    key: _Key, rows: int, counts: Sequence[int], source: exp.Table, engine: Engine,
    timeout: float | None,
) -> Proof:  # fmt: skip
    filled, distinct, filled_within, distinct_within = counts
    doubles = filled - distinct
    inside = filled_within - distinct_within if key.partition is not None else doubles
    values = 0
    if inside:
        try:
            values = _doubled(key, source, engine, timeout)
        except EngineError:
            return Proof("unverified")
    return Proof("counted", doubles, values, inside, rows - filled)


def _filled(parts: Sequence[exp.Expr]) -> exp.Expr:
    """How many rows have the whole key."""
    if len(parts) == 1:
        return exp.Count(this=parts[0].copy())
    return exp.Count(this=exp.Case(ifs=[exp.If(this=_all_filled(parts), true=literal(1))]))


def _distinct(parts: Sequence[exp.Expr], source: exp.Table) -> exp.Expr:
    """How many keys there are; those of several columns are counted in a query of their own."""
    if len(parts) == 1:
        return exp.Count(this=exp.Distinct(expressions=[parts[0].copy()]))
    inner = _keys_of(parts, source)
    inner.set("distinct", exp.Distinct())
    return exp.Subquery(this=_count_of(inner))


def _doubled(key: _Key, source: exp.Table, engine: Engine, timeout: float | None) -> int:
    """How many keys stand more than once (within their partition, when there is one)."""
    inner = _keys_of(key.whole, source).group_by(*(p.copy() for p in key.whole), copy=False)
    twice = exp.GT(this=exp.Count(this=exp.Star()), expression=literal(1))
    return _numbers(_count_of(inner.having(twice, copy=False)), engine, timeout)[0]


def _keys_of(parts: Sequence[exp.Expr], source: exp.Table) -> exp.Select:
    columns = [aliased(p.copy(), f"k{n}") for n, p in enumerate(parts)]
    return exp.Select(expressions=columns).from_(source.copy()).where(_all_filled(parts))


def _windows(table: Table, entity: Entity, engine: Engine, timeout: float | None) -> Proof:
    """The rows of a slowly changing table that hold while an earlier one of their key still does.

    A row without a beginning, or that ends before it begins, holds at no moment.
    """
    assert table.valid is not None
    try:
        query = _overlapping(table, entity, engine.relations[table.name])
        return Proof(overlaps=_numbers(query, engine, timeout)[0])
    except EngineError as error:
        return Proof("missing" if error.code == "data_differs" else "unverified")
    except QueryError:
        return Proof("unverified")


def _overlapping(table: Table, entity: Entity, source: str) -> exp.Select:
    assert table.valid is not None
    start = own_expression(table, table.valid.start, _ALIAS)
    end = own_expression(table, table.valid.end, _ALIAS)
    keys = [key_expression(c, _ALIAS) for c in entity.columns]
    endless = exp.Is(this=end.copy(), expression=exp.Null())
    lasts = exp.Or(this=endless, expression=exp.GT(this=end.copy(), expression=start.copy()))
    open_yet = exp.Case(ifs=[exp.If(this=endless.copy(), true=literal(1))], default=literal(0))
    columns = {
        "begins": start.copy(),
        "still": _earlier(exp.Max(this=end.copy()), keys, start),
        "endless": _earlier(exp.Max(this=open_yet), keys, start),
    }
    inner = exp.Select(expressions=[aliased(node, label) for label, node in columns.items()])
    inner = inner.from_(relation(source, _ALIAS))
    inner = inner.where(_all_filled([*keys, start]), exp.Paren(this=lasts), copy=False)
    clash = exp.Or(
        this=exp.EQ(this=column("endless"), expression=literal(1)),
        expression=exp.GT(this=column("still"), expression=column("begins")),
    )
    return _count_of(inner).where(clash, copy=False)


def _earlier(value: exp.Expr, keys: Sequence[exp.Expr], start: exp.Expr) -> exp.Expr:
    """The value over the rows of the same key that began before."""
    spec = exp.WindowSpec(
        kind="ROWS", start="UNBOUNDED", start_side="PRECEDING",
        end=literal(1), end_side="PRECEDING",
    )  # fmt: skip
    return exp.Window(
        this=value,
        partition_by=[k.copy() for k in keys],
        order=exp.Order(expressions=[exp.Ordered(this=start.copy())]),
        spec=spec,
    )


def _count_of(inner: exp.Select) -> exp.Select:
    source = exp.Subquery(this=inner, alias=exp.TableAlias(this=name("d")))
    return exp.Select(expressions=[exp.Count(this=exp.Star())]).from_(source)


def _all_filled(parts: Sequence[exp.Expr]) -> exp.Expr:
    filled = [exp.Not(this=exp.Is(this=p.copy(), expression=exp.Null())) for p in parts]
    return exp.and_(*filled, copy=False)


def _numbers(query: exp.Select, engine: Engine, timeout: float | None) -> tuple[int, ...]:
    row = engine.run(text_of(query, engine.dialect), timeout=timeout).rows[0]
    return tuple(int(str(value or 0)) for value in row)
