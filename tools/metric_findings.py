"""The facts that can be said about a table of metrics: totals, changes, members, extremes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from semantic_layer.answered import BasePeriod, Cell
from semantic_layer.model import Metric
from semantic_layer.texts import Text
from tools.bases import base_word, change_word
from tools.messages import told
from tools.reading import Pairs, Reading, joined, number
from tools.result import Finding

__all__ = ["MOST_ITEMS", "findings"]

MOST_ITEMS = 6
FEWEST_MOVERS = 3


@dataclass(frozen=True, slots=True)
class _Subject:
    """What facts are told of: the total (no id) or a row, with its cells by column name."""

    id: str
    cells: Mapping[str, Cell]
    about: Pairs = ()

    def fact(self, name: str) -> str:
        return f"{self.id}.{name}" if self.id else name


def findings(reading: Reading) -> tuple[Finding, ...]:
    """All facts of a reading, each with an id of its own.

    `period`, `filters`, `rows`, `by`; the total under the metric's name (`gmv`,
    `gmv.previous_pct`); the first rows (`row1`, `row1.gmv`, `row1.gmv.share`); `best`; the extremes
    of each metric (`gmv.high`, `gmv.high.value`, `gmv.low` …); the ends of a trend (`gmv.first` …).
    """
    whole = _Subject("", reading.whole())
    return (
        *_scope(reading),
        *_grouping(reading),
        *(f for name in reading.query.metrics for f in _values(reading, whole, name)),
        *_rows(reading),
        *_best(reading),
        *_movers(reading),
        *(f for name in reading.query.metrics for f in _extremes(reading, name)),
    )


def _scope(reading: Reading) -> Iterator[Finding]:
    time = reading.table.time or reading.query.time
    label = told("metrics.label.period")
    if time:
        yield Finding("period", label, f"{time.start}/{time.end}", "period")
    else:
        yield _text("period", label, told("metrics.label.all_time"))
    asked = [condition.label for condition in reading.conditions()]
    if asked:
        yield _text("filters", told("metrics.label.filters"), joined(asked, key="list.and"))


def _grouping(reading: Reading) -> Iterator[Finding]:
    if not reading.groups:
        return
    count, limit = len(reading.table.rows), reading.query.limit
    label = told("metrics.label.shown" if limit and count >= limit else "metrics.label.count")
    yield Finding("rows", label, count, "count", noun=told("metrics.label.rows"))
    yield _text("by", told("metrics.label.by"), joined([c.label for c in reading.groups]))


def _rows(reading: Reading) -> Iterator[Finding]:
    if not reading.groups or reading.timed:
        return
    label = joined([c.label for c in reading.groups])
    for place in range(min(MOST_ITEMS, len(reading.table.rows))):
        about = reading.member(place)
        subject = _Subject(f"row{place + 1}", reading.row(place), about)
        yield _text(
            subject.id, label, joined([said for _, said in about], key="list.member"), about
        )
        for name in reading.query.metrics:
            yield from _values(reading, subject, name)
            yield from _share(reading, subject, name)


def _values(reading: Reading, subject: _Subject, name: str) -> Iterator[Finding]:
    """A metric's value and its changes, for the total or for a row."""
    if name not in subject.cells:
        return
    metric = reading.metric(name)
    label = reading.metric_label(name)
    if subject.about:
        label = joined([said for _, said in subject.about], key="list.member")
    yield _number(subject.fact(name), label, subject.cells[name], metric, subject, name)
    for base in reading.table.bases:
        yield from _change(subject, name, metric, base)


def _change(
    subject: _Subject, name: str, metric: Metric | None, period: BasePeriod
) -> Iterator[Finding]:
    """Base, difference and percent; a ratio's difference is in points and is told first."""
    kind = period.kind
    base, diff, pct = (f"{name}__{kind}{end}" for end in ("", "_diff", "_pct"))
    if base not in subject.cells:
        return
    change = change_word(period)
    points = bool(metric and metric.unit == "ratio")
    id = subject.fact(f"{name}.{kind}")
    yield _number(id, base_word(period), subject.cells[base], metric, subject, base)
    if diff in subject.cells:
        label = change if points else told("metrics.label.difference")
        yield _difference(f"{id}_diff", label, subject, diff, metric, points=points)
    if pct in subject.cells:
        label = told("compare.relative", change=change) if points else change
        yield Finding(f"{id}_pct", label, subject.cells[pct], "change", subject.about, pct)


def _share(reading: Reading, subject: _Subject, name: str) -> Iterator[Finding]:
    """The row's share: the asked column, or its part of an additive total."""
    id, label, column = subject.fact(f"{name}.share"), told("metrics.label.share"), f"{name}__share"
    if column in subject.cells:
        yield Finding(id, label, subject.cells[column], "ratio", subject.about, column)
        return
    whole, part = number(reading.whole().get(name)), number(subject.cells[name])
    if part is not None and whole and reading.adds_up(name):
        yield Finding(id, label, float(round(part / whole, 12)), "ratio", subject.about)


def _best(reading: Reading) -> Iterator[Finding]:
    """The one row that a question for the first asks for."""
    one = reading.query.limit == 1 and len(reading.table.rows) == 1
    if not one or reading.timed or not reading.groups:
        return
    about = reading.member(0)
    by = reading.query.order[0] if reading.query.order else ""
    name = by.lstrip("-")
    label = told("metrics.label.best")
    if name in reading.query.metrics:
        end = "high" if by.startswith("-") else "lowest"
        label = told(f"metrics.label.{end}", metric=reading.metric_label(name))
    yield _text("best", label, joined([said for _, said in about], key="list.member"), about)


def _movers(reading: Reading) -> Iterator[Finding]:
    """The members that added and took away most, for a sum that is compared once."""
    name, compares = reading.query.metrics[0], reading.table.bases
    metric = reading.metric(name)
    if len(compares) != 1 or reading.timed or not metric or metric.additive != "sum":
        return
    column = f"{name}__{compares[0].kind}_diff"
    moved = reading.ranked(column)
    if len(moved) < FEWEST_MOVERS:
        return
    ends = (("gain", moved[0], moved[1], 1), ("drop", moved[-1], moved[-2], -1))
    for end, (value, place), (second, _), sign in ends:
        if value * sign > 0 and value != second:
            about = reading.member(place)
            member = joined([said for _, said in about], key="list.member")
            subject = _Subject(f"{name}.{end}", reading.row(place), about)
            yield _text(subject.id, told(f"metrics.label.{end}"), member, about)
            yield _difference(f"{subject.id}.value", member, subject, column, metric, points=False)


def _extremes(reading: Reading, name: str) -> Iterator[Finding]:
    """The highest and lowest row where each is the only one, and a trend's first and last.

    A step of time that the asked days cut short is no fair lowest and takes no part, unless it is
    the highest of a sum as it stands. The rows of a limited list are told, not its ends.
    """
    cut = reading.cut_steps()
    ranked = [(value, row) for value, row in reading.ranked(name) if row not in cut]
    if len(ranked) < 2 or not reading.groups or reading.query.limit is not None:
        return
    metric = reading.metric_label(name)
    tops = reading.ranked(name) if reading.highest_so_far(name) else ranked
    if tops[0][0] != tops[1][0]:
        label = told("metrics.label.high", metric=metric)
        yield from _point(reading, name, "high", tops[0][1], label)
    if ranked[-1][0] != ranked[-2][0]:
        yield from _point(
            reading, name, "low", ranked[-1][1], told("metrics.label.low", metric=metric)
        )
    if reading.timed:
        rows = sorted(row for _, row in ranked)
        yield from _point(reading, name, "first", rows[0], told("metrics.label.first"))
        yield from _point(reading, name, "last", rows[-1], told("metrics.label.last"))


def _point(reading: Reading, name: str, end: str, place: int, label: Text) -> Iterator[Finding]:
    about = reading.member(place)
    member = joined([said for _, said in about], key="list.member")
    subject = _Subject(f"{name}.{end}", reading.row(place), about)
    yield _text(subject.id, label, member, about)
    yield _number(
        f"{subject.id}.value", member, subject.cells[name], reading.metric(name), subject, name
    )


def _text(id: str, label: Text, words: Text, about: Pairs = ()) -> Finding:
    return Finding(id, label, words.zh or words.en, "text", about, words=words)


def _number(
    id: str, label: Text, value: Cell, metric: Metric | None, subject: _Subject, column: str
) -> Finding:
    unit = metric.unit if metric else "number"
    return Finding(
        id,
        label,
        value,
        unit,
        subject.about,
        column,
        noun=metric.noun if metric else Text("", ""),
        decimals=metric.decimals if metric else None,
    )


def _difference(
    id: str, label: Text, subject: _Subject, column: str, metric: Metric | None, *, points: bool
) -> Finding:
    return Finding(
        id,
        label,
        subject.cells[column],
        "points" if points else metric.unit if metric else "number",
        subject.about,
        column,
        noun=metric.noun if metric else Text("", ""),
        decimals=metric.decimals if metric else None,
        signed=True,
    )
