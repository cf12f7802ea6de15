"""Which dimensions each metric can be split by: many-to-one joins from the metric's own tables."""

from semantic_layer.model import Model
from semantic_layer.parts import base_tables


def reachable(model: Model) -> dict[str, frozenset[str]]:
    """Metric -> identities of the dimensions that all of its tables reach."""
    by_table = {name: _from(model, name) for name in model.tables}
    reach = {}
    for metric in model.metrics.values():
        tables = base_tables(model, metric)
        sets = [by_table[table] for table in tables if table in by_table]
        reach[metric.name] = frozenset.intersection(*sets) if sets else frozenset()
    return reach


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
