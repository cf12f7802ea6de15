"""One fact: a table with the joins that its expressions need, grouped and aggregated alone.

Facts are aggregated before they meet, so that no join between them can multiply rows.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from semantic_layer.compile import row_facts
from semantic_layer.compile.names import Found, Hop, Names, Path, Way
from semantic_layer.compile.own import key_expression, own_expression
from semantic_layer.compile.sql import all_of, cast, column, name, relation
from semantic_layer.errors import QueryError
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.model import Dimension, RowFact, Segment, Table
from semantic_layer.proofs import Use, key_id

_MOST_NESTING = 12


def _apart(_made_for: Hashable, select: exp.Select, alias: str) -> exp.Expr:
    """A relation as a subquery of its own."""
    return exp.Subquery(this=select, alias=exp.TableAlias(this=name(alias)))


@dataclass(slots=True)
class Fact:
    """A table under construction: binds names to columns and collects the joins they need."""

    names: Names
    table: Table
    relations: Mapping[str, str]
    named: Callable[[str], exp.Expr | None] = field(default=lambda _: None)
    now: Callable[[], exp.Expr] | None = None
    share: Callable[[Hashable, exp.Select, str], exp.Expr] = field(default=_apart)
    within_rows: bool = False
    side: str = "LEFT"
    joins: dict[str, exp.Join] = field(default_factory=dict)
    joined: list[str] = field(default_factory=list)
    ways: dict[Way, None] = field(default_factory=dict)
    uses: dict[Use, None] = field(default_factory=dict)
    made_joins: dict[Hop, Callable[[str, str], exp.Join]] = field(default_factory=dict)
    _aliases: dict[Path, str] = field(default_factory=dict)
    _looked_up: dict[tuple[str, str], str] = field(default_factory=dict)
    _rows: dict[tuple[str, row_facts.Group], str] = field(default_factory=dict)

    def source(self, select: exp.Select) -> exp.Select:
        """The select, from this table with its joins."""
        select = select.from_(relation(self.relations[self.table.name], self.table.name))
        for join in self.joins.values():
            select.append("joins", join)
        return select

    def alias(self, path: Path) -> str:
        """What the table at the end of a path is called, joined."""
        return self._join(path)

    @property
    def aliases(self) -> Mapping[Path, str]:
        """What each table that was reached is called, by the way to it."""
        return self._aliases

    def dimension(self, dimension: Dimension, path: Path) -> exp.Expr:
        """The expression of a dimension at the end of a path."""
        self._join(path)
        if dimension.row_fact is not None:
            return self._row_fact(dimension, dimension.row_fact, path)
        return self._bind(parse_expression(dimension.expr), dimension.table, path, own=True)

    def expression(self, text: str) -> exp.Expr:
        """A measure's expression: its columns, dimensions, or those of joined tables."""
        return self._bind(parse_expression(text), self.table.name, (), own=False)

    def condition(self, text: str, path: Path = ()) -> exp.Expr:
        """A segment by name, or an expression, seen from the end of a path."""
        table = self.names.model.tables[path[-1].table] if path else self.table
        segment, way = self._segment(text, table, path)
        if segment is None:
            tree = self._keys_named(parse_expression(text), table)
            return self._bind(tree, table.name, path, own=False)
        self._join(way)
        return self._bind(parse_expression(segment.expr), segment.table, way, own=False)

    def _keys_named(self, tree: exp.Expr, table: Table) -> exp.Expr:
        """A condition may name a key of its table by its entity: `customer is not null`."""
        dimensions = {d.name for d in table.dimensions}
        keys = {
            e.name: e.columns[0] for e in table.entities
            if len(e.columns) == 1 and e.columns[0] != e.name and e.name not in dimensions
        }  # fmt: skip

        def named(node: exp.Expr) -> exp.Expr:
            parts = column_parts(node)
            if len(parts) == 1 and parts[0] in keys:
                return _wrapped(parse_expression(keys[parts[0]]))
            return node

        return tree.transform(named, copy=False) if keys else tree

    def row_conditions(self) -> list[exp.Expr]:
        """The table's own rule of which rows count."""
        return [self.condition(rule) for rule in self.table.rows]

    def looked_up(self, moment: exp.Expr, source: str, day: str, wanted: str) -> exp.Expr:
        """A column of a calendar table for the day of a moment."""
        key = (source, moment.sql())
        if key in self._looked_up:
            return column(wanted, self._looked_up[key])
        alias = f"calendar_{len(self._looked_up) + 1}"
        self._looked_up[key] = alias
        on = exp.EQ(this=cast(column(day, alias), "DATE"), expression=cast(moment, "DATE"))
        self.joins[alias] = exp.Join(this=relation(source, alias), side="LEFT", on=on)
        return column(wanted, alias)

    def _segment(self, text: str, table: Table, path: Path) -> tuple[Segment | None, Path]:
        own = next((s for s in table.segments if s.name == text), None)
        if own is not None:
            return own, path
        *hints, last = text.split(".")
        if not hints or not all(h.isidentifier() for h in hints):
            return None, path
        reached = self.names.path_to(table.name, tuple(hints))
        if reached is None:
            return None, path
        target = self.names.model.tables[reached[0]]
        found = next((s for s in target.segments if s.name == last), None)
        return found, path + reached[1]

    def _bind(
        self, tree: exp.Expr, table: str, path: Path, *, own: bool, depth: int = 0
    ) -> exp.Expr:
        """The tree with every name replaced by a real column. `own`: plain names are columns."""
        if depth > _MOST_NESTING:
            raise QueryError("bad_expression", text=tree.sql()[:80])

        def replaced(node: exp.Expr) -> exp.Expr:
            parts = column_parts(node)
            return self._column(parts, table, path, own, depth) if parts else node

        return tree.transform(replaced, copy=False)

    def _column(
        self, parts: tuple[str, ...], table: str, path: Path, own: bool, depth: int
    ) -> exp.Expr:
        special = self.named(".".join(parts)) if not own else None
        if special is not None:
            return special
        if len(parts) > 1:
            found = self.names.reach(table, ".".join(parts))
            if found is not None:
                return _wrapped(self._reached(found, path, depth))
            if parts[:-1] == (table,):
                return column(parts[-1], self._join(path))
            table, path = self._walk(parts, table, path)
            own = False
        last = parts[-1]
        dimension = self._dimension_in(table, last)
        if dimension is not None:
            if dimension.row_fact is not None:
                return self._row_fact(dimension, dimension.row_fact, path)
            if not own:
                tree = parse_expression(dimension.expr)
                return _wrapped(self._bind(tree, table, path, own=True, depth=depth + 1))
        return column(last, self._join(path))

    def _reached(self, found: Found, path: Path, depth: int) -> exp.Expr:
        path += found.path
        self._join(path)
        if found.dimension.row_fact is not None:
            return self._row_fact(found.dimension, found.dimension.row_fact, path)
        tree = parse_expression(found.dimension.expr)
        return self._bind(tree, found.dimension.table, path, own=True, depth=depth + 1)

    def _walk(self, parts: tuple[str, ...], table: str, path: Path) -> tuple[str, Path]:
        reached = self.names.path_to(table, parts[:-1])
        if reached is None:
            raise self.names.unknown(".".join(parts))
        return reached[0], path + reached[1]

    def _dimension_in(self, table: str, last: str) -> Dimension | None:
        dimensions = self.names.model.tables[table].dimensions
        made = (d for d in dimensions if d.expr != d.name or d.row_fact is not None)
        return next((d for d in made if d.name == last), None)

    def _row_fact(self, dimension: Dimension, row_fact: RowFact, path: Path) -> exp.Expr:
        """A fact about a row's place among others, met by the primary key of its table."""
        row, table = self._join(path), self.names.model.tables[dimension.table]
        if self.within_rows:
            raise QueryError("row_fact_nested", name=dimension.label)
        group = row_facts.group_of(table, row_fact)
        if (row, group) not in self._rows:
            alias = f"{row}__rows_{len(self._rows) + 1}"
            inner = Fact(self.names, table, self.relations, within_rows=True)
            source = self.share(group, row_facts.select(inner, group), alias)
            self.joins[alias] = row_facts.join(table, row, source, alias)
            self.joined += inner.joined
            self.ways |= inner.ways
            key = table.primary
            assert key is not None
            use = Use(key_id(table.name, key.name), "join", bool(key.partition))
            self.uses |= {use: None, **inner.uses}
            self._rows[row, group] = alias
        return column(dimension.name, self._rows[row, group])

    def _join(self, path: Path) -> str:
        """The alias at the end of a path, joining what is not joined yet."""
        alias = self.table.name
        for depth, hop in enumerate(path, start=1):
            before, alias = alias, self._alias(path[:depth])
            if alias not in self.joins:
                self.joins[alias] = self._join_node(before, alias, path[:depth])
                self.joined.append(hop.table)
                self.ways[path[depth - 2].table if depth > 1 else self.table.name, hop] = None
        return alias

    def _alias(self, path: Path) -> str:
        """A name of its own for each path: the roles, with the table where two paths share them."""
        if path not in self._aliases:
            alias = "__".join(h.role for h in path)
            if alias == self.table.name or alias in self._aliases.values():
                alias = f"{alias}__{path[-1].table}"
            self._aliases[path] = alias
        return self._aliases[path]

    def _join_node(self, before: str, alias: str, path: Path) -> exp.Join:
        hop = path[-1]
        if hop in self.made_joins:
            return self.made_joins[hop](before, alias)
        pairs: list[exp.Expr] = [
            exp.EQ(this=key_expression(left, before), expression=key_expression(right, alias))
            for left, right in zip(hop.here.columns, hop.there.columns, strict=True)
        ]
        target = self.names.model.tables[hop.table]
        partition = self._same_partition(path, alias)
        pairs += partition
        window = hop.there.kind == "natural"
        if window:
            pairs += self._holding(target, alias)
        key = key_id(hop.table, hop.there.name)
        self.uses[Use(key, "window" if window else "join", bool(partition))] = None
        source = relation(self.relations[hop.table], alias)
        return exp.Join(this=source, side=self.side, on=all_of(pairs))

    def _same_partition(self, path: Path, alias: str) -> list[exp.Expr]:
        """Keys with a partition meet only within it: that of the first table with one so named."""
        partition = path[-1].there.partition
        above = [(self.table, self.table.name)]
        above += [
            (self.names.model.tables[hop.table], self._alias(path[:depth]))
            for depth, hop in enumerate(path[:-1], start=1)
        ]
        left = next(
            (t for t in above if any(e.partition == partition for e in t[0].entities)), None
        )
        if not partition or left is None:
            return []
        there = self.names.model.tables[path[-1].table]
        here = own_expression(left[0], partition, left[1])
        return [exp.EQ(this=here, expression=own_expression(there, partition, alias))]

    def _holding(self, target: Table, alias: str) -> list[exp.Expr]:
        """That a row of a slowly changing table holds at the moment of the fact."""
        assert target.valid is not None
        assert self.now is not None
        start = own_expression(target, target.valid.start, alias)
        end = own_expression(target, target.valid.end, alias)
        open_end = exp.Or(
            this=exp.LT(this=self.now(), expression=end),
            expression=exp.Is(this=end.copy(), expression=exp.Null()),
        )
        return [exp.GTE(this=self.now(), expression=start), exp.Paren(this=open_end)]


def _wrapped(node: exp.Expr) -> exp.Expr:
    return exp.Paren(this=node) if isinstance(node, exp.Binary | exp.Connector) else node


def grouped(select: exp.Select, keys: Sequence[exp.Expr]) -> exp.Select:
    """Grouped by the key expressions, if there are any."""
    return select.group_by(*(k.copy() for k in keys), copy=False) if keys else select


def aliased(node: exp.Expr, label: str) -> exp.Alias:
    """`node AS label`."""
    return exp.Alias(this=node, alias=name(label))
