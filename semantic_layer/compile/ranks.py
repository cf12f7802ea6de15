"""Members in the order of a metric: the first so many, or the first so many percent.

Ties are broken by the key. Members without a value, and rows without a member, take no place.
"""

from collections.abc import Sequence

from sqlglot import exp

from semantic_layer.compile.fact import aliased
from semantic_layer.compile.sql import column, literal, name
from semantic_layer.compile.subjects import Rank

PLACE, MEMBERS = "rank__place", "rank__members"
_RANKED = "ranked"


def ranked(
    inner: exp.Query, keys: Sequence[str], metric: str, end: str, groups: Sequence[str] = (),
) -> exp.Select:  # fmt: skip
    """The rows of `inner` with their place by `metric` within `groups`, and how many there are.

    The last of `keys` is what members are known by.
    """
    shown = [*groups, *keys]
    order = [exp.Ordered(this=column(metric, _RANKED), desc=end == "top", nulls_first=False)]
    order += [exp.Ordered(this=column(k, _RANKED), nulls_first=False) for k in reversed(keys)]
    parts = [column(g, _RANKED) for g in groups]
    place = exp.Window(this=exp.RowNumber(), partition_by=parts, order=exp.Order(expressions=order))
    members = exp.Window(this=exp.Count(this=exp.Star()), partition_by=[p.copy() for p in parts])
    made = exp.Select(expressions=[aliased(column(k, _RANKED), k) for k in [*shown, metric]])
    made.append("expressions", aliased(place, PLACE))
    made.append("expressions", aliased(members, MEMBERS))
    source = exp.Subquery(this=inner, alias=exp.TableAlias(this=name(_RANKED)))
    return made.from_(source).where(_known(keys[-1]), _known(metric), copy=False)


def first(rank: Rank, table: str) -> exp.Expr:
    """That a row of `table` is among the first; a percentage gives one member at least."""
    place = column(PLACE, table)
    if not rank.percent:
        return exp.LTE(this=place, expression=literal(int(rank.size)))
    before = exp.Paren(this=exp.Sub(this=place, expression=literal(1)))
    return exp.LT(
        this=exp.Mul(this=before, expression=literal(100)),
        expression=exp.Mul(this=column(MEMBERS, table), expression=literal(rank.size)),
    )


def chosen(inner: exp.Query, keys: Sequence[str], metric: str, rank: Rank) -> exp.Select:
    """The keys of the first members."""
    places = ranked(inner, keys, metric, rank.end)
    source = exp.Subquery(this=places, alias=exp.TableAlias(this=name("places")))
    made = exp.Select(expressions=[aliased(column(keys[-1], "places"), keys[-1])])
    return made.from_(source).where(first(rank, "places"), copy=False)


def _known(label: str) -> exp.Expr:
    return exp.Not(this=exp.Is(this=column(label, _RANKED), expression=exp.Null()))


__all__ = ["MEMBERS", "PLACE", "chosen", "first", "ranked"]
