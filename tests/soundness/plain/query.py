"""A MetricQuery answered by plain loops over plain rows: a second opinion on the compiler.

It shares no code with the compiler. Comparisons, shares, tops, classes, members without rows and
filled steps are readings of numbers laid side by side.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

from semantic_layer.query import Filter, MetricQuery, TimeRange
from tests.soundness.plain.numbers import defined
from tests.soundness.plain.reading import (
    OF_TEXTS,
    Days,
    Group,
    Happening,
    Keep,
    Key,
    PlainShop,
    Read,
    first,
    span,
)
from tests.soundness.plain.rows import STEPS, Data, days_between, step

OTHERS = "\0others"
_EVER = datetime(2000, 1, 1)
_NOON = time(12)


@dataclass(frozen=True)
class Answered:
    """The groups that have rows in the asked days, those that must be shown whatever they hold, and
    the columns of any group."""

    groups: frozenset[Group]
    must: frozenset[Group]
    columns: Mapping[str, Callable[[Group], Any]]


def answer(data: Data, query: MetricQuery, last: date) -> Answered:
    """What a query says of its groups, but for `having`, order and limits. The compiler may leave
    groups of nothing out, and add those of a base."""
    return _Answer(PlainShop(data, last), query).answered()


class _Answer:
    def __init__(self, shop: PlainShop, query: MetricQuery) -> None:
        self.shop, self.query = shop, query
        for one in query.define:
            shop.numbers[one.name] = defined(one, shop.numbers)
        self.days = span(query.time)
        self.keeps = [shop.condition(f, self.days) for f in query.where]
        self.keys = {
            n: shop.key(n, {b.name: shop.classes(b) for b in query.bands}) for n in query.by
        }
        if query.top:
            self._cut_to_top()

    def _cut_to_top(self) -> None:
        top = self.query.top
        assert top is not None
        own = self.keys[top.by]
        groups = [self.keys[name] for name in top.within]
        number = self.shop.numbers[top.metric or self.query.metrics[0]]
        read = self.shop.read(number, [*groups, own], self.days, self.keeps)
        by_group: dict[Any, dict[Any, Any]] = {}
        for group in read.groups:
            by_group.setdefault(group[:-1], {})[group[-1]] = read.at(group)
        chosen = {g: set(first(f, top.n, bottom=top.bottom)) for g, f in by_group.items()}

        def among(it: Happening) -> bool:
            return own.of(it) in chosen.get(tuple(g.of(it) for g in groups), ())

        self.keys[top.by] = Key(top.by, lambda it: own.of(it) if among(it) else OTHERS)

    def _read(self, metric: str, names: Sequence[str], days: Days, keeps: Sequence[Keep]) -> Read:
        keys = [self.keys[n] for n in names]
        return self.shop.read(self.shop.numbers[metric], keys, days, keeps)

    def answered(self) -> Answered:
        query = self.query
        columns: dict[str, Callable[[Group], Any]] = {}
        groups: set[Group] = set() if query.by else {()}
        for metric in query.metrics:
            now = self._read(metric, query.by, self.days, self.keeps)
            groups |= now.groups
            columns[metric] = now.at
            self._bases(metric, columns)
            self._shares(metric, columns)
        if query.top and not query.top.others:
            place = query.by.index(query.top.by)
            groups = {g for g in groups if g[place] != OTHERS}
        return Answered(frozenset(groups), frozenset(self._must(groups)), columns)

    def _bases(self, metric: str, columns: dict[str, Any]) -> None:
        for compare in self.query.compare:
            assert self.days is not None
            keeps = self.keeps
            days, back = self.days, _same_step
            if compare.kind == "other":
                keeps = self._instead(compare.instead)
            else:
                days, back = base_of(self.days, compare.kind, self.query.by, compare.time)
            read = self._read(metric, self.query.by, days, keeps)
            steps = [n in STEPS for n in self.query.by]

            def moved(group: Group, steps: Any = steps, back: Any = back) -> Group:
                return tuple(back(k) if s else k for k, s in zip(group, steps, strict=True))

            columns[f"{metric}__{compare.kind}"] = lambda g, r=read, m=moved: r.at(m(g))

    def _instead(self, instead: Sequence[Any]) -> list[Keep]:
        """The query's conditions with others in place of those on the same fields."""
        gone = {f.field for f in instead}
        kept = [
            keep for keep, f in zip(self.keeps, self.query.where, strict=True)
            if (not isinstance(f, str) and f.per) or _of(f) not in gone
        ]  # fmt: skip
        return [*kept, *(self.shop.condition(f, self.days) for f in instead)]

    def _shares(self, metric: str, columns: dict[str, Any]) -> None:
        query = self.query
        time = [n for n in query.by if n in STEPS]
        wholes = []
        if metric in query.share:
            wholes.append(("share", time if len(time) < len(query.by) else []))
        if query.share_within and (not query.share or metric in query.share):
            label = "share_of_" + "_".join(query.share_within)
            wholes.append((label, list(query.share_within)))
        for label, names in wholes:
            read = self._read(metric, names, self.days, self.keeps)
            places = [query.by.index(n) for n in names]

            def share(group: Group, read: Any = read, places: Any = places) -> Any:
                whole = read.at(tuple(group[p] for p in places))
                return float(columns[metric](group)) / float(whole) if whole else None

            columns[f"{metric}__{label}"] = share

    def _must(self, groups: set[Group]) -> set[Group]:
        """The groups that must be shown: every filled step and every member, crossed."""
        query = self.query
        if not query.fill and not query.all_members:
            return set()
        steps_by = [n for n in query.by if n in STEPS]
        steps: list[Any] = [None]
        if query.fill:
            assert self.days is not None
            steps = sorted(
                {step(datetime.combine(d, _NOON), steps_by[0]) for d in days_between(*self.days)}
            )
        place = query.by.index(steps_by[0]) if steps_by else 0
        others = {(*g[:place], *g[place + 1 :]) if steps_by else g for g in groups}
        if query.all_members:
            others |= self._members([n for n in query.by if n not in steps_by])
        if not steps_by:
            return others
        return {(*o[:place], s, *o[place:]) for o, s in product(others, steps)}

    def _members(self, names: Sequence[str]) -> set[Group]:
        """Everyone in the tables where the members live, under the conditions that are theirs."""
        parts: list[tuple[list[str], set[Group]]] = []
        living = [n for n in names if n.startswith("customer")]
        if living:
            parts.append((living, self._customers(living)))
        if "platform" in names:
            valid = [o for o in self.shop.data.orders if o["kind"] == "normal"]
            held = [f for f in self.query.where if _of(f) == "platform"]
            keeps = [self.shop.condition(f, self.days) for f in held]
            shown = {
                o["platform"] for o in valid if all(k.holds(Happening(o, _EVER)) for k in keeps)
            }
            parts.append((["platform"], {(p,) for p in shown - {None}}))
        for name in names:
            if name == "weekday":
                parts.append(([name], {(n,) for n in range(1, 8)}))
            band = next((b for b in self.query.bands if b.name == name), None)
            if band:
                parts.append(([name], {(n,) for n in range(len(band.edges) + 1)}))
        order = [n for part, _ in parts for n in part]
        crossed = {sum(rows, ()) for rows in product(*(rows for _, rows in parts))}
        return {tuple(row[order.index(n)] for n in names) for row in crossed}

    def _customers(self, names: list[str]) -> set[Group]:
        """Customers, or their cities; conditions on customers choose among customers alone."""
        theirs = ("customer", "customer.city") if "customer" in names else ("customer.city",)
        shop = self.shop
        held = [
            (_of(f), shop.condition(f, self.days)) for f in self.query.where if _of(f) in theirs
        ]
        found = set()
        for row in shop.data.customers:
            as_order = {"kind": "", "customer_id": row["id"], "order_id": None}
            if all(keep.holds(Happening(as_order, _EVER)) for _, keep in held):
                group = tuple(row["id"] if n == "customer" else row["city"] for n in names)
                if group[names.index("customer") if "customer" in names else 0] is not None:
                    found.add(group)
        return found


def base_of(
    days: tuple[date, date], kind: str, by: Sequence[str], named: TimeRange | None
) -> tuple[tuple[date, date], Callable[[date], date]]:
    """The days of a base, and the step of the base that lies beside a step of the asked days."""
    start, end = days
    if kind == "range":
        assert named is not None
        gone = start - named.start
        return (named.start, named.end), lambda day: day - gone
    if kind == "previous" and "month" in by:
        return (_month_back(start), _month_back(end)), _month_back
    if kind == "year" and "week" not in by:
        return (_year_back(start), _year_back(end)), _year_back
    length = (end - start).days + 1
    sizes = {"year": 364, "week": 7}
    size = sizes.get(kind, 7 if "week" in by else 1 if "day" in by else length)
    gone = timedelta(days=size)
    return (start - gone, end - gone), lambda day: day - gone


def _same_step(day: Any) -> Any:
    return day


def _month_back(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _year_back(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _of(where: Filter | str) -> str:
    """Whom a condition chooses; nobody where it speaks of several things."""
    return OF_TEXTS.get(where, "") if isinstance(where, str) else where.per or where.field
