"""OSI datasets and relationships as tables of a shop folder."""

from dataclasses import dataclass, field

from semantic_layer.column_types import dimension_type
from semantic_layer.importers.data import Data
from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.joins import Joins
from semantic_layer.importers.naming import quoted, renamed
from semantic_layer.importers.osi.document import OsiDataset, OsiField, OsiModel, Relationship
from semantic_layer.importers.report import Report
from semantic_layer.importers.sql import NotCarried, expression

__all__ = ["Tables"]

_TYPES = {
    "String": "", "Integer": "number", "Decimal": "number", "Float": "number", "Boolean": "bool",
    "Date": "date", "DateTime": "time", "DateTimeTz": "time",
}  # fmt: skip
_MOMENTS = ("Date", "DateTime", "DateTimeTz")
_OWN_FIELD = (
    "label", "synonyms", "description", "type", "values", "grain", "pii", "indexed", "unit",
    "label_of", "same_as",
)  # fmt: skip
_OWN_TABLE = ("label", "time", "valid")


@dataclass(slots=True)
class Tables:
    """Makes the `tables:` section; keeps what the metrics need to know of it.

    `names`: of each table, the name here of each of its fields.
    """

    model: OsiModel
    data: Data
    report: Report
    entries: Entries = field(default_factory=dict)
    joins: Joins = field(default_factory=Joins)
    names: dict[str, dict[str, str]] = field(default_factory=dict)

    def make(self) -> None:
        """Every dataset that is a relation, then the joins between them."""
        for dataset in self.model.datasets:
            if dataset.name in self.entries:
                self._leave(dataset, "twice", name=dataset.name)
            elif dataset.source:
                self._table(dataset)
                self.report.count("tables")
        for relationship in self.model.relationships:
            try:
                self._join(relationship)
            except NotCarried as error:
                file, what = relationship.file, relationship.what
                self.report.leave(file, what, error.code, **error.values)
        for name, entities in self.joins.entities.items():
            entry = self.entries[name]
            assert isinstance(entry, dict)
            entry["entities"] = entities
        for name, clock in sorted(self.joins.clocks(self.entries).items()):
            entry = self.entries[name]
            assert isinstance(entry, dict)
            entry["time"] = clock
            dataset = next(d for d in self.model.datasets if d.name == name)
            self._leave(dataset, "clock_beside", name=clock)

    def _join(self, said: Relationship) -> None:
        for end in (said.from_, said.to):
            if end not in self.entries:
                raise NotCarried("left_below", name=end)
        if not len(said.from_columns) == len(said.to_columns) > 0:
            both = f"{list(said.from_columns)} = {list(said.to_columns)}"
            raise NotCarried("bad_join", text=both)
        columns = self._columns(said.from_, said.from_columns)
        to_columns = self._columns(said.to, said.to_columns)
        if not self.joins.knows_key(said.to, to_columns):
            self.report.leave(said.file, said.what, "key_assumed", name=", ".join(to_columns))
        role = self.joins.join(said.from_, columns, said.to, to_columns, said.name)
        self.report.count("joins")
        if role != said.name:
            self.report.leave(said.file, said.what, "renamed_role", name=role)

    def _columns(self, dataset: str, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Columns as expressions; a field of that name stands for its own."""
        found = next(d for d in self.model.datasets if d.name == dataset)
        said = {f.name: f.sql for f in found.fields if f.sql}
        return tuple(said.get(c) or quoted(c) for c in columns)

    def _table(self, dataset: OsiDataset) -> None:
        source = self.data.find(dataset.source)
        if source is None:
            self._leave(dataset, "source_missing", name=dataset.source)
            source = dataset.source
        elif source not in (dataset.source, dataset.source.split(".")[-1]):
            self._leave(dataset, "source_found", name=dataset.source, found=source)
        own = {k: v for k, v in dataset.words.own.items() if k in _OWN_TABLE}
        dimensions = self._dimensions(dataset, source)
        times = [n for n, d in dimensions.items() if isinstance(d, dict) and _is_clock(d)]
        if not own.get("time") and times:
            own["time"] = times[0]
            if len(times) > 1:
                self._leave(dataset, "clock_chosen", name=times[0], names=", ".join(times))
        self.entries[dataset.name] = {
            **filled(source=source, description=dataset.words.description), **own,
            "entities": {}, "dimensions": dimensions,
        }  # fmt: skip
        for n, key in enumerate(dataset.keys):
            columns = self._columns(dataset.name, key)
            self.joins.key(
                dataset.name, columns, "primary" if n == 0 and dataset.primary else "unique"
            )
        self.joins.entities.setdefault(dataset.name, {})

    def _dimensions(self, dataset: OsiDataset, source: str) -> Entries:
        made: Entries = {}
        names = self.names.setdefault(dataset.name, {})
        types = dict(
            zip(
                (f.name for f in dataset.fields),
                self.data.types(source, [f.sql or "NULL" for f in dataset.fields]),
                strict=True,
            )
        )
        for one in dataset.fields:
            name = renamed(one.name)
            if one.sql is None:
                continue
            if name in made:
                self.report.leave(dataset.file, one.what, "twice", name=name)
                continue
            try:
                sql = expression(one.sql)
            except NotCarried as error:
                self.report.leave(dataset.file, one.what, error.code, **error.values)
                continue
            if name != one.name:
                self.report.leave(dataset.file, one.what, "renamed", name=name)
            names[one.name] = name
            made[name] = self._dimension(dataset, one, sql, types[one.name])
            self.report.count("dimensions")
        return made

    def _dimension(self, dataset: OsiDataset, one: OsiField, sql: str, found: str) -> Entries:
        kind = self._type(dataset, one, found)
        own = {k: v for k, v in one.words.own.items() if k in _OWN_FIELD}
        if isinstance(own.get("values"), list):
            own["values"] = _values(own["values"])
        said = filled(
            type=kind, expr=sql if sql != renamed(one.name) else "",
            description=one.words.description, synonyms=list(one.words.synonyms),
        )  # fmt: skip
        return {**said, **own}

    def _type(self, dataset: OsiDataset, one: OsiField, found: str) -> str:
        """By the data where it is known, else by the declared type, else by the role in time."""
        if one.datatype and one.datatype not in _TYPES:
            self.report.leave(dataset.file, f"{one.what}: {one.datatype}", "no_place")
        known = dimension_type(found) if found else _TYPES.get(one.datatype, "")
        moment = (found and known in ("date", "time")) or one.datatype in _MOMENTS
        if one.is_time is False and moment and not found:
            self.report.leave(dataset.file, f"{one.what}: is_time", "no_place")
        if one.is_time and not moment:
            if not found and not one.datatype:
                return "time"
            self.report.leave(dataset.file, f"{one.what}: is_time", "no_place")
        return "" if known == "text" else known

    def _leave(self, dataset: OsiDataset, code: str, **values: str) -> None:
        self.report.leave(dataset.file, dataset.what, code, **values)


def _values(listed: Entry) -> Entry:
    """The values of a field by value, as a shop folder has them."""
    made: dict[object, Entry] = {}
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict):
            made[one.get("value")] = {k: v for k, v in one.items() if k != "value"}
    return made  # type: ignore[return-value]


def _is_clock(dimension: Entries) -> bool:
    return dimension.get("type") in ("date", "time") and not dimension.get("same_as")
