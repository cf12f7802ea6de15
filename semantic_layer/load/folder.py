"""Reads all files of a shop folder, joins their sections, links names and freezes the Model."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml

from semantic_layer import calendar_messages, check_messages, compare_messages, error_messages  # noqa: F401  (adds texts of faults)
from semantic_layer.errors import Fault, ShopError
from semantic_layer.load.access import read_door
from semantic_layer.load.concepts import read_concept
from semantic_layer.load.fiscal import read_fiscal_year
from semantic_layer.load.link import Loose, link
from semantic_layer.load.metrics import read_metric
from semantic_layer.load.model_tests import read_test
from semantic_layer.load.nodes import Fields, Reader, compose
from semantic_layer.load.occasions import read_occasion
from semantic_layer.load.queries import read_query, read_scorecard
from semantic_layer.load.sources import read_source
from semantic_layer.load.standard import read_wishes
from semantic_layer.load.tables import read_table
from semantic_layer.load.words import (
    read_questions,
    read_role,
    read_spine,
    read_term,
)
from semantic_layer.model import Dimension, Model, Table
from semantic_layer.named_periods import PERIODS
from semantic_layer.nearest import nearest
from semantic_layer.sources import sync_messages as _  # noqa: F401  (adds the texts of faults)
from semantic_layer.texts import Text
from semantic_layer.vocabulary import Wishes
from semantic_layer.zones import is_zone

_NAMED: dict[str, Callable[[Reader, str, yaml.Node], Any]] = {
    "tables": read_table,
    "metrics": read_metric,
    "terms": read_term,
    "calendar": read_occasion,
    "concepts": read_concept,
    "roles": read_role,
    "access": read_door,
    "spines": read_spine,
    "queries": read_query,
    "scorecards": read_scorecard,
    "tests": read_test,
    "sources": read_source,
}
_TOP = ("version", "shop", "data", "questions", "standard", *_NAMED)
_SHOP = (
    "name", "label", "description", "currency", "time_zone", "week_start", "today", "language",
    "default_metric", "default_period", "fiscal_year_start", "fiscal_year_named",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(slots=True)
class _Folder:
    """What was read so far."""

    faults: list[Fault] = field(default_factory=list)
    named: dict[str, dict[str, Any]] = field(default_factory=lambda: {k: {} for k in _NAMED})
    shop: dict[str, Any] = field(default_factory=dict)
    data: str = ""
    questions: tuple[Text, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)


@contextmanager
def _uncollected() -> Iterator[None]:
    """A load makes a hundred thousand small things at once; looking for cycles among them over
    and over would take as long as the load itself."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@_uncollected()
def load(folder: Path) -> Model:
    """The model of a shop folder. Raises ShopError with every fault that was found."""
    if not folder.is_dir():
        raise ShopError("no_such_shop", folder=str(folder))
    files = sorted(folder.glob("*.yml")) + sorted(folder.glob("*.yaml"))
    if not (folder / "shop.yml").is_file():
        raise ShopError("no_shop_file", folder=str(folder))
    read = _Folder()
    for path in files:
        root = compose(path, path.name, read.faults)
        if root is not None:
            _read_file(Reader(path.name, read.faults), root, read, path.name == "shop.yml")
    model = link(_model(read, folder), Loose(read.named["concepts"], read.wishes), read.faults)
    if not read.faults and not (model.tables and model.metrics):
        read.faults.append(Fault("shop.yml", 1, 1, "nothing_defined"))
    if read.faults:
        raise ShopError(faults=sorted(read.faults, key=lambda f: (f.file, f.line, f.column)))
    return model


def _read_file(reader: Reader, root: yaml.Node, read: _Folder, is_shop: bool) -> None:
    sections = reader.mapping(root, _TOP)
    if is_shop:
        _check_version(reader, root, sections)
    if "shop" in sections:
        read.shop = _shop(reader, sections["shop"])
    if "data" in sections:
        read.data = reader.string(sections["data"])
    if "questions" in sections:
        read.questions += read_questions(reader, sections["questions"])
    if "standard" in sections:
        read.wishes = read_wishes(reader, sections["standard"], read.wishes)
    for section, read_one in _NAMED.items():
        if section in sections:
            _read_section(reader, sections[section], read.named[section], read_one)


def _check_version(reader: Reader, root: yaml.Node, sections: dict[str, yaml.Node]) -> None:
    if "version" not in sections:
        reader.fault(root, "missing_key", key="version")
    elif reader.scalar(sections["version"]) != 1:
        reader.fault(sections["version"], "bad_version", value=reader.scalar(sections["version"]))


def _read_section(
    reader: Reader,
    node: yaml.Node,
    into: dict[str, Any],
    read_one: Callable[[Reader, str, yaml.Node], Any],
) -> None:
    for key, key_node, value in reader.entries(node):
        name = str(key)
        if not name or name != name.strip() or "." in name:
            reader.fault(key_node, "bad_name", name=name)
        elif name in into:
            reader.fault(key_node, "defined_twice", name=name)
        else:
            into[name] = read_one(reader, name, value)


def _shop(reader: Reader, node: yaml.Node) -> dict[str, Any]:
    fields = Fields(reader, node, _SHOP)
    name = fields.need("name", reader.string, "shop")
    return {
        "name": name,
        "label": fields.get("label", reader.text, Text(name, name)),
        "description": fields.get("description", reader.text, Text("", "")),
        "currency": fields.get("currency", reader.string, "CNY"),
        "time_zone": fields.get("time_zone", lambda n: _zone(reader, n), "Asia/Shanghai"),
        "week_start": _WEEKDAYS.index(fields.choice("week_start", _WEEKDAYS, "monday")),
        "fiscal": read_fiscal_year(reader, fields),
        "today": fields.choice("today", ("data", "clock"), "data"),
        "language": fields.choice("language", ("zh", "en"), "zh"),
        "default_metric": fields.get("default_metric", reader.string, ""),
        "default_period": fields.choice("default_period", PERIODS, "last_30_days"),
    }


def _dimensions(tables: dict[str, Table], faults: list[Fault]) -> dict[str, Dimension]:
    """All dimensions by id; a second home whose id is taken stands under `id@table`."""
    found: dict[str, Dimension] = {}
    every = [d for t in tables.values() for d in t.dimensions]
    homes = {d.id: d for d in reversed(every) if not d.same_as}
    for dimension in every:
        if dimension.same_as:
            taken = dimension.id in found or dimension.id in homes
            found[f"{dimension.id}@{dimension.table}" if taken else dimension.id] = dimension
        elif homes[dimension.id] is dimension:
            found[dimension.id] = dimension
        else:
            first = homes[dimension.id].place
            place = f"{first.file}:{first.line}:{first.column}"
            faults.append(
                Fault.at(dimension.place, "same_dimension", name=dimension.id, place=place)
            )
    return found


def _zone(reader: Reader, node: yaml.Node) -> str:
    name = reader.string(node)
    if not is_zone(name):
        reader.fault(node, "no_such_zone", nearest(name, available_timezones()), name=name)
    return name


def _model(read: _Folder, folder: Path) -> Model:
    tables = read.named["tables"]
    calendar = [o for entry in read.named["calendar"].values() for o in entry]
    return Model(
        **(read.shop or {"name": folder.name, "label": Text(folder.name, folder.name)}),
        tables=tables,
        dimensions=_dimensions(tables, read.faults),
        metrics=read.named["metrics"],
        spines=tuple(read.named["spines"].values()),
        occasions=tuple(o for o in calendar if o.kind != "makeup"),
        makeup=tuple(o for o in calendar if o.kind == "makeup"),
        terms=tuple(read.named["terms"].values()),
        roles=read.named["roles"],
        access=read.named["access"],
        queries=read.named["queries"],
        tests=read.named["tests"],
        scorecards=read.named["scorecards"],
        sources=read.named["sources"],
        data=read.data,
        questions=read.questions,
        folder=str(folder),
    )
