"""Cube's measures as metrics of a shop folder."""

import re
from dataclasses import dataclass, field

from sqlglot import exp

from semantic_layer.importers.aggregates import Aggregate, Formula, taken_apart
from semantic_layer.importers.cube.document import shown
from semantic_layer.importers.cube.references import Reference, Said, said
from semantic_layer.importers.cube.tables import Tables, left_over, words
from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.measures import derived, simple
from semantic_layer.importers.report import Report
from semantic_layer.importers.sql import NotCarried, text
from semantic_layer.importers.taking import Taking
from semantic_layer.model import GRAINS

__all__ = ["Metrics"]

_AGGREGATES = {
    "count": "count", "sum": "sum", "avg": "avg", "min": "min", "max": "max",
    "count_distinct": "count_distinct", "countDistinct": "count_distinct",
    "count_distinct_approx": "count_distinct", "countDistinctApprox": "count_distinct",
}  # fmt: skip
_LENGTH = re.compile(r"(\d+)\s+(minute|hour|day|week|month|quarter|year)s?\Z")
_NO_STAGES = ("group_by", "reduce_by", "add_group_by", "case", "order_by", "filter", "grain")


@dataclass(slots=True)
class _Waiting:
    """A measure that is to be carried, with the metrics that it rests on."""

    cube: str
    name: str
    node: Taking
    found: Said | None
    needs: set[tuple[str, str]]


@dataclass(slots=True)
class Metrics:
    """Makes the `metrics:` section. A measure keeps its name where only one cube has it."""

    tables: Tables
    report: Report
    entries: Entries = field(default_factory=dict)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    _left: set[tuple[str, str]] = field(default_factory=set)

    def make(self) -> None:
        """Every measure of every carried cube; what rests on one that was left is left too."""
        cubes = {c: self.tables.cubes[c] for c in self.tables.entries}
        nodes = {(c, n.text("name")): n for c, cube in cubes.items()
                 for n in cube.members("measures", "measure")}  # fmt: skip
        for key in nodes:
            self._names[key] = self._name(key, list(nodes))
        waiting = [w for key, node in nodes.items() if (w := self._read(key, node)) is not None]
        while waiting:
            ready = [w for w in waiting if not w.needs - self._done()]
            for one in ready:
                self._make(one)
            rest = [w for w in waiting if w not in ready]
            if not ready:
                for one in rest:
                    lost = sorted(one.needs - self._done())[0]
                    self._leave(one, NotCarried("left_below", name=".".join(lost)))
                return
            waiting = rest

    def _done(self) -> set[tuple[str, str]]:
        return {key for key, name in self._names.items() if name in self.entries}

    def _name(self, key: tuple[str, str], keys: list[tuple[str, str]]) -> str:
        cube, name = key
        return name if sum(other == name for _, other in keys) == 1 else f"{cube}_{name}"

    def _read(self, key: tuple[str, str], node: Taking) -> _Waiting | None:
        cube, name = key
        sql = node.text("sql")
        one = _Waiting(cube, name, node, None, set())
        try:
            one.found = said(sql, cube, self.tables.cubes) if sql else None
        except NotCarried as error:
            self._leave(one, error)
            return None
        for reference in one.found.references.values() if one.found else ():
            known = reference.name in self.tables.names.get(reference.cube, {})
            if not reference.column and not known:
                one.needs.add((reference.cube, reference.name))
        unknown = sorted(one.needs - self._names.keys())
        if unknown:
            self._leave(one, NotCarried("missing", name=".".join(unknown[0])))
            return None
        return one

    def _leave(self, one: _Waiting, error: NotCarried) -> None:
        self.report.leave(one.node.file, one.node.what, error.code, **error.values)

    def _make(self, one: _Waiting) -> None:
        node, name = one.node, self._names[one.cube, one.name]
        kind = node.text("type", "number")
        try:
            entry = self._entry(one, kind, name)
        except NotCarried as error:
            self._leave(one, error)
            return
        if name != one.name:
            self.report.leave(node.file, node.what, "renamed_metric", name=name)
        if kind.endswith(("_approx", "Approx")):
            self.report.leave(node.file, node.what, "made_exact")
        said_ = words(node)
        entry |= filled(**said_)
        entry.setdefault("label", one.name.replace("_", " "))
        entry |= self._shown(node)
        self.entries[name] = entry
        self.report.count("metrics")
        left_over(node)

    def _shown(self, node: Taking) -> Entries:
        """How a measure is shown, and whether it is."""
        made: Entries = {}
        if node.node.get("public", node.node.get("shown")) is False:
            node.raw("public"), node.raw("shown")
            made["hidden"] = True
        if node.node.get("public") is True:
            node.raw("public")
        if node.node.get("format") == "currency":
            node.raw("format")
            made["unit"] = "money"
        return made

    def _entry(self, one: _Waiting, kind: str, name: str) -> Entries:
        node = one.node
        node.raw("multi_stage")
        stage = next((k for k in _NO_STAGES if node.node.get(k) is not None), None)
        if stage is not None:
            raise NotCarried("stages", name=stage)
        if kind in _AGGREGATES:
            entry = self._simple(one, _AGGREGATES[kind])
        elif kind == "runningTotal":
            entry = {**self._simple(one, "sum"), "type": "cumulative"}
        elif kind == "number":
            entry = self._number(one, name)
        else:
            raise NotCarried("kind_unknown", name=kind)
        if node.node.get("rolling_window") is not None:
            entry |= self._rolling(node.part("rolling_window"), entry)
        if node.node.get("time_shift") is not None:
            entry = self._shifted(one, name, entry)
        return entry

    def _simple(self, one: _Waiting, agg: str) -> Entries:
        if one.needs:
            raise NotCarried("stages", name="sql")
        value = one.found.tree if one.found is not None else None
        lone = value if value is None or agg != "count" else self._counted(one, value)
        found = Aggregate(agg, lone)
        return simple(found, one.cube, lambda tree: self._local(tree, one)) | self._filters(one)

    def _counted(self, one: _Waiting, value: exp.Expr) -> exp.Expr | None:
        """A count of the key is one of rows; of anything else, of what is not empty."""
        return None if isinstance(value, exp.Star | exp.Literal) else value

    def _local(self, tree: exp.Expr, one: _Waiting) -> exp.Expr:
        references = one.found.references if one.found is not None else {}
        return self.tables.local(Said(tree, references), one.cube)

    def _filters(self, one: _Waiting) -> Entries:
        listed = one.node.raw("filters")
        where: list[Entry] = []
        for node in listed if isinstance(listed, list) else []:
            sql = node.get("sql") if isinstance(node, dict) else None
            found = said(str(sql or ""), one.cube, self.tables.cubes)
            where.append(text(self.tables.local(found, one.cube)))
        return filled(where=where)

    def _number(self, one: _Waiting, name: str) -> Entries:
        """Arithmetic over measures, or over aggregates that the SQL holds itself."""
        if one.found is None:
            raise NotCarried("no_expression", text="")
        formula = taken_apart(one.found.tree)
        metrics = {
            label: self._names[r.cube, r.name] for label, r in one.found.references.items()
            if _is_measure(r, self._names)
        }  # fmt: skip
        if one.node.node.get("filters") is not None:
            raise NotCarried("stages", name="filters")
        lone = formula.lone
        if lone is not None:
            return simple(lone, one.cube, lambda tree: self._local(tree, one))
        single = formula.tree.unnest()
        if isinstance(single, exp.Column) and single.name in metrics:
            return {"type": "derived", "expr": metrics[single.name]}
        return derived(formula, {**metrics, **self._parts(formula, one, name)}, ())

    def _parts(self, formula: Formula, one: _Waiting, name: str) -> dict[str, str]:
        made = {}
        for label, part in formula.parts.items():
            made[label] = f"{name}__{label}"
            entry = simple(part, one.cube, lambda tree: self._local(tree, one))
            self.entries[made[label]] = {**entry, "hidden": True}
        return made

    def _rolling(self, window: Taking, entry: Entries) -> Entries:
        """A trailing window, or a period to date; windows that look ahead are left."""
        kind, offset = window.text("type", "fixed"), window.text("offset", "end")
        trailing, leading = window.text("trailing"), window.text("leading")
        grain = window.text("granularity")
        window.done()
        if "table" not in entry:
            raise NotCarried("stages", name="rolling_window")
        if kind == "to_date" and grain in GRAINS:
            return {"type": "cumulative", "to_date": grain}
        if kind != "fixed" or offset != "end" or leading not in ("", "0 day"):
            said_ = ", ".join(filter(None, (kind, offset, trailing, leading, grain)))
            raise NotCarried("window_unknown", text=said_)
        if trailing == "unbounded":
            return {"type": "cumulative"}
        length = _LENGTH.match(trailing)
        if length is None:
            raise NotCarried("window_unknown", text=trailing)
        return {"type": "cumulative", "window": f"{length[1]} {length[2]}"}

    def _shifted(self, one: _Waiting, name: str, entry: Entries) -> Entries:
        """A measure of some time before: a lag on the metric's own clock."""
        listed = one.node.raw("time_shift")
        shifts = listed if isinstance(listed, list) else [listed]
        shift = shifts[0] if len(shifts) == 1 else None
        length = _LENGTH.match(str(shift.get("interval", ""))) if isinstance(shift, dict) else None
        if not isinstance(shift, dict) or length is None or shift.get("type", "prior") != "prior":
            raise NotCarried("window_unknown", text=shown(listed)[:80])
        beside = {k: v for k, v in shift.items() if k not in ("interval", "type")}
        if beside and not self._is_clock(beside, one.cube):
            raise NotCarried("window_unknown", text=shown(listed)[:80])
        offset = f"{length[1]} {length[2]}"
        if entry.get("type") == "derived" and str(entry["expr"]) in self.entries:
            inner: Entry = entry["expr"]
        else:
            inner = f"{name}__now"
            self.entries[str(inner)] = {**entry, "hidden": True}
        before: Entries = {"metric": inner, "offset": offset}
        return {"type": "derived", "expr": "before", "inputs": {"before": before}}

    def _is_clock(self, beside: dict[str, Entry], cube: str) -> bool:
        wanted = str(beside.get("time_dimension", "")).rsplit(".", 1)[-1].strip("{}")
        entry = self.tables.entries[cube]
        assert isinstance(entry, dict)
        clock = self.tables.names[cube].get(wanted)
        return (
            set(beside) == {"time_dimension"} and clock is not None and entry.get("time") == clock
        )


def _is_measure(reference: Reference, names: dict[tuple[str, str], str]) -> bool:
    return not reference.column and (reference.cube, reference.name) in names
