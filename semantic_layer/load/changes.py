"""`changes:` of a metric: what it meant until a day, read, and laid into its measure row by row.

Where only expression and conditions differ, each row is measured by the definition that held on its
day: any period is then right, and one that spans a change is split at it. Any other change (another
table, another formula over metrics) holds for whole periods only (`semantic_layer/eras.py`).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import yaml

from semantic_layer import change_messages  # noqa: F401  (adds the texts of faults)
from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.model import Earlier, Measure, Metric, Model
from semantic_layer.texts import NO_TEXT

Report = Callable[..., None]
_OWN = ("until", "note")


def read_changes(
    reader: Reader, node: yaml.Node, changes: yaml.Node, read: Callable[[yaml.Node], Metric]
) -> tuple[Earlier, ...]:
    """`changes: [{until: 2025-06-30, expr: …, formula: …, note: …}]`, the earliest first.

    What a change does not say is as in the metric itself, but for its formula.
    """
    found = []
    for item in reader.items(changes):
        if not isinstance(item, yaml.MappingNode):
            reader.fault(item, "not_a_mapping")
            continue
        said = [(key, value) for key, value in item.value if key.value not in _OWN]
        own = Fields(reader, _part(item, _OWN), _OWN)
        until = own.need("until", reader.day, date.min)
        if not said:
            reader.fault(item, "nothing_changed")
        metric = read(_merged(node, said))
        found.append(Earlier(until, metric, own.get("note", reader.text, NO_TEXT)))
    days = [one.until for one in found]
    if len(set(days)) < len(days):
        reader.fault(changes, "changed_twice")
    return tuple(sorted(found, key=lambda one: one.until))


def _part(node: yaml.MappingNode, keys: tuple[str, ...]) -> yaml.MappingNode:
    pairs = [(key, value) for key, value in node.value if key.value in keys]
    return yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark)


def _merged(node: yaml.Node, said: list[tuple[yaml.Node, yaml.Node]]) -> yaml.MappingNode:
    """The metric's own entries with those of a change in their place."""
    taken = {"changes", "formula", "description", *(key.value for key, _ in said)}
    kept = [(key, value) for key, value in node.value if key.value not in taken]
    return yaml.MappingNode(node.tag, [*kept, *said], node.start_mark, node.end_mark)


def split(model: Model, metric: Metric, report: Report) -> Metric:
    """The metric with a measure that is right on every day, where rows can tell; `plain` is that
    of today."""
    if not metric.before or metric.measure is None or not _by_rows(metric):
        return metric
    eras = [one.metric.measure for one in metric.before if one.metric.measure] + [metric.measure]
    until = [one.until for one in metric.before]
    where = _where(model, metric, eras, until, report)
    if where is None:
        return metric
    measure = replace(metric.measure, expr=_expr(eras, until), where=where)
    return replace(metric, measure=measure, plain=metric.measure)


def _by_rows(metric: Metric) -> bool:
    """Only expression and conditions differ, and rows have a day."""
    today = metric.measure
    assert today is not None
    return bool(today.time) and all(
        one.metric.kind == metric.kind
        and one.metric.measure is not None
        and replace(one.metric.measure, expr=today.expr, where=today.where) == today
        and (one.metric.look, one.metric.matured) == (metric.look, metric.matured)
        for one in metric.before
    )


def _day(measure: Measure) -> str:
    return f"cast({measure.time} as date)"


def _expr(eras: list[Measure], until: list[date]) -> str:
    """The expression of the row's day."""
    today = eras[-1]
    if all(era.expr == today.expr for era in eras):
        return today.expr
    day = _day(today)
    cases = " ".join(
        f"when {day} <= date '{last}' then ({era.expr})"
        for era, last in zip(eras, until, strict=False)
    )
    return f"case {cases} else ({today.expr}) end"


def _where(
    model: Model, metric: Metric, eras: list[Measure], until: list[date], report: Report
) -> tuple[str, ...] | None:
    """The conditions of the row's day: those of all days as they stand, the others by their days."""
    today = eras[-1]
    shared = tuple(c for c in today.where if all(c in era.where for era in eras))
    if all(set(era.where) == set(shared) for era in eras):
        return shared
    parts = []
    for n, era in enumerate(eras):
        inlined = [_inlined(model, era, c) for c in era.where if c not in shared]
        if None in inlined:
            report(metric.place, "change_needs_expression", by=metric.name)
            return None
        days = [f"{_day(today)} > date '{until[n - 1]}'"] if n else []
        days += [f"{_day(today)} <= date '{until[n]}'"] if n < len(until) else []
        parts.append(" and ".join([*days, *(f"({c})" for c in inlined)]))
    return (*shared, " or ".join(f"({part})" for part in parts))


def _inlined(model: Model, measure: Measure, condition: str) -> str | None:
    """A condition as an expression: a segment of the own table by what it says."""
    table = model.tables.get(measure.table)
    own = next((s for s in table.segments if s.name == condition), None) if table else None
    if own is not None:
        return own.expr
    last = condition.rpartition(".")[2]
    distant = any(s.name == last for t in model.tables.values() for s in t.segments)
    return (
        None
        if "." in condition and condition.replace(".", "").isidentifier() and distant
        else condition
    )
