"""What a query may say beyond metrics, groups and conditions; empty for most questions.

Each slot is written by one rule under `rules/` and becomes a slot of the MetricQuery as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from semantic_layer.query import Band, Defined, Filter, MetricQuery, Top

_JSON = {"mode": "json", "exclude_defaults": True}


@dataclass(slots=True)
class Constructs:
    """`ready` is a saved query with its parameters, which the other slots only add to. `of` lists
    rows of a table. `chosen` are entities by a metric of theirs. `inside` names the metrics that
    are said only as parts of a definition and not shown."""

    ready: MetricQuery | None = None
    of: str = ""
    chosen: list[Filter] = field(default_factory=list)
    define: list[Defined] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    top: Top | None = None
    share_within: list[str] = field(default_factory=list)
    tail: int | None = None
    all_members: bool = False
    order: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self != Constructs()

    @property
    def lists(self) -> bool:
        """Whether rows or values are asked for, and no metric."""
        return bool(self.of) or (self.ready is not None and not self.ready.metrics)


def with_constructs(slots: dict[str, Any], more: Constructs) -> dict[str, Any]:
    """The slots of a query with those that the constructs add."""
    if not more:
        return slots
    if more.ready is not None:
        slots = _added(more.ready.model_dump(**_JSON), slots)  # type: ignore[arg-type]
    shown = [m for m in slots["metrics"] if m not in more.inside]
    names = [d.name for d in more.define if d.name not in more.inside]
    return {
        **slots,
        "metrics": [*shown, *names],
        "by": [*[b.name for b in more.bands], *slots["by"]],
        "where": [*slots["where"], *_dumped(more.chosen)],
        "of": more.of or slots.get("of", ""),
        "define": _dumped(more.define) or slots.get("define", []),
        "bands": _dumped(more.bands) or slots.get("bands", []),
        "top": more.top.model_dump(**_JSON) if more.top else slots.get("top"),  # type: ignore[arg-type]
        "share_within": more.share_within,
        "tail": more.tail or slots.get("tail"),
        "all_members": more.all_members,
        "order": more.order or slots["order"],
    }


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


def constructs_of(given: Mapping[str, Any]) -> Constructs:
    """The constructs that a call's arguments say, for a follow-up to keep."""
    more = Constructs(
        of=given.get("of", ""),
        define=[Defined(**d) for d in given.get("define", ())],
        bands=[Band(**b) for b in given.get("bands", ())],
        top=Top(**given["top"]) if given.get("top") else None,
        share_within=list(given.get("share_within", ())),
        tail=given.get("tail"),
        all_members=bool(given.get("all_members")),
    )
    more.chosen = [
        Filter(**w) for w in given.get("where", ()) if isinstance(w, Mapping) and w.get("per")
    ]
    return more
