"""Which members a filter by rank chose: a statement of its own, so that an answer can name them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlglot import exp

from semantic_layer.answered import Cell
from semantic_layer.compile.conditions import Condition
from semantic_layer.compile.entity_values import query_of
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.keys import both, keys_of
from semantic_layer.compile.plan import Setting
from semantic_layer.compile.ranks import MEMBERS, PLACE, ranked
from semantic_layer.compile.said import entity_label, listed, said_per_entity
from semantic_layer.compile.sql import column, name, relation
from semantic_layer.compile.subjects import PerEntity, Rank
from semantic_layer.compile.value_labels import value_label
from semantic_layer.model import Dimension
from semantic_layer.texts import Text

MOST_NAMED = 10
_MEMBER, _KEY, _VALUE, _LEFT_OUT = "member", "key", "value", "left_out"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter by rank in words, with the statement that lists its members.

    The rows of `tree`: member, key, value, number of members, and how many have no key.
    `dimensions` are what member and key show.
    """

    said: Text
    entity: Text
    metric: Text
    rank: Rank
    dimension: Dimension | None
    dimensions: tuple[str, ...]
    tree: exp.Select


def chosen_by(conditions: Sequence[Condition], setting: Setting) -> tuple[Chosen, ...]:
    """One for each filter by rank among the conditions."""
    found = []
    for condition in conditions:
        where, subject = condition.filter, condition.subjects[0][1] if condition.subjects else None
        if where is not None and isinstance(subject, PerEntity) and subject.rank is not None:
            said = said_per_entity(subject, where, setting.names)
            found.append(_chosen(subject, subject.rank, said, setting))
    return tuple(found)


def _chosen(subject: PerEntity, rank: Rank, said: Text, setting: Setting) -> Chosen:
    names = setting.names
    keys = keys_of((subject.entity,), names, ())
    shown, known = keys[0].column, keys[-1].column
    labels = [shown, known] if len(keys) > 1 else [known]
    inner = setting.inner(query_of(subject))
    empty = exp.Select(expressions=[exp.Count(this=exp.Star())]).from_(relation("candidates"))
    empty = empty.where(exp.Is(this=column(known), expression=exp.Null()), copy=False)
    tree = exp.Select(
        expressions=[
            aliased(column(shown, "places"), _MEMBER),
            aliased(column(known, "places"), _KEY),
            aliased(column(subject.metric, "places"), _VALUE),
            column(MEMBERS, "places"),
            aliased(exp.Subquery(this=empty), _LEFT_OUT),
        ]
    )
    every = exp.Select(expressions=[exp.Star()]).from_(relation("candidates"))
    places = ranked(every, labels, subject.metric, rank.end)
    tree = tree.from_(exp.Subquery(this=places, alias=exp.TableAlias(this=name("places"))))
    cte = exp.CTE(this=inner, alias=exp.TableAlias(this=name("candidates")))
    tree.set("with_", exp.With(expressions=[cte]))
    tree = tree.order_by(column(PLACE, "places"), copy=False).limit(MOST_NAMED + 1, copy=False)
    dimension = names.dimension(keys[0].identity) if keys[0].identity else None
    metric = names.model.metrics[subject.metric].label
    entity = entity_label(subject.key, names)
    identities = tuple(k.identity for k in keys if k.identity)
    return Chosen(said, entity, metric, rank, dimension, identities, tree)


def said_members(chosen: Chosen, rows: Sequence[Sequence[Cell]]) -> tuple[Text, ...]:
    """The notes on the members: who they are when few, a tie at the cut, rows without a member."""
    if not rows:
        return (both("note.chosen_none", said=chosen.said),)
    members = rows[0][3]
    assert isinstance(members, int)
    count = _size(chosen.rank, members)
    notes = [_named(chosen, rows[:count], count, members)]
    if count < len(rows) and rows[count][2] == rows[count - 1][2]:
        notes.append(both("note.chosen_tied", metric=chosen.metric))
    if rows[0][4]:
        notes.append(both("note.chosen_empty", entity=chosen.entity))
    return tuple(notes)


def _size(rank: Rank, members: int) -> int:
    if not rank.percent:
        return min(int(rank.size), members)
    return math.ceil(members * Fraction(str(rank.size)) / 100)


def _named(chosen: Chosen, rows: Sequence[Sequence[Cell]], count: int, members: int) -> Text:
    if count > MOST_NAMED:
        return both("note.chosen_many", said=chosen.said, count=str(count), members=str(members))
    labels = [value_label(chosen.dimension, row[0]) for row in rows]
    alike = [label for label in labels if labels.count(label) > 1]
    told = tuple(
        both("value.keyed", label=label, id=str(row[1])) if label in alike else label
        for label, row in zip(labels, rows, strict=True)
    )
    return both("note.chosen", said=chosen.said, members=listed(told))


__all__ = ["Chosen", "chosen_by", "said_members"]
