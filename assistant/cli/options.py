"""The options that several commands share."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """The languages of answers."""

    zh = "zh"
    en = "en"


ShopFolder = Annotated[
    Path | None,
    typer.Option(
        "--shop", metavar="DIR", help="Shop folder; default WENSHU_SHOP or the demo shop."
    ),
]
DataPath = Annotated[
    Path | None,
    typer.Option("--data", metavar="PATH", help="DuckDB file or folder instead of the shop's own."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
Language = Annotated[
    Lang | None, typer.Option("--lang", help="Language of the answer; default: the question's.")
]
RoleName = Annotated[str, typer.Option("--role", help="Role to answer for.")]
Today = Annotated[
    datetime | None,
    typer.Option("--today", formats=["%Y-%m-%d"], help="The day that counts as today."),
]
BatchFile = Annotated[
    str | None,
    typer.Option("--batch", metavar="FILE|-", help="JSON lines in, one answer a line out."),
]
Arguments = Annotated[
    str | None, typer.Option("--args", metavar="JSON|@FILE", help="Arguments as a JSON object.")
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Compute, even when it was asked before.")
]
