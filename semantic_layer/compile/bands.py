"""Group-bys for one query: classes of a number, of the rows or of each entity.

In the statement a class is its number (0: below the first edge), so that classes are ordered as
numbers are; `class_labels` says how they read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlglot import exp

from semantic_layer.compile.keys import Key, both, keys_of
from semantic_layer.compile.names import Names
from semantic_layer.compile.said import entity_label, said_scope
from semantic_layer.compile.sql import literal
from semantic_layer.compile.subjects import PerEntity, Subject, per_entity
from semantic_layer.compile.together import not_together
from semantic_layer.errors import QueryError
from semantic_layer.query import FISCAL_STEPS, TIME_PARTS, TIME_STEPS, Band, MetricQuery
from semantic_layer.texts import Text


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of what `subject` says of a row: from an edge up to the next, exclusive."""

    subject: Subject
    edges: tuple[float, ...]


def band_keys(query: MetricQuery, names: Names, tables: tuple[str, ...]) -> dict[str, Key]:
    """The key of each band by its name.

    Raises QueryError for a band that is not used, whose name is taken, or that is of no number.
    """
    found: dict[str, Key] = {}
    if query.bands and query.ends:
        raise not_together("ends", "bands")
    for band in query.bands:
        taken = {*names.model.metrics, *TIME_STEPS, *FISCAL_STEPS, *TIME_PARTS, *found}
        taken |= {d.name for d in names.dimensions.values()}
        if band.name in taken:
            raise QueryError("name_taken", name=band.name)
        if band.name not in query.by:
            raise QueryError("unused_name", name=band.name)
        found[band.name] = _key(band, names, tables)
    return found


def _key(band: Band, names: Names, tables: tuple[str, ...]) -> Key:
    if not band.per:
        return _of_dimension(band, names, tables)
    subject = per_entity(band.field, band.per, names, tables, band.time, band.given)
    label = both("column.band", label=names.model.metrics[band.field].label)
    return Key(band.name, "dimension", label, band=Classes(subject, band.edges))


def _of_dimension(band: Band, names: Names, tables: tuple[str, ...]) -> Key:
    if band.time or band.given or band.field in names.model.metrics:
        raise QueryError("needs_per", name=band.field)
    (subject,) = (k for k in keys_of((band.field,), names, tables) if not k.hidden)
    known = subject.kind == "dimension" and names.dimension(subject.identity).type == "number"
    if not known:
        raise QueryError("band_of_no_number", name=subject.label)
    label = both("column.band", label=subject.label)
    classes = Classes(subject, band.edges)
    return Key(band.name, "dimension", label, subject.ref, subject.identity, band=classes)


def class_sql(value: exp.Expr, edges: Sequence[float]) -> exp.Expr:
    """The number of the class that holds a value; empty for an empty one."""
    cases = [exp.If(this=exp.Is(this=value, expression=exp.Null()), true=exp.Null())]
    for number, edge in enumerate(edges):
        below = exp.LT(this=value.copy(), expression=literal(_plain(edge)))
        cases.append(exp.If(this=below, true=literal(number)))
    return exp.Case(ifs=cases, default=literal(len(edges)))


def class_labels(edges: Sequence[float]) -> tuple[str, ...]:
    """`< 0`, `0–500`, `≥ 500`: the words of the classes, in order."""
    said = [f"{_plain(e)}" for e in edges]
    between = " – " if edges[0] < 0 else "–"
    inner = [f"{low}{between}{high}" for low, high in pairwise(said)]
    return (f"< {said[0]}", *inner, f"≥ {said[-1]}")


def said_bands(keys: Iterable[Key], names: Names, *, compared: bool) -> tuple[Text, ...]:
    """What must be said of classes: their bounds, and what of each entity was classed."""
    notes = []
    for key in keys:
        if key.band is None:
            continue
        subject = key.band.subject
        if not isinstance(subject, PerEntity):
            notes.append(both("note.band", label=key.label))
            continue
        entity, metric = entity_label(subject.key, names), names.model.metrics[subject.metric].label
        scope = said_scope(subject.metric, subject.time, subject.given, names)
        notes.append(
            both("note.band_per", label=key.label, entity=entity, metric=metric, scope=scope)
        )
        if compared:
            notes.append(both("note.band_kept", label=key.label))
    return tuple(notes)


def _plain(edge: float) -> int | float:
    return int(edge) if edge == int(edge) else edge


__all__ = ["Classes", "band_keys", "class_labels", "class_sql", "said_bands"]
