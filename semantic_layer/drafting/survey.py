"""Files to typed tables: read, put together where they are parts of one, typed, counted, joined."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from semantic_layer.drafting.joins import Join, find_joins
from semantic_layer.drafting.keys import find_key, without_overlap
from semantic_layer.drafting.profile import TableProfile, profile
from semantic_layer.drafting.reading import read_columns
from semantic_layer.drafting.split import split
from semantic_layer.drafting.words import plain
from semantic_layer.sources.readers import SUFFIXES, Format, Header, detect, stage

__all__ = ["Survey", "survey"]

Step = Callable[[str], None]


@dataclass(slots=True)
class Survey:
    """What was found in a shop's files: typed tables in `connection`, their keys and joins."""

    connection: duckdb.DuckDBPyConnection
    tables: list[TableProfile]
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    joins: list[Join] = field(default_factory=list)

    def table(self, name: str) -> TableProfile:
        """A table by its name."""
        return next(t for t in self.tables if t.name == name)

    def joins_of(self, table: str) -> list[Join]:
        """The joins that lead from a table to others."""
        return [j for j in self.joins if j.table == table]


def survey(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path], on_step: Step = lambda _: None
) -> Survey:
    """Everything that can be known of the files (a folder stands for its files); ReadError if one
    cannot be read. Files and sheets with the same headers are one table."""
    found = Survey(connection, [])
    groups = _grouped(connection, files_of(paths), on_step)
    for at, parts in enumerate(groups.values()):
        on_step(_stem(parts[0][0], parts[0][1]))
        found.tables += split(connection, _table(connection, at, parts, found.tables))
    for table in found.tables:
        found.keys[table.name] = find_key(connection, table)
        without_overlap(connection, table, found.keys[table.name])
    found.joins = find_joins(connection, found.tables, found.keys)
    return found


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files that are meant: those of a folder that can be read, by name."""
    files: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if _readable(p)) if path.is_dir() else [path]
        files += [p for p in inside if p not in files]
    return files


def _readable(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$"))
    return path.is_file() and path.suffix.lower() in SUFFIXES and not hidden


Part = tuple[Path, Format, str, tuple[Header, ...], int]


def _grouped(
    connection: duckdb.DuckDBPyConnection, files: Sequence[Path], on_step: Step
) -> dict[tuple[str, ...], list[Part]]:
    groups: dict[tuple[str, ...], list[Part]] = {}
    for path in files:
        on_step(path.name)
        for form in detect(path):
            relation = f"staged_{sum(map(len, groups.values()))}"
            left: list[int] = []
            headers = stage(connection, path, form, relation, left)
            names = (form.kind, *(h.name for h in headers))
            groups.setdefault(names, []).append((path, form, relation, headers, sum(left)))
    return groups


def _table(
    connection: duckdb.DuckDBPyConnection,
    at: int,
    parts: list[Part],
    others: Sequence[TableProfile],
) -> TableProfile:
    path, form, relation, headers, _ = parts[0]
    bounds: list[int] = []
    for *_, more, _, _ in parts[1:]:
        row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
        bounds.append(row[0] if row else 0)
        connection.execute(f"INSERT INTO {relation} BY NAME SELECT * FROM {more}")
        connection.execute(f"DROP TABLE {more}")
    typed, known = f"typed_{at}", form.kind in ("parquet", "json")
    columns = read_columns(connection, relation, headers, known, typed)
    connection.execute(f"DROP TABLE {relation}")
    rows, counted = profile(connection, typed, columns)
    name = _free(_stem(path, form, len(parts) > 1), [t.name for t in others])
    files = tuple(dict.fromkeys(p[0] for p in parts))
    left = sum(p[4] for p in parts)
    return TableProfile(
        name, typed, files, form, tuple(columns), rows, left, tuple(bounds), counted=counted
    )


def _stem(path: Path, form: Format, several: bool = False) -> str:
    """A table's name: the file's without dates and numbers, with the sheet's where it has one."""
    stem = plain(path.stem)
    if form.sheet and not re.fullmatch(r"(?i)sheet\s*\d*|工作表\s*\d*", form.sheet):
        stem = plain(form.sheet) if re.search(r"\w", form.sheet) else stem
    bare = re.sub(r"(?<![a-z])\d[\d ]*|\b(19|20)\d{2}\S*", " ", stem).strip() or stem
    name = re.sub(r"\W+", "_", bare).strip("_") or "data"
    return f"t_{name}" if name[0].isdigit() else name


def _free(name: str, taken: Sequence[str]) -> str:
    unique, count = name, 2
    while unique in taken:
        unique, count = f"{name}_{count}", count + 1
    return unique
