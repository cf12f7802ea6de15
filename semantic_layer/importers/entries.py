"""The parts of a shop folder as plain values, and how they are written down."""

from pathlib import Path

import yaml

Entry = str | int | float | bool | None | list["Entry"] | dict[str, "Entry"]
Entries = dict[str, Entry]


def write(folder: Path, files: dict[str, Entries]) -> None:
    """Write each file's sections as YAML; a file without any is not written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, sections in files.items():
        kept: Entries = {k: v for k, v in sections.items() if v not in ({}, [], None)}
        if kept:
            text = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=100)
            (folder / name).write_text(text, encoding="utf-8")


def filled(**values: Entry) -> Entries:
    """The entries that say something: empty texts, lists, mappings and None are left out."""
    return {k: v for k, v in values.items() if v is not None and v not in ("", [], {})}


def head(name: str, data: Path | None, out: Path, **shop: Entry) -> Entries:
    """The sections of `shop.yml`: the shop under a plain name, and where its data is."""
    plain = "".join(c if c.isalnum() or c in "-_" else "_" for c in name) or "shop"
    said: Entries = {"name": plain, "language": "en", "time_zone": "UTC", "default_period": "all"}
    return {"version": 1, "shop": {**said, **filled(**shop)}, **filled(data=_data(data, out))}


def _data(data: Path | None, out: Path) -> str:
    """The data's path as the shop folder says it: relative where it can be."""
    if data is None:
        return ""
    try:
        return data.resolve().relative_to(out.resolve()).as_posix()
    except ValueError:
        return data.resolve().as_posix()
