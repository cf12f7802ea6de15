"""dbt's measures and metrics as metrics of a shop folder, with MetricFlow's meaning kept.

A measure counts its rows whether or not their clock is filled, and is empty over no rows; a count
is a sum of ones. A filter on a ratio or derived metric holds for each of its inputs.
"""

from dataclasses import dataclass, field

from sqlglot import exp

from semantic_layer.errors import QueryError
from semantic_layer.expressions import names_in, parse_expression
from semantic_layer.importers.dbt.names import Words, length
from semantic_layer.importers.dbt.project import (
    DbtInput,
    DbtMeasure,
    DbtMetric,
    DbtModel,
    Project,
)
from semantic_layer.importers.dbt.templates import BadTemplate, expression
from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.naming import renamed
from semantic_layer.importers.report import Report
from semantic_layer.model import GRAINS

_PLAIN_AGGS = {
    "sum": "sum", "min": "min", "max": "max", "average": "avg", "avg": "avg",
    "count_distinct": "count_distinct", "median": "median", "percentile": "percentile",
    "sum_boolean": "sum", "count": "sum",
}  # fmt: skip


class Skipped(Exception):
    """A metric that cannot be carried; already reported."""


@dataclass(slots=True)
class Metrics:
    """Makes the `metrics:` section."""

    project: Project
    words: Words
    dimensions: dict[str, frozenset[str]]
    report: Report
    entries: Entries = field(default_factory=dict)
    measures: dict[str, DbtMeasure] = field(default_factory=dict)
    models: dict[str, DbtModel] = field(default_factory=dict)
    metrics: dict[str, DbtMetric] = field(default_factory=dict)
    _skipped: set[str] = field(default_factory=set)

    def make(self) -> None:
        """Every metric of the project, and the hidden ones that they rest on."""
        self.models = {m.name: m for m in self.project.models}
        self.measures = {m.name: m for model in self.project.models for m in model.measures}
        self.metrics = {m.name: m for m in (*self._from_measures(), *self.project.metrics)}
        for metric in self.metrics.values():
            self._metric(metric)
        self._drop_orphans()
        self.report.count("metrics", sum(1 for e in self.entries.values() if not _hidden(e)))

    def _from_measures(self) -> list[DbtMetric]:
        """The metrics that `create_metric: true` makes of measures."""
        return [
            DbtMetric(
                m.name, "simple", model.file, DbtInput(m.name), label=m.label,
                description=m.description,
            )
            for model in self.project.models
            for m in model.measures
            if m.create_metric
        ]  # fmt: skip

    def _metric(self, metric: DbtMetric) -> None:
        makers = {
            "simple": self._simple, "cumulative": self._cumulative, "ratio": self._ratio,
            "derived": self._derived, "conversion": self._conversion,
        }  # fmt: skip
        try:
            if metric.type not in makers:
                raise self._skip(metric, "kind_unknown", name=metric.type)
            made = makers[metric.type](metric)
        except Skipped:
            self._skipped.add(metric.name)
            return
        head = filled(
            label=metric.label,
            description=" ".join(metric.description.split()),
            type=metric.type if metric.type != "simple" else "",
            grain=self._grain(metric),
            hidden=True if metric.hidden else None,
        )
        self.entries[metric.name] = {**head, **made}

    def _skip(self, metric: DbtMetric, code: str, **values: object) -> Skipped:
        self.report.leave(metric.file, f"metric {metric.name}", code, **values)
        return Skipped(metric.name)

    def _grain(self, metric: DbtMetric) -> str:
        """The step by which `metric_time` shows the metric, where it is said."""
        if metric.grain and metric.grain not in GRAINS:
            self.report.leave(
                metric.file, f"metric {metric.name}", "grain_unknown", name=metric.grain
            )
            return ""
        return metric.grain

    def clock_grain(self, metric: DbtMetric) -> str:
        """The step that `metric_time` means without a grain: its own, or at least a day."""
        if metric.grain:
            return metric.grain
        grains = ["day", *(self._measure_grain(m) for m in self._measures_of(metric, set()))]
        return max(grains, key=GRAINS.index)

    def _measures_of(self, metric: DbtMetric, seen: set[str]) -> list[DbtMeasure]:
        """The measures that a metric rests on."""
        if metric.name in seen:
            return []
        seen.add(metric.name)
        parts = [metric.measure] if metric.measure else list(metric.inputs)
        if metric.conversion:
            parts = [metric.conversion.base]
        found: list[DbtMeasure] = []
        for part in parts:
            own = metric.type in ("simple", "cumulative", "conversion") or (
                part.name not in self.metrics
            )
            if own and part.name in self.measures:
                found.append(self.measures[part.name])
            elif part.name in self.metrics:
                found += self._measures_of(self.metrics[part.name], seen)
        return found

    def _measure_grain(self, measure: DbtMeasure) -> str:
        model = self.models[measure.model]
        clock = measure.time or model.time
        grain = next((d.grain for d in model.dimensions if d.name == clock), "")
        return grain if grain in GRAINS else "day"

    def _filters(self, metric: DbtMetric, *filters: str) -> list[Entry]:
        """Filters as expressions. Raises Skipped for one that cannot be read."""
        made: list[Entry] = []
        for text in filters:
            try:
                made.append(expression(text, self.words, self.clock_grain(metric)))
            except BadTemplate as error:
                raise self._skip(metric, "bad_template", text=str(error)) from None
            except QueryError as error:
                said = error.values.get("node", text)
                raise self._skip(metric, "no_expression", text=said) from None
        return made

    def _simple(self, metric: DbtMetric) -> Entries:
        part = metric.measure or DbtInput("")
        return self._aggregate(metric, part, (*part.filters, *metric.filters))

    def _aggregate(self, metric: DbtMetric, part: DbtInput, filters: tuple[str, ...]) -> Entries:
        """The measure as a simple metric's settings."""
        measure = self.measures.get(part.name)
        if measure is None:
            raise self._skip(metric, "missing", name=part.name)
        if measure.agg not in _PLAIN_AGGS:
            raise self._skip(metric, "kind_unknown", name=measure.agg)
        model = self.models[measure.model]
        clock = measure.time or model.time
        if clock and renamed(clock) not in self.dimensions.get(measure.model, ()):
            raise self._skip(metric, "left_below", name=clock)
        return filled(
            table=measure.model,
            agg=_PLAIN_AGGS[measure.agg],
            expr=self._expr(metric, measure),
            percentile=measure.percentile if measure.agg == "percentile" else None,
            discrete=True if measure.discrete else None,
            approximate=True if measure.approximate else None,
            time=renamed(measure.time),
            where=self._filters(metric, *filters),
            unit="count" if measure.agg in ("count", "sum_boolean", "count_distinct") else "",
            clocked=False,
            empty_is_zero=False,
            fill=part.fill,
            every_step=True if part.every_step else None,
            snapshot=self._snapshot(measure),
        )

    def _expr(self, metric: DbtMetric, measure: DbtMeasure) -> str:
        """The measure's expression; a column whose name a dimension has is named with its table."""
        try:
            names = set(names_in(measure.expr))
            tree = parse_expression(measure.expr)
        except QueryError:
            raise self._skip(metric, "no_expression", text=measure.expr[:80]) from None
        model = self.models[measure.model]
        clashing = {d.name for d in model.dimensions if d.expr != d.name or d.type == "time"}
        text = measure.expr
        if names & clashing:
            for column in list(tree.find_all(exp.Column)):
                if column.name in clashing and not column.table:
                    column.set("table", exp.to_identifier(measure.model, quoted=True))
            text = tree.sql(dialect="duckdb")
        if measure.agg == "sum_boolean":
            return f"case when {text} then 1 else 0 end"
        if measure.agg == "count":
            return "1" if text == "1" else f"case when ({text}) is not null then 1 else 0 end"
        return text

    def _snapshot(self, measure: DbtMeasure) -> Entries:
        over = measure.non_additive
        if over is None:
            return {}
        groups: list[Entry] = [
            self.words.reference(self.words.name(g)).split(".")[-1] for g in over.groups
        ]
        choice = "last" if over.choice == "max" else "first"
        return filled(time=renamed(over.name), choice=choice, groups=groups, among="asked")

    def _cumulative(self, metric: DbtMetric) -> Entries:
        """Over a measure or, in the current form, over a simple metric with its filters."""
        part = metric.measure or next(iter(metric.inputs), DbtInput(""))
        filters = (*part.filters, *metric.filters)
        if metric.measure is None:
            base = self.metrics.get(part.name)
            if base is None or base.measure is None or base.type != "simple":
                raise self._skip(metric, "missing", name=part.name)
            part, filters = base.measure, (*base.measure.filters, *base.filters, *filters)
        made = self._aggregate(metric, part, filters)
        length = self._length(metric, metric.window)
        to_date = self._known_grain(metric, metric.to_grain)
        return {**made, **filled(window=length, to_date=to_date, pick=metric.pick)}

    def _known_grain(self, metric: DbtMetric, grain: str) -> str:
        if grain and grain not in GRAINS:
            raise self._skip(metric, "grain_unknown", name=grain)
        return grain

    def _length(self, metric: DbtMetric, text: str) -> str:
        if not text:
            return ""
        found = length(text, self.words.calendars)
        if found is None:
            raise self._skip(metric, "grain_unknown", name=text)
        return f"{found[0]} {found[1]}"

    def _ratio(self, metric: DbtMetric) -> Entries:
        if len(metric.inputs) < 2:
            raise self._skip(metric, "missing", name="numerator, denominator")
        top, bottom = (self._input(metric, i) for i in metric.inputs[:2])
        return {"numerator": top, "denominator": bottom}

    def _input(self, metric: DbtMetric, part: DbtInput) -> Entries:
        """A metric as an input, under the metric's own filters too."""
        name = part.name
        if name not in self.metrics:
            if name not in self.measures:
                raise self._skip(metric, "missing", name=name)
            name = self.hidden(metric, part)
        if part.offset and part.to_grain:
            raise self._skip(metric, "no_expression", text="offset_window + offset_to_grain")
        return {
            "metric": name,
            **filled(
                where=self._filters(metric, *part.filters, *metric.filters),
                offset=self._length(metric, part.offset),
                to_grain=self._known_grain(metric, part.to_grain),
            ),
        }

    def _derived(self, metric: DbtMetric) -> Entries:
        try:
            names_in(metric.expr)
        except QueryError:
            raise self._skip(metric, "no_expression", text=metric.expr[:80]) from None
        inputs: Entries = {}
        for part in metric.inputs:
            inputs[part.alias or part.name] = self._input(metric, part)
        unknown = [n for n in names_in(metric.expr) if n not in inputs]
        if unknown:
            raise self._skip(metric, "missing", name=unknown[0])
        return {"expr": metric.expr, "inputs": inputs}

    def _conversion(self, metric: DbtMetric) -> Entries:
        parts = metric.conversion
        if parts is None or not parts.base.name or not parts.conversion.name:
            raise self._skip(metric, "missing", name="base, conversion")
        return filled(
            base=self._event(metric, parts.base, parts.of_metrics, *metric.filters),
            conversion=self._event(metric, parts.conversion, parts.of_metrics),
            entity=parts.entity,
            window=self._length(metric, parts.window),
            calculation="rate" if parts.rate else "count",
            same=dict(parts.same),
            unit="ratio" if parts.rate else "count",
        )

    def _event(self, metric: DbtMetric, part: DbtInput, of_metrics: bool, *filters: str) -> Entries:
        """The simple metric of an event: one of the project, or a measure made into one."""
        if of_metrics:
            named = self.metrics.get(part.name)
            if named is None or named.type != "simple":
                raise self._skip(metric, "missing", name=part.name)
            where = self._filters(metric, *part.filters, *filters)
            return {"metric": part.name, **filled(where=where)}
        hidden = self.hidden(metric, part)
        return {"metric": hidden, **filled(where=self._filters(metric, *filters))}

    def hidden(self, metric: DbtMetric, part: DbtInput) -> str:
        """The name of a hidden simple metric that is just this measure with what is laid on it."""
        plain = part == DbtInput(part.name)
        name = part.name if plain and part.name not in self.metrics else f"{part.name}_measure"
        made = {**self._aggregate(metric, part, part.filters), "hidden": True}
        number = 1
        while name in self.metrics or self.entries.get(name, made) != made:
            number += 1
            name = f"{part.name}_measure_{number}"
        self.entries[name] = made
        return name

    def _drop_orphans(self) -> None:
        """A metric that rests on one that was not carried is not carried either."""
        while self._skipped:
            gone, self._skipped = self._skipped, set()
            for name, entry in list(self.entries.items()):
                missing = next((m for m in _rests_on(entry) if m in gone), None)
                if missing:
                    file = self.metrics[name].file if name in self.metrics else ""
                    self.report.leave(file, f"metric {name}", "left_below", name=missing)
                    del self.entries[name]
                    self._skipped.add(name)


def _hidden(entry: Entry) -> bool:
    return isinstance(entry, dict) and entry.get("hidden") is True


def _rests_on(entry: Entry) -> list[str]:
    """The metrics that an entry names."""
    if not isinstance(entry, dict):
        return []
    parts: list[Entry] = [entry.get(k) for k in ("numerator", "denominator", "base", "conversion")]
    inputs = entry.get("inputs")
    parts += list(inputs.values()) if isinstance(inputs, dict) else []
    names = [p.get("metric") if isinstance(p, dict) else p for p in parts]
    return [n for n in names if isinstance(n, str)]
