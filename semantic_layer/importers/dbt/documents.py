"""Reads the YAML files of a dbt project and hands each document to the form it is written in."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml

from semantic_layer.importers.dbt import current, legacy
from semantic_layer.importers.dbt.project import Project
from semantic_layer.importers.report import Report
from semantic_layer.importers.taking import Plain, Taking

_SKIPPED = frozenset(("target", "dbt_packages", "logs", "node_modules"))
_OUTSIDE = (
    "sources", "seeds", "macros", "exposures", "unit_tests", "snapshots", "analyses", "groups",
    "data_tests", "tests", "functions",
)  # fmt: skip


def _read_metric(node: Taking, project: Project) -> None:
    form = legacy if "type_params" in node else current
    form.read_metric(node, project)


_LISTS: dict[str, tuple[str, Callable[[Taking, Project], None]]] = {
    "semantic_models": ("semantic model", legacy.read_model),
    "metrics": ("metric", _read_metric),
    "saved_queries": ("saved query", legacy.read_query),
    "models": ("model", current.read_model),
}
_SINGLES: dict[str, tuple[str, Callable[[Taking, Project], None]]] = {
    "semantic_model": ("semantic model", legacy.read_model),
    "metric": ("metric", _read_metric),
    "saved_query": ("saved query", legacy.read_query),
    "project_configuration": ("project configuration", legacy.read_configuration),
}


def read_project(folder: Path, variables: Mapping[str, str], report: Report) -> Project:
    """Everything about semantic models that the files of a folder say.

    `variables` stand for `$name` in the files, as in `schema_name: $source_schema`.
    """
    project = Project(name=folder.resolve().name)
    for path in _files(folder):
        label = path.relative_to(folder).as_posix() if folder.is_dir() else path.name
        for node in _documents(path, label, variables, report):
            _read_document(Taking(node, label, "", report), path, project)
    return project


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    found = [p for p in folder.rglob("*") if p.suffix in (".yml", ".yaml") and not p.is_dir()]
    return sorted(p for p in found if not _skipped(p.relative_to(folder)))


def _skipped(path: Path) -> bool:
    return any(part in _SKIPPED or part.startswith(".") for part in path.parts)


def _documents(
    path: Path, label: str, variables: Mapping[str, str], report: Report
) -> Iterator[Plain]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        for name, value in variables.items():
            text = text.replace(f"${name}", value)
        documents = list(yaml.load_all(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError, OSError):
        report.leave(label, "", "bad_yaml")
        return
    yield from (d for d in documents if d is not None)


def _read_document(document: Taking, path: Path, project: Project) -> None:
    if path.name in ("dbt_project.yml", "dbt_project.yaml"):
        project.name = document.text("name", project.name)
        return
    document.raw("version")
    for key, (kind, read) in _SINGLES.items():
        if key in document:
            node = document.raw(key)
            name = str(node.get("name", "")) if isinstance(node, dict) else ""
            what = f"{kind} {name}".rstrip()
            read(Taking(node, document.file, what, document.report), project)
    for key, (kind, read) in _LISTS.items():
        if key in document:
            for entry in document.parts(key, kind):
                read(entry, project)
    for key in _OUTSIDE:
        if key in document:
            document.raw(key)
            document.report.leave(document.file, key, "outside")
    document.done()
