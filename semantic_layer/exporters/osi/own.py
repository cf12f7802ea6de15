"""What OSI has no place for and another wenshu can read back: it travels in an extension.

Nothing in it changes a number that the plain expressions give; roles and row rules never travel.
"""

import json

from semantic_layer.importers.entries import Entries, Entry, filled
from semantic_layer.importers.osi.words import VENDOR
from semantic_layer.model import Dimension, Metric, Model
from semantic_layer.texts import Text

__all__ = ["extension", "field_own", "metric_own", "shop_own", "synonyms"]


def extension(own: Entries) -> list[Entry]:
    """The extensions of a thing: ours, when there is anything to say."""
    if not own:
        return []
    said = json.dumps(own, ensure_ascii=False, sort_keys=True)
    return [{"vendor_name": VENDOR, "data": said}]


def synonyms(label: Text, words: tuple[str, ...], name: str) -> list[Entry]:
    """What people call a thing, its labels first."""
    said = (label.zh, label.en, *words)
    return list(dict.fromkeys(word for word in said if word and word != name))


def shop_own(model: Model) -> Entries:
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    year = model.fiscal
    return filled(
        label=_text(model.label), currency=model.currency, time_zone=model.time_zone,
        week_start=weekdays[model.week_start], today=model.today, language=model.language,
        default_metric=model.default_metric, default_period=model.default_period,
        fiscal_year_start=f"{year.month:02d}-{year.day:02d}" if year else None,
        fiscal_year_named=year.named if year else None,
    )  # fmt: skip


def field_own(dimension: Dimension, same_as: str) -> Entries:
    values: list[Entry] = [
        {"value": v.value, **filled(label=_text(v.label), synonyms=list(v.synonyms))}
        for v in dimension.values
    ]
    return filled(
        label=_text(dimension.label), synonyms=list(dimension.synonyms), type=dimension.type,
        values=[] if dimension.same_as else values, grain=dimension.grain, same_as=same_as,
        pii=dimension.pii or None, indexed=dimension.indexed or None, unit=dimension.unit,
        label_of=dimension.label_of,
    )  # fmt: skip


def metric_own(metric: Metric, clocks: list[str]) -> Entries:
    measure = metric.measure
    return filled(
        label=_text(metric.label), synonyms=list(metric.synonyms), formula=_text(metric.formula),
        unit=metric.unit, noun=_text(metric.noun), decimals=metric.decimals, better=metric.better,
        group=metric.group, caveat=_text(metric.caveat), hidden=metric.hidden or None,
        grain=metric.grain, times=[*clocks] if any(clocks) else None,
        clocked=measure.clocked if measure else None,
        empty_is_zero=False if measure and not measure.empty_is_zero else None,
    )  # fmt: skip


def _text(text: Text) -> Entry:
    if not (text.zh or text.en):
        return None
    return {"zh": text.zh, "en": text.en}
