"""Filters by member, by written text and by bounds: 天猫, 除了, 只看, 名称包含, 大于1万."""

from assistant.understand.reading import Condition, Frame, Threshold
from assistant.understand.rules.members import no_condition, said_already
from assistant.understand.spans import Member, Target

_MONEY = ("元", "块", "¥", "$", "yuan", "rmb", "cny", "usd", "dollar")
_UP = ("以上", "及以上", "往上", "or above", "and above", "or higher", "and up")
_DOWN = ("以下", "及以下", "往下", "or below", "and below", "or lower")
_NEGATIONS = ("不包含", "不包括", "不含", "非", "不是", "不等于")


def filters(frame: Frame) -> None:
    """Every member is a condition, an exclusion when a negation governs it."""
    excluded = _excluded(frame)
    for index in frame.of_kind("value"):
        target = frame.target(index, "value")
        if target is None or target.member is None or _is_measure(frame, index, target):
            continue
        beside = _own_dimension(frame, index, target.member)
        if said_already(frame, index, target, bool(beside)):
            frame.use(index)
            continue
        if not beside and no_condition(frame, index, target):
            continue
        frame.use(index, *beside)
        _demerit(frame, target, bool(beside) or target.member.dimension in frame.reading.by)
        for member in (target.member, *_beyond(frame, index, target.member)):
            _add(frame, member, index in excluded)
    _only(frame)
    for index in frame.cues("only"):
        if index - 1 in frame.used and frame.target(index - 1, "value"):
            frame.use(index)


def _beyond(frame: Frame, index: int, member: Member) -> list[Member]:
    """金卡以上: the levels from this one on, where the shop numbers them."""
    edge, level = frame.at(index + 1), member.value
    if edge is None or not edge.cue("edge") or isinstance(level, str | bool):
        return []
    up = edge.text in _UP
    if not (up or edge.text in _DOWN):
        return []
    frame.use(index + 1)
    known = next((m for d, _, m in frame.lexicon.names if d == member.dimension), ())
    frame.licences[member.dimension] = "range"
    numbered = [(m.value, m) for m in known if not isinstance(m.value, str | bool)]
    return [m for value, m in numbered if (value > level if up else value < level)]


def _is_measure(frame: Frame, index: int, target: Target) -> bool:
    metric = frame.target(index, "metric")
    return metric is not None and metric.rank <= target.rank


def _demerit(frame: Frame, target: Target, beside: bool) -> None:
    frame.demerits += 0.0 if beside else 0.3 * target.rank


def _own_dimension(frame: Frame, index: int, member: Member) -> list[int]:
    """The tokens that name the member's own dimension beside it: 渠道是直播, 天猫平台."""
    for step in (-1, 1):
        there = index + step
        passed = []
        while frame.cue(there, "is", "of", "contains", "not", "within") and step == -1:
            passed.append(there)
            there += step
        while frame.cue(there, "this") and step == 1:
            there += step
        named = frame.target(there, "dimension")
        if named and there not in frame.used and frame.same_dimension(named.name, member.dimension):
            keep = [i for i in passed if not frame.cue(i, "not")]
            return [there, *keep]
    return []


def _excluded(frame: Frame) -> set[int]:
    found: set[int] = set()
    for index in frame.cues("not"):
        scope = _scope(frame, index + 1, 1)
        if scope:
            end = frame.skip(max(scope) + 1, 1, "of", "stop")
            frame.use(index, *([end] if frame.cue(end, "not_end") else []))
            found.update(scope)
    for index in frame.cues("not_end"):
        scope = [] if index in frame.used else _scope(frame, index - 1, -1)
        if scope:
            frame.use(index)
            found.update(scope)
    return found


def _scope(frame: Frame, start: int, step: int) -> list[int]:
    """The members that a negation governs: a list right beside it."""
    found: list[int] = []
    index = start
    while (span := frame.at(index)) is not None:
        if frame.target(index, "value") and not (found and _starts_new(frame, index)):
            found.append(index)
        elif not (_list_word(frame, index) or (not found and frame.target(index, "dimension"))) or (
            span.kind == "shop" and found
        ):
            break
        index += step
    return found


def _starts_new(frame: Frame, index: int) -> bool:
    metric = frame.target(index, "metric")
    return metric is not None


def _list_word(frame: Frame, index: int) -> bool:
    if frame.target(index, "dimension"):
        return True
    span = frame.at(index)
    if span is None or span.kind != "cue":
        return False
    return span.cue("and", "is", "contains") or span.text in ("、", ",", "对", "以")


def _add(frame: Frame, member: Member, excluded: bool) -> None:
    op = "not_in" if excluded else "in"
    for condition in frame.reading.where:
        if condition.op == op and condition.dimension == member.dimension:
            if member not in condition.members:
                condition.members += (member,)
            return
    frame.reading.where.append(Condition(member.dimension, op, (member,)))


def _only(frame: Frame) -> None:
    """只看 is used when what it restricts to left a mark."""
    for index in frame.cues("only"):
        following = frame.skip(index + 1, 1, "of", "is", "and")
        span = frame.at(following)
        if span and (following in frame.used or frame.target(following, "metric")):
            frame.use(index)


def text_filters(frame: Frame) -> None:
    """名称包含"饮料": a dimension, a word for containing, and a written text."""
    for index in frame.cues("contains", "not"):
        span = frame.tokens[index]
        negated = span.cue("not")
        if (negated and span.text not in _NEGATIONS[:2]) or not frame.free(index + 1):
            continue
        named = frame.target(index - 1, "dimension")
        written = frame.at(index + 1)
        if (
            named
            and written
            and written.kind in ("quoted", "unknown")
            and _occurs(frame, named.name, written.text)
        ):
            op = "not_contains" if negated else "contains"
            frame.reading.where.append(Condition(named.name, op, values=(written.text,)))
            frame.use(index - 1, index, index + 1)


def _occurs(frame: Frame, dimension: str, text: str) -> bool:
    """A text that no known member holds is unknown, not a filter."""
    joined = next((names for d, names, _ in frame.lexicon.names if d == dimension), "")
    return not joined or text.lower() in joined


def thresholds(frame: Frame) -> None:
    """A bound belongs to the metric right before it, else right after it."""
    for index, span in enumerate(frame.tokens):
        if span.kind != "threshold" or not frame.free(index) or span.number is None:
            continue
        if frame.cue(
            frame.skip(index - 1, -1, "of", "soft"),
            "mom",
            "yoy",
            "wow",
            "growth",
            "share",
            "mom_yoy",
        ):
            frame.block("threshold_growth", index)
        elif not _bound(
            frame, index, span.detail, float(span.number), "%" in span.text or "百分" in span.text
        ):
            frame.block("row_threshold", index)


def _measures(frame: Frame, dimension: str) -> bool:
    """A number that is more or less, not the number that a customer or an order is known by."""
    found = frame.lexicon.model.dimensions[dimension]
    entities = frame.lexicon.model.tables[found.table].entities
    keys = {column for entity in entities for column in entity.columns}
    return found.type == "number" and found.expr not in keys


def _bound(frame: Frame, index: int, op: str, number: float, percent: bool) -> bool:
    before = frame.skip(index - 1, -1, "of", "is", "soft", "bare_sum")
    after = frame.skip(index + 1, 1, "of", "soft")
    for place in (before, after):
        named = frame.target(place, "metric")
        metric = frame.lexicon.model.metrics.get(named.name) if named else None
        if metric is None:
            numeric = frame.target(place, "dimension")
            if numeric and _measures(frame, numeric.name):
                frame.reading.where.append(Condition(numeric.name, op, values=(number,)))
                frame.use(place, index)
                return True
            continue
        money = any(word in frame.tokens[index].text for word in _MONEY)
        counts = any(word in frame.tokens[index].text for word in ("单", "件", "人", "次", "笔"))
        if counts and metric.unit in ("money", "ratio"):
            return False
        if (percent and metric.unit != "ratio") or (money and metric.unit != "money"):
            return False
        if metric.unit == "ratio" and number > 1 and not percent:
            number /= 100
        value = int(number) if number == int(number) else number
        frame.reading.having.append(Threshold(metric.name, op, (value,)))
        frame.use(index)
        return True
    return False
