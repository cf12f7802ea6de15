"""The current form (dbt 1.12 and Fusion): semantics stand on the models and their columns."""

from dataclasses import replace

from semantic_layer.importers.dbt import legacy
from semantic_layer.importers.dbt.project import (
    Conversion,
    DbtDimension,
    DbtEntity,
    DbtInput,
    DbtMeasure,
    DbtMetric,
    DbtModel,
    DbtSpine,
    Project,
)
from semantic_layer.importers.taking import Taking

_MODEL_ELSE = (
    "config", "meta", "tests", "data_tests", "constraints", "tags", "docs", "group", "access",
    "versions", "latest_version", "deprecation_date", "freshness",
)  # fmt: skip
_COLUMN_ELSE = (
    "config", "meta", "tests", "data_tests", "constraints", "tags", "quote", "data_type",
    "policy_tags",
)  # fmt: skip


def read_model(node: Taking, project: Project) -> None:
    """A dbt model: its time spine, and its semantic model when it has one enabled."""
    name = node.text("name")
    columns = list(node.parts("columns", "column"))
    if "time_spine" in node:
        project.spines.append(_spine(node, name, columns))
    if not _enabled(node):
        return
    head = node.part("semantic_model") if isinstance(node.raw("semantic_model"), dict) else None
    model_name = (head.text("name") if head else "") or name
    time = node.text("agg_time_dimension")
    entities, dimensions = _columns(columns)
    more_entities, more_dimensions = _derived(node)
    measures = _metrics(node, model_name, time, project)
    project.models.append(
        DbtModel(
            name=model_name,
            file=node.file,
            relation=name,
            entities=(*entities, *more_entities),
            dimensions=(*dimensions, *more_dimensions),
            measures=measures,
            primary_entity=node.text("primary_entity"),
            time=time,
            label=node.text("label"),
            description=(head.text("description") if head else "") or node.text("description"),
        )
    )
    if head:
        head.raw("enabled")
        head.without_place("group", "config", "label")
        head.done()
    for key in _MODEL_ELSE:
        node.raw(key)
    node.raw("description")
    node.done()


def _enabled(node: Taking) -> bool:
    said = node.raw("semantic_model")
    if isinstance(said, dict):
        return said.get("enabled", True) is not False
    return said is True


def _columns(columns: list[Taking]) -> tuple[list[DbtEntity], list[DbtDimension]]:
    """The keys and attributes that stand on columns."""
    entities, dimensions = [], []
    for column in columns:
        name = column.text("name")
        if "entity" in column:
            entities.append(_entity(column, name))
        if "dimension" in column:
            dimensions.append(_dimension(column, name))
        column.text("granularity")
        column.text("description")
        for key in (*_COLUMN_ELSE, "entity", "dimension"):
            column.raw(key)
        column.done()
    return entities, dimensions


def _entity(column: Taking, name: str) -> DbtEntity:
    said = column.raw("entity")
    if not isinstance(said, dict):
        return DbtEntity(name, str(said).lower(), name)
    part = column.part("entity")
    made = DbtEntity(
        part.text("name", name), part.text("type", "foreign").lower(), name, part.text("label")
    )
    part.text("description")
    part.without_place("config")
    part.done()
    return made


def _dimension(column: Taking, name: str) -> DbtDimension:
    grain = column.text("granularity").lower()
    said = column.raw("dimension")
    if not isinstance(said, dict):
        return DbtDimension(name, str(said).lower(), name, grain=grain)
    part = column.part("dimension")
    return replace(_named_dimension(part, name, grain), expr=name)


def _named_dimension(part: Taking, name: str, grain: str) -> DbtDimension:
    validity = part.part("validity_params")
    start, end = validity.flag("is_start"), validity.flag("is_end")
    validity.done()
    named = part.text("name", name)
    made = DbtDimension(
        name=named,
        type=part.text("type", "categorical").lower(),
        expr=part.text("expr", named),
        grain=part.text("granularity", grain).lower(),
        partition=part.flag("is_partition"),
        validity="start" if start else "end" if end else "",
        label=part.text("label"),
        description=part.text("description"),
    )
    part.without_place("config")
    part.done()
    return made


def _derived(node: Taking) -> tuple[list[DbtEntity], list[DbtDimension]]:
    """`derived_semantics`: keys and attributes that are expressions."""
    part = node.part("derived_semantics")
    entities = []
    for entity in part.parts("entities", "entity"):
        name = entity.text("name")
        kind = entity.text("type", "foreign").lower()
        entities.append(DbtEntity(name, kind, entity.text("expr", name), entity.text("label")))
        entity.text("description")
        entity.without_place("config")
        entity.done()
    dimensions = [_named_dimension(d, "", "") for d in part.parts("dimensions", "dimension")]
    part.done()
    return entities, dimensions


def _metrics(node: Taking, model: str, time: str, project: Project) -> tuple[DbtMeasure, ...]:
    """The metrics of a model: a simple one is a measure and a metric of one name."""
    measures = []
    for part in node.parts("metrics", "metric"):
        if part.text("type", "simple").lower() == "simple":
            measures.append(_measure(part, model, time))
        read_metric(part, project)
    return tuple(measures)


def _measure(part: Taking, model: str, time: str) -> DbtMeasure:
    kind = part.text("percentile_type").lower()
    name = part.text("name")
    return DbtMeasure(
        name=name,
        model=model,
        agg=part.text("agg", "sum").lower(),
        expr=part.text("expr", name),
        time=part.text("agg_time_dimension", time),
        percentile=part.number("percentile"),
        discrete=kind == "discrete",
        non_additive=legacy.non_additive(part),
    )


def read_metric(part: Taking, project: Project) -> None:
    """A metric whose settings are keys of its own."""
    kind = part.text("type", "simple").lower()
    name = part.text("name")
    pair = (legacy.read_input(part, "numerator"), legacy.read_input(part, "denominator"))
    whole = legacy.read_input(part, "input_metric")
    listed = _listed(part)
    measure = None
    if kind == "simple":
        fill, every = part.number("fill_nulls_with"), part.flag("join_to_timespine")
        measure = DbtInput(name, fill=fill, every_step=every)
    project.metrics.append(
        DbtMetric(
            name=name,
            type=kind,
            file=part.file,
            measure=measure,
            inputs=tuple(p for p in (whole, *pair) if p is not None) + listed,
            expr="" if kind == "simple" else part.text("expr"),
            filters=legacy.read_filters(part, "filter"),
            window=part.text("window"),
            to_grain=part.text("grain_to_date").lower(),
            pick=part.text("period_agg", "first").lower(),
            conversion=_conversion(part, kind),
            grain=part.text("time_granularity").lower(),
            label=part.text("label"),
            description=part.text("description"),
            hidden=part.flag("hidden"),
        )
    )
    if kind == "simple":
        for key in (
            "agg", "expr", "percentile", "percentile_type", "agg_time_dimension",
            "non_additive_dimension",
        ):  # fmt: skip
            part.raw(key)
    part.without_place("config", "meta", "tags", "group")
    part.done()


def _conversion(part: Taking, kind: str) -> Conversion | None:
    if kind != "conversion":
        return None
    wanted = ("base_metric", "conversion_metric", "entity", "calculation", "window",
              "constant_properties")  # fmt: skip
    node = {key: part.raw(key) for key in wanted if part.raw(key) is not None}
    inner = Taking(node, part.file, part.what, part.report)
    return replace(legacy.conversion_of(inner, ("base_metric",)), of_metrics=True)


def _listed(part: Taking) -> tuple[DbtInput, ...]:
    """`input_metrics`: names or mappings."""
    value = part.raw("input_metrics")
    listed = []
    for node in value if isinstance(value, list) else []:
        if isinstance(node, dict):
            what = f"{part.what}: input {node.get('name', '')}"
            listed.append(legacy.input_of(Taking(node, part.file, what, part.report)))
        else:
            listed.append(DbtInput(str(node)))
    return tuple(listed)


def _spine(node: Taking, name: str, columns: list[Taking]) -> DbtSpine:
    part = node.part("time_spine")
    column = part.text("standard_granularity_column")
    calendars = []
    for custom in part.parts("custom_granularities", "granularity"):
        named = custom.text("name")
        calendars.append((named, custom.text("column_name", named)))
        custom.done()
    part.done()
    said = [c.text("granularity") for c in columns if c.text("name") == column]
    return DbtSpine(name, column, (said[0] if said else "") or "day", node.file, tuple(calendars))
