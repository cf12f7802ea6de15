"""Which sentences a table of metrics is told in: the number first, the change, then the parts."""

from collections.abc import Iterator, Mapping

from tools.reading import Reading
from tools.result import Finding, Sentence

__all__ = ["sentences"]

Facts = Mapping[str, Finding]
MOST_TOLD = 5
TOP = 3


def sentences(reading: Reading, facts: Facts) -> tuple[Sentence, ...]:
    """The sentences of an answer, at most about six, each filled by findings only."""
    if _empty(reading):
        return (Sentence("metrics.empty", groups=(("scope", _scope(facts)),)),)
    if "best" in facts:
        return (_best(reading, facts), *_totals(reading, facts, scoped=False))
    parts = tuple(_parts(reading, facts))
    ranked = reading.query.limit is not None
    totals = tuple(_totals(reading, facts, scoped=True))
    return (*parts, *totals) if ranked else (*totals, *parts)


def _empty(reading: Reading) -> bool:
    """Whether no metric has a value anywhere."""
    values = [v for name in reading.query.metrics for v in reading.values(name)]
    return all(v is None for v in values)


def _scope(facts: Facts) -> tuple[Sentence, ...]:
    if "filters" in facts:
        return (Sentence("metrics.scope.both", (("period", "period"), ("filters", "filters"))),)
    return (Sentence("metrics.scope.period", (("period", "period"),)),)


def _totals(reading: Reading, facts: Facts, *, scoped: bool) -> Iterator[Sentence]:
    for place, name in enumerate(n for n in reading.query.metrics if n in facts):
        scope = _scope(facts) if scoped and place == 0 else ()
        changes = tuple(_changes(reading, facts, name))
        yield Sentence(
            "metrics.total", (("value", name),), (("scope", scope), ("changes", changes))
        )


def _changes(reading: Reading, facts: Facts, id: str) -> Iterator[Sentence]:
    """Each comparison in full: how it changed, from what, by how much."""
    for compare in reading.query.compare:
        base = f"{id}.{compare.kind}"
        if base not in facts:
            continue
        diff, pct = f"{base}_diff", f"{base}_pct"
        if diff in facts and facts[diff].unit == "points" and facts[diff].value is not None:
            yield Sentence("metrics.change.points", (("diff", diff), ("base", base)))
        elif pct in facts and facts[pct].value is not None:
            yield Sentence("metrics.change", (("change", pct), ("base", base), ("diff", diff)))
        elif pct in facts:
            yield Sentence("metrics.change.unknown", (("change", pct), ("base", base)))


def _parts(reading: Reading, facts: Facts) -> Iterator[Sentence]:
    first, *others = reading.query.metrics
    if not reading.groups or not reading.table.rows:
        return
    if reading.timed:
        yield from _ends(facts, first)
        return
    if len(reading.groups) > 1 and len(reading.table.rows) > MOST_TOLD:
        yield Sentence("metrics.rows", (("count", "rows"),))
        return
    yield _breakdown(reading, facts, first)
    for name in others[:TOP]:
        yield from _ends(facts, name)


def _breakdown(reading: Reading, facts: Facts, name: str) -> Sentence:
    rows = len(reading.table.rows)
    told = rows if rows <= MOST_TOLD else TOP
    items = tuple(_item(reading, facts, f"row{i + 1}", name) for i in range(told))
    if rows == told:
        return Sentence("metrics.breakdown", (("by", "by"),), (("items", items),))
    holes = (("by", "by"), ("count", "rows"))
    return Sentence("metrics.breakdown.many", holes, (("items", items),))


def _item(reading: Reading, facts: Facts, row: str, name: str) -> Sentence:
    id = f"{row}.{name}"
    return Sentence("metrics.item", (("value", id),), (("extras", _extras(reading, facts, id)),))


def _extras(reading: Reading, facts: Facts, id: str) -> tuple[Sentence, ...]:
    """What stands in brackets behind a member: its share, and its change in one figure."""
    wanted = [f"{id}.share"]
    for compare in reading.query.compare:
        diff, pct = f"{id}.{compare.kind}_diff", f"{id}.{compare.kind}_pct"
        points = diff in facts and facts[diff].unit == "points"
        wanted.append(diff if points else pct)
    told = [w for w in wanted if w in facts and facts[w].value is not None]
    if not told:
        return ()
    parts = tuple(Sentence("metrics.item.part", (("it", w),)) for w in told)
    return (Sentence("metrics.item.extras", groups=(("parts", parts),)),)


def _best(reading: Reading, facts: Facts) -> Sentence:
    id = f"row1.{reading.query.metrics[0]}"
    return Sentence(
        "metrics.best",
        (("best", "best"), ("value", id)),
        (("extras", _extras(reading, facts, id)), ("scope", _scope(facts))),
    )


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
    elif high in facts:
        yield Sentence("metrics.high", (("high", high), ("highest", f"{high}.value")))
