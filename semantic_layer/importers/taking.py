"""A mapping of a YAML file from which keys are taken; what is never taken is reported."""

from collections.abc import Iterator

from semantic_layer.importers.report import Report

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


class Taking:
    """A mapping with a record of what was read from it. `what` says in reports what it is."""

    def __init__(self, node: Plain, file: str, what: str, report: Report) -> None:
        self.node = node if isinstance(node, dict) else {}
        self.file = file
        self.what = what
        self.report = report
        self._taken: set[str] = set()
        if node is not None and not isinstance(node, dict):
            report.leave(file, what, "unknown_key")

    def __contains__(self, key: str) -> bool:
        return self.node.get(key) is not None

    def raw(self, key: str) -> Plain:
        """The value as it stands, None for none."""
        self._taken.add(key)
        return self.node.get(key)

    def text(self, key: str, default: str = "") -> str:
        """A plain value as text."""
        value = self.raw(key)
        if isinstance(value, bool):
            return "true" if value else "false"
        return default if value is None or isinstance(value, list | dict) else str(value)

    def flag(self, key: str) -> bool:
        return self.raw(key) in (True, "true", "True")

    def number(self, key: str) -> float | None:
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """One text, or a list of texts."""
        value = self.raw(key)
        if isinstance(value, list):
            return tuple(str(v) for v in value)
        return () if value is None else (str(value),)

    def part(self, key: str) -> "Taking":
        """The mapping under a key (empty when there is none)."""
        return Taking(self.raw(key), self.file, f"{self.what}: {key}", self.report)

    def parts(self, key: str, kind: str) -> Iterator["Taking"]:
        """The mappings of a list under a key; each is named by its `name`."""
        value = self.raw(key)
        for node in value if isinstance(value, list) else []:
            name = node.get("name", "") if isinstance(node, dict) else ""
            prefix = f"{self.what}: " if self.what else ""
            yield Taking(node, self.file, f"{prefix}{kind} {name}".rstrip(), self.report)

    def without_place(self, *keys: str) -> None:
        """Report keys that are known but have no place in a shop folder."""
        for key in keys:
            if self.raw(key) not in (None, [], {}, ""):
                self.report.leave(self.file, f"{self.what}: {key}", "no_place")

    def left(self) -> list[str]:
        """The keys with a value that were not taken."""
        return [k for k, v in self.node.items() if k not in self._taken and v is not None]

    def done(self) -> None:
        """Report every key that was not taken."""
        for key in self.left():
            self.report.leave(self.file, f"{self.what}: {key}".lstrip(": "), "unknown_key")
