"""An OSI document as plain values (Open Semantic Interchange, now Apache Ossie: 1.0 to 0.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from sqlglot import exp

from semantic_layer.importers.osi.words import Words, words_of
from semantic_layer.importers.report import Report
from semantic_layer.importers.sql import NotCarried, read
from semantic_layer.importers.taking import Plain, Taking

__all__ = ["OsiDataset", "OsiField", "OsiMetric", "OsiModel", "Relationship", "read_osi"]

# The dialects of the specification that are SQL, in the order in which they are preferred here.
_DIALECTS = {
    "DUCKDB": ("duckdb",), "ANSI_SQL": ("duckdb", "postgres"), "POSTGRES": ("postgres",),
    "DATABRICKS": ("databricks",), "SNOWFLAKE": ("snowflake",), "BIGQUERY": ("bigquery",),
}  # fmt: skip


@dataclass(slots=True)
class OsiField:
    """An attribute of a dataset; `sql` is its expression, None where it cannot be read."""

    name: str
    what: str
    sql: str | None
    words: Words
    is_time: bool | None = None
    datatype: str = ""


@dataclass(slots=True)
class OsiMetric:
    """A metric; `dataset` is the one that it is scoped to, if it is.

    `tree` is its expression, None where it cannot be read.
    """

    name: str
    what: str
    file: str
    tree: exp.Expr | None
    words: Words
    dataset: str = ""
    datatype: str = ""


@dataclass(slots=True)
class OsiDataset:
    """A table; `source` is a relation or file pattern, "" for what is neither."""

    name: str
    what: str
    file: str
    source: str
    keys: list[tuple[str, ...]]
    fields: list[OsiField]
    words: Words
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Relationship:
    """Many rows of `from_` belong to one of `to`."""

    name: str
    what: str
    file: str
    from_: str
    to: str
    from_columns: tuple[str, ...]
    to_columns: tuple[str, ...]


@dataclass(slots=True)
class OsiModel:
    """All that was read."""

    name: str = ""
    words: Words = field(default_factory=Words)
    datasets: list[OsiDataset] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    metrics: list[OsiMetric] = field(default_factory=list)


def read_osi(path: Path, report: Report) -> OsiModel:
    """The models of a file, or of all YAML and JSON files of a folder, as one."""
    model = OsiModel()
    folder = path if path.is_dir() else path.parent
    files = [path] if path.is_file() else sorted(_files(path))
    for file in files:
        label = file.relative_to(folder).as_posix()
        for document in _documents(file, label, report):
            _read_document(Taking(document, label, "", report), model)
    return model


def _files(folder: Path) -> Iterator[Path]:
    for found in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in found.relative_to(folder).parts)
        if found.suffix in (".yml", ".yaml", ".json") and found.is_file() and not hidden:
            yield found


def _documents(file: Path, label: str, report: Report) -> list[Plain]:
    try:
        text_ = file.read_text(encoding="utf-8-sig")
        return [d for d in yaml.load_all(text_, Loader=yaml.CSafeLoader) if d is not None]
    except (yaml.YAMLError, UnicodeDecodeError, OSError):
        report.leave(label, "", "bad_yaml")
        return []


def _read_document(document: Taking, model: OsiModel) -> None:
    for key in ("version", "dialects", "vendors"):
        document.raw(key)
    for node in document.parts("semantic_model", "semantic model"):
        name = node.text("name")
        if model.name:
            document.report.leave(document.file, node.what, "joined", name=model.name)
        model.name = model.name or name
        words = words_of(node)
        model.words.description = model.words.description or words.description
        model.words.examples += words.examples
        model.words.own = {**words.own, **model.words.own}
        if words.synonyms:
            node.report.leave(node.file, f"{node.what}: synonyms", "no_place")
        for dataset in node.parts("datasets", "dataset"):
            _read_dataset(dataset, model)
        for relationship in node.parts("relationships", "relationship"):
            model.relationships.append(_relationship(relationship))
        for metric in node.parts("metrics", "metric"):
            model.metrics.append(_metric(metric, ""))
        node.done()
    document.done()


def _read_dataset(node: Taking, model: OsiModel) -> None:
    name = node.text("name")
    keys = [tuple(node.texts("primary_key"))] if "primary_key" in node else []
    unique = node.raw("unique_keys")
    for columns in unique if isinstance(unique, list) else []:
        key = tuple(map(str, columns)) if isinstance(columns, list) else (str(columns),)
        if key not in keys:
            keys.append(key)
    words = words_of(node)
    if words.synonyms:
        said = ", ".join(words.synonyms)
        node.report.leave(node.file, f"{node.what}: synonyms {said}", "no_place")
    model.datasets.append(
        OsiDataset(
            name, node.what, node.file, _source(node), keys,
            [_field(f) for f in node.parts("fields", "field")], words, "primary_key" in node,
        )
    )  # fmt: skip
    for metric in node.parts("metrics", "metric"):
        model.metrics.append(_metric(metric, name))
    node.done()


def _source(node: Taking) -> str:
    """A relation, or the file pattern of a structured source."""
    said = node.raw("source")
    if isinstance(said, dict):
        return _structured(node.part("source"))
    text_ = str(said or "").strip()
    if len(text_.split()) > 1:
        node.report.leave(node.file, f"{node.what}: source", "query_source", text=text_[:80])
        return ""
    return text_


def _structured(source: Taking) -> str:
    kind, shape = source.text("kind"), source.text("format")
    identifier, query, places = (
        source.text("identifier"),
        source.text("query"),
        source.texts("locations"),
    )
    source.done()
    left = ", ".join(filter(None, (kind, shape)))
    if left:
        source.report.leave(source.file, f"{source.what}: {left}", "no_place")
    if query or len(places) > 1:
        said = query or ", ".join(places)
        source.report.leave(source.file, source.what, "query_source", text=said[:80])
        return ""
    return identifier or "".join(places)


def _relationship(node: Taking) -> Relationship:
    made = Relationship(
        node.text("name"), node.what, node.file, node.text("from"), node.text("to"),
        tuple(node.texts("from_columns")), tuple(node.texts("to_columns")),
    )  # fmt: skip
    words = words_of(node)
    for said in (words.description, *words.synonyms, *words.examples):
        if said:
            node.report.leave(node.file, f"{node.what}: {said[:80]}", "no_place")
    node.done()
    return made


def _field(node: Taking) -> OsiField:
    part = node.part("dimension")
    is_time = part.flag("is_time") if "is_time" in part else None
    part.done()
    said = _expression(node)
    made = OsiField(
        node.text("name"), node.what, said[0] if said else None, words_of(node), is_time,
        node.text("datatype"),
    )  # fmt: skip
    label = node.text("label")
    if label:
        node.report.leave(node.file, f"{node.what}: label {label}", "no_place")
    node.done()
    return made


def _metric(node: Taking, dataset: str) -> OsiMetric:
    said = _expression(node)
    made = OsiMetric(
        node.text("name"), node.what, node.file, said[1] if said else None, words_of(node), dataset,
        node.text("datatype"),
    )  # fmt: skip
    node.done()
    return made


def _expression(node: Taking) -> tuple[str, exp.Expr] | None:
    """The expression in the first dialect that is known here, in DuckDB's."""
    said = node.raw("expression")
    if isinstance(said, dict):
        listed = node.part("expression").raw("dialects")
    else:
        listed = said if isinstance(said, list) else [{"dialect": "ANSI_SQL", "expression": said}]
    found = {
        str(one.get("dialect", "ANSI_SQL")).upper(): str(one.get("expression", ""))
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict)
    }
    taken = next((d for d in _DIALECTS if found.get(d)), None)
    if taken is None:
        node.report.leave(node.file, node.what, "no_known_dialect")
        return None
    for dialect, text_ in found.items():
        if dialect != taken:
            node.report.leave(node.file, f"{node.what}: {dialect} {text_[:80]}", "other_dialect")
    try:
        tree = read(found[taken], _DIALECTS[taken])
        plain = taken in ("DUCKDB", "ANSI_SQL")
        return found[taken] if plain else tree.sql(dialect="duckdb"), tree
    except NotCarried as error:
        node.report.leave(node.file, node.what, error.code, **error.values)
        return None
