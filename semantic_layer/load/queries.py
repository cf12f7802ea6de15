"""`queries:` and `scorecards:` of a shop folder: what it keeps under a name."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args

import yaml
from pydantic import ValidationError

from semantic_layer import saved_messages  # noqa: F401  (adds the texts of faults)
from semantic_layer.errors import QueryError
from semantic_layer.expressions import parse_expression
from semantic_layer.load.nodes import Fields, Reader
from semantic_layer.model import GRAINS, Model
from semantic_layer.named_periods import PERIODS
from semantic_layer.nearest import nearest
from semantic_layer.placeholders import is_parameter, placeholders
from semantic_layer.query import DAY_PARTS, TIME_PARTS, Compare, CompareKind, Filter, MetricQuery
from semantic_layer.texts import NO_TEXT, Place, Text
from semantic_layer.vocabulary import Parameter, ParameterType, SavedQuery, Scorecard, Value

Report = Callable[..., None]
_ASKED = tuple(name for name in MetricQuery.model_fields if name not in ("time", "limit"))
_QUERY = ("label", "synonyms", "description", "parameters", "time", "limit", *_ASKED)
_NONE: tuple[str, ...] = ()
_CARD = ("label", "synonyms", "description", "for", "metrics", "compare", "time")
_PARAMETER = ("type", "dimension", "label", "default", "required", "many")
_LISTS = frozenset(
    ["metrics", "by", "where", "having", "compare", "share", "order", "define", "bands",
     "share_within", "values", "given", "instead", "within", "edges"]
)  # fmt: skip


def read_query(reader: Reader, name: str, node: yaml.Node) -> SavedQuery:
    """A query that the shop keeps: any part of MetricQuery, with its parameters."""
    fields = Fields(reader, node, _QUERY)
    period, days = _period(reader, fields)
    most = fields.get("limit", reader.string, "")
    asked = {k: _plain(reader, n, k) for k, n in fields.nodes.items() if k in _ASKED}
    if most.isdigit():
        asked["limit"] = int(most)
    elif most and not most.startswith(":"):
        reader.fault(fields.nodes["limit"], "not_a_number", value=most)
    return SavedQuery(
        name=name,
        label=fields.get("label", reader.text, Text(name, name)),
        query=_query(reader, node, asked),
        synonyms=fields.get("synonyms", reader.strings, ()),
        description=fields.get("description", reader.text, NO_TEXT),
        parameters=_parameters(reader, fields),
        period=period,
        days=days,
        most=most if most.startswith(":") else "",
        place=fields.place,
    )


def read_scorecard(reader: Reader, name: str, node: yaml.Node) -> Scorecard:
    """`{label, for: [shop.name], metrics: [gmv, orders], compare: [previous]}`."""
    fields = Fields(reader, node, _CARD)
    period, days = _period(reader, fields)
    if days is not None:
        reader.fault(fields.nodes["time"], "bad_period", value="", options=", ".join(PERIODS))
    kinds = get_args(CompareKind)
    compare = []
    said: tuple[str, ...] = fields.get("compare", reader.strings, _NONE)
    for kind in said:
        if kind in kinds and kind not in ("range", "other"):
            compare.append(Compare.model_validate({"kind": kind}))
        else:
            place, near = fields.nodes["compare"], nearest(kind, kinds)
            reader.fault(place, "bad_choice", near, value=kind, options=", ".join(kinds))
    return Scorecard(
        name=name,
        label=fields.get("label", reader.text, Text(name, name)),
        metrics=fields.need("metrics", reader.strings, ()),
        synonyms=fields.get("synonyms", reader.strings, ()),
        description=fields.get("description", reader.text, NO_TEXT),
        of=fields.get("for", reader.strings, ()),
        compare=tuple(compare),
        period=period,
        place=fields.place,
    )


def _period(reader: Reader, fields: Fields) -> tuple[str, tuple[str, str] | None]:
    """`time: last_month`, or `{start: 2025-01-01, end: ":to"}`."""
    node = fields.nodes.get("time")
    if node is None:
        return "", None
    if isinstance(node, yaml.ScalarNode):
        name = reader.string(node)
        if name not in PERIODS:
            near, known = nearest(name, PERIODS), ", ".join(PERIODS)
            reader.fault(node, "bad_period", near, value=name, options=known)
        return name, None
    ends = Fields(reader, node, ("start", "end"))
    start, end = (ends.need(key, reader.string, "") for key in ("start", "end"))
    for key, text in (("start", start), ("end", end)):
        if text and not text.startswith(":"):
            reader.day(ends.nodes[key])
    return "", (start, end)


def _plain(reader: Reader, node: yaml.Node, key: str = "") -> Any:
    """A node as plain data; where a list belongs, one thing stands for a list of it."""
    if isinstance(node, yaml.MappingNode):
        return {k: _plain(reader, n, k) for k, n in reader.mapping(node).items()}
    found: Any = (
        [_plain(reader, n) for n in node.value]
        if isinstance(node, yaml.SequenceNode)
        else reader.scalar(node)
    )
    if key in _LISTS and not isinstance(found, list):
        found = [found]
    if key == "compare":
        found = [{"kind": c} if isinstance(c, str) else c for c in found]
    return found


def _query(reader: Reader, node: yaml.Node, asked: Mapping[str, Any]) -> MetricQuery:
    try:
        return MetricQuery.model_validate(asked)
    except ValidationError as error:
        for one in error.errors():
            place = _at(node, one["loc"])
            where = ".".join(str(part) for part in one["loc"])
            reader.fault(place, "bad_query", part=where or "query", why=one["msg"])
    return MetricQuery(by=("day",))


def _at(node: yaml.Node, path: tuple[int | str, ...]) -> yaml.Node:
    """The node that a path of keys and numbers leads to, as far as it goes."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = next((v for k, v in node.value if k.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = node.value[step] if step < len(node.value) else None
        else:
            found = None
        if found is None:
            continue  # a step that is only in the type (`Filter`), or a single thing for a list
        node = found
    return node


def _parameters(reader: Reader, fields: Fields) -> dict[str, Parameter]:
    if "parameters" not in fields:
        return {}
    found = {}
    for key, key_node, node in reader.entries(fields.nodes["parameters"]):
        name = str(key)
        if not name.isidentifier():
            reader.fault(key_node, "bad_name", name=name)
        entry = Fields(reader, node, _PARAMETER)
        kind = "dimension" if "dimension" in entry else "text"
        none: tuple[Value, ...] = ()
        default = entry.get("default", lambda n: _defaults(reader, n), none)
        found[name] = Parameter(
            name=name,
            type=entry.choice("type", get_args(ParameterType), kind),  # type: ignore[arg-type]
            label=entry.get("label", reader.text, Text(name, name)),
            dimension=entry.get("dimension", reader.string, ""),
            default=default,
            required=entry.get("required", reader.flag, not default),
            many=entry.get("many", reader.flag, False),
            place=reader.place(key_node),
        )
    return found


def _defaults(reader: Reader, node: yaml.Node) -> tuple[Value, ...]:
    if isinstance(node, yaml.SequenceNode):
        return tuple(reader.scalar(n) for n in node.value)
    return (reader.scalar(node),)


def check_queries(model: Model, report: Report) -> None:
    """Faults for names in saved queries and scorecards that nothing has."""
    for saved in model.queries.values():
        made = {d.name for d in saved.query.define}
        _check_metrics(model, saved.query.metrics, made, saved.place, saved.name, report)
        bands = {b.name for b in saved.query.bands}
        _check_dimensions(model, [b for b in saved.query.by if b not in bands], saved.place, report)
        _check_parameters(model, saved, report)
    for card in model.scorecards.values():
        _check_metrics(model, card.metrics, set(), card.place, card.name, report)
        _check_dimensions(model, card.of, card.place, report)


def _check_metrics(
    model: Model, names: tuple[str, ...], made: set[str], place: Place, by: str, report: Report
) -> None:
    for name in names:
        if name not in model.metrics and name not in made:
            report(place, "no_such_metric", nearest(name, model.metrics), name=name, by=by)


def _check_dimensions(
    model: Model, names: list[str] | tuple[str, ...], place: Place, report: Report
) -> None:
    known = {d.name for d in model.dimensions.values()}
    known |= {e.name for t in model.tables.values() for e in t.entities}
    known |= {c for s in model.spines for c in s.calendars} | {*GRAINS, *TIME_PARTS, *DAY_PARTS}
    for name in names:
        bare = name.partition(":")[0].rpartition(".")[2]
        if bare not in known:
            report(place, "no_such_group", nearest(bare, known), name=name)


def _check_parameters(model: Model, saved: SavedQuery, report: Report) -> None:
    used = set(_used(saved))
    for name in sorted(used - saved.parameters.keys()):
        near = nearest(name, saved.parameters)
        report(saved.place, "no_such_parameter", near, name=name, query=saved.name)
    for parameter in saved.parameters.values():
        if parameter.name not in used:
            report(parameter.place, "unused_parameter", (), name=parameter.name, query=saved.name)
        if parameter.type == "dimension":
            _check_dimensions(model, [parameter.dimension], parameter.place, report)
    for text in _texts(saved.query.where):
        try:
            if not placeholders(text):
                parse_expression(text)
        except QueryError as error:
            report(saved.place, error.code, error.choices, **error.values)


def _used(saved: SavedQuery) -> Iterator[str]:
    """The parameters that a saved query names."""
    ends = [saved.most, *(saved.days or ())]
    yield from (end.removeprefix(":") for end in ends if end.startswith(":"))
    yield from _named(saved.query.where)
    yield from _named(saved.query.having)
    for one in saved.query.define:
        yield from _named(one.given)


def _named(conditions: tuple[Filter | str, ...]) -> Iterator[str]:
    for text in _texts(conditions):
        yield from placeholders(text)
    for one in conditions:
        if isinstance(one, Filter):
            texts = (v for v in one.values if isinstance(v, str))
            yield from (v.removeprefix(":") for v in texts if is_parameter(v))
            yield from _named(one.given)


def _texts(conditions: tuple[Filter | str, ...]) -> Iterator[str]:
    yield from (c for c in conditions if isinstance(c, str))


__all__ = ["check_queries", "read_query", "read_scorecard"]
