"""Which metrics are shown as shares, and of what: of the whole, or of groups of the result."""

from collections.abc import Sequence
from dataclasses import dataclass

from semantic_layer.answered import Column
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.said import listed
from semantic_layer.errors import QueryError
from semantic_layer.model import Model
from semantic_layer.query import MetricQuery
from semantic_layer.texts import Text

WHOLE, GROUP = "total", "group"


@dataclass(frozen=True, slots=True)
class Shares:
    """The metrics shown as shares of the whole and of their groups, and the keys of these."""

    of_whole: tuple[str, ...] = ()
    of_group: tuple[str, ...] = ()
    group: tuple[Key, ...] = ()

    @property
    def suffix(self) -> str:
        """What the columns of shares of groups end in: `__share_of_platform`."""
        shown = "_".join(k.column for k in self.group if not k.hidden)
        return f"__share_of_{shown}"

    def column(self, metric: str, label: Text) -> Column:
        """The column of a metric's share of its group."""
        group = listed(tuple(k.label for k in self.group if not k.hidden))
        said = both("column.share_of", label=label, group=group)
        return Column(f"{metric}{self.suffix}", said, "share", "ratio", metric)


def shares_of(query: MetricQuery, keys: Sequence[Key], model: Model) -> Shares:
    """The shares that a query asks for: of groups those of `share`, or of all metrics.

    Raises QueryError share_of_ratio, or unknown_column for a group that is not in `by`.
    """
    for label in query.share_within:
        if label not in query.by:
            raise QueryError("unknown_column", choices=query.by, name=label)
    of_group = (query.share or query.metrics) if query.share_within else ()
    for name in dict.fromkeys((*query.share, *of_group)):
        if model.metrics[name].additive not in ("sum", "distinct"):
            raise QueryError("share_of_ratio", metric=model.metrics[name].label)
    wanted = {ref.replace(":", "__") for ref in query.share_within}
    group = tuple(k for k in keys if _shown_as(k) in wanted)
    return Shares(query.share, of_group, group)


def _shown_as(key: Key) -> str:
    """The column of the group-by that a key belongs to."""
    return key.column.removesuffix("__key").removesuffix("__rest") if key.hidden else key.column


def said_shares(shares: Shares, model: Model) -> tuple[Text, ...]:
    """That one thing may count in several parts, so that their shares add to more than the whole."""
    asked = dict.fromkeys((*shares.of_whole, *shares.of_group))
    distinct = [model.metrics[m].label for m in asked if model.metrics[m].additive == "distinct"]
    return tuple(both("note.shares_overlap", metric=label) for label in distinct)


__all__ = ["GROUP", "WHOLE", "Shares", "said_shares", "shares_of"]
