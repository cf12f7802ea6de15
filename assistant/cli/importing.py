"""`wenshu import`: other people's models, written down as shop folders."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import Language

__all__ = ["importer"]

importer = typer.Typer(
    help="Write somebody else's model down as a shop folder.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@importer.callback()
def _importer() -> None:
    """Write somebody else's model down as a shop folder."""


@importer.command("dbt")
def import_dbt(
    project: Annotated[Path, typer.Argument(metavar="PATH", help="The dbt project's folder.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new shop folder.")],
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FILE|FOLDER", help="DuckDB file or folder of its tables."),
    ] = None,
    lang: Language = None,
) -> int:
    """Import a dbt project's semantic layer; print what could not be carried."""
    from assistant.messages import say
    from semantic_layer.importers import dbt

    chosen = lang.value if lang else "zh"
    for path in (project, data):
        if path is not None and not path.exists():
            print(say("cli.nothing_to_import", chosen, folder=str(path)), file=sys.stderr)
            return 2
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(say("cli.not_empty", chosen, folder=str(folder)), file=sys.stderr)
        return 2
    report = dbt.import_dbt(project, folder, data)
    print(report.text(chosen))
    print(say("cli.imported", chosen, folder=str(folder)))
    return 0
