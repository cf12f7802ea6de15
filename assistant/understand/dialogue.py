"""Follow-ups: one slot of the last question changes, the rest is kept and said."""

import re
from dataclasses import dataclass, replace

from assistant.understand.arguments import reading_of
from assistant.understand.desk import Desk
from assistant.understand.numerals import COUNT, count
from assistant.understand.read import Candidate
from assistant.understand.reading import Condition, Reading
from assistant.understand.siblings import with_siblings
from assistant.understand.spans import Member
from assistant.understand.time import shifted
from assistant.understand.understanding import Turn

_PICK = re.compile(
    r"(?:选|选择|就|要|我要|我选|option |number |the )*(?:第)?"
    rf"(?P<n>{COUNT}|[a-d]|first|second|third|fourth)"
    r"(?:个|项|种|条|号)?(?: one| option)?(?:选项|吧|呢)?[\s.!。]*"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "a": 1, "b": 2, "c": 3, "d": 4}
_NTH = re.compile(
    rf"(?:那么?|再看|看看|看)*第(?P<n>{COUNT})(?:名|个|位|款|家|大)?(?:呢|的呢|怎么样|咋样|是多少|多少)*[\s?!.]*"
    r"|(?:and |what about |how about |show )*(?:the )?(?P<e>first|second|third|fourth)"
    r" (?:one|place)?[\s?!.]*"
)
_OPENERS = re.compile(
    r"(?:那么?|再|然后|换成|换|改成|改|还有|也|只看|仅看|只要|同样|加上|去掉|不看|按"
    r"|and|what about|how about|now|same|also|only|just|switch|make|show it|but|instead)"
)
_STEPS = ("day", "week", "month", "quarter", "year", "hour_of_day", "weekday")
_FORGIVEN = ("extreme", "share_of_what", "row_threshold")


def picked(folded: str, desk: Desk) -> str | None:
    """The choice that a message picks from the last question back, by number or by its words."""
    options = desk.thread[-1].options if desk.thread else ()
    if not options:
        return None
    match = _PICK.fullmatch(folded)
    if match:
        number = _ORDINALS.get(match["n"]) or count(match["n"]) or 0
        return options[number - 1] if 1 <= number <= len(options) else ""
    spoken = [o for o in options if folded == o.lower()]
    spoken = spoken or [o for o in options if len(folded) > 1 and folded in o.lower()]
    return spoken[0] if len(spoken) == 1 else None


def nth_member(folded: str, desk: Desk) -> "FollowUp | None":
    """那第二名呢, the second one: that member of the last answer by itself."""
    match = _NTH.fullmatch(folded)
    turn = desk.thread[-1] if desk.thread else None
    if match is None or turn is None or turn.call is None or not turn.members:
        return None
    number = _ORDINALS.get(match["e"] or "") or count(match["n"] or "") or 0
    reading = reading_of(turn.call.arguments, desk.lexicon)
    groups = [b for b in reading.by if b in desk.lexicon.model.dimensions]
    if not (1 <= number <= len(turn.members)) or reading.by[:1] != groups[:1]:
        return None
    dimension = desk.lexicon.model.dimensions[groups[0]]
    said: str | int = turn.members[number - 1]
    if dimension.type == "number" and turn.members[number - 1].isdigit():
        said = int(said)
    label = next((v.label.zh for v in dimension.values if v.value == said), str(said))
    reading.where = [c for c in reading.where if c.dimension != groups[0]]
    reading.where.append(Condition(groups[0], "in", (Member(groups[0], said, label),)))
    reading.by = reading.by[1:]
    reading.limit, reading.direction, reading.order_metric, reading.share = None, "", "", False
    return FollowUp(reading, ("metrics", "time"))


def last_call(desk: Desk) -> Turn | None:
    """The latest turn that was answered by the metrics tool."""
    return next((t for t in reversed(desk.thread) if t.call and t.call.tool == "metrics"), None)


def follows(best: Candidate, folded: str, desk: Desk) -> bool:
    """Whether a message builds upon the last answer instead of standing by itself."""
    if last_call(desk) is None:
        return False
    reading = best.reading
    named = bool(reading.metrics) and not _assumed_metric(reading)
    shape = (reading.chart, reading.limit, reading.share, reading.direction, reading.trend)
    changed = any((reading.by, reading.where, reading.period, reading.compare, *shape))
    opened = _opened(folded)
    if named:
        return opened and not (reading.period and (reading.by or reading.where))
    return bool(changed) and not (_assumed_metric(reading) and not opened)


def _opened(folded: str) -> bool:
    return bool(_OPENERS.match(folded)) or folded.rstrip("?!. ").endswith(("呢", "too", "instead"))


def _assumed_metric(reading: Reading) -> bool:
    return any(key == "assumed.default_metric" for key, _ in reading.assumed)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The last reading with the changed slots, and the names of the slots that were kept."""

    reading: Reading
    kept: tuple[str, ...]


def follow_up(best: Candidate, folded: str, desk: Desk) -> FollowUp:
    """The last call with the slots that the message changes."""
    turn = last_call(desk)
    given = turn.call.arguments if turn and turn.call else {}
    base = reading_of(given, desk.lexicon)
    new = best.reading
    adding = bool(best.frame.cues("add")) or folded.startswith(("再按", "also by", "and by"))
    changed = _merge(base, new, adding)
    base.assumed = [a for a in new.assumed if a[0] != "assumed.default_metric"]
    base = with_siblings(base, desk.lexicon, desk.lang)
    kept = tuple(
        s
        for s in ("metrics", "by", "where", "time", "compare")
        if _held(base, s) and s not in changed
    )
    return FollowUp(base, kept)


def _held(reading: Reading, slot: str) -> bool:
    return bool(getattr(reading, "period" if slot == "time" else slot))


def _merge(base: Reading, new: Reading, adding: bool) -> set[str]:
    """Writes the new slots over the old ones; returns the names of those that changed."""
    changed: set[str] = set()
    if new.metrics and not _assumed_metric(new):
        _merge_metrics(base, new, adding)
        changed.add("metrics")
    if new.by:
        base.by = _groups(base.by, new.by, adding)
        stepped = any(b in _STEPS for b in base.by)
        base.chart = base.chart if stepped or base.chart != "line" else ""
        changed.add("by")
    if new.where:
        if base.share and any(_settled(b, new.where) for b in base.by):
            said = "、".join(t for c in new.where for t in c.spoken())
            new.assumed.append(("assumed.share_of_members", {"members": said}))
        else:
            _merge_where(base, new)
            base.by = [b for b in base.by if b in new.by or not _settled(b, new.where)]
        changed.add("where")
    if _steps_back(base, new) and base.period is not None:
        new.period, new.compare = shifted(base.period, "previous"), []
    if new.period is not None:
        base.period, base.period_words = new.period, new.period_words
        base.compare = [b for b in base.compare if b.kind != "range"]
        changed.add("time")
    if new.compare:
        base.compare = list(new.compare)
        changed.add("compare")
    _merge_shape(base, new)
    return changed


def _steps_back(base: Reading, new: Reading) -> bool:
    """And the month before that: the period moves, nothing is compared."""
    said = [b for b in new.compare if b.kind == "previous" and b.words == "shift"]
    return new.period is None and len(said) == len(new.compare) == 1


def _settled(dimension: str, where: list[Condition]) -> bool:
    """Grouping by what is one member now says nothing."""
    return any(c.dimension == dimension and c.op == "in" and len(c.members) == 1 for c in where)


def _merge_metrics(base: Reading, new: Reading, adding: bool) -> None:
    base.metrics = (
        list(dict.fromkeys([*base.metrics, *new.metrics])) if adding else list(new.metrics)
    )
    if base.order_metric not in base.metrics:
        base.order_metric = base.metrics[0] if base.order_metric else ""
    base.having = [t for t in base.having if t.metric in base.metrics]


def _groups(old: list[str], new: list[str], adding: bool) -> list[str]:
    if adding:
        return [*old, *[b for b in new if b not in old]]
    if all(b in _STEPS for b in new):
        return [*new, *[b for b in old if b not in _STEPS]]
    return list(new)


def _merge_where(base: Reading, new: Reading) -> None:
    """A condition on a dimension replaces the old one on it; exclusions stand beside."""
    for condition in new.where:
        base.where = [c for c in base.where if not _replaces(condition, c)]
        base.where.append(condition)


def _replaces(new: Condition, old: Condition) -> bool:
    return new.dimension == old.dimension and (new.op == old.op or new.op == "in")


def _merge_shape(base: Reading, new: Reading) -> None:
    if new.limit is not None or new.direction or new.order_metric:
        base.limit = new.limit if new.limit is not None else base.limit
        base.direction = new.direction
        base.order_metric = new.order_metric or base.order_metric
    base.share = base.share or new.share
    base.having += new.having
    base.chart = new.chart or base.chart
    if new.having:
        base.metrics = list(dict.fromkeys([*base.metrics, *[t.metric for t in new.having]]))


def forgiven(best: Candidate, folded: str, desk: Desk) -> Candidate:
    """A follow-up may leave out its groups; 那渠道呢 licenses its one dimension."""
    free = [
        t.name for s in best.unplaced if (t := s.target("dimension")) and not s.target("metric")
    ]
    if (
        last_call(desk)
        and len(free) == len(best.unplaced) == 1
        and _opened(folded)
        and not best.reading.by
    ):
        best = replace(best, unplaced=(), reading=replace(best.reading, by=free))
    return replace(best, blocks=tuple(b for b in best.blocks if b.construct not in _FORGIVEN))
