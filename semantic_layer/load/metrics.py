"""`metrics:` of a shop folder."""

from typing import get_args

import yaml

from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.model import (
    Additivity,
    Aggregation,
    Measure,
    Metric,
    MetricInput,
    MetricKind,
    Text,
    Unit,
)

_COMMON = (
    "label", "synonyms", "description", "formula", "type", "unit", "noun", "decimals", "better",
    "group", "caveat", "hidden",
)  # fmt: skip
_SIMPLE = ("table", "agg", "expr", "where", "time", "all_rows", "percentile")
_RATIO = ("numerator", "denominator")
_DERIVED = ("expr", "inputs")
_ADDITIVE: dict[str, Additivity] = {
    "sum": "sum", "count": "sum", "sum_boolean": "sum", "count_distinct": "distinct",
}  # fmt: skip
_KNOWN = {"simple": _SIMPLE, "ratio": _RATIO, "derived": _DERIVED}


def read_metric(reader: Reader, name: str, node: yaml.Node) -> Metric:
    """One metric; faults go to the reader."""
    kind = _kind(reader, node)
    fields = Fields(reader, node, _COMMON + _KNOWN[kind])
    measure = _measure(reader, fields) if kind == "simple" else None
    expr = fields.need("expr", reader.string, "0") if kind == "derived" else ""
    return Metric(
        name=name,
        kind=kind,
        label=fields.get("label", reader.text, Text(name, name)),
        synonyms=fields.get("synonyms", reader.strings, ()),
        description=fields.get("description", reader.text, Text("", "")),
        formula=fields.get("formula", reader.text, Text("", "")),
        unit=_unit(fields, kind, measure),
        noun=fields.get("noun", reader.text, Text("", "")),
        decimals=int(fields.get("decimals", reader.number, 0.0)) if "decimals" in fields else None,
        additive=_ADDITIVE.get(measure.agg, "none") if measure else "ratio",
        better=fields.choice("better", ("up", "down", "neither"), "up"),  # type: ignore[arg-type]
        group=fields.get("group", reader.string, ""),
        measure=measure,
        numerator=_input(reader, fields, "numerator") if kind == "ratio" else None,
        denominator=_input(reader, fields, "denominator") if kind == "ratio" else None,
        expr=expr,
        inputs=_inputs(reader, fields),
        caveat=fields.get("caveat", reader.text, Text("", "")),
        hidden=fields.get("hidden", reader.flag, False),
        place=fields.place,
    )


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
        percentile=fields.get("percentile", reader.number, 0.5) if agg == "percentile" else None,
    )


def _input(reader: Reader, fields: Fields, name: str) -> MetricInput:
    return fields.need(name, lambda node: read_input(reader, node), MetricInput(""))


def read_input(reader: Reader, node: yaml.Node) -> MetricInput:
    """A metric's name, or `{metric: …, where: […]}`."""
    if isinstance(node, yaml.ScalarNode):
        return MetricInput(reader.string(node))
    entry = Fields(reader, node, ("metric", "where"))
    return MetricInput(
        entry.need("metric", reader.string, ""), entry.get("where", reader.strings, ())
    )


def _inputs(reader: Reader, fields: Fields) -> tuple[tuple[str, MetricInput], ...]:
    """`inputs:` of a derived metric: the name in its expression, and what stands for it."""
    if "inputs" not in fields:
        return ()
    return tuple(
        (str(key), read_input(reader, node))
        for key, _, node in reader.entries(fields.nodes["inputs"])
    )


def _unit(fields: Fields, kind: MetricKind, measure: Measure | None) -> Unit:
    counts = measure is not None and measure.agg in ("count", "count_distinct", "sum_boolean")
    default = "count" if counts else "ratio" if kind == "ratio" else "number"
    return fields.choice("unit", get_args(Unit), default)  # type: ignore[return-value]
