"""What is wrong with a tool's arguments, in the asker's words: pydantic's English stays inside."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from assistant.messages import say
from semantic_layer.nearest import nearest

__all__ = ["said_faults"]

MOST_FAULTS = 3
_SAID = {
    "missing": "unfit.missing",
    "too_short": "unfit.too_short",
    "too_long": "unfit.too_long",
    "greater_than_equal": "unfit.too_small",
    "less_than_equal": "unfit.too_large",
    "end is before start": "unfit.reversed",
    "neither metrics nor by": "unfit.nothing",
    "ends are those of one by, without metrics": "unfit.ends",
    "a range needs a time, and only a range has one": "unfit.range",
}
_KINDS = {
    "date": "unfit.date",
    "datetime": "unfit.moment",
    "bool": "unfit.flag",
    "int": "unfit.whole",
    "float": "unfit.number",
    "string": "unfit.string",
    "tuple": "unfit.list",
    "list": "unfit.list",
    "model": "unfit.object",
}
_BOUNDS = {"min_length": "least", "max_length": "most", "ge": "least", "le": "most"}


def said_faults(error: ValidationError, shape: type[BaseModel], lang: str) -> str:
    """The first faults as `field: what belongs there`, each field once; `shape` names the rest."""
    found: dict[str, str] = {}
    for fault in _deepest(error.errors(include_url=False, include_input=False)):
        place = _place(fault["loc"])
        found.setdefault(place, _said(fault, shape, lang))
    said = [f"{place}: {what}" if place else what for place, what in found.items()]
    return say("unfit.between", lang).join(said[:MOST_FAULTS])


def _said(fault: Mapping[str, Any], shape: type[BaseModel], lang: str) -> str:
    kind, context = str(fault["type"]), fault.get("ctx") or {}
    if kind == "extra_forbidden":
        return _unknown(fault["loc"], shape, lang)
    if kind == "literal_error":
        options = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        return say("unfit.choice", lang, options=options.lstrip(", "))
    key = _SAID.get(str(context.get("error", kind))) or _KINDS.get(kind.split("_")[0])
    if key is None:
        return say("unfit.other", lang)
    return say(key, lang, **{_BOUNDS[k]: v for k, v in context.items() if k in _BOUNDS})


def _unknown(loc: Sequence[int | str], shape: type[BaseModel], lang: str) -> str:
    """An argument that does not exist, with the names that look like it."""
    near = nearest(str(loc[-1]), shape.model_fields) if len(loc) == 1 else ()
    if near:
        return say("unfit.unknown_near", lang, names=", ".join(near))
    return say("unfit.unknown", lang)


def _deepest(faults: Sequence[Any]) -> Iterator[Any]:
    """Of the readings of one value that pydantic tried, those that came furthest."""
    places = [_place(f["loc"]) for f in faults]
    for fault, place in zip(faults, places, strict=True):
        if not any(other.startswith(f"{place}.") for other in places):
            yield fault


def _place(loc: Sequence[int | str]) -> str:
    """The path as it is written in JSON: without the names of the types that were tried."""
    kept = [
        str(part)
        for before, part in zip((None, *loc), loc, strict=False)
        if not (isinstance(before, int) and isinstance(part, str) and _is_type(part))
    ]
    return ".".join(kept)


def _is_type(part: str) -> bool:
    return part[:1].isupper() or part in ("str", "int", "float", "bool", "date", "datetime")
