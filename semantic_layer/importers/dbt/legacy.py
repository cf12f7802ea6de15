"""The legacy form: semantic models, metrics and saved queries that stand on their own."""

import re
from dataclasses import replace

from semantic_layer.importers.dbt.project import (
    Conversion,
    DbtDimension,
    DbtEntity,
    DbtInput,
    DbtMeasure,
    DbtMetric,
    DbtModel,
    DbtQuery,
    DbtSpine,
    NonAdditive,
    Project,
)
from semantic_layer.importers.taking import Taking

_REF = re.compile(r"\s*(?:ref|source)\(\s*(.*?)\s*\)\s*\Z")


def read_model(node: Taking, project: Project) -> None:
    """A `semantic_model`."""
    defaults = node.part("defaults")
    name = node.text("name")
    model = DbtModel(
        name=name,
        file=node.file,
        relation=_relation(node, name),
        entities=tuple(_entity(e) for e in node.parts("entities", "entity")),
        dimensions=tuple(_dimension(d) for d in node.parts("dimensions", "dimension")),
        measures=tuple(_measure(m, name) for m in node.parts("measures", "measure")),
        primary_entity=node.text("primary_entity"),
        time=defaults.text("agg_time_dimension"),
        label=node.text("label"),
        description=node.text("description"),
    )
    defaults.done()
    node.without_place("config", "meta", "group")
    node.done()
    project.models.append(model)


def _relation(node: Taking, name: str) -> str:
    """`schema.table` of a node relation, or the table that `ref('orders')` names."""
    if "model" in node:
        found = _REF.match(node.text("model"))
        parts = re.findall(r"'([^']*)'|\"([^\"]*)\"", found[1]) if found else []
        return "".join(parts[-1]) if parts else node.text("model")
    place = node.part("node_relation")
    place.without_place("database", "relation_name")
    schema, table = place.text("schema_name"), place.text("alias", name)
    place.done()
    return f"{schema}.{table}" if schema else table


def _entity(node: Taking) -> DbtEntity:
    name = node.text("name")
    entity = DbtEntity(
        name=name,
        type=node.text("type", "foreign").lower(),
        expr=node.text("expr") or node.text("entity") or name,
        label=node.text("label"),
    )
    node.without_place("role", "config", "description")
    node.done()
    return entity


def _dimension(node: Taking) -> DbtDimension:
    params = node.part("type_params")
    validity = params.part("validity_params")
    name = node.text("name")
    dimension = DbtDimension(
        name=name,
        type=node.text("type", "categorical").lower(),
        expr=node.text("expr", name),
        grain=params.text("time_granularity").lower(),
        partition=node.flag("is_partition"),
        validity=_validity(validity),
        label=node.text("label"),
        description=node.text("description"),
    )
    validity.done()
    params.done()
    node.without_place("config", "meta")
    node.done()
    return dimension


def _validity(node: Taking) -> str:
    start, end = node.flag("is_start"), node.flag("is_end")
    return "start" if start else "end" if end else ""


def _measure(node: Taking, model: str) -> DbtMeasure:
    params = node.part("agg_params")
    name = node.text("name")
    measure = DbtMeasure(
        name=name,
        model=model,
        agg=node.text("agg", "sum").lower(),
        expr=node.text("expr", name),
        time=node.text("agg_time_dimension"),
        percentile=params.number("percentile"),
        discrete=params.flag("use_discrete_percentile"),
        approximate=params.flag("use_approximate_percentile"),
        non_additive=non_additive(node),
        label=node.text("create_metric_display_name") or node.text("label"),
        description=node.text("description"),
        create_metric=node.flag("create_metric"),
    )
    node.text("label")
    params.done()
    node.without_place("config", "meta")
    node.done()
    return measure


def non_additive(node: Taking) -> NonAdditive | None:
    """The dimension over which a measure is not summed; the forms name its parts differently."""
    if "non_additive_dimension" not in node:
        node.raw("non_additive_dimension")
        return None
    part = node.part("non_additive_dimension")
    made = NonAdditive(
        name=part.text("name"),
        choice=(part.text("window_choice") or part.text("window_agg") or "min").lower(),
        groups=part.texts("window_groupings") or part.texts("group_by"),
    )
    for key in ("window_agg", "group_by"):
        part.raw(key)
    part.done()
    return made


def read_metric(node: Taking, project: Project) -> None:
    """A `metric` whose settings are under `type_params`."""
    params = node.part("type_params")
    cumulative = params.part("cumulative_type_params")
    metric = DbtMetric(
        name=node.text("name"),
        type=node.text("type", "simple").lower(),
        file=node.file,
        measure=read_input(params, "measure"),
        inputs=_inputs(params),
        expr=params.text("expr"),
        filters=read_filters(node, "filter"),
        window=cumulative.text("window") or params.text("window"),
        to_grain=cumulative.text("grain_to_date") or params.text("grain_to_date"),
        pick=(cumulative.text("period_agg") or "first").lower(),
        conversion=_conversion(params),
        grain=node.text("time_granularity").lower(),
        label=node.text("label"),
        description=node.text("description"),
        hidden=params.flag("is_private"),
    )
    for key in ("window", "grain_to_date"):
        params.raw(key)
    cumulative.done()
    params.done()
    node.without_place("config", "meta", "tags", "group")
    node.done()
    project.metrics.append(metric)


def read_filters(node: Taking, key: str) -> tuple[str, ...]:
    """The filters of a metric or input; all of them must hold."""
    return tuple(f.strip() for f in node.texts(key) if f.strip())


def read_input(node: Taking, key: str) -> DbtInput | None:
    """A measure or metric under a key: its name, or a mapping with filter, alias and offset."""
    value = node.raw(key)
    if value is None:
        return None
    if not isinstance(value, dict):
        return DbtInput(str(value))
    return input_of(node.part(key))


def input_of(part: Taking) -> DbtInput:
    """A measure or metric with what is laid on it."""
    made = DbtInput(
        name=part.text("name"),
        alias=part.text("alias"),
        filters=read_filters(part, "filter"),
        offset=part.text("offset_window"),
        to_grain=part.text("offset_to_grain").lower(),
        fill=part.number("fill_nulls_with"),
        every_step=part.flag("join_to_timespine"),
    )
    part.done()
    return made


def _inputs(params: Taking) -> tuple[DbtInput, ...]:
    """The inputs of a derived metric, or numerator and denominator of a ratio."""
    pair = (read_input(params, "numerator"), read_input(params, "denominator"))
    listed = []
    for part in params.parts("metrics", "input"):
        listed.append(input_of(part))
    return tuple(p for p in pair if p is not None) + tuple(listed)


def _conversion(params: Taking) -> Conversion | None:
    if "conversion_type_params" not in params:
        params.raw("conversion_type_params")
        return None
    part = params.part("conversion_type_params")
    made = conversion_of(part, ("base_measure", "base_metric"))
    return replace(made, of_metrics="base_measure" not in part)


def conversion_of(part: Taking, base_keys: tuple[str, ...]) -> Conversion:
    """What a conversion metric is made of, from either form."""
    empty = DbtInput("")
    base = next((i for k in base_keys if (i := read_input(part, k))), empty)
    keys = tuple(k.replace("base", "conversion") for k in base_keys)
    event = next((i for k in keys if (i := read_input(part, k))), empty)
    same = []
    for pair in part.parts("constant_properties", "constant property"):
        same.append((pair.text("base_property"), pair.text("conversion_property")))
        pair.done()
    made = Conversion(
        base=base,
        conversion=event,
        entity=part.text("entity"),
        window=part.text("window"),
        rate=part.text("calculation", "conversion_rate").lower() == "conversion_rate",
        same=tuple(same),
    )
    for key in (*base_keys, *keys):
        part.raw(key)
    part.done()
    return made


def read_query(node: Taking, project: Project) -> None:
    """A `saved_query`."""
    params = node.part("query_params")
    limit = params.number("limit")
    query = DbtQuery(
        name=node.text("name"),
        file=node.file,
        metrics=params.texts("metrics"),
        group_by=params.texts("group_by"),
        where=read_filters(params, "where"),
        order_by=params.texts("order_by"),
        limit=None if limit is None else int(limit),
        label=node.text("label"),
        description=node.text("description"),
    )
    params.done()
    node.without_place("exports", "tags", "config", "meta", "group", "cache")
    node.done()
    project.queries.append(query)


def read_configuration(node: Taking, project: Project) -> None:
    """The `project_configuration`: time spines, in their newer and their older form."""
    known = {spine.grain for spine in project.spines}
    for part in node.parts("time_spines", "time spine"):
        spine = _spine(part)
        if spine.grain not in known:
            known.add(spine.grain)
            project.spines.append(spine)
    for part in node.parts("time_spine_table_configurations", "time spine"):
        grain = part.text("grain").lower()
        spine = DbtSpine(part.text("location"), part.text("column_name"), grain, part.file)
        part.done()
        if grain not in known:
            known.add(grain)
            project.spines.append(spine)
    node.without_place("dsi_package_version")
    node.done()


def _spine(part: Taking) -> DbtSpine:
    column = part.part("primary_column")
    calendars = []
    for custom in part.parts("custom_granularities", "granularity"):
        name = custom.text("name")
        calendars.append((name, custom.text("column_name", name)))
        custom.done()
    made = DbtSpine(
        relation=_relation(part, ""),
        column=column.text("name"),
        grain=column.text("time_granularity").lower(),
        file=part.file,
        calendars=tuple(calendars),
    )
    column.done()
    part.without_place("name")
    part.done()
    return made
