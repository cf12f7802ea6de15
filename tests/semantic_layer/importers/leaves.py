"""Nothing is dropped silently: whatever leaf of a document changes, the shop or the report changes."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from semantic_layer.importers import Report

Path_ = tuple[str | int, ...]


def leaves(node: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from leaves(value, (*path, n))
    else:
        yield path, node


def changed(document: Any, path: Path_, value: Any) -> Any:
    made = copy.deepcopy(document)
    node = made
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = other(value)
    return made


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 17
    return f"{value}_x7" if value is not None else "x7"


def keys_of(path: Path_) -> str:
    return ".".join(str(p) for p in path if not isinstance(p, int))


def outcome(
    import_: Callable[[Path, Path], Report], folder: Path, document: Any
) -> tuple[str, Report]:
    """The written files and the report as one text, and the report."""
    folder.mkdir(parents=True)
    (folder / "model.yaml").write_text(
        yaml.safe_dump(document, allow_unicode=True), encoding="utf-8"
    )
    report = import_(folder / "model.yaml", folder / "shop")
    files = sorted((folder / "shop").iterdir())
    return "\n".join([*(f.read_text(encoding="utf-8") for f in files), report.text("en")]), report


def left_whole(document: Any, path: Path_, report: Report) -> bool:
    """True for a leaf of a thing that the report names as left out."""
    node, names = document, []
    for step in path:
        if isinstance(node, dict) and isinstance(node.get("name"), str):
            names.append(node["name"])
        node = node[step]
    whole = [
        one for one in report.left if one.sentence("en").endswith(("left out", "left out too"))
    ]
    return any(one.what.endswith(f" {name}") for name in names[-2:] for one in whole)


def dropped(
    import_: Callable[[Path, Path], Report], folder: Path, document: Any, ignorable: set[str]
) -> list[str]:
    """The leaves that may change without a trace and are not among the ignorable."""
    plain, report = outcome(import_, folder / "plain", document)
    lost = []
    for n, (path, value) in enumerate(leaves(document)):
        if keys_of(path) in ignorable:
            continue
        same = outcome(import_, folder / str(n), changed(document, path, value))[0] == plain
        if same and not left_whole(document, path, report):
            lost.append(f"{keys_of(path)} = {value!r}")
    return lost
