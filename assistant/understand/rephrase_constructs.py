"""Constructs said in words that the planner reads back as the same constructs."""

from assistant.understand.constructs import Constructs
from assistant.understand.lexicon import Lexicon
from assistant.understand.normalise import fold, normalise
from assistant.understand.reading import Reading
from semantic_layer.query import Defined, Filter

MOST = 100
_STEPS = {
    "zh": {"day": "每天", "week": "每周", "month": "每月", "quarter": "每季度", "year": "每年"},
    "en": {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"},
}
_CALENDAR: dict[tuple[str, tuple[object, ...]], tuple[str, str]] = {
    ("calendar.workday", ("holiday",)): ("节假日", "on public holidays"),
    ("calendar.workday", ("weekend", "holiday")): ("休息日", "on days off"),
    ("calendar.campaign", ("none",)): ("非活动日", "without campaigns"),
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_AGGREGATES = {
    "median": ("中位数", "median"), "max": ("最大值", "maximum"), "min": ("最小值", "minimum"),
    "stddev": ("标准差", "standard deviation"),
}  # fmt: skip
_PARTS = {("<=", 5): ("工作日", "on working days"), (">=", 6): ("周末", "on weekends")}


def sayable(more: Constructs) -> bool:
    """Whether every construct of a reading has words here; what has none is never offered."""
    left = (
        more.ready,
        more.bands,
        more.top,
        more.share_within,
        more.tail,
        more.all_members,
        more.having,
    )
    known = all(_measured(d) for d in more.define) and all(_condition(c, "zh") for c in _said(more))
    return known and not any(left) and not (more.order and not more.of)


def _said(more: Constructs) -> list[Filter]:
    return [] if more.values else more.conditions


def _measured(defined: Defined) -> bool:
    """A ratio, a mean per step, or another aggregate of the rows or of each step."""
    plain = not (defined.having or defined.given or defined.field)
    ratio = bool(defined.over) and not (defined.agg or defined.per)
    aggregate = defined.agg in _AGGREGATES and defined.per in ("", *_STEPS["zh"])
    mean = defined.agg == "avg" and defined.per in _STEPS["zh"]
    return plain and (ratio or mean or (aggregate and not defined.over))


def _condition(condition: Filter, lang: str) -> str:
    value = condition.values[0] if condition.values else None
    if condition.field == "hour_of_day" and condition.op == "between":
        return _hours(condition, lang)
    if condition.field == "calendar.workday" and value == "workday":
        return _PARTS["<=", 5][lang == "en"]
    if (condition.field, condition.values) in _CALENDAR:
        return _CALENDAR[condition.field, condition.values][lang == "en"]
    if condition.field == "weekday" and condition.op == "=" and isinstance(value, int):
        return f"every {_DAYS[value - 1]}" if lang == "en" else f"每周{'一二三四五六日'[value - 1]}"
    words = _PARTS.get((condition.op, value))  # type: ignore[arg-type]
    return words[lang == "en"] if condition.field == "weekday" and words else ""


def _hours(condition: Filter, lang: str) -> str:
    first, last = (int(str(v)) for v in condition.values)
    return (
        f"时段{first}点到{last + 1}点" if lang == "zh" else f"between {first}:00 and {last + 1}:00"
    )


def conditions(more: Constructs, lang: str) -> list[str]:
    """The conditions that are none on a dimension, in words."""
    return [_condition(c, lang) for c in _said(more)]


def measure(name: str, lexicon: Lexicon, more: Constructs, lang: str) -> str:
    """A metric's label with what is made of it: 平均每天支付金额; "" for what is only a part."""
    if name in more.inside:
        return ""
    own = [d for d in more.define if d.metric == name and more.instead.get(name)]
    words = [_made(d, lexicon, lang) for d in own] or [spoken_metric(name, lexicon, lang)]
    return ("和" if lang == "zh" else " and ").join(words)


def spoken_metric(name: str, lexicon: Lexicon, lang: str) -> str:
    """The label, or another word where the label itself would ask back."""
    metric = lexicon.model.metrics[name]
    label = metric.label.get(lang)
    if not _asks_back(label, lexicon):
        return label
    others = [w for w in metric.synonyms if w.isascii() == (lang == "en")]
    return next((w for w in (*others, name) if not _asks_back(w, lexicon)), label)


def _asks_back(word: str, lexicon: Lexicon) -> bool:
    targets = lexicon.phrases.get(fold(normalise(word)), ())
    return any(t.kind == "term" for t in targets)


def _made(defined: Defined, lexicon: Lexicon, lang: str) -> str:
    label, zh = spoken_metric(defined.metric, lexicon, lang), lang == "zh"
    if defined.over:
        below = spoken_metric(defined.over, lexicon, lang)
        return f"{label}除以{below}" if zh else f"{label} divided by {below}"
    step = _STEPS[lang].get(defined.per, "")
    if defined.agg == "avg":
        return f"平均{step}{label}" if zh else f"{label} per {step} on average"
    words = _AGGREGATES[defined.agg or ""][lang == "en"]
    if zh:
        return f"{step}{label}的{words}"
    return f"{words} {label}" + (f" of a {step}" if step else "")


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
