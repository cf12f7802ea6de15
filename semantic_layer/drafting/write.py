"""The draft written down as a shop folder that a person can read on: sources, tables, concepts, metrics."""

import re
from collections.abc import Mapping
from dataclasses import fields
from glob import escape
from pathlib import Path
from typing import Any

from semantic_layer.drafting.draft import Draft, Metric, Planned
from semantic_layer.drafting.labels import column_label, is_personal, synonyms, table_label
from semantic_layer.drafting.reading import Column
from semantic_layer.drafting.shop import Shop
from semantic_layer.drafting.words import LEAST
from semantic_layer.drafting.yaml_text import block, comment, flow, label
from semantic_layer.messages import Lang, say
from semantic_layer.sources.readers import Format
from semantic_layer.sources.readers.scan import quoted

__all__ = ["write"]

_INDEXED = 20_000
_NAMES = ("product_name", "store_name", "creator_name")
_NUMBERS = ("integer", "number", "money", "ratio")


def write(draft: Draft, shop: Shop, metrics: list[Metric], folder: Path, lang: Lang) -> None:
    """Write the YAML files of a shop into a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "shop.yml": _shop(draft, shop, folder, metrics, lang),
        "sources.yml": _sources(draft, folder, lang),
        "tables.yml": _tables(draft, lang),
        "concepts.yml": _concepts(draft, lang),
        "metrics.yml": _metrics([*draft.metrics, *metrics], lang),
    }
    for name, lines in files.items():
        if lines:
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _shop(draft: Draft, shop: Shop, folder: Path, metrics: list[Metric], lang: Lang) -> list[str]:
    named = [*draft.metrics, *metrics]
    default = _default_metric(draft, named)
    entries: dict[str, Any] = {
        "name": re.sub(r"\W+", "_", folder.resolve().name).strip("_") or "shop",
        "label": shop.label, "currency": shop.currency, "time_zone": shop.time_zone,
        "today": "data", "language": shop.language, **({"default_metric": default} if default else {}),
        "default_period": "all",
    }  # fmt: skip
    guesses = [g.sentence(lang) for g in draft.guesses if g.about == "shop"]
    return ["version: 1", *comment(guesses), "shop:", *block(entries, 2)]


def _default_metric(draft: Draft, metrics: list[Metric]) -> str:
    """GMV where there is one, else the first sum of money, else what there is."""
    if "value" in draft.concepts.get("order", {}):
        return "gmv"
    names = [m.name for m in metrics]
    if "gmv" in names:
        return "gmv"
    for concept, metric in (
        ("daily_report", "reported_gmv"),
        ("line", "goods_gmv"),
        ("ad_spend", "ad_cost"),
        ("event", "events"),
    ):
        if concept in draft.concepts and (
            concept != "daily_report" or "value" in draft.concepts[concept]
        ):
            return metric
    sums = [m.name for m in metrics if m.agg == "sum"]
    return (sums or names or [""])[0]


def _sources(draft: Draft, folder: Path, lang: Lang) -> list[str]:
    lines = [*comment([say("draft.head.sources", lang)]), "sources:"]
    for planned in draft.tables:
        table = planned.known.table
        lines.append(f"  {flow(planned.name)}:")
        rows = say("draft.columns", lang, rows=f"{table.rows:,}", count=len(planned.columns))
        lines += comment([rows], 4)
        lines.append(f"    files: {flow(_patterns(table.files, folder))}")
        form = _form(table.form)
        if form:
            lines.append(f"    format: {flow(form)}")
        if planned.key:
            lines.append(f"    key: {flow(list(planned.key))}")
        lines.append("    columns:")
        lines += block({c.name: _cells(c) for c in planned.columns}, 6)
    return lines


def _patterns(files: tuple[Path, ...], folder: Path) -> list[str]:
    """The files, or one pattern for those that differ in their numbers only: tomorrow's fits it."""
    places = [_place(path, folder) for path in files]
    pattern = re.sub(r"\d+", "*", escape(files[0].name))
    parents = {path.parent for path in files}
    if len(files) > 1 and len(parents) == 1 and set(files[0].parent.glob(pattern)) == set(files):
        return [str(Path(_place(files[0].parent, folder)) / pattern)]
    return [escape(place) for place in places]


def _place(path: Path, folder: Path) -> str:
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return path.resolve().as_posix()


def _form(form: Format) -> dict[str, Any]:
    """What differs from a plain file of the kind."""
    plain = Format(form.kind)
    told = {
        f.name: getattr(form, f.name)
        for f in fields(form)
        if getattr(form, f.name) != getattr(plain, f.name)
    }
    return {"kind": form.kind, **told}


def _cells(column: Column) -> dict[str, Any]:
    reading = column.reading
    entry: dict[str, Any] = {"from": column.header, "type": reading.type}
    if column.source.forms:
        entry["forms"] = list(column.source.forms)
    if reading.comma:
        entry["comma"] = True
    if reading.percent:
        entry["percent"] = True
    if reading.type == "money" and reading.decimals > 2:
        entry["decimals"] = reading.decimals
    return entry


def _tables(draft: Draft, lang: Lang) -> list[str]:
    lines = [*comment([say("draft.head.tables", lang)]), "tables:"]
    said: set[str] = set()
    for planned in draft.tables:
        lines.append(f"  {flow(planned.name)}:")
        lines += comment((g.sentence(lang) for g in draft.guesses if g.about == planned.name), 4)
        own = table_label(planned)
        entries: dict[str, Any] = {"source": planned.name, "label": label(own.zh, own.en)}
        lines += block(entries, 4)
        lines += ["    entities:", *block(_entities(planned), 6)]
        if planned.time:
            lines.append(f"    time: {flow(planned.time)}")
        lines += _segments(planned)
        dimensions = {
            c.name: _dimension(planned, c, said)
            for c in planned.columns
            if _is_dimension(planned, c) and not _leads_on(draft, planned, c)
        }
        dimensions |= {name: {"expr": expr, "label": name} for name, expr in planned.extra.items()}
        if dimensions:
            lines += ["    dimensions:", *block(dimensions, 6)]
    return lines


def _entities(planned: Planned) -> dict[str, Any]:
    key = list(planned.key)
    entities: dict[str, Any] = {
        planned.entity: {"kind": "primary", "columns": key[0] if len(key) == 1 else key}
    }
    for name, (column, to) in planned.foreign.items():
        columns: str | list[str] = column.split(", ") if ", " in column else column
        entities[name] = {"kind": "foreign", "columns": columns, **({"to": to} if to else {})}
    return entities


def _segments(planned: Planned) -> list[str]:
    if not planned.segments:
        return []
    rows = [s.name for s in planned.segments if s.counts]
    lines = [f"    rows: {flow(rows)}"] if rows else []
    told = {s.name: {"expr": s.expr, "label": label(s.zh, s.en)} for s in planned.segments}
    return [*lines, "    segments:", *block(told, 6)]


def _leads_on(draft: Draft, planned: Planned, column: Column) -> bool:
    """Whether the table that a key leads to has it for (nearly) all rows: there it is a dimension."""
    return any(
        j.table == planned.known.table.name and j.column == column.name and j.orphans <= 0.05 * j.filled
        and not any(own == column.name and to for own, to in planned.foreign.values())
        for j in draft.survey.joins
    )  # fmt: skip


def _is_dimension(planned: Planned, column: Column) -> bool:
    """Numbers are measures, but for prices of products, stars, and small codes without a meaning."""
    if column.reading.type not in _NUMBERS:
        return True
    role = column.match.role if column.match and column.match.score >= LEAST else None
    if role is not None and role.kind in ("id", "time", "text", "name"):
        return True
    if role is not None and role.unit:
        return planned.concept in ("product", "sku")
    if column.role in ("stars", "any_week"):
        return True
    few = bool(planned.known.table.counted[column.name].values)
    return column.reading.type == "integer" and few and role is None


def _dimension(planned: Planned, column: Column, said: set[str]) -> dict[str, Any]:
    """A dimension's entry; `said` are the roles whose words another one has already."""
    own, counted = column_label(column), planned.known.table.counted[column.name]
    entry: dict[str, Any] = {"label": label(own.zh, own.en)}
    kind = column.reading.type
    if kind in ("date", "time", "bool"):
        entry["type"] = kind
    elif kind in _NUMBERS:
        entry["type"] = "number"
    if kind == "money":
        entry["unit"] = "money"
    words = synonyms(column)
    if words and column.role not in said:
        said.add(column.role)
        entry["synonyms"] = words
    if not column.name.isascii() or not re.fullmatch(r"[a-z_][a-z0-9_]*", column.name):
        entry["expr"] = quoted(column.name)
    if _names_key(planned, column):
        entry["label_of"] = planned.key[0]  # grouped by the key, shown by the name
    if is_personal(column):
        entry["pii"] = True
    elif kind == "text" and 0 < counted.distinct <= _INDEXED and not _is_code(column):
        entry["indexed"] = True
    return entry


def _names_key(planned: Planned, column: Column) -> bool:
    """Whether a column names the things of a table, one name for each key."""
    filled = planned.known.table.counted[column.name].filled == planned.known.table.rows
    named = planned.concept in ("product", "store", "creator") and column.role in _NAMES
    return named and filled and len(planned.key) == 1 and planned.key[0] != column.name


def _is_code(column: Column) -> bool:
    return bool(column.match and column.match.role.kind == "id")


def _concepts(draft: Draft, lang: Lang) -> list[str]:
    if not draft.concepts:
        return []
    lines = [*comment([say("draft.head.concepts", lang)]), "concepts:"]
    return [*lines, *block(draft.concepts, 2)]


def _metrics(metrics: list[Metric], lang: Lang) -> list[str]:
    if not metrics:
        return []
    entries: dict[str, Mapping[str, Any]] = {}
    for metric in metrics:
        expr = {"expr": metric.expr} if metric.expr else {}
        entries[metric.name] = {
            "label": label(metric.zh, metric.en), "table": metric.table, "agg": metric.agg, **expr,
            "unit": metric.unit, **metric.more,
        }  # fmt: skip
    return [*comment([say("draft.head.metrics", lang)]), "metrics:", *block(entries, 2)]
