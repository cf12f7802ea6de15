"""A reading said as one complete question, which the planner itself understands the same way."""

from copy import deepcopy

from assistant.understand.lexicon import Lexicon
from assistant.understand.reading import Condition, Reading
from assistant.understand.rephrase_constructs import (
    conditions,
    listed,
    measure,
    sayable,
    spoken_metric,
)
from assistant.understand.time import Period

STEPS = {
    "zh": {"hour_of_day": "按小时", "weekday": "按星期几", "day": "每天", "week": "每周",
           "month": "每月", "quarter": "每季度", "year": "每年",
           "calendar.fiscal_quarter": "每个财季", "calendar.fiscal_year": "每个财年",
           "calendar.campaign": "各大促", "calendar.campaign_phase": "各活动阶段",
           "calendar.campaign_day": "按活动第几天", "calendar.holiday": "各节假日",
           "calendar.workday": "按是否工作日"},
    "en": {"hour_of_day": "by hour of day", "weekday": "by weekday", "day": "by day",
           "week": "by week", "month": "by month", "quarter": "by quarter", "year": "by year",
           "calendar.fiscal_quarter": "by fiscal quarter", "calendar.fiscal_year": "by fiscal year",
           "calendar.campaign": "by campaign", "calendar.campaign_phase": "by campaign phase",
           "calendar.campaign_day": "by campaign day", "calendar.holiday": "by holiday",
           "calendar.workday": "by workday"},
}  # fmt: skip
BASES = {
    "zh": {"previous": "环比", "year": "同比", "week": "周同比"},
    "en": {
        "previous": "vs the previous period",
        "year": "vs the same period last year",
        "week": "wow",
    },
}
_OPS = {
    "zh": {">": "大于", ">=": "不低于", "<": "小于", "<=": "不超过", "=": "等于"},
    "en": {">": "over", ">=": "at least", "<": "under", "<=": "at most", "=": "exactly"},
}


def rephrase(reading: Reading, lexicon: Lexicon, lang: str) -> str:
    """The reading as a question in `lang`; empty when it holds a construct that has no words."""
    if any(b.instead for b in reading.compare):
        return _difference(reading, lexicon, lang)
    if not sayable(reading.more):
        return ""
    if reading.more.lists:
        return listed(reading, lexicon, lang, _scope(reading, lexicon, lang))
    return _english(reading, lexicon) if lang == "en" else _chinese(reading, lexicon)


def _difference(reading: Reading, lexicon: Lexicon, lang: str) -> str:
    """One member against another: 平台为天猫、京东的GMV差多少."""
    others = [c for b in reading.compare for c in b.instead]
    if len(others) != 1 or len(reading.compare) != 1 or reading.limit is not None or reading.having:
        return ""
    pair = deepcopy(reading)
    pair.compare = []
    for condition in pair.where:
        if condition.dimension == others[0].dimension:
            condition.members += others[0].members
            pair.by.append(condition.dimension)
    question = rephrase(pair, lexicon, lang)
    return question and (f"{question}差多少" if lang == "zh" else f"difference in {question}")


def _scope(reading: Reading, lexicon: Lexicon, lang: str) -> list[str]:
    """The days and conditions of a list."""
    period = _said(reading.period, reading.period_words, lang, _lang_of(reading.period_words))
    said = _condition_zh if lang == "zh" else _condition_en
    where = [said(c, lexicon) for c in reading.where]
    where += conditions(reading.more, lang)
    parts = [period, *where] if lang == "zh" else [*where, period]
    return [part for part in parts if part]


def _dimensions(reading: Reading, lexicon: Lexicon, lang: str) -> list[str]:
    return [lexicon.label(b, lang) for b in reading.by if b not in STEPS["zh"]]


def _said(period: Period | None, words: str, lang: str, asked: str) -> str:
    if period is None:
        return ""
    if words and asked == lang:
        return words
    if period.start == period.end:
        return str(period.start)
    join = "到" if lang == "zh" else " to "
    return f"{period.start}{join}{period.end}"


def _spoken(condition: Condition, lexicon: Lexicon, lang: str) -> list[str]:
    values = lexicon.model.dimensions[condition.dimension].values
    labels = {v.value: v.label.get(lang) for v in values}
    return [
        labels.get(raw, text) for raw, text in zip(condition.raw(), condition.spoken(), strict=True)
    ]


def _chinese(reading: Reading, lexicon: Lexicon) -> str:
    parts = [_said(reading.period, reading.period_words, "zh", _lang_of(reading.period_words))]
    for condition in reading.where:
        parts.append(_condition_zh(condition, lexicon) + _together(condition, reading, "合计"))
    steps = [STEPS["zh"][b] for b in reading.by if b in STEPS["zh"]]
    dims = _dimensions(reading, lexicon, "zh")
    parts += conditions(reading.more, "zh")
    said = (measure(m, lexicon, reading.more, "zh") for m in reading.metrics)
    metrics = "和".join(part for part in said if part)
    groups = "、".join([*steps, *[f"各{d}" for d in dims]])
    question = "".join(p for p in parts if p).removesuffix("的")
    question += f"{groups}的{metrics}" if groups else (f"的{metrics}" if question else metrics)
    question += "占比" if reading.share else ""
    for bound in reading.having:
        label = spoken_metric(bound.metric, lexicon, "zh")
        question += f",{label}{_OPS['zh'].get(bound.op, bound.op)}{_number(bound.values[0])}"
    question += _rank_zh(reading, lexicon)
    bases = [BASES["zh"][b.kind] for b in reading.compare if b.kind in BASES["zh"]]
    bases += [
        f"对比{_said(b.period, '', 'zh', 'zh')}" for b in reading.compare if b.kind == "range"
    ]
    return question + "".join(f",{b}" for b in bases)


def _lang_of(words: str) -> str:
    return "en" if words.isascii() and any(c.isalpha() for c in words) else "zh"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _condition_zh(condition: Condition, lexicon: Lexicon) -> str:
    members = "、".join(_spoken(condition, lexicon, "zh"))
    label = lexicon.label(condition.dimension, "zh")
    if condition.op == "contains":
        return f"{label}包含“{members}”"
    if condition.op == "not_contains":
        return f"{label}不包含“{members}”"
    if condition.op in ("starts", "ends"):
        return f"{label}以“{members}”{'开头' if condition.op == 'starts' else '结尾'}"
    if condition.op == "not_in":
        return f"{label}不含{members}"
    return f"{label}为{members}"


def _together(condition: Condition, reading: Reading, word: str) -> str:
    """Several members that are one figure, no groups."""
    several = condition.op == "in" and len(condition.members) > 1
    return word if several and condition.dimension not in reading.by else ""


def _rank_zh(reading: Reading, lexicon: Lexicon) -> str:
    if reading.limit is None:
        return ""
    label = spoken_metric(reading.order_metric or reading.metrics[0], lexicon, "zh")
    if reading.order_change and reading.compare:
        label += BASES["zh"].get(reading.compare[0].kind, "")
        label += "增幅" if reading.order_change == "pct" else "差额"
    return f",按{label}{'前' if reading.direction == '-' else '倒数'}{reading.limit}"


def _english(reading: Reading, lexicon: Lexicon) -> str:
    said = (measure(m, lexicon, reading.more, "en") for m in reading.metrics)
    metrics = " and ".join(part for part in said if part)
    question = f"share of {metrics}" if reading.share else metrics
    dims = _dimensions(reading, lexicon, "en")
    if dims:
        question += " by " + " and ".join(dims)
    for step in (b for b in reading.by if b in STEPS["en"]):
        question += " " + STEPS["en"][step]
    for condition in reading.where:
        question += " " + _condition_en(condition, lexicon)
        question += _together(condition, reading, " combined")
    question += "".join(f" {c}" for c in conditions(reading.more, "en"))
    period = _said(reading.period, reading.period_words, "en", _lang_of(reading.period_words))
    question += f" {period}" if period else ""
    for bound in reading.having:
        label = spoken_metric(bound.metric, lexicon, "en")
        question += f", {label} {_OPS['en'].get(bound.op, bound.op)} {_number(bound.values[0])}"
    if reading.limit is not None:
        question += f", {'top' if reading.direction == '-' else 'bottom'} {reading.limit}"
    for base in reading.compare:
        known = BASES["en"].get(base.kind)
        question += f" {known}" if known else f" vs {_said(base.period, '', 'en', 'en')}"
    return question


def _condition_en(condition: Condition, lexicon: Lexicon) -> str:
    members = " and ".join(_spoken(condition, lexicon, "en"))
    label = lexicon.label(condition.dimension, "en")
    if condition.op == "contains":
        return f'with {label} containing "{members}"'
    if condition.op in ("starts", "ends"):
        return f'whose {label} {condition.op} with "{members}"'
    if condition.op in ("not_in", "not_contains"):
        return f"excluding {label} {members}"
    return f"for {label} {members}"
