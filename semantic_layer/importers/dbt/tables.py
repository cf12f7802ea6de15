"""Semantic models as tables of a shop folder."""

from dataclasses import dataclass, field

from semantic_layer.column_types import dimension_type
from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.importers.data import Data
from semantic_layer.importers.dbt.project import DbtDimension, DbtModel, Project
from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.naming import renamed
from semantic_layer.importers.report import Report
from semantic_layer.model import GRAINS

_KINDS = {"primary": "primary", "unique": "unique", "foreign": "foreign", "natural": "natural"}


@dataclass(slots=True)
class Tables:
    """Makes the `tables:` section; keeps what the metrics need to know of it."""

    project: Project
    data: Data
    report: Report
    entries: Entries = field(default_factory=dict)
    spines: Entries = field(default_factory=dict)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    _homes: set[tuple[str, str]] = field(default_factory=set)

    def make(self) -> None:
        """Every model and spine of the project."""
        for model in self.project.models:
            if model.name in self.entries:
                self.report.leave(model.file, model.name, "twice", name=model.name)
                continue
            self.entries[model.name] = self._table(model)
            self.report.count("tables")
        for spine in self.project.spines:
            if spine.grain not in GRAINS:
                what = f"time spine {spine.relation}"
                self.report.leave(spine.file, what, "grain_unknown", name=spine.grain)
                continue
            name = spine.relation.split(".")[-1]
            source = self._source(spine.relation, spine.file, f"time spine {name}")
            self.entries.setdefault(name, {"source": source})
            self.spines[name] = filled(
                table=name, column=spine.column, grain=spine.grain, calendars=dict(spine.calendars)
            )
            self.report.count("spines")

    def _source(self, relation: str, file: str, what: str) -> str:
        found = self.data.find(relation)
        if found is None:
            self.report.leave(file, what, "source_missing", name=relation)
            return relation
        if found != relation and found != relation.split(".")[-1]:
            self.report.leave(file, what, "source_found", name=relation, found=found)
        return found

    def _table(self, model: DbtModel) -> Entries:
        what = f"semantic model {model.name}"
        source = self._source(model.relation, model.file, what)
        dimensions = self._dimensions(model, source, what)
        return filled(
            source=source,
            label=model.label,
            description=" ".join(model.description.split()),
            time=renamed(model.time) if model.time else "",
            valid=self._valid(model),
            entities=self._entities(model, what),
            dimensions=dimensions,
        )

    def _entities(self, model: DbtModel, what: str) -> Entries:
        partition = next((d.name for d in model.dimensions if d.partition), "")
        made: Entries = {}
        named = {e.name for e in model.entities}
        if model.primary_entity and model.primary_entity not in named:
            made[model.primary_entity] = {"kind": "primary", "columns": []}
        for entity in model.entities:
            where = f"{what}: entity {entity.name}"
            if entity.type not in _KINDS:
                self.report.leave(model.file, where, "kind_unknown", name=entity.type)
                continue
            if not self._allowed(entity.expr, model.file, where):
                continue
            made[entity.name] = filled(
                kind=_KINDS[entity.type],
                columns=entity.expr,
                partition=renamed(partition) if partition else "",
            )
        return made

    def _valid(self, model: DbtModel) -> Entries:
        """The window in which a row of a slowly changing table holds."""
        window = {d.validity: renamed(d.name) for d in model.dimensions if d.validity}
        if set(window) != {"start", "end"}:
            return {}
        return {"from": window["start"], "to": window["end"]}

    def _dimensions(self, model: DbtModel, source: str, what: str) -> Entries:
        home = next((e.name for e in model.entities if e.type == "primary"), "")
        home = home or model.primary_entity or model.name
        types = self.data.types(source, [d.expr for d in model.dimensions])
        made: Entries = {}
        for dimension, sql_type in zip(model.dimensions, types, strict=True):
            where = f"{what}: dimension {dimension.name}"
            name = renamed(dimension.name)
            if name != dimension.name:
                self.report.leave(model.file, where, "renamed", name=name)
            if (home, name) in self._homes:
                self.report.leave(model.file, where, "twice", name=f"{home}.{name}")
                continue
            if not self._allowed(dimension.expr, model.file, where):
                continue
            entry = self._dimension(model, dimension, sql_type, where)
            if entry is None:
                continue
            self._homes.add((home, name))
            made[name] = entry
            self.report.count("dimensions")
        self.names[model.name] = frozenset(made)
        return made

    def _dimension(
        self, model: DbtModel, dimension: DbtDimension, sql_type: str, where: str
    ) -> Entries | None:
        texts = {
            "label": dimension.label, "description": " ".join(dimension.description.split()),
        }  # fmt: skip
        if dimension.type != "time":
            if dimension.type != "categorical":
                self.report.leave(model.file, where, "kind_unknown", name=dimension.type)
                return None
            kind = dimension_type(sql_type)
            shown: Entry = "" if kind in ("text", "") else kind
            if kind in ("date", "time"):
                shown = ""
            return {**texts_of(texts), **filled(type=shown, expr=dimension.expr)}
        grain = dimension.grain or "day"
        if grain not in GRAINS:
            self.report.leave(model.file, where, "grain_unknown", name=grain)
            return None
        expr = _moment(dimension.expr, grain, sql_type)
        return {**texts_of(texts), "type": "time", "expr": expr, "grain": grain}

    def _allowed(self, expr: str, file: str, where: str) -> bool:
        try:
            parse_expression(expr)
        except QueryError:
            self.report.leave(file, where, "no_expression", text=expr[:80])
            return False
        return True


def texts_of(texts: dict[str, str]) -> Entries:
    """Labels and descriptions that say something."""
    return filled(**texts)


def _moment(expr: str, grain: str, sql_type: str) -> str:
    """A time dimension is its step: the start of the day, month … that holds the moment."""
    if sql_type == "DATE" and grain == "day":
        return expr
    inner = f"cast({expr} as timestamp)" if sql_type == "VARCHAR" else expr
    return f"date_trunc('{grain}', {inner})"
