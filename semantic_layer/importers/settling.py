"""The last look at an imported folder: what would not load or compile is left, and said."""

import tempfile
from pathlib import Path

from semantic_layer.compile import Compiler
from semantic_layer.errors import QueryError, ShopError
from semantic_layer.importers.entries import Entries, write
from semantic_layer.importers.report import Report
from semantic_layer.load import load
from semantic_layer.model import Model
from semantic_layer.parts import inputs_of
from semantic_layer.query import MetricQuery, TimeRange

__all__ = ["settle"]

_DAYS = TimeRange.model_validate({"start": "2024-01-01", "end": "2024-01-02"})


def settle(files: dict[str, Entries], report: Report) -> dict[str, Entries]:
    """The files without the metrics that do not compile; each is reported with its reason."""
    metrics = files["metrics.yml"].get("metrics")
    if not isinstance(metrics, dict) or not metrics:
        return files
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        try:
            model = load(Path(folder))
        except ShopError as error:
            for fault in error.faults:
                report.leave(fault.file, fault.sentence("en"), "does_not_load")
            return files
    compiler = Compiler(model)
    broken: dict[str, str] = {}
    for name in model.metrics:
        why = _why_not(name, compiler)
        if why:
            broken[name] = why
    for name, why in broken.items():
        if not _parts(model, name) & broken.keys():
            report.leave("metrics.yml", f"metric {name}", "does_not_compile", why=why)
        else:
            report.leave(
                "metrics.yml", f"metric {name}", "left_below", name=_first(model, name, broken)
            )
        report.count("metrics", -1)
    kept = {k: v for k, v in metrics.items() if k not in broken}
    return {**files, "metrics.yml": {**files["metrics.yml"], "metrics": kept}}


def _why_not(name: str, compiler: Compiler) -> str:
    try:
        compiler.compile(MetricQuery(metrics=(name,)))
    except QueryError as error:
        if error.code not in ("look_needs_time", "no_clock"):
            return error.sentence("en")
        try:
            compiler.compile(MetricQuery(metrics=(name,), time=_DAYS))
        except QueryError as again:
            return again.sentence("en")
    return ""


def _parts(model: Model, name: str) -> set[str]:
    return {part.metric for part in inputs_of(model.metrics[name])}


def _first(model: Model, name: str, broken: dict[str, str]) -> str:
    return sorted(_parts(model, name) & broken.keys())[0]
