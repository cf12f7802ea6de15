"""`metrics:` of a shop folder."""

import re
from typing import get_args

import yaml

from semantic_layer.composition import OF_AGGREGATION
from semantic_layer.load.allocation import read_allocation
from semantic_layer.load.changes import read_changes
from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.model import (
    AGES,
    GRAINS,
    Additivity,
    Aggregation,
    Conversion,
    Earlier,
    Elapsed,
    Look,
    Measure,
    Metric,
    MetricInput,
    MetricKind,
    NestedAggregation,
    Nesting,
    Snapshot,
    Spread,
    Unit,
)
from semantic_layer.texts import Text

_COMMON = (
    "label", "synonyms", "description", "formula", "type", "unit", "noun", "decimals", "better",
    "group", "caveat", "hidden", "grain", "matured", "settles", "changes",
)  # fmt: skip
_SIMPLE = (
    "table", "agg", "expr", "where", "time", "all_rows", "percentile", "discrete", "approximate",
    "clocked",
    "empty_is_zero", "fill", "every_step", "snapshot", "allocate", "covers", "spread",
)  # fmt: skip
_RATIO = ("numerator", "denominator")
_DERIVED = ("expr", "inputs")
_CUMULATIVE = (*_SIMPLE, "window", "to_date", "pick")
_CONVERSION = ("base", "conversion", "entity", "window", "calculation", "same")
_ELAPSED = ("as",)
_NESTED = ("metric", "where", "per", "agg", "percentile", "having")
_KNOWN = {
    "simple": _SIMPLE, "ratio": _RATIO, "derived": _DERIVED, "cumulative": _CUMULATIVE,
    "conversion": _CONVERSION, "nested": _NESTED, "elapsed": _ELAPSED,
}  # fmt: skip
_TESTS = ("=", "!", "<", ">")
_LENGTH = re.compile(r"(\d+)\s*([a-z_]+?)s?\Z")


def read_metric(reader: Reader, name: str, node: yaml.Node) -> Metric:
    """One metric; faults go to the reader."""
    kind = _kind(reader, node)
    fields = Fields(reader, node, _COMMON + _KNOWN[kind])
    measure = _measure(reader, fields) if kind in ("simple", "cumulative") else None
    expr = fields.need("expr", reader.string, "0") if kind == "derived" else ""
    nesting = _nesting(reader, fields) if kind == "nested" else None
    elapsed: Elapsed | None = None
    if kind == "elapsed":
        elapsed = fields.choice("as", get_args(Elapsed), "share")  # type: ignore[assignment]
    return Metric(
        name=name,
        kind=kind,
        label=fields.get("label", reader.text, Text(name, name)),
        synonyms=fields.get("synonyms", reader.strings, ()),
        description=fields.get("description", reader.text, Text("", "")),
        formula=fields.get("formula", reader.text, Text("", "")),
        unit=_unit(fields, kind, measure, nesting, elapsed),
        noun=fields.get("noun", reader.text, Text("", "")),
        decimals=int(_within(reader, fields, "decimals", 0, 12)) if "decimals" in fields else None,
        additive=_additive(kind, measure),
        better=fields.choice("better", ("up", "down", "neither"), "up"),  # type: ignore[arg-type]
        group=fields.get("group", reader.string, ""),
        measure=measure,
        numerator=_input(reader, fields, "numerator") if kind == "ratio" else None,
        denominator=_input(reader, fields, "denominator") if kind == "ratio" else None,
        expr=expr,
        inputs=_inputs(reader, fields),
        look=_cumulative(reader, fields) if kind == "cumulative" else None,
        conversion=_conversion(reader, fields) if kind == "conversion" else None,
        nesting=nesting,
        elapsed=elapsed,
        settles=fields.get("settles", lambda node: _settles(reader, node), 0),
        matured=_matured(reader, fields, kind) if "matured" in fields else None,
        grain=fields.choice("grain", GRAINS, "") if "grain" in fields else "",
        caveat=fields.get("caveat", reader.text, Text("", "")),
        hidden=fields.get("hidden", reader.flag, False),
        before=_before(reader, name, node, fields),
        place=fields.place,
    )


def _before(reader: Reader, name: str, node: yaml.Node, fields: Fields) -> tuple[Earlier, ...]:
    if "changes" not in fields:
        return ()
    changes = fields.nodes["changes"]
    return read_changes(reader, node, changes, lambda n: read_metric(reader, name, n))


def _kind(reader: Reader, node: yaml.Node) -> MetricKind:
    """The kind is read first, because it decides which keys are known."""
    entries = node.value if isinstance(node, yaml.MappingNode) else ()
    for key, value in entries:
        if key.value == "type":
            return reader.choice(value, get_args(MetricKind))  # type: ignore[return-value]
    return "simple"


def _measure(reader: Reader, fields: Fields) -> Measure:
    agg = fields.choice("agg", get_args(Aggregation), "sum")
    if agg != "count" and "expr" not in fields:
        reader.fault(fields.place, "missing_key", key="expr")
    if agg == "percentile" and "percentile" not in fields:
        reader.fault(fields.place, "missing_key", key="percentile")
    return Measure(
        table=fields.need("table", reader.string, ""),
        agg=agg,  # type: ignore[arg-type]
        expr=fields.get("expr", reader.string, ""),
        time=fields.get("time", reader.string, ""),
        where=fields.get("where", reader.strings, ()),
        all_rows=fields.get("all_rows", reader.flag, False),
        percentile=_within(reader, fields, "percentile", 0, 1) if agg == "percentile" else None,
        discrete=fields.get("discrete", reader.flag, False),
        approximate=fields.get("approximate", reader.flag, False),
        clocked=fields.get("clocked", reader.flag, True),
        empty_is_zero=fields.get("empty_is_zero", reader.flag, True),
        covers_whole=fields.choice("covers", ("asked", "whole"), "asked") == "whole",
        fill=fields.get("fill", reader.number, 0.0) if "fill" in fields else None,
        every_step=fields.get("every_step", reader.flag, False),
        snapshot=fields.get("snapshot", lambda node: _snapshot(reader, node), None),
        allocate=fields.get("allocate", lambda node: read_allocation(reader, node), None),
        spread=fields.get("spread", lambda node: _spread(reader, node), None),
    )


def _input(reader: Reader, fields: Fields, name: str) -> MetricInput:
    return fields.need(name, lambda node: read_input(reader, node), MetricInput(""))


def read_input(reader: Reader, node: yaml.Node) -> MetricInput:
    """A metric's name, or `{metric: …, where: […]}`."""
    if isinstance(node, yaml.ScalarNode):
        return MetricInput(reader.string(node))
    entry = Fields(reader, node, ("metric", "where", "offset", "to_grain", "fixed"))
    look = None
    if "offset" in entry:
        count, unit = read_length(reader, entry.nodes["offset"])
        look = Look("offset", count, unit)
    elif "to_grain" in entry:
        look = Look("to_grain", 0, entry.choice("to_grain", GRAINS, "month"))
    none: tuple[str, ...] = ()
    where = entry.get("where", reader.strings, none)
    fixed = entry.get("fixed", reader.strings, none) if "fixed" in entry else None
    return MetricInput(entry.need("metric", reader.string, ""), where, look, fixed=fixed)


def read_length(reader: Reader, node: yaml.Node) -> tuple[int, str]:
    """A length of time: `14 days`, `2 month`."""
    text = reader.string(node)
    found = _LENGTH.match(text.strip())
    if found is None or not int(found[1]):
        reader.fault(node, "bad_length", value=text, grains=", ".join(GRAINS))
        return 1, "day"
    return int(found[1]), found[2]


def _conversion(reader: Reader, fields: Fields) -> Conversion:
    """`{base, conversion, entity, window: 7 days, calculation: rate, same: {session: session}}`."""
    same: tuple[tuple[str, str], ...] = ()
    if "same" in fields:
        pairs = reader.mapping(fields.nodes["same"])
        same = tuple((k, reader.string(v)) for k, v in pairs.items())
    window = read_length(reader, fields.nodes["window"]) if "window" in fields else None
    return Conversion(
        base=_input(reader, fields, "base"),
        conversion=_input(reader, fields, "conversion"),
        entity=fields.need("entity", reader.string, ""),
        window=window,
        rate=fields.choice("calculation", ("rate", "count"), "rate") == "rate",
        same=same,
    )


def _within(reader: Reader, fields: Fields, key: str, least: int, most: int) -> float:
    """A number from `least` to `most`."""
    value = fields.get(key, reader.number, 0.0)
    if not least <= value <= most:
        reader.fault(
            fields.nodes[key], "out_of_range", key=key, least=least, most=most, value=value
        )
        return least
    return value


def _settles(reader: Reader, node: yaml.Node) -> int:
    """`settles: 30 days` in days."""
    count, unit = read_length(reader, node)
    if unit not in ("day", "week"):
        reader.fault(node, "bad_age", value=reader.string(node), units="day, week")
    return count * 7 if unit == "week" else count


def _matured(reader: Reader, fields: Fields, kind: MetricKind) -> tuple[int, str] | None:
    """`matured: 30 days`, or for a conversion `matured: true`: its own window."""
    node = fields.nodes["matured"]
    if kind == "conversion" and "window" in fields and reader.scalar(node) is True:
        node = fields.nodes["window"]
    count, unit = read_length(reader, node)
    if unit not in AGES:
        reader.fault(node, "bad_age", value=reader.string(node), units=", ".join(AGES))
    if "snapshot" in fields:
        reader.fault(node, "unknown_key", key="matured")
    return count, unit


def _nesting(reader: Reader, fields: Fields) -> Nesting:
    """`{metric, where, per: customer, agg: share, having: ">= 2"}`."""
    none: tuple[str, ...] = ()
    metric = fields.need("metric", reader.string, "")
    agg = fields.choice("agg", get_args(NestedAggregation), "avg")
    if "agg" not in fields:
        reader.fault(fields.place, "missing_key", key="agg")
    if agg == "percentile" and "percentile" not in fields:
        reader.fault(fields.place, "missing_key", key="percentile")
    if agg == "share" and "having" not in fields:
        reader.fault(fields.place, "missing_key", key="having")
    having = fields.get("having", reader.strings, none)
    return Nesting(
        part=MetricInput(metric, fields.get("where", reader.strings, none)),
        per=fields.need("per", reader.string, ""),
        agg=agg,  # type: ignore[arg-type]
        percentile=_within(reader, fields, "percentile", 0, 1) if agg == "percentile" else None,
        having=tuple(f'"{metric}" {t}' if t.strip().startswith(_TESTS) else t for t in having),
    )


def _spread(reader: Reader, node: yaml.Node) -> Spread:
    """`spread: {by: day}`, `{by: day, like: gmv}` or `{by: day, like: {metric: gmv, offset: 1 year}}`."""
    entry = Fields(reader, node, ("by", "like"))
    entry.need("by", lambda n: reader.choice(n, ("day",)), "day")
    if "like" not in entry:
        return Spread()
    like = read_input(reader, entry.nodes["like"])
    if like.where or like.fixed is not None or (like.look and like.look.kind != "offset"):
        reader.fault(entry.nodes["like"], "spread_like_plain", name=like.metric)
    before = (like.look.count, like.look.unit) if like.look else None
    if before and before[1] not in AGES:
        reader.fault(
            entry.nodes["like"], "bad_age", value=f"{before[0]} {before[1]}", units=", ".join(AGES)
        )
    return Spread(like.metric, before)


def _cumulative(reader: Reader, fields: Fields) -> Look:
    """How far a cumulative metric looks back; over all time when nothing is said."""
    pick = fields.choice("pick", ("last", "first", "average"), "last")
    if "window" in fields and "to_date" in fields:
        reader.fault(fields.nodes["to_date"], "not_both", one="window", other="to_date")
    if "window" in fields:
        count, unit = read_length(reader, fields.nodes["window"])
        return Look("window", count, unit, pick)  # type: ignore[arg-type]
    if "to_date" in fields:
        return Look("to_date", 0, fields.choice("to_date", GRAINS, "month"), pick)  # type: ignore[arg-type]
    return Look("all", pick=pick)  # type: ignore[arg-type]


def _snapshot(reader: Reader, node: yaml.Node) -> Snapshot:
    """`snapshot: {time: date, choice: last, groups: [warehouse]}` of a balance."""
    entry = Fields(reader, node, ("time", "choice", "groups", "among"))
    return Snapshot(
        time=entry.need("time", reader.string, ""),
        choice=entry.choice("choice", ("last", "first"), "last"),  # type: ignore[arg-type]
        groups=entry.get("groups", reader.strings, ()),
        among=entry.choice("among", ("all", "asked"), "all"),  # type: ignore[arg-type]
    )


def _additive(kind: MetricKind, measure: Measure | None) -> Additivity:
    if measure is None:
        return "ratio"
    if kind == "cumulative" or measure.snapshot is not None:
        return "stock"
    return OF_AGGREGATION.get(measure.agg, "none")


def _inputs(reader: Reader, fields: Fields) -> tuple[tuple[str, MetricInput], ...]:
    """`inputs:` of a derived metric: the name in its expression, and what stands for it."""
    if "inputs" not in fields:
        return ()
    return tuple(
        (str(key), read_input(reader, node))
        for key, _, node in reader.entries(fields.nodes["inputs"])
    )


def _unit(
    fields: Fields, kind: MetricKind, measure: Measure | None, nesting: Nesting | None,
    elapsed: Elapsed | None,
) -> Unit:  # fmt: skip
    counts = measure is not None and measure.agg in ("count", "count_distinct", "sum_boolean")
    counts = counts or (nesting is not None and nesting.agg == "count")
    parts = (
        kind == "ratio" or (nesting is not None and nesting.agg == "share") or elapsed == "share"
    )
    default = "count" if counts else "ratio" if parts else "days" if elapsed else "number"
    return fields.choice("unit", get_args(Unit), default)  # type: ignore[return-value]
