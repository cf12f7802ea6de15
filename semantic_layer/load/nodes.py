"""Reads YAML into values while keeping the place of every word, so that a fault can name its line.

A Reader collects faults instead of stopping at the first, so that one run shows everything.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import yaml

from semantic_layer.errors import Fault
from semantic_layer.nearest import nearest
from semantic_layer.texts import Place, Text

Value = TypeVar("Value")
Scalar = str | int | float | bool

_MAX_BYTES = 4_000_000
_MOST_WORDS = 10_000
_MAX_DEPTH = 40
_TEXT = "tag:yaml.org,2002:str"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Knows the words that it has met: most of a shop's are said hundreds of times."""

    _met: dict[str, str] = {}

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> str:
        """The tag of a node, as YAML finds it."""
        if kind is not yaml.ScalarNode or not implicit[0]:
            return str(super().resolve(kind, value, implicit))
        tag = self._met.get(value)
        if tag is None:
            tag = str(super().resolve(kind, value, implicit))
            if len(self._met) < _MOST_WORDS:
                self._met[value] = tag
        return tag


class Reader:
    """Turns nodes of one file into values; everything wrong goes to `faults`."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self.file = file
        self.faults = faults
        self._constructor = yaml.SafeLoader("")

    def fault(
        self, node: yaml.Node | Place, code: str, near: Iterable[str] = (), **values: object
    ) -> None:
        place = node if isinstance(node, Place) else self.place(node)
        self.faults.append(Fault.at(place, code, near, **values))

    def place(self, node: yaml.Node) -> Place:
        mark = node.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def mapping(self, node: yaml.Node, known: Iterable[str] | None = None) -> dict[str, yaml.Node]:
        """The entries of a mapping by key; a fault for a key that is unknown or stands twice."""
        found: dict[str, yaml.Node] = {}
        allowed = None if known is None else _among(tuple(known))
        for key, key_node, value in self.entries(node):
            name = key if isinstance(key, str) else str(key)
            if name in found:
                self.fault(key_node, "duplicate_key", key=name)
            elif allowed is not None and name not in allowed:
                self.fault(key_node, "unknown_key", near=nearest(name, allowed), key=name)
            else:
                found[name] = value
        return found

    def entries(self, node: yaml.Node) -> Iterator[tuple[Scalar, yaml.Node, yaml.Node]]:
        """(key, key node, value node) of a mapping, in order."""
        if not isinstance(node, yaml.MappingNode):
            if not _is_null(node):
                self.fault(node, "not_a_mapping")
            return
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key.value if key.tag == _TEXT else self.scalar(key), key, value
            else:
                self.fault(key, "bad_key")

    def scalar(self, node: yaml.Node) -> Scalar:
        """A plain value as YAML types it (a date stays its text); lists and mappings are faults."""
        if not isinstance(node, yaml.ScalarNode):
            self.fault(node, "not_a_value")
            return ""
        if node.tag == _TEXT:
            return str(node.value)
        if node.tag in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:null"):
            return str(node.value)
        try:
            value = self._constructor.construct_object(node)
        except (yaml.YAMLError, ValueError):
            return str(node.value)
        return value if isinstance(value, str | int | float | bool) else str(node.value)

    def string(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self.fault(node, "not_a_text")
        return ""

    def strings(self, node: yaml.Node) -> tuple[str, ...]:
        """One text or a list of texts."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.string(n) for n in node.value)
        return (self.string(node),)

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.fault(node, "not_a_list")
        return []

    def text(self, node: yaml.Node) -> Text:
        """`{zh: …, en: …}`, or one string for both."""
        if isinstance(node, yaml.ScalarNode):
            return Text(str(node.value), str(node.value))
        parts = self.mapping(node, ("zh", "en"))
        zh = self.string(parts["zh"]) if "zh" in parts else ""
        en = self.string(parts["en"]) if "en" in parts else ""
        return Text(zh, en)

    def flag(self, node: yaml.Node) -> bool:
        value = self.scalar(node)
        if not isinstance(value, bool):
            self.fault(node, "not_a_flag", value=value)
            return False
        return value

    def number(self, node: yaml.Node) -> float:
        value = self.scalar(node)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fault(node, "not_a_number", value=value)
            return 0.0
        return value

    def choice(self, node: yaml.Node, options: Iterable[str]) -> str:
        options = tuple(options)
        value = self.string(node)
        if value not in options:
            self.fault(
                node, "bad_choice", near=nearest(value, options), value=value,
                options=", ".join(options),
            )  # fmt: skip
            return options[0]
        return value

    def day(self, node: yaml.Node) -> date:
        value = self.string(node)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fault(node, "not_a_date", value=value)
            return date(1970, 1, 1)


class Fields:
    """The entries of one mapping, read by name with a default."""

    def __init__(self, reader: Reader, node: yaml.Node, known: Iterable[str]) -> None:
        self.reader = reader
        self.node = node
        self.place = reader.place(node)
        self.nodes = reader.mapping(node, known)

    def __contains__(self, name: str) -> bool:
        return name in self.nodes

    def get(self, name: str, read: Callable[[yaml.Node], Value], default: Value) -> Value:
        node = self.nodes.get(name)
        return default if node is None else read(node)

    def choice(self, name: str, options: Iterable[str], default: str) -> str:
        node = self.nodes.get(name)
        return default if node is None else self.reader.choice(node, options)

    def need(self, name: str, read: Callable[[yaml.Node], Value], default: Value) -> Value:
        """Like `get`, with a fault when the entry is missing."""
        if name not in self.nodes:
            self.reader.fault(self.place, "missing_key", key=name)
        return self.get(name, read, default)


def compose(path: Path, label: str, faults: list[Fault]) -> yaml.Node | None:
    """The node tree of a file, or None after a fault (unreadable, not YAML, too deep)."""
    try:
        raw = path.read_bytes()
        if len(raw) > _MAX_BYTES:
            faults.append(Fault(label, 1, 1, "too_large"))
            return None
        node = yaml.compose(raw.decode("utf-8-sig"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        faults.append(_not_yaml(label, raw, error))
        return None
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        faults.append(Fault(label, line, column, "not_utf8"))
        return None
    except (yaml.YAMLError, RecursionError) as error:
        faults.append(Fault(label, 1, 1, "not_yaml", (("why", type(error).__name__),)))
        return None
    except OSError:
        faults.append(Fault(label, 1, 1, "unreadable"))
        return None
    if node is not None and _too_deep(node):
        faults.append(Fault(label, 1, 1, "too_deep"))
        return None
    return node


def _not_yaml(label: str, raw: bytes, error: yaml.MarkedYAMLError) -> Fault:
    """Where the file stops being YAML; a tab in its indent is what people cannot see."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = raw.decode("utf-8-sig", errors="replace").splitlines()
    text = lines[line - 1] if line <= len(lines) else ""
    if "\t" in text[: len(text) - len(text.lstrip())]:
        return Fault(label, line, column, "tab")
    return Fault(label, line, column, "not_yaml", (("why", error.problem or ""),))


def _too_deep(root: yaml.Node) -> bool:
    """True for a tree that is nested too deep, or that repeats itself through aliases."""
    seen: set[int] = set()
    level = [] if isinstance(root, yaml.ScalarNode) else [root]
    for _ in range(_MAX_DEPTH):
        below: list[yaml.Node] = []
        for node in level:
            if id(node) in seen:
                return True
            seen.add(id(node))
            pairs = isinstance(node, yaml.MappingNode)
            parts = [part for pair in node.value for part in pair] if pairs else node.value
            below += [part for part in parts if not isinstance(part, yaml.ScalarNode)]
        if not below:
            return False
        level = below
    return True


@lru_cache(maxsize=256)
def _among(known: tuple[str, ...]) -> frozenset[str]:
    return frozenset(known)


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
