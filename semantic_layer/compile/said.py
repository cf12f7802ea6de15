"""A query's conditions in words, for the answer's footnote."""

from semantic_layer.answered import UsedFilter
from semantic_layer.compile.conditions import Condition, conditions_of, values_of
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.kinds import number_of
from semantic_layer.compile.names import Names
from semantic_layer.compile.number import leaves
from semantic_layer.compile.subjects import PerEntity
from semantic_layer.compile.value_labels import value_label
from semantic_layer.query import Filter, TimeRange
from semantic_layer.texts import Text

_SAME = {"in": "=", "not_in": "!="}


def used(condition: Condition, names: Names) -> UsedFilter:
    """The condition in words."""
    where = condition.filter
    if where is None:
        return UsedFilter(condition.text, "expression", (), Text(condition.text, condition.text))
    subject = condition.subject
    if isinstance(subject, PerEntity):
        return UsedFilter(
            where.field, where.op, where.values, said_per_entity(subject, where, names)
        )
    dimension = values_of(subject, names)
    said = listed(tuple(dict.fromkeys(value_label(dimension, v) for v in where.values)))
    label = both(f"filter.{_SAME.get(where.op, where.op)}", field=subject.label, values=said)
    return UsedFilter(where.field, where.op, where.values, label)


def said_per_entity(subject: PerEntity, where: Filter, names: Names) -> Text:
    """`customers: GMV at least 1000 (2025-11-01 to 2025-11-30, platform: Tmall)`."""
    metric = names.model.metrics[subject.metric].label
    if subject.rank is not None:
        key = f"filter.{where.op}"
        said = both(key, field=metric, values=f"{subject.rank.size:.15g}")
    else:
        values = listed(tuple(value_label(None, v) for v in where.values))
        said = both(f"filter.{_SAME.get(where.op, where.op)}", field=metric, values=values)
    scope = said_scope(subject.metric, subject.time, subject.given, names)
    return both("filter.per", entity=entity_label(subject.key, names), said=said, scope=scope)


def said_scope(
    metric: str, time: TimeRange | None, given: tuple[Filter | str, ...], names: Names
) -> Text:
    """The days and conditions under which a metric was taken for each entity."""
    tables = tuple(leaf.measure.table for leaf in leaves(number_of(names.model, metric)))
    inner = conditions_of(given, names, tables, time)
    return listed((said_days(time), *(used(c, names).label for c in inner)), key="list.scope")


def said_days(time: TimeRange | None) -> Text:
    """A range of days, or that all of the data was taken."""
    if time is None:
        return both("days.all")
    if time.start == time.end:
        return Text(str(time.start), str(time.start))
    return both("days.range", start=str(time.start), end=str(time.end))


def entity_label(key: Key, names: Names) -> Text:
    """What the members of a key are called: an entity by the table that it names the rows of."""
    if not key.identity.startswith("@"):
        return key.label
    wanted = key.identity.removeprefix("@")
    for table in names.model.tables.values():
        for entity in table.entities:
            if entity.name == wanted and entity.kind != "foreign":
                return table.label
    role = next(e.to for t in names.model.tables.values() for e in t.entities if e.name == wanted)
    home = next((t for t in names.model.tables.values() if t.home == role), None)
    return home.label if home else key.label


def listed(texts: tuple[Text, ...], key: str = "list.values") -> Text:
    """Texts as one list in each language."""
    between = both(key)
    return Text(between.zh.join(t.zh for t in texts), between.en.join(t.en for t in texts))
