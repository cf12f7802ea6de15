"""Follow-ups: one slot of the last question changes, the rest is kept and said."""

import re
from copy import deepcopy
from dataclasses import dataclass, replace

from assistant.understand.arguments import reading_of
from assistant.understand.complete import complete, too_short
from assistant.understand.decide import not_reached, rivals_of, which
from assistant.understand.decide import told as told_words
from assistant.understand.desk import Desk
from assistant.understand.pointing import Pointed
from assistant.understand.read import Candidate
from assistant.understand.reading import Condition, Reading, Threshold
from assistant.understand.recall import held_slots, last_call, unranked
from assistant.understand.rephrase import rephrase
from assistant.understand.siblings import unreached, with_siblings
from assistant.understand.time import shifted
from assistant.understand.understanding import Call, Understanding
from assistant.understand.why import main_dimensions
from assistant.understand.words import GRAINS

_OPENERS = re.compile(
    r"(?:那么?|再|然后|换成|换|改成|改|还有|也|只看|仅看|只要|同样|加上|去掉|不看|按"
    r"|and|what about|how about|now|same|also|add|only|just|switch|make|show it|but|instead)"
)
_FOLLOWED = 0.85
_STEPS = tuple(GRAINS)
_FORGIVEN = ("extreme", "share_of_what", "row_threshold")


def continued(
    found: list[Candidate], folded: str, desk: Desk, told: Pointed | None = None
) -> Understanding | None:
    """What a message means as a change of the last question; None when it stands by itself.

    `told` is what its pointing word stands for.
    """
    if last_call(desk) is None:
        return None
    best = _pointing(_bounded(forgiven(found[0], folded, desk), desk), told)
    certain = told is not None and bool(told.condition or told.which)
    opened = told is not None or _opened(folded)
    if best.blocks or best.unplaced or not (certain or follows(best, opened, desk)):
        return None
    if told and told.which:
        return _which_member(best, folded, desk, told)
    rivals = rivals_of(found) if found[0].clean else []
    if len(rivals) > 1:
        readings = [follow_up(_pointing(c, told), folded, desk).reading for c in rivals]
        asked = which(rivals, desk, dict(zip(map(id, rivals), readings, strict=True)))
        return replace(asked, choices=_calls(readings, desk)[: len(asked.options)])
    told_words(best, desk)
    changed = follow_up(best, folded, desk)
    return _checked(changed, desk)


def _checked(changed: "FollowUp", desk: Desk) -> Understanding:
    """The changed question, or what stands against it."""
    reading = changed.reading
    if unreached(reading, desk.lexicon):
        return not_reached(reading, desk)
    if reading.limit is not None and not reading.by and reading.metrics:
        grouped = [replace(reading, by=[d]) for d in main_dimensions(reading, desk.lexicon)]
        options = tuple(rephrase(r, desk.lexicon, desk.lang) for r in grouped)
        return replace(desk.ask("ask.extreme", options), choices=_calls(grouped, desk))
    return complete(reading, desk, confidence=_FOLLOWED, kept=changed.kept)


def _calls(readings: list[Reading], desk: Desk) -> tuple[Call | None, ...]:
    """What each choice runs when it is picked, exactly."""
    done = (complete(deepcopy(r), desk, confidence=_FOLLOWED) for r in readings)
    return tuple(d.calls[0] if d.outcome == "call" else None for d in done)


def _bounded(best: Candidate, desk: Desk) -> Candidate:
    """大于10万的: a bound alone is one on the metric of the last answer, group by group."""
    turn = last_call(desk)
    metrics = turn.call.arguments.get("metrics", ()) if turn and turn.call else ()
    grouped = bool(turn and turn.call and turn.call.arguments.get("by"))
    bounds = [s for s in best.frame.spans if s.kind == "threshold" and s.number is not None]
    if best.reading.metrics or len(bounds) != 1 or not (grouped and metrics):
        return best
    if [s for s in best.unplaced if s not in bounds]:
        return best
    reading = deepcopy(best.reading)
    reading.having = [Threshold(metrics[0], bounds[0].detail, (float(bounds[0].number or 0),))]
    return replace(best, reading=reading, unplaced=())


def _pointing(candidate: Candidate, told: Pointed | None) -> Candidate:
    """The candidate with the filter that its pointing word stands for."""
    if told is None or told.condition is None:
        return candidate
    reading = deepcopy(candidate.reading)
    reading.where = [c for c in reading.where if c.dimension != told.condition.dimension]
    reading.where.append(told.condition)
    return replace(candidate, reading=reading)


def _which_member(best: Candidate, folded: str, desk: Desk, told: Pointed) -> Understanding:
    """这个渠道 after a list of several: each as a complete question."""
    readings = []
    for chosen in told.which:
        one = replace(told, condition=Condition(chosen.dimension, "in", (chosen,)))
        readings.append(follow_up(_pointing(best, one), folded, desk).reading)
    options = tuple(rephrase(r, desk.lexicon, desk.lang) for r in readings)
    label = desk.lexicon.label(told.which[0].dimension, desk.lang)
    asked = desk.ask("ask.which_one", options, dimension=label)
    return replace(asked, choices=_calls(readings, desk))


def follows(best: Candidate, opened: bool, desk: Desk) -> bool:
    """Whether a message builds upon the last answer instead of standing by itself; `opened`: it
    begins or ends as one that does, or points back."""
    if last_call(desk) is None:
        return False
    reading = best.reading
    named = bool(reading.metrics) and not _assumed_metric(reading)
    shape = (
        reading.chart,
        reading.limit,
        reading.share,
        reading.direction,
        reading.trend,
        reading.having,
    )
    changed = any((reading.by, reading.where, reading.period, reading.compare, *shape))
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
    return FollowUp(base, tuple(s for s in held_slots(base) if s not in changed))


def _merge(base: Reading, new: Reading, adding: bool) -> set[str]:
    """Writes the new slots over the old ones; returns the names of those that changed."""
    changed: set[str] = set()
    if new.metrics and not _assumed_metric(new):
        _merge_metrics(base, new, adding)
        changed.add("metrics")
    if new.by:
        base.by = _groups(base.by, new.by, adding)
        changed |= {"by", *_stepped(base, new)}
    if new.where:
        if base.share and any(_settled(b, new.where) for b in base.by):
            said = "、".join(t for c in new.where for t in c.spoken())
            new.assumed.append(("assumed.share_of_members", {"members": said}))
        else:
            _merge_where(base, new)
            base.by = [b for b in base.by if b in new.by or not _settled(b, new.where)]
            if base.limit is not None and (not base.by or _chosen(base.by, new.where)):
                unranked(base)
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


def _stepped(base: Reading, new: Reading) -> set[str]:
    """A change of the groups to or from steps of time: its order and, where the steps would not
    fit into the period, the period go with it. The names of the slots that went."""
    steps = [b for b in new.by if b in _STEPS]
    base.chart = base.chart if any(b in _STEPS for b in base.by) or base.chart != "line" else ""
    if not steps:
        return set()
    if new.limit is None:
        unranked(base)
    if new.period is None and base.period is not None and too_short(steps[0], base.period):
        base.period, base.period_words = None, ""
        base.compare = [b for b in base.compare if b.kind != "range"]
        return {"time"}
    return set()


def _steps_back(base: Reading, new: Reading) -> bool:
    """And the month before that: the period moves, nothing is compared."""
    said = [b for b in new.compare if b.kind == "previous" and b.words == "shift"]
    return new.period is None and len(said) == len(new.compare) == 1


def _settled(dimension: str, where: list[Condition]) -> bool:
    """Grouping by what is one member now says nothing."""
    return any(c.dimension == dimension and c.op == "in" and len(c.members) == 1 for c in where)


def _chosen(by: list[str], where: list[Condition]) -> bool:
    """Whether a condition names the members that a ranking had found."""
    return any(c.dimension in by and c.op == "in" for c in where)


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
