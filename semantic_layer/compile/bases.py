"""What a query is compared with: the scopes of its bases, and what must be said about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from semantic_layer import compare_messages  # noqa: F401  (adds the texts of bases)
from semantic_layer.answered import BasePeriod
from semantic_layer.compile.clock_notes import unlike_notes
from semantic_layer.compile.conditions import Condition, conditions_of
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.names import Names
from semantic_layer.compile.number import Leaf
from semantic_layer.compile.plan import Laid, Scope, clock_of
from semantic_layer.compile.said import used
from semantic_layer.errors import QueryError
from semantic_layer.occasions import Alignment, Taking, align, stretches, too_short
from semantic_layer.periods import Base, Shift, as_long, base_of, keeps_steps, moved, so_far
from semantic_layer.query import Compare, MetricQuery, TimeRange
from semantic_layer.texts import Text

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bases:
    """The scopes of a query's bases, beside the main one, which a shorter base may cut.

    `conditions` are those that stand in a base in place of the query's own: a role must be allowed
    to ask for them too.
    """

    main: Scope
    scopes: tuple[Scope, ...] = ()
    periods: tuple[BasePeriod, ...] = ()
    conditions: tuple[Condition, ...] = ()
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What bases are found under: the query's conditions, what it reads, its finest step, and the
    last day of data."""

    names: Names
    conditions: tuple[Condition, ...]
    leaves: tuple[Leaf, ...]
    grain: str
    last: date | None = None

    def so_far(self, time: TimeRange) -> TimeRange:
        """The days that have passed, where the period has only begun."""
        return so_far(time, self.last, self.names.model.reckoning)

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(leaf.measure.table for leaf in self.leaves))


def bases_of(query: MetricQuery, main: Scope, asked: Asked) -> Bases:
    """The bases of a query's comparisons, in their order.

    Raises QueryError compare_needs_time, condition_on_clock, misaligned, other_splits, other_mixed,
    and what `occasions.align` raises.
    """
    if not query.compare:
        return Bases(main)
    if query.time is None and any(c.kind != "other" for c in query.compare):
        raise QueryError("compare_needs_time")
    if any(c.kind != "other" for c in query.compare):
        _refuse_clock_conditions(asked)
    aligned = _alignments(query, asked)
    notes = _only_begun(query, asked)
    notes += [_how(a) for a in aligned.values()]
    if aligned and query.time is not None:
        kept = set.intersection(*({*a.counterparts} for a in aligned.values()))
        if not kept:
            raise too_short(next(iter(aligned.values())).there)
        passed = asked.so_far(query.time)
        spare = () if asked.grain else _between(kept)
        main = _kept(main, passed, {*kept, *spare})
        notes += _left_out(passed, {*kept, *spare}, aligned.values())
    labels = _labels(query.compare)
    made = [
        _base(label, compare, main, asked, aligned.get(label))
        for label, compare in zip(labels, query.compare, strict=True)
    ]
    scopes, periods = tuple(zip(*made, strict=True))
    if query.time is not None:
        passed = asked.so_far(main.time or query.time)
        notes += [n for s in scopes for n in unlike_notes(passed, s, asked.grain)]
    given = tuple(c for scope in scopes for c in scope.conditions or ())
    return Bases(main, scopes, periods, given, tuple(dict.fromkeys(notes)))


def _refuse_clock_conditions(asked: Asked) -> None:
    """Days named in a condition do not exist in the period that the asked one is compared with."""
    found = (clock_of(leaf.measure, asked.names, leaf.metric) for leaf in asked.leaves)
    clocks = {clock.dimension.identity for clock in found if clock is not None}
    for condition in asked.conditions:
        for _, key in condition.subjects:
            if not isinstance(key, Key) or key.kind != "step":
                continue
            if key.on_clock or key.identity in clocks:
                raise QueryError("condition_on_clock", name=key.label)


def _labels(compares: tuple[Compare, ...]) -> list[str]:
    """The name of each base: its kind, numbered where a kind is asked twice."""
    kinds = [c.kind for c in compares]
    return [
        f"{kind}_{kinds[:n].count(kind) + 1}" if kind in kinds[:n] else kind
        for n, kind in enumerate(kinds)
    ]


def _base(
    label: str, compare: Compare, main: Scope, asked: Asked, aligned: Alignment | None
) -> tuple[Scope, BasePeriod]:
    if compare.kind == "other":
        return _other(label, compare, main, asked)
    if any(k.kind == "step" and not k.on_clock for k in main.keys):
        raise QueryError("misaligned", grain=asked.grain)
    assert main.time is not None
    if aligned is not None:
        return _occasion(label, main, aligned)
    found = _dated(main.time, compare, asked)
    for key in main.keys:
        if key.kind == "step" and not keeps_steps(found.shift, key.grain):
            raise QueryError("misaligned", grain=key.label)
    scope = replace(main, name=label, time=found.time, shift=found.shift)
    if main.laid:
        laid = tuple(Laid(moved(part.time, found.shift), 0) for part in main.laid)
        scope = replace(scope, laid=laid)
    return scope, BasePeriod(label, found.time.start, found.time.end)


def _dated(time: TimeRange, compare: Compare, asked: Asked) -> Base:
    """The base of the days that have passed; a named range as long as the asked days is cut too."""
    passed = asked.so_far(time)
    found = base_of(passed, compare, asked.grain, asked.names.model.reckoning)
    if passed == time or compare.kind != "range" or not as_long(time, found.time):
        return found
    end = min(found.time.start + (passed.end - passed.start), found.time.end)
    return replace(found, time=found.time.model_copy(update={"end": end, "until": None}))


def _other(label: str, compare: Compare, main: Scope, asked: Asked) -> tuple[Scope, BasePeriod]:
    """The same days, with other conditions on the same fields."""
    instead = conditions_of(compare.instead, asked.names, asked.tables, main.time)
    fields = {f for c in instead for f in _fields(c)}
    split = next((k for k in main.keys if _field(k) in fields), None)
    if split is not None:
        raise QueryError("other_splits", field=split.label)
    kept = [c for c in asked.conditions if not fields & {*_fields(c)}]
    for condition in asked.conditions:
        spoken = _fields(condition)
        mixed = next((f for f in spoken if f in fields), None)
        if mixed is not None and not fields.issuperset(spoken):
            said = used(condition, asked.names).label
            raise QueryError("other_mixed", text=said, field=spoken[mixed])
    scope = replace(main, name=label, conditions=(*kept, *instead))
    words = _words(instead, asked.names)
    start, end = (main.time.start, main.time.end) if main.time else (None, None)
    return scope, BasePeriod(label, start, end, words)


def _fields(condition: Condition) -> Mapping[str, Text | str]:
    """What a condition speaks of, with the words for it."""
    return {_field(s): s.label if isinstance(s, Key) else name for name, s in condition.subjects}


def _field(subject: object) -> str:
    """A key of the clock is told from another by its step, any other by what it is."""
    if isinstance(subject, Key):
        return f"{subject.identity}:{subject.grain}"
    return repr(subject)


def _words(conditions: Iterable[Condition], names: Names) -> Text:
    """The other members by their own names (京东), or the condition in full."""
    said = [_member(c, names) for c in conditions]
    return Text("，".join(t.zh for t in said), ", ".join(t.en for t in said))


def _member(condition: Condition, names: Names) -> Text:
    label = used(condition, names).label
    where = condition.filter
    if where is None or where.op not in ("=", "in") or not isinstance(condition.subject, Key):
        return label
    field = condition.subject.label
    return Text(label.zh.removeprefix(f"{field.zh}："), label.en.removeprefix(f"{field.en}: "))


def _alignments(query: MetricQuery, asked: Asked) -> dict[str, Alignment]:
    """Where campaigns are compared: how each lies to the asked days, by the name of the base."""
    if query.time is None:
        return {}
    occasions = asked.names.model.occasions
    return {
        label: align(asked.so_far(query.time), compare.occasion, occasions)
        for label, compare in zip(_labels(query.compare), query.compare, strict=True)
        if compare.kind == "occasion"
    }


def _kept(main: Scope, time: TimeRange, kept: set[date]) -> Scope:
    """The main scope over the days that have counterparts in all campaigns."""
    rows = stretches(time, {day: day for day in kept})
    whole = _span([row.time for row in rows])
    if len(rows) == 1:
        return replace(main, time=whole)
    return replace(main, time=whole, laid=tuple(Laid(row.time, 0) for row in rows))


def _between(kept: set[date]) -> set[date]:
    """The days without a counterpart between others: a total has them, or it would be told for
    days that it does not hold."""
    first, last = min(kept), max(kept)
    return {first + n * _DAY for n in range((last - first).days + 1)} - kept


def _span(times: list[TimeRange]) -> TimeRange:
    first, last = times[0], times[-1]
    return first.model_copy(update={"end": last.end, "until": last.until})


def _occasion(label: str, main: Scope, aligned: Alignment) -> tuple[Scope, BasePeriod]:
    assert main.time is not None
    own = [part.time for part in main.laid] or [main.time]
    paired = aligned.counterparts
    shown = {d for t in own for d in paired if t.start <= d <= t.end}
    rows = stretches(main.time, {d: paired[d] for d in shown})
    laid = tuple(Laid(moved(row.time, Shift(days=row.days)), row.days) for row in rows)
    whole = _span([part.time for part in laid])
    period = BasePeriod(label, whole.start, whole.end, _called(aligned.there))
    stepped = any(k.kind in ("step", "part") for k in main.keys)
    return replace(main, name=label, time=whole, laid=laid if stepped else ()), period


def _called(taking: Taking) -> Text:
    return both("base.taking", year=str(taking.year), occasion=taking.occasion.label)


def _only_begun(query: MetricQuery, asked: Asked) -> list[Text]:
    """That the asked days are not over, so that the bases are cut as they are."""
    earlier = any(c.kind != "other" for c in query.compare)
    if query.time is None or not earlier or asked.so_far(query.time) == query.time:
        return []
    ends = {"start": str(query.time.start), "end": str(query.time.end)}
    return [both("note.only_begun", last=str(asked.last), **ends)]


def _how(aligned: Alignment) -> Text:
    """Which times were laid on each other, and by what."""
    here, there = aligned.here, aligned.there
    return both(
        "note.occasion", here=_called(here), here_start=str(here.start),
        here_end=str(here.end), there=_called(there), there_start=str(there.start),
        there_end=str(there.end), way=both(f"note.by_{aligned.way}"),
    )  # fmt: skip


def _left_out(time: TimeRange, kept: set[date], aligned: Iterable[Alignment]) -> list[Text]:
    """The days that are not compared, of the asked ones and of those of the longer base."""
    days = {time.start + n * _DAY for n in range((time.end - time.start).days + 1)}
    notes = []
    some = list(aligned)
    if days - kept:
        here = _called(some[0].here)
        notes.append(
            both("note.left_out", here=here, days=_days(days - kept), count=str(len(kept)))
        )
    for one in some:
        if not kept <= one.counterparts.keys():
            notes.append(_unequal(one, kept))
            continue
        first, last = one.counterparts[min(kept)], one.counterparts[max(kept)]
        if max(kept) == one.here.end:
            last = one.there.end
        span = {first + n * _DAY for n in range((last - first).days + 1)}
        spare = span - {one.counterparts[d] for d in kept}
        if spare:
            notes.append(both("note.left_out_there", there=_called(one.there), days=_days(spare)))
    return notes


def _unequal(aligned: Alignment, kept: set[date]) -> Text:
    """That two whole times of different length are compared."""
    paired = sorted(aligned.counterparts[d] for d in kept if d in aligned.counterparts)
    other = str((paired[-1] - paired[0]).days + 1)
    return both("note.longer", days=str(len(kept)), base=_called(aligned.there), other=other)


def _days(days: set[date]) -> Text:
    """Days in words, those in a row as one."""
    rows: list[list[date]] = []
    for day in sorted(days):
        if rows and rows[-1][-1] + _DAY == day:
            rows[-1].append(day)
        else:
            rows.append([day])
    said = [
        both("dates.range" if len(r) > 1 else "dates.one", start=str(r[0]), end=str(r[-1]))
        for r in rows
    ]
    between = both("dates.and")
    return Text(between.zh.join(t.zh for t in said), between.en.join(t.en for t in said))


__all__ = ["Asked", "Bases", "bases_of"]
