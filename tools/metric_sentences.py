"""Which sentences a table of metrics is told in: the number first, the change, then the parts."""

from collections.abc import Iterator, Mapping

from tools.reading import Reading, has_order
from tools.result import Finding, Sentence

__all__ = ["sentences"]

Facts = Mapping[str, Finding]
Scope = tuple[Sentence, ...]
MOST_TOLD = 5
TOP = 3


def sentences(reading: Reading, facts: Facts) -> tuple[Sentence, ...]:
    """The sentences of an answer, at most about six, each filled by findings only."""
    if _empty(reading):
        return (Sentence("metrics.empty", groups=(("scope", _scope(facts)),)),)
    if "best" in facts:
        return (_best(reading, facts), *_totals(reading, facts, ()))
    scope = _scope(facts)
    listed = reading.query.limit is not None and bool(reading.groups)
    if listed or not any(n in facts for n in reading.query.metrics):
        return (*_parts(reading, facts, scope), *_totals(reading, facts, ()))
    return (*_totals(reading, facts, scope), *_parts(reading, facts, ()))


def _empty(reading: Reading) -> bool:
    """Whether no metric has a value anywhere."""
    values = [v for name in reading.query.metrics for v in reading.values(name)]
    return all(v is None for v in values)


def _scope(facts: Facts) -> Scope:
    if "filters" in facts:
        return (Sentence("metrics.scope.both", (("period", "period"), ("filters", "filters"))),)
    return (Sentence("metrics.scope.period", (("period", "period"),)),)


def _totals(reading: Reading, facts: Facts, scope: Scope) -> Iterator[Sentence]:
    """Each metric over everything asked for; the scope is said with the first."""
    first = "metrics.whole"
    for name in (n for n in reading.query.metrics if n in facts):
        changes = tuple(_changes(reading, facts, name))
        groups = (("scope", scope), ("changes", changes))
        key = "metrics.total" if scope else first
        yield Sentence(key, (("value", name),), groups)
        scope, first = (), "metrics.total"


def _changes(reading: Reading, facts: Facts, id: str) -> Iterator[Sentence]:
    """Each comparison in full: how it changed, from what, by how much."""
    for base in reading.table.bases:
        value = f"{id}.{base.kind}"
        if value not in facts:
            continue
        diff, pct = f"{value}_diff", f"{value}_pct"
        if diff in facts and facts[diff].unit == "points" and facts[diff].value is not None:
            yield Sentence("metrics.change.points", (("diff", diff), ("base", value)))
        elif pct in facts and facts[pct].value is not None:
            yield Sentence("metrics.change", (("change", pct), ("base", value), ("diff", diff)))
        elif pct in facts:
            yield Sentence("metrics.change.unknown", (("change", pct), ("base", value)))


def _parts(reading: Reading, facts: Facts, scope: Scope) -> Iterator[Sentence]:
    """The members, or the ends of a trend, of the first metric; the ends of the others."""
    first, *others = reading.query.metrics
    if not reading.groups or not reading.table.rows:
        return
    if reading.timed or has_order(reading.query.by[0]):
        yield from _ends(facts, first)
        return
    if len(reading.groups) > 1 and len(reading.table.rows) > MOST_TOLD:
        yield Sentence("metrics.rows", (("count", "rows"),), (("scope", scope),))
        yield from _high(facts, first)
        return
    yield _breakdown(reading, facts, first, scope)
    yield from _movers(facts, first)
    for name in others[:TOP]:
        yield from _ends(facts, name)


def _breakdown(reading: Reading, facts: Facts, name: str, scope: Scope) -> Sentence:
    rows = len(reading.table.rows)
    told = rows if rows <= MOST_TOLD else TOP
    ids = (f"row{i + 1}.{name}" for i in range(told))
    items = tuple(_item(reading, facts, id) for id in ids if facts[id].value is not None)
    groups = (("items", items), ("scope", scope))
    if rows == told:
        return Sentence("metrics.breakdown", (("by", "by"),), groups)
    return Sentence("metrics.breakdown.many", (("by", "by"), ("count", "rows")), groups)


def _item(reading: Reading, facts: Facts, id: str) -> Sentence:
    parts = _asides(reading, facts, id)
    extras = (Sentence("metrics.item.extras", groups=(("parts", parts),)),) if parts else ()
    return Sentence("metrics.item", (("value", id),), (("extras", extras),))


def _asides(reading: Reading, facts: Facts, id: str) -> tuple[Sentence, ...]:
    """What stands in brackets behind a member: its share, and its change in one figure."""
    wanted = [f"{id}.share"]
    for base in reading.table.bases:
        diff, pct = f"{id}.{base.kind}_diff", f"{id}.{base.kind}_pct"
        points = diff in facts and facts[diff].unit == "points"
        wanted.append(diff if points else pct)
    return tuple(_aside(w) for w in wanted if w in facts and facts[w].value is not None)


def _aside(id: str) -> Sentence:
    return Sentence("metrics.item.part", (("it", id),))


def _best(reading: Reading, facts: Facts) -> Sentence:
    id = f"row1.{reading.query.metrics[0]}"
    scope = tuple(_aside(name) for name in ("period", "filters") if name in facts)
    parts = (*_asides(reading, facts, id), *scope)
    return Sentence("metrics.best", (("best", "best"), ("value", id)), (("parts", parts),))


def _movers(facts: Facts, name: str) -> Iterator[Sentence]:
    """Which member added most and which took away most."""
    ends = [f"{name}.{end}" for end in ("gain", "drop") if f"{name}.{end}" in facts]
    movers = tuple(Sentence("metrics.mover", (("who", id), ("much", f"{id}.value"))) for id in ends)
    if movers:
        yield Sentence("metrics.movers", groups=(("movers", movers),))


def _ends(facts: Facts, name: str) -> Iterator[Sentence]:
    """The highest and the lowest, where each is the only one."""
    high, low = f"{name}.high", f"{name}.low"
    if high in facts and low in facts:
        holes = (
            ("high", high),
            ("highest", f"{high}.value"),
            ("low", low),
            ("lowest", f"{low}.value"),
        )
        yield Sentence("metrics.ends", holes)
    else:
        yield from _high(facts, name)


def _high(facts: Facts, name: str) -> Iterator[Sentence]:
    high = f"{name}.high"
    if high in facts:
        yield Sentence("metrics.high", (("high", high), ("highest", f"{high}.value")))
