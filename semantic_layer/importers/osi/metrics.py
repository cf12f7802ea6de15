"""OSI metrics as metrics of a shop folder: their SQL is taken apart into measures and arithmetic."""

from dataclasses import dataclass, field

from sqlglot import exp

from semantic_layer.importers.aggregates import Aggregate, Formula, taken_apart
from semantic_layer.importers.entries import Entries, filled
from semantic_layer.importers.measures import derived, simple
from semantic_layer.importers.osi.document import OsiMetric, OsiModel
from semantic_layer.importers.osi.tables import Tables
from semantic_layer.importers.report import Report
from semantic_layer.importers.sql import NotCarried

__all__ = ["Metrics"]

_OWN = (
    "label", "synonyms", "description", "formula", "unit", "noun", "decimals", "better", "group",
    "caveat", "hidden", "grain",
)  # fmt: skip
_OWN_SIMPLE = ("clocked", "empty_is_zero")


@dataclass(slots=True)
class Metrics:
    """Makes the `metrics:` section."""

    model: OsiModel
    tables: Tables
    report: Report
    entries: Entries = field(default_factory=dict)

    def make(self) -> None:
        """Every metric; what rests on one that was left is left too."""
        waiting = self._formulas()
        while waiting:
            left = [(m, f) for m, f in waiting if not self._made(m, f)]
            if len(left) == len(waiting):
                for metric, formula in left:
                    name = sorted(self._others(metric, formula) - self.entries.keys())[0]
                    known = {self._name(m) for m in self.model.metrics}
                    code = "left_below" if name in known else "missing"
                    self.report.leave(metric.file, metric.what, code, name=name)
                return
            waiting = left

    def _formulas(self) -> list[tuple[OsiMetric, Formula]]:
        found: list[tuple[OsiMetric, Formula]] = []
        names: set[str] = set()
        for metric in self.model.metrics:
            name = self._name(metric)
            if metric.tree is None:
                continue
            if name in names:
                self.report.leave(metric.file, metric.what, "twice", name=name)
            else:
                try:
                    found.append((metric, taken_apart(metric.tree)))
                    names.add(name)
                except NotCarried as error:
                    self.report.leave(metric.file, metric.what, error.code, **error.values)
        return found

    def _name(self, metric: OsiMetric) -> str:
        """A metric's own name; scoped ones of one name are told apart by their dataset."""
        same = [m for m in self.model.metrics if m.name == metric.name]
        if len(same) == 1 or not metric.dataset:
            return metric.name
        return f"{metric.dataset}_{metric.name}"

    def _others(self, metric: OsiMetric, formula: Formula) -> set[str]:
        """The metrics that a formula names."""
        return {
            self._referred(column, metric) for column in formula.tree.find_all(exp.Column)
            if column.table or column.name not in formula.parts
        }  # fmt: skip

    def _referred(self, column: exp.Column, metric: OsiMetric) -> str:
        scope = column.table or metric.dataset
        scoped = next(
            (m for m in self.model.metrics if m.name == column.name and m.dataset == scope), None
        )
        return self._name(scoped) if scoped is not None else column.name

    def _made(self, metric: OsiMetric, formula: Formula) -> bool:
        """True when the metric is done: carried, or left for good."""
        if self._others(metric, formula) - self.entries.keys():
            return False
        name = self._name(metric)
        try:
            entry = self._entry(name, metric, formula)
        except NotCarried as error:
            self.report.leave(metric.file, metric.what, error.code, **error.values)
            return True
        if name != metric.name:
            self.report.leave(metric.file, metric.what, "renamed_metric", name=name)
        self.entries[name] = {**entry, **self._words(metric)}
        self.report.count("metrics")
        return True

    def _entry(self, name: str, metric: OsiMetric, formula: Formula) -> Entries:
        for part in formula.parts.values():
            if part.approximate:
                self.report.leave(metric.file, metric.what, "made_exact")
        lone = formula.lone
        if lone is not None:
            return self._simple(metric, lone, 0)
        parts: Entries = {}
        names: dict[str, str] = {}
        for place, (label, part) in enumerate(formula.parts.items()):
            entry = self._simple(metric, part, place)
            names[label] = self._part(f"{name}__{label}", entry, parts)
        for column in formula.tree.find_all(exp.Column):
            if column.table or column.name not in formula.parts:
                column.replace(exp.column(self._referred(column, metric)))
        made = derived(formula, names, self.entries)
        for label, hidden in parts.items():
            assert isinstance(hidden, dict)
            self.entries[label] = {**hidden, "hidden": True}
        return made

    def _part(self, name: str, entry: Entries, parts: Entries) -> str:
        """The name of a metric that says the same already, or of a hidden one made for it."""
        for known, other in (*self.entries.items(), *parts.items()):
            if isinstance(other, dict) and _same(entry, other):
                return known
        parts[name] = entry
        return name

    def _simple(self, metric: OsiMetric, found: Aggregate, place: int) -> Entries:
        trees = [t for t in (found.value, *found.where) if t is not None]
        named = {c.table for t in trees for c in t.find_all(exp.Column) if c.table}
        named |= {metric.dataset} if metric.dataset else set()
        if not named and len(self.tables.entries) == 1:
            named = set(self.tables.entries)
        unknown = sorted(named - self.tables.entries.keys())
        if unknown or not named:
            raise NotCarried("left_below" if unknown else "no_table", name="".join(unknown[:1]))
        table = self.tables.joins.base(named)
        entry = simple(found, table, lambda tree: self._local(tree, table))
        return entry | self._clock(metric.words.own, table, place)

    def _local(self, tree: exp.Expr, table: str) -> exp.Expr:
        """The tree with its fields named as seen from the table."""

        def named(node: exp.Expr) -> exp.Expr:
            if not isinstance(node, exp.Column):
                return node
            home = node.table or table
            name = self.tables.names.get(home, {}).get(node.name, node.name)
            if home == table:
                return exp.column(name)
            roles = self.tables.joins.way(table, home)
            return exp.Dot.build([exp.to_identifier(part) for part in (*roles, name)])

        return tree.transform(named)

    def _clock(self, own: Entries, table: str, place: int) -> Entries:
        """The clock that an extension names for an aggregate, as it is named from its table."""
        times = own.get("times")
        said = str(times[place]) if isinstance(times, list) and place < len(times) else ""
        home, dot, name = said.partition(".")
        simple_ = {k: own[k] for k in _OWN_SIMPLE if k in own}
        if not dot or name not in self.tables.names.get(home, {}):
            return simple_
        roles = () if home == table else self.tables.joins.way(table, home)
        time = ".".join((*roles, self.tables.names[home][name]))
        return {"time": time, "clocked": True, **simple_}

    def _words(self, metric: OsiMetric) -> Entries:
        own = {k: v for k, v in metric.words.own.items() if k in _OWN}
        if metric.datatype:
            self.report.leave(metric.file, f"{metric.what}: {metric.datatype}", "no_place")
        said = filled(description=metric.words.description, synonyms=list(metric.words.synonyms))
        return {**said, **own}


def _same(entry: Entries, other: Entries) -> bool:
    keys = ("table", "agg", "expr", "where", "percentile", "discrete", "time", *_OWN_SIMPLE)
    return "table" in other and all(entry.get(k) == other.get(k) for k in keys)
