"""Exports a shop as an OSI document (Open Semantic Interchange, Apache Ossie 0.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from sqlglot import exp

from semantic_layer.compile.names import Names
from semantic_layer.errors import QueryError
from semantic_layer.exporters.osi.expressions import Expression, Expressions, portable
from semantic_layer.exporters.osi.own import (
    extension,
    field_own,
    metric_own,
    shop_own,
    synonyms,
)
from semantic_layer.expressions import column_parts, parse_expression
from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.report import Report
from semantic_layer.importers.sql import NotCarried
from semantic_layer.model import Dimension, Entity, Metric, Model, Table

__all__ = ["export_osi"]

_VERSION = "0.2.0.dev0"
_TYPES = {
    "number": "Decimal",
    "bool": "Boolean",
    "date": "Date",
    "time": "DateTime",
    "text": "String",
}
_NEVER = ("roles", "access", "terms", "occasions", "concepts", "queries", "spines")


def export_osi(model: Model, file: Path) -> Report:
    """Write a shop's model as an OSI file. The report says what was carried and what was not."""
    report = Report()
    exporting = _Exporting(model, Names(model), report)
    document: Entries = {"version": _VERSION, "semantic_model": [exporting.model_entry()]}
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return report


@dataclass(slots=True)
class _Exporting:
    """One export on its way."""

    model: Model
    names: Names
    report: Report

    def model_entry(self) -> Entries:
        """The whole model; what never travels is reported."""
        metrics, columns = self._metrics()
        for kind in _NEVER:
            for name in _names_of(getattr(self.model, kind)):
                self._leave(f"{kind} {name}", NotCarried("not_in_osi", text=kind))
        datasets: list[Entry] = [
            self._dataset(t, columns.get(t.name, {})) for t in self.model.tables.values()
        ]
        examples: list[Entry] = [q.zh or q.en for q in self.model.questions]
        description = self.model.description
        return {
            "name": self.model.name,
            **filled(
                description=description.en or description.zh,
                ai_context=filled(examples=examples),
                datasets=datasets,
                relationships=self._relationships(),
                metrics=metrics,
                custom_extensions=extension(shop_own(self.model)),
            ),
        }

    def _metrics(self) -> tuple[list[Entry], dict[str, dict[str, str]]]:
        made: list[Entry] = []
        expressions = Expressions(self.model, self.names)
        for metric in self.model.metrics.values():
            try:
                said = expressions.of(metric)
            except (NotCarried, QueryError) as error:
                self._leave(f"metric {metric.name}", error)
                continue
            made.append(self._metric(metric, said))
            self.report.count("metrics")
            for what, lost in _lost(metric):
                if lost:
                    self._leave(
                        f"metric {metric.name}: {what}", NotCarried("not_in_osi", text=what)
                    )
        return made, expressions.columns

    def _metric(self, metric: Metric, said: Expression) -> Entry:
        texts = [metric.description, metric.formula]
        description = next((t.en or t.zh for t in texts if t.en or t.zh), "")
        words = synonyms(metric.label, metric.synonyms, metric.name)
        return {
            "name": metric.name,
            **filled(
                description=description, expression=said.entry,
                ai_context=filled(synonyms=words),
                custom_extensions=extension(metric_own(metric, said.clocks)),
            ),
        }  # fmt: skip

    def _dataset(self, table: Table, columns: dict[str, str]) -> Entries:
        fields: list[Entry] = []
        said: set[str] = set()
        for dimension in table.dimensions:
            try:
                text = self._own_expression(dimension)
            except NotCarried as error:
                self._leave(f"dimension {dimension.id}", error)
                continue
            said.add(dimension.name)
            if dimension.lasts_to:
                self._leave(
                    f"dimension {dimension.id}: lasts_to", NotCarried("not_in_osi", text="lasts_to")
                )
            fields.append(self._field(dimension, text))
            self.report.count("dimensions")
        fields += [
            {"name": name, "expression": portable(exp.column(column))}
            for name, column in columns.items()
        ]
        self._leave_rest(table)
        own = filled(
            label={"zh": table.label.zh, "en": table.label.en},
            time=table.time if table.time in said else "",
        )
        self.report.count("tables")
        return {
            "name": table.name, "source": table.source,
            **filled(
                primary_key=next(iter(self._keys(table, "primary")), None),
                unique_keys=self._keys(table, "unique"),
                description=table.description.en or table.description.zh,
                ai_context=filled(synonyms=synonyms(table.label, (), table.name)),
                fields=fields, custom_extensions=extension(own),
            ),
        }  # fmt: skip

    def _field(self, dimension: Dimension, said: Entry) -> Entries:
        same_as = dimension.same_as
        if same_as:
            home = self.model.dimensions[same_as]
            same_as = f"{home.table}.{home.name}"
        words = synonyms(dimension.label, dimension.synonyms, dimension.name)
        description = dimension.description.en or dimension.description.zh
        return {
            "name": dimension.name, "expression": said,
            "dimension": {"is_time": dimension.is_time}, "datatype": _TYPES[dimension.type],
            **filled(
                description=description, ai_context=filled(synonyms=words),
                custom_extensions=extension(field_own(dimension, same_as)),
            ),
        }  # fmt: skip

    def _own_expression(self, dimension: Dimension) -> Entry:
        tree = parse_expression(dimension.expr)
        if any(len(column_parts(c)) > 1 for c in tree.find_all(exp.Column, exp.Dot)):
            raise NotCarried("not_in_osi", text="an expression over a join")
        return portable(tree)

    def _keys(self, table: Table, kind: str) -> list[Entry]:
        found: list[Entry] = []
        for entity in table.entities:
            if entity.kind == kind:
                try:
                    found.append(_key_columns(entity))
                except NotCarried as error:
                    self._leave(f"key {table.name}.{entity.name}", error)
        return found

    def _leave_rest(self, table: Table) -> None:
        """Segments stand in the metrics already; windows of validity have no place."""
        for segment in table.segments:
            self._leave(
                f"segment {table.name}.{segment.name}", NotCarried("put_in", name="metrics")
            )
        if table.valid is not None:
            self._leave(f"table {table.name}: valid", NotCarried("not_in_osi", text="valid"))

    def _relationships(self) -> list[Entry]:
        made: list[Entry] = []
        for table in self.model.tables.values():
            for target, path in self.names.paths(table.name):
                if len(path) != 1:
                    continue
                here, there = path[0].here, path[0].there
                name = f"{table.name}_{here.name}_{target}"
                if there.kind == "natural" or there.partition:
                    self._leave(f"join {name}", NotCarried("not_in_osi", text="a join at a moment"))
                    continue
                if here.kind in ("primary", "unique") and here.to == here.name == there.name:
                    self._leave(f"join {name}", NotCarried("not_in_osi", text="one to one"))
                    continue
                try:
                    columns = (
                        [_column(c) for c in here.columns],
                        [_column(c) for c in there.columns],
                    )
                except NotCarried as error:
                    self._leave(f"join {name}", error)
                    continue
                made.append({
                    "name": name, "from": table.name, "to": target,
                    "from_columns": list(columns[0]), "to_columns": list(columns[1]),
                })  # fmt: skip
                self.report.count("joins")
        return made

    def _leave(self, what: str, error: NotCarried | QueryError) -> None:
        if isinstance(error, QueryError):
            error = NotCarried("not_in_osi", text=error.code)
        self.report.leave(self.model.name, what, error.code, **error.values)


def _lost(metric: Metric) -> Iterator[tuple[str, bool]]:
    """What of a metric that is carried changes no number, but what may be asked or is said."""
    measure = metric.measure
    yield "allocate", measure is not None and measure.allocate is not None
    yield "covers", measure is not None and measure.covers_whole
    yield "settles", bool(metric.settles)


def _names_of(things: object) -> list[str]:
    if isinstance(things, dict):
        return list(things)
    listed = things if isinstance(things, tuple) else ()
    return [getattr(thing, "name", getattr(thing, "table", "")) for thing in listed]


def _key_columns(entity: Entity) -> list[Entry]:
    """The columns of a key, with its partition. Raises NotCarried for expressions."""
    partition = [entity.partition] if entity.partition else []
    return [_column(text) for text in (*entity.columns, *partition)]


def _column(text: str) -> str:
    tree = parse_expression(text)
    if not isinstance(tree, exp.Column) or tree.table:
        raise NotCarried("not_in_osi", text=text)
    return tree.name
