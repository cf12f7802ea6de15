"""`concepts:` of a shop folder, held against the catalogue and the model."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import yaml

from semantic_layer import concept_messages  # noqa: F401  (adds the texts)
from semantic_layer.concepts.catalogue import ALIASES, CATALOGUE
from semantic_layer.concepts.slots import LISTS, Kind, Slot
from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.load.nodes import Reader
from semantic_layer.model import Dimension, Model, Table
from semantic_layer.nearest import nearest
from semantic_layer.texts import Place
from semantic_layer.vocabulary import Concept

Report = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Said:
    """A concept as the folder says it: slot to names, each with its place."""

    name: str
    entries: Mapping[str, tuple[tuple[str, ...], Place]]
    place: Place


def read_concept(reader: Reader, name: str, node: yaml.Node) -> Said:
    """`order: {entity: order, time: order.paid_at, value: gmv}`."""
    entries: dict[str, tuple[tuple[str, ...], Place]] = {}
    for key, key_node, value in reader.entries(node):
        slot = ALIASES.get(str(key), str(key))
        if slot in entries:
            reader.fault(key_node, "duplicate_key", key=slot)
        entries[slot] = (reader.strings(value), reader.place(value))
    return Said(name, entries, reader.place(node))


def bind(said: Mapping[str, Said], model: Model, report: Report) -> dict[str, Concept]:
    """The shop's concepts with every name resolved; a fault for what does not fit."""
    bound: dict[str, Concept] = {}
    for one in said.values():
        name = ALIASES.get(one.name, one.name)
        kind = CATALOGUE.get(name)
        if kind is None:
            known = ", ".join(CATALOGUE)
            report(one.place, "no_such_concept", nearest(name, CATALOGUE), name=name, known=known)
        elif name in bound:
            report(one.place, "bound_twice", concept=name, name=one.name)
        else:
            bound[name] = _Binding(kind, one, model, report).concept()
    return {name: _with_keys(concept, bound, model) for name, concept in bound.items()}


@dataclass(slots=True)
class _Binding:
    """One concept on its way from names to the model."""

    kind: Kind
    said: Said
    model: Model
    report: Report
    table: str = ""
    bindings: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def concept(self) -> Concept:
        known = {s.name: s for s in self.kind.slots}
        for name, (_, place) in self.said.entries.items():
            if name not in known:
                near = nearest(name, known)
                self.report(
                    place, "no_such_slot", near, concept=self.kind.name, slot=name,
                    known=", ".join(known),
                )  # fmt: skip
        for slot in self.kind.slots:  # the key first: it says which table is meant
            self._bind(slot)
        return Concept(self.kind.name, self.table, self.bindings, self.lists, self.said.place)

    def _bind(self, slot: Slot) -> None:
        if slot.name not in self.said.entries:
            self._default(slot)
            return
        names, place = self.said.entries[slot.name]
        if slot.kind in LISTS:
            self._many(slot, names, place)
        elif len(names) != 1:
            self.report(place, "one_binding", slot=self._called(slot))
        elif slot.kind == "key":
            self._key(slot, names[0], place)
        elif slot.kind == "amount":
            self._amount(slot, names[0], place)
        else:
            self._dimension(slot, names[0], place)

    def _called(self, slot: Slot) -> str:
        return f"{self.kind.name}.{slot.name}"

    def _default(self, slot: Slot) -> None:
        """A time that is not said is the clock of the concept's table."""
        table = self.model.tables.get(self.table)
        if slot.required and slot.kind == "time" and table is not None and table.time:
            found = _dimensions(self.model, table.time, table)
            if len(found) == 1:
                self.bindings[slot.name] = found[0].id
                return
        if slot.required:
            self.report(
                self.said.place, "slot_missing", concept=self.kind.name, slot=slot.name,
                example=slot.example,
            )  # fmt: skip

    def _key(self, slot: Slot, name: str, place: Place) -> None:
        entities = {e.name for t in self.model.tables.values() for e in t.entities}
        if name not in entities:
            found = self.model.dimensions_named(name)
            if not found:
                near = nearest(name, entities | set(self.model.dimensions))
                self.report(place, "no_such_key", near, slot=self._called(slot), name=name)
                return
            self._dimension(slot, name, place)
            if slot.name == "entity" and slot.name in self.bindings:
                self.table = self.model.dimensions[self.bindings[slot.name]].table
            return
        self.bindings[slot.name] = name
        if slot.name == "entity":
            self.table = self._home(slot, name, place)

    def _home(self, slot: Slot, entity: str, place: Place) -> str:
        """The table of which the entity is the key, else the only one that has it."""
        holders = [
            (t.name, e.kind) for t in self.model.tables.values() for e in t.entities
            if e.name == entity
        ]  # fmt: skip
        for wanted in ("primary", "natural", "unique"):
            homes = [name for name, kind in holders if kind == wanted]
            if homes:
                return homes[0]
        if len(holders) == 1 or self.kind.name == "customer":
            return holders[0][0] if len(holders) == 1 else ""
        self.report(place, "not_in_table", slot=self._called(slot), name=entity)
        return ""

    def _dimension(self, slot: Slot, name: str, place: Place) -> None:
        called = self._called(slot)
        found = _dimensions(self.model, name, self.model.tables.get(self.table))
        if len(found) > 1:
            names = [d.id for d in found]
            self.report(place, "several_bindings", slot=called, name=name, names=", ".join(names))
        elif not found:
            near = nearest(name, {d.name for d in self.model.dimensions.values()})
            near = nearest(name, self.model.dimensions) or near
            self.report(place, "no_such_binding", near, slot=called, name=name)
        elif slot.kind == "time" and not found[0].is_time:
            self.report(place, "not_a_time", slot=called, name=name)
        else:
            self.bindings[slot.name] = found[0].id

    def _amount(self, slot: Slot, text: str, place: Place) -> None:
        if text in self.model.metrics or self._expression(text, place):
            self.bindings[slot.name] = text

    def _expression(self, text: str, place: Place) -> bool:
        try:
            parse_expression(text)
        except QueryError as error:
            self.report(place, error.code, error.choices, **error.values)
            return False
        return True

    def _many(self, slot: Slot, names: tuple[str, ...], place: Place) -> None:
        if slot.kind == "values" and slot.of not in self.bindings:
            if slot.of not in self.said.entries:
                self.report(place, "values_of_nothing", slot=self._called(slot), of=slot.of)
            return
        if slot.kind == "values" and not self._are_values(slot, names, place):
            return
        if slot.kind == "rows" and not all(self._rows(text, place) for text in names):
            return
        self.lists[slot.name] = names

    def _are_values(self, slot: Slot, names: Iterable[str], place: Place) -> bool:
        dimension = self.model.dimensions[self.bindings[slot.of]]
        known = {str(v.value).lower(): str(v.value) for v in dimension.values}
        wrong = [n for n in names if known and n.lower() not in known]
        for name in wrong:
            near = nearest(name, known.values())
            self.report(
                place, "no_such_value", near, slot=self._called(slot), name=name,
                dimension=dimension.id,
            )  # fmt: skip
        return not wrong

    def _rows(self, text: str, place: Place) -> bool:
        table = self.model.tables.get(self.table)
        segments = {s.name for s in table.segments} if table else set()
        return text in segments or self._expression(text, place)


def _dimensions(model: Model, name: str, table: Table | None) -> tuple[Dimension, ...]:
    """The dimensions that a name may mean; one of the concept's own table comes first."""
    if name in model.dimensions:
        return (model.dimensions[name],)
    own = [d for d in table.dimensions if name == d.name] if table and "." not in name else []
    return tuple(own) or model.dimensions_named(name)


def _with_keys(concept: Concept, bound: Mapping[str, Concept], model: Model) -> Concept:
    """The concept with the keys that its table alone already tells: an order's only customer."""
    table = model.tables.get(concept.table)
    if table is None:
        return concept
    bindings = dict(concept.bindings)
    for slot in CATALOGUE[concept.name].slots:
        other = bound.get(slot.name)
        if slot.kind != "key" or slot.name in bindings or other is None:
            continue
        keys = [e.name for e in table.entities if e.to == other.get("entity")]
        if len(keys) == 1:
            bindings[slot.name] = keys[0]
    return Concept(concept.name, concept.table, bindings, concept.lists, concept.place)
