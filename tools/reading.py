"""A query with its answer, read as facts: the common ground of findings, sentences and notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from semantic_layer.answered import Cell, Column, QueryResult, UsedFilter
from semantic_layer.model import Dimension, Metric, Model
from semantic_layer.query import FISCAL_STEPS, TIME_PARTS, TIME_STEPS, Filter, MetricQuery
from semantic_layer.reckoning import MONTHS, months_back
from semantic_layer.texts import Text
from tools.messages import told

__all__ = ["Pairs", "Reading", "joined", "member_words", "number", "step_of"]

Pairs = tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A query, its table and, when there is one, the one-row table of its total."""

    model: Model
    query: MetricQuery
    table: QueryResult
    total: QueryResult | None

    @property
    def groups(self) -> tuple[Column, ...]:
        """The columns that the rows are grouped by."""
        return self.table.columns[: len(self.query.by)]

    @property
    def timed(self) -> bool:
        """Whether the rows are steps of time and nothing else: a trend, not a ranking of days."""
        ranking = self.query.limit is not None and bool(self.query.order)
        return self._steps and not (ranking and self.query.order[0].lstrip("-") != self._by)

    @property
    def _steps(self) -> bool:
        return len(self.query.by) == 1 and bool(step_of(self.query.by[0]))

    @property
    def _by(self) -> str:
        return self.table.columns[0].name

    def metric(self, name: str) -> Metric | None:
        return self.model.metrics.get(name)

    def metric_label(self, name: str) -> Text:
        found = self.metric(name)
        return found.label if found else Text(name, name)

    def row(self, place: int) -> Mapping[str, Cell]:
        """A row by column name."""
        names = [c.name for c in self.table.columns]
        return dict(zip(names, self.table.rows[place], strict=True))

    def whole(self) -> Mapping[str, Cell]:
        """The total by column name; empty when there is none."""
        if self.total is None or not self.total.rows:
            return {}
        names = [c.name for c in self.total.columns]
        return dict(zip(names, self.total.rows[0], strict=True))

    def values(self, column: str) -> list[Cell]:
        """A column's cells in row order; empty when there is no such column."""
        names = [c.name for c in self.table.columns]
        return [row[names.index(column)] for row in self.table.rows] if column in names else []

    def ranked(self, metric: str) -> list[tuple[Decimal, int]]:
        """(value, row) of the rows that have a value, highest first."""
        values = ((number(v), i) for i, v in enumerate(self.values(metric)))
        return sorted(((v, i) for v, i in values if v is not None), key=lambda pair: -pair[0])

    def cut_steps(self) -> frozenset[int]:
        """The rows of a trend whose step of time is not wholly inside the days that were asked."""
        step, time = step_of(self.query.by[0]) if self._steps else "", self.table.time
        if not step or step == "hour":
            return frozenset()
        last = min(d for d in (time and time.end, self.table.data_as_of, date.max) if d)
        first = time.start if time else date.min
        starts = ((i, row[0]) for i, row in enumerate(self.table.rows))
        return frozenset(
            i
            for i, start in starts
            if isinstance(start, date) and (start < first or _last_of(start, step) > last)
        )

    def highest_so_far(self, metric: str) -> bool:
        """Whether a step that is cut short already tops every other: a sum only grows."""
        found, ranked, cut = self.metric(metric), self.ranked(metric), self.cut_steps()
        grows = bool(found and found.additive == "sum" and self.adds_up(metric))
        return grows and bool(ranked) and ranked[0][1] in cut

    def member(self, place: int) -> Pairs:
        """What a row is about: (column label, member) for each group."""
        cells = self.table.rows[place]
        return tuple(
            (column.label, member_words(self.query.by[i], cells[i], self._labels(i)))
            for i, column in enumerate(self.groups)
        )

    def conditions(self) -> tuple[UsedFilter, ...]:
        """The conditions on rows, and those on metrics (in `having`) in the same words."""
        return (*self.table.filters, *(self._having(h) for h in self.query.having))

    def _having(self, having: Filter) -> UsedFilter:
        values = "、".join(
            f"{v:,.15g}" if isinstance(v, int | float) else f"{v}" for v in having.values
        )
        said = told(f"than.{having.than}") if having.than else Text(values, values)
        key = {"in": "=", "not_in": "!="}.get(having.op, having.op)
        label = told(f"filter.{key}", field=self.metric_label(having.field), values=said)
        return UsedFilter(having.field, having.op, having.values, label)

    def words(self) -> dict[str, dict[Cell, Text]]:
        """How the coded values of the grouping columns read."""
        found = {}
        for place, column in enumerate(self.groups):
            labels = self._labels(place)
            if labels:
                found[column.name] = labels
        return found

    def alike(self) -> tuple[str, ...]:
        """The first metric and those of its unit and kind: GMV and refunds, not GMV and AOV."""
        first = self.metric(self.query.metrics[0])
        return tuple(
            name
            for name in self.query.metrics
            if (m := self.metric(name))
            and first
            and (m.unit, m.additive) == (first.unit, first.additive)
        )

    def adds_up(self, metric: str) -> bool:
        """Whether the rows are parts of a whole: an additive metric, every row 0 or more."""
        found = self.metric(metric)
        values = [number(v) for v in self.values(metric)]
        return bool(found and found.additive == "sum") and all(
            v is not None and v >= 0 for v in values
        )

    def _labels(self, place: int) -> dict[Cell, Text]:
        found = self._dimension(place)
        known: dict[Cell, Text] = {}
        for value in found.values if found else ():
            known[value.value] = value.label
        return {**known, **self.table.words.get(self.groups[place].name, {})}

    def _dimension(self, place: int) -> Dimension | None:
        reference = self.groups[place].of or self.query.by[place]
        if reference in self.model.dimensions:
            return self.model.dimensions[reference]
        found = self.model.dimensions_named(reference)
        return found[0] if found else None


def number(value: Cell) -> Decimal | None:
    """A cell as a number to compare and divide with; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(value))


def step_of(reference: str) -> str:
    """The step of time that a `by` reference means (`order.created_at:week`: week), or ""."""
    step = reference.rpartition(":")[2].removeprefix("calendar.")
    return step if step in (*TIME_STEPS, *FISCAL_STEPS) else ""


def has_order(reference: str) -> bool:
    """Whether a part of time runs on like an axis: weekdays, hours, the days of a campaign."""
    return reference in TIME_PARTS or reference == "calendar.campaign_day"


def _last_of(start: date, step: str) -> date:
    """The last day of a step of time."""
    if step in ("day", "week"):
        return start + timedelta(days=6 if step == "week" else 0)
    return months_back(start, -MONTHS[step]) - timedelta(days=1)


def joined(texts: Sequence[Text], *, key: str = "next.list") -> Text:
    """Texts as one list in each language."""
    between = told(key)
    return Text(
        between.zh.join(t.get("zh") for t in texts), between.en.join(t.get("en") for t in texts)
    )


def member_words(reference: str, cell: Cell, labels: Mapping[Cell, Text]) -> Text:
    """How a member of a grouping column reads: a step of time, a label, or the value itself."""
    if cell is None or cell == "":
        return told("metrics.label.none")
    if isinstance(cell, date) and cell not in labels:
        step = step_of(reference.replace("__", ":"))
        moment = not step and isinstance(cell, datetime)
        return _step_words(cell, "moment" if moment else step or "day")
    if reference == "weekday" and str(cell) in "1234567":
        return told(f"weekday.{cell}")
    if reference == "hour_of_day":
        return Text(f"{cell}:00", f"{cell}:00")
    if isinstance(cell, bool):
        return labels.get(cell) or told("metrics.label.yes" if cell else "metrics.label.no")
    return labels.get(cell) or Text(str(cell), str(cell))


def _step_words(day: date, step: str) -> Text:
    """A step of time as it is said: 2025-11-03, 2025-11, 2025Q4, 2025; a moment by the minute."""
    if step == "moment":
        said = f"{day:%Y-%m-%d %H:%M}"
    elif step == "hour":
        said = f"{day:%Y-%m-%d %H:00}"
    elif step == "month":
        said = f"{day:%Y-%m}"
    elif step == "quarter":
        said = f"{day.year}Q{(day.month + 2) // 3}"
    elif step == "year":
        said = f"{day.year}"
    else:
        said = f"{day:%Y-%m-%d}"
    return Text(said, said)
