"""`calendar:` of a shop folder: campaigns with their phases, holidays, make-up workdays."""

from collections.abc import Iterator
from datetime import date

import yaml

from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Occasion

_NONE: tuple[str, ...] = ()
_KINDS = ("campaign", "holiday", "makeup")
Days = tuple[tuple[date, date], ...]


def read_occasion(reader: Reader, name: str, node: yaml.Node) -> tuple[Occasion, ...]:
    """A campaign or holiday with the days on which it took place, and its phases after it."""
    fields = Fields(reader, node, ("label", "synonyms", "kind", "days", "main_day", "phases"))
    if name == "none":
        reader.fault(node, "occasion_none")
    whole = Occasion(
        name=name,
        label=fields.get("label", reader.text, Text(name, name)),
        synonyms=fields.get("synonyms", reader.strings, ()),
        days=fields.need("days", lambda n: _ranges(reader, n), ()),
        kind=fields.choice("kind", _KINDS, "campaign"),  # type: ignore[arg-type]
        main_day=fields.get("main_day", lambda n: _days(reader, n), ()),
        place=fields.place,
    )
    if "phases" not in fields:
        return (whole,)
    return (whole, *_phases(reader, fields.nodes["phases"], whole))


def _phases(reader: Reader, node: yaml.Node, whole: Occasion) -> Iterator[Occasion]:
    """`phases: {presale: {label, synonyms, days}}`; none may lie outside or overlap another."""
    taken: list[tuple[date, date]] = []
    for key, key_node, value in reader.entries(node):
        fields = Fields(reader, value, ("label", "synonyms", "days"))
        label = fields.get("label", reader.text, Text(str(key), str(key)))
        words = fields.get("synonyms", reader.strings, _NONE)
        days: Days = fields.need("days", lambda n: _ranges(reader, n), ())
        for first, last in days:
            if not any(a <= first and last <= b for a, b in whole.days):
                reader.fault(key_node, "phase_outside", name=key, by=whole.name, start=first)
            if any(a <= last and first <= b for a, b in taken):
                reader.fault(key_node, "phases_overlap", name=key, by=whole.name, start=first)
        taken += days
        yield Occasion(
            name=f"{whole.name}_{key}",
            label=Text(f"{whole.label.zh}{label.zh}", f"{whole.label.en} {label.en}".strip()),
            synonyms=tuple(_said_together(whole, label, words)),
            days=days, of=whole.name, phase=str(key), phase_label=label,
            place=reader.place(key_node),
        )  # fmt: skip


def _said_together(whole: Occasion, label: Text, words: tuple[str, ...]) -> Iterator[str]:
    """The campaign's words with the phase's: 双十一预售, Singles Day presale."""
    for campaign in dict.fromkeys((whole.label.zh, whole.label.en, *whole.synonyms)):
        for phase in dict.fromkeys((label.zh, label.en, *words)):
            if campaign and phase:
                yield f"{campaign} {phase}" if phase.isascii() else f"{campaign}{phase}"


def _ranges(reader: Reader, node: yaml.Node) -> Days:
    ranges = []
    for item in reader.items(node):
        ends = _days(reader, item)
        if len(ends) != 2 or ends[1] < ends[0]:
            reader.fault(item, "bad_range")
        else:
            ranges.append((ends[0], ends[1]))
    return tuple(sorted(ranges))


def _days(reader: Reader, node: yaml.Node) -> tuple[date, ...]:
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(reader.day(n) for n in nodes)
