"""Imports a dbt project's semantic layer (legacy and current form) as a shop folder."""

from collections.abc import Mapping
from pathlib import Path

from semantic_layer.importers.data import Data
from semantic_layer.importers.dbt.documents import read_project
from semantic_layer.importers.dbt.metrics import Metrics
from semantic_layer.importers.dbt.names import Words
from semantic_layer.importers.dbt.saved import saved_queries
from semantic_layer.importers.dbt.tables import Tables
from semantic_layer.importers.entries import head, write
from semantic_layer.importers.report import Report

__all__ = ["import_dbt"]


def import_dbt(
    path: Path,
    out: Path,
    data: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> Report:
    """Write the semantic layer of the dbt project in `path` as a shop folder `out`.

    `data` is the DuckDB file (or folder of tables) that holds its relations; `variables` stand
    for `$name` in the project's files. The report says what was carried and what was not.
    """
    report = Report()
    project = read_project(path, variables or {}, report)
    opened = Data(data)
    try:
        tables = Tables(project, opened, report)
        tables.make()
    finally:
        opened.close()
    words = Words(frozenset(name for s in project.spines for name, _ in s.calendars))
    metrics = Metrics(project, words, tables.names, report)
    metrics.make()
    queries = saved_queries(project, words, metrics, report)
    write(
        out,
        {
            "shop.yml": head(project.name, data, out),
            "tables.yml": {"tables": tables.entries, "spines": tables.spines},
            "metrics.yml": {"metrics": metrics.entries},
            "queries.yml": {"queries": queries},
        },
    )
    return report
