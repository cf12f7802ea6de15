"""Numbers of groups by plain loops: which groups there are, and the value of any of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product
from typing import Any

from semantic_layer.query import Band, Filter, TimeRange
from tests.soundness.plain.numbers import (
    NUMBERS,
    Fixed,
    Less,
    Nested,
    Part,
    Ratio,
    Simple,
    aggregated,
    divided,
    holds,
    over,
    zero,
)  # fmt: skip
from tests.soundness.plain.rows import STEPS, Data, Row, days_between, dimension, step

Days = tuple[date, date] | None
Group = tuple[Any, ...]


@dataclass(frozen=True)
class Happening:
    """A row of a fact at the moment at which it counts."""

    row: Row
    moment: datetime


@dataclass(frozen=True)
class Key:
    """What rows are grouped by; `timely` when it goes by the moment alone."""

    name: str
    of: Callable[[Happening], Any]
    timely: bool = False


@dataclass(frozen=True)
class Keep:
    """A condition on rows; `timely` when it goes by the moment alone."""

    holds: Callable[[Happening], bool]
    timely: bool = False


@dataclass(frozen=True)
class Read:
    """The groups that have rows, and the value of any group."""

    groups: frozenset[Group]
    at: Callable[[Group], Any]


TEXTS: dict[str, tuple[Callable[[Callable[[str], Any]], bool], bool]] = {
    "weekday <= 5": (lambda get: get("weekday") <= 5, True),
    "platform = 'tmall' or customer.city = '上海'": (
        lambda get: get("platform") == "tmall" or get("customer.city") == "上海", False),
    "platform is not null and platform <> 'jd'": (
        lambda get: get("platform") not in (None, "jd"), False),
}  # fmt: skip
OF_TEXTS = {"platform is not null and platform <> 'jd'": "platform"}
LABELS = {"tmall": ("天猫", "tmall"), "jd": ("京东", "jd")}


@dataclass
class PlainShop:
    """The rows, and what can be asked of them. `last` is the last day of the shop's data."""

    data: Data
    last: date
    numbers: dict[str, Any] = field(default_factory=lambda: dict(NUMBERS))

    def happenings(self, number: Simple) -> list[Happening]:
        """The rows of a fact that count and have a moment."""
        found = []
        for row in getattr(self.data, number.fact):
            if number.fact == "ads":
                found.append(Happening(row, datetime.combine(row["date"], datetime.min.time())))
                continue
            order = row if number.fact == "orders" else self.data.order(row["order_id"])
            moment = (order if "." in number.clock else row).get(number.clock.split(".")[-1])
            if order.get("kind") == "normal" and moment is not None:
                found.append(Happening(row, moment))
        return found

    def read(self, number: Any, keys: Sequence[Key], days: Days, keeps: Sequence[Keep]) -> Read:
        """A number by keys, in some days, over the rows that some conditions keep."""
        match number:
            case Simple():
                return self._simple(number, keys, days, keeps)
            case Part():
                more = [self.condition(f, days) for f in number.given]
                return self.read(number.of, keys, days, [*keeps, *more])
            case Fixed():
                names = [k.name for k in keys]
                places = [names.index(n) for n in number.names]
                inner = self.read(number.of, [keys[p] for p in places], days, keeps)
                return Read(frozenset(), lambda group: inner.at(tuple(group[p] for p in places)))
            case Nested():
                nested = self._per_step if number.per in STEPS else self._per_member
                return nested(number, keys, days, keeps)
        if isinstance(number, Ratio):
            return self._both(number.top, number.bottom, divided, keys, days, keeps)
        assert isinstance(number, Less)
        return self._both(number.left, number.right, lambda a, b: a - b, keys, days, keeps)

    def _both(self, one: Any, other: Any, done: Callable[[Any, Any], Any], *under: Any) -> Read:
        left, right = self.read(one, *under), self.read(other, *under)
        return Read(left.groups | right.groups, lambda g: done(left.at(g), right.at(g)))

    def _simple(
        self, number: Simple, keys: Sequence[Key], days: Days, keeps: Sequence[Keep]
    ) -> Read:
        groups: dict[Group, list[Row]] = {} if keys else {(): []}
        for it in self.happenings(number):
            within = days is None or days[0] <= it.moment.date() <= days[1]
            if within and all(keep.holds(it) for keep in keeps):
                groups.setdefault(tuple(key.of(it) for key in keys), []).append(it.row)
        values = {group: aggregated(number, rows) for group, rows in groups.items()}
        return Read(frozenset(values), lambda group: values.get(group, zero(number)))

    def _parts(
        self, number: Nested, keys: Sequence[Key], days: Days, keeps: Sequence[Keep]
    ) -> tuple[Read, Callable[[Group], tuple[Any, bool]], frozenset[Group]]:
        """The inner number, what each member gives and whether it counts, and who is there."""
        inner = self.read(number.inner, keys, days, keeps)
        tests = [(self.read(n, keys, days, keeps), op, edge) for n, op, edge in number.having]

        def pair(group: Group) -> tuple[Any, bool]:
            return inner.at(group), all(holds(t.at(group), op, edge) for t, op, edge in tests)

        return inner, pair, inner.groups.union(*(t.groups for t, _, _ in tests))

    def _per_member(
        self, number: Nested, keys: Sequence[Key], days: Days, keeps: Sequence[Keep]
    ) -> Read:
        inner, pair, _ = self._parts(number, [*keys, self.key(number.per)], days, keeps)
        groups: dict[Group, list[tuple[Any, bool]]] = {} if keys else {(): []}
        for group in inner.groups:
            pairs = groups.setdefault(group[:-1], [])
            if group[-1] is not None:
                pairs.append(pair(group))
        values = {group: over(number, pairs) for group, pairs in groups.items()}
        return Read(frozenset(values), lambda group: values.get(group, zero(number)))

    def _per_step(
        self, number: Nested, keys: Sequence[Key], days: Days, keeps: Sequence[Keep]
    ) -> Read:
        """Every step of the asked days that the data covers counts, for every group that occurs."""
        assert days is not None
        per = self.key(number.per)
        _, pair, there = self._parts(number, [*keys, per], days, keeps)
        frames = self._frames(keys, per, (days[0], min(days[1], self.last)), keeps)
        members = {
            tuple(v for v, k in zip(g[:-1], keys, strict=True) if not k.timely) for g in there
        }
        members |= set() if any(not k.timely for k in keys) else {()}
        values: dict[Group, list[tuple[Any, bool]]] = {}
        for member, (timely, steps) in product(members, frames.items()):
            group = _woven(keys, member, timely)
            values[group] = [pair((*group, s)) for s in sorted(steps)]
        found = {group: over(number, pairs) for group, pairs in values.items()}

        def at(group: Group) -> Any:
            if group in found:
                return found[group]
            timely = tuple(v for v, k in zip(group, keys, strict=True) if k.timely)
            return over(number, [pair((*group, s)) for s in sorted(frames.get(timely, ()))])

        return Read(frozenset(found), at)

    def _frames(
        self, keys: Sequence[Key], per: Key, days: tuple[date, date], keeps: Sequence[Keep]
    ) -> dict[Group, set[Any]]:
        """The steps of the kept days, by the keys that go by time."""
        frames: dict[Group, set[Any]] = {}
        for day in days_between(*days):
            it = Happening({}, datetime.combine(day, datetime.min.time()))
            if all(keep.holds(it) for keep in keeps if keep.timely):
                timely = tuple(k.of(it) for k in keys if k.timely)
                frames.setdefault(timely, set()).add(per.of(it))
        return frames

    def key(self, name: str, classes: Mapping[str, Key] | None = None) -> Key:
        """What a row is grouped by."""
        if classes and name in classes:
            return classes[name]
        if name in STEPS or name == "weekday":
            return Key(name, lambda it: step(it.moment, name), timely=True)
        return Key(name, lambda it: dimension(self.data, it.row, name))

    def condition(self, where: Filter | str, days: Days) -> Keep:
        """What a filter keeps."""
        if isinstance(where, str):
            test, timely = TEXTS[where]
            return Keep(lambda it: test(lambda name: self.key(name).of(it)), timely)
        key = self.key(where.per or where.field)
        if where.per:
            members = self.chosen(where, days)
            return Keep(lambda it: key.of(it) in members)
        return Keep(lambda it: meets(key.of(it), where))

    def chosen(self, where: Filter, days: Days) -> set[Any]:
        """The members that a filter with `per` chooses."""
        rank = where.op.startswith(("top", "bottom"))
        asked = span(where.time) if where.time else (days if rank else None)
        number, key = self.numbers[where.field], self.key(where.per)
        read = self.read(number, [key], asked, [self.condition(f, asked) for f in where.given])
        edge = float(str(where.values[0]))
        if rank:
            found = {g[0]: read.at(g) for g in read.groups}
            known = [m for m, v in found.items() if m is not None and v is not None]
            percent = where.op.endswith("_percent")
            size = max(int(-(-len(known) * edge // 100)), 1) if percent else int(edge)
            return set(first(found, size, bottom=where.op.startswith("bottom")))
        everyone = {key.of(it) for it in self._all()} | {g[0] for g in read.groups}
        return {m for m in everyone if m is not None and holds(read.at((m,)), where.op, edge)}

    def _all(self) -> list[Happening]:
        """Every row that a condition may meet, of whichever fact."""
        rows = [*self.data.orders, *self.data.lines, *self.data.refunds]
        return [Happening(row, datetime(2000, 1, 1)) for row in rows]

    def classes(self, band: Band) -> Key:
        """The number of the class of a row's entity, or of a number of its own."""
        if not band.per:
            own = self.key(band.field)
            return Key(band.name, lambda it: _class(own.of(it), band.edges))
        per, days = self.key(band.per), span(band.time)
        given = [self.condition(f, days) for f in band.given]
        read = self.read(self.numbers[band.field], [per], days, given)

        def of(it: Happening) -> int | None:
            member = per.of(it)
            return None if member is None else _class(read.at((member,)), band.edges)

        return Key(band.name, of)


def first(found: Mapping[Any, Any], size: int, *, bottom: bool) -> list[Any]:
    """The first members by value, ties by the member; those without a value are not among them."""
    known = [(m, float(v)) for m, v in found.items() if m is not None and v is not None]
    return [m for m, _ in sorted(known, key=lambda p: (p[1] if bottom else -p[1], p[0]))][:size]


def span(time: TimeRange | None) -> Days:
    """The first and the last day."""
    return (time.start, time.end) if time else None


def meets(value: Any, where: Filter) -> bool:
    """What a condition on a dimension's value says."""
    match where.op:
        case "is_null":
            return value is None
        case "not_null":
            return value is not None
        case "contains" | "not_contains":
            words = LABELS.get(value, (str(value),)) if value is not None else ()
            found = any(str(text) in word for text in where.values for word in words)
            return found if where.op == "contains" else not found
        case "!=" | "not_in":
            return value not in where.values
    return value in where.values


def _class(value: Any, edges: Sequence[float]) -> int | None:
    return None if value is None else sum(float(value) >= e for e in edges)


def _woven(keys: Sequence[Key], member: Group, timely: Group) -> Group:
    """A group from its members and its steps, in the order of the keys."""
    members, steps = iter(member), iter(timely)
    return tuple(next(steps) if k.timely else next(members) for k in keys)


__all__ = [
    "OF_TEXTS",
    "Days",
    "Group",
    "Happening",
    "Keep",
    "Key",
    "PlainShop",
    "Read",
    "first",
    "span",
]
