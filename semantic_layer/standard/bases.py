"""The rows that a concept stands for in one shop: its table, its rule of which rows count, its clock."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlglot import exp

from semantic_layer.concepts.catalogue import CATALOGUE
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.model import Aggregation, Dimension, Entity, Measure, Model, Snapshot, Table
from semantic_layer.standard.facts import NAMES as FACTS
from semantic_layer.standard.facts import fact_of
from semantic_layer.standard.recipes import Of
from semantic_layer.vocabulary import Concept

PLACES = {"is_first": "=", "is_later": ">"}
FIRST = "first_order_time"
MetricOf = Callable[[str], Measure | None]


@dataclass(slots=True)
class Bases:
    """Turns what a recipe is `Of` into a measure, with a shop's own tables and names.

    `measure_of` gives the measure of a simple metric of the shop, None for any other. `facts` are
    the row facts that were needed, `first` the time of a customer's first order where it was.
    """

    model: Model
    measure_of: MetricOf
    facts: dict[str, Dimension] = field(default_factory=dict)
    first: Measure | None = None

    def measure(self, of: Of) -> Measure | None:
        """The measure, or None when something that it needs is not bound or not expressible."""
        concept = self.model.concept(of.concept)
        table = self.model.tables.get(concept.table) if concept else None
        if concept is None or table is None:
            return None
        base = self._base(concept, table, of)
        wanted = self._filled(concept, table, of)
        conditions = self._conditions(concept, table, of)
        if base is None or wanted is None or conditions is None:
            return None
        expr, agg = wanted
        found = replace(
            base, agg=agg, expr=expr, where=tuple(dict.fromkeys((*base.where, *conditions)))
        )
        return replace(found, snapshot=Snapshot(base.time)) if of.snapshot else found

    def _base(self, concept: Concept, table: Table, of: Of) -> Measure | None:
        """Table, rows and clock. The clock and conditions of the metric that is bound as the
        concept's value hold for all that is made of it: one rule of what an order is."""
        own = self._own(concept, of)
        clock = self._clock(concept, table, of, own)
        rows = self._rows(concept, table, of, own)
        if clock is None or rows is None or (of.clock == "placed" and rows):
            return None  # conditions of paid orders are no conditions of placed ones
        all_rows = own.all_rows if own is not None and not of.free else False
        return Measure(table.name, "count", "", clock, rows, all_rows)

    def _own(self, concept: Concept, of: Of) -> Measure | None:
        """The measure of the metric that is bound as what is summed, else as the value."""
        for slot in (of.what if of.agg == "sum" else "", "value"):
            measure = self.measure_of(concept.get(slot)) if concept.get(slot) else None
            if measure is not None and measure.table == concept.table:
                return measure
        return None

    def _rows(
        self, concept: Concept, table: Table, of: Of, own: Measure | None
    ) -> tuple[str, ...] | None:
        """What is summed has its own; else the concept's rows, or its value's."""
        summed = of.agg == "sum" and concept.get(of.what) in self.model.metrics
        if own is not None and not of.free and (summed or not concept.all("rows")):
            return own.where
        rows = () if of.free else concept.all("rows")
        if table.rows or "order" not in concept or concept.name == "order":
            return rows
        orders = self._order_rows(concept["order"], table)
        return None if orders is None else (*rows, *orders)

    def _order_rows(self, role: str, table: Table) -> tuple[str, ...] | None:
        """What makes an order count, as rows that lead to it say it."""
        order = self.model.concept("order")
        if order is None or table.name == order.table:
            return ()
        there = self.model.tables[order.table]
        base = self._base(order, there, Of("order", "count"))
        if base is None or table.entity(role) is None:
            return None
        return tuple(self._through(role, there, text) for text in (*there.rows, *base.where))

    def _through(self, role: str, there: Table, text: str) -> str:
        """A condition on orders, as rows that lead to them say it."""
        if any(s.name == text for s in there.segments):
            return f"{role}.{text}"

        def named(node: exp.Expr) -> exp.Expr:
            parts = column_parts(node)
            return exp.column(parts[-1], role) if len(parts) == 1 else node

        return parse_expression(text).transform(named).sql("duckdb")

    def _clock(self, concept: Concept, table: Table, of: Of, own: Measure | None) -> str | None:
        other, _, slot = of.clock.rpartition(".")
        if other:
            return self._distant(concept, table, other, slot)
        if slot in FACTS:
            return self._fact(slot, concept, table)
        if slot == "time" and own is not None:
            return own.time or None
        if slot == "time" and slot not in concept:  # a line happens when its order does
            return self._distant(concept, table, "order", slot) or table.time or None
        return self._dimension(concept, slot, table)

    def _distant(self, concept: Concept, table: Table, other: str, slot: str) -> str | None:
        """The clock of another concept, through the key that leads to it."""
        target = self.model.concept(other)
        home = self.model.tables.get(target.table) if target else None
        if target is None or home is None:
            return None
        base = self._base(target, home, Of(other, "count", clock=slot))
        if base is None or home is table:
            return base.time if base else None
        role = concept.get(other)
        return f"{role}.{base.time}" if role and table.entity(role) is not None else None

    def _dimension(self, concept: Concept, slot: str, table: Table) -> str | None:
        """A slot's dimension as an expression over the concept's rows names it."""
        found = self.model.dimensions.get(concept.get(slot))
        if found is None:
            return None
        own = next((d for d in table.dimensions if found.id in (d.id, d.same_as)), None)
        return own.name if own is not None else found.id

    def _filled(self, concept: Concept, table: Table, of: Of) -> tuple[str, Aggregation] | None:
        """The expression that is aggregated, and how."""
        if of.expr:
            text = self._holes(concept, table, of.expr)
            return None if text is None else (text, of.agg)
        if of.agg == "count" and not of.what:
            return self._things(concept, table)
        if of.agg == "count_distinct":
            key = self._key(concept, of.what, table)
            return None if key is None else (key, "count_distinct")
        bound = concept.get(of.what)
        if not bound:
            return None
        metric = self.measure_of(bound)
        if metric is not None:
            return (metric.expr, metric.agg) if metric.table == table.name else None
        return None if bound in self.model.metrics else (bound, of.agg)

    def _things(self, concept: Concept, table: Table) -> tuple[str, Aggregation] | None:
        """Rows where the concept is the table's own key, else distinct values of the key."""
        entity = table.entity(concept["entity"])
        if entity is not None and (entity.kind == "primary" or not entity.columns):
            return "", "count"
        key = self._key(concept, "entity", table)
        return None if key is None else (key, "count_distinct")

    def _key(self, concept: Concept, slot: str, table: Table) -> str | None:
        """A key as an expression over the concept's rows; none for one of several columns."""
        bound = concept.get(slot)
        entity = table.entity(bound) or next((e for e in table.entities if e.to == bound), None)
        if entity is not None:
            return entity.columns[0] if len(entity.columns) == 1 else None
        if bound in self.model.dimensions:
            return self._dimension(concept, slot, table)
        home = self._home(bound)
        return None if home is None else f"{bound}.{home}"

    def named(self, concept: Concept, slot: str) -> str | None:
        """A key as a query names it: by its entity, else by a dimension that holds it."""
        bound = concept[slot]
        names = {d.name for d in self.model.dimensions.values()}
        if bound in self.model.dimensions or bound not in names:
            return bound
        table = self.model.tables[concept.table]
        entity = table.entity(bound)
        homes = [
            t
            for t in self.model.tables.values()
            if t.primary and entity and t.primary.to == entity.to
        ]
        for home in (*homes, table):
            key = next((e for e in home.entities if entity and e.to == entity.to), None)
            for dimension in home.dimensions:
                if key is not None and (dimension.expr,) == key.columns:
                    return dimension.id
        return None

    def _home(self, entity: str) -> str | None:
        """The only column of an entity's own table, reached over one or more joins."""
        tables = self.model.tables.values()
        found: list[Entity] = [
            e for t in tables for e in t.entities if e.name == entity and e.kind == "primary"
        ]
        return found[0].columns[0] if len(found) == 1 and len(found[0].columns) == 1 else None

    def _conditions(self, concept: Concept, table: Table, of: Of) -> tuple[str, ...] | None:
        made: list[str] = []
        for slot in of.rows:
            if slot not in concept:
                return None
            made += self._of_slot(concept, table, slot)
        for text in of.where:
            filled = self._holes(concept, table, text)
            if filled is None:
                return None
            made.append(filled)
        return tuple(made)

    def _of_slot(self, concept: Concept, table: Table, name: str) -> list[str]:
        """Rows as they stand; values as a condition on their dimension."""
        slot = CATALOGUE[concept.name].slot(name)
        assert slot is not None
        if slot.kind == "rows":
            return list(concept.all(name))
        dimension = self.model.dimensions[concept[slot.of]]
        ref = self._dimension(concept, slot.of, table)
        values = [_literal(dimension, v) for v in concept.all(name)]
        return [f"{ref} = {values[0]}" if len(values) == 1 else f"{ref} in ({', '.join(values)})"]

    def _holes(self, concept: Concept, table: Table, text: str) -> str | None:
        """`{slot}` replaced by what the slot is bound to, `{order_number}` by the row fact."""
        for name in (*FACTS, *PLACES):
            if f"{{{name}}}" in text:
                place = self._place if name in PLACES else self._fact
                fact = place(name, concept, table)
                if fact is None:
                    return None
                text = text.replace(f"{{{name}}}", fact)
        for slot in CATALOGUE[concept.name].slots:
            hole = f"{{{slot.name}}}"
            if hole in text:
                filled = self._hole(concept, table, slot.name)
                if filled is None:
                    return None
                text = text.replace(hole, filled)
        return text

    def _fact(self, name: str, concept: Concept, table: Table) -> str | None:
        """The name of a row fact of orders, which is made when it is first asked for."""
        base = self._base(concept, table, Of(concept.name, "count"))
        key = concept.get("customer")
        held = table.entity(key) is not None or any(d.id == key for d in table.dimensions)
        if base is None or not held or table.entity(concept["entity"]) is not table.primary:
            return None
        own = next((d.name for d in table.dimensions if d.id == key), key)
        found = fact_of(name, base, own, table, self.model, self.facts)
        return found.name if found is not None else None

    def _place(self, name: str, concept: Concept, table: Table) -> str | None:
        """Whether an order is its customer's first. Where orders are no rows of their own (a table
        of lines), by the time of the customer's first order: a metric of each customer."""
        number = self._fact("order_number", concept, table)
        if number is not None:
            return f"{number} {PLACES[name]} 1"
        base = self._base(concept, table, Of(concept.name, "count"))
        key = self.named(concept, "customer") if "customer" in concept else None
        if base is None or key is None or "." in base.time or FIRST in self.model.metrics:
            return None
        self.first = replace(base, agg="min", expr=base.time)
        return f'{base.time} {PLACES[name]} "{FIRST} by {key}"'

    def _hole(self, concept: Concept, table: Table, slot: str) -> str | None:
        bound = concept.get(slot)
        if bound in self.model.dimensions:
            return self._dimension(concept, slot, table)
        metric = self.measure_of(bound) if bound else None
        return metric.expr if metric is not None and metric.table == table.name else bound or None


def _literal(dimension: Dimension, value: str) -> str:
    if dimension.type in ("number", "bool"):
        return value
    return "'" + value.replace("'", "''") + "'"
