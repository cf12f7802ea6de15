"""Who did and who did not: 上个月买过这个月没买的客户, products that were never sold.

Each 买过 or 没买 is a condition on the entity over its own days and members.
"""

from dataclasses import dataclass, field

from assistant.understand.arguments import reference
from assistant.understand.reading import Frame
from assistant.understand.roles import counted_metric
from assistant.understand.rules.grouping import is_thing
from assistant.understand.rules.lists import MOST, key_of
from assistant.understand.siblings import sibling
from assistant.understand.time import Period
from semantic_layer.query import Defined, Filter, TimeRange

_LISTED = ("rows", "listing", "which")


@dataclass(slots=True)
class _Event:
    """One thing that did or did not happen to the entity."""

    index: int
    metric: str
    happened: bool
    bound: tuple[str, int | float] = (">=", 1)
    period: Period | None = None
    members: list[int] = field(default_factory=list)


def existence(frame: Frame) -> None:
    """The events of a sentence about one kind of thing become conditions on it."""
    place, thing = _entity(frame)
    events = _events(frame) if thing else []
    if not events or any(not e.metric for e in events) or frame.cues("share", "share_of"):
        return
    counted = frame.target(place, "dimension") is None and frame.target(place, "value") is None
    _give_times(frame, events)
    _give_members(frame, events, thing)
    per = frame.lexicon.model.dimensions[thing].entity
    frame.reading.more.conditions += [_condition(frame, e, per) for e in events]
    used = [i for e in events for i in (e.index, *e.members)]
    used += [i for i in frame.cues("didnt") if not frame.tokens[i].argument("didnt")]
    frame.use(*used, *frame.cues("but", "existence_soft"))
    frame.use(*([] if frame.target(place, "value") else [place]))
    _asked(frame, thing, counted)


def _entity(frame: Frame) -> tuple[int, str]:
    """Where the one thing is named, outside of 每 and 各, and its dimension; also inside 多少客户,
    客户数, and by a kind of customer (黑卡会员)."""
    found = [
        (i, t.name) for i in frame.of_kind("dimension")
        if (t := frame.target(i, "dimension")) and is_thing(frame, t.name)
        and not frame.cue(i - 1, "each", "by")
    ]  # fmt: skip
    found = found or [(i, n) for i in range(len(frame.tokens)) if (n := _counted_thing(frame, i))]
    found = found or [(i, n) for i in frame.of_kind("value") if (n := _customer(frame, i))]
    return found[0] if len(found) == 1 else (-1, "")


def _counted_thing(frame: Frame, index: int) -> str:
    said = frame.tokens[index].text
    if not frame.target(index, "metric"):
        return ""
    for before in ("how many ", "number of ", "有多少", "多少个", "多少"):
        said = said.removeprefix(before)
    targets = frame.lexicon.phrases.get(said.removesuffix("数"), ())
    names = [t.name for t in targets if t.kind == "dimension" and is_thing(frame, t.name)]
    return names[0] if names and said != frame.tokens[index].text else ""


def _customer(frame: Frame, index: int) -> str:
    """The customer's own key, of a member of a dimension of customers."""
    value, model = frame.target(index, "value"), frame.lexicon.model
    concept = model.concept("customer")
    entity = concept.get("entity") if concept else ""
    if not (value and value.member) or model.dimensions[value.member.dimension].entity != entity:
        return ""
    key = key_of(model, model.tables[model.dimensions[value.member.dimension].table])
    return key if key in model.dimensions else ""


def _events(frame: Frame) -> list[_Event]:
    found: list[_Event] = []
    denied: set[int] = set()
    for index in range(len(frame.tokens)):
        span = frame.tokens[index]
        if not frame.free(index):
            continue
        if span.cue("did", "didnt", "did_too"):
            bare = span.cue("didnt") and not span.argument("didnt")
            if bare and frame.cue(index + 1, "did", "did_too"):
                denied.add(index + 1)  # 但没 before 买过 is 没买过
                continue
            family = next((a for n, a in span.cues if n in ("did", "didnt", "did_too")), "")
            metric = _metric(frame, family) if family else found[-1].metric if found else ""
            found.append(_Event(index, metric, not span.cue("didnt") and index not in denied))
            _often(frame, found[-1])
        elif span.cue("without") and (name := _counts(frame, index + 1)):
            found.append(_Event(index, name, False, members=[index + 1]))
    sure = any(not frame.cue(e.index, "did_too") for e in found)
    return found if sure else []


def _often(frame: Frame, event: _Event) -> None:
    """买过两次, 下过3单以上: how often it happened."""
    place = event.index + 1
    span = frame.at(place)
    if span is None or not event.happened:
        return
    if span.kind == "threshold" and span.number is not None and span.text[-1:] not in "元块%":
        event.bound = (span.detail, span.number)
    elif span.cue("times"):
        op, _, number = span.argument("times").partition(":")
        event.bound = (op, int(number))
    else:
        return
    frame.use(place)


def _counts(frame: Frame, index: int) -> str:
    """The metric that is named, or that counts the rows that are."""
    named, table = frame.target(index, "metric"), frame.target(index, "table")
    if named or not table:
        return named.name if named else ""
    counting = [
        m for m in frame.lexicon.model.metrics.values()
        if m.measure and m.measure.table == table.name and m.measure.agg == "count" and not m.hidden
    ]  # fmt: skip
    return (
        min(counting, key=lambda m: len(m.measure.where if m.measure else ())).name
        if counting
        else ""
    )


def _metric(frame: Frame, family: str) -> str:
    """What counts it: orders of who buys, units of what sells, refunded orders of who returns."""
    model, roles = frame.lexicon.model, frame.lexicon.roles
    if family == "sell":
        return counted_metric(model, roles, "件", "") or counted_metric(model, roles, "单", "")
    return counted_metric(model, roles, "单", "" if family == "order" else family)


def _give_times(frame: Frame, events: list[_Event]) -> None:
    """Days stand before a Chinese verb and behind an English one; 从没 is of all days."""
    times = [i for i, s in enumerate(frame.tokens) if s.kind == "time" and frame.free(i)]
    english = frame.tokens[events[0].index].text.isascii()
    for place, event in enumerate(events):
        low = events[place - 1].index if place else -1
        high = events[place + 1].index if place + 1 < len(events) else len(frame.tokens)
        own = [i for i in times if (event.index < i < high if english else low < i < event.index)]
        if own:
            event.period = frame.tokens[own[-1] if not english else own[0]].period
            frame.use(*own)
    known = [e.period for e in events if e.period]
    left = [i for i in times if frame.free(i)]
    if not known and len(left) == 1:
        known = [p for p in (frame.tokens[left[0]].period,) if p]
        frame.use(*left)
    for event in events:
        ever = any(w in frame.tokens[event.index].text for w in ("从", "never"))
        if event.period is None and len(known) == 1 and not (ever and len(events) > 1):
            event.period = known[0]


def _give_members(frame: Frame, events: list[_Event], thing: str) -> None:
    """女装 behind 买过 is what was bought; a member of the thing's own table stays a filter."""
    dims = frame.lexicon.model.dimensions
    for index in frame.of_kind("value"):
        target = frame.target(index, "value")
        if target is None or target.member is None:
            continue
        if dims[target.member.dimension].entity == dims[thing].entity:
            continue
        before = [e for e in events if e.index < index]
        event = before[-1] if before else events[0]
        event.members.append(index)


def _condition(frame: Frame, event: _Event, per: str) -> Filter:
    lexicon, given = frame.lexicon, []
    for index in event.members:
        target = frame.target(index, "value")
        if target and target.member:
            field_name = reference(target.member.dimension, lexicon)
            given.append(Filter(field=field_name, values=(target.member.value,)))
    days = event.period
    time = TimeRange(start=days.start, end=min(days.end, frame.clock.last_day)) if days else None
    op, least = event.bound if event.happened else ("=", 0)
    metric = _reaching(frame, event.metric, [f.field for f in given])
    return Filter(
        field=metric, op=op, values=(least,), per=per, time=time, given=tuple(given)  # type: ignore[arg-type]
    )  # fmt: skip


def _reaching(frame: Frame, metric: str, fields: list[str]) -> str:
    """An order has several products: of a product it is the units that were bought."""
    lexicon = frame.lexicon
    dims = [d.id for f in fields for d in lexicon.model.dimensions_named(f)[:1]]
    if all(lexicon.reaches(metric, d) for d in dims):
        return metric
    units = counted_metric(lexicon.model, lexicon.roles, "件", "")
    reaches = units and all(lexicon.reaches(units, d) for d in dims)
    return units if reaches else sibling(metric, dims, lexicon) or metric


def _asked(frame: Frame, thing: str, counted: bool) -> None:
    """How many there are, or which; with a metric beside it, the metric of these."""
    reading, model = frame.reading, frame.lexicon.model
    named = any(frame.free(i) and frame.target(i, "metric") for i in range(len(frame.tokens)))
    if named or frame.cues("sell_top", "perform"):
        return
    dimension = model.dimensions[thing]
    table = model.tables[dimension.table]
    words = frame.cues("howmany")
    words += [i for i, s in enumerate(frame.tokens) if s.kind == "counted" and s.detail == "人"]
    if words or counted:
        key = dimension.label_of and f"{dimension.entity}.{dimension.label_of}"
        field_name = reference(key if key in model.dimensions else thing, frame.lexicon)
        name = f"count_of_{dimension.entity}"[:64]
        reading.more.define.append(
            Defined(name=name, field=field_name, agg="count_distinct", of=table.home)
        )
        frame.use(*words)
        return
    key_name = key_of(model, table)
    reading.more.of = table.home
    reading.by = [b for b in (key_name,) if b in model.dimensions]
    reading.limit = reading.limit or MOST
    frame.use(*frame.cues(*_LISTED))
