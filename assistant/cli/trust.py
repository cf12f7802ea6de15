"""`wenshu audit` and `wenshu privacy`: what was asked, and what is kept of whom."""

import json as json_text
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.options import AsJson, Language, ShopFolder

__all__ = ["audit", "privacy"]

privacy = typer.Typer(help="What the program keeps of a person: show it, erase it, let it expire.")
_Person = Annotated[str, typer.Argument(help="An id, phone, mail, name or user.")]
_SHOWN = ("at", "door", "user", "role", "verdict", "code", "tool", "rows", "ms", "question")


def audit(
    shop: ShopFolder = None,
    user: Annotated[str, typer.Option(help="Only this user.")] = "",
    verdict: Annotated[
        str, typer.Option(help="answered, clarify, refused, failed or crashed.")
    ] = "",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day on (UTC).")
    ] = None,
    limit: Annotated[int, typer.Option(help="The last so many entries.")] = 50,
    verify: Annotated[bool, typer.Option("--verify", help="Is the log whole?")] = False,
    json: AsJson = False,
    lang: Language = None,
) -> int:
    """Read the audit log: who asked what, what ran, how it ended."""
    from assistant.trust import messages as _  # noqa: F401  (adds the sentences)
    from assistant.trust.audit import broken_at, entries
    from semantic_layer.messages import say

    state = _state(shop)
    said = lang.value if lang else "zh"
    if verify:
        line = broken_at(state)
        print(say("audit.broken" if line else "audit.whole", said, line=line))
        return 1 if line else 0
    found = [
        e for e in entries(state)
        if (not user or e.get("user") == user)
        and (not verdict or e.get("verdict") == verdict)
        and (since is None or str(e.get("at", ""))[:10] >= str(since.date()))
    ]  # fmt: skip
    for entry in found[-limit:]:
        print(json_text.dumps(_read(entry), ensure_ascii=False) if json else _line(entry))
    return 0


@privacy.command("export")
def export_person(person: _Person, shop: ShopFolder = None) -> int:
    """Print everything that is kept of a person, as JSON."""
    from assistant.trust.stores import export

    print(json_text.dumps(export(_state(shop), person), ensure_ascii=False, indent=1, default=str))
    return 0


@privacy.command("erase")
def erase_person(person: _Person, shop: ShopFolder = None, lang: Language = None) -> int:
    """Erase a person from everything that is kept."""
    from assistant.trust.stores import erase

    return _said(erase(_state(shop), person), "privacy.erased", lang.value if lang else "zh")


@privacy.command("expire")
def expire_all(shop: ShopFolder = None, lang: Language = None) -> int:
    """Take away what has been kept for longer than it may be."""
    from assistant.trust.stores import expire

    return _said(
        expire(_state(shop), date.today()), "privacy.expired", lang.value if lang else "zh"
    )


def _said(counts: dict[str, int], key: str, lang: str) -> int:
    from assistant.trust import messages as _  # noqa: F401  (adds the sentences)
    from semantic_layer.messages import say

    where = ", ".join(f"{name} {count}" for name, count in counts.items()) or "0"
    print(say(key, lang, where=where))
    return 0


def _state(folder: Path | None) -> Path:
    """The state folder of a shop, without opening its data."""
    from semantic_layer.load import load
    from semantic_layer.shop import shop_folder
    from semantic_layer.versions import state_folder

    folder = shop_folder(folder)
    if folder is None:
        from semantic_layer.demo import FOLDER as folder
    return state_folder(load(folder).name)


def _line(entry: dict[str, Any]) -> str:
    return "  ".join(str(entry[key]) for key in _SHOWN if entry.get(key) not in (None, ""))


def _read(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with the tables and columns that its SQL reads."""
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    tables: dict[str, None] = {}
    columns: dict[str, None] = {}
    for sql in entry.get("sql", ()):
        try:
            tree = sqlglot.parse_one(sql, dialect="duckdb")
        except SqlglotError:
            continue
        made = {cte.alias for cte in tree.find_all(exp.CTE)}
        tables |= {t.name: None for t in tree.find_all(exp.Table) if t.name not in made}
        columns |= {c.name: None for c in tree.find_all(exp.Column)}
    return {**entry, "tables": list(tables), "columns": list(columns)}
