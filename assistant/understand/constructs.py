"""What a query may say beyond metrics, groups and conditions; empty for most questions.

Each slot is written by one rule under `rules/` and becomes a slot of the MetricQuery as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from semantic_layer.query import DAY_PARTS, TIME_PARTS, Band, Defined, Filter, MetricQuery, Top

CALENDAR_PARTS = tuple(f"calendar.{part}" for part in DAY_PARTS)
_JSON = {"mode": "json", "exclude_defaults": True}


@dataclass(slots=True)
class Constructs:
    """`ready` is a saved query with its parameters, which the other slots only add to. `of` lists
    rows of a table with `columns` before those of the reading, `values` the values of the groups.
    `conditions` choose entities by a metric of theirs, or days of the week. `inside` names the
    metrics that are only parts of a definition, `instead` those that one is shown in place of."""

    ready: MetricQuery | None = None
    of: str = ""
    columns: list[str] = field(default_factory=list)
    values: bool = False
    conditions: list[Filter] = field(default_factory=list)
    define: list[Defined] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    instead: dict[str, str] = field(default_factory=dict)
    bands: list[Band] = field(default_factory=list)
    top: Top | None = None
    share_within: list[str] = field(default_factory=list)
    tail: int | None = None
    having: list[Filter] = field(default_factory=list)
    all_members: bool = False
    order: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self != Constructs()

    @property
    def asks(self) -> bool:
        """Whether something is asked for without a metric of the shop."""
        return self.lists or bool(self.define)

    @property
    def lists(self) -> bool:
        """Whether rows or values are asked for, and no metric."""
        ready = self.ready is not None and not self.ready.metrics
        return bool(self.of) or self.values or ready


def with_constructs(slots: dict[str, Any], more: Constructs) -> dict[str, Any]:
    """The slots of a query with those that the constructs add."""
    if not more:
        return slots
    if more.ready is not None:
        slots = _added(more.ready.model_dump(**_JSON), slots)  # type: ignore[arg-type]
    bands = [b.name for b in more.bands]
    return {
        **slots,
        "metrics": _metrics(slots["metrics"], more),
        "by": [*bands, *more.columns, *slots["by"]],
        "where": [*slots["where"], *_dumped(more.conditions)],
        "having": [*slots["having"], *_dumped(more.having)],
        "share": [more.instead.get(m, m) for m in slots["share"]],
        "of": more.of or slots.get("of", ""),
        "define": _dumped(more.define) or slots.get("define", []),
        "bands": _dumped(more.bands) or slots.get("bands", []),
        "top": more.top.model_dump(**_JSON) if more.top else slots.get("top"),  # type: ignore[arg-type]
        "share_within": more.share_within,
        "tail": more.tail or slots.get("tail"),
        "all_members": more.all_members,
        "order": _order(slots["order"], more, bands),
    }


def _metrics(said: list[str], more: Constructs) -> list[str]:
    shown = [more.instead.get(m, m) for m in said if m not in more.inside]
    own = [d.name for d in more.define if d.name not in more.inside]
    return list(dict.fromkeys([*shown, *own]))


def _order(said: list[str], more: Constructs, bands: list[str]) -> list[str]:
    """The order by what is shown; lists and classes have orders of their own."""
    if more.order or more.of or more.values or bands:
        return more.order
    if said and more.ready is None and not said[0].lstrip("-"):
        return [f"-{d.name}" for d in more.define if d.name not in more.inside][:1]
    return [_renamed(column, more) for column in said]


def _renamed(column: str, more: Constructs) -> str:
    sign = "-" if column.startswith("-") else ""
    name, mark, rest = column.lstrip("-").partition("__")
    return f"{sign}{more.instead.get(name, name)}{mark}{rest}"


def _added(ready: Mapping[str, Any], slots: dict[str, Any]) -> dict[str, Any]:
    """A ready query with the conditions, days, bases and limit that the question adds to it."""
    own = {
        "where": [*ready.get("where", ()), *slots["where"]],
        "metrics": list(ready.get("metrics", ())),
        "by": list(ready.get("by", ())),
        "order": list(ready.get("order", ())),
    }
    said = {name: slots[name] for name in ("time", "compare", "limit", "chart") if slots[name]}
    return {**slots, **ready, **own, **said}


def _dumped(parts: list[Any]) -> list[dict[str, Any]]:
    return [part.model_dump(**_JSON) for part in parts]


def is_construct(condition: Any) -> bool:
    """Whether a condition of a call is none on a dimension: on an entity, or a day of the week."""
    return isinstance(condition, Mapping) and (
        bool(condition.get("per")) or condition["field"] in (*TIME_PARTS, *CALENDAR_PARTS)
    )


def constructs_of(given: Mapping[str, Any]) -> Constructs:
    """The constructs that a call's arguments say, for a follow-up to keep."""
    more = Constructs(
        of=given.get("of", ""),
        define=[Defined(**d) for d in given.get("define", ())],
        bands=[Band(**b) for b in given.get("bands", ())],
        top=Top(**given["top"]) if given.get("top") else None,
        share_within=list(given.get("share_within", ())),
        tail=given.get("tail"),
        having=[Filter(**h) for h in given.get("having", ()) if h.get("than")],
        all_members=bool(given.get("all_members")),
    )
    more.conditions = [Filter(**w) for w in given.get("where", ()) if is_construct(w)]
    shown = given.get("metrics", ())
    more.values = not shown and not more.of
    return more
