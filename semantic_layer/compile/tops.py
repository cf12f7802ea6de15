"""The first members of a group-by, with the rest as one row of its own.

The members are chosen by a query of their own over the asked days. Each row of a fact is then put
under its member, or under the rest, before anything is aggregated: so the rest is exact for every
kind of metric, for distinct counts and ratios too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from semantic_layer.compile.entity_values import free_name
from semantic_layer.compile.fact import aliased
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.names import Names
from semantic_layer.compile.plan import Setting
from semantic_layer.compile.ranks import PLACE, first, ranked
from semantic_layer.compile.said import listed
from semantic_layer.compile.sql import all_of, column, literal, name, relation, same
from semantic_layer.compile.subjects import Rank
from semantic_layer.compile.together import not_together
from semantic_layer.errors import QueryError
from semantic_layer.query import MetricQuery, Top
from semantic_layer.texts import Text

_REST = "__rest"


@dataclass(frozen=True, slots=True)
class Members:
    """The first members of a key in each of `groups`, by a metric, and whether the rest is shown."""

    query: MetricQuery
    member: Key
    shown: Key
    groups: tuple[Key, ...]
    metric: str
    rank: Rank
    others: bool


def with_top(query: MetricQuery, keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """The keys of a query, that of its top ones cut to them. Raises QueryError."""
    top = query.top
    if top is None:
        return keys
    _check(query, top)
    own = [k for k in keys if k.column in (top.by, f"{top.by}__key")]
    if not own or own[0].kind != "dimension" or own[0].band is not None:
        raise QueryError("top_of_no_members", name=top.by)
    groups = tuple(k for k in keys if k.column.removesuffix("__key") in _columns(top.within))
    if query.compare and any(k.kind == "step" for k in groups):
        raise not_together("within", "compare")
    metric = top.metric or query.metrics[0]
    by = tuple(b for b in query.by if b in top.within or b == top.by)
    inner = MetricQuery(
        metrics=(metric,), by=by, where=query.where, time=query.time,
        define=query.define, bands=tuple(b for b in query.bands if b.name in by),
    )  # fmt: skip
    rank = Rank("bottom" if top.bottom else "top", top.n)
    members = Members(inner, own[-1], own[0], groups, metric, rank, top.others)
    return tuple(made for key in keys for made in _cut(key, own, members))


def _cut(key: Key, own: Sequence[Key], members: Members) -> list[Key]:
    """A key of the members is theirs alone; the last is followed by the mark of the rest.

    The rest is aggregated even where it is not shown: a conversion belongs to the last event of all,
    not of the first members only.
    """
    if key not in own:
        return [key]
    cut = [replace(key, top=members)]
    if key is own[-1]:
        label = f"{own[0].column}{_REST}"
        cut.append(Key(label, "dimension", key.label, hidden=True, top=members, rest=True))
    return cut


def _check(query: MetricQuery, top: Top) -> None:
    for label in (top.by, *top.within):
        if label not in query.by:
            raise QueryError("unknown_column", choices=query.by, name=label)
    if top.by in top.within:
        raise QueryError("duplicate_column", name=top.by)
    if not query.metrics:
        raise QueryError("needs_metric")
    for field in ("having", "tail", "all_members"):
        if getattr(query, field):
            raise not_together("top", field)


def _columns(within: tuple[str, ...]) -> set[str]:
    return {ref.replace(":", "__") for ref in within}


def top_key(
    key: Key, setting: Setting, said: Callable[[Key], exp.Expr], joins: dict[str, exp.Join]
) -> exp.Expr:
    """A row's member if it is among the first; or, for the mark of the rest, 1 where it is not."""
    members = key.top
    assert members is not None
    label = _shared(members, setting)
    if label not in joins:
        pairs = [same(column(g.column, label), said(g)) for g in members.groups]
        here = said(replace(members.member, top=None))
        pairs.append(exp.EQ(this=column(members.member.column, label), expression=here))
        joins[label] = exp.Join(this=relation(label), side="LEFT", on=all_of(pairs))
    out = exp.Is(this=column(members.member.column, label), expression=exp.Null())
    if key.rest:
        return exp.Case(ifs=[exp.If(this=out, true=literal(1))], default=literal(0))
    node = said(replace(key, top=None))
    return exp.Case(ifs=[exp.If(this=exp.Not(this=out), true=node)])


def _shared(members: Members, setting: Setting) -> str:
    """The name under which the first members stand before all facts of the statement."""
    if members not in setting.shared:
        places = exp.Subquery(this=_places(members, setting), alias=_alias("places"))
        keys = [g.column for g in members.groups] + [members.member.column]
        made = exp.Select(expressions=[aliased(column(k, "places"), k) for k in keys])
        made = made.from_(places).where(first(members.rank, "places"), copy=False)
        setting.shared[members] = (free_name(setting, "top"), made)
    return setting.shared[members][0]


def _places(members: Members, setting: Setting) -> exp.Select:
    groups = [g.column for g in members.groups]
    keys = [members.member.column]
    return ranked(setting.inner(members.query), keys, members.metric, members.rank.end, groups)


def _alias(label: str) -> exp.TableAlias:
    return exp.TableAlias(this=name(label))


@dataclass(frozen=True, slots=True)
class Tie:
    """A statement that counts the groups in which the last of the first ties with the next one."""

    said: Text
    tree: exp.Select


def tie_of(keys: Sequence[Key], names: Names, setting: Setting) -> Tie | None:
    """The statement on ties at the cut of a top, None without one."""
    members = next((k.top for k in keys if k.top is not None), None)
    if members is None:
        return None
    groups = [g.column for g in members.groups]
    order = exp.Order(expressions=[exp.Ordered(this=column(PLACE, "places"))])
    parts = [column(g, "places") for g in groups]
    following = exp.Window(
        this=exp.Lead(this=column(members.metric, "places")), partition_by=parts, order=order
    )
    shown = [aliased(column(c, "places"), c) for c in (members.metric, PLACE)]
    inner = exp.Select(expressions=[*shown, aliased(following, "following")])
    inner = inner.from_(exp.Subquery(this=_places(members, setting), alias=_alias("places")))
    tied = exp.EQ(this=column(members.metric, "cut"), expression=column("following", "cut"))
    last = exp.EQ(this=column(PLACE, "cut"), expression=literal(int(members.rank.size)))
    tree = exp.Select(expressions=[aliased(exp.Count(this=exp.Star()), "ties")])
    tree = tree.from_(exp.Subquery(this=inner, alias=_alias("cut"))).where(tied, last, copy=False)
    metric = names.model.metrics[members.metric].label
    return Tie(both("note.top_tied", metric=metric, label=members.shown.label), tree)


def said_top(keys: Sequence[Key], names: Names, *, compared: bool) -> tuple[Text, ...]:
    """What must be said of the first members: by what they were chosen, and what the rest holds."""
    members = next((k.top for k in keys if k.top is not None), None)
    if members is None:
        return ()
    label = members.shown.label
    notes = [_chosen_by(members, names)]
    notes.append(both("note.rest" if members.others else "note.no_rest", label=label))
    if compared:
        notes.append(both("note.top_kept", label=label))
    return tuple(notes)


def _chosen_by(members: Members, names: Names) -> Text:
    metric = names.model.metrics[members.metric].label
    label, count, end = members.shown.label, str(members.rank.size), members.rank.end
    shown = tuple(g.label for g in members.groups if not g.hidden)
    if not shown:
        return both(f"note.{end}", label=label, metric=metric, count=count)
    return both(f"note.{end}_within", label=label, metric=metric, count=count, within=listed(shown))


__all__ = ["Members", "Tie", "said_top", "tie_of", "top_key", "with_top"]
