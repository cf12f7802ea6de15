"""Constructs said in words that the planner reads back as the same constructs."""

from assistant.understand.constructs import Constructs
from assistant.understand.lexicon import Lexicon
from assistant.understand.reading import Reading
from semantic_layer.query import Defined, Filter

MOST = 100
_STEPS = {
    "zh": {"day": "每天", "week": "每周", "month": "每月", "quarter": "每季度", "year": "每年"},
    "en": {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"},
}
_PARTS = {("<=", 5): ("工作日", "on working days"), (">=", 6): ("周末", "on weekends")}


def sayable(more: Constructs) -> bool:
    """Whether every construct of a reading has words here; what has none is never offered."""
    left = (more.ready, more.bands, more.top, more.share_within, more.tail, more.all_members)
    known = all(_mean(d) for d in more.define) and all(_condition(c, "zh") for c in _said(more))
    return known and not any(left) and not (more.order and not more.of)


def _said(more: Constructs) -> list[Filter]:
    return [] if more.values else more.conditions


def _mean(defined: Defined) -> bool:
    return defined.agg == "avg" and defined.per in _STEPS["zh"] and not defined.having


def _condition(condition: Filter, lang: str) -> str:
    words = _PARTS.get((condition.op, condition.values[0] if condition.values else None))  # type: ignore[arg-type]
    return words[lang == "en"] if condition.field == "weekday" and words else ""


def conditions(more: Constructs, lang: str) -> list[str]:
    """The conditions that are none on a dimension, in words."""
    return [_condition(c, lang) for c in _said(more)]


def measure(name: str, label: str, more: Constructs, lang: str) -> str:
    """A metric's label with what is made of it: 平均每天支付金额."""
    mean = next((d for d in more.define if d.name == more.instead.get(name)), None)
    if mean is None:
        return label
    step = _STEPS[lang][mean.per]
    return f"平均{step}{label}" if lang == "zh" else f"{label} per {step} on average"


def listed(reading: Reading, lexicon: Lexicon, lang: str, scope: list[str]) -> str:
    """A list of rows, or of values, with its scope (days and conditions) in words."""
    names = [lexicon.label(b, lang) for b in reading.by if b in lexicon.model.dimensions]
    more, zh = reading.more, lang == "zh"
    if not more.of:
        if zh:
            return f"{''.join(scope)}有哪些{'、'.join(names)}"
        return " ".join([f"which {' and '.join(names)} are there", *scope])
    table = next(t for t in lexicon.model.tables.values() if more.of in (t.home, t.name))
    label = table.label.get(lang)
    shown = [c for c in more.columns if c in lexicon.model.dimensions]
    names = [*[lexicon.label(c, lang) for c in shown], *names]
    latest = reading.limit if reading.limit not in (None, MOST) else 0
    if zh:
        rows = f"最新的{latest}条{label}明细" if latest else f"{label}明细"
        of = "的" if scope else ""
        return f"{''.join(scope)}{of}{rows}" + (f",带{'、'.join(names)}" if names else "")
    rows = f"list the latest {latest} {label}" if latest else f"list the {label}"
    return " ".join([rows, *scope]) + (f" with {' and '.join(names)}" if names else "")
