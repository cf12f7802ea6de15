"""What an answer must say of the data that it stands on: late, still moving, doubtful, not all read."""

from collections.abc import Callable, Mapping
from datetime import date

from semantic_layer.compile import Compiled
from semantic_layer.compile.keys import both
from semantic_layer.known_bases import base_notes
from semantic_layer.maturity import maturity_notes
from semantic_layer.model import Model
from semantic_layer.proofs import Proof, Use, doubts, key_id, named
from semantic_layer.query import MetricQuery
from semantic_layer.texts import Text
from semantic_layer.versions import Extent

__all__ = ["caveats"]

ExtentOf = Callable[[str], Extent | None]


def caveats(
    model: Model,
    query: MetricQuery,
    compiled: Compiled,
    extent: ExtentOf,
    last_day: date,
    proofs: Mapping[str, Proof],
    of_tables: Mapping[str, tuple[Text, ...]],
) -> tuple[Text, ...]:
    """The notes of a query's answer, each once.

    `extent` tells the days for which a metric has data, `last_day` is the shop's, `of_tables` is what
    is to be said of the rows of each relation.
    """
    time = compiled.time or query.time
    notes = [
        *base_notes(compiled.bases, query.metrics, extent),
        *_late(query, compiled, extent, last_day),
        *maturity_notes(compiled.model, query.metrics, time, compiled.bases, last_day),
        *_of_tables(model, compiled, of_tables),
        *_without_the_rule(model, compiled),
        *_doubtful_totals(model, compiled, proofs),
    ]
    return tuple(dict.fromkeys(notes))


def _late(query: MetricQuery, compiled: Compiled, extent: ExtentOf, last_day: date) -> list[Text]:
    """The metrics whose data ends before the asked days do."""
    if query.time is None:
        return []
    last = min(query.time.end, last_day)
    known = {name: extent(name) for name in query.metrics}
    return [
        both("note.late", metric=compiled.model.metrics[name].label, last=str(found.last))
        for name, found in known.items()
        if found is not None and query.time.start <= found.last < last
    ]


def _of_tables(
    model: Model, compiled: Compiled, of_tables: Mapping[str, tuple[Text, ...]]
) -> list[Text]:
    """What is to be said of the tables that were read."""
    tables = [model.tables[name] for name in compiled.tables if name in model.tables]
    return [
        both("note.doubt", table=table.label, why=why)
        for table in tables
        for why in of_tables.get(table.source, ())
    ]


def _without_the_rule(model: Model, compiled: Compiled) -> list[Text]:
    """The shop's own metrics over lines or refunds that count those of orders which do not count.

    A table of lines without a rule of its own, and a metric without a condition, take every line:
    the standard metrics of the same table take those of valid orders, so the two do not fit.
    """
    order = model.concept("order")
    rule = model.tables[order.table] if order and order.table in model.tables else None
    if rule is None or not rule.rows:
        return []
    parts = {c.table for name in ("line", "refund") if (c := model.concept(name))} - {rule.name}
    named = [segment.label for segment in rule.segments if segment.name in rule.rows]
    found: dict[str, Text] = {}
    for leaf in compiled.leaves:
        metric, measure = compiled.model.metrics[leaf.metric], leaf.measure
        plain = measure.table in parts and not (measure.where or measure.all_rows)
        if plain and not model.tables[measure.table].rows and metric.origin == "shop":
            found[metric.name] = both(
                "note.all_lines", metric=metric.label, rule=named[0] if named else rule.label
            )
    return list(found.values())


def _doubtful_totals(model: Model, compiled: Compiled, proofs: Mapping[str, Proof]) -> list[Text]:
    """A sum over rows does not stand on their key; where that doubles, it may be too large."""
    uses = []
    for name in dict.fromkeys(leaf.measure.table for leaf in compiled.leaves):
        key = model.tables[name].primary
        if key is not None and key.columns:
            uses.append(Use(key_id(name, key.name), "join", bool(key.partition)))
    found = []
    for use, proof, wrong in doubts(uses, proofs):
        if proof.state == "counted":
            table, key_name, _ = named(model, use.key)
            found.append(both("note.false_key", table=table, name=key_name, why=wrong))
    return found
