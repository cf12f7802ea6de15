"""Why a figure changed, as far as the layer can show it: the change by each main dimension."""

import re
from copy import deepcopy
from dataclasses import replace

from assistant.understand.arguments import reading_of
from assistant.understand.complete import complete
from assistant.understand.desk import Desk
from assistant.understand.lexicon import Lexicon
from assistant.understand.normalise import fold
from assistant.understand.reach import base_tables
from assistant.understand.reading import Base, Reading
from assistant.understand.recall import unranked
from assistant.understand.rephrase import rephrase
from assistant.understand.siblings import used_dimensions
from assistant.understand.time import shifted
from assistant.understand.understanding import Call, Understanding
from semantic_layer.model import Dimension

_MOST, _LEAST_MEMBERS, _MOST_MEMBERS = 3, 2, 12
_UP = re.compile(
    r"涨|升|增|高|多了|变多|好|\b(?:rise|rose|grow|grew|up|increase\w*|higher|jump\w*)\b"
)
_DOWN = re.compile(
    r"跌|降|下滑|少|低|掉|差|\b(?:fall|fell|drop\w*|down|decline\w*|decrease\w*|lower)\b"
)


def explained(reading: Reading, folded: str, desk: Desk, change: int = 0) -> Understanding | None:
    """The change of the first metric by up to three dimensions, the largest moves first.

    `change` is the sign of the change where it is known. None when the metric can be split by no
    dimension of few members.
    """
    base = deepcopy(reading)
    base.metrics = base.metrics[:1]
    base.compare = base.compare[:1] or [Base("previous")]
    base.by, base.having, base.share, base.chart, base.trend = [], [], False, "", False
    unranked(base)
    rising = _rising(folded, change)
    whole = complete(deepcopy(base), desk, confidence=0.8)
    if whole.outcome != "call":
        return whole
    if _without_base(whole.calls[0], desk):
        return desk.ask("ask.no_base", (rephrase(reading, desk.lexicon, desk.lang),))
    found = main_dimensions(base, desk.lexicon)
    parts = [complete(_split(base, d, rising), desk, confidence=0.8) for d in found]
    if not parts or any(p.outcome != "call" for p in parts):
        return None
    metric = desk.lexicon.model.metrics[base.metrics[0]].label.get(desk.lang)
    return replace(
        whole,
        key="why.shown",
        values={"metric": metric, "dimensions": _named(found, desk)},
        calls=tuple(_told_once(p.calls[0], i) for i, p in enumerate(parts)),
        then=whole.calls[0],
    )


def _rising(folded: str, change: int) -> bool:
    """Whether a rise is asked about: by its words, else by the change that was told."""
    said_up, said_down = _UP.search(folded), _DOWN.search(folded)
    return bool(said_up) if said_up or said_down else change > 0


def _without_base(call: Call, desk: Desk) -> bool:
    """Whether the period before has no data at all, so that nothing can have changed."""
    period = reading_of(call.arguments, desk.lexicon).period
    kinds = [c["kind"] for c in call.arguments.get("compare", ())]
    if period is None or kinds != ["previous"]:
        return False
    return shifted(period, "previous").end < desk.clock.first_day


def _told_once(call: Call, place: int) -> Call:
    """The total is told by the first part alone."""
    return replace(call, arguments={**call.arguments, "total": False}) if place else call


def _split(base: Reading, dimension: str, rising: bool) -> Reading:
    reading = deepcopy(base)
    reading.by = [dimension]
    reading.order_metric, reading.order_change = reading.metrics[0], "diff"
    reading.direction = "-" if rising else ""
    return reading


def _named(dimensions: list[str], desk: Desk) -> str:
    comma = "、" if desk.lang == "zh" else ", "
    return comma.join(desk.lexicon.label(d, desk.lang) for d in dimensions)


def main_dimensions(reading: Reading, lexicon: Lexicon) -> list[str]:
    """Dimensions of few members that split the metric; those of the shop's own examples first."""
    model, metric, used = lexicon.model, reading.metrics[0], used_dimensions(reading, lexicon)
    said = fold("\n".join(f"{q.zh}\n{q.en}" for q in model.questions))
    fitting = [
        d for d in model.dimensions.values()
        if lexicon.homes.get(d.id) == d.id and not (d.pii or d.is_time or d.row_fact)
        and _LEAST_MEMBERS <= lexicon.sizes.get(d.id, 0) <= _MOST_MEMBERS
        and d.id not in used and lexicon.reaches(metric, d.id)
    ]  # fmt: skip
    own = base_tables(model, model.metrics[metric])
    fitting.sort(key=lambda d: (d.table not in own, _place(d, said), -_owners(d, lexicon)))
    return [d.id for d in fitting[:_MOST]]


def _place(dimension: Dimension, said: str) -> int:
    """Where the shop's example questions name a dimension; far behind when they do not."""
    places = [said.find(fold(w)) for w in (dimension.label.zh, dimension.label.en) if w]
    return min((p for p in places if p >= 0), default=len(said))


def _owners(dimension: Dimension, lexicon: Lexicon) -> int:
    """How many metrics can be split by it."""
    return sum(1 for reach in lexicon.reach.values() if dimension.identity in reach)
