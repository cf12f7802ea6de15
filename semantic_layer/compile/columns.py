"""The columns of a result, with labels and units."""

from collections.abc import Iterable
from dataclasses import replace

from semantic_layer.answered import BasePeriod, Column
from semantic_layer.compile.keys import Key, both
from semantic_layer.compile.shares import Shares
from semantic_layer.model import Metric, Model


def key_column(key: Key, model: Model) -> Column:
    """The column of a group-by."""
    if key.band is not None:
        return Column(key.column, key.label, "dimension", "text", key.column)
    if key.kind == "dimension":
        free = _is_free_text(key.identity, model)
        return Column(key.column, key.label, "dimension", "text", key.identity, untrusted=free)
    if key.named_days:
        return Column(key.column, key.label, "dimension", "text", key.identity or key.grain)
    kind = "time" if key.kind == "step" else "dimension"
    return Column(key.column, key.label, kind, "time", key.identity or key.grain)  # type: ignore[arg-type]


def _is_free_text(identity: str, model: Model) -> bool:
    """True unless the shop's own YAML lists the values: what is not listed, strangers wrote."""
    dimension = model.dimensions.get(identity)
    return dimension is None or (dimension.type == "text" and not dimension.values)


def end_columns(column: Column) -> tuple[Column, ...]:
    """The least and the greatest value of a key."""
    return tuple(
        replace(
            column, name=f"{column.name}__{end}", label=both(f"column.{end}", label=column.label)
        )
        for end in ("min", "max")
    )


def metric_columns(metric: Metric, shares: Shares, bases: Iterable[BasePeriod]) -> list[Column]:
    """The metric's own column, its shares, and three for each base."""
    name, label, unit = metric.name, metric.label, metric.unit
    columns = [Column(name, label, "metric", unit, name)]
    if name in shares.of_whole:
        said = both("column.share", label=label)
        columns.append(Column(f"{name}__share", said, "share", "ratio", name))
    if name in shares.of_group:
        columns.append(shares.column(name, label))
    for period in bases:
        base = period.kind
        kind = base.split("_")[0]
        points = "points" if unit == "ratio" else unit
        texts = {
            part: both(f"column.{kind}{part}", label=label, base=period.label)
            for part in ("", "_diff", "_pct")
        }
        columns += [
            Column(f"{name}__{base}", texts[""], "base", unit, name, base),
            Column(f"{name}__{base}_diff", texts["_diff"], "difference", points, name, base),
            Column(f"{name}__{base}_pct", texts["_pct"], "change", "ratio", name, base),
        ]
    return columns


def result_columns(
    keys: tuple[Key, ...], metrics: tuple[str, ...], model: Model, shares: Shares,
    bases: tuple[BasePeriod, ...],
) -> tuple[Column, ...]:  # fmt: skip
    """All columns of a query's result in order, hidden keys included."""
    columns = [key_column(k, model) for k in keys]
    for name in metrics:
        columns += metric_columns(model.metrics[name], shares, bases)
    return tuple(columns)
