"""Random small shops: nested, defined and row-wise numbers equal a plain computation over plain rows."""

import operator
import random
import statistics
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semantic_layer.compile import Compiler
from semantic_layer.compile.coverage import Coverage
from semantic_layer.load import load
from semantic_layer.query import Defined, Filter, MetricQuery, TimeRange
from tests.semantic_layer.test_row_facts import with_facts
from tests.soundness.brute_force import Data, Row, answer, dimension, step
from tests.soundness.test_against_brute_force import START, Small, _same, datas

FIRST = START.date()
LAST = FIRST + timedelta(days=39)
SETTINGS = settings(
    max_examples=100, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
METRICS = """
  new_buyers: {table: orders, agg: count_distinct, expr: customer_id, where: ["order_number = 1"]}
  gap_days: {table: orders, agg: sum, expr: "days_between(previous_paid_at, paid_at)"}
  of_firsts: {table: items, agg: sum, expr: qty, where: ["order.order_number = 1"]}
  firsts: {table: orders, agg: count, where: ["order_number = 1"]}
  again_in_5: {table: orders, agg: count, where: ["order_number = 1", "next_paid_at < paid_at + interval 5 day"]}
  repurchase: {type: ratio, numerator: again_in_5, denominator: firsts, matured: 10 days}
  of_whole: {type: ratio, numerator: gmv, denominator: {metric: gmv, fixed: []}}
  of_platform: {type: ratio, numerator: gmv, denominator: {metric: gmv, fixed: [platform]}}
"""
KEYS = ["platform", "customer.city", "customer"]
ZEROS = ("gmv", "orders", "units", "refunds", "net", "buyers")
INNER = (*ZEROS, "gmv_per_buyer", "upt")
AGGREGATES = ("sum", "count", "avg", "min", "max", "median", "percentile", "stddev", "share")
TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "=": operator.eq,
}  # fmt: skip


class Facts(Small):
    """The small shop with row facts, whose data ends on a known day."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        before, roles = with_facts().split("\nroles:")
        (folder / "shop.yml").write_text(f"{before}{METRICS}roles:{roles}", encoding="utf-8")
        self.model = load(folder)
        self.compiler = Compiler(self.model, coverage=Coverage(LAST))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    return Facts(tmp_path_factory.mktemp("brute"))


def aggregated(agg: str, values: Iterable[Any], kept: Iterable[Any], *, zero: bool = True) -> Any:
    """The aggregate of the kept values; `share` is theirs in all values, `zero` the sum of none."""
    everything = [v for v in values if v is not None]
    found = [float(v) for v in kept if v is not None]
    if agg == "share":
        return len(found) / len(everything) if everything else None
    if agg == "count":
        return len(found)
    if agg == "stddev":
        return statistics.stdev(found) if len(found) > 1 else None
    if not found:
        return 0 if agg == "sum" and zero else None
    if agg == "percentile":
        found.sort()
        place = 0.7 * (len(found) - 1)
        low = int(place)
        high = min(low + 1, len(found) - 1)
        return found[low] + (found[high] - found[low]) * (place - low)
    kinds: dict[str, Callable[[list[float]], float]] = {
        "sum": sum, "avg": statistics.fmean, "min": min, "max": max, "median": statistics.median,
    }  # fmt: skip
    return kinds[agg](found)


def close(ours: Any, theirs: Any) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return abs(float(ours) - float(theirs)) < 1e-6 * max(1.0, abs(float(theirs)))


def day_range(days: tuple[int, int] | None) -> tuple[date, date] | None:
    if days is None:
        return None
    first, last = sorted(FIRST + timedelta(days=d) for d in days)
    return first, last


def asked_time(time: tuple[date, date] | None) -> TimeRange | None:
    return TimeRange(start=time[0], end=time[1]) if time else None


def crowded(seed: int) -> Data:
    """A shop with rows on many days: random ones are mostly empty."""
    chance = random.Random(seed)

    def moment() -> datetime:
        return START + timedelta(minutes=chance.randrange(60 * 24 * 40))

    customers = [{"id": n, "city": chance.choice(["上海", "北京", None])} for n in range(1, 4)]
    orders = []
    for n in range(1, chance.randint(6, 14)):
        created = moment()
        orders.append({
            "id": n, "customer_id": chance.choice([1, 1, 2, 2, 3, 99, None]),
            "kind": chance.choice(["normal"] * 5 + ["test"]),
            "platform": chance.choice(["tmall", "tmall", "jd", None]),
            "amount": Decimal(chance.randint(0, 9_000)) / 100, "created_at": created,
            "paid_at": chance.choice([created + timedelta(hours=1)] * 5 + [None]),
        })  # fmt: skip
    lines = [
        {"order_id": chance.randint(1, 15), "line": n, "qty": chance.randint(0, 5)}
        for n in range(12)
    ]
    refunds = [
        {"id": n, "order_id": chance.randint(1, 15), "amount": Decimal(chance.randint(1, 5_000)) / 100,
         "success_at": chance.choice([moment(), moment(), None])}
        for n in range(6)
    ]  # fmt: skip
    return Data(customers, orders, lines, refunds)


DATAS = st.one_of(datas(), *[st.integers(0, 10_000).map(crowded)] * 4)
DAYS = st.one_of(st.none(), st.tuples(st.integers(0, 39), st.integers(0, 39)))
PLATFORM = st.sampled_from([None, "tmall", "jd"])


@SETTINGS
@given(
    data=DATAS, inner=st.sampled_from(INNER), per=st.sampled_from(KEYS),
    agg=st.sampled_from(AGGREGATES), by=st.lists(st.sampled_from(["platform", "customer.city", "month"]), max_size=2, unique=True),
    days=DAYS, member=PLATFORM, part=PLATFORM,
    having=st.one_of(st.none(), st.tuples(st.sampled_from(["gmv", "orders", "refunds"]), st.sampled_from(sorted(TESTS)), st.sampled_from([0, 1, 2, 60, 200]))),
)  # fmt: skip
def test_per_member(
    small: Facts, data: Data, inner: str, per: str, agg: str, by: list[str],
    days: tuple[int, int] | None, member: str | None, part: str | None,
    having: tuple[str, str, int] | None,
) -> None:  # fmt: skip
    """An aggregate over customers, cities or platforms, under keys, days, conditions of two kinds."""
    if agg == "share" and having is None:
        agg = "count"
    if (
        having
        and having[1] in ("=", "<", "<=")
        and inner in ("orders", "buyers")
        and having[0] == inner
    ):
        having = None  # refused: none of those that are there has none
    small.fill(data)
    time = day_range(days)
    tests = (having[0],) if having else ()
    named = Defined(
        name="x", metric=inner, per=per, agg=agg,  # type: ignore[arg-type]
        percentile=0.7 if agg == "percentile" else None,
        given=(Filter(field="platform", values=(part,)),) if part else (),
        having=(Filter(field=having[0], op=having[1], values=(having[2],)),) if having else (),  # type: ignore[arg-type]
    )  # fmt: skip
    query = MetricQuery(
        metrics=("x",), define=(named,), by=tuple(by), time=asked_time(time),
        where=(Filter(field="platform", values=(member,)),) if member else (),
    )  # fmt: skip

    def keeps(get: Callable[[str], Any]) -> bool:
        return all(p is None or get("platform") == p for p in (member, part))

    keys = list(dict.fromkeys([*by, per]))
    place = keys.index(per)
    members = answer(data, [inner], keys, time, keeps)
    others = answer(data, tests, keys, time, keeps) if tests else {}
    groups: dict[tuple[Any, ...], tuple[list[Any], list[Any]]] = {}
    for key, values in members.items():
        group = tuple(key[keys.index(b)] for b in by)
        everything, kept = groups.setdefault(group, ([], []))
        if key[place] is None:
            continue
        everything.append(values[inner])
        tested = others.get(key, {}).get(tests[0], 0) if tests else None
        if having is None or TESTS[having[1]](tested, having[2]):
            kept.append(values[inner])
    ours = small.ask(query)
    zero = inner in ZEROS
    theirs = {g: aggregated(agg, *both, zero=zero) for g, both in groups.items()}
    if not by:
        theirs = theirs or {(): aggregated(agg, [], [], zero=zero)}
    for group, found in ours.items():
        assert close(found["x"], theirs[group]), (group, found, theirs[group], query)
    for group in theirs.keys() - ours.keys():  # groups that have no members but empty ones
        assert not groups[group][0]


@SETTINGS
@given(
    data=DATAS, inner=st.sampled_from(INNER), per=st.sampled_from(["day", "week", "month"]),
    agg=st.sampled_from(AGGREGATES), by=st.lists(st.sampled_from(["platform", "customer.city", "month"]), max_size=2, unique=True),
    days=st.tuples(st.integers(0, 12), st.integers(15, 60)), weekdays=st.booleans(), member=PLATFORM,
    having=st.one_of(st.none(), st.tuples(st.sampled_from(["gmv", "orders"]), st.sampled_from(sorted(TESTS)), st.sampled_from([0, 1, 2, 60]))),
)  # fmt: skip
def test_per_step(
    small: Facts, data: Data, inner: str, per: str, agg: str, by: list[str], days: tuple[int, int],
    weekdays: bool, member: str | None, having: tuple[str, str, int] | None,
) -> None:  # fmt: skip
    """Every day, week or month of the asked days counts, up to the last day of data."""
    if agg == "share" and having is None:
        agg = "median"
    if per == "week" and "month" in by:
        by = [b for b in by if b != "month"]
    small.fill(data)
    time = sorted(FIRST + timedelta(days=d) for d in days)
    tests = (having[0],) if having else ()
    named = Defined(
        name="x", metric=inner, per=per, agg=agg,  # type: ignore[arg-type]
        percentile=0.7 if agg == "percentile" else None,
        having=(Filter(field=having[0], op=having[1], values=(having[2],)),) if having else (),  # type: ignore[arg-type]
    )  # fmt: skip
    where: list[Filter | str] = ["weekday <= 5"] if weekdays else []
    if member:
        where.append(Filter(field="platform", values=(member,)))
    query = MetricQuery(
        metrics=("x",), define=(named,), by=tuple(by), where=tuple(where),
        time=TimeRange(start=time[0], end=time[1]),
    )  # fmt: skip
    calendar = [
        day for n in range((min(time[1], LAST) - time[0]).days + 1)
        if (day := time[0] + timedelta(days=n)).weekday() < 5 or not weekdays
    ]  # fmt: skip
    kept_days = set(calendar)
    theirs = _per_step(data, inner, tests, per, by, kept_days, member)
    ours = small.ask(query)
    for group, found in ours.items():
        values = theirs.get(group, [])
        kept = [v for v, t in values if having is None or TESTS[having[1]](t, having[2])]
        zero = inner in ZEROS
        expected = aggregated(agg, [v for v, _ in values], kept, zero=zero) if values else None
        if agg in ("sum", "count") and not values:
            expected = 0 if found["x"] is not None else None
        assert close(found["x"], expected), (group, found, expected, query)
    shown = {g for g, values in theirs.items() if values}
    assert shown <= set(ours), (shown - set(ours), query)


def _per_step(
    data: Data, inner: str, tests: tuple[str, ...], per: str, by: list[str], kept: set[date],
    member: str | None,
) -> dict[tuple[Any, ...], list[tuple[Any, Any]]]:  # fmt: skip
    """(value, tested value) of every step by group."""
    keys = list(dict.fromkeys([*by, "day"]))
    whole = (FIRST - timedelta(days=400), LAST + timedelta(days=400))

    def keeps(get: Callable[[str], Any]) -> bool:
        return member is None or get("platform") == member

    def cells(metric: str, steps: Mapping[date, date]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """By group keys and the step of `per`, from rows of the kept days alone."""
        return _restricted(data, metric, by, per, kept, keeps)

    del keys, whole
    steps = {day: step(datetime.combine(day, datetime.min.time()), per) for day in kept}
    dims = [b for b in by if b != "month"]
    found = {m: cells(m, steps) for m in dict.fromkeys([inner, *tests])}
    members = {
        tuple(k[by.index(d)] for d in dims) for m in found.values() for k in m
    } if dims else {()}  # fmt: skip
    frames = {
        (tuple(day.replace(day=1) for _ in [0]) if "month" in by else (), steps[day])
        for day in kept
    }  # fmt: skip
    groups: dict[tuple[Any, ...], list[tuple[Any, Any]]] = {}
    for who, (month, at) in product(sorted(members, key=repr), sorted(frames)):
        named = dict(zip(dims, who, strict=True)) | ({"month": month[0]} if month else {})
        group = tuple(named[b] for b in by)
        key = (*group, at)
        nothing = 0 if inner in ZEROS else None
        value = found[inner].get(key, {}).get(inner, nothing)
        tested = found[tests[0]].get(key, {}).get(tests[0], 0) if tests else None
        groups.setdefault(group, []).append((value, tested))
    return groups


def _restricted(
    data: Data, metric: str, by: list[str], per: str, kept: set[date],
    keeps: Callable[[Callable[[str], Any]], bool],
) -> dict[tuple[Any, ...], dict[str, Any]]:  # fmt: skip
    """What a plain loop gives by group and step, over the rows whose own clock is on a kept day."""
    clocks = {"orders": "paid_at", "refunds": "success_at"}

    def on_kept(row: Row, name: str) -> bool:
        return row[name] is not None and row[name].date() in kept

    orders = [o for o in data.orders if on_kept(o, clocks["orders"])]
    refunds = [r for r in data.refunds if on_kept(r, clocks["refunds"])]
    paid = {o["id"] for o in orders}
    lines = [line for line in data.lines if line["order_id"] in paid]
    cut = _Cut(data, orders, lines, refunds)
    return answer(cut, [metric], [*by, per], None, keeps)


class _Cut(Data):
    """Facts of some days, whose orders can still be looked up."""

    def __init__(self, data: Data, orders: list[Row], lines: list[Row], refunds: list[Row]) -> None:
        super().__init__(data.customers, orders, lines, refunds)
        object.__setattr__(self, "_whole", data)

    def order(self, key: Any) -> Row:
        whole: Data = object.__getattribute__(self, "_whole")
        return whole.order(key)


@SETTINGS
@given(data=DATAS, by=st.sampled_from([[], ["month"], ["platform"]]), days=DAYS)
def test_row_facts(small: Facts, data: Data, by: list[str], days: tuple[int, int] | None) -> None:
    """A row's place among its customer's orders does not depend on the days or groups asked for."""
    small.fill(data)
    time = day_range(days)
    valid = [o for o in data.orders if o["kind"] == "normal" and o["paid_at"] is not None]
    numbers: dict[int, int] = {}
    gaps: dict[int, int] = {}
    following: dict[int, datetime] = {}
    for customer in {o["customer_id"] for o in valid} - {None}:
        own = sorted(
            (o for o in valid if o["customer_id"] == customer),
            key=lambda o: (o["paid_at"], o["id"]),
        )
        numbers |= {o["id"]: n for n, o in enumerate(own, start=1)}
        gaps |= {
            b["id"]: (b["paid_at"].date() - a["paid_at"].date()).days for a, b in pairwise(own)
        }
        following |= {a["id"]: b["paid_at"] for a, b in pairwise(own)}
    asked = [o for o in valid if time is None or time[0] <= o["paid_at"].date() <= time[1]]
    cut = datetime.combine(LAST + timedelta(days=1), datetime.min.time()) - timedelta(days=10)
    groups: dict[tuple[Any, ...], list[Row]] = {} if by else {(): []}
    for row in asked:
        key = tuple(step(row["paid_at"], "month") if b == "month" else row["platform"] for b in by)
        groups.setdefault(key, []).append(row)
    metrics = ("new_buyers", "gap_days", "repurchase", "of_whole", "of_firsts")
    ours = small.ask(MetricQuery(metrics=metrics, by=tuple(by), time=asked_time(time)))
    whole = sum((o["amount"] for o in asked), Decimal(0))
    for key, rows in groups.items():
        firsts = [o for o in rows if numbers.get(o["id"]) == 1]
        old = [o for o in firsts if o["paid_at"] < cut]
        again = [
            o
            for o in old
            if following.get(o["id"], datetime.max) < o["paid_at"] + timedelta(days=5)
        ]
        found = ours[key]
        assert found["new_buyers"] == len({o["customer_id"] for o in firsts})
        assert close(found["gap_days"], sum(gaps.get(o["id"], 0) for o in rows))
        assert close(found["repurchase"], len(again) / len(old) if old else None), (key, rows)
        total = sum((o["amount"] for o in rows), Decimal(0))
        assert close(found["of_whole"], total / whole if whole else None)
        ids = {o["id"] for o in firsts}
        assert found["of_firsts"] == sum(
            line["qty"] for line in data.lines if line["order_id"] in ids
        )
    by_number = small.ask(
        MetricQuery(metrics=("orders",), by=("order_number",), time=asked_time(time))
    )
    counted: dict[Any, int] = {}
    for row in asked:
        counted[numbers.get(row["id"])] = counted.get(numbers.get(row["id"]), 0) + 1
    assert {k[0]: v["orders"] for k, v in by_number.items()} == counted


@SETTINGS
@given(
    data=DATAS,
    metric=st.sampled_from(ZEROS),
    by=st.sampled_from([(), ("month",), ("customer.city",)]),
)
def test_filtered_parts_add_up(small: Facts, data: Data, metric: str, by: tuple[str, ...]) -> None:
    """Tmall and the rest, the empty platform among them, are the whole."""
    if metric == "buyers":
        metric = "orders"
    small.fill(data)
    parts = (
        Defined(name="a", metric=metric, given=(Filter(field="platform", values=("tmall",)),)),
        Defined(
            name="b", metric=metric, given=(Filter(field="platform", op="!=", values=("tmall",)),)
        ),
        Defined(name="c", metric="a", over=metric),
    )
    found = small.ask(MetricQuery(metrics=("a", "b", "c", metric), by=by, define=parts))
    for values in found.values():
        assert _same(values["a"] + values["b"], values[metric])
        share = float(values["a"]) / float(values[metric]) if values[metric] else None
        assert close(values["c"], share)


@SETTINGS
@given(data=DATAS, agg=st.sampled_from(["sum", "avg", "min", "max", "median", "stddev", "count"]),
       by=st.sampled_from([(), ("platform",), ("customer.city",)]))  # fmt: skip
def test_other_aggregates_of_the_same_rows(
    small: Facts, data: Data, agg: str, by: tuple[str, ...]
) -> None:
    small.fill(data)
    named = Defined(name="x", metric="gmv", agg=agg)  # type: ignore[arg-type]
    rows = [o for o in data.orders if o["kind"] == "normal" and o["paid_at"] is not None]
    groups: dict[tuple[Any, ...], list[Any]] = {} if by else {(): []}
    for row in rows:
        key = tuple(dimension(data, row, b) for b in by)
        groups.setdefault(key, []).append(row["amount"])
    ours = small.ask(MetricQuery(metrics=("x",), by=by, define=(named,)))
    for key, values in groups.items():
        assert close(ours[key]["x"], aggregated(agg, values, values)), (key, values)
