"""Metrics as OSI expressions: the numbers that the compiler would build, over dataset.field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from semantic_layer.compile.aggregate import aggregate
from semantic_layer.compile.fact import Fact
from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.names import Names, Path
from semantic_layer.compile.number import (
    Elapsed,
    Fixed,
    Formula,
    Leaf,
    Nested,
    Number,
    Quotient,
    leaves,
)
from semantic_layer.compile.plan import clock_of
from semantic_layer.compile.sql import all_of, is_plain, literal, safe_divide, zero_if_empty
from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.importers.aggregates import Aggregate, taken_apart
from semantic_layer.importers.entries import Entry
from semantic_layer.importers.naming import quoted
from semantic_layer.importers.sql import NotCarried
from semantic_layer.model import Metric, Model

__all__ = ["Expressions", "portable"]

_DIALECTS = (("ANSI_SQL", "", "duckdb"), ("SNOWFLAKE", "snowflake", "snowflake"))
_ZERO_IF_EMPTY = ("sum", "count", "count_distinct", "sum_boolean")


def portable(tree: exp.Expr) -> Entry:
    """A tree in plain SQL, or in the first dialect of OSI that says the same.

    Raises NotCarried where what is written would be read as something else.
    """
    meant = tree.sql(dialect="duckdb")
    for label, writes, reads in _DIALECTS:
        said = tree.sql(dialect=writes)
        try:
            back = sqlglot.parse_one(said, dialect=reads)
        except SqlglotError:
            continue
        if back.sql(dialect="duckdb") == meant:
            return {"dialects": [{"dialect": label, "expression": said}]}
    raise NotCarried("not_portable", text=tree.sql()[:80])


_REASONS: Mapping[type, str] = {
    Nested: "taken for each member (nested)",
    Fixed: "at a grain of its own (fixed)",
    Elapsed: "how much of a period has passed (elapsed)",
}


@dataclass(frozen=True, slots=True)
class Expression:
    """A metric in OSI's words, and the clock (`dataset.field`) of each aggregate in it, in order."""

    entry: Entry
    clocks: list[str]


@dataclass(slots=True)
class Expressions:
    """Makes the expression of each metric.

    `columns`: of each table, the fields that are plain columns beside its dimensions.
    """

    model: Model
    names: Names
    columns: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, metric: Metric) -> Expression:
        """The metric's expression, with the clocks of its aggregates. Raises NotCarried."""
        if metric.before and metric.plain is None:
            raise NotCarried("not_in_osi", text="another meaning before a day (changes)")
        try:
            number = number_of(self.model, metric.name)
            tree = self._number(number)
            clocks: dict[Aggregate, str] = {}
            for leaf in leaves(number):
                for part in taken_apart(self._leaf(leaf)).parts.values():
                    if clocks.setdefault(part, self._clock(leaf)) != self._clock(leaf):
                        raise NotCarried("not_in_osi", text="two clocks of one aggregate")
            parts = taken_apart(tree).parts.values()
            return Expression(portable(tree), [clocks[part] for part in parts])
        except QueryError as error:
            raise NotCarried("not_in_osi", text=error.code) from None

    def _clock(self, leaf: Leaf) -> str:
        """The clock of a leaf as `dataset.field`, "" for none or where empty moments count."""
        found = clock_of(leaf.measure, self.names, leaf.metric)
        if found is None:
            return ""
        self._only_way(leaf.measure.table, found.path)
        return f"{found.dimension.table}.{found.dimension.name}"

    def _number(self, number: Number) -> exp.Expr:
        match number:
            case Leaf():
                return self._leaf(number)
            case Quotient():
                return safe_divide(self._number(number.top), self._number(number.bottom))
            case Formula():
                return self._formula(number)
        raise NotCarried("not_in_osi", text=_REASONS[type(number)])

    def _formula(self, number: Formula) -> exp.Expr:
        parts = dict(number.parts)

        def replaced(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Column):
                return exp.Paren(this=self._number(parts[node.name]))
            return node

        tree = parse_expression(number.expr)
        for division in list(tree.find_all(exp.Div)):
            bottom = exp.Nullif(this=division.expression, expression=literal(0))
            division.set("expression", bottom)
        return exp.Paren(this=tree.transform(replaced, copy=False))

    def _leaf(self, leaf: Leaf) -> exp.Expr:
        measure = leaf.measure
        reason = next((said for said, holds in _beyond(leaf) if holds), "")
        if reason:
            raise NotCarried("not_in_osi", text=reason)
        fact = Fact(
            self.names,
            self.model.tables[measure.table],
            {t: t for t in self.model.tables},
            now=_no_moment,
        )
        rows = () if measure.all_rows else fact.table.rows
        conditions = []
        for text in dict.fromkeys((*rows, *measure.where, *leaf.where)):
            if not isinstance(text, str):
                raise NotCarried("not_in_osi", text="a condition of a query")
            conditions.append(fact.condition(text))
        clock = clock_of(measure, self.names, leaf.metric)
        if measure.clocked and clock is not None:
            moment = fact.dimension(clock.dimension, clock.path)
            conditions.append(exp.Not(this=exp.Is(this=moment, expression=exp.Null())))
        value = fact.expression(measure.expr) if measure.expr else self._key(fact)
        tree = aggregate(measure, value, all_of(conditions), "duckdb")
        self._resolve(tree, fact)
        zero = measure.empty_is_zero and measure.agg in _ZERO_IF_EMPTY
        return zero_if_empty(tree) if zero else tree

    def _key(self, fact: Fact) -> exp.Expr:
        """Rows are counted by their key: a plain `count(*)` would not say of which dataset."""
        key = fact.table.primary
        if key is None or len(key.columns) != 1 or key.partition:
            return exp.Literal.number(1)
        return fact.expression(key.columns[0])

    def _resolve(self, tree: exp.Expr, fact: Fact) -> None:
        """Aliases of tables replaced by their datasets. Raises NotCarried for a role."""
        homes = {fact.table.name: fact.table.name}
        for path, alias in fact.aliases.items():
            self._only_way(fact.table.name, path)
            homes[alias] = path[-1].table
        if fact.joins.keys() - homes.keys() or tree.find(exp.Query):
            raise NotCarried("not_in_osi", text="a relation of its own")
        for column in list(tree.find_all(exp.Column)):
            if column.table not in homes:
                raise NotCarried("not_in_osi", text="a relation of its own")
            table = homes[column.table]
            field_name = self._field(table, column.name)
            column.set("table", _identifier(table))
            column.set("this", _identifier(field_name))
        if not any(tree.find_all(exp.Column)):
            raise NotCarried("not_in_osi", text="count of rows without a key")

    def _field(self, table: str, column: str) -> str:
        """The name of the field that is the column itself, and not a dimension of its name."""
        said = {d.name: d.expr for d in self.model.tables[table].dimensions}
        own = said.get(column, column) in (column, quoted(column))
        name = column if own else f"{column}_column"
        if name not in said:
            self.columns.setdefault(table, {})[name] = column
        return name

    def _only_way(self, table: str, path: Path) -> None:
        """An OSI expression cannot say which of two ways leads to a dataset."""
        if not path:
            return
        if any(hop.there.kind == "natural" or hop.there.partition for hop in path):
            raise NotCarried("not_in_osi", text="a join at a moment")
        ways = [p for t, p in self.names.paths(table) if t == path[-1].table]
        shortest = [p for p in ways if len(p) == min(map(len, ways))]
        if shortest != [path]:
            raise NotCarried("two_ways", name=path[-1].table)


def _beyond(leaf: Leaf) -> Iterator[tuple[str, bool]]:
    """What of a leaf an aggregate of rows cannot say."""
    measure = leaf.measure
    yield "looks over time (cumulative, offset)", bool(leaf.looks)
    yield "follows events (conversion)", leaf.follow is not None
    yield "a balance (snapshot)", measure.snapshot is not None
    yield "only rows of an age (matured)", bool(leaf.matured)
    yield "periods laid on days (spread)", measure.spread is not None
    yield (
        "fill, every_step, approximate",
        bool(measure.approximate or measure.fill is not None or measure.every_step),
    )


def _identifier(text: str) -> exp.Identifier:
    return exp.Identifier(this=text, quoted=not is_plain(text))


def _no_moment() -> exp.Expr:
    raise NotCarried("not_in_osi", text="a join at a moment")
