"""What must be said beside a table of metrics: bases, unfinished periods, cuts, caveats."""

from collections.abc import Iterator

from semantic_layer.texts import Text
from tools.bases import base_days, base_word, change_word
from tools.messages import told
from tools.reading import Reading, joined
from tools.registry import Shop

__all__ = ["notes"]


def notes(shop: Shop, reading: Reading, *, more: str, chart: str) -> tuple[Text, ...]:
    """The notes of an answer, in reading order and each once.

    `more` is how a limited table was cut ("", "limited" or "tied"), `chart` the key of the note on
    a chart that could not be drawn as wished, or "".
    """
    said = [
        *_bases(reading),
        *_edges(shop, reading),
        *_nothing(reading),
        *_cut(reading, more),
        *_cut_steps(reading),
        *_counted_once(reading),
        *_caveats(reading),
        *reading.table.notes,
        *([told(chart)] if chart else []),
    ]
    return tuple(dict.fromkeys(said))


def _bases(reading: Reading) -> Iterator[Text]:
    for base in reading.table.bases:
        change, word = change_word(base), base_word(base)
        if base.kind.startswith("other"):
            yield told("metrics.note.other", base=word, days=base_days(base))
            continue
        yield told("metrics.note.base", change=change, base=word, days=base_days(base))
    yield from _bases_of_total(reading)


def _bases_of_total(reading: Reading) -> Iterator[Text]:
    """By steps, each is compared with the one before it; the total with another period."""
    own = {b.kind: (b.start, b.end) for b in reading.table.bases}
    for base in reading.total.bases if reading.total else ():
        if own.get(base.kind) != (base.start, base.end):
            change, word = change_word(base), base_word(base)
            yield told("metrics.note.base_total", change=change, base=word, days=base_days(base))


def _edges(shop: Shop, reading: Reading) -> Iterator[Text]:
    time = reading.table.time or reading.query.time
    if time and time.end > shop.last_day >= time.start:
        yield told("metrics.note.partial", last=f"{shop.last_day}")
    if time and time.start < shop.first_day <= time.end:
        yield told("metrics.note.before_data", first=f"{shop.first_day}")


def _nothing(reading: Reading) -> Iterator[Text]:
    values = [v for name in reading.query.metrics for v in reading.values(name)]
    if not any(values) and not reading.query.all_members:
        yield told("metrics.note.nothing")


def _cut(reading: Reading, more: str) -> Iterator[Text]:
    if more and len(reading.table.rows) > 1:
        yield told("metrics.note.limited", count=len(reading.table.rows))
    if more == "tied":
        yield told("metrics.note.tied")


def _cut_steps(reading: Reading) -> Iterator[Text]:
    cut = sorted(reading.cut_steps())
    if cut and len(reading.table.rows) > 1:
        steps = joined([said for place in cut for _, said in reading.member(place)])
        top = any(reading.highest_so_far(name) for name in reading.query.metrics)
        yield told("metrics.note.cut_high" if top else "metrics.note.cut_steps", steps=steps)


def _counted_once(reading: Reading) -> Iterator[Text]:
    for name in reading.query.metrics if len(reading.table.rows) > 1 else ():
        metric = reading.metric(name)
        if metric and metric.additive == "distinct" and reading.groups:
            yield told("metrics.note.distinct", metric=metric.label)


def _caveats(reading: Reading) -> Iterator[Text]:
    for name in reading.query.metrics:
        metric = reading.metric(name)
        if metric and (metric.caveat.zh or metric.caveat.en):
            yield told("metrics.note.caveat", metric=metric.label, caveat=metric.caveat)
