"""Every member of a query's group-bys, those without a row too, read where the members live."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from semantic_layer.answered import Cell
from semantic_layer.compile.conditions import Condition, condition_sql
from semantic_layer.compile.day_parts import day_values
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.names import Names
from semantic_layer.compile.number import Leaf
from semantic_layer.compile.plan import Scope, Setting
from semantic_layer.compile.reading import Reading
from semantic_layer.compile.said import listed
from semantic_layer.compile.sql import column, literal, name
from semantic_layer.compile.subjects import PerEntity, Subject
from semantic_layer.errors import QueryError
from semantic_layer.model import Measure, Model
from semantic_layer.query import DAY_PARTS, MetricQuery
from semantic_layer.texts import Text

_PARTS = {
    "weekday": range(1, 8), "hour_of_day": range(24), "month_of_year": range(1, 13),
    "quarter_of_year": range(1, 5),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Home:
    """A table with the keys whose members it holds; `whole` where its rows are the members.

    `role` is the way to it where the keys have it in another role than its own (`payer`).
    """

    table: str
    role: str
    keys: tuple[Key, ...]
    whole: bool


def all_members(query: MetricQuery, keys: Sequence[Key], setting: Setting) -> exp.Select | None:
    """All members of the keys that are no steps of time, crossed where they live apart.

    Raises QueryError for steps that are not filled, and for keys without known members.
    """
    if not query.all_members:
        return None
    steps = [k for k in keys if k.kind == "step"]
    if steps and (not query.fill or len(steps) > 1):
        raise QueryError("members_need_fill", step=steps[-1].label)
    wanted = [k for k in keys if k.kind != "step"]
    if not wanted:
        return None
    model = setting.names.model
    parts = [_listed(k, model) for k in wanted if k.band or k.kind == "part"]
    homes = _homes([k for k in wanted if k.kind == "dimension" and not k.band], setting.names)
    parts += [_read(home, replace(setting, uses={})) for home in homes]
    labels = [f"members_{n}" for n in range(1, len(parts) + 1)]
    where = {
        k: label for part, label in zip(parts, labels, strict=True) for k in part.named_selects
    }
    made = exp.Select(
        expressions=[aliased(column(k.column, where[k.column]), k.column) for k in wanted]
    )
    first, *others = (
        exp.Subquery(this=part, alias=exp.TableAlias(this=name(label)))
        for part, label in zip(parts, labels, strict=True)
    )
    made = made.from_(first)
    for other in others:
        made.append("joins", exp.Join(this=other, kind="CROSS"))
    return made


def _listed(key: Key, model: Model) -> exp.Select:
    """The classes of a band, or all values of a part of time."""
    members: Sequence[Cell] | None = _PARTS.get(key.grain)
    if key.grain in DAY_PARTS:
        members = [v.value for v in day_values(key.grain, model)]
    if key.band is not None:
        members = range(len(key.band.edges) + 1)
    if members is None:
        raise QueryError("no_known_members", name=key.label)
    rows = [exp.Tuple(expressions=[literal(m)]) for m in members]
    alias = exp.TableAlias(this=name("listed"), columns=[name(key.column)])
    made = exp.Select(expressions=[aliased(column(key.column, "listed"), key.column)])
    return made.from_(exp.Values(expressions=rows, alias=alias))


def _homes(keys: Sequence[Key], names: Names) -> list[Home]:
    """The keys by the table that they live in; the same table in another role stands apart."""
    found: dict[tuple[str, str], list[Key]] = {}
    for key in keys:
        table, ref = _home(key, names)
        found.setdefault((table, _role(key, table, names)), []).append(replace(key, ref=ref))
    return [
        Home(table, role, tuple(held), any(_names_rows(k, table, names) for k in held))
        for (table, role), held in found.items()
    ]


def _role(key: Key, table: str, names: Names) -> str:
    role = key.ref.rpartition(".")[0]
    return "" if role in (names.model.tables[table].home, table) else role


def _home(key: Key, names: Names) -> tuple[str, str]:
    """The table in which the members of a key live, and what the key is called there."""
    if not key.identity.startswith("@"):
        dimension = names.dimension(key.identity)
        return dimension.table, dimension.name
    wanted = key.identity.removeprefix("@")
    things = {e.to for t in names.model.tables.values() for e in t.entities if e.name == wanted}
    for table in names.model.tables.values():
        for entity in table.entities:
            if entity.to in things and entity.kind in ("primary", "natural"):
                return table.name, entity.name
    raise QueryError("no_known_members", name=key.label)


def _names_rows(key: Key, table: str, names: Names) -> bool:
    """True for a key by which the rows of the table are known."""
    if key.identity.startswith("@"):
        return True
    columns = [e.columns for e in names.model.tables[table].entities if e.kind != "foreign"]
    return (names.dimension(key.identity).expr,) in columns


def _read(home: Home, setting: Setting) -> exp.Select:
    """The members in a table, under the table's rule of rows and the conditions that are theirs."""
    leaf = Leaf("", Measure(home.table, "count", "", ""))
    reading = Reading([leaf], Scope("", home.keys, None), setting)
    made = exp.Select(expressions=_labelled(home, reading), distinct=exp.Distinct())
    where = [exp.Not(this=exp.Is(this=n, expression=exp.Null())) for n in _known(home, reading)]
    conditions = [c for c in setting.conditions if _theirs(c, home, setting.names)]
    asked = [condition_sql(c, lambda s: _said(s, home, reading)) for c in conditions]
    return reading.finished(made, [*where, *asked, *reading.fact.row_conditions()])


def _said(subject: Subject, home: Home, reading: Reading) -> exp.Expr:
    """What a condition speaks of, as the table calls it."""
    own = [k for k in home.keys if isinstance(subject, Key) and k.identity == subject.identity]
    return reading.key(replace(own[0], mask=None)) if own else reading.subject(subject)


def _labelled(home: Home, reading: Reading) -> list[exp.Expr]:
    return [aliased(reading.key(k), k.column) for k in home.keys]


def _known(home: Home, reading: Reading) -> list[exp.Expr]:
    """What must not be empty: the key of the members, or all that they are named by."""
    names = reading.setting.names
    rows = [k for k in home.keys if _names_rows(k, home.table, names)]
    return [reading.key(replace(k, mask=None)) for k in rows or home.keys]


def _theirs(condition: Condition, home: Home, names: Names) -> bool:
    """True for a condition on the members: on what they are named by, or, where they are the rows
    of their table, on anything that can be said of these."""
    identities = {k.identity for k in home.keys}
    for _, subject in condition.subjects:
        key = subject.here if isinstance(subject, PerEntity) else subject
        named = key.identity in identities and _role(key, home.table, names) == home.role
        if named and (not home.role or key is subject):
            continue
        if home.role or not home.whole or not _reaches(key, home.table, names):
            return False
    return True


def _reaches(key: Subject, table: str, names: Names) -> bool:
    if not isinstance(key, Key) or key.on_clock:
        return False
    try:
        names.find(table, key.ref, key.identity, "")
    except QueryError:
        return False
    return True


def said_members_all(keys: Sequence[Key]) -> tuple[Text, ...]:
    """That members without a row are shown too."""
    shown = tuple(k.label for k in keys if k.kind != "step" and not k.hidden)
    return (both("note.all_members", label=listed(shown)),) if shown else ()


__all__ = ["all_members", "said_members_all"]
