"""`wenshu import` and `wenshu export`: other people's models as shop folders, and back."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import Language

if TYPE_CHECKING:
    from semantic_layer.importers import Report

__all__ = ["exporter", "importer"]

importer = typer.Typer(
    help="Write somebody else's model down as a shop folder.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
exporter = typer.Typer(
    help="Write a shop down in a format that others read.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Out = Annotated[Path, typer.Argument(metavar="DIR", help="The new shop folder.")]
Tables = Annotated[
    Path | None,
    typer.Option("--data", metavar="FILE|FOLDER", help="DuckDB file or folder of its tables."),
]


@importer.callback()
def _importer() -> None:
    """Write somebody else's model down as a shop folder."""


@exporter.callback()
def _exporter() -> None:
    """Write a shop down in a format that others read."""


@importer.command("dbt")
def import_dbt(
    project: Annotated[Path, typer.Argument(metavar="PATH", help="The dbt project's folder.")],
    folder: Out,
    data: Tables = None,
    lang: Language = None,
) -> int:
    """Import a dbt project's semantic layer; print what could not be carried."""
    from semantic_layer.importers.dbt import import_dbt

    return _imported(import_dbt, project, folder, data, lang.value if lang else "zh")


@importer.command("osi")
def import_osi(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="The OSI (Apache Ossie) file, or a folder.")
    ],
    folder: Out,
    data: Tables = None,
    lang: Language = None,
) -> int:
    """Import an OSI (Apache Ossie) model; print what could not be carried."""
    from semantic_layer.importers.osi import import_osi

    return _imported(import_osi, path, folder, data, lang.value if lang else "zh")


@importer.command("cube")
def import_cube(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A Cube YAML file, or the folder.")],
    folder: Out,
    data: Tables = None,
    lang: Language = None,
) -> int:
    """Import a Cube data model in YAML; print what could not be carried."""
    from semantic_layer.importers.cube import import_cube

    return _imported(import_cube, path, folder, data, lang.value if lang else "zh")


@exporter.command("osi")
def export_osi(
    shop: Annotated[Path, typer.Argument(metavar="DIR", help="The shop folder.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The YAML file to write.")],
    lang: Language = None,
) -> int:
    """Export a shop as an OSI (Apache Ossie) model; print what could not be carried."""
    from assistant.messages import say
    from semantic_layer.errors import ShopError
    from semantic_layer.exporters.osi import export_osi
    from semantic_layer.load import load

    chosen = lang.value if lang else "zh"
    if file.exists():
        print(say("cli.file_exists", chosen, file=str(file)), file=sys.stderr)
        return 2
    try:
        report = export_osi(load(shop), file)
    except ShopError as error:
        print(error.sentence(chosen), file=sys.stderr)
        return 2
    print(report.text(chosen))
    print(say("cli.exported", chosen, file=str(file)))
    return 0


def _imported(
    run: "Callable[[Path, Path, Path | None], Report]",
    path: Path,
    folder: Path,
    data: Path | None,
    lang: str,
) -> int:
    """Import into a new folder; 2 where there is nothing to import, or something to overwrite."""
    from assistant.messages import say

    for given in (path, data):
        if given is not None and not given.exists():
            print(say("cli.nothing_to_import", lang, folder=str(given)), file=sys.stderr)
            return 2
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(say("cli.not_empty", lang, folder=str(folder)), file=sys.stderr)
        return 2
    report = run(path, folder, data)
    print(report.text(lang))
    print(say("cli.imported", lang, folder=str(folder)))
    return 0
