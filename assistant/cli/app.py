"""The commands with their options. What they do is in the modules that they load."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.importing import exporter, importer
from assistant.cli.options import (
    Arguments,
    AsJson,
    BatchFile,
    DataPath,
    Language,
    NoCache,
    RoleName,
    ShopFolder,
    Today,
)
from assistant.cli.trust import audit, privacy
from assistant.cli.words import words

__all__ = ["app", "run"]

app = typer.Typer(
    name="wenshu",
    help="问数 wenshu: ask your shop's numbers in your own words.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(importer, name="import")
app.add_typer(exporter, name="export")
app.add_typer(privacy, name="privacy")
app.add_typer(words, name="words")
app.command()(audit)


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; no traceback reaches the user."""
    from assistant.cli.session import BadUsage

    try:
        code = app(args=arguments, prog_name="wenshu", standalone_mode=False)
        sys.stdout.flush()
    except BadUsage as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return _nobody_reads()
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001
        return _complain(error, arguments)
    return code if isinstance(code, int) else 0


def _nobody_reads() -> int:
    """The reader has gone (`| head -1`): what is left to write goes nowhere, in silence."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _complain(error: Exception, arguments: list[str]) -> int:
    """The edge of the program: each error in one sentence, in the language that was asked for."""
    lang = "en" if "--lang en" in " ".join(arguments).replace("=", " ") else "zh"
    if hasattr(error, "exit_code") and hasattr(error, "format_message"):
        from assistant.cli.usage import said_usage

        print(said_usage(error, lang), file=sys.stderr)
        return int(error.exit_code)
    from assistant.cli.session import unforeseen

    return unforeseen(error, lang)


@app.command()
def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question, in Chinese or English.")
    ] = None,
    shop: ShopFolder = None,
    data: DataPath = None,
    json: AsJson = False,
    lang: Language = None,
    role: RoleName = "owner",
    today: Today = None,
    batch: BatchFile = None,
    planner_only: Annotated[
        bool, typer.Option("--planner-only", help="Never ask a language model.")
    ] = False,
    no_cache: NoCache = False,
    sql: Annotated[bool, typer.Option("--sql", help="Show the SQL that ran.")] = False,
) -> int:
    """Ask a question in your own words."""
    from assistant.cli.asking import ask_batch, ask_one
    from assistant.cli.session import Session

    session = Session(
        shop, data, role, lang, today, json, planner_only, not no_cache, sql, asked=question or ""
    )
    return ask_batch(session, batch) if batch is not None else ask_one(session, question)


@app.command()
def query(
    metrics: Annotated[str | None, typer.Option(help="Metrics, separated by commas.")] = None,
    by: Annotated[str, typer.Option(help="Dimensions and steps of time.")] = "",
    where: Annotated[list[str] | None, typer.Option(help="A condition; may be repeated.")] = None,
    compare: Annotated[str, typer.Option(help="previous, year, week; by commas.")] = "",
    time: Annotated[
        str | None, typer.Option(metavar="DAY[..DAY]", help="First and last day.")
    ] = None,
    order: Annotated[str, typer.Option(help="Columns to sort by, - in front: descending.")] = "",
    limit: Annotated[int | None, typer.Option(help="At most so many rows.")] = None,
    share: Annotated[str, typer.Option(help="Metrics whose share of the total is wanted.")] = "",
    fill: Annotated[
        bool, typer.Option("--fill", help="A row for every empty step of time.")
    ] = False,
    saved: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="A query that the shop keeps; --saved --list names them."
        ),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A parameter of it; may be repeated."),
    ] = None,
    args: Arguments = None,
    batch: BatchFile = None,
    sql: Annotated[bool, typer.Option("--sql", help="Show the SQL that ran.")] = False,
    shop: ShopFolder = None,
    data: DataPath = None,
    json: AsJson = False,
    lang: Language = None,
    role: RoleName = "owner",
    today: Today = None,
) -> int:
    """Query the semantic layer alone."""
    from assistant.cli.calling import call_batch, call_one, query_arguments
    from assistant.cli.session import Session

    session = Session(shop, data, role, lang, today, json, show_sql=sql)
    if saved is not None:
        from assistant.cli.saved import LIST, list_saved, saved_query

        if saved == LIST:
            return list_saved(session)
        args = saved_query(session, saved, setting or [])
    if batch is not None:
        return call_batch(session, "query", batch)
    flags = {
        "metrics": metrics or "",
        "by": by,
        "compare": compare,
        "order": order,
        "share": share,
    }
    arguments = query_arguments(
        args, flags, where or [], time, limit, fill=fill, lang=session.language
    )
    return call_one(session, "query", arguments)


@app.command()
def tool(
    name: Annotated[str | None, typer.Argument(help="The tool.")] = None,
    args: Arguments = None,
    batch: BatchFile = None,
    listing: Annotated[bool, typer.Option("--list", help="Name the tools there are.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="The JSON Schema of the arguments.")
    ] = False,
    sql: Annotated[bool, typer.Option("--sql", help="Show the SQL that ran.")] = False,
    shop: ShopFolder = None,
    data: DataPath = None,
    json: AsJson = False,
    lang: Language = None,
    role: RoleName = "owner",
    today: Today = None,
    no_cache: NoCache = False,
) -> int:
    """Run one typed tool."""
    from assistant.cli.calling import (
        call_batch,
        call_one,
        given_arguments,
        known_tool,
        list_tools,
        show_schema,
    )
    from assistant.cli.session import Session

    session = Session(shop, data, role, lang, today, json, use_cache=not no_cache, show_sql=sql)
    if listing:
        return list_tools(session)
    if schema:
        return show_schema(name if name == "query" else known_tool(name, session.language))
    if batch is not None:
        return call_batch(session, known_tool(name, session.language), batch)
    found = known_tool(name, session.language)
    return call_one(session, found, given_arguments(args, session.language))


@app.command()
def check(
    shop: ShopFolder = None,
    data: Annotated[
        bool, typer.Option("--data", help="Hold the shop against its data too.")
    ] = False,
    tests: Annotated[bool, typer.Option("--tests", help="Run the shop's own tests too.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings are faults.")] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of a shop's files.")
    ] = False,
    lang: Language = None,
) -> int:
    """Say everything that is wrong with a shop."""
    from assistant.cli.chores import check_shop, print_schema

    if schema:
        return print_schema()
    said = lang.value if lang else "zh"
    return check_shop(shop, data=data, tests=tests, strict=strict, lang=said)


@app.command("init")
def start(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new shop folder.")],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="More files.")
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="FILE|FOLDER", help="Files of the shop; more may follow."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; mark what is guessed.")] = False,
    lang: Language = None,
) -> int:
    """Make a shop of your own files: CSV, Excel, Parquet, JSON lines."""
    from assistant.cli.starting import start_shop

    paths = [*(files or []), *(more or [])]
    return start_shop(folder, paths, lang=lang.value if lang else None, yes=yes)


@app.command()
def sync(shop: ShopFolder = None, json: AsJson = False, lang: Language = None) -> int:
    """Load what is new in the shop's sources."""
    from assistant.cli.loading import sync_shop

    return sync_shop(shop, as_json=json, lang=lang.value if lang else "zh")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    shop: ShopFolder = None,
) -> int:
    """Serve the chat page."""
    from assistant.channels.host import serve as serve_page

    return serve_page(shop, host, port)


@app.command("eval")
def evaluate(
    files: Annotated[list[Path] | None, typer.Argument(help="Question files (JSON lines).")] = None,
    shop: ShopFolder = None,
    json: AsJson = False,
) -> int:
    """Score question files: right, asked back, wrong, failed."""
    from evals.score import run as score

    return score(files or None, shop=shop, as_json=json)


@app.command()
def replay(
    trace: Annotated[str, typer.Argument(help="The id of an answer.")],
    shop: ShopFolder = None,
    data: DataPath = None,
    json: AsJson = False,
) -> int:
    """Answer again what was answered under an id, and say whether it came out the same."""
    from assistant.cli.chores import replay_trace
    from assistant.cli.session import Session

    return replay_trace(Session(shop, data, as_json=json, use_cache=False), trace)
