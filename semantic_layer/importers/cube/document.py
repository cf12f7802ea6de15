"""Cube's YAML as plain values: cubes with what they extend, and views."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from semantic_layer.importers.cube.references import JINJA
from semantic_layer.importers.report import Report
from semantic_layer.importers.taking import Plain, Taking

__all__ = ["Cube", "read_cubes", "shown"]

_LISTS = ("measures", "dimensions", "segments", "joins")
_BLOCKS = ("{%", "{#")


@dataclass(slots=True)
class Cube:
    """A cube whose members are still as the file has them."""

    name: str
    what: str
    file: str
    node: Taking
    lists: dict[str, list[Plain]] = field(default_factory=dict)

    def members(self, key: str, kind: str) -> Iterator[Taking]:
        """The members of a list, each named."""
        for node in self.lists.get(key, []):
            name = node.get("name", "") if isinstance(node, dict) else ""
            yield Taking(node, self.file, f"{self.what}: {kind} {name}".rstrip(), self.node.report)


def read_cubes(path: Path, report: Report) -> dict[str, Cube]:
    """The cubes of a file or of all YAML files of a folder; views are reported."""
    folder = path if path.is_dir() else path.parent
    files = [path] if path.is_file() else sorted(_files(path))
    nodes: dict[str, Cube] = {}
    views: list[Taking] = []
    for file in files:
        for document in _documents(file, file.relative_to(folder).as_posix(), report):
            for node in document.parts("cubes", "cube"):
                cube = Cube(node.text("name"), node.what, node.file, node)
                if cube.name in nodes:
                    report.leave(node.file, node.what, "twice", name=cube.name)
                else:
                    nodes[cube.name] = cube
            views += document.parts("views", "view")
            document.done()
    for cube in nodes.values():
        cube.lists = {key: _members(cube, key, nodes, report, ()) for key in _LISTS}
    for view in views:
        report.leave(view.file, f"{view.what}: {shown(view.node)}", "view_left")
    return nodes


def shown(node: Plain) -> str:
    """A part of a file on one line, for the report."""
    dumped = yaml.safe_dump(node, default_flow_style=True, allow_unicode=True, width=10_000)
    return " ".join(dumped.replace("...", "").split())


def _files(folder: Path) -> Iterator[Path]:
    for found in folder.rglob("*"):
        parts = found.relative_to(folder).parts
        if found.suffix in (".yml", ".yaml") and not any(p.startswith(".") for p in parts):
            yield found


def _documents(file: Path, label: str, report: Report) -> list[Taking]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        if any(block in text for block in _BLOCKS):
            report.leave(label, "", "jinja")
            return []
        documents = list(yaml.load_all(text, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        templated = isinstance(error, yaml.YAMLError) and JINJA.search(text)
        report.leave(label, "", "jinja" if templated else "bad_yaml")
        return []
    return [Taking(d, label, "", report) for d in documents if d is not None]


def _members(
    cube: Cube, key: str, cubes: dict[str, Cube], report: Report, seen: tuple[str, ...]
) -> list[Plain]:
    """A cube's own members after those of the cube that it extends, by name."""
    own = cube.node.raw(key)
    listed = own if isinstance(own, list) else _named(own)
    parent = cube.node.text("extends").strip("{} ")
    if not parent:
        return listed
    if parent not in cubes or parent in seen:
        report.leave(cube.file, f"{cube.what}: extends", "missing", name=parent)
        return listed
    inherited = _members(cubes[parent], key, cubes, report, (*seen, cube.name))
    names = {n.get("name") for n in listed if isinstance(n, dict)}
    return [n for n in inherited if isinstance(n, dict) and n.get("name") not in names] + listed


def _named(own: Plain) -> list[Plain]:
    """Members written as a mapping by name."""
    if not isinstance(own, dict):
        return []
    return [{"name": k, **v} if isinstance(v, dict) else {"name": k} for k, v in own.items()]
