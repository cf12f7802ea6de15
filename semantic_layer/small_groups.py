"""Groups of few people are not shown to roles with a smallest group: they could be recognised.

A group is personal when the query groups or filters by what is known of a person: a dimension of
the table in which the concept `customer` is at home, or the customer herself.
"""

from collections.abc import Callable
from dataclasses import replace

from semantic_layer import policy_messages  # noqa: F401  (adds the texts)
from semantic_layer.answered import Cell, Column
from semantic_layer.compile import Compiled
from semantic_layer.compile.keys import both
from semantic_layer.compile.names import Names
from semantic_layer.errors import PolicyError
from semantic_layer.mentions import mentions
from semantic_layer.query import Defined, MetricQuery
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Role

__all__ = ["counting_role", "large_enough"]

_PEOPLE = "people_of_group"
_MOST = 100_000
Rows = tuple[tuple[Cell, ...], ...]
Run = Callable[[MetricQuery], Rows]


def large_enough(
    query: MetricQuery,
    compiled: Compiled,
    columns: tuple[Column, ...],
    rows: Rows,
    role: Role,
    names: Names,
    run: Run,
) -> tuple[Rows, tuple[Text, ...]]:
    """The rows with the numbers of too small groups left empty, and the note that says so.

    `run` counts the people of each group, as a query of its own. Raises PolicyError
    `too_few_people` where nothing is left to show, and for lists of people.
    """
    entity = _person(names) if role.smallest_group > 1 else ""
    if not entity or not _personal(query, names, entity):
        return rows, ()
    few = PolicyError("too_few_people", count=role.smallest_group)
    if not query.metrics or not compiled.leaves:
        raise few
    counted = run(_counting(query, entity, compiled.leaves[0].measure.table))
    groups = [n for n, c in enumerate(columns) if c.kind in ("time", "dimension")]
    people = {row[:-1]: row[-1] for row in counted}
    kept: list[tuple[Cell, ...]] = []
    hidden = 0
    for row in rows:
        number = people.get(tuple(row[n] for n in groups))
        enough = isinstance(number, int) and number >= role.smallest_group
        hidden += not enough
        kept.append(row if enough else tuple(v if n in groups else None for n, v in enumerate(row)))
    if rows and hidden == len(rows):
        raise few
    if not hidden:
        return rows, ()
    note = both("note.small_groups", groups=str(hidden), count=str(role.smallest_group))
    return tuple(kept), (note,)


def counting_role(role: Role) -> Role:
    """As whom people are counted: over the rows of the role, by whatever they are grouped by."""
    return replace(role, metrics=("*",), dimensions=("*",), masks={}, sees=("*",))


def _person(names: Names) -> str:
    concept = names.model.concept("customer")
    return str(concept.bindings.get("entity", "")) if concept is not None else ""


def _personal(query: MetricQuery, names: Names, entity: str) -> bool:
    home = {t.name for t in names.model.tables.values() if t.primary and t.primary.name == entity}
    for mention in mentions(query):
        for identity in names.identities(mention.name):
            if identity == f"@{entity}" or names.dimension(identity).table in home:
                return True
    return False


def _counting(query: MetricQuery, entity: str, table: str) -> MetricQuery:
    """The people behind each group of a query."""
    counted = Defined(name=_PEOPLE, field=entity, agg="count_distinct", of=table)
    return MetricQuery(
        metrics=(_PEOPLE,), define=(counted,), by=query.by, bands=query.bands, where=query.where,
        time=query.time, limit=_MOST,
    )  # fmt: skip
