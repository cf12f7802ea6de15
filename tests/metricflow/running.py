"""Runs MetricFlow's cases through the importer and the layer, and compares the rows.

The models are imported as they stand (`$source_schema` is the schema of the tables); a case's names
are read by `semantic_layer.importers.dbt.queries`. Columns are matched by MetricFlow's names: see
`dbt_name`.
"""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from semantic_layer.compile.columns import key_column
from semantic_layer.compile.keys import keys_of
from semantic_layer.errors import EngineError, QueryError
from semantic_layer.importers.dbt import import_dbt, queries
from semantic_layer.importers.dbt.templates import BadTemplate
from semantic_layer.query import MetricQuery
from semantic_layer.shop import Shop, open_shop

SCHEMA = "mf"
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Outcome:
    """What came of one case: pass, refused, wrong or error, and why."""

    case: str
    kind: str
    result: str
    why: str = ""


def make_data(sample: Path, path: Path) -> None:
    """A DuckDB file with the sample's tables in schema `mf`, in the types of tables.json."""
    types = {t["table"]: t["columns"] for t in json.loads((sample / "tables.json").read_text())}
    connection = duckdb.connect(str(path))
    connection.execute(f"CREATE SCHEMA {SCHEMA}")
    for file in sorted((sample / "tables").glob("*.parquet")):
        columns = ", ".join(
            f'CAST("{c["name"]}" AS {c["type"]}) AS "{c["name"]}"' for c in types[file.stem]
        )
        connection.execute(
            f"CREATE TABLE {SCHEMA}.{file.stem} AS SELECT {columns} FROM read_parquet('{file}')"
        )
    connection.close()


def open_model(models: Path, folder: Path, data: Path) -> Shop:
    """The shop that the importer makes of a manifest."""
    import_dbt(models, folder, data, {"source_schema": SCHEMA})
    return open_shop(folder)


def run(case: dict[str, Any], shop: Shop) -> Outcome:
    """One case against its expected rows."""
    kind = case["id"].split("/")[0]
    if not case.get("apply_group_by", True):
        return Outcome(case["id"], kind, "refused", "duplicate rows: not in the language")
    try:
        query = query_of(case, shop)
        result = shop.query(query)
    except (QueryError, BadTemplate) as error:
        code = getattr(error, "code", "bad_template")
        return Outcome(case["id"], kind, "refused", f"{code} {error}")
    except EngineError as error:
        return Outcome(case["id"], kind, "error", str(error.detail))
    names = columns_of(case, query, shop)
    found = [dict(zip(names, row, strict=True)) for row in result.rows]
    expected = case["expected"]
    rows = [tuple(row[_named(c, names)] for c in expected["columns"]) for row in found]
    ordered = case.get("check_order", False)
    why = difference(rows, [tuple(r) for r in expected["rows"]], ordered)
    return Outcome(case["id"], kind, "wrong" if why else "pass", why)


def _named(column: str, names: list[str]) -> str:
    """Our column for one of MetricFlow's, which puts the joins that it chose before a short name."""
    tails = [n for n in names if column.endswith(f"__{n}")]
    return column if column in names or len(tails) != 1 else tails[0]


def query_of(case: dict[str, Any], shop: Shop) -> MetricQuery:
    """The case as a MetricQuery."""
    saved = shop.model.queries[case["saved_query"]] if case.get("saved_query") else None
    metrics = tuple(case.get("metrics") or (saved.query.metrics if saved else ()))
    by = case.get("group_by") or ()
    where = (case["where"],) if case.get("where") else ()
    span = case.get("time_constraint")
    time = tuple(datetime.fromisoformat(t) for t in span) if span else None
    order = case.get("order_by") or ()
    limit = case.get("limit")
    made = queries.query(shop.model, metrics, by or _placeholder(saved), where, order, limit, time)
    if saved:
        made = made.model_copy(
            update={
                "by": made.by if by else saved.query.by,
                "where": (*saved.query.where, *made.where),
                "order": made.order or saved.query.order,
                "limit": limit or saved.query.limit,
            }
        )
    if case.get("min_max_only"):
        made = MetricQuery.model_validate({**made.model_dump(), "ends": True})
    return made


def _placeholder(saved: Any) -> tuple[str, ...]:
    """A query needs something to ask for before the saved one's own keys are put in."""
    return ("metric_time",) if saved else ()


def columns_of(case: dict[str, Any], query: MetricQuery, shop: Shop) -> list[str]:
    """MetricFlow's name for each column of our result, in order."""
    names = shop._compiler.names
    tables = tuple(shop.model.metrics[m].measure.table for m in query.metrics
                   if shop.model.metrics[m].measure)  # fmt: skip
    keys = keys_of(query.by, names, tables)
    said = list(case.get("group_by") or ())
    columns = [dbt_name(said[n] if n < len(said) else "", k) for n, k in enumerate(keys)]
    if query.ends:
        return [f"{columns[0]}__min", f"{columns[0]}__max"]
    return [*columns, *query.metrics]


def dbt_name(said: str, key: Any) -> str:
    """`metric_time` is shown as `metric_time__day`: a time without a grain gets its own."""
    if not said:
        ref = key_column(key).name.replace(".", "__")
        return f"metric_time__{ref}" if key.on_clock else ref
    if key.kind == "step" and not said.endswith(f"__{key.grain}"):
        return f"{said}__{key.grain}"
    return said


def difference(found: list[tuple[Any, ...]], expected: list[tuple[Any, ...]], ordered: bool) -> str:
    """ "" for the same multiset of rows (the same list when ordered), else what differs."""
    left = [tuple(_plain(v) for v in row) for row in found]
    right = [tuple(_plain(v) for v in row) for row in expected]
    if len(left) != len(right):
        return f"{len(left)} rows, expected {len(right)}: {_some(left, right)}"
    if not ordered:
        left, right = sorted(left, key=repr), sorted(right, key=repr)
    for a, b in zip(left, right, strict=True):
        if not all(_same(x, y) for x, y in zip(a, b, strict=True)):
            return f"{a} is not {b}; {_some(left, right)}"
    return ""


def _some(left: list[Any], right: list[Any]) -> str:
    ours, theirs = Counter(map(repr, left)), Counter(map(repr, right))
    return f"ours {list(ours - theirs)[:4]} theirs {list(theirs - ours)[:4]}"


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) <= TOLERANCE * max(1.0, abs(a), abs(b))
    return bool(a == b)


def _plain(value: Any) -> Any:
    """Numbers as floats, moments as text, a midnight as its date."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return round(float(value), 9)
    if isinstance(value, datetime):
        value = value.isoformat(" ")
    if isinstance(value, date):
        value = value.isoformat()
    text = str(value)
    return text[:10] if text.endswith(" 00:00:00") else text


def table(outcomes: list[Outcome]) -> str:
    """pass / refused / wrong / error by kind of case."""
    results = ("pass", "refused", "wrong", "error")
    lines = [f"{'kind':36}" + "".join(f"{r:>9}" for r in results)]
    for kind in [*dict.fromkeys(o.kind for o in outcomes), "all"]:
        counts = Counter(o.result for o in outcomes if kind in (o.kind, "all"))
        lines.append(f"{kind:36}" + "".join(f"{counts[r]:9}" for r in results))
    return "\n".join(lines)
