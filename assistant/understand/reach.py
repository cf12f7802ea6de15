"""Which dimensions each metric can be split by: many-to-one joins from the metric's own tables."""

from semantic_layer.model import Metric, Model

_FINE = ("millisecond", "second", "minute", "hour")


def reachable(model: Model) -> dict[str, frozenset[str]]:
    """Metric -> identities of the dimensions that all of its tables reach."""
    by_table = {name: _from(model, name) for name in model.tables}
    reach = {}
    for metric in model.metrics.values():
        tables = base_tables(model, metric)
        sets = [by_table[table] for table in tables if table in by_table]
        reach[metric.name] = frozenset.intersection(*sets) if sets else frozenset()
    return reach


def base_tables(model: Model, metric: Metric, depth: int = 0) -> frozenset[str]:
    """The tables whose rows the metric aggregates, its inputs' included."""
    if metric.measure is not None:
        return frozenset((metric.measure.table,))
    found: frozenset[str] = frozenset()
    for part in metric.parts:
        if depth < 12 and part.metric in model.metrics:
            found |= base_tables(model, model.metrics[part.metric], depth + 1)
    return found


def has_clock(model: Model, metric: Metric) -> bool:
    """True when all that the metric counts happens at some time."""
    if metric.measure is not None:
        return bool(metric.measure.time)
    return all(has_clock(model, model.metrics[p.metric]) for p in metric.parts)


def has_hours(model: Model, metric: Metric) -> bool:
    """True when the moments of all that the metric counts are known by the hour."""
    measure = metric.measure
    if measure is None:
        return all(has_hours(model, model.metrics[p.metric]) for p in metric.parts)
    entity, _, name = measure.time.rpartition(".")
    table = model.tables[measure.table]
    found = [d for d in table.dimensions if d.name == name] if not entity else []
    found = found or [d for d in model.dimensions.values() if d.id == measure.time]
    return all(d.type == "time" and d.grain in (None, *_FINE) for d in found)


def is_balance(model: Model, metric: Metric) -> bool:
    """True for what is read at one moment of the asked days, the last: stock at the end."""
    measure = metric.measure
    if measure is None:
        parts = [is_balance(model, model.metrics[p.metric]) for p in metric.parts]
        return bool(parts) and all(parts)
    return measure.snapshot is not None and measure.snapshot.choice == "last"


def by_month(model: Model, metric: Metric) -> bool:
    """True for a metric that stands on something known by the month only, such as a target."""
    measure = metric.measure
    if measure is not None:
        own = model.tables[measure.table].dimensions
        return any(d.name == measure.time and d.grain == "month" for d in own)
    return any(by_month(model, model.metrics[p.metric]) for p in metric.parts)


def _from(model: Model, start: str) -> frozenset[str]:
    homes = {
        entity.to or entity.name: table.name
        for table in model.tables.values()
        for entity in table.entities
        if entity.kind in ("primary", "unique")
    }
    seen, queue = {start}, [start]
    while queue:
        for entity in model.tables[queue.pop()].entities:
            home = homes.get(entity.to or entity.name)
            if home and home not in seen and entity.kind != "natural":
                seen.add(home)
                queue.append(home)
    return frozenset(d.identity for d in model.dimensions.values() if d.table in seen)
