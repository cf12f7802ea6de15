"""Imports an OSI document (Open Semantic Interchange, Apache Ossie) as a shop folder."""

from pathlib import Path

from semantic_layer.importers.data import Data
from semantic_layer.importers.entries import Entries, Entry, head, write
from semantic_layer.importers.osi.document import OsiModel, read_osi
from semantic_layer.importers.osi.metrics import Metrics
from semantic_layer.importers.osi.tables import Tables
from semantic_layer.importers.report import Report
from semantic_layer.importers.settling import settle

__all__ = ["import_osi"]

_OWN_SHOP = (
    "label", "currency", "time_zone", "week_start", "today", "language", "default_metric",
    "default_period", "fiscal_year_start", "fiscal_year_named",
)  # fmt: skip


def import_osi(path: Path, out: Path, data: Path | None = None) -> Report:
    """Write the model of an OSI file, or of a folder of them, as a shop folder `out`.

    `data` is the DuckDB file (or folder of tables) that holds its relations. The report says what
    was carried and what was not.
    """
    report = Report()
    model = read_osi(path, report)
    opened = Data(data)
    try:
        tables = Tables(model, opened, report)
        tables.make()
    finally:
        opened.close()
    metrics = Metrics(model, tables, report)
    metrics.make()
    own = {k: v for k, v in model.words.own.items() if k in _OWN_SHOP}
    if own.get("default_metric") not in metrics.entries:
        own.pop("default_metric", None)
    shop = head(model.name or path.stem, data, out, description=model.words.description, **own)
    questions: list[Entry] = [*dict.fromkeys(_examples(model))]
    files: dict[str, Entries] = {
        "shop.yml": {**shop, "questions": questions},
        "tables.yml": {"tables": tables.entries},
        "metrics.yml": {"metrics": metrics.entries},
    }
    write(out, settle(files, report))
    return report


def _examples(model: OsiModel) -> list[str]:
    """The example questions of the model and of all its things."""
    words = [model.words, *(d.words for d in model.datasets)]
    words += [f.words for d in model.datasets for f in d.fields]
    words += [m.words for m in model.metrics]
    return [example for w in words for example in w.examples]
