"""What a result is grouped by, resolved: steps of time, parts of time, dimensions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from semantic_layer import asking_messages, query_messages  # noqa: F401  (add their texts)
from semantic_layer.compile.clock_names import check_declared, clock_name
from semantic_layer.compile.names import Names
from semantic_layer.errors import QueryError
from semantic_layer.messages import say
from semantic_layer.model import GRAINS
from semantic_layer.query import DAY_PARTS, TIME_PARTS
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Mask

if TYPE_CHECKING:
    from semantic_layer.compile.bands import Classes
    from semantic_layer.compile.tops import Members

MOMENT = "moment"  # a time as it is, not by any step


@dataclass(frozen=True, slots=True)
class Key:
    """One group-by. `ref` is empty for the metrics' own clock; `column` names it in the result.

    `hidden` keys separate members that share a label; they are not shown. `mask` says how the
    values of a shown one are hidden from the role. The members of a key with `band` are the
    numbers of classes. Of one with `top` only the first members are kept; `rest` marks the rows of
    the others.
    """

    column: str
    kind: Literal["step", "part", "dimension"]
    label: Text
    ref: str = ""
    identity: str = ""
    grain: str = ""
    hidden: bool = False
    mask: Mask | None = None
    band: "Classes | None" = None
    top: "Members | None" = None
    rest: bool = False

    @property
    def named_days(self) -> bool:
        """Its members are campaigns, phases, holidays or kinds of days: names, which have no order
        in the engine."""
        return self.kind == "part" and self.grain in DAY_PARTS and self.grain != "campaign_day"

    @property
    def on_clock(self) -> bool:
        return not self.identity and self.kind in ("step", "part")


def both(key: str, **values: Text | str) -> Text:
    """A message in both languages; Text values are said in each."""
    zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
    en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
    return Text(say(key, "zh", **zh), say(key, "en", **en))


def keys_of(
    by: tuple[str, ...], names: Names, tables: tuple[str, ...],
    own: Mapping[str, Key] = MappingProxyType({}),
) -> tuple[Key, ...]:  # fmt: skip
    """The keys of a query, hidden ones included. Raises QueryError for a name that fits nothing.

    `own` are the keys that the query itself defines.
    """
    keys: list[Key] = []
    for ref in by:
        keys += [own[ref]] if ref in own else _key(ref, names, tables)
    columns = [k.column for k in keys]
    for column in columns:
        if columns.count(column) > 1:
            raise QueryError("duplicate_column", name=column)
    return tuple(keys)


def _key(ref: str, names: Names, tables: tuple[str, ...]) -> list[Key]:
    if own := clock_name(ref, names):
        check_declared(own, names.model)
        return [Key(ref, _kind(own), both(f"step.{own}"), grain=own)]
    calendars = {c for s in names.model.spines for c in s.calendars}
    if ref in calendars:
        return [Key(ref, "step", Text(ref, ref), grain=ref)]
    name, _, grain = ref.partition(":")
    identity = names.identity(name, tables)
    dimension = names.dimension(identity)
    if not grain and not dimension.is_time:
        return _dimension_keys(ref, identity, names)
    grain = grain or dimension.grain or "day"
    if grain == MOMENT and dimension.is_time:
        return [Key(ref.replace(":", "__"), "dimension", dimension.label, name, identity)]
    if not dimension.is_time:
        raise QueryError("not_by_time", name=dimension.label, grain=grain)
    if grain not in (*GRAINS, *TIME_PARTS, *DAY_PARTS, *calendars):
        allowed = ", ".join((*GRAINS, *TIME_PARTS))
        raise QueryError("bad_grain", choices=(*GRAINS, *TIME_PARTS), name=grain, names=allowed)
    step = Text(grain, grain) if grain in calendars else both(f"step.{grain}")
    label = both("column.step", label=dimension.label, step=step)
    check_declared(grain, names.model)
    return [Key(ref.replace(":", "__"), _kind(grain), label, name, identity, grain)]


def _kind(grain: str) -> Literal["step", "part"]:
    return "part" if grain in (*TIME_PARTS, *DAY_PARTS) else "step"


def _dimension_keys(ref: str, identity: str, names: Names) -> list[Key]:
    dimension = names.dimension(identity)
    shown = Key(ref, "dimension", dimension.label, ref, identity)
    if not dimension.label_of:
        return [shown]
    key_id = f"{dimension.entity}.{dimension.label_of}"
    if key_id not in names.model.dimensions:
        return [shown]
    prefix = ref.rsplit(".", 1)[0] + "." if "." in ref else ""
    hidden = Key(
        f"{ref}__key",
        "dimension",
        dimension.label,
        prefix + dimension.label_of,
        key_id,
        hidden=True,
    )
    return [shown, hidden]
