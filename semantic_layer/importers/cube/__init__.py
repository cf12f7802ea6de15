"""Imports Cube's data model (YAML cubes and views) as a shop folder."""

from pathlib import Path

from semantic_layer.importers.cube.document import read_cubes
from semantic_layer.importers.cube.metrics import Metrics
from semantic_layer.importers.cube.tables import Tables
from semantic_layer.importers.data import Data
from semantic_layer.importers.entries import Entries, head, write
from semantic_layer.importers.report import Report
from semantic_layer.importers.settling import settle

__all__ = ["import_cube"]


def import_cube(path: Path, out: Path, data: Path | None = None) -> Report:
    """Write the cubes of a YAML file, or of a folder of them, as a shop folder `out`.

    `data` is the DuckDB file (or folder of tables) that holds their relations. The report says
    what was carried and what was not.
    """
    report = Report()
    cubes = read_cubes(path, report)
    opened = Data(data)
    try:
        tables = Tables(cubes, opened, report)
        tables.make()
    finally:
        opened.close()
    metrics = Metrics(tables, report)
    metrics.make()
    name = path.resolve().name if path.is_dir() else path.stem
    files: dict[str, Entries] = {
        "shop.yml": head(name, data, out),
        "tables.yml": {"tables": tables.entries},
        "metrics.yml": {"metrics": metrics.entries},
    }
    write(out, settle(files, report))
    return report
